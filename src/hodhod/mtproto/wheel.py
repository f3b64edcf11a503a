"""One timing wheel for all connections of a node, in whole seconds.

A connection sits in at most one live bucket (`wheel_at`). When its bucket comes up it is asked when it really is due;
if that is later it moves on. So a deadline that is put off by every packet costs nothing until the old one comes up.
"""

from typing import Generic, Protocol, TypeVar


class Due(Protocol):
    wheel_at: int  # 0: in no bucket


T = TypeVar("T", bound=Due)


class Wheel(Generic[T]):
    __slots__ = ("_buckets", "_next")

    def __init__(self, now: float) -> None:
        self._buckets: dict[int, dict[T, None]] = {}
        self._next = int(now)

    def schedule(self, item: T, when: float) -> None:
        """Have `item` come up at `when` at the latest; it may come up earlier."""
        at = max(int(when) + 1, self._next)
        if item.wheel_at and item.wheel_at <= at:
            return
        item.wheel_at = at
        self._buckets.setdefault(at, {})[item] = None

    def remove(self, item: T) -> None:
        bucket = self._buckets.get(item.wheel_at)
        if bucket is not None:
            bucket.pop(item, None)
        item.wheel_at = 0

    def due(self, now: float) -> list[T]:
        """Take out what has come up."""
        last = int(now)
        if last - self._next > len(self._buckets):
            keys = sorted(at for at in self._buckets if at <= last)
        else:
            keys = [at for at in range(self._next, last + 1) if at in self._buckets]
        self._next = max(self._next, last + 1)
        items = []
        for at in keys:
            for item in self._buckets.pop(at):
                if item.wheel_at == at:
                    item.wheel_at = 0
                    items.append(item)
        return items
