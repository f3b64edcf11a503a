"""Private messages: copies, exactly once, replies, edits, deletions, read marks."""

from __future__ import annotations

import pytest

from hodhod import errors, tl
from hodhod.domain import blocking, deleting, editing, forwarding, messages, pinning, reading, search
from hodhod.domain.forwarding import Forward
from hodhod.domain.messages import Outgoing
from hodhod.domain.updates import Counted, EventKind, NewMessage
from hodhod.domain.values import unpack_ids
from hodhod.store import dialogs, mailboxes
from hodhod.store import messages as store
from hodhod.store import users as store_users
from hodhod.store.bits import UserFlag
from hodhod.tl import types
from tests.domain.world import Cast


async def test_both_sides_get_a_copy_with_ids_of_their_own(cast: Cast) -> None:
    await cast.send("alice", "carol")
    sent = await cast.send("alice", "bob", "hi")
    theirs = next(r for r in cast.told if isinstance(r, NewMessage) and r.owner == cast.id("bob"))
    assert (sent.message.copy.id, sent.pts) == (2, 3)
    assert (theirs.message.copy.id, theirs.pts) == (1, 2)
    assert theirs.message.content == sent.message.content
    row = await cast.db.read(lambda tx: dialogs.find(tx, cast.id("bob"), cast.id("alice")))
    assert row is not None
    assert (row.unread, row.top_id) == (1, 1)


async def test_a_repeated_random_id_is_the_first_message(cast: Cast) -> None:
    first = await cast.send("alice", "bob", "once", random_id=77)
    again = await cast.send("alice", "bob", "twice", random_id=77)
    assert again.message == first.message
    assert cast.told == []
    with pytest.raises(errors.RANDOM_ID_DUPLICATE):
        await cast.send("alice", "carol", "other", random_id=77)


async def test_saved_messages_have_one_copy(cast: Cast) -> None:
    sent = await cast.send("alice", "alice", "note")
    assert len(cast.told) == 1
    assert sent.message.copy.peer == cast.id("alice")


async def test_nobody_can_be_written_to_who_is_not_there(cast: Cast) -> None:
    viewer = cast.viewer("alice")
    with pytest.raises(errors.PEER_ID_INVALID):
        await cast.do(lambda tx: messages.send(tx, viewer, cast.id("bob").__class__(999_999), Outgoing("x", 1)))


async def test_a_reply_names_each_sides_own_id(cast: Cast) -> None:
    await cast.send("alice", "carol")
    question = await cast.send("alice", "bob", "?")
    theirs = next(r for r in cast.told if isinstance(r, NewMessage) and r.owner == cast.id("bob"))
    answer = await cast.send("bob", "alice", "!", reply_to=theirs.message.copy.id)
    hers = next(r for r in cast.told if isinstance(r, NewMessage) and r.owner == cast.id("alice"))
    assert answer.message.reply_id == theirs.message.copy.id
    assert hers.message.reply_id == question.message.copy.id
    with pytest.raises(errors.REPLY_MESSAGE_ID_INVALID):
        await cast.send("bob", "carol", "!", reply_to=theirs.message.copy.id)


async def test_an_edit_reaches_both_and_only_by_its_author(cast: Cast) -> None:
    sent = await cast.send("alice", "bob", "helo")
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    await cast.do(lambda tx: editing.edit(tx, alice, cast.id("bob"), sent.message.copy.id, ("hello", None)))
    assert [r.event.kind for r in cast.told if isinstance(r, Counted)] == [EventKind.EDIT, EventKind.EDIT]
    row = await cast.db.read(lambda tx: store.find(tx, cast.id("bob"), 1))
    assert row is not None
    assert (row.content.text, row.content.edit_date) == ("hello", cast.now)
    with pytest.raises(errors.MESSAGE_AUTHOR_REQUIRED):
        await cast.do(lambda tx: editing.edit(tx, bob, cast.id("alice"), 1, ("no", None)))
    with pytest.raises(errors.MESSAGE_NOT_MODIFIED):
        await cast.do(lambda tx: editing.edit(tx, alice, cast.id("bob"), 1, ("hello", None)))
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.do(lambda tx: editing.edit(tx, alice, cast.id("bob"), 99, ("x", None)))
    cast.now += cast.world.limits.edit_time + 1
    late = cast.viewer("alice")
    with pytest.raises(errors.MESSAGE_EDIT_TIME_EXPIRED):
        await cast.do(lambda tx: editing.edit(tx, late, cast.id("bob"), 1, ("late", None)))


