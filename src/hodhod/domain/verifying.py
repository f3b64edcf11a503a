"""The mark of those whom the operator knows to be who they say they are."""

from __future__ import annotations

from hodhod.domain import people
from hodhod.domain.updates import ChannelChanged, StateKind
from hodhod.ids import is_channel
from hodhod.store import chats, contacts, usernames, users
from hodhod.store.bits import ChatFlag, UserFlag
from hodhod.store.db import Tx


async def find(tx: Tx, name: str) -> int | None:
    """The peer of a username, or of a number as the Bot API writes it."""
    if name.removeprefix("-").isdecimal() and name.isascii():
        return int(name) if len(name) <= len("-1000000000000") + 4 else None
    return await usernames.owner(tx, name.removeprefix("@").lower())


async def verify(tx: Tx, peer: int, verified: bool, now: int) -> bool:
    """Give the mark or take it away, and tell those around. False: nobody, or nothing, has this peer."""
    if peer < 0:
        return await _verify_chat(tx, peer, verified)
    row = (await users.by_ids(tx, [peer])).get(peer)
    if row is None:
        return False
    flag = int(UserFlag.VERIFIED)
    await users.put(tx, peer, flags=row.flags | flag if verified else row.flags & ~flag)
    around = await contacts.around(tx, peer, people.MAX_TOLD)
    await people.tell(tx, [peer, *around], StateKind.USER, peer, now)
    return True


async def _verify_chat(tx: Tx, peer: int, verified: bool) -> bool:
    row = await chats.get(tx, peer)
    if row is None or not is_channel(peer):
        return False
    await chats.lock(tx, peer)
    flag = int(ChatFlag.VERIFIED)
    await chats.put(tx, peer, flags=row.flags | flag if verified else row.flags & ~flag)
    tx.emit(ChannelChanged(peer, peer))
    return True
