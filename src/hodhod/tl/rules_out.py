"""What the fields of today's objects become in older layers, where the names alone do not say it.

The order of the tables and how they are applied is told in `layers.py`. Every function takes the value and the layer
that is written; it may raise NotInLayer.
"""

import math
from collections.abc import Callable
from typing import Any

from hodhod.tl._generated import types
from hodhod.tl.base import TLObject
from hodhod.tl.errors import NotInLayer
from hodhod.tl.rules_keyboard import inline_rows_to_buttons
from hodhod.tl.values import first_of, int32, user_id_of

Convert = Callable[[Any, int], Any]

# What anybody may react with: there is a drawing of each (domain/reaction_set.py). The layers in which a chat listed
# its reactions one by one are told these.
STANDARD_REACTIONS = (
    "\N{THUMBS UP SIGN}",
    "\N{THUMBS DOWN SIGN}",
    "\N{HEAVY BLACK HEART}",
    "\N{FIRE}",
    "\N{PARTY POPPER}",
    "\N{GRINNING FACE WITH SMILING EYES}",
    "\N{CRYING FACE}",
    "\N{FACE SCREAMING IN FEAR}",
    "\N{GRINNING FACE WITH STAR EYES}",
    "\N{SMILING FACE WITH HEART-SHAPED EYES}",
    "\N{NEUTRAL FACE}",
    "\N{SLEEPING FACE}",
    "\N{SMILING FACE WITH SUNGLASSES}",
    "\N{BROKEN HEART}",
    "\N{HIGH VOLTAGE SIGN}",
    "\N{TROPHY}",
    "\N{HUNDRED POINTS SYMBOL}",
    "\N{STRAWBERRY}",
    "\N{EYES}",
    "\N{GHOST}",
)
_DAYS_OF_A_MONTH = 30
# Limits that help.getConfig told before help.getAppConfig did, as Telegram's own servers answered them.
_CONFIG_LIMITS = {
    "saved_gifs_limit": 200,
    "stickers_faved_limit": 5,
    "pinned_dialogs_count_max": 5,
    "pinned_infolder_count_max": 100,
}


class UserFullOf(types.UserFull):
    """Until layer 134 the full user held the user; `users_user_full` puts it here."""

    __slots__ = ("user",)

    user: types.TypeUser


def _whole_seconds(value: float, layer: int) -> int:
    return int32(int(value)) if math.isfinite(value) else 0


def _emoji(value: types.TypeReaction, layer: int) -> str:
    if isinstance(value, types.ReactionEmoji):
        return value.emoticon
    if isinstance(value, types.ReactionEmpty):
        return ""
    raise NotInLayer(value.NAME, layer)


def _emojis(value: types.TypeChatReactions, layer: int) -> list[str]:
    if isinstance(value, types.ChatReactionsAll):
        return list(STANDARD_REACTIONS)
    if isinstance(value, types.ChatReactionsNone):
        return []
    return [item.emoticon for item in value.reactions if isinstance(item, types.ReactionEmoji)]


def _color(value: types.TypePeerColor, layer: int) -> int | None:
    return value.color if isinstance(value, types.PeerColor) else None


def _stars(value: types.TypeStarsAmount, layer: int) -> int:
    if isinstance(value, types.StarsAmount):
        return value.amount
    raise NotInLayer(value.NAME, layer)


def _sound(value: types.TypeNotificationSound, layer: int) -> str:
    if isinstance(value, types.NotificationSoundLocal):
        return value.data
    return "" if isinstance(value, types.NotificationSoundNone) else "default"


def _recipients(value: types.BusinessBotRecipients, layer: int) -> types.BusinessRecipients:
    return types.BusinessRecipients(
        existing_chats=value.existing_chats,
        new_chats=value.new_chats,
        contacts=value.contacts,
        non_contacts=value.non_contacts,
        exclude_selected=value.exclude_selected,
        users=value.users,
    )


def _user_stories(value: types.PeerStories, layer: int) -> TLObject:
    if not isinstance(value.peer, types.PeerUser):
        raise NotInLayer(value.NAME, layer)
    return types.legacy.UserStories(
        user_id=value.peer.user_id, max_read_id=value.max_read_id, stories=list(value.stories)
    )


def _all_user_stories(value: types.stories.AllStories, layer: int) -> list[TLObject]:
    return [_user_stories(item, layer) for item in value.peer_stories if isinstance(item.peer, types.PeerUser)]


