"""What groups, links, forwards and folders are bounded by: every bound has a name that the client is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import approving, chats, folders, forwarding, invites, joins
from hodhod.domain.forwarding import Forward
from hodhod.domain.invites import Terms
from hodhod.store import chats as store_chats
from hodhod.store.bits import ChatFlag
from hodhod.tl import types
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast


def bounded(cast: Cast, **limits: int) -> None:
    cast.world = replace(cast.world, limits=replace(cast.world.limits, **limits))


async def refused(error: type[errors.RpcError], act: Callable[..., Awaitable[Any]], *values: Any) -> None:
    with pytest.raises(error):
        await act(*values)


async def test_titles_and_descriptions(cast: Cast) -> None:
    alice, peer = cast.viewer("alice"), await make_channel(cast, GROUP)
    for title in ("", " \n "):
        await refused(errors.CHAT_TITLE_EMPTY, cast.act, chats.create_chat, alice, title, [], 0)
        await refused(errors.CHAT_TITLE_EMPTY, cast.act, chats.create_channel, alice, title, "", CHANNEL)
        await refused(errors.CHAT_TITLE_EMPTY, cast.act, chats.edit_title, alice, peer, title)
    await refused(errors.CHAT_ABOUT_TOO_LONG, cast.act, chats.create_channel, alice, "News", "😀" * 128, CHANNEL)
    await refused(errors.CHAT_ABOUT_TOO_LONG, cast.act, chats.edit_about, alice, peer, "x" * 256)
    await cast.act(chats.edit_about, alice, peer, "x" * 255)
    await refused(errors.CHAT_ABOUT_NOT_MODIFIED, cast.act, chats.edit_about, alice, peer, "x" * 255)


async def test_a_chat_is_full(cast: Cast) -> None:
    alice = cast.viewer("alice")
    await refused(errors.USERS_TOO_FEW, cast.act, chats.create_chat, alice, "Family", [999_999], 0)
    group, big = await make_group(cast, "bob"), await make_channel(cast, GROUP, "bob")
    bounded(cast, chat_size=2, megagroup_size=2)
    alice = cast.viewer("alice")
    both = [cast.id("bob"), cast.id("carol")]
    await refused(errors.USERS_TOO_MUCH, cast.act, chats.create_chat, alice, "Family", both, 0)
    await refused(errors.USERS_TOO_MUCH, cast.act, joins.add_to_chat, alice, group, cast.id("carol"))
    await refused(errors.USERS_TOO_MUCH, cast.act, joins.invite_to_channel, alice, big, [cast.id("carol")])


async def test_somebody_is_in_too_many_channels(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await make_channel(cast, GROUP, "bob")
    open_one, asked = await make_channel(cast, CHANNEL), await make_channel(cast, GROUP)
    for peer, name, flags in ((open_one, "open_one", CHANNEL), (asked, "asked", GROUP | int(ChatFlag.JOIN_REQUEST))):
        await cast.act(partial(store_chats.put, username=name, flags=flags), peer)
    await cast.act(joins.join, cast.viewer("bob"), asked)
    monkeypatch.setattr(joins, "MAX_CHANNELS", 1)
    await refused(errors.CHANNELS_TOO_MUCH, cast.act, joins.join, cast.viewer("bob"), open_one)
    answer = (approving.answer, cast.viewer("alice"), asked, cast.id("bob"), True)
    await refused(errors.USER_CHANNELS_TOO_MUCH, cast.act, *answer)
    monkeypatch.setattr(joins, "MAX_CHANNELS", 2)
    await cast.act(*answer)


async def test_an_administrator_has_too_many_links(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    peer = await make_channel(cast, GROUP)
    monkeypatch.setattr(invites, "MAX_LINKS", 1)
    await cast.act(invites.export, cast.viewer("alice"), peer, Terms(), False, b"a" * 12)
    await refused(
        errors.INVITES_TOO_MUCH, cast.act, invites.export, cast.viewer("alice"), peer, Terms(), False, b"b" * 12
    )


async def test_what_is_forwarded_is_named_once_each(cast: Cast) -> None:
    alice, peer = cast.viewer("alice"), await make_group(cast, "bob")
    ids = [(await say(cast, "alice", peer)).message.copy.id for _ in range(2)]
    await refused(errors.MESSAGE_IDS_EMPTY, cast.act, forwarding.forward, alice, peer, Forward(peer, [], []))
    for random_ids in ([1], [1, 1], [1, 2, 3]):
        wanted = Forward(peer, ids, random_ids)
        await refused(errors.RANDOM_ID_INVALID, cast.act, forwarding.forward, alice, peer, wanted)


async def test_a_folder_has_a_name_and_something_in_it(cast: Cast) -> None:
    def folder(title: str, **what: Any) -> types.DialogFilter:
        named = types.TextWithEntities(text=title, entities=[])
        lists: dict[str, Any] = {"pinned_peers": [], "include_peers": [], "exclude_peers": [], **what}
        return types.DialogFilter(id=2, title=named, **lists)

    alice = cast.viewer("alice")
    await refused(errors.FILTER_TITLE_EMPTY, cast.act, folders.save, alice, 2, folder(" ", groups=True))
    await refused(errors.FILTER_INCLUDE_EMPTY, cast.act, folders.save, alice, 2, folder("Work"))
    bounded(cast, folder_peers=1)
    many = [types.InputPeerUser(user_id=cast.id(name), access_hash=1) for name in ("bob", "carol")]
    long = folder("Work", include_peers=many)
    await refused(errors.PEERS_LIST_EMPTY, cast.act, folders.save, cast.viewer("alice"), 2, long)
