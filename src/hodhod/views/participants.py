"""Members of groups and channels as TL. core.telegram.org/constructor/channelParticipant"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain import rights
from hodhod.domain.participants import Found
from hodhod.domain.viewer import Viewer
from hodhod.store.bits import Role
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Member, SeenChat
from hodhod.tl import types
from hodhod.views.peers import described


def chat_participants(chat: Chat, rows: Sequence[Member]) -> types.ChatParticipants:
    """The members of a basic group."""
    return types.ChatParticipants(
        chat_id=-chat.peer, participants=[_of_chat(chat, row) for row in rows], version=chat.version
    )


def _of_chat(chat: Chat, row: Member) -> types.TypeChatParticipant:
    if row.role == Role.CREATOR:
        return types.ChatParticipantCreator(user_id=row.user_id, rank=row.rank or None)
    kind = types.ChatParticipantAdmin if row.role == Role.ADMIN else types.ChatParticipant
    return kind(user_id=row.user_id, inviter_id=row.inviter or chat.creator, date=row.date, rank=row.rank or None)


def channel_participant(viewer: Viewer, row: Member, can_edit: bool = False) -> types.TypeChannelParticipant:
    """One row of a supergroup or channel. can_edit: may the viewer change this administrator?"""
    rank = row.rank or None
    if row.role == Role.CREATOR:
        bits = rights.CREATOR_ADMIN | row.admin & rights.Admin.ANONYMOUS
        return types.ChannelParticipantCreator(user_id=row.user_id, admin_rights=rights.admin_rights(bits), rank=rank)
    if row.role == Role.ADMIN:
        return types.ChannelParticipantAdmin(
            can_edit=can_edit,
            self_=row.user_id == viewer.user,
            user_id=row.user_id,
            inviter_id=(row.inviter or row.user_id) if row.user_id == viewer.user else None,
            promoted_by=row.by or row.user_id,
            date=row.date,
            admin_rights=rights.admin_rights(row.admin),
            rank=rank,
        )
    if row.role in (Role.BANNED, Role.RESTRICTED, Role.LEFT) and row.banned:
        return types.ChannelParticipantBanned(
            left=row.role < Role.MEMBER,
            peer=types.PeerUser(user_id=row.user_id),
            kicked_by=row.by,
            date=row.date,
            banned_rights=rights.banned_rights(row.banned, row.until),
            rank=rank,
        )
    if row.user_id == viewer.user:
        inviter = row.inviter or row.user_id
        return types.ChannelParticipantSelf(user_id=row.user_id, inviter_id=inviter, date=row.date, rank=rank)
    return types.ChannelParticipant(user_id=row.user_id, date=row.date, rank=rank)


def people_of(rows: Sequence[Member]) -> set[int]:
    """Users whom these rows name."""
    return {user for row in rows for user in (row.user_id, row.inviter, row.by) if user > 0}


async def page(tx: Tx, viewer: Viewer, found: Found) -> types.channels.ChannelParticipants:
    """A page of a supergroup's or channel's members, with everybody they name."""
    users, chats = await described(tx, viewer, people_of(found.rows) | {found.seen.chat.peer})
    listed = [_seen_by(viewer, found.seen, row) for row in found.rows]
    return types.channels.ChannelParticipants(count=found.total, participants=listed, chats=chats, users=users)


async def one(tx: Tx, viewer: Viewer, seen: SeenChat, row: Member) -> types.channels.ChannelParticipant:
    users, chats = await described(tx, viewer, people_of([row]) | {seen.chat.peer})
    return types.channels.ChannelParticipant(participant=_seen_by(viewer, seen, row), chats=chats, users=users)


def _seen_by(viewer: Viewer, seen: SeenChat, row: Member) -> types.TypeChannelParticipant:
    return channel_participant(viewer, row, rights.may_edit_admin(seen, row))
