"""The rules for understanding older layers, one row each; the last test of the file counts that none is without one."""

from typing import Any

import pytest

from hodhod import tl
from hodhod.tl import functions, rules_in, rules_keyboard, types
from tests.tl.said import heard, written

_user = written(158, "inputUser", user_id=7, access_hash=9)
_peer = types.InputPeerUser(user_id=7, access_hash=9)
_channel = written(158, "inputChannel", channel_id=6, access_hash=8)
_forum = types.InputPeerChannel(channel_id=6, access_hash=8)
_chat = written(158, "inputPeerChat", chat_id=4)
_reply = types.InputReplyToMessage(reply_to_msg_id=5)
_in_topic = types.InputReplyToMessage(reply_to_msg_id=5, top_msg_id=2)
_gift = types.InputSavedStarGiftUser(msg_id=3)
_invoice = types.InputInvoiceMessage(peer=types.InputPeerChat(chat_id=4), msg_id=3)
_passport = types.EmailVerifyPurposePassport()
_reason = written(158, "inputReportReasonSpam")
_text = types.TextWithEntities(text="hello", entities=[])
_topup = types.InputStorePaymentStarsTopup(stars=30, currency="EUR", amount=5)
_wallpaper = written(158, "wallPaperNoFile", id=1)


def _heart() -> types.ReactionEmoji:
    return types.ReactionEmoji(emoticon="❤")


# (type there, type today), what is heard, its field, what the field has become
CONVERSIONS: list[tuple[tuple[str, str], Any, str, Any]] = [
    (("int", "long"), heard(142, "upload.getFile", offset=7), "offset", 7),
    (("int", "double"), heard(158, "documentAttributeVideo", duration=9), "duration", 9.0),
    (("int", "string"), heard(214, "account.getUniqueGiftChatThemes", offset=9), "offset", "9"),
    (("int", "string"), heard(214, "account.getUniqueGiftChatThemes", offset=0), "offset", ""),
    (
        ("Bool", "true"),
        heard(158, "globalPrivacySettings", archive_and_mute_new_noncontact_peers=True),
        "archive_and_mute_new_noncontact_peers",
        True,
    ),
    (("Bool", "true"), heard(158, "globalPrivacySettings"), "archive_and_mute_new_noncontact_peers", False),
    (("string", "TextWithEntities"), heard(158, "poll", question="hello"), "question", _text),
    (("string", "Vector<TextWithEntities>"), heard(140, "messages.translateText", text="hello"), "text", [_text]),
    (("string", "Reaction"), heard(140, "messages.setDefaultReaction", reaction="❤"), "reaction", _heart()),
    (("string", "Reaction"), heard(140, "messages.setDefaultReaction", reaction=""), "reaction", types.ReactionEmpty()),
    (("string", "Vector<Reaction>"), heard(140, "messages.sendReaction", reaction="❤"), "reaction", [_heart()]),
    (("string", "Vector<Reaction>"), heard(140, "messages.sendReaction", reaction=""), "reaction", []),
    (("string", "Vector<Reaction>"), heard(140, "messages.sendReaction"), "reaction", None),
    (
        ("Vector<string>", "ChatReactions"),
        heard(140, "messages.setChatAvailableReactions", available_reactions=["❤"]),
        "available_reactions",
        types.ChatReactionsSome(reactions=[_heart()]),
    ),
    (
        ("Vector<string>", "ChatReactions"),
        heard(140, "messages.setChatAvailableReactions", available_reactions=[]),
        "available_reactions",
        types.ChatReactionsNone(),
    ),
    (
        ("string", "NotificationSound"),
        heard(139, "inputPeerNotifySettings", sound="default"),
        "sound",
        types.NotificationSoundDefault(),
    ),
    (
        ("string", "NotificationSound"),
        heard(139, "inputPeerNotifySettings", sound=""),
        "sound",
        types.NotificationSoundNone(),
    ),
    (
        ("string", "NotificationSound"),
        heard(139, "inputPeerNotifySettings", sound="bell"),
        "sound",
        types.NotificationSoundLocal(title="bell", data="bell"),
    ),
    (("int", "PeerColor"), heard(167, "account.updateColor", color=3), "color", types.PeerColor(color=3)),
    (("int", "RecentStory"), heard(200, "user", stories_max_id=3), "stories_max_id", types.RecentStory(max_id=3)),
    (
        ("long", "StarsAmount"),
        heard(190, "updateStarsBalance", balance=3),
        "balance",
        types.StarsAmount(amount=3, nanos=0),
    ),
    (("long", "Peer"), heard(210, "todoCompletion", completed_by=3), "completed_by", types.PeerUser(user_id=3)),
    (
        ("Vector<long>", "Vector<Peer>"),
        heard(158, "pollResults", recent_voters=[3]),
        "recent_voters",
        [types.PeerUser(user_id=3)],
    ),
    (
        ("Bool", "PaidReactionPrivacy"),
        heard(190, "messages.sendPaidReaction", private=True),
        "private",
        types.PaidReactionPrivacyAnonymous(),
    ),
    (
        ("true", "PaidReactionPrivacy"),
        heard(186, "messages.sendPaidReaction"),
        "private",
        types.PaidReactionPrivacyDefault(),
    ),
    (
        ("InputUser", "InputPeer"),
        heard(196, "payments.transferStarGift", to_id=_user),
        "to_id",
        _peer,
    ),
    (
        ("InputThemeSettings", "Vector<InputThemeSettings>"),
        heard(133, "account.updateTheme"),
        "settings",
        None,
    ),
    (("ThemeSettings", "Vector<ThemeSettings>"), heard(133, "theme"), "settings", None),
    (
        ("InputBusinessRecipients", "InputBusinessBotRecipients"),
        heard(176, "account.updateConnectedBot", recipients=written(176, "inputBusinessRecipients", contacts=True)),
        "recipients",
        types.InputBusinessBotRecipients(contacts=True),
    ),
    (
        ("MessageExtendedMedia", "Vector<MessageExtendedMedia>"),
        heard(158, "updateMessageExtendedMedia", extended_media=written(158, "messageExtendedMediaPreview")),
        "extended_media",
        [types.MessageExtendedMediaPreview()],
    ),
    (
        ("PaymentSavedCredentials", "Vector<PaymentSavedCredentials>"),
        heard(
            143,
            "payments.paymentForm",
            saved_credentials=written(143, "paymentSavedCredentialsCard", id="1", title="c"),
        ),
        "saved_credentials",
        [types.PaymentSavedCredentialsCard(id="1", title="c")],
    ),
    (
        ("Vector<Peer>", "Vector<SendAsPeer>"),
        heard(140, "channels.sendAsPeers", peers=[written(140, "peerUser", user_id=3)]),
        "peers",
        [types.SendAsPeer(peer=types.PeerUser(user_id=3))],
    ),
]

