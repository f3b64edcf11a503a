"""What old requests and values become in today's layer, where the names alone do not say it."""

from collections.abc import Callable
from typing import Any

from hodhod.tl import rules_keyboard
from hodhod.tl._generated import functions, types
from hodhod.tl.base import TLObject
from hodhod.tl.values import peer_of_channel, peer_of_user, text_of

Extra = dict[str, Any]
# (the object as far as the names go, the fields of the wire that it has no place for) -> the object
Upcast = Callable[[Any, Extra], Any]


def _reaction(value: str) -> types.TypeReaction:
    return types.ReactionEmoji(emoticon=value) if value else types.ReactionEmpty()


def _chat_reactions(value: list[str]) -> types.TypeChatReactions:
    if not value:
        return types.ChatReactionsNone()
    return types.ChatReactionsSome(reactions=[_reaction(item) for item in value])


def _sound(value: str) -> types.TypeNotificationSound:
    if value == "default":
        return types.NotificationSoundDefault()
    return types.NotificationSoundLocal(title=value, data=value) if value else types.NotificationSoundNone()


def _recipients(value: types.InputBusinessRecipients) -> types.InputBusinessBotRecipients:
    return types.InputBusinessBotRecipients(
        existing_chats=value.existing_chats,
        new_chats=value.new_chats,
        contacts=value.contacts,
        non_contacts=value.non_contacts,
        exclude_selected=value.exclude_selected,
        users=value.users,
    )


def _paid_privacy(value: bool) -> types.TypePaidReactionPrivacy:
    return types.PaidReactionPrivacyAnonymous() if value else types.PaidReactionPrivacyDefault()


# (type there, type today)
CONVERT: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("int", "long"): lambda value: value,
    ("int", "double"): float,
    ("int", "string"): lambda value: str(value) if value else "",
    ("Bool", "true"): bool,
    ("string", "TextWithEntities"): text_of,
    ("string", "Vector<TextWithEntities>"): lambda value: [text_of(value)],
    ("string", "Reaction"): _reaction,
    ("string", "Vector<Reaction>"): lambda value: [_reaction(value)] if value else [],
    ("Vector<string>", "ChatReactions"): _chat_reactions,
    ("string", "NotificationSound"): _sound,
    ("int", "PeerColor"): lambda value: types.PeerColor(color=value),
    ("int", "RecentStory"): lambda value: types.RecentStory(max_id=value),
    ("long", "StarsAmount"): lambda value: types.StarsAmount(amount=value, nanos=0),
    ("long", "Peer"): lambda value: types.PeerUser(user_id=value),
    ("Vector<long>", "Vector<Peer>"): lambda value: [types.PeerUser(user_id=item) for item in value],
    ("Bool", "PaidReactionPrivacy"): _paid_privacy,
    ("true", "PaidReactionPrivacy"): _paid_privacy,
    ("InputUser", "InputPeer"): peer_of_user,
    ("InputThemeSettings", "Vector<InputThemeSettings>"): lambda value: [value],
    ("ThemeSettings", "Vector<ThemeSettings>"): lambda value: [value],
    ("InputBusinessRecipients", "InputBusinessBotRecipients"): _recipients,
    ("MessageExtendedMedia", "Vector<MessageExtendedMedia>"): lambda value: [value],
    ("PaymentSavedCredentials", "Vector<PaymentSavedCredentials>"): lambda value: [value],
    ("Vector<Peer>", "Vector<SendAsPeer>"): lambda value: [types.SendAsPeer(peer=item) for item in value],
}


def _reply_to(value: Any, extra: Extra) -> Any:
    """The answered message and the topic travelled in fields of their own until layers 159 and 165."""
    topic_id = extra.get("top_msg_id")
    message_id = extra.get("reply_to_msg_id")
    message_id = topic_id if message_id is None else message_id
    if message_id is not None:
        value.reply_to = types.InputReplyToMessage(reply_to_msg_id=message_id, top_msg_id=topic_id)
    return value


