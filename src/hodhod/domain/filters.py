"""Filters of a search: which kinds of media each of them means. core.telegram.org/type/MessagesFilter"""

from __future__ import annotations

from hodhod.domain.media.kinds import MediaKind
from hodhod.tl import types

KINDS: dict[type[types.TypeMessagesFilter], frozenset[MediaKind]] = {
    types.InputMessagesFilterPhotos: frozenset({MediaKind.PHOTO}),
    types.InputMessagesFilterVideo: frozenset({MediaKind.VIDEO}),
    types.InputMessagesFilterPhotoVideo: frozenset({MediaKind.PHOTO, MediaKind.VIDEO}),
    types.InputMessagesFilterDocument: frozenset({MediaKind.DOCUMENT}),
    types.InputMessagesFilterGif: frozenset({MediaKind.GIF}),
    types.InputMessagesFilterVoice: frozenset({MediaKind.VOICE}),
    types.InputMessagesFilterMusic: frozenset({MediaKind.MUSIC}),
    types.InputMessagesFilterRoundVideo: frozenset({MediaKind.ROUND_VIDEO}),
    types.InputMessagesFilterRoundVoice: frozenset({MediaKind.VOICE, MediaKind.ROUND_VIDEO}),
    types.InputMessagesFilterGeo: frozenset({MediaKind.GEO, MediaKind.VENUE}),
    types.InputMessagesFilterContacts: frozenset({MediaKind.CONTACT}),
    types.InputMessagesFilterChatPhotos: frozenset({MediaKind.CHAT_PHOTO}),
    types.InputMessagesFilterPoll: frozenset({MediaKind.POLL}),
}
# filters that ask for something else than media, or for nothing
OTHERS = (
    types.InputMessagesFilterEmpty,
    types.InputMessagesFilterUrl,
    types.InputMessagesFilterPinned,
    types.InputMessagesFilterMyMentions,
)


def kinds_of(given: types.TypeMessagesFilter) -> frozenset[MediaKind]:
    """Empty for a filter that asks for no media."""
    return KINDS.get(type(given), frozenset())


def finds_nothing(given: types.TypeMessagesFilter) -> bool:
    """Calls: there are none yet."""
    return not isinstance(given, OTHERS) and type(given) not in KINDS
