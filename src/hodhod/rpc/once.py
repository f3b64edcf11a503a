"""Methods that create without a random_id: an equal request on the same key within a minute gets the first answer.

The claim is the transaction's first statement, so a repeat that arrives while the first is under way waits for it.
What is
kept is the digest of the request and the answer in canonical TL.
"""

from __future__ import annotations

import hashlib
from typing import Any

from hodhod import tl
from hodhod.rpc.context import Context
from hodhod.rpc.registry import Handler, Method
from hodhod.store import once as store_once

KEPT = 60


def first_answer(row: Method) -> Handler:
    """The handler of a `once` method with the memory around it."""

    async def answer(ctx: Context, req: Any) -> Any:
        return await remembered(ctx, req, row.handler)

    return answer


async def remembered(ctx: Context, req: Any, handler: Handler) -> Any:
    """The first answer of `handler(ctx, req)` within a minute. None: a refusal that had to be written down; whoever
    calls raises it after the commit."""
    digest = hashlib.sha256(tl.encode(req)).hexdigest()[:32]
    key_id = ctx.auth.key_id
    if not await store_once.claim(ctx.tx, key_id, digest, ctx.now + KEPT, ctx.now):
        kept = await store_once.answer(ctx.tx, key_id, digest)
        return tl.decode(kept) if kept else None
    result = await handler(ctx, req)
    await store_once.keep(ctx.tx, key_id, digest, tl.encode(result) if result is not None else b"")
    return result
