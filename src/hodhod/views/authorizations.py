"""auth.Authorization, and sessions as account.getAuthorizations and updateNewAuthorization show them."""

from __future__ import annotations

from hodhod.domain import sessions
from hodhod.domain.viewer import Viewer
from hodhod.store.authorizations import AuthorizationRow
from hodhod.store.bits import AuthFlag
from hodhod.store.db import Tx
from hodhod.store.records import State
from hodhod.tl import types
from hodhod.views.peers import described

PASSWORD_PENDING = int(AuthFlag.PASSWORD_PENDING)
CALLS_OFF, SECRET_OFF = int(AuthFlag.CALLS_OFF), int(AuthFlag.SECRET_OFF)
# words of a system's name, and the platform whose icon clients then show
_PLATFORMS = (
    ("android", "Android"),
    ("ios", "iOS"),
    ("iphone", "iOS"),
    ("ipad", "iOS"),
    ("windows", "Windows"),
    ("mac", "macOS"),
    ("linux", "Linux"),
    ("ubuntu", "Ubuntu"),
)


async def signed_in(tx: Tx, viewer: Viewer, user_id: int) -> types.auth.Authorization:
    """The answer to whatever signed the key in: the user with the `self` flag (pitfall 23)."""
    users, _ = await described(tx, viewer.as_user(user_id), [user_id])
    return types.auth.Authorization(user=users[0])


def platform(system: str) -> str:
    """The platform that a system version speaks of, "" for one that is not known."""
    lowered = system.lower()
    return next((name for word, name in _PLATFORMS if word in lowered), "")


def session(row: AuthorizationRow, *, current: bool, now: int) -> types.Authorization:
    """One session; where it is can only be said by its address."""
    return types.Authorization(
        current=current,
        unconfirmed=sessions.is_unconfirmed(row, now),
        password_pending=row.flags & PASSWORD_PENDING != 0,
        encrypted_requests_disabled=row.flags & SECRET_OFF != 0,
        call_requests_disabled=row.flags & CALLS_OFF != 0,
        hash=0 if current else row.hash,
        device_model=row.device,
        platform=platform(row.system),
        system_version=row.system,
        api_id=row.api_id,
        app_name="",
        app_version=row.app_version,
        date_created=row.created,
        date_active=row.active,
        ip=row.ip,
        country="",
        region="",
    )


async def update(tx: Tx, viewer: Viewer, row: State) -> types.TypeUpdate | None:
    """How a session stands now: one to be confirmed, or not any more. None for that session itself."""
    rows = await sessions.every(tx, viewer)
    if any(one.hash == row.subject and one.key_id == viewer.key_id for one in rows):
        return None
    for one in rows:
        if one.hash == row.subject and sessions.is_unconfirmed(one, viewer.now):
            return types.UpdateNewAuthorization(
                unconfirmed=True,
                hash=one.hash,
                date=one.created,
                device=sessions.device_name(one),
                location=f"IP = {one.ip}",
            )
    return types.UpdateNewAuthorization(hash=row.subject)