def _user_reactions(value: list[types.MessagePeerReaction], layer: int) -> list[TLObject]:
    return [
        types.legacy.MessageUserReaction(user_id=item.peer_id.user_id, reaction=item.reaction.emoticon)
        for item in value
        if isinstance(item.peer_id, types.PeerUser) and isinstance(item.reaction, types.ReactionEmoji)
    ]


def _user_votes(value: list[types.TypeMessagePeerVote], layer: int) -> list[TLObject]:
    return [_user_vote(item, item.peer.user_id) for item in value if isinstance(item.peer, types.PeerUser)]


def _user_vote(vote: types.TypeMessagePeerVote, user_id: int) -> TLObject:
    if isinstance(vote, types.MessagePeerVote):
        return types.legacy.MessageUserVote(user_id=user_id, option=vote.option, date=vote.date)
    if isinstance(vote, types.MessagePeerVoteMultiple):
        return types.legacy.MessageUserVoteMultiple(user_id=user_id, options=vote.options, date=vote.date)
    return types.legacy.MessageUserVoteInputOption(user_id=user_id, date=vote.date)


def _user_ids(value: list[types.TypePeer], layer: int) -> list[int]:
    return [item.user_id for item in value if isinstance(item, types.PeerUser)]


def _only_media(value: list[types.TypeMessageExtendedMedia], layer: int) -> types.TypeMessageExtendedMedia:
    if not value:
        raise NotInLayer("messageExtendedMedia", layer)
    return value[0]


def _correct_options(value: types.InputMediaPoll, layer: int) -> list[bytes] | None:
    if value.correct_answers is None:
        return None
    answers = value.poll.answers
    options = [getattr(answers[index], "option", None) for index in value.correct_answers if 0 <= index < len(answers)]
    return [option for option in options if option is not None]


def _number_or_none(value: str, layer: int) -> int | None:
    return int32(int(value)) if value.isdecimal() else None


# (type today, type there)
CONVERT: dict[tuple[str, str], Convert] = {
    ("long", "int"): lambda value, layer: int32(value),
    ("double", "int"): _whole_seconds,
    ("string", "int"): _number_or_none,
    ("true", "Bool"): lambda value, layer: bool(value),
    ("TextWithEntities", "string"): lambda value, layer: value.text,
    ("GroupCallMessage", "TextWithEntities"): lambda value, layer: value.message,
    ("Reaction", "string"): _emoji,
    ("ChatReactions", "Vector<string>"): _emojis,
    ("PeerColor", "int"): _color,
    ("RecentStory", "int"): lambda value, layer: value.max_id,
    ("StarsAmount", "long"): _stars,
    ("NotificationSound", "string"): _sound,
    ("PaidReactionPrivacy", "Bool"): lambda value, layer: isinstance(value, types.PaidReactionPrivacyAnonymous),
    ("BusinessBotRecipients", "BusinessRecipients"): _recipients,
    ("PeerStories", "UserStories"): _user_stories,
    ("Peer", "long"): lambda value, layer: user_id_of(value),
    ("Vector<Peer>", "Vector<long>"): _user_ids,
    ("Vector<SendAsPeer>", "Vector<Peer>"): lambda value, layer: [item.peer for item in value],
    ("Vector<MessagePeerReaction>", "Vector<MessageUserReaction>"): _user_reactions,
    ("Vector<MessagePeerVote>", "Vector<MessageUserVote>"): _user_votes,
    ("Vector<KeyboardInlineButtonRow>", "Vector<KeyboardButtonRow>"): inline_rows_to_buttons,
    ("Vector<MessageExtendedMedia>", "MessageExtendedMedia"): _only_media,
    ("Vector<PaymentSavedCredentials>", "PaymentSavedCredentials"): lambda value, layer: first_of(value),
    ("Vector<ThemeSettings>", "ThemeSettings"): lambda value, layer: first_of(value),
}


def _config_limit(name: str) -> Convert:
    return lambda value, layer: _CONFIG_LIMITS[name]


def _months(value: Any, layer: int) -> int:
    return int(value.days) // _DAYS_OF_A_MONTH


def _user_of_peer(value: Any, layer: int) -> int:
    return user_id_of(value.peer)


def _chat_of_call(value: types.UpdateGroupCall, layer: int) -> int:
    return getattr(value.peer, "chat_id", 0) or getattr(value.peer, "channel_id", 0)


def _drafted_reply(value: types.DraftMessage, layer: int) -> int | None:
    return value.reply_to.reply_to_msg_id if isinstance(value.reply_to, types.InputReplyToMessage) else None


