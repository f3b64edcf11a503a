"""Reactions to messages to oneself are tags: counted, named, found, and forgotten with their message."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from hodhod import errors
from hodhod.domain import deleting, difference, reactions, saved_tags, search
from hodhod.domain.saved_tags import Tag
from hodhod.domain.search import Wanted
from hodhod.tl import types
from hodhod.views.difference import difference as shown
from hodhod.views.updates import render
from tests.domain.world import Cast

HEART, FIRE = "\u2764", "\N{FIRE}"


async def tag(cast: Cast, msg_id: int, reaction: str) -> None:
    await cast.act(reactions.react, cast.viewer("alice"), cast.id("alice"), msg_id, reaction)


async def tags(cast: Cast, peer: int = 0) -> list[Tag]:
    return await cast.read(saved_tags.listed, cast.viewer("alice"), peer)


async def write(cast: Cast, count: int) -> None:
    for n in range(count):
        await cast.send("alice", "alice", f"note {n}")


async def found(cast: Cast, **wanted: Any) -> list[str]:
    me = cast.id("alice")
    rows = await cast.read(search.walk, cast.viewer("alice"), Wanted("", me, **wanted), {int(me): 0})
    return [row.content.text for row in rows]


async def test_tags_are_counted_and_found(cast: Cast) -> None:
    await write(cast, 4)
    for msg_id, reaction in ((1, HEART), (2, HEART), (3, FIRE)):
        await tag(cast, msg_id, reaction)
    assert await tags(cast) == [Tag(HEART, "", 2), Tag(FIRE, "", 1)]
    assert await found(cast, tagged=HEART) == ["note 1", "note 0"]
    assert await found(cast, tagged=HEART, max_id=2) == ["note 0"]
    await tag(cast, 2, FIRE)
    assert await found(cast, tagged=FIRE) == ["note 2", "note 1"]
    await tag(cast, 1, "")
    assert await tags(cast) == [Tag(FIRE, "", 2)]
    assert await tags(cast, cast.id("alice")) == [Tag(FIRE, "", 2)]
    assert await tags(cast, cast.id("bob")) == []
    await cast.act(deleting.delete_messages, cast.viewer("alice"), [2, 3], False)
    assert await tags(cast) == []


async def test_a_tag_keeps_its_name(cast: Cast) -> None:
    await write(cast, 1)
    alice = cast.viewer("alice")
    await cast.act(saved_tags.name, alice, FIRE, " Read ")
    assert await tags(cast) == [Tag(FIRE, "Read", 0)]
    await tag(cast, 1, FIRE)
    assert await tags(cast) == [Tag(FIRE, "Read", 1)]
    assert await tags(cast, cast.id("alice")) == [Tag(FIRE, "", 1)]
    await cast.act(saved_tags.name, alice, FIRE, "")
    assert await tags(cast) == [Tag(FIRE, "", 1)]
    with pytest.raises(errors.REACTION_INVALID):
        await cast.act(saved_tags.name, alice, FIRE, "a" * 13)


async def test_it_is_told_the_same_live_and_later(cast: Cast) -> None:
    await write(cast, 1)
    alice = cast.viewer("alice")
    steps: tuple[Callable[[], Coroutine[Any, Any, object]], ...] = (
        lambda: tag(cast, 1, HEART),
        lambda: cast.act(saved_tags.name, cast.viewer("alice"), HEART, "Love"),
        lambda: tag(cast, 1, FIRE),
    )
    for step in steps:
        cast.now += 1000
        await step()
        live = await cast.read(render, alice, cast.told)
        assert live is not None
        missed = await cast.read(difference.missed, alice.user, 2, cast.now)
        state = types.updates.State(pts=missed.pts, qts=0, date=cast.now, seq=1, unread_count=0)
        later = await cast.read(shown, alice, missed, state)
        assert isinstance(later, types.updates.Difference)
        assert [update for update in live.updates if update not in later.other_updates] == []
        assert any(isinstance(update, types.UpdateSavedReactionTags) for update in live.updates)


async def test_a_tagged_message_says_so(cast: Cast) -> None:
    await write(cast, 1)
    await tag(cast, 1, HEART)
    live = await cast.read(render, cast.viewer("alice"), cast.told)
    assert live is not None
    (update,) = [one for one in live.updates if isinstance(one, types.UpdateMessageReactions)]
    chosen = types.ReactionCount(chosen_order=0, reaction=types.ReactionEmoji(emoticon=HEART), count=1)
    assert update.reactions == types.MessageReactions(reactions_as_tags=True, results=[chosen])
