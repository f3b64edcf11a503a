"""How long the messages of a chat live. core.telegram.org/api/ttl (auto-delete timer)

The time stands with the dialog of each side of a private chat, and in the row of a group or channel. A message carries
the time that its chat had when it was sent, and goes at its date and that (domain/expiring.py); a change of the chat's
time touches no message that is there. What tells how the chat began, or of its timer, stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors, tl
from hodhod.domain import settings
from hodhod.domain.updates import HistoryTtlChanged, StateKind, set_states
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import dialogs as store_dialogs
from hodhod.store import members as store_members
from hodhod.store.db import Tx
from hodhod.store.records import Content, State, User
from hodhod.tl import types

DAY = 24 * 3600
LONGEST = 366 * DAY
SETTING = "history_ttl"
_STAYS = frozenset(
    tl.encode(one)[:4]
    for one in (
        types.MessageActionChatCreate(title="", users=[]),
        types.MessageActionChannelCreate(title=""),
        types.MessageActionChatMigrateTo(channel_id=0),
        types.MessageActionChannelMigrateFrom(title="", chat_id=0),
        types.MessageActionSetMessagesTTL(period=0),
    )
)


def checked(period: int) -> int:
    """Whole days up to a year, 0: for ever. Raises TTL_PERIOD_INVALID."""
    if not 0 <= period <= LONGEST or period % DAY:
        raise errors.TTL_PERIOD_INVALID
    return period


def dated(content: Content, period: int) -> Content:
    """A message of a chat with this time, on its way into the store."""
    if not period or (content.action is not None and content.action[:4] in _STAYS):
        return content
    return content._replace(ttl=period)


def told(period: int, setter: int = 0) -> bytes:
    """The service message about a new time. setter: whose default it is, 0: somebody set it."""
    return tl.encode(types.MessageActionSetMessagesTTL(period=period, auto_setting_from=setter or None))


async def put_private(tx: Tx, viewer: Viewer, owners: Sequence[int], peer: Peer, period: int) -> None:
    """Set the time of a private chat for these sides of it, who hear of it."""
    places = [(owner, int(peer) if owner == viewer.user else int(viewer.user)) for owner in owners]
    for owner, other in places:
        await store_dialogs.ensure(tx, owner, other)
        await store_dialogs.put(tx, owner, other, ttl=period)
    await set_states(tx, [State(owner, StateKind.HISTORY_TTL, other, viewer.now, None) for owner, other in places])


async def tell(tx: Tx, viewer: Viewer, peer: Peer) -> None:
    """The members of a group or channel hear of its time."""
    if is_channel(peer):
        tx.emit(HistoryTtlChanged(peer, peer))
        return
    people = await store_members.ids(tx, peer)
    await set_states(tx, [State(user, StateKind.HISTORY_TTL, peer, viewer.now, None) for user in people])


def default_of(user: User) -> int:
    """The time of chats that this user begins."""
    return int(settings.value(user, SETTING))


async def default(tx: Tx, viewer: Viewer) -> int:
    return int(await settings.get(tx, viewer, SETTING))


async def set_default(tx: Tx, viewer: Viewer, period: int) -> None:
    """Raises TTL_PERIOD_INVALID."""
    await settings.put(tx, viewer, **{SETTING: checked(period)})