def _theme_emoticon(value: Any, layer: int) -> str | None:
    return value.theme.emoticon if isinstance(value.theme, types.ChatTheme) else None


def _rarity(value: Any, layer: int) -> int:
    return value.rarity.permille if isinstance(value.rarity, types.StarGiftAttributeRarity) else 0


def _background_emoji(value: Any, layer: int) -> int | None:
    return value.color.background_emoji_id if isinstance(value.color, types.PeerColor) else None


def _may_reply(value: Any, layer: int) -> bool:
    return value.rights is not None and value.rights.reply


def _transaction_stars(value: types.StarsTransaction, layer: int) -> object:
    return value.amount if layer >= 195 else _stars(value.amount, layer)


def _first_option(name: str) -> Convert:
    return lambda value, layer: getattr(first_of(value.period_options), name, None)


def _first_username(value: types.UpdateUserName, layer: int) -> str:
    return value.usernames[0].username if value.usernames else ""


def _message_interactions(value: types.stats.BroadcastStats, layer: int) -> list[TLObject]:
    return [
        types.legacy.MessageInteractionCounters(msg_id=item.msg_id, views=item.views, forwards=item.forwards)
        for item in value.recent_posts_interactions
        if isinstance(item, types.PostInteractionCountersMessage)
    ]


def _default_sound(value: types.PeerNotifySettings, layer: int) -> str | None:
    return None if value.other_sound is None else _sound(value.other_sound, layer)


# (constructor, field there), for fields that have no namesake of their type today
FIELDS: dict[tuple[str, str], Convert] = {
    **{("config", name): _config_limit(name) for name in _CONFIG_LIMITS},
    ("botBusinessConnection", "can_reply"): _may_reply,
    ("channel", "background_emoji_id"): _background_emoji,
    ("connectedBot", "can_reply"): _may_reply,
    ("draftMessage", "reply_to_msg_id"): _drafted_reply,
    ("help.premiumPromo", "currency"): _first_option("currency"),
    ("help.premiumPromo", "monthly_amount"): _first_option("amount"),
    ("inputMediaPoll", "correct_answers"): _correct_options,
    ("messageActionGiftCode", "months"): _months,
    ("messageActionGiftPremium", "months"): _months,
    ("messageActionRequestedPeer", "peer"): lambda value, layer: first_of(value.peers),
    ("messageActionSetChatTheme", "emoticon"): _theme_emoticon,
    ("messageMediaDocument", "alt_document"): lambda value, layer: first_of(value.alt_documents),
    ("messageMediaStory", "user_id"): _user_of_peer,
    ("messageReplyStoryHeader", "user_id"): _user_of_peer,
    ("payments.checkedGiftCode", "months"): _months,
    ("peerNotifySettings", "sound"): _default_sound,
    ("reactionCount", "chosen"): lambda value, layer: value.chosen_order is not None,
    ("starGiftAttributeBackdrop", "rarity_permille"): _rarity,
    ("starGiftAttributeModel", "rarity_permille"): _rarity,
    ("starGiftAttributePattern", "rarity_permille"): _rarity,
    ("starsTransaction", "stars"): _transaction_stars,
    ("stats.broadcastStats", "recent_message_interactions"): _message_interactions,
    ("stories.allStories", "user_stories"): _all_user_stories,
    ("updateGroupCall", "chat_id"): _chat_of_call,
    ("updateGroupCallMessage", "from_id"): lambda value, layer: value.message.from_id,
    ("updateMessagePollVote", "user_id"): _user_of_peer,
    ("updateReadStories", "user_id"): _user_of_peer,
    ("updateSentStoryReaction", "user_id"): _user_of_peer,
    ("updateStory", "user_id"): _user_of_peer,
    ("updateUserName", "username"): _first_username,
    ("user", "background_emoji_id"): _background_emoji,
    ("userFull", "theme_emoticon"): _theme_emoticon,
    ("userFull", "user"): lambda value, layer: getattr(value, "user", None) or types.UserEmpty(id=value.id),
    ("webPageAttributeStory", "user_id"): _user_of_peer,
}

# Values that say "nothing" for types of which the layer demands one.
DEFAULTS: dict[str, Callable[[], TLObject]] = {
    "BotMenuButton": types.BotMenuButtonDefault,
    "InputPeer": types.InputPeerEmpty,
    "InputUser": types.InputUserEmpty,
}
