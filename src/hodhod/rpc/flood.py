"""Rate limits: a token bucket for each (class, subject), held in memory and bounded in number.

A bucket of `burst` tokens refills one token every `per / burst` seconds. Empty means FLOOD_WAIT_X with the seconds
until
the next token. Buckets that are full again are forgotten, so an idle account costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from hodhod import errors

MAX_BUCKETS = 200_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `burst` at once, and `burst` in every `per` seconds from then on."""

    burst: int
    per: float


class Flood:
    """The buckets of one node."""

    def __init__(self, limits: Mapping[str, Limit], clock: Callable[[], float]) -> None:
        self.limits = limits
        self._clock = clock
        # the time at which a bucket will be full again: one float tells the whole state
        self._full_at: dict[tuple[str, Hashable], float] = {}

    def check(self, kind: str, subject: Hashable) -> None:
        """Take a token. Raises FLOOD_WAIT_X."""
        limit = self.limits[kind]
        now = self._clock()
        step = limit.per / limit.burst
        full_at = max(self._full_at.get((kind, subject), now), now) + step
        if full_at - now > limit.per + 1e-6:
            raise errors.FLOOD_WAIT_X(max(1, int(full_at - now - limit.per) + 1))
        if len(self._full_at) >= MAX_BUCKETS:
            self._sweep(now)
        self._full_at[kind, subject] = full_at

    def _sweep(self, now: float) -> None:
        kept = {key: at for key, at in self._full_at.items() if at > now}
        # still too many: an attack with many subjects; forgetting the emptiest half is the lesser evil
        self._full_at = dict(sorted(kept.items(), key=lambda item: item[1])[-MAX_BUCKETS // 2 :])
