"""Top peers: those written to most, the recent past counting more. core.telegram.org/api/top-rating

rating = sum over the messages sent of e^(-age / DECAY), among the mailbox's last MESSAGES ones. Nothing is stored but
what the user took out of the list: messages up to that moment do not count for that peer.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping

from hodhod.domain.settings import Kept
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.store import mailboxes
from hodhod.store import top_peers as store
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import SeenUser

DECAY = 2_419_200  # rating_e_decay of help.getConfig
MESSAGES = 2000
MAX_RESET = 100
BOT, HIDDEN = int(UserFlag.BOT), int(UserFlag.DELETED | UserFlag.SUPPORT)
_PAIR = struct.Struct("<qi")


async def ratings(tx: Tx, viewer: Viewer) -> dict[int, float]:
    """The rating of each peer written to, oneself aside, the highest first."""
    found: dict[int, float] = {}
    reset = await _reset(tx, viewer)
    for peer, date in await store.sent(tx, viewer.user, MESSAGES):
        if peer != viewer.user and date > reset.get(peer, 0):
            found[peer] = found.get(peer, 0.0) + math.exp((date - viewer.now) / DECAY)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def chosen(found: Mapping[int, float], users: Mapping[int, SeenUser], bots: bool) -> list[int]:
    """The people, or the bots, among the rated peers, in their order."""
    shown = [peer for peer in found if peer in users and not users[peer].user.flags & HIDDEN]
    return [peer for peer in shown if bool(users[peer].user.flags & BOT) is bots]


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
