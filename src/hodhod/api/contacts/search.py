"""Finding people: contacts.search, resolveUsername, resolvePhone, tokens, sponsored peers."""

from __future__ import annotations

from hodhod.domain import access, contact_tokens, contacts, finding, links, phones
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import peers
from hodhod.views.peers import described
from hodhod.views.refs import peer_of


@method(functions.contacts.Search, free=True, flood="search")
async def search(ctx: Context, req: functions.contacts.Search) -> types.contacts.Found:
    """Reads every acquaintance of the caller, so it runs off the loop."""
    return await ctx.db.read_heavy(lambda tx: _search(ctx.within(tx), req))


async def _search(ctx: Context, req: functions.contacts.Search) -> types.contacts.Found:
    found = await finding.people(ctx.tx, ctx.viewer, req.q, req.limit)
    users, chats = await described(ctx.tx, ctx.viewer, found.known + found.strangers)
    if req.bots or req.broadcasts:
        users = [user for user in users if req.bots and isinstance(user, types.User) and user.bot]
        chats = [chat for chat in chats if req.broadcasts and isinstance(chat, types.Channel) and chat.broadcast]
    shown = {peers.peer_id(one) for one in [*users, *chats]}
    return types.contacts.Found(
        my_results=[peer_of(peer) for peer in found.known if peer in shown],
        results=[peer_of(peer) for peer in found.strangers if peer in shown],
        chats=chats,
        users=users,
    )


@method(functions.contacts.ResolveUsername, flood="resolve")
async def resolve_username(ctx: Context, req: functions.contacts.ResolveUsername) -> types.contacts.ResolvedPeer:
    return await _resolved(ctx, await finding.resolve(ctx.tx, ctx.viewer, req.username))


@method(functions.contacts.ResolvePhone, flood="resolve")
async def resolve_phone(ctx: Context, req: functions.contacts.ResolvePhone) -> types.contacts.ResolvedPeer:
    phone = phones.normal(req.phone, ctx.services.settings.default_region)
    return await _resolved(ctx, await contacts.find_by_phone(ctx.tx, ctx.viewer, phone))


async def _resolved(ctx: Context, peer: int) -> types.contacts.ResolvedPeer:
    users, chats = await described(ctx.tx, ctx.viewer, [peer])
    return types.contacts.ResolvedPeer(peer=peer_of(peer), chats=chats, users=users)


@method(functions.contacts.ExportContactToken)
async def export_contact_token(ctx: Context, req: functions.contacts.ExportContactToken) -> types.ExportedContactToken:
    token, expires = contact_tokens.make(ctx.viewer)
    return types.ExportedContactToken(url=links.contact_url(token, ctx.world.public_url), expires=expires)


@method(functions.contacts.ImportContactToken, flood="resolve")
async def import_contact_token(ctx: Context, req: functions.contacts.ImportContactToken) -> types.TypeUser:
    seen = await access.user(ctx.tx, ctx.viewer, contact_tokens.read(ctx.viewer, req.token))
    return peers.user(seen, ctx.viewer)


@method(functions.contacts.GetSponsoredPeers, static=True)
async def get_sponsored_peers(
    ctx: Context, req: functions.contacts.GetSponsoredPeers
) -> types.contacts.TypeSponsoredPeers:
    """Nobody pays to be found here."""
    return types.contacts.SponsoredPeersEmpty()
