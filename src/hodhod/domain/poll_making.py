"""A poll as somebody wants to send it: checked, bounded, and brought into the form that is kept.
core.telegram.org/api/poll

What is not offered is refused, not dropped: pictures in answers, polls for subscribers or some countries only. Voters
may add answers where everybody sees who votes, and not to a quiz.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from hodhod import errors, tl
from hodhod.domain import entities
from hodhod.domain.media.files import Carried
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.viewer import Viewer
from hodhod.store.records import Poll
from hodhod.tl import types

MAX_QUESTION = 255
MIN_ANSWERS, MAX_ANSWERS = 2, 12
MAX_ANSWER = 100
MAX_OPTION = 100
MAX_SOLUTION = 200
MIN_OPEN, MAX_OPEN = 5, 30 * 24 * 3600
# a message names its poll, so it carries nothing else
SHELL = tl.encode(types.MessageMediaEmpty())


def carried(viewer: Viewer, given: types.InputMediaPoll) -> Carried:
    """Raises MEDIA_INVALID, POLL_QUESTION_INVALID, POLL_ANSWERS_INVALID, POLL_ANSWER_INVALID, POLL_OPTION_INVALID,
    POLL_OPTION_DUPLICATE, QUIZ_..._INVALID and what solution raises."""
    wanted = given.poll
    _check_offered(given)
    poll = types.Poll(
        id=viewer.world.ids.new(),
        public_voters=wanted.public_voters,
        multiple_choice=wanted.multiple_choice,
        open_answers=wanted.open_answers,
        quiz=wanted.quiz,
        revoting_disabled=wanted.revoting_disabled or wanted.quiz,
        shuffle_answers=wanted.shuffle_answers,
        hide_results_until_close=wanted.hide_results_until_close,
        question=_words(wanted.question, MAX_QUESTION, errors.POLL_QUESTION_INVALID),
        answers=_answers(wanted.answers),
        close_period=_period(viewer, wanted),
        hash=0,
    )
    poll.close_date = viewer.now + poll.close_period if poll.close_period else None
    row = Poll(
        poll.id,
        viewer.user,
        viewer.now,
        poll.close_date or 0,
        int(wanted.closed),
        tl.encode(poll),
        _correct(given, len(poll.answers)),
        _solution(given),
        0,
        json.dumps([0] * len(poll.answers)),
    )
    return Carried(MediaKind.POLL, SHELL, poll.id, row)


def _check_offered(given: types.InputMediaPoll) -> None:
    poll = given.poll
    if given.attached_media is not None or given.solution_media is not None:
        raise errors.MEDIA_INVALID
    if poll.subscribers_only or poll.countries_iso2:
        raise errors.MEDIA_INVALID
    if poll.open_answers and (poll.quiz or not poll.public_voters):
        raise errors.MEDIA_INVALID


def _words(given: types.TypeTextWithEntities, limit: int, refusal: type[errors.RpcError]) -> types.TextWithEntities:
    """A line of words; only custom emoji could be marked in it, and there are none."""
    line = " ".join(given.text.split())
    if not line or entities.utf16_length(line) > limit:
        raise refusal
    return types.TextWithEntities(text=line, entities=[])


def _answers(given: Sequence[types.TypePollAnswer]) -> list[types.TypePollAnswer]:
    if not MIN_ANSWERS <= len(given) <= MAX_ANSWERS:
        raise errors.POLL_ANSWERS_INVALID
    answers: list[types.TypePollAnswer] = [_answer(number, one) for number, one in enumerate(given)]
    if len({one.option for one in answers if isinstance(one, types.PollAnswer)}) < len(answers):
        raise errors.POLL_OPTION_DUPLICATE
    return answers


def _answer(number: int, given: types.TypePollAnswer) -> types.PollAnswer:
    """Clients of old layers name the answers themselves."""
    if given.media is not None:
        raise errors.MEDIA_INVALID
    option = given.option if isinstance(given, types.PollAnswer) else str(number).encode()
    if not 0 < len(option) <= MAX_OPTION:
        raise errors.POLL_OPTION_INVALID
    return types.PollAnswer(text=_words(given.text, MAX_ANSWER, errors.POLL_ANSWER_INVALID), option=option)


def added(viewer: Viewer, given: types.TypePollAnswer, place: int) -> types.PollAnswer:
    """An answer that a voter adds. Raises POLL_ANSWER_INVALID, MEDIA_INVALID."""
    if given.media is not None:
        raise errors.MEDIA_INVALID
    answer = _answer(place, types.InputPollAnswer(text=given.text))
    answer.added_by, answer.date = types.PeerUser(user_id=viewer.user), viewer.now
    return answer


def _period(viewer: Viewer, poll: types.Poll) -> int | None:
    """Seconds for which it is open. Raises MEDIA_INVALID."""
    period = poll.close_period or (poll.close_date - viewer.now if poll.close_date else 0)
    if period and not MIN_OPEN <= period <= MAX_OPEN:
        raise errors.MEDIA_INVALID
    return period or None


def _correct(given: types.InputMediaPoll, answers: int) -> int:
    """The bits of a quiz's right answers."""
    if not given.poll.quiz:
        return 0
    if given.poll.multiple_choice:
        raise errors.QUIZ_MULTIPLE_INVALID
    if not given.correct_answers:
        raise errors.QUIZ_CORRECT_ANSWERS_EMPTY
    if len(given.correct_answers) > 1:
        raise errors.QUIZ_CORRECT_ANSWERS_TOO_MUCH
    if not 0 <= given.correct_answers[0] < answers:
        raise errors.QUIZ_CORRECT_ANSWER_INVALID
    return 1 << given.correct_answers[0]


def _solution(given: types.InputMediaPoll) -> bytes | None:
    """What explains the right answer of a quiz. Raises MESSAGE_TOO_LONG."""
    if not given.poll.quiz or not (given.solution or "").strip():
        return None
    text, kept = entities.prepare(given.solution or "", given.solution_entities, MAX_SOLUTION)
    return tl.encode(types.TextWithEntities(text=text, entities=kept))
