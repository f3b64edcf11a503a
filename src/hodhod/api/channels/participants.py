"""channels.getParticipants, getParticipant; messages.getOnlines. core.telegram.org/api/channel"""

from __future__ import annotations

from hodhod import errors
from hodhod.api import inputs
from hodhod.api.unchanged import list_hash, unchanged
from hodhod.domain import participants
from hodhod.domain.participants import Kind, Wanted
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import participants as view

_KINDS: dict[type[types.TypeChannelParticipantsFilter], Kind] = {
    types.ChannelParticipantsRecent: Kind.RECENT,
    types.ChannelParticipantsSearch: Kind.RECENT,
    types.ChannelParticipantsMentions: Kind.RECENT,
    types.ChannelParticipantsAdmins: Kind.ADMINS,
    types.ChannelParticipantsKicked: Kind.KICKED,
    types.ChannelParticipantsBanned: Kind.BANNED,
    types.ChannelParticipantsContacts: Kind.CONTACTS,
    types.ChannelParticipantsBots: Kind.BOTS,
}


@method(functions.channels.GetParticipants, free=True, flood="members")
async def get_participants(
    ctx: Context, req: functions.channels.GetParticipants
) -> types.channels.TypeChannelParticipants:
    """What looks at the names of many members, or far down a long list, runs off the loop."""
    query = getattr(req.filter, "q", None) or ""
    wanted = Wanted(_KINDS[type(req.filter)], query, max(0, req.offset), req.limit)
    read = ctx.db.read_heavy if wanted.is_heavy else ctx.db.read
    return await read(lambda tx: _listed(ctx.within(tx), req, wanted))


async def _listed(
    ctx: Context, req: functions.channels.GetParticipants, wanted: Wanted
) -> types.channels.TypeChannelParticipants:
    found = await participants.page(ctx.tx, ctx.viewer, await inputs.channel(ctx, req.channel), wanted)
    if unchanged(req.hash, list_hash(row.user_id for row in found.rows)):
        return types.channels.ChannelParticipantsNotModified()
    return await view.page(ctx.tx, ctx.viewer, found)


@method(functions.channels.GetParticipant)
async def get_participant(ctx: Context, req: functions.channels.GetParticipant) -> types.channels.ChannelParticipant:
    peer = await inputs.channel(ctx, req.channel)
    user = await inputs.peer(ctx, req.participant)
    if user <= 0:
        raise errors.PARTICIPANT_ID_INVALID
    seen, row = await participants.get(ctx.tx, ctx.viewer, peer, user)
    return await view.one(ctx.tx, ctx.viewer, seen, row)


@method(functions.messages.GetOnlines, free=True, flood="members")
async def get_onlines(ctx: Context, req: functions.messages.GetOnlines) -> types.ChatOnlines:
    """Looks at every member, so it runs off the loop."""

    async def count(inner: Context) -> int:
        return await participants.online(inner.tx, inner.viewer, await inputs.peer(inner, req.peer))

    return types.ChatOnlines(onlines=await ctx.db.read_heavy(lambda tx: count(ctx.within(tx))))
