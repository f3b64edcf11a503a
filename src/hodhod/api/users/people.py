"""users.getUsers, getFullUser, getRequirementsToContact."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import access
from hodhod.ids import PeerKind, PeerRef
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import peers, people

MAX_USERS = 1000
# Why a user cannot be told: unknown, a wrong access_hash, a message that does not name them.
UNKNOWN = (errors.USER_ID_INVALID, errors.PEER_ID_INVALID, errors.MSG_ID_INVALID)


@method(functions.users.GetUsers)
async def get_users(ctx: Context, req: functions.users.GetUsers) -> list[types.TypeUser]:
    """In the order asked for, userEmpty for those that there are not."""
    ids = await _ids(ctx, req.id)
    seen = await access.seen(ctx.tx, ctx.viewer, sorted({user_id for user_id in ids if user_id}))
    return [peers.user(seen[i], ctx.viewer) if i in seen else types.UserEmpty(id=i) for i in ids]


async def _ids(ctx: Context, given: Sequence[types.TypeInputUser]) -> list[int]:
    """User ids, 0 where the caller may not have the user."""
    if len(given) > MAX_USERS:
        raise errors.LIMIT_INVALID
    ids = []
    for one in given:
        try:
            ids.append(await inputs.user(ctx, one))
        except UNKNOWN:
            ids.append(0)
    return ids


@method(functions.users.GetFullUser)
async def get_full_user(ctx: Context, req: functions.users.GetFullUser) -> types.users.UserFull:
    seen = await access.user(ctx.tx, ctx.viewer, await inputs.user(ctx, req.id))
    full = await people.full_user(ctx.tx, ctx.viewer, seen)
    named = [PeerRef(PeerKind.CHANNEL, full.personal_channel_id).peer] if full.personal_channel_id else []
    users, chats = await peers.described(ctx.tx, ctx.viewer, [seen.user.id, *named])
    return types.users.UserFull(full_user=full, chats=chats, users=users)


@method(functions.users.GetRequirementsToContact)
async def get_requirements_to_contact(
    ctx: Context, req: functions.users.GetRequirementsToContact
) -> list[types.TypeRequirementToContact]:
    """Nobody here asks strangers for premium or stars."""
    await _ids(ctx, req.id)
    return [types.RequirementToContactEmpty() for _ in req.id]
