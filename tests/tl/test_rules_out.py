"""The rules for writing older layers, one row each; the last test of the file counts that none is without a row."""

from typing import Any

import pytest

from hodhod import tl
from hodhod.tl import rules_fallback, rules_out, types
from tests.tl.said import bare, said, sample

_user = types.PeerUser(user_id=7)
_channel = types.PeerChannel(channel_id=9)
_text = types.TextWithEntities(text="hello", entities=[])
_heart = types.ReactionEmoji(emoticon="❤")
_custom = types.ReactionCustomEmoji(document_id=5)
_stars = types.StarsAmount(amount=30, nanos=0)
_color = types.PeerColor(color=4, background_emoji_id=6)
_permille = types.StarGiftAttributeRarity(permille=12)
_media = types.MessageMediaUnsupported()

# (type today, type there), object, layer, field there, what is read there
CONVERSIONS: list[tuple[tuple[str, str], Any, int, str, Any]] = [
    (("long", "int"), sample("document", size=5_000_000_000), 142, "size", 2**31 - 1),
    (("long", "int"), sample("fileHash", offset=77), 142, "offset", 77),
    (("double", "int"), sample("documentAttributeVideo", duration=9.7), 158, "duration", 9),
    (("double", "int"), sample("documentAttributeVideo", duration=float("nan")), 158, "duration", 0),
    (("string", "int"), sample("account.chatThemes", next_offset="12"), 214, "next_offset", 12),
    (("string", "int"), sample("account.chatThemes", next_offset="x"), 214, "next_offset", None),
    (("true", "Bool"), sample("updatePeerBlocked", blocked=True), 158, "blocked", True),
    (("true", "Bool"), sample("updatePeerBlocked", blocked=False), 158, "blocked", False),
    (("TextWithEntities", "string"), sample("poll", question=_text), 158, "question", "hello"),
    (("TextWithEntities", "string"), sample("dialogFilter", title=_text), 181, "title", "hello"),
    (
        ("GroupCallMessage", "TextWithEntities"),
        sample("updateGroupCallMessage", message=sample("groupCallMessage", message=_text)),
        216,
        "message",
        "textWithEntities",
    ),
    (("Reaction", "string"), sample("messagePeerReaction", reaction=_heart), 140, "reaction", "❤"),
    (
        ("ChatReactions", "Vector<string>"),
        sample("chatFull", available_reactions=types.ChatReactionsSome(reactions=[_heart, _custom])),
        140,
        "available_reactions",
        ["❤"],
    ),
    (
        ("ChatReactions", "Vector<string>"),
        sample("channelFull", available_reactions=types.ChatReactionsNone()),
        140,
        "available_reactions",
        [],
    ),
    (("PeerColor", "int"), sample("user", color=_color), 166, "color", 4),
    (("PeerColor", "int"), sample("user", color=sample("peerColorCollectible")), 166, "color", None),
    (("RecentStory", "int"), sample("user", stories_max_id=types.RecentStory(max_id=3)), 200, "stories_max_id", 3),
    (("StarsAmount", "long"), sample("updateStarsBalance", balance=_stars), 190, "balance", 30),
    (
        ("NotificationSound", "string"),
        sample("inputPeerNotifySettings", sound=types.NotificationSoundLocal(title="t", data="d")),
        139,
        "sound",
        "d",
    ),
    (
        ("PaidReactionPrivacy", "Bool"),
        sample("updatePaidReactionPrivacy", private=types.PaidReactionPrivacyAnonymous()),
        190,
        "private",
        True,
    ),
    (
        ("BusinessBotRecipients", "BusinessRecipients"),
        sample("connectedBot", recipients=types.BusinessBotRecipients(contacts=True)),
        176,
        "recipients",
        "businessRecipients",
    ),
    (
        ("PeerStories", "UserStories"),
        sample("userFull", stories=types.PeerStories(peer=_user, stories=[])),
        160,
        "stories",
        "userStories",
    ),
    (
        ("PeerStories", "UserStories"),
        sample("userFull", stories=types.PeerStories(peer=_channel, stories=[])),
        160,
        "stories",
        None,
    ),
    (("Peer", "long"), sample("todoCompletion", completed_by=_user), 210, "completed_by", 7),
    (("Peer", "long"), sample("todoCompletion", completed_by=_channel), 210, "completed_by", 0),
    (
        ("Vector<Peer>", "Vector<long>"),
        sample("pollResults", recent_voters=[_user, _channel]),
        158,
        "recent_voters",
        [7],
    ),
    (
        ("Vector<SendAsPeer>", "Vector<Peer>"),
        sample("channels.sendAsPeers", peers=[types.SendAsPeer(peer=_channel)]),
        140,
        "peers",
        ["peerChannel"],
    ),
    (
        ("Vector<MessagePeerReaction>", "Vector<MessageUserReaction>"),
        sample(
            "messages.messageReactionsList",
            reactions=[sample("messagePeerReaction", peer_id=_user, reaction=item) for item in (_heart, _custom)],
        ),
        136,
        "reactions",
        ["messageUserReaction"],
    ),
    (
        ("Vector<MessagePeerVote>", "Vector<MessageUserVote>"),
        sample(
            "messages.votesList",
            votes=[
                types.MessagePeerVote(peer=_user, option=b"1", date=1),
                types.MessagePeerVoteMultiple(peer=_user, options=[b"1"], date=1),
                types.MessagePeerVoteInputOption(peer=_user, date=1),
                types.MessagePeerVoteInputOption(peer=_channel, date=1),
            ],
        ),
        158,
        "votes",
        ["messageUserVote", "messageUserVoteMultiple", "messageUserVoteInputOption"],
    ),
    (
        ("Vector<MessageExtendedMedia>", "MessageExtendedMedia"),
        sample("updateMessageExtendedMedia", extended_media=[types.MessageExtendedMedia(media=_media)]),
        158,
        "extended_media",
        "messageExtendedMedia",
    ),
    (
        ("Vector<PaymentSavedCredentials>", "PaymentSavedCredentials"),
        sample("payments.paymentForm", saved_credentials=[types.PaymentSavedCredentialsCard(id="1", title="c")]),
        143,
        "saved_credentials",
        "paymentSavedCredentialsCard",
    ),
    (("Vector<ThemeSettings>", "ThemeSettings"), sample("theme", settings=[]), 133, "settings", None),
]