def _peer_of_user_id(value: Any, extra: Extra) -> Any:
    """Stories were those of users until layer 163; some methods named nobody and meant oneself."""
    if value.peer is None:
        value.peer = peer_of_user(extra["user_id"]) if "user_id" in extra else types.InputPeerSelf()
    return value


def _report(value: Any, extra: Extra) -> Any:
    """A reason was one of a few constructors; the option carries its name."""
    if "reason" in extra:
        value.option = extra["reason"].NAME.encode()
    return _peer_of_user_id(value, extra)


def _topup(option: types.StarsTopupOption) -> types.InputStorePaymentStarsTopup:
    return types.InputStorePaymentStarsTopup(stars=option.stars, currency=option.currency, amount=option.amount)


def _invoice(value: Any, extra: Extra) -> Any:
    if "msg_id" in extra:
        value.invoice = types.InputInvoiceMessage(peer=extra["peer"], msg_id=extra["msg_id"])
    return value


def _payment_stars(value: Any, extra: Extra) -> Any:
    return types.InputStorePaymentStarsTopup(stars=value.stars, currency=value.currency, amount=value.amount)


def _poll_media(value: types.InputMediaPoll, extra: Extra) -> TLObject:
    """The right answers were told by their options, today by their places."""
    wanted = extra.get("correct_answers")
    if wanted is not None:
        options = [getattr(answer, "option", None) for answer in value.poll.answers]
        value.correct_answers = [options.index(option) for option in wanted if option in options]
    return value


def _color(value: Any, extra: Extra) -> Any:
    emoji = extra.get("background_emoji_id")
    if emoji is not None:
        value.color = types.PeerColor(color=value.color.color if value.color else None, background_emoji_id=emoji)
    return value


def _connected_bot(value: Any, extra: Extra) -> Any:
    if extra.get("can_reply"):
        value.rights = types.BusinessBotRights(reply=True)
    return value


def _verify_email(value: Any, extra: Extra) -> Any:
    """The e-mail to be verified was always the passport's."""
    value.purpose = types.EmailVerifyPurposePassport()
    if "code" in extra:
        value.verification = types.EmailVerificationCode(code=extra["code"])
    return value


def _translate(value: Any, extra: Extra) -> Any:
    if extra.get("msg_id") is not None:
        value.id = [extra["msg_id"]]
    return value


def _subscription(value: Any, extra: Extra) -> Any:
    value.purpose = types.InputStorePaymentPremiumSubscription(restore=bool(extra.get("restore")))
    if "receipt" in type(value).__slots__ and value.receipt is None:
        value.receipt = types.DataJSON(data="{}")
    return value


def _set(field: str, old: str, make: Callable[[Any], Any]) -> Upcast:
    """A rule that makes one field from one old field, if the declaration has it."""

    def upcast(value: Any, extra: Extra) -> Any:
        if extra.get(old) is not None:
            setattr(value, field, make(extra[old]))
        return value

    return upcast


def _chat_creator(value: Any, extra: Extra) -> Any:
    """Basic groups could not be given away until layer 223."""
    return functions.messages.EditChatCreator(
        peer=peer_of_channel(value.channel), user_id=value.user_id, password=value.password
    )


def _participant_history(value: Any, extra: Extra) -> Any:
    return functions.channels.DeleteParticipantHistory(channel=value.channel, participant=peer_of_user(value.user_id))


def _forum(kind: Any) -> Upcast:
    """Topics were those of channels until layer 214."""

    def upcast(value: Any, extra: Extra) -> Any:
        fields = {name: getattr(value, name) for name in type(value).__slots__ if name != "channel"}
        return kind(peer=peer_of_channel(value.channel), **fields)

    return upcast


