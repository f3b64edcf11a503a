"""Albums: several messages that are shown as one."""

from __future__ import annotations

from collections.abc import Iterable

from hodhod import errors
from hodhod.domain.media.kinds import MediaKind

MAX_ITEMS = 10
# what may stand together in one album
GROUPS = (
    frozenset({MediaKind.PHOTO, MediaKind.VIDEO}),
    frozenset({MediaKind.DOCUMENT}),
    frozenset({MediaKind.MUSIC}),
)


def go_together(kinds: Iterable[int]) -> bool:
    wanted = set(kinds)
    return any(wanted <= group for group in GROUPS)


def check(kinds: list[MediaKind]) -> None:
    """Raises MEDIA_EMPTY, MULTI_MEDIA_TOO_LONG, MEDIA_INVALID."""
    if not kinds:
        raise errors.MEDIA_EMPTY
    if len(kinds) > MAX_ITEMS:
        raise errors.MULTI_MEDIA_TOO_LONG
    if not go_together(kinds):
        raise errors.MEDIA_INVALID