_REPLIES = (
    ("messages.prolongWebView", 158),
    ("messages.requestWebView", 158),
    ("messages.saveDraft", 158),
    ("messages.sendInlineBotResult", 158),
    ("messages.sendMedia", 158),
    ("messages.sendMessage", 158),
    ("messages.sendMultiMedia", 158),
)
_TOPICS = (
    "createForumTopic",
    "deleteTopicHistory",
    "editForumTopic",
    "getForumTopics",
    "getForumTopicsByID",
    "reorderPinnedForumTopics",
    "updatePinnedForumTopic",
)
_OWN_STORIES = (
    "canSendStory deleteStories editStory getStoriesArchive getStoriesViews getStoryViewsList sendStory togglePinned"
)
_STORIES_OF_USERS = "exportStoryLink getPinnedStories getStoriesByID incrementStoryViews readStories sendReaction"

# name of the rule, what is heard, its field, what the field has become
UPCASTS: list[tuple[str, Any, str, Any]] = [
    *((name, heard(layer, name, reply_to_msg_id=5), "reply_to", _reply) for name, layer in _REPLIES),
    *((name, heard(layer, name, reply_to_msg_id=5, top_msg_id=2), "reply_to", _in_topic) for name, layer in _REPLIES),
    *((name, heard(layer, name), "reply_to", None) for name, layer in _REPLIES),
    (
        "messages.sendMessage",
        heard(158, "messages.sendMessage", top_msg_id=2),
        "reply_to",
        types.InputReplyToMessage(reply_to_msg_id=2, top_msg_id=2),
    ),
    (
        "messages.sendScreenshotNotification",
        heard(158, "messages.sendScreenshotNotification", reply_to_msg_id=5),
        "reply_to",
        _reply,
    ),
    *(
        (f"stories.{name}", heard(163, f"stories.{name}"), "peer", types.InputPeerSelf())
        for name in _OWN_STORIES.split()
    ),
    *(
        (f"stories.{name}", heard(163, f"stories.{name}", user_id=_user), "peer", _peer)
        for name in _STORIES_OF_USERS.split()
    ),
    ("stats.getMessagePublicForwards", heard(158, "stats.getMessagePublicForwards", offset_id=0), "offset", ""),
    ("stats.getMessagePublicForwards", heard(158, "stats.getMessagePublicForwards", offset_id=9), "offset", "0"),
    ("stories.report", heard(160, "stories.report", user_id=_user, reason=_reason), "peer", _peer),
    ("stories.report", heard(160, "stories.report", reason=_reason), "option", b"inputReportReasonSpam"),
    ("messages.report", heard(158, "messages.report", reason=_reason), "option", b"inputReportReasonSpam"),
    ("account.sendVerifyEmailCode", heard(140, "account.sendVerifyEmailCode"), "purpose", _passport),
    ("account.verifyEmail", heard(140, "account.verifyEmail"), "purpose", _passport),
    (
        "account.verifyEmail",
        heard(140, "account.verifyEmail", code="12"),
        "verification",
        types.EmailVerificationCode(code="12"),
    ),
    (
        "account.updateColor",
        heard(166, "account.updateColor", color=1, background_emoji_id=2),
        "color",
        types.PeerColor(color=1, background_emoji_id=2),
    ),
    (
        "account.updateConnectedBot",
        heard(180, "account.updateConnectedBot", can_reply=True),
        "rights",
        types.BusinessBotRights(reply=True),
    ),
    (
        "channels.editCreator",
        heard(158, "channels.editCreator", channel=_channel, user_id=_user),
        "peer",
        types.InputPeerChannel(channel_id=6, access_hash=8),
    ),
    *((f"channels.{name}", heard(214, f"channels.{name}", channel=_channel), "peer", _forum) for name in _TOPICS),
    (
        "channels.editForumTopic",
        heard(149, "channels.editForumTopic", channel=_channel, topic_id=2, title="Owls"),
        "title",
        "Owls",
    ),
    ("channels.deleteUserHistory", heard(133, "channels.deleteUserHistory", user_id=_user), "participant", _peer),
    ("channels.reportSpam", heard(133, "channels.reportSpam", user_id=_user), "participant", _peer),
    (
        "channels.toggleSignatures",
        heard(158, "channels.toggleSignatures", enabled=True),
        "signatures_enabled",
        True,
    ),
    ("emojiStatusUntil", heard(158, "emojiStatusUntil", until=5), "until", 5),
    ("inputInvoiceStarGift", heard(190, "inputInvoiceStarGift", user_id=_user), "peer", _peer),
    ("inputInvoiceStarGiftTransfer", heard(196, "inputInvoiceStarGiftTransfer", msg_id=3), "stargift", _gift),
    ("inputInvoiceStarGiftUpgrade", heard(196, "inputInvoiceStarGiftUpgrade", msg_id=3), "stargift", _gift),
    (
        "inputInvoiceStars",
        heard(181, "inputInvoiceStars", option=written(181, "starsTopupOption", stars=30, currency="EUR", amount=5)),
        "purpose",
        _topup,
    ),
    (
        "inputMediaPoll",
        heard(
            158,
            "inputMediaPoll",
            poll=written(158, "poll", answers=[written(158, "pollAnswer", option=item) for item in (b"a", b"b")]),
            correct_answers=[b"b", b"lie"],
        ),
        "correct_answers",
        [1],
    ),
    ("inputMediaStory", heard(160, "inputMediaStory", user_id=_user), "peer", _peer),
    ("inputReplyToStory", heard(160, "inputReplyToStory", user_id=_user), "peer", _peer),
    (
        "inputStorePaymentStars",
        heard(181, "inputStorePaymentStars", stars=30, currency="EUR", amount=5),
        "currency",
        "EUR",
    ),
    ("messageActionAttachMenuBotAllowed", heard(152, "messageActionAttachMenuBotAllowed"), "attach_menu", True),
    (
        "messageActionSetSameChatWallPaper",
        heard(158, "messageActionSetSameChatWallPaper", wallpaper=_wallpaper),
        "same",
        True,
    ),
    (
        "messages.sendBotRequestedPeer",
        heard(158, "messages.sendBotRequestedPeer", requested_peer=_chat),
        "requested_peers",
        [types.InputPeerChat(chat_id=4)],
    ),
    (
        "messages.setChatTheme",
        heard(158, "messages.setChatTheme", emoticon="🎉"),
        "theme",
        types.InputChatTheme(emoticon="🎉"),
    ),
    ("messages.translateText", heard(140, "messages.translateText", msg_id=3, peer=_chat), "id", [3]),
    (
        "payments.assignAppStoreTransaction",
        heard(143, "payments.assignAppStoreTransaction", restore=True),
        "purpose",
        types.InputStorePaymentPremiumSubscription(restore=True),
    ),
    (
        "payments.assignPlayMarketTransaction",
        heard(143, "payments.assignPlayMarketTransaction"),
        "receipt",
        types.DataJSON(data="{}"),
    ),
    (
        "payments.canPurchasePremium",
        heard(143, "payments.canPurchasePremium"),
        "purpose",
        types.InputStorePaymentPremiumSubscription(),
    ),
    *(
        (f"payments.{name}", heard(196, f"payments.{name}", msg_id=3), "stargift", _gift)
        for name in ("convertStarGift", "saveStarGift", "transferStarGift", "upgradeStarGift")
    ),
    *(
        (f"payments.{name}", heard(140, f"payments.{name}", peer=_chat, msg_id=3), "invoice", _invoice)
        for name in ("getPaymentForm", "sendPaymentForm", "validateRequestedInfo")
    ),
    (
        "payments.getStarsRevenueWithdrawalUrl",
        heard(190, "payments.getStarsRevenueWithdrawalUrl", stars=9),
        "amount",
        9,
    ),
    (
        "payments.updateStarGiftPrice",
        heard(206, "payments.updateStarGiftPrice", resell_stars=9),
        "resell_amount",
        types.StarsAmount(amount=9, nanos=0),
    ),
    (
        "phoneCallDiscardReasonAllowGroupCall",
        heard(198, "phoneCallDiscardReasonAllowGroupCall"),
        "NAME",
        "phoneCallDiscardReasonHangup",
    ),
]


