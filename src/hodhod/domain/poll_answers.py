"""Answers that voters add to a poll, and take away again. core.telegram.org/api/poll

An added answer takes the next place. A deleted one leaves its place empty, because votes and counts go by places; who
chose nothing else has not voted any more. Both are an edit of the message and are announced by a service message that
replies to it. Lock order: chat row (shared), poll, mailboxes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from hodhod import errors, tl
from hodhod.domain import access, editing, poll_making, polls, posting, rights
from hodhod.domain.messages import Outgoing, send
from hodhod.domain.poll_making import MAX_ANSWERS
from hodhod.domain.rights import Admin, Ban
from hodhod.domain.updates import Counted, NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import chats as store_chats
from hodhod.store import polls as store
from hodhod.store.db import Tx
from hodhod.store.records import Message, Poll, SeenChat
from hodhod.tl import types

# those that were deleted count too: a vote is a bit for each place
MAX_PLACES = 30

Told = Sequence[Counted | NewMessage]


async def add(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, given: types.TypePollAnswer) -> Told:
    """Add an answer to a poll that is open for more. Returns the viewer's own records.

    Raises POLL_ANSWERS_INVALID (it takes no more), POLL_OPTION_DUPLICATE, POLL_ANSWER_INVALID, MESSAGE_POLL_CLOSED,
    CHAT_SEND_POLL_FORBIDDEN and what access.writable and polls.of_message raise.
    """
    seen = await _entered(tx, viewer, peer)
    message, row = await _open(tx, viewer, peer, msg_id)
    poll = polls.asked(row)
    if len(polls.described(row).answers) >= MAX_ANSWERS or len(poll.answers) >= MAX_PLACES:
        raise errors.POLL_ANSWERS_INVALID
    answer = poll_making.added(viewer, given, len(poll.answers))
    if any(one.text.text == answer.text.text for one in polls.described(row).answers):
        raise errors.POLL_OPTION_DUPLICATE
    poll.answers.append(_named_apart(answer, polls.options_of(row)))
    counts, recent = [*polls.counts_of(row), 0], [*polls.recent_of(row), []]
    await _write(tx, row, poll, counts, recent if len(recent) > 1 else [])
    return await _announce(tx, viewer, peer, seen, message, types.MessageActionPollAppendAnswer(answer=answer))


async def delete(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, option: bytes) -> Told:
    """Take away an answer that was added, and the votes for it: whoever added it may, whoever made the poll, and
    administrators who may delete messages. Returns the viewer's own records.

    Raises OPTION_INVALID, MESSAGE_AUTHOR_REQUIRED, MESSAGE_POLL_CLOSED and what access.writable and polls.of_message
    raise.
    """
    seen = await _entered(tx, viewer, peer)
    message, row = await _open(tx, viewer, peer, msg_id)
    poll, place = polls.asked(row), _place(row, option)
    answer = poll.answers[place]
    assert isinstance(answer, types.PollAnswer)
    if not _may_delete(viewer, seen, row, answer):
        raise errors.MESSAGE_AUTHOR_REQUIRED
    poll.answers[place] = types.PollAnswer(text=types.TextWithEntities(text="", entities=[]), option=b"")
    await _forget_votes(tx, row, poll, place)
    return await _announce(tx, viewer, peer, seen, message, types.MessageActionPollDeleteAnswer(answer=answer))


async def _entered(tx: Tx, viewer: Viewer, peer: Peer) -> SeenChat | None:
    """The group in which the viewer may send polls, None for a private chat."""
    if peer > 0:
        await access.may_send(tx, viewer, peer)
        return None
    await store_chats.share(tx, peer)
    seen = await access.writable(tx, viewer, peer)
    rights.check_write(seen, Ban.POLLS, viewer.now)
    return seen


async def _open(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int) -> tuple[Message, Poll]:
    """A poll to which answers may be added, in the message that it was made with; its row is held."""
    message, known = await polls.of_message(tx, viewer, peer, msg_id)
    row = await store.lock(tx, known.id) or known
    if message.content.forward is not None or not polls.asked(row).open_answers:
        raise errors.POLL_ANSWERS_INVALID
    if polls.is_closed(row, viewer.now):
        raise errors.MESSAGE_POLL_CLOSED
    return message, row


def _named_apart(answer: types.PollAnswer, options: Sequence[bytes]) -> types.PollAnswer:
    """Clients of old layers name their answers themselves, so the number of a place may be taken."""
    while answer.option in options:
        answer.option = b"+" + answer.option
    return answer


def _place(row: Poll, option: bytes) -> int:
    """Where an answer stands that was added. Raises OPTION_INVALID."""
    for place, answer in enumerate(polls.asked(row).answers):
        if isinstance(answer, types.PollAnswer) and answer.option == option and answer.added_by is not None:
            return place
    raise errors.OPTION_INVALID


def _may_delete(viewer: Viewer, seen: SeenChat | None, row: Poll, answer: types.PollAnswer) -> bool:
    own = isinstance(answer.added_by, types.PeerUser) and answer.added_by.user_id == viewer.user
    return own or row.creator == viewer.user or (seen is not None and rights.is_admin(seen, Admin.DELETE))


async def _forget_votes(tx: Tx, row: Poll, poll: types.Poll, place: int) -> None:
    """Nobody has chosen this answer any more."""
    left = await store.take_back(tx, row.id, 1 << place)
    counts, recent = polls.counts_of(row), polls.recent_of(row)
    counts[place] = 0
    if recent:
        recent[place + 1] = []
        recent[0] = [vote.user_id for vote in await store.newest(tx, row.id, polls.RECENT)]
    await _write(tx, row._replace(voters=row.voters - left), poll, counts, recent)


async def _write(tx: Tx, row: Poll, poll: types.Poll, counts: list[int], recent: list[list[int]]) -> None:
    kept = json.dumps(recent) if recent else ""
    await store.voted(tx, row._replace(counts=json.dumps(counts), recent=kept))
    await store.asks(tx, row.id, tl.encode(poll))


async def _announce(
    tx: Tx, viewer: Viewer, peer: Peer, seen: SeenChat | None, row: Message, action: types.TypeMessageAction
) -> Told:
    edited = await editing.tell(tx, viewer, peer, row)
    if seen is not None:
        return [edited, await posting.notice(tx, viewer, seen, action, row)]
    return [edited, await send(tx, viewer, peer, Outgoing(action=tl.encode(action), reply_to=row.copy.id))]
