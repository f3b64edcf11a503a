"""Tags of messages to oneself: reactions are tags there. core.telegram.org/api/saved-messages#tags

A message has one tag at most. A row for each lets messages be counted and found by their tag; the names that a user
gives to tags are one state row, which also tells the other sessions that something is another: they ask for the list
then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from hodhod import errors
from hodhod.domain.reaction_set import STANDARD
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.viewer import Viewer
from hodhod.store import mailboxes
from hodhod.store import saved_tags as store
from hodhod.store.db import Tx

KIND = StateKind.SAVED_TAGS
MAX_TITLE = 12


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: how it is named ("": by its emoji alone), and how many messages have it."""

    reaction: str
    title: str
    count: int


async def listed(tx: Tx, viewer: Viewer, peer: int = 0) -> list[Tag]:
    """The tags that are used or named, as clients order them; of one saved dialog those that are used there, without
    their names."""
    counts = await store.counts(tx, viewer.user, peer)
    titles = {} if peer else await _titles(tx, viewer)
    names = [name for name in STANDARD if name in counts or name in titles]
    tags = [Tag(name, titles.get(name, ""), counts.get(name, 0)) for name in names]
    return sorted(tags, key=lambda tag: (-tag.count, -number_of(tag.reaction)))


def number_of(word: str) -> int:
    """A reaction or name as clients count it in the hash of the list, and order tags that are used equally often."""
    return int.from_bytes(hashlib.md5(word.encode(), usedforsecurity=False).digest()[:8], "big")


async def tagged(tx: Tx, viewer: Viewer, msg_id: int, reaction: str) -> None:
    """A message to oneself has another tag, or none ("")."""
    await store.set_tag(tx, viewer.user, msg_id, reaction)
    await _tell(tx, viewer, await _titles(tx, viewer))


async def forget(tx: Tx, viewer: Viewer, ids: Sequence[int]) -> None:
    """Messages to oneself were deleted."""
    if await store.drop(tx, viewer.user, ids):
        await _tell(tx, viewer, await _titles(tx, viewer))


async def name(tx: Tx, viewer: Viewer, reaction: str, title: str) -> None:
    """Give a tag a name, or take it away (""). Raises REACTION_INVALID for a name that is too long."""
    title = title.strip()
    if len(title) > MAX_TITLE:
        raise errors.REACTION_INVALID
    titles = await _titles(tx, viewer)
    new = {key: value for key, value in {**titles, reaction: title}.items() if value}
    if new != titles:
        await _tell(tx, viewer, new)


async def _titles(tx: Tx, viewer: Viewer) -> dict[str, str]:
    row = await mailboxes.find_state(tx, viewer.user, KIND, 0)
    return dict(json.loads(row.value)) if row is not None and row.value else {}


async def _tell(tx: Tx, viewer: Viewer, titles: dict[str, str]) -> None:
    await set_state(tx, viewer.user, KIND, 0, json.dumps(titles, ensure_ascii=False).encode(), viewer.now)
