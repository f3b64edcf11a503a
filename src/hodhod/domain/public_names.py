"""Usernames of supergroups and channels: who has one is public, and found. core.telegram.org/api/channel#usernames

Names of people and of chats stand in one table, so that a name means one thing. The operator keeps names from being
taken: they belong to nobody (peer 0) until they are freed.
"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import admin_log, chats
from hodhod.domain.admin_log import Kind
from hodhod.domain.folding import index_words
from hodhod.domain.profile import checked_username
from hodhod.domain.updates import ChannelChanged, StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import members as store_members
from hodhod.store import usernames as store
from hodhod.store.db import Tx
from hodhod.store.records import Chat

NOBODY = 0


async def check(tx: Tx, viewer: Viewer, peer: Peer | None, name: str) -> None:
    """May the viewer's channel, or one that is yet to be made, take this name?

    Raises USERNAME_INVALID, USERNAME_OCCUPIED, CHANNELS_ADMIN_PUBLIC_TOO_MUCH, CHAT_ADMIN_REQUIRED ...
    """
    chat = (await chats.owned(tx, viewer, peer)).chat if peer is not None else None
    owner = await store.owner(tx, checked_username(name))
    if owner is not None and owner != peer:
        raise errors.USERNAME_OCCUPIED
    await _check_number(tx, viewer, chat)


async def update(tx: Tx, viewer: Viewer, peer: Peer, name: str) -> None:
    """Give the chat this name, or take its name away.

    Raises USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED, CHANNELS_ADMIN_PUBLIC_TOO_MUCH,
    CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    chat = (await chats.owned(tx, viewer, peer)).chat
    old, name = chat.username or "", name.removeprefix("@")
    if name == old:
        raise errors.USERNAME_NOT_MODIFIED
    folded = checked_username(name) if name else ""
    if folded:
        await _check_number(tx, viewer, chat)
    if folded != old.lower():
        if folded and not await store.take(tx, folded, peer):
            raise errors.USERNAME_OCCUPIED
        if old:
            await store.free(tx, old.lower(), peer)
        await store.put_words(tx, peer, index_words(chat.title) if folded else [])
    await store_chats.put(tx, peer, username=name or None)
    await admin_log.note(tx, viewer, peer, Kind.USERNAME, old, name)
    await changed(tx, viewer, peer)


async def changed(tx: Tx, viewer: Viewer, peer: Peer) -> None:
    """The channel looks different from now on: told to whoever is there; others see it with the next answer."""
    await set_state(tx, viewer.user, StateKind.CHANNEL, peer, None, viewer.now)
    tx.emit(ChannelChanged(peer, peer))


async def release(tx: Tx, chat: Chat) -> None:
    """The chat is gone: its name is free, and nobody finds it by its words."""
    if chat.username:
        await store.free(tx, chat.username.lower(), chat.peer)
        await store.put_words(tx, chat.peer, [])
        await store_chats.put(tx, chat.peer, username=None)


async def owned(tx: Tx, viewer: Viewer) -> list[int]:
    """The viewer's public channels and supergroups."""
    return await store_members.public_chats_of(tx, viewer.user)


async def check_number(tx: Tx, viewer: Viewer) -> None:
    """Raises CHANNELS_ADMIN_PUBLIC_TOO_MUCH."""
    if len(await owned(tx, viewer)) >= viewer.world.limits.public_channels:
        raise errors.CHANNELS_ADMIN_PUBLIC_TOO_MUCH


async def _check_number(tx: Tx, viewer: Viewer, chat: Chat | None) -> None:
    """One that is public already needs no more room."""
    if chat is None or not chat.username:
        await check_number(tx, viewer)


# --- the operator's


async def reserve(tx: Tx, name: str) -> bool:
    """Keep a name from being taken. False: somebody has it. Raises USERNAME_INVALID."""
    folded = checked_username(name)
    return await store.owner(tx, folded) == NOBODY or await store.take(tx, folded, NOBODY)


async def free(tx: Tx, name: str) -> bool:
    """Let a reserved name be taken again. False: it was not reserved."""
    folded = name.lower()
    if await store.owner(tx, folded) != NOBODY:
        return False
    await store.free(tx, folded, NOBODY)
    return True