@pytest.mark.parametrize("pair,value,field,expected", CONVERSIONS)
def test_conversion(pair: tuple[str, str], value: tl.TLObject, field: str, expected: Any) -> None:
    assert getattr(value, field) == expected


@pytest.mark.parametrize("rule,value,field,expected", UPCASTS)
def test_upcast(rule: str, value: tl.TLObject, field: str, expected: Any) -> None:
    assert getattr(value, field) == expected


def test_input_users_as_peers() -> None:
    from_message = written(163, "inputUserFromMessage", peer=_chat, msg_id=2, user_id=7)
    for user, peer in (
        (written(163, "inputUserSelf"), types.InputPeerSelf()),
        (written(163, "inputUserEmpty"), types.InputPeerEmpty()),
        (
            from_message,
            types.InputPeerUserFromMessage(peer=types.InputPeerChat(chat_id=4), msg_id=2, user_id=7),
        ),
    ):
        assert heard(163, "stories.getPinnedStories", user_id=user).peer == peer


def test_input_channels_as_peers() -> None:
    from_message = written(158, "inputChannelFromMessage", peer=_chat, msg_id=2, channel_id=6)
    for channel, peer in (
        (
            from_message,
            types.InputPeerChannelFromMessage(peer=types.InputPeerChat(chat_id=4), msg_id=2, channel_id=6),
        ),
        (written(158, "inputChannelEmpty"), types.InputPeerEmpty()),
    ):
        assert heard(158, "channels.editCreator", channel=channel).peer == peer


def test_a_reply_of_today_is_not_touched() -> None:
    reply = written(200, "inputReplyToMessage", reply_to_msg_id=5)
    assert heard(200, "messages.sendMessage", reply_to=reply).reply_to == _reply


def test_methods_that_are_gone_are_understood() -> None:
    found = heard(158, "channels.getSponsoredMessages")
    assert isinstance(found, functions.legacy.ChannelsGetSponsoredMessages)
    assert found.NAME == "channels.getSponsoredMessages"


def test_requests_inside_of_requests() -> None:
    config = written(158, "help.getConfig")
    found = heard(158, "invokeWithLayer", layer=158, query=written(158, "initConnection", api_id=4, query=config))
    assert found.query.api_id == 4
    assert found.query.query == functions.help.GetConfig()


def test_no_rule_without_a_row() -> None:
    keyboards = {("Vector<KeyboardButtonRow>", "Vector<KeyboardInlineButtonRow>")}
    assert {row[0] for row in CONVERSIONS} == rules_in.CONVERT.keys() - keyboards
    # Keyboards have a file of their own.
    assert {row[0] for row in UPCASTS} == rules_in.UPCAST.keys() - rules_keyboard.UPCAST.keys()
