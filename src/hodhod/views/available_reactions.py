"""messages.availableReactions: the standard set with its drawings."""

from __future__ import annotations

import zlib

from hodhod.domain import reaction_art, reaction_set
from hodhod.domain.reaction_art import APPEAR, BURST, ICON, PULSE, STILL
from hodhod.domain.viewer import Viewer
from hodhod.tl import types
from hodhod.views.media import document


def available(viewer: Viewer) -> types.messages.AvailableReactions:
    """TDLib drops an entry in which any drawing is missing."""
    listed: list[types.TypeAvailableReaction] = [_one(viewer, reaction) for reaction in reaction_set.STANDARD]
    ids = [str(one.document.id) for one in reaction_art.drawings().values()]
    return types.messages.AvailableReactions(hash=zlib.crc32(" ".join(ids).encode()) & 0x7FFFFFFF, reactions=listed)


def _one(viewer: Viewer, reaction: str) -> types.AvailableReaction:
    drawings = reaction_art.drawings()

    def drawn(part: str) -> types.Document:
        return document(viewer, drawings[reaction, part].document, ())

    return types.AvailableReaction(
        reaction=reaction,
        title=reaction_set.title(reaction),
        static_icon=drawn(ICON),
        appear_animation=drawn(APPEAR),
        select_animation=drawn(PULSE),
        activate_animation=drawn(PULSE),
        effect_animation=drawn(BURST),
        around_animation=drawn(BURST),
        center_icon=drawn(STILL),
    )
