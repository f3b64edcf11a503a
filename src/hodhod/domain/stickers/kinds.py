"""What kinds of sticker sets there are, how large they may be, and which files they take.
core.telegram.org/stickers, core.telegram.org/api/custom-emoji
"""

from __future__ import annotations

import enum

from hodhod.tl import types


class SetKind(enum.IntEnum):
    """Stored: a number keeps its meaning for ever."""

    REGULAR = 0
    MASK = 1
    EMOJI = 2


class SetFlag(enum.IntFlag):
    """TEXT_COLOR: emoji take the colour of the text. ANIMATED, VIDEOS: all stickers are of that format, which clients
    of before mixed sets want to know."""

    TEXT_COLOR = 1
    ANIMATED = 2
    VIDEOS = 4


KIB = 1024
WEBP, TGS, WEBM = "image/webp", "application/x-tgsticker", "video/webm"
# formats to the bytes that a sticker, an emoji and the thumbnail of a set may have
MAX_BYTES = {WEBP: 512 * KIB, TGS: 64 * KIB, WEBM: 256 * KIB}
MAX_THUMB_BYTES = {WEBP: 128 * KIB, TGS: 32 * KIB, WEBM: 32 * KIB}
# under which letter the thumbnail of a set is asked for
MIME_LETTERS = {WEBP: "s", TGS: "a", WEBM: "v"}
SIDE, EMOJI_SIDE, THUMB_SIDE = 512, 100, 100


def kind_of(masks: bool, emojis: bool) -> SetKind:
    """Of a request that asks for one kind."""
    return SetKind.EMOJI if emojis else SetKind.MASK if masks else SetKind.REGULAR


def fits(kind: SetKind, width: int, height: int) -> bool:
    """Has a sticker the measures that sets of this kind take? Animated emoji are drawn like animated stickers."""
    if kind is SetKind.EMOJI:
        return (width, height) in {(EMOJI_SIDE, EMOJI_SIDE), (SIDE, SIDE)}
    return max(width, height) == SIDE and min(width, height) > 0


Attribute = types.DocumentAttributeSticker | types.DocumentAttributeCustomEmoji


def attribute(
    kind: int, set_id: int, emojis: str, mask: types.TypeMaskCoords | None = None, *, text_color: bool = False
) -> Attribute:
    """What a document says of the sticker that it is, as it is stored: views/media.py adds the set's access_hash.

    Everybody may send every emoji here, so all of them are free.
    """
    belongs = types.InputStickerSetID(id=set_id, access_hash=0)
    alt = emojis.partition(" ")[0]
    if kind == SetKind.EMOJI:
        return types.DocumentAttributeCustomEmoji(alt=alt, stickerset=belongs, free=True, text_color=text_color)
    return types.DocumentAttributeSticker(alt=alt, stickerset=belongs, mask=kind == SetKind.MASK, mask_coords=mask)
