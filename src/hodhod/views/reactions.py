"""Reactions to a message as one viewer sees them, and what a chat allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hodhod.domain import reaction_counts, reaction_set
from hodhod.domain.personal import is_own
from hodhod.domain.reactions import Page
from hodhod.domain.viewer import Viewer
from hodhod.store import reactions as store
from hodhod.store.bits import ContentFlag
from hodhod.store.db import Tx
from hodhod.store.records import Chat, Message, Reaction
from hodhod.tl import types
from hodhod.views.peers import described
from hodhod.views.refs import peer_of

if TYPE_CHECKING:
    from hodhod.views.media import Attached

POST = int(ContentFlag.POST)

# content id -> the viewer's own reaction to it, and those to the viewer's message that they have not seen
Concerning = Mapping[int, Sequence[Reaction]]


async def concerning(tx: Tx, viewer: Viewer, rows: Sequence[Message]) -> Concerning:
    """What of the reactions to these messages is the viewer's own business."""
    found: dict[int, list[Reaction]] = {}
    reacted = [row for row in rows if row.content.reactions] if viewer.user else []
    if not reacted:
        return found
    written = [row.content.id for row in reacted if is_own(viewer, row)]
    chosen = await store.own(tx, viewer.user, [row.content.id for row in reacted])
    for one in chosen + await store.unseen(tx, viewer.user, written):
        found.setdefault(one.content_id, []).append(one)
    return found


def of_message(row: Message, files: Attached) -> types.MessageReactions | None:
    """None where nobody has reacted."""
    return shown(row, files) if row.content.reactions else None


def shown(row: Message, files: Attached) -> types.MessageReactions:
    """min: for nobody in particular, so it does not say what the viewer chose."""
    viewer, content = files.viewer, row.content
    counts = reaction_counts.unpack(content.reactions)
    own = files.reactions.get(content.id, ())
    chosen = {one.reaction for one in own if one.user_id == viewer.user}
    unread = {one.user_id for one in own if one.author == viewer.user and one.unread}
    if row.copy.peer == row.copy.owner > 0:
        return _tags(counts)
    return types.MessageReactions(
        min=not viewer.user,
        can_see_list=not content.flags & POST,
        results=[
            types.ReactionCount(chosen_order=0 if name in chosen else None, reaction=emoji(name), count=count)
            for name, count in counts.counts
        ],
        recent_reactions=[
            types.MessagePeerReaction(
                big=one.big > 0,
                unread=one.user in unread,
                my=one.user == viewer.user,
                peer_id=peer_of(one.user),
                date=one.date,
                reaction=emoji(one.reaction),
            )
            for one in counts.last
        ]
        or None,
    )


def _tags(counts: reaction_counts.Counts) -> types.MessageReactions:
    """Of a message to oneself: reactions are tags there, and nobody else has any."""
    chosen: list[types.TypeReactionCount] = [
        types.ReactionCount(chosen_order=place, reaction=emoji(name), count=count)
        for place, (name, count) in enumerate(counts.counts)
    ]
    return types.MessageReactions(reactions_as_tags=True, results=chosen)


def update(row: Message, files: Attached) -> types.UpdateMessageReactions:
    return types.UpdateMessageReactions(
        peer=peer_of(row.copy.peer),
        msg_id=row.copy.id,
        top_msg_id=(row.post.thread or None) if row.post is not None else None,
        reactions=shown(row, files),
    )


async def listed(tx: Tx, viewer: Viewer, page: Page) -> types.messages.MessageReactionsList:
    users, chats = await described(tx, viewer, {one.user_id for one in page.rows})
    return types.messages.MessageReactionsList(
        count=page.total,
        reactions=[
            types.MessagePeerReaction(
                big=one.big > 0,
                unread=one.author == viewer.user and one.unread > 0,
                my=one.user_id == viewer.user,
                peer_id=peer_of(one.user_id),
                date=one.date,
                reaction=emoji(one.reaction),
            )
            for one in page.rows
        ],
        chats=chats,
        users=users,
        next_offset=page.next_offset,
    )


def allowed(chat: Chat) -> types.TypeChatReactions:
    names = reaction_set.allowed(chat)
    if names == reaction_set.STANDARD:
        return types.ChatReactionsAll()
    return types.ChatReactionsSome(reactions=[emoji(name) for name in names]) if names else types.ChatReactionsNone()


def limit(chat: Chat) -> int | None:
    """How many kinds a message may have, where the chat itself says so."""
    most = reaction_set.limit(chat)
    return most if most != reaction_set.UNIQUE else None


def emoji(name: str) -> types.TypeReaction:
    return types.ReactionEmoji(emoticon=name)
