"""The part of a message that a reply quotes. core.telegram.org/api/replies#quotes"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from hodhod import errors, tl
from hodhod.domain.entities import utf16_length, utf16_slice
from hodhod.domain.outgoing import Outgoing
from hodhod.store.records import Message
from hodhod.tl import types


def stands(message: Outgoing, reply: Message | None) -> bool:
    """Do the words that the message quotes stand in what it answers?"""
    if message.quote is None or reply is None:
        return True
    quote = cast("types.TextWithEntities", tl.decode(message.quote)).text
    return quote in reply.content.text


def placed(message: Outgoing, reply: Message | None) -> Outgoing:
    """The message with its quote where the words stand in what it answers: at the offset that the client gave, counted
    in UTF-16 code units, or else nearest to it. Raises QUOTE_TEXT_INVALID where they do not stand there at all."""
    if message.quote is None or reply is None:
        return message
    quote = cast("types.TextWithEntities", tl.decode(message.quote)).text
    offset = _nearest(reply.content.text, quote, message.quote_offset)
    if offset is None:
        raise errors.QUOTE_TEXT_INVALID
    return message if offset == message.quote_offset else replace(message, quote_offset=offset)


def _nearest(text: str, quote: str, wanted: int) -> int | None:
    """The offset of the quote in the text that is closest to the wanted one."""
    start = len(utf16_slice(text, 0, max(wanted, 0)))
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    offsets = [utf16_length(text[:place]) for place in (before, after) if place >= 0]
    return min(offsets, key=lambda offset: abs(offset - wanted), default=None)
