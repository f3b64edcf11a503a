"""A person or chat has one username at most, so there is nothing to put in another order and none to switch off.
core.telegram.org/api/usernames"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import access
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store.bits import Role
from hodhod.store.db import Tx


async def of_chat(tx: Tx, viewer: Viewer, peer: Peer) -> str | None:
    """The username of a chat that the viewer owns. Raises CHAT_ADMIN_REQUIRED and what access.joined raises."""
    seen = await access.joined(tx, viewer, peer)
    if seen.member is None or seen.member.role != Role.CREATOR:
        raise errors.CHAT_ADMIN_REQUIRED
    return seen.chat.username


def reorder(own: str | None, order: Sequence[str]) -> None:
    """Raises USERNAME_NOT_MODIFIED for the order that there is, ORDER_INVALID for any other."""
    if [name.lower() for name in order] == ([own.lower()] if own else []):
        raise errors.USERNAME_NOT_MODIFIED
    raise errors.ORDER_INVALID


def toggle(own: str | None, name: str, active: bool) -> None:
    """The name that somebody chose is always active. Raises USERNAME_NOT_MODIFIED, USERNAME_INVALID."""
    if own and own.lower() == name.lower() and active:
        raise errors.USERNAME_NOT_MODIFIED
    raise errors.USERNAME_INVALID
