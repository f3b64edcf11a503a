"""Reactions: who may give which, what is counted, who is told, what the author has not seen."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors
from hodhod.delivery.channels import seen_differently
from hodhod.domain import blocking, chats, deleting, difference, reaction_set, reactions, reading, recent_reactions
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import ReactionsChanged, StateChanged, StateKind
from hodhod.domain.viewer import EVERYBODY, Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import dialogs, posts
from hodhod.store import members as store_members
from hodhod.store import messages as store
from hodhod.store import reactions as store_reactions
from hodhod.store.bits import Role
from hodhod.tl import types
from hodhod.views import dialogs as dialogs_view
from hodhod.views import full_chats
from hodhod.views import messages as view
from hodhod.views.difference import difference as shown
from hodhod.views.updates import render
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.world import Cast

UP, DOWN, HEART, *OTHERS = reaction_set.STANDARD


async def react(cast: Cast, who: str, peer: Peer, msg_id: int, reaction: str = UP) -> Any:
    return await cast.do(lambda tx: reactions.react(tx, cast.viewer(who), peer, msg_id, reaction))


async def seen_by(cast: Cast, who: str, peer: Peer, msg_id: int) -> Any:
    """The reactions of a message as somebody sees them, None when there are none."""
    viewer = cast.viewer(who)
    row = await cast.read(store.find, viewer.box(peer), msg_id)
    assert row is not None
    (message,) = await cast.read(view.messages, viewer, [row])
    assert isinstance(message, types.Message)
    return message.reactions


def counts(found: types.MessageReactions | None) -> dict[str, tuple[int, bool]]:
    """reaction -> (how often, did the viewer choose it)"""
    return {
        one.reaction.emoticon: (one.count, one.chosen_order is not None)
        for one in (found.results if found else [])
        if isinstance(one.reaction, types.ReactionEmoji)
    }


async def test_add_change_and_take_back_in_a_private_chat(cast: Cast) -> None:
    alice, bob = cast.id("alice"), cast.id("bob")
    await cast.send("alice", "bob")
    await react(cast, "bob", alice, 1)
    assert counts(await seen_by(cast, "bob", alice, 1)) == {UP: (1, True)}
    assert counts(await seen_by(cast, "alice", bob, 1)) == {UP: (1, False)}
    await react(cast, "alice", bob, 1)
    await react(cast, "bob", alice, 1, HEART)
    assert counts(await seen_by(cast, "bob", alice, 1)) == {UP: (1, False), HEART: (1, True)}
    found = await seen_by(cast, "alice", bob, 1)
    assert {(one.peer_id.user_id, one.my, one.unread) for one in found.recent_reactions} == {
        (alice, True, False),
        (bob, False, True),
    }
    await react(cast, "bob", alice, 1, "")
    await react(cast, "alice", bob, 1, "")
    assert await seen_by(cast, "bob", alice, 1) is None


async def test_the_same_again_is_no_change(cast: Cast) -> None:
    await cast.send("alice", "bob")
    with pytest.raises(errors.MESSAGE_NOT_MODIFIED):
        await react(cast, "bob", cast.id("alice"), 1, "")
    await react(cast, "bob", cast.id("alice"), 1)
    with pytest.raises(errors.MESSAGE_NOT_MODIFIED):
        await react(cast, "bob", cast.id("alice"), 1)


async def test_what_cannot_be_reacted_to(cast: Cast) -> None:
    await cast.send("alice", "bob")
    await cast.send("alice", "alice")
    group = await make_group(cast, "bob")
    channel = await make_channel(cast, CHANNEL, "bob")
    with pytest.raises(errors.MSG_ID_INVALID):
        await react(cast, "bob", cast.id("alice"), 99)
    with pytest.raises(errors.MSG_ID_INVALID):
        await react(cast, "bob", cast.id("carol"), 1)
    with pytest.raises(errors.MSG_ID_INVALID):  # a service message
        await react(cast, "bob", channel, 1)
    with pytest.raises(errors.CHAT_FORBIDDEN):
        await react(cast, "carol", group, 1)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await react(cast, "carol", channel, 1)


async def test_what_is_no_reaction() -> None:
    assert reaction_set.chosen([]) == ""
    assert reaction_set.chosen([types.ReactionEmoji(emoticon=HEART + "\N{VARIATION SELECTOR-16}")]) == HEART
    with pytest.raises(errors.REACTION_EMPTY):
        reaction_set.chosen([types.ReactionEmoji(emoticon="")])
    with pytest.raises(errors.REACTION_EMPTY):
        reaction_set.chosen([types.ReactionEmpty()])
    for given in (types.ReactionEmoji(emoticon="x"), types.ReactionCustomEmoji(document_id=1), types.ReactionPaid()):
        with pytest.raises(errors.REACTION_INVALID):
            reaction_set.chosen([given])
    with pytest.raises(errors.REACTIONS_TOO_MANY):
        reaction_set.chosen([types.ReactionEmoji(emoticon=UP), types.ReactionEmoji(emoticon=HEART)])


async def test_somebody_who_blocked_the_reactor_is_not_told(cast: Cast) -> None:
    await cast.send("alice", "bob")
    await cast.act(blocking.block, cast.viewer("alice"), cast.id("bob"), 0)
    assert await react(cast, "bob", cast.id("alice"), 1) is None
    assert await seen_by(cast, "alice", cast.id("bob"), 1) is None
    with pytest.raises(errors.YOU_BLOCKED_USER):
        await react(cast, "alice", cast.id("bob"), 1)


async def test_a_group_tells_every_member_live_and_later_the_same(cast: Cast) -> None:
    group = await make_group(cast, "bob", "carol")
    sent = await say(cast, "alice", group)
    content = sent.message.content.id
    own = {name: await cast.read(store.by_content, cast.id(name), content) for name in ("alice", "bob", "carol")}
    await react(cast, "bob", group, own["bob"].copy.id)  # type: ignore[union-attr]
    assert {r.owner for r in cast.told if isinstance(r, StateChanged)} == set(cast.people.values())
    for name, row in own.items():
        assert row is not None
        viewer = cast.viewer(name)
        live = await cast.read(render, viewer, [r for r in cast.told if getattr(r, "owner", 0) == viewer.user])
        place = await cast.read(difference.position, viewer)
        missed = await cast.read(difference.missed, viewer.user, place.pts, cast.now)
        state = types.updates.State(pts=missed.pts, qts=0, date=cast.now, seq=1, unread_count=0)
        later = await cast.read(shown, viewer, missed, state)
        assert live is not None
        assert isinstance(later, types.updates.Difference)
        (update,) = [one for one in later.other_updates if isinstance(one, types.UpdateMessageReactions)]
        assert [update] == live.updates
        assert (update.msg_id, counts(update.reactions)) == (row.copy.id, {UP: (1, name == "bob")})
        assert cast.id("bob") in {user.id for user in live.users}
        assert cast.id("bob") in {user.id for user in later.users}


async def test_a_difference_tells_of_the_last_reactions_only(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(difference, "MAX_REACTIONS", 2)
    for msg_id in range(1, 5):
        await cast.send("alice", "bob")
        cast.now += 1
        await react(cast, "bob", cast.id("alice"), msg_id)
    await cast.act(recent_reactions.add, cast.viewer("bob"), UP)
    missed = await cast.read(difference.missed, cast.id("bob"), 5, cast.now)
    found = [(row.state.kind, row.state.subject) for row in missed.states]
    assert found == [(StateKind.REACTIONS, 3), (StateKind.REACTIONS, 4), (StateKind.RECENT_REACTIONS, 0)]


async def test_a_supergroup_writes_one_row_and_tells_everybody_once(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    sent = (await say(cast, "alice", peer)).message
    await react(cast, "bob", peer, sent.copy.id)
    (record,) = cast.told
    assert isinstance(record, ReactionsChanged)
    assert record.owner == peer
    assert set(seen_differently(record)) == {int(cast.id("bob")), int(cast.id("alice"))}
    everybody = await cast.read(render, Viewer(EVERYBODY, cast.now, cast.world), [record])
    assert everybody is not None
    (update,) = everybody.updates
    assert isinstance(update, types.UpdateMessageReactions)
    assert update.reactions.min
    assert counts(update.reactions) == {UP: (1, False)}
    mine: Any = await cast.read(render, cast.viewer("bob"), [record])
    assert not mine.updates[0].reactions.min
    assert counts(mine.updates[0].reactions) == {UP: (1, True)}


async def test_who_reacted_before_is_told_what_they_chose(cast: Cast) -> None:
    """What everybody is told does not say what anybody chose, and TDLib forgets it where it knew of no reactions."""
    peer = await make_channel(cast, CHANNEL, "bob", "carol")
    post = (await say(cast, "alice", peer)).message.copy.id
    await react(cast, "bob", peer, post, HEART)
    await react(cast, "carol", peer, post)
    assert set(seen_differently(cast.told[0])) == {int(cast.id("bob")), int(cast.id("carol"))}
    mine: Any = await cast.read(render, cast.viewer("bob"), cast.told)
    assert counts(mine.updates[0].reactions) == {UP: (1, False), HEART: (1, True)}


async def test_a_channel_says_how_many_and_not_who(cast: Cast) -> None:
    peer = await make_channel(cast, CHANNEL, "bob", "carol")
    post = (await say(cast, "alice", peer)).message.copy.id
    await react(cast, "bob", peer, post)
    await react(cast, "carol", peer, post)
    found = await seen_by(cast, "carol", peer, post)
    assert counts(found) == {UP: (2, True)}
    assert (found.recent_reactions, found.can_see_list) == (None, False)
    with pytest.raises(errors.BROADCAST_FORBIDDEN):
        await cast.read(reactions.listed, cast.viewer("alice"), peer, post, None, ("", 10))
    assert await cast.read(store_reactions.unread_counts, cast.id("alice"), [peer]) == {}


async def test_what_the_chat_allows(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    msg_id = (await say(cast, "alice", peer)).message.copy.id
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(chats.administered, bob, peer, Admin.CHANGE_INFO)
    await cast.do(lambda tx: store_chats.put(tx, peer, banned=int(Ban.CHANGE_INFO)))
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(reactions.allow, bob, peer, [HEART], None)
    with pytest.raises(errors.REACTIONS_COUNT_INVALID):
        await cast.act(reactions.allow, alice, peer, None, 99)
    await cast.act(reactions.allow, alice, peer, [HEART, DOWN], 1)
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await cast.act(reactions.allow, alice, peer, [HEART, DOWN], 1)
    with pytest.raises(errors.REACTION_INVALID):
        await react(cast, "bob", peer, msg_id, UP)
    await react(cast, "bob", peer, msg_id, HEART)
    with pytest.raises(errors.REACTIONS_TOO_MANY):
        await react(cast, "carol", peer, msg_id, DOWN)
    await react(cast, "carol", peer, msg_id, HEART)
    full = await _full(cast, peer)
    some: list[types.TypeReaction] = [types.ReactionEmoji(emoticon=name) for name in (HEART, DOWN)]
    assert (full.available_reactions, full.reactions_limit) == (types.ChatReactionsSome(reactions=some), 1)
    await cast.act(reactions.allow, alice, peer, [], None)
    assert (await _full(cast, peer)).available_reactions == types.ChatReactionsNone()
    await cast.act(reactions.allow, alice, peer, None, None)
    assert (await _full(cast, peer)).available_reactions == types.ChatReactionsAll()


async def _full(cast: Cast, peer: Peer) -> Any:
    viewer = cast.viewer("alice")
    seen = (await cast.read(store_chats.seen, viewer.user, [peer]))[peer]
    return (await cast.read(full_chats.channel_full, viewer, seen)).full_chat


async def test_who_may_not_react_in_a_group(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    msg_id = (await say(cast, "alice", peer)).message.copy.id
    await cast.do(lambda tx: store_chats.put(tx, peer, banned=int(Ban.REACTIONS)))
    with pytest.raises(errors.CHAT_WRITE_FORBIDDEN):
        await react(cast, "bob", peer, msg_id)
    row = await cast.read(store_members.get, peer, cast.id("bob"))
    assert row is not None
    hidden = row._replace(role=Role.ADMIN, admin=int(Admin.ANONYMOUS))
    await cast.do(lambda tx: store_members.put(tx, hidden))
    with pytest.raises(errors.ANONYMOUS_REACTIONS_DISABLED):
        await react(cast, "bob", peer, msg_id)


async def test_the_author_sees_what_is_new_until_it_was_read(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    first = (await say(cast, "alice", peer)).message.copy.id
    second = (await say(cast, "alice", peer)).message.copy.id
    for who, msg_id in (("bob", first), ("carol", first), ("bob", second), ("alice", second)):
        await react(cast, who, peer, msg_id)
    assert await _unread(cast, "alice", peer) == 2
    assert await _unread(cast, "bob", peer) == 0
    rows = await cast.read(reactions.unread, cast.viewer("alice"), peer)
    assert [row.copy.id for row in rows] == [second, first]
    await cast.act(reactions.read, cast.viewer("alice"), peer, [second])
    assert await _unread(cast, "alice", peer) == 1
    await cast.act(reactions.read_all, cast.viewer("alice"), peer)
    assert [type(record) for record in cast.told] == [ReactionsChanged]
    assert await _unread(cast, "alice", peer) == 0
    found = await seen_by(cast, "alice", peer, first)
    assert [one.unread for one in found.recent_reactions] == [False, False]


async def _unread(cast: Cast, who: str, peer: Peer) -> int:
    row = await cast.read(dialogs.find, cast.id(who), peer)
    assert row is not None
    (dialog,) = (await cast.read(dialogs_view.parts, cast.viewer(who), [row])).dialogs
    assert isinstance(dialog, types.Dialog)
    return dialog.unread_reactions_count


async def test_who_reacted_comes_in_pages(cast: Cast) -> None:
    await cast.join(*(f"member{n}" for n in range(5)))
    names = [f"member{n}" for n in range(5)]
    peer = await make_channel(cast, GROUP, *names)
    msg_id = (await say(cast, "alice", peer)).message.copy.id
    for n, name in enumerate(names):
        cast.now += n % 2  # some at the same second
        await react(cast, name, peer, msg_id, UP if n else HEART)
    offset, found = "", []
    for _ in range(4):
        page = await cast.read(reactions.listed, cast.viewer("alice"), peer, msg_id, None, (offset, 2))
        assert page.total == 5
        found += [row.user_id for row in page.rows]
        if page.next_offset is None:
            break
        offset = page.next_offset
    assert sorted(found) == sorted(cast.id(name) for name in names)
    one = await cast.read(reactions.listed, cast.viewer("alice"), peer, msg_id, HEART, ("", 10))
    assert ([row.user_id for row in one.rows], one.total) == ([cast.id("member0")], 1)
    for bad in ("x", "1:", "1:2:3"):
        with pytest.raises(errors.OFFSET_INVALID):
            await cast.read(reactions.listed, cast.viewer("alice"), peer, msg_id, None, (bad, 10))


async def test_reactions_go_with_their_message(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    sent = (await say(cast, "alice", peer)).message
    await react(cast, "bob", peer, sent.copy.id)
    await cast.act(deleting.delete_posts, cast.viewer("alice"), peer, [sent.copy.id])
    assert await cast.read(store_reactions.find, sent.content.id, cast.id("bob")) is None
    assert await _unread(cast, "alice", peer) == 0


async def test_an_administrator_takes_a_reaction_away(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob", "carol")
    msg_id = (await say(cast, "carol", peer)).message.copy.id
    await react(cast, "bob", peer, msg_id)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(reactions.take_away, cast.viewer("carol"), peer, msg_id, cast.id("bob"))
    await cast.act(reactions.take_away, cast.viewer("alice"), peer, msg_id, cast.id("bob"))
    assert set(seen_differently(cast.told[0])) == {int(cast.id(name)) for name in ("alice", "bob", "carol")}
    assert await seen_by(cast, "bob", peer, msg_id) is None
    with pytest.raises(errors.MESSAGE_NOT_MODIFIED):
        await cast.act(reactions.take_away, cast.viewer("alice"), peer, msg_id, cast.id("bob"))
    with pytest.raises(errors.PEER_ID_INVALID):
        await cast.act(reactions.take_away, cast.viewer("alice"), cast.id("bob"), 1, cast.id("bob"))


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_an_administrator_takes_all_of_somebodys_reactions_away(cast: Cast, kind: str) -> None:
    people = ("bob", "carol")
    peer = await make_group(cast, *people) if kind == "group" else await make_channel(cast, GROUP, *people)
    for _ in range(2):
        sent = await say(cast, "alice", peer)
        copies = await cast.read(store.by_contents, cast.viewer("bob").box(peer), [sent.message.content.id])
        await react(cast, "bob", peer, copies[0].copy.id)
    elsewhere = await cast.send("alice", "bob")
    await react(cast, "bob", cast.id("alice"), elsewhere.message.copy.id)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(reactions.take_all_away, cast.viewer("carol"), peer, cast.id("bob"))
    with pytest.raises(errors.PEER_ID_INVALID):
        await cast.act(reactions.take_all_away, cast.viewer("alice"), cast.id("bob"), cast.id("bob"))
    await cast.act(reactions.take_all_away, cast.viewer("alice"), peer, cast.id("bob"))
    assert len([one for one in cast.told if getattr(one, "owner", 0) == cast.viewer("alice").box(peer)]) == 2
    assert await cast.read(store_reactions.of_user, cast.id("bob"), peer, 10) == []
    assert await _unread(cast, "alice", peer) == 0
    assert await _unread(cast, "alice", cast.id("bob")) == 1


async def test_what_is_deleted_is_unread_no_more(cast: Cast) -> None:
    await cast.send("alice", "bob")
    await react(cast, "bob", cast.id("alice"), 1)
    assert await _unread(cast, "alice", cast.id("bob")) == 1
    await cast.act(deleting.delete_messages, cast.viewer("alice"), [1], False)
    assert await _unread(cast, "alice", cast.id("bob")) == 0
    assert counts(await seen_by(cast, "bob", cast.id("alice"), 1)) == {UP: (1, True)}


async def test_looking_at_a_message_of_a_supergroup(cast: Cast) -> None:
    """Names in it and reactions to it are read; the viewer's other sessions hear of both."""
    peer = await make_channel(cast, GROUP, "bob", "carol")
    bob = cast.viewer("bob")
    own = (await say(cast, "bob", peer)).message.copy.id
    await react(cast, "carol", peer, own)
    answer = (await say(cast, "alice", peer, reply_to=own)).message.copy.id
    await cast.act(reading.read_channel_contents, bob, peer, [own, answer])
    told = await cast.read(render, bob, cast.told)
    assert told is not None
    found = {type(one): one for one in told.updates}
    read = found[types.UpdateChannelReadMessagesContents]
    assert isinstance(read, types.UpdateChannelReadMessagesContents)
    assert read.messages == [own, answer]
    assert types.UpdateMessageReactions in found
    assert await _unread(cast, "bob", peer) == 0
    assert await cast.read(posts.unread_mentions, bob.user, [peer]) == {}
    await cast.act(reading.read_channel_contents, bob, peer, [own, answer])
    assert cast.told == []
    stranger = await make_channel(cast, GROUP)
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.act(reading.read_channel_contents, bob, stranger, [1])


async def test_the_recent_ones_come_first(cast: Cast) -> None:
    bob = cast.viewer("bob")
    for name in (HEART, DOWN, HEART):
        await cast.act(recent_reactions.add, bob, name)
    assert await cast.read(recent_reactions.recent, bob) == [HEART, DOWN]
    top = await cast.read(recent_reactions.top, bob)
    assert (top[:3], len(top)) == ([HEART, DOWN, UP], len(reaction_set.STANDARD))
    (record,) = cast.told
    told = await cast.read(render, bob, [record])
    assert told is not None
    assert told.updates == [types.UpdateRecentReactions()]
    await cast.act(recent_reactions.clear, bob)
    assert await cast.read(recent_reactions.recent, bob) == []


def test_every_standard_reaction_has_a_name() -> None:
    assert len(set(reaction_set.STANDARD)) == len(reaction_set.STANDARD) == 20
    assert all(reaction_set.title(name).isprintable() for name in reaction_set.STANDARD)
