"""channels.getAdminedPublicChannels, which clients ask at their start: there are no channels."""

from __future__ import annotations

from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.channels.GetAdminedPublicChannels, static=True)
async def get_admined_public_channels(
    ctx: Context, req: functions.channels.GetAdminedPublicChannels
) -> types.messages.Chats:
    return types.messages.Chats(chats=[])
