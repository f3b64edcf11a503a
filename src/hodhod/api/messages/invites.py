"""Links into chats, for their administrators: messages.exportChatInvite, editExportedChatInvite and their like.
core.telegram.org/api/invites"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import finding, invites, links
from hodhod.domain.invites import Page, Shown, Terms
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import invites as view
from hodhod.views.peers import described

MAX_LISTED = 100
LAST = 2**31 - 1


@method(functions.messages.ExportChatInvite, writes=True, once=True, flood="invite")
async def export_chat_invite(ctx: Context, req: functions.messages.ExportChatInvite) -> types.ChatInviteExported:
    peer = await inputs.peer(ctx, req.peer)
    if req.subscription_pricing is not None:
        raise errors.PRICING_CHAT_INVALID
    terms = Terms(req.title, req.expire_date, req.usage_limit, req.request_needed)
    random = ctx.services.random(invites.HASH_BYTES)
    row = await invites.export(ctx.tx, ctx.viewer, peer, terms, req.legacy_revoke_permanent, random)
    return view.exported(ctx.viewer, Shown(row, 0))


@method(functions.messages.EditExportedChatInvite, writes=True)
async def edit_exported_chat_invite(
    ctx: Context, req: functions.messages.EditExportedChatInvite
) -> types.messages.TypeExportedChatInvite:
    peer = await inputs.peer(ctx, req.peer)
    if not req.revoked:
        terms = Terms(req.title, req.expire_date, req.usage_limit, req.request_needed)
        return await _answer(ctx, await invites.edit(ctx.tx, ctx.viewer, peer, req.link, terms))
    random = ctx.services.random(invites.HASH_BYTES)
    shown, new = await invites.revoke(ctx.tx, ctx.viewer, peer, req.link, random)
    if new is None:
        return await _answer(ctx, shown)
    users, _ = await described(ctx.tx, ctx.viewer, {shown.invite.admin})
    return types.messages.ExportedChatInviteReplaced(
        invite=view.exported(ctx.viewer, shown), new_invite=view.exported(ctx.viewer, Shown(new, 0)), users=users
    )


@method(functions.messages.GetExportedChatInvite)
async def get_exported_chat_invite(
    ctx: Context, req: functions.messages.GetExportedChatInvite
) -> types.messages.TypeExportedChatInvite:
    peer = await inputs.peer(ctx, req.peer)
    return await _answer(ctx, await invites.get(ctx.tx, ctx.viewer, peer, req.link))


async def _answer(ctx: Context, shown: Shown) -> types.messages.ExportedChatInvite:
    users, _ = await described(ctx.tx, ctx.viewer, {shown.invite.admin})
    return types.messages.ExportedChatInvite(invite=view.exported(ctx.viewer, shown), users=users)


@method(functions.messages.GetExportedChatInvites)
async def get_exported_chat_invites(
    ctx: Context, req: functions.messages.GetExportedChatInvites
) -> types.messages.ExportedChatInvites:
    peer, admin = await inputs.peer(ctx, req.peer), await inputs.user(ctx, req.admin_id)
    last = links.invite_hash_in(req.offset_link or "", ctx.world.public_url)
    after = (req.offset_date or LAST, last)
    count, rows = await invites.listed(
        ctx.tx, ctx.viewer, peer, admin, req.revoked, after, max(1, min(req.limit, MAX_LISTED))
    )
    users, _ = await described(ctx.tx, ctx.viewer, {admin})
    return types.messages.ExportedChatInvites(
        count=count, invites=[view.exported(ctx.viewer, row) for row in rows], users=users
    )


@method(functions.messages.GetAdminsWithInvites)
async def get_admins_with_invites(
    ctx: Context, req: functions.messages.GetAdminsWithInvites
) -> types.messages.ChatAdminsWithInvites:
    found = await invites.admins(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer))
    users, _ = await described(ctx.tx, ctx.viewer, {admin for admin, _, _ in found})
    return types.messages.ChatAdminsWithInvites(
        admins=[
            types.ChatAdminWithInvites(admin_id=admin, invites_count=count, revoked_invites_count=revoked)
            for admin, count, revoked in found
        ],
        users=users,
    )


@method(functions.messages.DeleteExportedChatInvite, writes=True)
async def delete_exported_chat_invite(ctx: Context, req: functions.messages.DeleteExportedChatInvite) -> bool:
    await invites.delete(ctx.tx, ctx.viewer, await inputs.peer(ctx, req.peer), req.link)
    return True


@method(functions.messages.DeleteRevokedExportedChatInvites, writes=True)
async def delete_revoked_exported_chat_invites(
    ctx: Context, req: functions.messages.DeleteRevokedExportedChatInvites
) -> bool:
    peer, admin = await inputs.peer(ctx, req.peer), await inputs.user(ctx, req.admin_id)
    await invites.delete_revoked(ctx.tx, ctx.viewer, peer, admin)
    return True


@method(functions.messages.GetChatInviteImporters)
async def get_chat_invite_importers(
    ctx: Context, req: functions.messages.GetChatInviteImporters
) -> types.messages.ChatInviteImporters:
    peer = await inputs.peer(ctx, req.peer)
    if req.q and req.link is not None:
        raise errors.SEARCH_WITH_LINK_NOT_SUPPORTED
    user = 0 if isinstance(req.offset_user, types.InputUserEmpty) else await inputs.user(ctx, req.offset_user)
    after = Page(req.offset_date or LAST, user, max(1, min(req.limit, MAX_LISTED)))
    if req.q:
        count, rows = await finding.among_requests(ctx.tx, ctx.viewer, peer, req.q, after)
    else:
        count, rows = await invites.importers(ctx.tx, ctx.viewer, peer, req.link, req.requested, after)
    return await view.importers(ctx.tx, ctx.viewer, count, rows)