async def test_deleting_for_one_side_leaves_the_other(cast: Cast) -> None:
    await cast.send("alice", "bob")
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    await cast.do(lambda tx: deleting.delete_messages(tx, alice, [1], revoke=False))
    assert await cast.db.read(lambda tx: store.find(tx, cast.id("alice"), 1)) is None
    assert await cast.db.read(lambda tx: store.find(tx, cast.id("bob"), 1)) is not None
    await cast.do(lambda tx: deleting.delete_messages(tx, bob, [1], revoke=True))
    assert await cast.db.read(lambda tx: store.find(tx, cast.id("bob"), 1)) is None


async def test_deleting_n_messages_takes_n_pts_and_settles_the_dialog(cast: Cast) -> None:
    for n in range(5):
        await cast.send("alice", "bob", f"{n}")
    alice = cast.viewer("alice")
    done = await cast.do(lambda tx: deleting.delete_messages(tx, alice, [4, 5], revoke=True))
    assert (done.pts, done.count) == (8, 2)
    row = await cast.db.read(lambda tx: dialogs.find(tx, cast.id("bob"), cast.id("alice")))
    assert row is not None
    assert (row.top_id, row.unread) == (3, 3)


async def test_a_history_is_deleted_in_slices(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deleting, "AT_ONCE", 3)
    for _ in range(7):
        await cast.send("alice", "bob")
    alice = cast.viewer("alice")
    left: list[int] = []
    while not left or left[-1]:
        done = await cast.do(
            lambda tx: deleting.delete_history(tx, alice, cast.id("bob"), 0, revoke=False, clear=False)
        )
        left.append(done.left)
    assert left == [4, 1, 0]
    assert await cast.db.read(lambda tx: store.count(tx, cast.id("bob"), cast.id("alice"))) == 7


async def test_reading_tells_both_sides_once(cast: Cast) -> None:
    for _ in range(3):
        await cast.send("alice", "bob")
    bob = cast.viewer("bob")
    record = await cast.do(lambda tx: reading.read_history(tx, bob, cast.id("alice"), 2))
    assert record is not None
    kinds = {(r.owner, r.event.kind, r.event.subject) for r in cast.told if isinstance(r, Counted)}
    assert kinds == {
        (cast.id("bob"), EventKind.READ_INBOX, 2),
        (cast.id("alice"), EventKind.READ_OUTBOX, 2),
    }
    row = await cast.db.read(lambda tx: dialogs.find(tx, cast.id("bob"), cast.id("alice")))
    assert row is not None
    assert row.unread == 1
    assert await cast.do(lambda tx: reading.read_history(tx, bob, cast.id("alice"), 1)) is None
    assert cast.told == []


async def test_a_forward_names_the_first_author(cast: Cast) -> None:
    sent = await cast.send("alice", "bob", "news")
    bob = cast.viewer("bob")
    wanted = Forward(cast.id("alice"), [1], [500])
    ((record, _),) = await cast.do(lambda tx: forwarding.forward(tx, bob, cast.id("carol"), wanted))
    assert isinstance(record, NewMessage)
    header = tl.decode(record.message.content.forward or b"")
    assert isinstance(header, types.MessageFwdHeader)
    assert header.from_id == types.PeerUser(user_id=cast.id("alice"))
    assert header.date == sent.message.content.date
    with pytest.raises(errors.MESSAGE_ID_INVALID):
        await cast.do(lambda tx: forwarding.forward(tx, bob, cast.id("carol"), Forward(cast.id("carol"), [1], [501])))


async def test_pts_has_no_gaps(cast: Cast) -> None:
    bob = cast.viewer("bob")
    for n in range(4):
        await cast.send("alice", "bob")
        if n % 2:
            await cast.do(lambda tx: reading.read_history(tx, bob, cast.id("alice"), 0))
    place = await cast.db.read(lambda tx: mailboxes.place(tx, cast.id("bob")))
    rows = await cast.db.read(lambda tx: store.since(tx, cast.id("bob"), 0, 100))
    events = await cast.db.read(lambda tx: mailboxes.events_since(tx, cast.id("bob"), 0, 100))
    # the first read mark was superseded by the second: its pts is the one that nothing is kept for
    assert sorted([row.copy.pts for row in rows] + [event.pts for event in events]) == [2, 3, 5, 6, 7]
    assert place.pts == 7


