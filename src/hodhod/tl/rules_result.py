"""Answers whose type was another one in older layers: (type today, type there) -> the answer.

The result types that differ by a whole wrapper are here; single values convert as fields do (`rules_out.CONVERT`).
"""

from typing import Any

from hodhod.tl._generated import types
from hodhod.tl.errors import NotInLayer
from hodhod.tl.rules_out import Convert, UserFullOf


def _yes(value: object, layer: int) -> bool:
    return True


def _joined(value: types.messages.TypeChatInviteJoinResult, layer: int) -> object:
    if isinstance(value, types.messages.ChatInviteJoinResultOk):
        return value.updates
    raise NotInLayer(value.NAME, layer)


def _app_config(value: types.help.TypeAppConfig, layer: int) -> object:
    return value.config if isinstance(value, types.help.AppConfig) else types.JsonObject(value=[])


def _user_full(value: types.users.UserFull, layer: int) -> object:
    """The wrapper named the user beside the full user; before it, the full user held it."""
    full = UserFullOf.__new__(UserFullOf)
    for name in types.UserFull.__slots__:
        setattr(full, name, getattr(value.full_user, name))
    full.user = next((user for user in value.users if user.id == full.id), types.UserEmpty(id=full.id))
    return full


def _forwarded_messages(value: types.stats.PublicForwards, layer: int) -> object:
    messages = [item.message for item in value.forwards if isinstance(item, types.PublicForwardMessage)]
    return types.messages.MessagesSlice(
        count=value.count, messages=messages, topics=[], chats=value.chats, users=value.users
    )


def _chat_themes(value: types.account.TypeThemes, layer: int) -> object:
    """Themes were listed by chat theme, a light and a dark one each, which today's answer does not tell apart."""
    return types.account.ChatThemesNotModified()


def _bot_info(value: types.bots.BotInfo, layer: int) -> list[str]:
    return [value.about, value.description]


def _no_form(value: object, layer: int) -> Any:
    raise NotInLayer("phone.createConferenceCall", layer)


CONVERT_RESULT: dict[tuple[str, str], Convert] = {
    ("ReportResult", "Bool"): _yes,
    ("Updates", "Bool"): _yes,
    ("Updates", "phone.PhoneCall"): _no_form,
    ("Vector<ReadParticipantDate>", "Vector<long>"): lambda value, layer: [item.user_id for item in value],
    ("Vector<RecentStory>", "Vector<int>"): lambda value, layer: [item.max_id or 0 for item in value],
    ("WebViewResult", "AppWebViewResult"): lambda value, layer: types.legacy.AppWebViewResultUrl(url=value.url),
    ("WebViewResult", "SimpleWebViewResult"): lambda value, layer: types.legacy.SimpleWebViewResultUrl(url=value.url),
    ("account.EmailVerified", "Bool"): _yes,
    ("account.Themes", "account.ChatThemes"): _chat_themes,
    ("auth.LoggedOut", "Bool"): _yes,
    ("bots.BotInfo", "Vector<string>"): _bot_info,
    ("help.AppConfig", "JSONValue"): _app_config,
    ("messages.ChatInviteJoinResult", "Updates"): _joined,
    ("messages.DialogFilters", "Vector<DialogFilter>"): lambda value, layer: value.filters,
    ("messages.InvitedUsers", "Updates"): lambda value, layer: value.updates,
    ("messages.PeerSettings", "PeerSettings"): lambda value, layer: value.settings,
    ("messages.WebPage", "WebPage"): lambda value, layer: value.webpage,
    ("messages.WebPagePreview", "MessageMedia"): lambda value, layer: value.media,
    ("stats.PublicForwards", "messages.Messages"): _forwarded_messages,
    ("stories.CanSendStoryCount", "Bool"): lambda value, layer: value.count_remains > 0,
    ("users.UserFull", "UserFull"): _user_full,
}
