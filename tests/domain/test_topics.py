"""Forums: topics are begun and changed, who writes where, and what stands in a topic."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod import errors, tl
from hodhod.domain import (
    chat_settings,
    discussion,
    drafts,
    forwarding,
    notify,
    pinning,
    promoting,
    topic_making,
    topics,
)
from hodhod.domain.forwarding import Forward
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.stickers.kinds import SetKind
from hodhod.domain.topic_making import New
from hodhod.domain.updates import ChannelChanged, NewMessage, StateChanged
from hodhod.ids import subject_place, topic_subject
from hodhod.store import chats as store_chats
from hodhod.store import messages as store
from hodhod.store.within import GENERAL
from hodhod.tl import types
from hodhod.views import state as state_view
from hodhod.views.updates import render
from tests.domain.forum import begin, channel_id, edit, listed, make_forum, shown, within
from tests.domain.test_chats import CHANNEL, GROUP, make_channel, make_group, say
from tests.domain.test_stickers import documents, make
from tests.domain.world import Cast

# --- forums


async def test_a_supergroup_becomes_a_forum_and_a_group_again(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    old = (await say(cast, "bob", peer)).message.copy.id
    await cast.act(topic_making.toggle, cast.viewer("alice"), peer, True, False)
    assert ChannelChanged(peer, peer) in cast.told
    (general,) = await listed(cast, "bob", peer)
    assert (general.id, general.title, general.top_message, general.hidden) == (GENERAL, "General", old, False)
    assert general.unread_count == 1, "that somebody came"
    topic = await begin(cast, "bob", peer)
    inside = (await say(cast, "bob", peer, topic=topic)).message.copy.id
    assert await within(cast, peer, GENERAL) == list(range(old, 0, -1))
    await cast.act(topic_making.toggle, cast.viewer("alice"), peer, False, False)
    with pytest.raises(errors.CHANNEL_FORUM_MISSING):
        await listed(cast, "bob", peer)
    answer = await say(cast, "alice", peer, reply_to=inside)
    assert (await shown(cast, "bob", peer, answer.message.copy.id)).reply_to.forum_topic is False
    await cast.act(topic_making.toggle, cast.viewer("alice"), peer, True, True)
    assert [(one.id, one.top_message) for one in await listed(cast, "bob", peer)] == [
        (GENERAL, answer.message.copy.id),
        (topic, inside),
    ]


async def test_who_may_not_make_a_forum_and_of_what(cast: Cast) -> None:
    peer = await make_channel(cast, GROUP, "bob")
    channel, group = await make_channel(cast, CHANNEL), await make_group(cast)
    alice = cast.viewer("alice")
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await cast.act(topic_making.toggle, cast.viewer("bob"), peer, True, False)
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await cast.act(topic_making.toggle, alice, peer, False, False)
    for wrong in (channel, group):
        with pytest.raises(errors.CHANNEL_INVALID):
            await cast.act(topic_making.toggle, alice, wrong, True, False)
    await cast.act(discussion.link, alice, channel, peer)
    with pytest.raises(errors.CHAT_DISCUSSION_UNALLOWED):
        await cast.act(topic_making.toggle, alice, peer, True, False)
    forum = await make_forum(cast)
    with pytest.raises(errors.MEGAGROUP_ID_INVALID):
        await cast.act(discussion.link, alice, channel, forum)
    assert forum not in await cast.read(discussion.suitable, alice)
    with pytest.raises(errors.FORUM_ENABLED):
        await cast.act(chat_settings.hide_history, alice, forum, True)


async def test_a_forum_seen_as_one_history_is_one_persons_choice(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    bob = cast.viewer("bob")
    await cast.act(topic_making.view_as_messages, bob, peer, True)
    (record,) = cast.told
    assert isinstance(record, StateChanged)
    update = await cast.read(state_view.state_update, bob, record.state)
    assert isinstance(update, types.UpdateChannelViewForumAsMessages)
    assert update.enabled
    await cast.act(topic_making.view_as_messages, bob, peer, True)
    assert cast.told == []
    with pytest.raises(errors.CHANNEL_FORUM_MISSING):
        await cast.act(topic_making.view_as_messages, bob, await make_channel(cast, GROUP, "bob"), True)


# --- beginning and changing


async def test_a_topic_begins_with_a_message_and_once_for_its_random_id(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    bob, new = cast.viewer("bob"), New("  Rare   birds ", 5, icon_color=topics.COLORS[2])
    first = await cast.act(topic_making.create, bob, peer, new)
    again = await cast.act(topic_making.create, bob, peer, new)
    assert first.message.copy.id == again.message.copy.id
    (one,) = await listed(cast, "bob", peer, first.message.copy.id)
    assert (one.title, one.icon_color, one.my, one.closed) == ("Rare birds", topics.COLORS[2], True, False)
    assert (one.top_message, one.unread_count) == (one.id, 0)
    (theirs,) = await listed(cast, "alice", peer, one.id)
    assert (theirs.my, theirs.unread_count, theirs.from_id) == (False, 1, types.PeerUser(user_id=bob.user))
    service = await shown(cast, "alice", peer, one.id)
    assert service.action == types.MessageActionTopicCreate(title="Rare birds", icon_color=topics.COLORS[2])
    assert service.reply_to is None
    with pytest.raises(errors.RANDOM_ID_DUPLICATE):
        await cast.act(topic_making.create, bob, await make_forum(cast, "bob"), new)


async def test_the_icon_of_a_topic_is_a_custom_emoji(cast: Cast) -> None:
    peer = await make_forum(cast)
    faces = await documents(cast, await make(cast, "Faces", 2, SetKind.EMOJI))
    (sticker,) = await documents(cast, await make(cast, "Cats"))
    with pytest.raises(errors.DOCUMENT_INVALID):
        await begin(cast, "alice", peer, icon_emoji=sticker.id)
    topic = await begin(cast, "alice", peer, icon_emoji=faces[0].id)
    assert (await shown(cast, "alice", peer, topic)).action.icon_emoji_id == faces[0].id
    record = await edit(cast, "alice", peer, topic, icon_emoji=faces[1].id)
    told = await shown(cast, "alice", peer, record.message.copy.id)
    assert told.action == types.MessageActionTopicEdit(icon_emoji_id=faces[1].id)
    assert (await listed(cast, "alice", peer, topic))[0].icon_emoji_id == faces[1].id
    record = await edit(cast, "alice", peer, topic, icon_emoji=0)
    assert (await shown(cast, "alice", peer, record.message.copy.id)).action.icon_emoji_id == 0
    assert (await listed(cast, "alice", peer, topic))[0].icon_emoji_id is None


async def test_who_may_not_begin_a_topic(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    for title, icon, refusal in ((" ", 0, errors.TOPIC_TITLE_EMPTY), ("Cats", 7, errors.DOCUMENT_INVALID)):
        with pytest.raises(refusal):
            await begin(cast, "bob", peer, title, icon_emoji=icon)
    with pytest.raises(errors.CHANNEL_FORUM_MISSING):
        await begin(cast, "alice", await make_channel(cast, GROUP))
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await begin(cast, "carol", peer)
    await cast.do(lambda tx: store_chats.put(tx, peer, banned=int(Ban.TOPICS)))
    with pytest.raises(errors.CHAT_WRITE_FORBIDDEN):
        await begin(cast, "bob", peer)
    await begin(cast, "alice", peer)


async def test_a_topic_is_changed_by_who_began_it_and_by_administrators(cast: Cast) -> None:
    peer = await make_forum(cast, "bob", "carol")
    topic = await begin(cast, "bob", peer)
    record = await edit(cast, "bob", peer, topic, title="Owls")
    told = await shown(cast, "carol", peer, record.message.copy.id)
    assert told.action == types.MessageActionTopicEdit(title="Owls")
    assert told.reply_to == types.MessageReplyHeader(forum_topic=True, reply_to_msg_id=topic)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await edit(cast, "carol", peer, topic, title="Cats")
    with pytest.raises(errors.DOCUMENT_INVALID):
        await edit(cast, "bob", peer, topic, icon_emoji=9)
    await cast.act(promoting.edit_admin, cast.viewer("alice"), peer, cast.id("carol"), int(Admin.TOPICS), None)
    await edit(cast, "carol", peer, topic, closed=True)
    with pytest.raises(errors.TOPIC_NOT_MODIFIED):
        await edit(cast, "carol", peer, topic, closed=True)
    (one,) = await listed(cast, "alice", peer, topic)
    assert (one.title, one.closed) == ("Owls", True)


@pytest.mark.parametrize(
    ("topic", "change", "refusal"),
    [
        (GENERAL, {"icon_emoji": 0}, errors.GENERAL_MODIFY_ICON_FORBIDDEN),
        (2, {"hidden": True}, errors.NOGENERAL_HIDE_FORBIDDEN),
        (GENERAL, {"hidden": True, "title": "A"}, errors.TOPIC_HIDE_SEPARATELY),
        (GENERAL, {"closed": True, "title": "A"}, errors.TOPIC_CLOSE_SEPARATELY),
        (GENERAL, {"closed": True, "hidden": True}, errors.TOPIC_CLOSE_SEPARATELY),
        (GENERAL, {"title": " "}, errors.TOPIC_TITLE_EMPTY),
        (99, {"title": "A"}, errors.TOPIC_ID_INVALID),
        (GENERAL, {}, errors.TOPIC_NOT_MODIFIED),
    ],
)
async def test_changes_that_are_refused(
    cast: Cast, topic: int, change: dict[str, Any], refusal: type[errors.RpcError]
) -> None:
    with pytest.raises(refusal):
        await edit(cast, "alice", await make_forum(cast), topic, **change)


async def test_hiding_general_closes_it_and_opening_shows_it(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    await edit(cast, "alice", peer, GENERAL, hidden=True)
    with pytest.raises(errors.TOPIC_CLOSED):
        await say(cast, "bob", peer)
    with pytest.raises(errors.CHAT_ADMIN_REQUIRED):
        await edit(cast, "bob", peer, GENERAL, hidden=False)
    (general,) = await listed(cast, "bob", peer)
    assert (general.hidden, general.closed) == (True, True)
    record = await edit(cast, "alice", peer, GENERAL, closed=False)
    told = await shown(cast, "bob", peer, record.message.copy.id)
    assert told.action == types.MessageActionTopicEdit(closed=False, hidden=False)
    assert told.reply_to is None
    await say(cast, "bob", peer)


# --- writing


async def test_a_message_goes_where_it_is_sent(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    birds, cats = await begin(cast, "alice", peer), await begin(cast, "alice", peer, "Cats")
    header = types.MessageReplyHeader
    general = (await say(cast, "bob", peer)).message.copy.id
    plain = (await say(cast, "bob", peer, topic=birds)).message.copy.id
    by_root = (await say(cast, "bob", peer, reply_to=birds)).message.copy.id
    both = (await say(cast, "bob", peer, reply_to=birds, topic=birds)).message.copy.id
    answer = (await say(cast, "bob", peer, reply_to=plain)).message.copy.id
    across = (await say(cast, "bob", peer, reply_to=plain, topic=cats)).message.copy.id
    answer_in_general = (await say(cast, "bob", peer, reply_to=general)).message.copy.id
    to_first = (await say(cast, "bob", peer, reply_to=GENERAL)).message.copy.id
    headers = {
        general: None,
        plain: header(forum_topic=True, reply_to_msg_id=birds),
        by_root: header(forum_topic=True, reply_to_msg_id=birds),
        both: header(forum_topic=True, reply_to_msg_id=birds),
        answer: header(forum_topic=True, reply_to_msg_id=plain, reply_to_top_id=birds),
        across: header(forum_topic=True, reply_to_msg_id=plain, reply_to_top_id=cats),
        answer_in_general: header(reply_to_msg_id=general),
        to_first: None,
    }
    for msg_id, expected in headers.items():
        assert (await shown(cast, "alice", peer, msg_id)).reply_to == expected, msg_id
    assert await within(cast, peer, birds) == [answer, both, by_root, plain, birds]
    assert await within(cast, peer, cats) == [across, cats]
    assert await within(cast, peer, GENERAL) == [to_first, answer_in_general, general, 2, 1]
    assert {one.id: one.top_message for one in await listed(cast, "bob", peer)} == {
        GENERAL: to_first,
        cats: across,
        birds: answer,
    }


async def test_where_nobody_may_write(cast: Cast) -> None:
    peer = await make_forum(cast, "bob", "carol")
    topic = await begin(cast, "bob", peer)
    with pytest.raises(errors.TOPIC_DELETED):
        await say(cast, "bob", peer, topic=99)
    with pytest.raises(errors.REPLY_MESSAGE_ID_INVALID):
        await say(cast, "bob", peer, reply_to=99)
    await edit(cast, "alice", peer, topic, closed=True)
    with pytest.raises(errors.TOPIC_CLOSED):
        await say(cast, "carol", peer, topic=topic)
    await say(cast, "bob", peer, topic=topic)  # who began it
    await say(cast, "alice", peer, topic=topic)


async def test_forwards_pins_and_drafts_stand_in_their_topic(cast: Cast) -> None:
    peer = await make_forum(cast, "bob")
    topic, alice = await begin(cast, "alice", peer), cast.viewer("alice")
    sent = (await say(cast, "alice", peer)).message.copy.id
    wanted = Forward(peer, [sent], [777], topic=topic)
    ((record, _),) = await cast.act(forwarding.forward, alice, peer, wanted)
    assert isinstance(record, NewMessage)
    assert topics.of_row(record.message) == topic

    async def pin(tx: Any, msg_id: int) -> Any:
        return await pinning.pin(tx, alice, peer, msg_id, pinned=True, one_side=False, silent=False)

    told = await cast.act(pin, record.message.copy.id)
    assert topics.of_row(told[1].message) == topic, "told where it happened"
    await cast.act(pin, sent)
    await cast.act(pinning.unpin_all, alice, peer, topic)
    assert [copy.id for copy in await cast.read(store.pinned_copies, peer, peer)] == [sent]
    subject = await cast.read(drafts.place, alice, peer, topic)
    assert subject_place(subject) == (peer, topic)
    draft = types.DraftMessage(message="soon", date=cast.now)
    await cast.act(drafts.save, alice, subject, tl.encode(draft))
    (state,) = cast.told
    assert isinstance(state, StateChanged)
    update = await cast.read(state_view.state_update, alice, state.state)
    assert isinstance(update, types.UpdateDraftMessage)
    assert (update.top_msg_id, update.draft) == (topic, draft)
    (one,) = await listed(cast, "alice", peer, topic)
    assert one.draft == draft
    await cast.act(drafts.clear, alice, peer, topic)
    assert (await listed(cast, "alice", peer, topic))[0].draft is None
    assert await cast.read(drafts.place, alice, await make_channel(cast, GROUP), 5) < 0


async def test_settings_of_a_topic(cast: Cast) -> None:
    peer = await make_forum(cast)
    topic, alice = await begin(cast, "alice", peer), cast.viewer("alice")
    settings = types.PeerNotifySettings(mute_until=2**31 - 1)
    await cast.act(notify.put, alice, topic_subject(peer, topic), settings)
    pushed: Any = await cast.read(render, alice, cast.told)
    assert pushed.updates[0].peer == types.NotifyForumTopic(
        peer=types.PeerChannel(channel_id=channel_id(peer)), top_msg_id=topic
    )
    assert [chat.id for chat in pushed.chats] == [channel_id(peer)]
    (one, general) = await listed(cast, "alice", peer, topic, GENERAL)
    assert (one.notify_settings, general.notify_settings) == (settings, types.PeerNotifySettings())
