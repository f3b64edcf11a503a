"""Top peers: those written to most, the recent past counting more. core.telegram.org/api/top-rating

rating = sum over the messages sent of e^(-age / DECAY), among the mailbox's last MESSAGES ones, and for supergroups and
channels among those of the last days. Nothing is stored but what the user took out of the list: messages up to that
moment do not count for that peer.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from hodhod.domain import rights
from hodhod.domain.settings import Kept
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.store import chats as store_chats
from hodhod.store import mailboxes
from hodhod.store import top_peers as store
from hodhod.store.bits import ChatFlag, UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat, SeenUser

DECAY = 2_419_200  # rating_e_decay of help.getConfig
MESSAGES = 2000
MAX_RESET = 100
BROADCAST, GONE = int(ChatFlag.BROADCAST), int(ChatFlag.GONE)
BOT, HIDDEN = int(UserFlag.BOT), int(UserFlag.DELETED | UserFlag.SUPPORT)
_PAIR = struct.Struct("<qi")


class Ratings(NamedTuple):
    """Peers with their rating, the highest first: by all that was written to them, and by what was forwarded."""

    written: dict[int, float]
    forwarded: dict[int, float]


async def ratings(tx: Tx, viewer: Viewer) -> Ratings:
    """The rating of each peer written to, oneself aside."""
    written: dict[int, float] = {}
    forwarded: dict[int, float] = {}
    reset = await _reset(tx, viewer)
    for peer, date, is_forward in await store.sent(tx, viewer.user, MESSAGES):
        if peer == viewer.user or date <= reset.get(peer, 0):
            continue
        for found in (written, forwarded) if is_forward else (written,):
            found[peer] = found.get(peer, 0.0) + math.exp((date - viewer.now) / DECAY)
    return Ratings(_ranked(written), _ranked(forwarded))


def _ranked(found: Mapping[int, float]) -> dict[int, float]:
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def chosen(found: Mapping[int, float], users: Mapping[int, SeenUser], bots: bool) -> list[int]:
    """The people, or the bots, among the rated peers, in their order."""
    shown = [peer for peer in found if peer in users and not users[peer].user.flags & HIDDEN]
    return [peer for peer in shown if bool(users[peer].user.flags & BOT) is bots]


async def chats(tx: Tx, viewer: Viewer, found: Iterable[int]) -> dict[int, Chat]:
    """Those of the rated groups and channels that the viewer is in."""
    seen = await store_chats.seen(tx, viewer.user, [peer for peer in found if peer < 0])
    return {peer: one.chat for peer, one in seen.items() if rights.is_member(one) and not one.chat.flags & GONE}


def chosen_chats(found: Mapping[int, float], there: Mapping[int, Chat], broadcast: bool | None) -> list[int]:
    """The groups (broadcast False), channels (True) or both (None) among the rated peers, in their order."""
    shown = [peer for peer in found if peer in there]
    return [peer for peer in shown if broadcast in (None, bool(there[peer].flags & BROADCAST))]


async def take_out(tx: Tx, viewer: Viewer, peer: int) -> None:
    """The peer begins anew."""
    reset = await _reset(tx, viewer)
    reset.pop(peer, None)
    newest = [*reset.items(), (peer, viewer.now)][-MAX_RESET:]
    value = b"".join(_PAIR.pack(*pair) for pair in newest)
    await set_state(tx, viewer.user, StateKind.SETTINGS, Kept.TOP_PEERS_RESET, value, viewer.now)


async def _reset(tx: Tx, viewer: Viewer) -> dict[int, int]:
    """Since when each peer that was taken out counts again, the oldest first."""
    row = await mailboxes.find_state(tx, viewer.user, StateKind.SETTINGS, Kept.TOP_PEERS_RESET)
    return dict(_PAIR.iter_unpack(row.value)) if row and row.value else {}