_TOPICS = (
    functions.messages.CreateForumTopic,
    functions.messages.DeleteTopicHistory,
    functions.messages.EditForumTopic,
    functions.messages.GetForumTopics,
    functions.messages.GetForumTopicsByID,
    functions.messages.ReorderPinnedForumTopics,
    functions.messages.UpdatePinnedForumTopic,
)
_REPLIES = ("prolongWebView", "requestWebView", "saveDraft", "sendInlineBotResult", "sendMedia", "sendMessage")
_STORIES = ("canSendStory", "deleteStories", "editStory", "exportStoryLink", "getPinnedStories", "getStoriesArchive")
_STORY_LISTS = ("getStoriesByID", "getStoriesViews", "getStoryViewsList", "incrementStoryViews", "readStories")

_GIFT = _set("stargift", "msg_id", lambda message_id: types.InputSavedStarGiftUser(msg_id=message_id))

UPCAST: dict[str, Upcast] = {
    **rules_keyboard.UPCAST,
    **{f"messages.{name}": _reply_to for name in (*_REPLIES, "sendMultiMedia", "sendScreenshotNotification")},
    **{
        f"stories.{name}": _peer_of_user_id
        for name in (*_STORIES, *_STORY_LISTS, "sendReaction", "sendStory", "togglePinned")
    },
    **{kind.NAME.replace("messages.", "channels."): _forum(kind) for kind in _TOPICS},
    "account.sendVerifyEmailCode": _verify_email,
    "account.updateColor": _color,
    "account.updateConnectedBot": _connected_bot,
    "account.verifyEmail": _verify_email,
    "channels.deleteUserHistory": _participant_history,
    "channels.editCreator": _chat_creator,
    "channels.reportSpam": _set("participant", "user_id", peer_of_user),
    "channels.toggleSignatures": _set("signatures_enabled", "enabled", bool),
    "emojiStatusUntil": lambda value, extra: types.EmojiStatus(document_id=value.document_id, until=value.until),
    "inputInvoiceStarGift": _peer_of_user_id,
    "inputInvoiceStarGiftTransfer": _GIFT,
    "inputInvoiceStarGiftUpgrade": _GIFT,
    "inputInvoiceStars": _set("purpose", "option", _topup),
    "inputMediaPoll": _poll_media,
    "inputMediaStory": _peer_of_user_id,
    "inputReplyToStory": _peer_of_user_id,
    "inputStorePaymentStars": _payment_stars,
    "messageActionAttachMenuBotAllowed": lambda value, extra: types.MessageActionBotAllowed(attach_menu=True),
    "messageActionSetSameChatWallPaper": lambda value, extra: types.MessageActionSetChatWallPaper(
        same=True, wallpaper=value.wallpaper
    ),
    "messages.report": _report,
    "messages.sendBotRequestedPeer": _set("requested_peers", "requested_peer", lambda peer: [peer]),
    "messages.setChatTheme": _set("theme", "emoticon", lambda emoticon: types.InputChatTheme(emoticon=emoticon)),
    "messages.translateText": _translate,
    "payments.assignAppStoreTransaction": _subscription,
    "payments.assignPlayMarketTransaction": _subscription,
    "payments.canPurchasePremium": _subscription,
    "payments.convertStarGift": _GIFT,
    "payments.getPaymentForm": _invoice,
    "payments.getStarsRevenueWithdrawalUrl": _set("amount", "stars", int),
    "payments.saveStarGift": _GIFT,
    "payments.sendPaymentForm": _invoice,
    "payments.transferStarGift": _GIFT,
    "payments.updateStarGiftPrice": _set(
        "resell_amount", "resell_stars", lambda stars: types.StarsAmount(amount=stars, nanos=0)
    ),
    "payments.upgradeStarGift": _GIFT,
    "payments.validateRequestedInfo": _invoice,
    "phoneCallDiscardReasonAllowGroupCall": lambda value, extra: types.PhoneCallDiscardReasonHangup(),
    # a page was asked for by date and id, and today's answer tells neither: there is the first page only
    "stats.getMessagePublicForwards": _set("offset", "offset_id", lambda msg_id: "0" if msg_id else ""),
    "stories.report": _report,
}

# Rules that look at today's declaration too, because an old constructor can stand inside of it.
ALWAYS = frozenset({"replyKeyboardMarkup"})
