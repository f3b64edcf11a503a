"""Following a link, and answering those who ask to come in: messages.checkChatInvite, importChatInvite,
hideChatJoinRequest, hideAllChatJoinRequests.

Coming in is `free`, because INVITE_REQUEST_SENT is an error that has to be written down before it is answered."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from hodhod import errors
from hodhod.api import inputs
from hodhod.domain import approving, importing
from hodhod.domain.joins import Arrival
from hodhod.domain.updates import NewMessage
from hodhod.rpc.context import Context
from hodhod.rpc.once import remembered
from hodhod.rpc.registry import method
from hodhod.tl import functions, types
from hodhod.views import invites as view
from hodhod.views import results

# Requests answered by one call, and in one transaction of it.
MAX_ANSWERED = 500
SLICE = 50

Come = Callable[[Context, Any], Coroutine[Any, Any, Arrival]]


@method(functions.messages.CheckChatInvite, flood="resolve")
async def check_chat_invite(ctx: Context, req: functions.messages.CheckChatInvite) -> types.TypeChatInvite:
    return await view.offered(ctx.tx, ctx.viewer, await importing.check(ctx.tx, ctx.viewer, req.hash))


async def come_in(ctx: Context, req: Any, come: Come) -> types.messages.ChatInviteJoinResultOk:
    """Answer a request to come in, once. Raises INVITE_REQUEST_SENT after writing it down."""

    async def answer(inner: Context, req: Any) -> types.Updates | None:
        arrival = await come(inner, req)
        if arrival.asked:
            return None
        return await results.changed(
            inner.tx, inner.viewer, arrival.peer, [arrival.record] if arrival.record is not None else []
        )

    updates = await ctx.write(lambda inner: remembered(inner, req, answer))
    if updates is None:
        raise errors.INVITE_REQUEST_SENT
    return types.messages.ChatInviteJoinResultOk(updates=updates)


@method(functions.messages.ImportChatInvite, free=True, flood="join")
async def import_chat_invite(
    ctx: Context, req: functions.messages.ImportChatInvite
) -> types.messages.ChatInviteJoinResultOk:
    async def come(inner: Context, req: functions.messages.ImportChatInvite) -> Arrival:
        return await importing.follow(inner.tx, inner.viewer, req.hash)

    return await come_in(ctx, req, come)


@method(functions.messages.HideChatJoinRequest, writes=True)
async def hide_chat_join_request(ctx: Context, req: functions.messages.HideChatJoinRequest) -> types.Updates:
    peer, user = await inputs.peer(ctx, req.peer), await inputs.user(ctx, req.user_id)
    record = await approving.answer(ctx.tx, ctx.viewer, peer, user, req.approved)
    return await results.changed(ctx.tx, ctx.viewer, peer, [record] if record is not None else [])


@method(functions.messages.HideAllChatJoinRequests, free=True)
async def hide_all_chat_join_requests(ctx: Context, req: functions.messages.HideAllChatJoinRequests) -> types.Updates:
    """In slices, each a transaction; what one call does not reach still waits."""

    async def some(inner: Context) -> tuple[int, list[NewMessage]]:
        peer = await inputs.peer(inner, req.peer)
        return await approving.answer_some(inner.tx, inner.viewer, peer, req.link, req.approved, SLICE)

    records: list[NewMessage] = []
    for _ in range(MAX_ANSWERED // SLICE):
        done, told = await ctx.write(some)
        records += told
        if done < SLICE:
            break

    async def tell(inner: Context) -> types.Updates:
        return await results.changed(inner.tx, inner.viewer, await inputs.peer(inner, req.peer), records)

    return await ctx.db.read(lambda tx: tell(ctx.within(tx)))
