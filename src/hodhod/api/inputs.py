"""InputPeer and its friends to peer integers; the access_hash is checked here, so ids alone give access to nothing."""

from __future__ import annotations

from hodhod import errors
from hodhod.domain import access
from hodhod.domain.viewer import EVERYBODY
from hodhod.ids import CHANNEL_BASE, Peer, PeerKind, PeerRef
from hodhod.rpc.context import Context
from hodhod.tl import types


async def peer(ctx: Context, given: types.TypeInputPeer) -> Peer:
    """The peer that the caller may speak of. Raises PEER_ID_INVALID, CHANNEL_INVALID, CHAT_ID_INVALID."""
    if isinstance(given, types.InputPeerSelf):
        return Peer(ctx.user)
    if isinstance(given, types.InputPeerUser):
        return Peer(await _checked_user(ctx, given.user_id, given.access_hash, errors.PEER_ID_INVALID))
    if isinstance(given, types.InputPeerUserFromMessage):
        return Peer(await _seen_in(ctx, given.peer, given.msg_id, given.user_id))
    if isinstance(given, types.InputPeerChat):
        return chat(given.chat_id)
    if isinstance(given, types.InputPeerChannel):
        if given.access_hash != ctx.world.hashes.channel(given.channel_id):
            raise errors.CHANNEL_INVALID
        return PeerRef(PeerKind.CHANNEL, given.channel_id).peer
    if isinstance(given, types.InputPeerChannelFromMessage):
        shown = types.InputChannelFromMessage(peer=given.peer, msg_id=given.msg_id, channel_id=given.channel_id)
        return await channel(ctx, shown)
    raise errors.PEER_ID_INVALID


async def private(ctx: Context, given: types.TypeInputPeer) -> Peer:
    """A peer that is a user; groups and channels are refused. Raises PEER_ID_INVALID."""
    found = await peer(ctx, given)
    if found <= 0:
        raise errors.PEER_ID_INVALID
    return found


async def channel(ctx: Context, given: types.TypeInputChannel) -> Peer:
    """The peer of an InputChannel. Raises CHANNEL_INVALID."""
    if isinstance(given, types.InputChannel):
        if given.access_hash != ctx.world.hashes.channel(given.channel_id):
            raise errors.CHANNEL_INVALID
        return PeerRef(PeerKind.CHANNEL, given.channel_id).peer
    if isinstance(given, types.InputChannelFromMessage):
        where = await peer(ctx, given.peer)
        found = PeerRef(PeerKind.CHANNEL, given.channel_id).peer
        await access.named_in_message(ctx.tx, ctx.viewer, where, given.msg_id, found)
        return found
    raise errors.CHANNEL_INVALID


def chat(chat_id: int) -> Peer:
    """The peer of a basic group's id, which is checked by membership alone. Raises CHAT_ID_INVALID."""
    if not 0 < chat_id < CHANNEL_BASE:
        raise errors.CHAT_ID_INVALID
    return PeerRef(PeerKind.CHAT, chat_id).peer


async def user(ctx: Context, given: types.TypeInputUser) -> int:
    """The user id of an InputUser. Raises USER_ID_INVALID."""
    if isinstance(given, types.InputUserSelf):
        return ctx.user
    if isinstance(given, types.InputUser):
        return await _checked_user(ctx, given.user_id, given.access_hash, errors.USER_ID_INVALID)
    if isinstance(given, types.InputUserFromMessage):
        return await _seen_in(ctx, given.peer, given.msg_id, given.user_id)
    raise errors.USER_ID_INVALID


async def _checked_user(ctx: Context, user_id: int, access_hash: int, refusal: type[errors.RpcError]) -> int:
    """The hash of a `min` user is one for everybody: it is taken from whoever is in a group with them, because it came
    from there, and some clients (mtcute) keep it in place of a better one."""
    hashes = ctx.world.hashes
    if user_id == ctx.user or access_hash == hashes.user(ctx.user, user_id):
        return user_id
    if access_hash == hashes.user(EVERYBODY, user_id) and await access.in_a_group_with(ctx.tx, ctx.viewer, user_id):
        return user_id
    raise refusal


async def _seen_in(ctx: Context, where: types.TypeInputPeer, msg_id: int, user_id: int) -> int:
    """A user known only from a message: the caller must have that message, and it must name the user."""
    chat = await peer(ctx, where)
    await access.named_in_message(ctx.tx, ctx.viewer, chat, msg_id, user_id)
    return user_id