_premium = [types.PremiumSubscriptionOption(months=1, currency="EUR", amount=5, bot_url="")]
_replied = types.InputReplyToMessage(reply_to_msg_id=8)
_theme = types.ChatTheme(emoticon="🎉")
_rights = types.BusinessBotRights(reply=True)
_document = types.DocumentEmpty(id=3)
_answers = [types.PollAnswer(text=_text, option=option) for option in (b"a", b"b")]
_story = sample("storyItemDeleted")
_interactions = types.PostInteractionCountersMessage(msg_id=1, views=3, forwards=2, reactions=1)

FIELDS: list[tuple[tuple[str, str], Any, int, Any]] = [
    (("config", "saved_gifs_limit"), sample("config"), 133, 200),
    (("config", "stickers_faved_limit"), sample("config"), 133, 5),
    (("config", "pinned_dialogs_count_max"), sample("config"), 133, 5),
    (("config", "pinned_infolder_count_max"), sample("config"), 133, 100),
    (("botBusinessConnection", "can_reply"), sample("botBusinessConnection", rights=_rights), 180, True),
    (("botBusinessConnection", "can_reply"), sample("botBusinessConnection", rights=None), 180, None),
    (("connectedBot", "can_reply"), sample("connectedBot", rights=_rights), 180, True),
    (("channel", "background_emoji_id"), sample("channel", color=_color), 166, 6),
    (("user", "background_emoji_id"), sample("user", color=_color), 166, 6),
    (("draftMessage", "reply_to_msg_id"), sample("draftMessage", reply_to=_replied), 158, 8),
    (("draftMessage", "reply_to_msg_id"), sample("draftMessage", reply_to=None), 158, None),
    (("help.premiumPromo", "currency"), sample("help.premiumPromo", period_options=_premium), 143, "EUR"),
    (("help.premiumPromo", "monthly_amount"), sample("help.premiumPromo", period_options=_premium), 143, 5),
    (("help.premiumPromo", "monthly_amount"), sample("help.premiumPromo", period_options=[]), 143, 0),
    (
        ("inputMediaPoll", "correct_answers"),
        sample("inputMediaPoll", correct_answers=[1, 5], poll=sample("poll", answers=_answers)),
        158,
        [b"b"],
    ),
    (("messageActionGiftCode", "months"), sample("messageActionGiftCode", days=92), 200, 3),
    (("messageActionGiftPremium", "months"), sample("messageActionGiftPremium", days=365), 200, 12),
    (("payments.checkedGiftCode", "months"), sample("payments.checkedGiftCode", days=30), 200, 1),
    (
        ("messageActionRequestedPeer", "peer"),
        sample("messageActionRequestedPeer", peers=[_channel]),
        158,
        "peerChannel",
    ),
    (("messageActionSetChatTheme", "emoticon"), sample("messageActionSetChatTheme", theme=_theme), 158, "🎉"),
    (
        ("messageActionSetChatTheme", "emoticon"),
        sample("messageActionSetChatTheme", theme=sample("chatThemeUniqueGift")),
        158,
        "",
    ),
    (
        ("messageMediaDocument", "alt_document"),
        sample("messageMediaDocument", alt_documents=[_document]),
        181,
        "documentEmpty",
    ),
    (("messageMediaStory", "user_id"), sample("messageMediaStory", peer=_user), 160, 7),
    (("messageReplyStoryHeader", "user_id"), sample("messageReplyStoryHeader", peer=_user), 160, 7),
    (
        ("peerNotifySettings", "sound"),
        sample("peerNotifySettings", other_sound=types.NotificationSoundDefault()),
        139,
        "default",
    ),
    (("peerNotifySettings", "sound"), sample("peerNotifySettings", other_sound=types.NotificationSoundNone()), 139, ""),
    (("reactionCount", "chosen"), sample("reactionCount", chosen_order=0, reaction=_heart), 140, True),
    (("reactionCount", "chosen"), sample("reactionCount", reaction=_heart), 140, None),
    (("starGiftAttributeBackdrop", "rarity_permille"), sample("starGiftAttributeBackdrop", rarity=_permille), 214, 12),
    (("starGiftAttributeModel", "rarity_permille"), sample("starGiftAttributeModel", rarity=_permille), 214, 12),
    (
        ("starGiftAttributePattern", "rarity_permille"),
        sample("starGiftAttributePattern", rarity=types.StarGiftAttributeRarityEpic()),
        214,
        0,
    ),
    (("starsTransaction", "stars"), sample("starsTransaction", amount=_stars), 187, 30),
    (("starsTransaction", "stars"), sample("starsTransaction", amount=_stars), 200, "starsAmount"),
    (
        ("stats.broadcastStats", "recent_message_interactions"),
        sample("stats.broadcastStats", recent_posts_interactions=[_interactions]),
        166,
        ["messageInteractionCounters"],
    ),
    (
        ("stories.allStories", "user_stories"),
        sample(
            "stories.allStories",
            peer_stories=[types.PeerStories(peer=peer, stories=[]) for peer in (_user, _channel)],
        ),
        160,
        ["userStories"],
    ),
    (("updateGroupCall", "chat_id"), sample("updateGroupCall", peer=_channel), 158, 9),
    (("updateGroupCall", "chat_id"), sample("updateGroupCall", peer=None), 158, 0),
    (
        ("updateGroupCallMessage", "from_id"),
        sample("updateGroupCallMessage", message=sample("groupCallMessage", from_id=_user)),
        216,
        "peerUser",
    ),
    (("updateMessagePollVote", "user_id"), sample("updateMessagePollVote", peer=_user), 158, 7),
    (("updateReadStories", "user_id"), sample("updateReadStories", peer=_user), 160, 7),
    (("updateSentStoryReaction", "user_id"), sample("updateSentStoryReaction", peer=_user, story_id=1), 161, 7),
    (("updateStory", "user_id"), sample("updateStory", peer=_user, story=_story), 160, 7),
    (
        ("updateUserName", "username"),
        sample("updateUserName", usernames=[types.Username(username="ali")]),
        140,
        "ali",
    ),
    (("updateUserName", "username"), sample("updateUserName", usernames=[]), 140, ""),
    (("userFull", "theme_emoticon"), sample("userFull", theme=_theme), 158, "🎉"),
    (("userFull", "user"), sample("userFull", id=7), 133, "userEmpty"),
    (("webPageAttributeStory", "user_id"), sample("webPageAttributeStory", peer=_user, id=1), 160, 7),
]

