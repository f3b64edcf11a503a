"""Colours of names as TL."""

from __future__ import annotations

from hodhod.domain.colors import Color
from hodhod.tl import types


def color(kept: Color) -> types.PeerColor | None:
    """None where nothing was chosen: clients choose by the id then."""
    return types.PeerColor(color=kept[0], background_emoji_id=kept[1]) if kept else None
