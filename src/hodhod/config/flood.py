"""Rate limits as settings: `30/60` is thirty at once, and thirty in every 60 seconds from then on."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_settings import NoDecode

from hodhod.rpc.flood import Limit

from .groups import Group

_WRITTEN = re.compile(r"([1-9]\d{0,8})/([1-9]\d{0,8})")
RELAXED = 10_000


def _read(value: Any) -> Limit:
    if isinstance(value, Limit):
        return value
    match = _WRITTEN.fullmatch(value.replace(" ", "")) if isinstance(value, str) else None
    if match is None:
        raise ValueError("a rate limit is written as count/seconds, for example 30/60")
    return Limit(int(match[1]), float(match[2]))


def written(limit: Limit) -> str:
    return f"{limit.burst}/{limit.per:.0f}"


Rate = Annotated[
    Limit,
    NoDecode,
    PlainValidator(_read),
    PlainSerializer(written),
    WithJsonSchema({"type": "string", "pattern": _WRITTEN.pattern}),
]


class Flood(Group):
    """Rate limits, as count/seconds; past one a client is told FLOOD_WAIT_X. `serve --dev` makes them huge."""

    code_phone: Rate = Field(default=Limit(5, 3600), description="Login codes for one phone number.")
    code_address: Rate = Field(default=Limit(60, 3600), description="Login codes asked for from one address.")
    code_key: Rate = Field(default=Limit(10, 3600), description="Login codes asked for by one auth key.")
    password: Rate = Field(default=Limit(10, 3600), description="Tries of a 2FA password by one account.")
    password_address: Rate = Field(default=Limit(60, 3600), description="Tries of 2FA passwords from one address.")
    import_contacts: Rate = Field(default=Limit(20, 3600), description="Imports of contacts by one account.")
    resolve: Rate = Field(default=Limit(200, 3600), description="Usernames and numbers resolved by one account.")
    search: Rate = Field(default=Limit(120, 60), description="Searches for messages by one account.")
    preview: Rate = Field(default=Limit(60, 60), description="Previews of links asked for by one account.")
    send: Rate = Field(default=Limit(120, 60), description="Messages sent by one account.")
    react: Rate = Field(default=Limit(120, 60), description="Reactions and votes given by one account.")

    upload: Rate = Field(
        default=Limit(12_000, 60), description="File parts uploaded by one account, up to 512 KiB each."
    )
    download: Rate = Field(default=Limit(12_000, 60), description="Pieces of files downloaded by one account.")
    media: Rate = Field(default=Limit(120, 60), description="Photos and documents made of uploads by one account.")
    create: Rate = Field(default=Limit(20, 24 * 3600), description="Groups and channels made by one account.")
    invite: Rate = Field(default=Limit(200, 24 * 3600), description="Additions of people to groups by one account.")
    members: Rate = Field(default=Limit(300, 60), description="Lists of members asked for by one account.")
    statistics: Rate = Field(default=Limit(30, 60), description="Statistics of channels asked for by one account.")
    report: Rate = Field(default=Limit(60, 3600), description="Reports of people, chats and messages by one account.")
    join: Rate = Field(default=Limit(60, 3600), description="Groups and channels joined by one account.")

    def limits(self) -> dict[str, Limit]:
        return dict(self)

    def relaxed(self) -> Flood:
        """What `serve --dev` uses: the same classes, out of the way of tests and load."""
        return Flood(**{name: Limit(limit.burst * RELAXED, limit.per) for name, limit in self.limits().items()})