# constructor or type of the rule, object, layer, what is read there (None: NotInLayer)
FALLBACKS: list[tuple[str, Any, int, str | None]] = [
    ("help.promoData", sample("help.promoData", peer=None), 158, "help.promoDataEmpty"),
    ("help.promoData", sample("help.promoData", peer=_channel), 158, "help.promoData"),
    ("messageActionRequestedPeer", sample("messageActionRequestedPeer", peers=[]), 158, "messageActionEmpty"),
    ("messageMediaStory", sample("messageMediaStory", peer=_channel), 160, "messageMediaUnsupported"),
    ("messageReplyHeader", sample("messageReplyHeader", reply_to_msg_id=4), 158, "messageReplyHeader"),
    ("messageReplyHeader", sample("messageReplyHeader", reply_to_msg_id=None), 158, None),
    ("auth.codeTypeFragmentSms", sample("auth.codeTypeFragmentSms"), 140, "auth.codeTypeSms"),
    ("auth.codeTypeMissedCall", sample("auth.codeTypeMissedCall"), 133, "auth.codeTypeCall"),
    ("auth.sentCodeTypeEmailCode", sample("auth.sentCodeTypeEmailCode"), 140, "auth.sentCodeTypeApp"),
    ("auth.sentCodeTypeFirebaseSms", sample("auth.sentCodeTypeFirebaseSms"), 140, "auth.sentCodeTypeSms"),
    ("auth.sentCodeTypeFragmentSms", sample("auth.sentCodeTypeFragmentSms"), 140, "auth.sentCodeTypeSms"),
    ("auth.sentCodeTypeMissedCall", sample("auth.sentCodeTypeMissedCall"), 133, "auth.sentCodeTypeCall"),
    ("auth.sentCodeTypeSmsPhrase", sample("auth.sentCodeTypeSmsPhrase"), 158, "auth.sentCodeTypeSms"),
    ("auth.sentCodeTypeSmsWord", sample("auth.sentCodeTypeSmsWord"), 158, "auth.sentCodeTypeSms"),
    ("botInlineMessageMediaWebPage", sample("botInlineMessageMediaWebPage"), 158, "botInlineMessageText"),
    ("documentAttributeCustomEmoji", sample("documentAttributeCustomEmoji"), 140, "documentAttributeSticker"),
    ("emojiGroupGreeting", sample("emojiGroupGreeting"), 158, "emojiGroup"),
    ("emojiGroupPremium", sample("emojiGroupPremium"), 158, "emojiGroup"),
    ("emojiStatusCollectible", sample("emojiStatusCollectible"), 181, "emojiStatus"),
    ("messages.sponsoredMessagesEmpty", sample("messages.sponsoredMessagesEmpty"), 140, "messages.sponsoredMessages"),
    (
        "messages.translateResult",
        sample("messages.translateResult", result=[_text]),
        140,
        "messages.translateResultText",
    ),
    ("messages.translateResult", sample("messages.translateResult", result=[]), 140, "messages.translateNoResult"),
    *(
        (f"updatePinnedForumTopic{s}", sample(f"updatePinnedForumTopic{s}", peer=peer), layer, expected)
        for s in ("", "s")
        for peer, layer, expected in (
            (types.PeerChannel(channel_id=6), 214, f"updateChannelPinnedTopic{s}"),
            (types.PeerUser(user_id=7), 214, None),
            (types.PeerChannel(channel_id=6), 147, None),
        )
    ),
    *((f"pageBlockHeading{n}", sample(f"pageBlockHeading{n}"), 158, "pageBlockHeader") for n in (1, 2)),
    *((f"pageBlockHeading{n}", sample(f"pageBlockHeading{n}"), 158, "pageBlockSubheader") for n in (3, 4, 5, 6)),
    (
        "phoneCallDiscardReasonMigrateConferenceCall",
        sample("phoneCallDiscardReasonMigrateConferenceCall"),
        158,
        "phoneCallDiscardReasonHangup",
    ),
    (
        "sendMessageRichMessageDraftAction",
        sample("sendMessageRichMessageDraftAction"),
        158,
        "sendMessageTypingAction",
    ),
    ("sendMessageStopDraftAction", sample("sendMessageStopDraftAction"), 158, "sendMessageCancelAction"),
    ("sendMessageTextDraftAction", sample("sendMessageTextDraftAction"), 158, "sendMessageTypingAction"),
    ("stickerSetFullCovered", sample("stickerSetFullCovered", documents=[_document]), 140, "stickerSetCovered"),
    ("stickerSetNoCovered", sample("stickerSetNoCovered"), 140, "stickerSetCovered"),
    ("MessageAction", sample("messageActionTopicCreate"), 140, "messageActionEmpty"),
    ("MessageMedia", sample("messageMediaToDo"), 158, "messageMediaUnsupported"),
    ("PageBlock", sample("pageBlockMath"), 158, "pageBlockUnsupported"),
    ("RichText", types.TextSpoiler(text=types.TextBold(text=types.TextPlain(text="x"))), 158, "textBold"),
    ("RichText", types.TextMath(source="x"), 158, "textPlain"),
    ("RichText", types.TextCustomEmoji(document_id=1, alt=""), 158, "textEmpty"),
    ("StarsTransactionPeer", sample("starsTransactionPeerAds"), 181, "starsTransactionPeerUnsupported"),
    ("updateNewAuthorization", sample("updateNewAuthorization"), 158, None),
]