async def test_stored_bytes_hold_nothing_of_one_viewer(cast: Cast) -> None:
    """What is stored is the same for every viewer and for ever: no ids of messages, no hashes, no media by value."""
    alice = cast.viewer("alice")
    await cast.send(
        "alice",
        "bob",
        "a",
        entities=tl.encode(
            types.TextWithEntities(
                text="", entities=[types.MessageEntityMentionName(offset=0, length=1, user_id=cast.id("carol"))]
            )
        ),
    )
    await cast.do(lambda tx: forwarding.forward(tx, alice, cast.id("alice"), Forward(cast.id("bob"), [1], [900])))
    rows = await cast.db.read(lambda tx: store.since(tx, cast.id("alice"), 0, 100))
    blobs = [b for r in rows for b in (r.content.entities, r.content.forward, r.content.action, r.content.quote) if b]
    assert len(blobs) == 3
    forbidden = ("access_hash", "file_reference", "photo", "document", "poll", "webpage", "saved_from_msg_id", "id")
    for blob in blobs:
        for value in _inside(tl.decode(blob)):
            assert all(getattr(value, name, None) is None for name in forbidden), value


def _inside(value: object) -> list[object]:
    found = [value]
    for name in getattr(value, "__slots__", ()):
        inner = getattr(value, name)
        for item in inner if isinstance(inner, list) else [inner]:
            if isinstance(item, tl.TLObject):
                found += _inside(item)
    return found


async def test_a_pin_is_for_both_sides_and_announced(cast: Cast) -> None:
    await cast.send("alice", "carol")
    await cast.send("alice", "bob", "keep")
    alice, bob = cast.viewer("alice"), cast.viewer("bob")
    await cast.do(lambda tx: pinning.pin(tx, alice, cast.id("bob"), 2, pinned=True, one_side=False, silent=False))
    told = [(r.owner, unpack_ids(r.event.value)) for r in cast.told if isinstance(r, Counted)]
    assert sorted(told) == sorted([(cast.id("alice"), [2]), (cast.id("bob"), [1])])
    notices = [r.message for r in cast.told if isinstance(r, NewMessage)]
    assert {notice.reply_id for notice in notices} == {1, 2}
    with pytest.raises(errors.CHAT_NOT_MODIFIED):
        await cast.do(lambda tx: pinning.pin(tx, bob, cast.id("alice"), 1, pinned=True, one_side=False, silent=True))
    assert await cast.act(pinning.unpin_all, bob, cast.id("alice")) is not None
    rows = await cast.read(store.by_ids, cast.id("alice"), [2])
    assert rows[0].copy.flags & store.PINNED == 0


async def test_an_old_pin_is_found_in_a_long_chat(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "HITS", 3)
    for n in range(6):
        await cast.send("alice", "bob", f"{n}")
    alice = cast.viewer("alice")
    for msg_id in (2, 1):
        await cast.act(store.set_flags, cast.id("alice"), msg_id, store.OUT | store.PINNED)
    wanted = search.Wanted("", cast.id("bob"), pinned=True)
    found = await cast.read(search.walk, alice, wanted, {cast.id("bob"): 0})
    assert [row.copy.id for row in found] == [2, 1]


async def test_a_bot_is_told_that_it_is_blocked_and_a_person_is_not(cast: Cast) -> None:
    for name in ("bob", "carol"):
        await cast.act(blocking.block, cast.viewer("alice"), cast.id(name), 0)
    await cast.act(lambda tx: store_users.put(tx, cast.id("bob"), flags=int(UserFlag.BOT)))
    with pytest.raises(errors.USER_IS_BLOCKED):
        await cast.send("bob", "alice")
    await cast.send("carol", "alice")
    assert await cast.read(dialogs.find, cast.id("alice"), cast.id("carol")) is None
    with pytest.raises(errors.YOU_BLOCKED_USER):
        await cast.send("alice", "bob")
