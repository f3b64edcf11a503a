"""Which reactions there are, and which of them a chat allows. core.telegram.org/api/reactions

A reaction is kept as its emoji without variation selectors, as Telegram's clients compare them. What a chat allows
stands in the settings of its row: nothing there means all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hodhod import errors
from hodhod.domain import chat_values
from hodhod.store.records import Chat
from hodhod.tl import types
from hodhod.tl.rules_out import STANDARD_REACTIONS

STANDARD = STANDARD_REACTIONS
DEFAULT = STANDARD[0]
# Kinds of reactions that one message may have, and of one user.
UNIQUE = 11
OF_ONE_USER = 1

_SELECTORS = {ord("\N{VARIATION SELECTOR-15}"): None, ord("\N{VARIATION SELECTOR-16}"): None}


def title(reaction: str) -> str:
    """The name of an emoji in words."""
    return unicodedata.name(reaction).removesuffix(" SIGN").removesuffix(" SYMBOL").capitalize()


def plain(given: types.TypeReaction) -> str:
    """The reaction as it is kept. Raises REACTION_EMPTY, REACTION_INVALID."""
    if isinstance(given, types.ReactionEmpty) or (isinstance(given, types.ReactionEmoji) and not given.emoticon):
        raise errors.REACTION_EMPTY
    emoji = given.emoticon.translate(_SELECTORS) if isinstance(given, types.ReactionEmoji) else ""
    if emoji not in STANDARD:
        raise errors.REACTION_INVALID
    return emoji


def chosen(given: Sequence[types.TypeReaction]) -> str:
    """What one user chose, "" when they take their reaction back. Raises REACTIONS_TOO_MANY and what plain raises."""
    if len(given) > OF_ONE_USER:
        raise errors.REACTIONS_TOO_MANY
    return plain(given[0]) if given else ""


# --- of one chat


def allowed(chat: Chat) -> tuple[str, ...]:
    """The reactions that members of a chat may choose."""
    return tuple(chat_values.values(chat).get("reactions", STANDARD))


def limit(chat: Chat) -> int:
    """How many kinds of reactions a message of this chat may have."""
    return int(chat_values.values(chat).get("reactions_limit", UNIQUE))


def with_allowed(chat: Chat, wanted: Sequence[str] | None, most: int | None) -> str | None:
    """The chat's settings with other reactions; None: all. most: kinds on one message, None: as many as there may
    be."""
    return chat_values.changed(chat, reactions=None if wanted is None else list(wanted), reactions_limit=most)
