"""Answering those who ask to come in: one, or all of a chat or of a link.
core.telegram.org/api/invites#join-requests"""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access, admin_log, chats, importing, invites, join_requests, joins, posting, rights
from hodhod.domain.admin_log import Kind
from hodhod.domain.rights import Admin
from hodhod.domain.stats.tally import Way
from hodhod.domain.updates import NewMessage
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import invites as store
from hodhod.store.db import Tx
from hodhod.store.records import Importer
from hodhod.tl import types

REFUSED = (errors.USER_CHANNELS_TOO_MUCH, errors.HIDE_REQUESTER_MISSING, errors.USER_ALREADY_PARTICIPANT)


async def answer(tx: Tx, viewer: Viewer, peer: Peer, user: int, approved: bool) -> NewMessage | None:
    """Let somebody in who asked, or not: the message that tells of it, as it stands in the viewer's mailbox.

    Raises CHAT_ADMIN_REQUIRED, HIDE_REQUESTER_MISSING, USER_ALREADY_PARTICIPANT, USERS_TOO_MUCH,
    USER_CHANNELS_TOO_MUCH and what access.joined raises.
    """
    await chats.administered(tx, viewer, peer, Admin.INVITE)
    request = await store.request_of(tx, peer, user)
    if request is None:
        raise errors.HIDE_REQUESTER_MISSING
    if not approved:
        await join_requests.withdraw(tx, viewer, peer, user)
        return None
    return await _let_in(tx, viewer, request)


async def _let_in(tx: Tx, viewer: Viewer, request: Importer) -> NewMessage | None:
    peer, guest = Peer(request.peer), viewer.as_user(request.user_id)
    seen = await access.chat(tx, guest, peer)
    if rights.is_member(seen):
        raise errors.USER_ALREADY_PARTICIPANT
    if importing.is_banned(viewer, seen):
        raise errors.HIDE_REQUESTER_MISSING
    try:
        action = types.MessageActionChatJoinedByRequest()
        record = await joins.let_in(tx, guest, seen, action, int(viewer.user), Way.REQUEST)
    except errors.CHANNELS_TOO_MUCH:
        raise errors.USER_CHANNELS_TOO_MUCH from None
    link = await store.get(tx, request.hash) if request.hash else None
    await admin_log.note(tx, guest, peer, Kind.JOIN_BY_REQUEST, link, int(viewer.user))
    if request.hash:
        await store.used(tx, request.hash)
    await store.put_importer(tx, request._replace(requested=0, date=viewer.now, approved_by=int(viewer.user)))
    return await posting.as_received(tx, viewer, record) if record is not None else None


async def answer_some(
    tx: Tx, viewer: Viewer, peer: Peer, link: str | None, approved: bool, count: int
) -> tuple[int, list[NewMessage]]:
    """Answer up to `count` requests, of one link or of all: (how many were answered, messages that tell of it).

    Who cannot be let in is refused. Raises CHAT_ADMIN_REQUIRED, USERS_TOO_MUCH, INVITE_HASH_EXPIRED ...
    """
    await chats.administered(tx, viewer, peer, Admin.INVITE)
    after = join_requests.NEWEST._replace(limit=count)
    _, rows = await invites.importers(tx, viewer, peer, link, True, after)
    records = []
    for row in rows:
        try:
            record = await answer(tx, viewer, peer, row.user_id, approved)
        except REFUSED:
            await join_requests.withdraw(tx, viewer, peer, row.user_id)
        else:
            records += [record] if record is not None else []
    return len(rows), records
