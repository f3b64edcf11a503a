"""What a message carries besides its text."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from hodhod.tl import types


class MediaKind(enum.IntEnum):
    """Stored: a number keeps its meaning for ever."""

    NONE = 0
    PHOTO = 1
    DOCUMENT = 2
    VIDEO = 3
    ROUND_VIDEO = 4
    VOICE = 5
    MUSIC = 6
    GIF = 7
    STICKER = 8
    CONTACT = 9
    GEO = 10
    VENUE = 11
    DICE = 12
    POLL = 13
    CHAT_PHOTO = 14  # of the service message that tells of it


class FileKind(enum.IntEnum):
    """What an access_hash or file_reference speaks of: a number keeps its meaning for ever."""

    PHOTO = 1
    DOCUMENT = 2
    GEO = 3
    STICKER_SET = 4


# kinds whose media_id names a document
DOCUMENTS = frozenset(
    {
        MediaKind.DOCUMENT,
        MediaKind.VIDEO,
        MediaKind.ROUND_VIDEO,
        MediaKind.VOICE,
        MediaKind.MUSIC,
        MediaKind.GIF,
        MediaKind.STICKER,
    }
)
# kinds that the recipient marks as played
PLAYED = frozenset({MediaKind.VOICE, MediaKind.ROUND_VIDEO})
# kinds that an edit may put in each other's place
REPLACEABLE = frozenset({MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.DOCUMENT, MediaKind.MUSIC, MediaKind.GIF})
# kinds below which words may stand
CAPTIONED = REPLACEABLE | {MediaKind.VOICE}
STICKER_TYPES = frozenset({"image/webp", "application/x-tgsticker", "video/webm"})


def of_document(mime_type: str, attributes: Iterable[types.TypeDocumentAttribute]) -> MediaKind:
    """What a document is to those who look at it."""
    by_type = {type(attribute): attribute for attribute in attributes}
    video = by_type.get(types.DocumentAttributeVideo)
    audio = by_type.get(types.DocumentAttributeAudio)
    if types.DocumentAttributeSticker in by_type and mime_type in STICKER_TYPES:
        return MediaKind.STICKER
    if types.DocumentAttributeAnimated in by_type and (video is not None or mime_type == "image/gif"):
        return MediaKind.GIF
    if isinstance(video, types.DocumentAttributeVideo):
        return MediaKind.ROUND_VIDEO if video.round_message else MediaKind.VIDEO
    if isinstance(audio, types.DocumentAttributeAudio):
        return MediaKind.VOICE if audio.voice else MediaKind.MUSIC
    return MediaKind.DOCUMENT
