"""Basic groups: messages.createChat, addChatUser, deleteChatUser, migrateChat, getChats, getFullChat; titles and
descriptions of any group. core.telegram.org/api/channel"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access, chats, joins, migrating, sharing
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import full_chats, results
from hodhod.views.peers import described

MAX_CHATS = 200
MAX_COMMON = 100


def missing(users: list[int]) -> list[types.TypeMissingInvitee]:
    """Those whose privacy keeps them out; they can be sent a link."""
    return [types.MissingInvitee(user_id=user) for user in users]


@method(functions.messages.CreateChat, writes=True, once=True, flood="create")
async def create_chat(ctx: Context, req: functions.messages.CreateChat) -> types.messages.InvitedUsers:
    if len(req.users) > ctx.world.limits.chat_size:
        raise errors.USERS_TOO_MUCH
    users = [await inputs.user(ctx, given) for given in req.users]
    peer, record, unwilling = await chats.create_chat(ctx.tx, ctx.viewer, req.title, users, req.ttl_period)
    updates = await results.changed(ctx.tx, ctx.viewer, peer, [record])
    return types.messages.InvitedUsers(updates=updates, missing_invitees=missing(unwilling))


@method(functions.messages.AddChatUser, writes=True, once=True, flood="invite")
async def add_chat_user(ctx: Context, req: functions.messages.AddChatUser) -> types.messages.InvitedUsers:
    peer = inputs.chat(req.chat_id)
    user = await inputs.user(ctx, req.user_id)
    record, unwilling = await joins.add_to_chat(ctx.tx, ctx.viewer, peer, user)
    updates = await results.changed(ctx.tx, ctx.viewer, peer, [record] if record else [])
    return types.messages.InvitedUsers(updates=updates, missing_invitees=missing(unwilling))


@method(functions.messages.DeleteChatUser, writes=True)
async def delete_chat_user(ctx: Context, req: functions.messages.DeleteChatUser) -> types.TypeUpdates:
    peer = inputs.chat(req.chat_id)
    record = await joins.remove_from_chat(ctx.tx, ctx.viewer, peer, await inputs.user(ctx, req.user_id))
    return await results.changed(ctx.tx, ctx.viewer, peer, [record])


@method(functions.messages.EditChatTitle, writes=True)
async def edit_chat_title(ctx: Context, req: functions.messages.EditChatTitle) -> types.TypeUpdates:
    peer = inputs.chat(req.chat_id)
    record = await chats.edit_title(ctx.tx, ctx.viewer, peer, req.title)
    return await results.changed(ctx.tx, ctx.viewer, peer, [record])


@method(functions.messages.EditChatAbout, writes=True)
async def edit_chat_about(ctx: Context, req: functions.messages.EditChatAbout) -> bool:
    await chats.edit_about(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer), req.about)
    return True


@method(functions.messages.MigrateChat, writes=True, once=True, flood="create")
async def migrate_chat(ctx: Context, req: functions.messages.MigrateChat) -> types.TypeUpdates:
    peer, records = await migrating.migrate(ctx.tx, ctx.viewer, inputs.chat(req.chat_id))
    return await results.changed(ctx.tx, ctx.viewer, peer, records)


@method(functions.messages.GetChats)
async def get_chats(ctx: Context, req: functions.messages.GetChats) -> types.messages.TypeChats:
    peers = [inputs.chat(chat_id) for chat_id in req.id[:MAX_CHATS]]
    known = [peer for peer in peers if await access.was_in(ctx.tx, ctx.viewer, peer)]
    _, found = await described(ctx.tx, ctx.viewer, known)
    return types.messages.Chats(chats=found)


@method(functions.messages.GetCommonChats)
async def get_common_chats(ctx: Context, req: functions.messages.GetCommonChats) -> types.messages.TypeChats:
    """Groups that the caller shares with somebody, by their ids descending from max_id."""
    everything = await sharing.common_groups(ctx.tx, ctx.viewer, await inputs.user(ctx, req.user_id))
    peers = sharing.after(everything, req.max_id, max(1, min(req.limit or MAX_COMMON, MAX_COMMON)))
    _, chats = await described(ctx.tx, ctx.viewer, peers)
    chats.sort(key=lambda chat: -chat.id)
    if len(peers) == len(everything):
        return types.messages.Chats(chats=chats)
    return types.messages.ChatsSlice(count=len(everything), chats=chats)


@method(functions.messages.GetFullChat)
async def get_full_chat(ctx: Context, req: functions.messages.GetFullChat) -> types.messages.ChatFull:
    peer = inputs.chat(req.chat_id)
    seen = await access.chat(ctx.tx, ctx.viewer, peer)
    if not await access.was_in(ctx.tx, ctx.viewer, peer):
        raise errors.CHAT_ID_INVALID
    return await full_chats.chat_full(ctx.tx, ctx.viewer, seen)
