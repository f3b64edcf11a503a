"""What a content's row says of its reactions: how often each was chosen, and who did last.

JSON, the same for every viewer: {"n": {reaction: count}, "last": [[user, reaction, date, big], ...]}, NULL when nobody
has reacted. In channels nobody is told who reacted, so "last" is empty there.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import NamedTuple

SHOWN = 3


class Last(NamedTuple):
    """One of the last who reacted."""

    user: int
    reaction: str
    date: int
    big: int = 0


class Counts(NamedTuple):
    """counts: (reaction, how often), most often first; last: newest first."""

    counts: tuple[tuple[str, int], ...] = ()
    last: tuple[Last, ...] = ()

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    def of(self, reaction: str) -> int:
        return dict(self.counts).get(reaction, 0)

    def changed(self, old: str, new: str) -> Counts:
        """Somebody's reaction became another; "" stands for none."""
        counts = dict(self.counts)
        for reaction, by in ((old, -1), (new, 1)):
            if reaction:
                counts[reaction] = counts.get(reaction, 0) + by
        kept = [(reaction, count) for reaction, count in counts.items() if count > 0]
        return Counts(tuple(sorted(kept, key=lambda item: -item[1])), self.last)


@lru_cache(maxsize=10_000)
def unpack(packed: str | None) -> Counts:
    if not packed:
        return Counts()
    value = json.loads(packed)
    return Counts(tuple(value["n"].items()), tuple(Last(*one) for one in value["last"]))


def pack(counts: Counts) -> str | None:
    if not counts.counts:
        return None
    value = {"n": dict(counts.counts), "last": counts.last}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
