"""Reports of people, chats and messages: kept for whoever runs the server, and told to nobody else.
core.telegram.org/api/report

Only what the reporter can see is taken, so a report cannot be used to find out what there is.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import access, rights
from hodhod.domain.values import pack_ids
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer, is_channel
from hodhod.store import messages as store_messages
from hodhod.store import reactions as store_reactions
from hodhod.store import reports as store
from hodhod.store.db import Tx
from hodhod.store.records import Report

MAX_COMMENT = 512
MAX_MESSAGES = 100


class Reason(enum.Enum):
    """Why. The value is stored, and keeps its meaning."""

    SPAM = "spam"
    VIOLENCE = "violence"
    PORNOGRAPHY = "pornography"
    CHILD_ABUSE = "child_abuse"
    DRUGS = "illegal_drugs"
    PERSONAL = "personal_details"
    COPYRIGHT = "copyright"
    FAKE = "fake"
    PLACE = "geo_irrelevant"
    OTHER = "other"


async def report_peer(tx: Tx, viewer: Viewer, peer: Peer, reason: Reason, comment: str) -> None:
    """Raises PEER_ID_INVALID and what access.readable raises."""
    await _check(tx, viewer, peer)
    await _keep(tx, viewer, peer, reason, comment)


async def report_messages(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int], reason: Reason, comment: str) -> None:
    """Raises MESSAGE_ID_INVALID, PEER_ID_INVALID and what access.readable raises."""
    found = await check_messages(tx, viewer, peer, ids)
    await _keep(tx, viewer, peer, reason, comment, ids=found)


async def check_messages(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> list[int]:
    """Those of these messages that the viewer has. Raises what report_messages raises."""
    await _check(tx, viewer, peer)
    rows = await _rows(tx, viewer, peer, ids)
    return [msg_id for msg_id, _ in rows]


async def report_member(tx: Tx, viewer: Viewer, peer: Peer, user: int, ids: Sequence[int]) -> None:
    """An administrator of a supergroup says that these messages of somebody are spam.

    Raises MESSAGE_ID_INVALID, CHAT_ADMIN_REQUIRED and what access.joined raises.
    """
    rights.check_admin(await access.joined(tx, viewer, peer))
    rows = await _rows(tx, viewer, peer, ids)
    theirs = [msg_id for msg_id, sender in rows if sender == user]
    if not theirs:
        raise errors.MESSAGE_ID_INVALID
    await _keep(tx, viewer, peer, Reason.SPAM, "", about=user, ids=theirs)


async def report_reaction(tx: Tx, viewer: Viewer, peer: Peer, msg_id: int, user: int) -> None:
    """Somebody's reaction to a message is reported. Raises MESSAGE_ID_INVALID, MSG_ID_INVALID, PEER_ID_INVALID and what
    access.readable raises."""
    await _check(tx, viewer, peer)
    row = await access.message(tx, viewer, peer, msg_id)
    if await store_reactions.find(tx, row.content.id, user) is None:
        raise errors.MSG_ID_INVALID
    await _keep(tx, viewer, peer, Reason.OTHER, "reaction", about=user, ids=[msg_id])


async def _check(tx: Tx, viewer: Viewer, peer: Peer) -> None:
    if peer == viewer.user:
        raise errors.PEER_ID_INVALID
    await access.readable(tx, viewer, peer)
    if peer < 0 and not is_channel(peer) and not await access.was_in(tx, viewer, peer):
        raise errors.PEER_ID_INVALID


async def _rows(tx: Tx, viewer: Viewer, peer: Peer, ids: Sequence[int]) -> list[tuple[int, int]]:
    """(id, sender) of the viewer's messages among these. Raises MESSAGE_ID_INVALID."""
    seen = await access.readable(tx, viewer, peer)
    hidden = access.first_hidden(seen) if seen is not None else 0
    rows = await store_messages.by_ids(tx, viewer.box(peer), ids[:MAX_MESSAGES])
    found = [(row.copy.id, row.content.sender) for row in rows if row.copy.peer == peer and row.copy.id > hidden]
    if not found:
        raise errors.MESSAGE_ID_INVALID
    return found


async def _keep(
    tx: Tx, viewer: Viewer, peer: Peer, reason: Reason, comment: str, about: int = 0, ids: Sequence[int] = ()
) -> None:
    packed = pack_ids(ids) if ids else None
    row = Report(0, viewer.now, int(viewer.user), peer, about, reason.value, packed, comment.strip()[:MAX_COMMENT])
    await store.add(tx, row)
