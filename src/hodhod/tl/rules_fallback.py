"""What stands for a constructor in a layer that does not have it.

    RESHAPE       by constructor that the layer has, but cannot always use
    REPLACE       by constructor that the layer does not have
    REPLACE_TYPE  the same for all constructors of a type without a rule of their own

What has no rule has no form: the field or the item of a vector is left out, an update is not sent. That is the rule
for updates, message entities, privacy rules, reactions, video sizes, media areas, dialog filters, communities and
their dialogs, admin log events, and for whatever a client must have asked for with a method that it does not have.
"""

from collections.abc import Callable
from typing import Any

from hodhod.tl._generated import types
from hodhod.tl.base import TLObject
from hodhod.tl.errors import NotInLayer
from hodhod.tl.rules_keyboard import reply_button

# (object, layer) -> the object that is written instead; raises NotInLayer if there is none
Replacement = Callable[[Any, int], TLObject]

_HEADER_NEEDS_ID_UNTIL = 165
_STORIES_OF_USERS_UNTIL = 163
_USUAL_CODE_LENGTH = 5


def _reply_header(value: types.MessageReplyHeader, layer: int) -> TLObject:
    if layer <= _HEADER_NEEDS_ID_UNTIL and value.reply_to_msg_id is None:
        raise NotInLayer(value.NAME, layer)
    return value


def _story_media(value: types.MessageMediaStory, layer: int) -> TLObject:
    if layer <= _STORIES_OF_USERS_UNTIL and not isinstance(value.peer, types.PeerUser):
        return types.MessageMediaUnsupported()
    return value


def _requested_peer(value: types.MessageActionRequestedPeer, layer: int) -> TLObject:
    return value if value.peers else types.MessageActionEmpty()


def _promo(value: types.help.PromoData, layer: int) -> TLObject:
    return types.help.PromoDataEmpty(expires=value.expires) if value.peer is None else value


RESHAPE: dict[str, Replacement] = {
    "help.promoData": _promo,
    "keyboardButton": reply_button,
    "messageActionRequestedPeer": _requested_peer,
    "messageMediaStory": _story_media,
    "messageReplyHeader": _reply_header,
}


def _emoji_status(value: types.EmojiStatusCollectible, layer: int) -> TLObject:
    return types.EmojiStatus(document_id=value.document_id, until=value.until)


def _sticker_attribute(value: types.DocumentAttributeCustomEmoji, layer: int) -> TLObject:
    return types.DocumentAttributeSticker(alt=value.alt, stickerset=value.stickerset)


def _sms(value: Any, layer: int) -> TLObject:
    return types.auth.SentCodeTypeSms(length=getattr(value, "length", _USUAL_CODE_LENGTH))


def _app_code(value: types.auth.SentCodeTypeEmailCode, layer: int) -> TLObject:
    return types.auth.SentCodeTypeApp(length=value.length)


def _call_code(value: types.auth.SentCodeTypeMissedCall, layer: int) -> TLObject:
    return types.auth.SentCodeTypeCall(length=value.length)


def _emoji_group(value: Any, layer: int) -> TLObject:
    return types.EmojiGroup(
        title=value.title, icon_emoji_id=value.icon_emoji_id, emoticons=getattr(value, "emoticons", [])
    )


def _covered(value: Any, layer: int) -> TLObject:
    documents = getattr(value, "documents", None)
    return types.StickerSetCovered(set=value.set, cover=documents[0] if documents else types.DocumentEmpty(id=0))


def _plain_text(value: Any, layer: int) -> TLObject:
    """The text inside a rich text of a new kind."""
    inner = getattr(value, "text", None) or getattr(value, "alt", None) or getattr(value, "source", None)
    if isinstance(inner, TLObject):
        return inner
    return types.TextPlain(text=inner) if inner else types.TextEmpty()


def _header_block(value: Any, layer: int) -> TLObject:
    return types.PageBlockHeader(text=value.text)


def _subheader_block(value: Any, layer: int) -> TLObject:
    return types.PageBlockSubheader(text=value.text)


def _inline_text(value: types.BotInlineMessageMediaWebPage, layer: int) -> TLObject:
    return types.BotInlineMessageText(message=value.message, entities=value.entities, reply_markup=value.reply_markup)


def _no_sponsored(value: object, layer: int) -> TLObject:
    return types.messages.SponsoredMessages(messages=[], chats=[], users=[])


def _translation(value: types.messages.TranslateResult, layer: int) -> TLObject:
    if not value.result:
        return types.legacy.MessagesTranslateNoResult()
    return types.legacy.MessagesTranslateResultText(text=value.result[0].text)


def _typing(value: object, layer: int) -> TLObject:
    return types.SendMessageTypingAction()


def _pinned_topic(value: types.UpdatePinnedForumTopic, layer: int) -> TLObject:
    """Forums were channels alone until layer 214."""
    if not isinstance(value.peer, types.PeerChannel):
        raise NotInLayer(value.NAME, layer)
    return types.legacy.UpdateChannelPinnedTopic(
        pinned=value.pinned, channel_id=value.peer.channel_id, topic_id=value.topic_id
    )


def _pinned_topics(value: types.UpdatePinnedForumTopics, layer: int) -> TLObject:
    if not isinstance(value.peer, types.PeerChannel):
        raise NotInLayer(value.NAME, layer)
    return types.legacy.UpdateChannelPinnedTopics(channel_id=value.peer.channel_id, order=value.order)


REPLACE: dict[str, Replacement] = {
    "auth.codeTypeFragmentSms": lambda value, layer: types.auth.CodeTypeSms(),
    "auth.codeTypeMissedCall": lambda value, layer: types.auth.CodeTypeCall(),
    "auth.sentCodeTypeEmailCode": _app_code,
    "auth.sentCodeTypeFirebaseSms": _sms,
    "auth.sentCodeTypeFragmentSms": _sms,
    "auth.sentCodeTypeMissedCall": _call_code,
    "auth.sentCodeTypeSmsPhrase": _sms,
    "auth.sentCodeTypeSmsWord": _sms,
    "botInlineMessageMediaWebPage": _inline_text,
    "documentAttributeCustomEmoji": _sticker_attribute,
    "emojiGroupGreeting": _emoji_group,
    "emojiGroupPremium": _emoji_group,
    "emojiStatusCollectible": _emoji_status,
    "messages.sponsoredMessagesEmpty": _no_sponsored,
    "messages.translateResult": _translation,
    **{f"pageBlockHeading{rank}": _header_block for rank in (1, 2)},
    **{f"pageBlockHeading{rank}": _subheader_block for rank in (3, 4, 5, 6)},
    "phoneCallDiscardReasonMigrateConferenceCall": lambda value, layer: types.PhoneCallDiscardReasonHangup(),
    "sendMessageRichMessageDraftAction": _typing,
    "sendMessageStopDraftAction": lambda value, layer: types.SendMessageCancelAction(),
    "sendMessageTextDraftAction": _typing,
    "stickerSetFullCovered": _covered,
    "stickerSetNoCovered": _covered,
    "updatePinnedForumTopic": _pinned_topic,
    "updatePinnedForumTopics": _pinned_topics,
}

REPLACE_TYPE: dict[str, Replacement] = {
    "MessageAction": lambda value, layer: types.MessageActionEmpty(),
    "MessageMedia": lambda value, layer: types.MessageMediaUnsupported(),
    "PageBlock": lambda value, layer: types.PageBlockUnsupported(),
    "RichText": _plain_text,
    "StarsTransactionPeer": lambda value, layer: types.StarsTransactionPeerUnsupported(),
}
