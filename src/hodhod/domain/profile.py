"""A user's own names: first and last, about, birthday, username. core.telegram.org/api/profile, /api/links"""

from __future__ import annotations

import datetime
import re
import unicodedata

from hodhod import errors
from hodhod.domain.folding import fold, index_words
from hodhod.domain.people import tell, tell_around
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import usernames
from hodhod.store import users as store
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import User

BOT = int(UserFlag.BOT)
_USERNAME = re.compile(r"(?=.{5,32}$)[a-z](?:_?[a-z0-9])*")
# Words that mean something else where a username stands in a link, and names to deceive people with.
# fmt: off
RESERVED = frozenset((
    "addemoji", "addlist", "addstickers", "addtheme", "admin", "administrator", "apiws", "boost", "confirmphone",
    "contact", "giftcode", "healthz", "hodhod", "invoice", "joinchat", "login", "moderator", "official", "proxy",
    "server", "service", "setlanguage", "settings", "share", "socks", "support", "system", "telegram",
))
# fmt: on
_FIRST_YEAR = 1900


def clean(name: str) -> str:
    """A name without control characters and outer space."""
    return "".join(c for c in name if unicodedata.category(c) != "Cc").strip()


def checked_names(viewer: Viewer, first: str, last: str) -> tuple[str, str]:
    """Raises FIRSTNAME_INVALID, LASTNAME_INVALID."""
    first, last = clean(first), clean(last)
    longest = viewer.world.limits.name_length
    if not first or len(first) > longest:
        raise errors.FIRSTNAME_INVALID
    if len(last) > longest:
        raise errors.LASTNAME_INVALID
    return first, last


def search_name(first: str, last: str) -> str:
    """users.search_name: the folded name."""
    return " ".join(fold(f"{first} {last}").split())


async def update(tx: Tx, viewer: Viewer, first: str | None, last: str | None, about: str | None) -> None:
    """Change what is given. Raises FIRSTNAME_INVALID, LASTNAME_INVALID, ABOUT_TOO_LONG."""
    row = await store.get(tx, viewer.user)
    if about is not None:
        await _put_about(tx, viewer, row, about.strip())
    if first is None and last is None:
        return
    names = checked_names(viewer, row.first_name if first is None else first, row.last_name if last is None else last)
    if names != (row.first_name, row.last_name):
        await store.put(tx, viewer.user, first_name=names[0], last_name=names[1], search_name=search_name(*names))
        if row.username:
            await usernames.put_words(tx, viewer.user, index_words(" ".join(names)))
        await tell_around(tx, viewer, StateKind.USER_NAME)


async def _put_about(tx: Tx, viewer: Viewer, row: User, about: str) -> None:
    if len(about) > viewer.world.limits.about_length:
        raise errors.ABOUT_TOO_LONG
    if about != row.about:
        await store.put(tx, viewer.user, about=about)
        await tell(tx, [viewer.user], StateKind.USER, viewer.user, viewer.now)


# --- usernames


def checked_username(name: str, is_bot: bool = False) -> str:
    """The folded form of a name that an account may have. Raises USERNAME_INVALID."""
    folded = name.lower()
    if not _USERNAME.fullmatch(folded):
        raise errors.USERNAME_INVALID
    if folded in RESERVED or folded.endswith("bot") != is_bot:
        raise errors.USERNAME_INVALID
    return folded


async def check_username(tx: Tx, viewer: Viewer, name: str) -> None:
    """May the viewer take this name? Raises USERNAME_INVALID, USERNAME_OCCUPIED."""
    owner = await usernames.owner(tx, checked_username(name))
    if owner not in (None, viewer.user):
        raise errors.USERNAME_OCCUPIED


async def update_username(tx: Tx, viewer: Viewer, name: str) -> None:
    """Take a name, or none. Raises USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED."""
    row = await store.get(tx, viewer.user)
    old, name = row.username or "", name.removeprefix("@")
    if name == old:
        raise errors.USERNAME_NOT_MODIFIED
    folded = checked_username(name, bool(row.flags & BOT)) if name else ""
    if folded != old.lower():
        if folded and not await usernames.take(tx, folded, viewer.user):
            raise errors.USERNAME_OCCUPIED
        if old:
            await usernames.free(tx, old.lower(), viewer.user)
        await usernames.put_words(tx, viewer.user, index_words(f"{row.first_name} {row.last_name}") if folded else [])
    await store.put(tx, viewer.user, username=name or None)
    await tell_around(tx, viewer, StateKind.USER_NAME)


# --- birthdays: one number, 0 for none


def pack_birthday(day: int, month: int, year: int | None, now: int) -> int:
    """Raises BIRTHDAY_INVALID."""
    try:
        date = datetime.date(year or 2000, month, day)
    except ValueError:
        raise errors.BIRTHDAY_INVALID from None
    today = datetime.datetime.fromtimestamp(now, datetime.UTC).date()
    if year and (year < _FIRST_YEAR or date > today):
        raise errors.BIRTHDAY_INVALID
    return (year or 0) << 9 | month << 5 | day


def unpack_birthday(value: int) -> tuple[int, int, int | None]:
    """(day, month, year)."""
    return value & 31, value >> 5 & 15, value >> 9 or None


async def update_birthday(tx: Tx, viewer: Viewer, value: int) -> None:
    await store.put(tx, viewer.user, birthday=value)
    await tell(tx, [viewer.user], StateKind.USER, viewer.user, viewer.now)
