"""help.getTimezonesList: the zones of the IANA database and what they are ahead of UTC now."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache, partial
from importlib import resources
from zoneinfo import ZoneInfo

from hodhod.api.unchanged import content_hash, unchanged
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

HOUR = 3600


@lru_cache(maxsize=2)
def timezones(hour: int) -> types.help.TimezonesList:
    """As they are in this hour since 1970; summer time begins and ends on the hour, almost everywhere."""
    at = datetime.fromtimestamp(hour * HOUR, UTC)
    zones = sorted((_zone(name, at) for name in _names()), key=lambda zone: (zone.utc_offset, zone.id))
    listed = types.help.TimezonesList(timezones=list[types.TypeTimezone](zones), hash=0)
    listed.hash = content_hash(listed)
    return listed


def _names() -> list[str]:
    """Zones that differ since 1970, without the older names of the same."""
    table = (resources.files("tzdata") / "zoneinfo/zone1970.tab").read_text(encoding="utf-8")
    return [line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")]


def _zone(name: str, at: datetime) -> types.Timezone:
    offset = at.astimezone(ZoneInfo(name)).utcoffset()
    assert offset is not None
    city = name.rpartition("/")[2].replace("_", " ")
    return types.Timezone(id=name, name=city, utc_offset=int(offset.total_seconds()))


@method(functions.help.GetTimezonesList, free=True, static=True)
async def get_timezones_list(ctx: Context, req: functions.help.GetTimezonesList) -> types.help.TypeTimezonesList:
    # reading 300 zones takes tens of milliseconds, once an hour: not on the loop
    listed: types.help.TimezonesList = await ctx.services.power(partial(timezones, ctx.now // HOUR))
    return types.help.TimezonesListNotModified() if unchanged(req.hash, listed.hash) else listed
