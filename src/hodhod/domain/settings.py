"""An account's small switches: JSON in users.settings, only what differs from the default.

What is TL to its clients and nothing to us (download limits, reactions to be notified of) is a state row of kind
SETTINGS.
"""

from __future__ import annotations

import enum
import json
from functools import lru_cache
from typing import Any

from hodhod import tl
from hodhod.domain.reaction_set import DEFAULT
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.store import mailboxes
from hodhod.store import users as store_users
from hodhod.store.db import Tx
from hodhod.store.records import User

# Every switch with its default; the type of the default is the type of the value.
DEFAULTS: dict[str, Any] = {
    "account_ttl": 365,
    "authorization_ttl": 183,
    "signup_silent": False,
    "sensitive": False,
    "top_peers": True,
    "keep_archived_unmuted": False,
    "keep_archived_folders": False,
    "hide_read_marks": False,
    "reaction": DEFAULT,
    "history_ttl": 0,
    "color": [],
    "profile_color": [],
    "personal_channel": 0,
    "folder_tags": False,
    "fallback_photo": 0,
}


class Kept(enum.IntEnum):
    """Subjects of SETTINGS rows; a number keeps its meaning for ever."""

    REACTIONS_NOTIFY = 1
    AUTO_SAVE = 2
    AUTO_DOWNLOAD_LOW = 3
    AUTO_DOWNLOAD_MEDIUM = 4
    AUTO_DOWNLOAD_HIGH = 5
    TOP_PEERS_RESET = 6


@lru_cache(maxsize=10_000)
def _parsed(settings: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(settings)
    return parsed


def value(user: User, name: str) -> Any:
    """One switch of a user."""
    default = DEFAULTS[name]
    return _parsed(user.settings).get(name, default) if user.settings else default


async def get(tx: Tx, viewer: Viewer, name: str) -> Any:
    """One switch of the viewer."""
    return value(await store_users.get(tx, viewer.user), name)


async def put(tx: Tx, viewer: Viewer, **values: Any) -> None:
    """Set switches of the viewer."""
    row = await store_users.get(tx, viewer.user)
    new = {**(_parsed(row.settings) if row.settings else {}), **values}
    kept = {name: new[name] for name in sorted(new) if new[name] != DEFAULTS[name]}
    await store_users.put(tx, viewer.user, settings=json.dumps(kept, separators=(",", ":")) if kept else None)


async def kept(tx: Tx, viewer: Viewer, what: Kept) -> Any:
    """The TL object under this number, None when there is none."""
    row = await mailboxes.find_state(tx, viewer.user, StateKind.SETTINGS, what)
    return tl.decode(row.value) if row and row.value else None


async def keep(tx: Tx, viewer: Viewer, what: Kept, value: tl.TLObject) -> None:
    await set_state(tx, viewer.user, StateKind.SETTINGS, what, tl.encode(value), viewer.now)
