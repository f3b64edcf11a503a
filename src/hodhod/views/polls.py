"""Polls and their results as one viewer sees them.

Which answer of a quiz was right is told to who has voted, and to all when it is over; results that are hidden until
then only to whoever made the poll. Nobody in particular sees neither, nor what anybody chose (`min`).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple, cast

from hodhod import tl
from hodhod.domain import polls
from hodhod.domain.polls import Page
from hodhod.domain.viewer import Viewer
from hodhod.store import polls as store
from hodhod.store.db import Tx
from hodhod.store.records import Poll, Vote
from hodhod.tl import types
from hodhod.views.peers import described
from hodhod.views.refs import peer_of


class SeenPoll(NamedTuple):
    """A poll with the bits of what the viewer chose."""

    row: Poll
    chosen: int


async def seen(tx: Tx, viewer: Viewer, ids: Sequence[int]) -> dict[int, SeenPoll]:
    rows = await store.by_ids(tx, ids)
    own = await store.own(tx, viewer.user, list(rows)) if viewer.user and rows else {}
    return {poll_id: SeenPoll(row, own.get(poll_id, 0)) for poll_id, row in rows.items()}


def media(one: SeenPoll, viewer: Viewer) -> types.MessageMediaPoll:
    return types.MessageMediaPoll(poll=poll(one, viewer), results=results(one, viewer))


def poll(one: SeenPoll, viewer: Viewer) -> types.Poll:
    shown = polls.described(one.row)
    shown.closed = polls.is_closed(one.row, viewer.now)
    shown.creator = one.row.creator == viewer.user
    shown.hash = hash_of(one.row)
    return shown


def hash_of(row: Poll) -> int:
    """By it clients know that they have the question and the answers already."""
    return zlib.crc32(row.poll)


def results(one: SeenPoll, viewer: Viewer) -> types.PollResults:
    row = one.row
    told = polls.described(row)
    closed = polls.is_closed(row, viewer.now)
    counted = closed or not told.hide_results_until_close or row.creator == viewer.user
    solved = told.quiz and (closed or one.chosen > 0)
    solution = cast("types.TextWithEntities", tl.decode(row.solution)) if solved and row.solution else None
    return types.PollResults(
        min=not viewer.user,
        has_unread_votes=row.unread > 0 and row.creator == viewer.user,
        results=_voters(one, counted, solved) or None,
        total_voters=row.voters,
        recent_voters=_peers(_recent(row, 0)) if counted and told.public_voters else None,
        solution=solution.text if solution else None,
        solution_entities=solution.entities if solution else None,
    )


def _voters(one: SeenPoll, counted: bool, solved: bool) -> list[types.TypePollAnswerVoters]:
    """Of each answer that there is; where nobody's votes are told, of the viewer's own alone."""
    row, chosen = one
    found: list[types.TypePollAnswerVoters] = []
    for number, (option, count) in enumerate(zip(polls.options_of(row), polls.counts_of(row), strict=True)):
        mine = chosen >> number & 1 > 0
        if option and (counted or mine):
            found.append(
                types.PollAnswerVoters(
                    chosen=mine,
                    correct=solved and row.correct >> number & 1 > 0,
                    option=option,
                    voters=count if counted else None,
                    recent_voters=_peers(_recent(row, number + 1)) if counted else None,
                )
            )
    return found


def _recent(row: Poll, number: int) -> Sequence[int]:
    """Who voted last, in all (0) or for the answer before this number."""
    known = polls.recent_of(row)
    return known[number] if known else ()


def _peers(users: Sequence[int]) -> list[types.TypePeer]:
    return [peer_of(user) for user in users]


def named(one: SeenPoll | None) -> set[int]:
    """Whom a poll names: an answer that shows it must describe them."""
    return polls.named_in(one.row) if one is not None else set()


def changed(one: SeenPoll, viewer: Viewer, has: int = 0) -> types.UpdateMessagePoll:
    """has: the hash of the poll as the client knows it, then it is not told again."""
    known = has != 0 and has == hash_of(one.row)
    return types.UpdateMessagePoll(
        poll_id=one.row.id, poll=None if known else poll(one, viewer), results=results(one, viewer)
    )


async def present(tx: Tx, viewer: Viewer, row: Poll, has: int = 0) -> types.Updates:
    """The answer to a vote and to a question for the results."""
    one = SeenPoll(row, await polls.own_vote(tx, viewer, row))
    users, chats = await described(tx, viewer, named(one))
    return types.Updates(updates=[changed(one, viewer, has)], users=users, chats=chats, date=viewer.now, seq=0)


async def votes(tx: Tx, viewer: Viewer, page: Page) -> types.messages.VotesList:
    users, chats = await described(tx, viewer, {one.user_id for one in page.rows})
    options = polls.options_of(page.poll)
    return types.messages.VotesList(
        count=page.total,
        votes=[_vote(one, options, page) for one in page.rows],
        chats=chats,
        users=users,
        next_offset=page.next_offset,
    )


def _vote(one: Vote, options: Sequence[bytes], page: Page) -> types.TypeMessagePeerVote:
    if page.option is not None:
        return types.MessagePeerVoteInputOption(peer=peer_of(one.user_id), date=one.date)
    chosen = [option for number, option in enumerate(options) if one.options >> number & 1]
    if len(chosen) == 1:
        return types.MessagePeerVote(peer=peer_of(one.user_id), option=chosen[0], date=one.date)
    return types.MessagePeerVoteMultiple(peer=peer_of(one.user_id), options=chosen, date=one.date)