@pytest.mark.parametrize("pair,value,layer,field,expected", CONVERSIONS)
def test_conversion(pair: tuple[str, str], value: tl.TLObject, layer: int, field: str, expected: Any) -> None:
    assert bare(said(value, layer).get(field)) == expected


@pytest.mark.parametrize("rule,value,layer,expected", FIELDS)
def test_field(rule: tuple[str, str], value: tl.TLObject, layer: int, expected: Any) -> None:
    tree = said(value, layer)
    assert tree["_"] == rule[0]
    assert bare(tree.get(rule[1])) == expected


@pytest.mark.parametrize("rule,value,layer,expected", FALLBACKS)
def test_fallback(rule: str, value: tl.TLObject, layer: int, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(tl.NotInLayer):
            tl.encode(value, layer)
    else:
        assert said(value, layer)["_"] == expected


@pytest.mark.parametrize(
    "value,layer,field,expected",
    [
        (sample("botInfo", menu_button=None), 140, "menu_button", "botMenuButtonDefault"),
        (sample("inputInvoiceStarGift"), 190, "user_id", "inputUserEmpty"),
    ],
)
def test_default(value: tl.TLObject, layer: int, field: str, expected: str) -> None:
    assert bare(said(value, layer)[field]) == expected


def test_no_rule_without_a_row() -> None:
    # Keyboards have a file of their own.
    keyboards = {("Vector<KeyboardInlineButtonRow>", "Vector<KeyboardButtonRow>"), "keyboardButton"}
    assert {row[0] for row in CONVERSIONS} == rules_out.CONVERT.keys() - keyboards
    assert {row[0] for row in FIELDS} == rules_out.FIELDS.keys()
    fallbacks = {*rules_fallback.RESHAPE, *rules_fallback.REPLACE, *rules_fallback.REPLACE_TYPE}
    assert fallbacks - {row[0] for row in FALLBACKS} == {"keyboardButton"}
