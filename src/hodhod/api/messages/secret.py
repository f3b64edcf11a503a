"""messages.getDhConfig: the group of secret chats and calls, and random bytes. core.telegram.org/api/end-to-end"""

from __future__ import annotations

from hodhod import errors
from hodhod.mtproto.primes import DH_G, DH_PRIME_BYTES
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

# of the prime: there is but one
VERSION = 3
MAX_RANDOM = 1024


@method(functions.messages.GetDhConfig)
async def get_dh_config(ctx: Context, req: functions.messages.GetDhConfig) -> types.messages.TypeDhConfig:
    if not 0 <= req.random_length <= MAX_RANDOM:
        raise errors.RANDOM_LENGTH_INVALID
    random = ctx.services.random(req.random_length)
    if req.version == VERSION:
        return types.messages.DhConfigNotModified(random=random)
    return types.messages.DhConfig(g=DH_G, p=DH_PRIME_BYTES, version=VERSION, random=random)
