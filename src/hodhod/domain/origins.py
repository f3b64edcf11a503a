"""Who said something first: the origin that a forward, or an answer in another chat, shows."""

from __future__ import annotations

from typing import cast

from hodhod import tl
from hodhod.domain import mentions, privacy
from hodhod.domain.viewer import Viewer
from hodhod.store.records import Message, SeenUser
from hodhod.tl import types


def of(viewer: Viewer, row: Message, author: SeenUser | None) -> types.MessageFwdHeader | None:
    """Who said it first and when. None for one's own notes."""
    content = row.content
    if content.forward is not None:
        header = cast("types.MessageFwdHeader", tl.decode(content.forward))
        header.saved_out, header.saved_from_id, header.saved_from_name, header.saved_date = False, None, None, None
        return header
    if row.copy.peer == viewer.user:
        return None
    header = types.MessageFwdHeader(date=content.date)
    if content.sender < 0:
        header.from_id = mentions.tl_peer(content.sender)
        header.channel_post = row.copy.id if row.copy.owner == content.sender else None
        header.post_author = row.post.signature if row.post is not None else None
    elif (name := hidden_name(viewer, author)) is None:
        header.from_id = types.PeerUser(user_id=content.sender)
    else:
        header.from_name = name
    return header


def hidden_name(viewer: Viewer, author: SeenUser | None) -> str | None:
    """The plain name of an author who does not want to be linked, None for others."""
    if author is None or privacy.allows(author, "forwards", viewer.user):
        return None
    return f"{author.user.first_name} {author.user.last_name}".strip()
