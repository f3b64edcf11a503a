"""aicompose.getTones: no machine writes for people here."""

from __future__ import annotations

from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.aicompose.GetTones, static=True)
async def get_tones(ctx: Context, req: functions.aicompose.GetTones) -> types.aicompose.Tones:
    return types.aicompose.Tones(hash=0, tones=[], users=[])
