"""What methods that send have in common: the text, its entities, and what it replies to."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import errors, tl
from hodhod.api import inputs
from hodhod.domain import entities, previews, scheduling
from hodhod.ids import Peer
from hodhod.rpc.context import Context
from hodhod.store.bits import ContentFlag
from hodhod.tl import types

MAX_QUOTE = 1024


def text_of(ctx: Context, text: str, given: Sequence[types.TypeMessageEntity] | None) -> tuple[str, bytes | None]:
    """(text, entities as stored). Raises MESSAGE_EMPTY, MESSAGE_TOO_LONG, ENTITY_BOUNDS_INVALID, ENTITIES_TOO_LONG,
    ENTITY_MENTION_USER_INVALID."""
    trimmed, kept = entities.prepare(text, own_entities(ctx, given), ctx.world.limits.message_length)
    return trimmed, entities.packed(kept)


def own_entities(ctx: Context, given: Sequence[types.TypeMessageEntity] | None) -> list[types.TypeMessageEntity] | None:
    """A sender's entities with the people that they name. Raises ENTITY_MENTION_USER_INVALID."""
    return [_own(ctx, entity) for entity in given[: entities.MAX_ENTITIES] if not _claims(entity)] if given else None


def words_of(ctx: Context, text: str, given: Sequence[types.TypeMessageEntity] | None) -> tuple[str, bytes | None]:
    """The same, where it may be empty. Raises MESSAGE_TOO_LONG and what text_of raises of the entities."""
    return text_of(ctx, text, given) if entities.SEEN.search(text) else ("", None)


def caption_of(ctx: Context, text: str, given: Sequence[types.TypeMessageEntity] | None) -> tuple[str, bytes | None]:
    """The text beside media. Raises MEDIA_CAPTION_TOO_LONG and what text_of raises of the entities."""
    if entities.utf16_length(text.strip()) > ctx.world.limits.caption_length:
        raise errors.MEDIA_CAPTION_TOO_LONG
    return words_of(ctx, text, given)


def _claims(entity: types.TypeMessageEntity) -> bool:
    """A mention by name as it is shown: a sender has to give the access hash, or anybody could name anybody."""
    return isinstance(entity, types.MessageEntityMentionName)


def _own(ctx: Context, entity: types.TypeMessageEntity) -> types.TypeMessageEntity:
    """A mention by name: the caller's InputUser becomes the id that is stored."""
    if not isinstance(entity, types.InputMessageEntityMentionName):
        return entity
    who = entity.user_id
    if isinstance(who, types.InputUserSelf):
        user_id = int(ctx.user)
    elif isinstance(who, types.InputUser) and who.access_hash == ctx.world.hashes.user(ctx.user, who.user_id):
        user_id = who.user_id
    else:
        raise errors.ENTITY_MENTION_USER_INVALID
    return types.MessageEntityMentionName(offset=entity.offset, length=entity.length, user_id=user_id)


def looks_of(
    ctx: Context, no_webpage: bool, invert_media: bool, media: types.InputMediaWebPage | None
) -> previews.Looks:
    """How links and media are to be shown. Raises WEBPAGE_URL_INVALID, WEBPAGE_NOT_FOUND."""
    flags = no_webpage * ContentFlag.NO_WEBPAGE | invert_media * ContentFlag.INVERT_MEDIA
    asked = previews.asked(ctx.viewer, media) if media is not None else previews.Looks()
    return previews.Looks(int(flags) | asked.flags, asked.url)


async def sender_of(ctx: Context, given: types.TypeInputPeer | None) -> int:
    """The peer as which the message is to be sent, 0: nothing is said of it. Raises what inputs.peer raises."""
    return await inputs.peer(ctx, given) if given is not None else 0


def topic_of(reply: types.TypeInputReplyTo | None) -> int:
    """The topic or thread that is named with what is answered, 0: none."""
    return reply.top_msg_id or 0 if isinstance(reply, types.InputReplyToMessage) else 0


async def due_of(ctx: Context, peer: Peer, date: int | None, repeat: int | None = None) -> int:
    """When the message is to be sent, 0: now. Raises what scheduling.due raises."""
    return await scheduling.due(ctx.tx, ctx.viewer, peer, date, repeat) if date or repeat else 0


async def reply_peer_of(ctx: Context, reply: types.TypeInputReplyTo | None) -> int:
    """The chat of what is answered, 0: the one that is written to. Raises what inputs.peer raises."""
    named = reply.reply_to_peer_id if isinstance(reply, types.InputReplyToMessage) else None
    return await inputs.peer(ctx, named) if named is not None else 0


def reply_of(reply: types.TypeInputReplyTo | None) -> tuple[int | None, bytes | None, int]:
    """(message id, quote as stored, its offset). Raises REPLY_TO_INVALID, QUOTE_TEXT_INVALID."""
    if reply is None:
        return None, None, 0
    if not isinstance(reply, types.InputReplyToMessage):
        raise errors.REPLY_TO_INVALID
    if not reply.quote_text:
        return reply.reply_to_msg_id or None, None, 0
    try:
        quoted, kept = entities.prepare(reply.quote_text, reply.quote_entities, MAX_QUOTE)
    except (errors.MESSAGE_EMPTY, errors.MESSAGE_TOO_LONG):
        raise errors.QUOTE_TEXT_INVALID from None
    quote = tl.encode(types.TextWithEntities(text=quoted, entities=entities.only_quoted(kept)))
    return reply.reply_to_msg_id or None, quote, reply.quote_offset or 0
