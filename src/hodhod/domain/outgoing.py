"""A message on its way into the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store.records import Content, Message, Scheduled


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message about to be sent; blobs are canonical TL as in store/tables/mailbox.py. random_id 0: made by the
    server; send_as: the peer that it is shown to be from, 0: see domain/sending_as.py; topic: of a forum, 0: that of
    the message answered; due: when it is to be sent, 0: now; preview: the address of the page that is shown below
    it, webpage: its id (domain/previews.py); reply_peer: the chat of what is answered, 0:
    this one, answered: what is said of that in another chat (domain/answering.py)."""

    text: str = ""
    random_id: int = 0
    flags: int = 0
    entities: bytes | None = None
    reply_to: int | None = None
    quote: bytes | None = None
    quote_offset: int = 0
    forward: bytes | None = None
    action: bytes | None = None
    markup: bytes | None = None
    media_kind: int = 0
    media_id: int = 0
    media: bytes | None = None
    grouped_id: int = 0
    saved_peer: int = 0
    saved_id: int = 0
    effect: int = 0
    send_as: int = 0
    topic: int = 0
    due: int = 0
    webpage: int = 0
    preview: str = ""
    reply_peer: int = 0
    answered: bytes | None = None


class Carried(TypedDict):
    """What a message says, the same on its way, in a schedule and in the store."""

    text: str
    entities: bytes | None
    quote: bytes | None
    quote_offset: int
    forward: bytes | None
    markup: bytes | None
    media_kind: int
    media_id: int
    media: bytes | None
    grouped_id: int
    saved_peer: int
    saved_id: int
    effect: int
    webpage: int


def carried(message: Outgoing | Scheduled) -> Carried:
    """What is taken over when a message goes from one to the next."""
    return Carried(
        text=message.text,
        entities=message.entities,
        quote=message.quote,
        quote_offset=message.quote_offset,
        forward=message.forward,
        markup=message.markup,
        media_kind=message.media_kind,
        media_id=message.media_id,
        media=message.media,
        grouped_id=message.grouped_id,
        saved_peer=message.saved_peer,
        saved_id=message.saved_id,
        effect=message.effect,
        webpage=message.webpage,
    )


def content_of(content_id: int, viewer: Viewer, peer: Peer, message: Outgoing, reply: Message | None) -> Content:
    """What is stored of it; reply: the message that it answers."""
    return Content(
        id=content_id,
        sender=viewer.user,
        peer=peer,
        date=viewer.now,
        flags=message.flags,
        reply_content=reply.content.id if reply is not None else None,
        action=message.action,
        answered=message.answered,
        **carried(message),
    )
