"""Answers whose type changed: each older form, and the forms that stay."""

from typing import Any

import pytest

from hodhod import tl
from hodhod.tl import functions, rules_out, rules_result, types
from tests.tl.reader import reader
from tests.tl.said import bare, sample
from tools.schema.parser import Kind

_updates = types.UpdatesTooLong()
_url = types.WebViewResultUrl(url="https://a.example", query_id=1)
_user = sample("user", id=7)
_forward = types.PublicForwardMessage(message=types.MessageEmpty(id=3))

# type today and there, function, answer, layer, what is read there
RESULTS: list[tuple[tuple[str, str], Any, Any, int, Any]] = [
    (
        ("ReportResult", "Bool"),
        functions.messages.Report,
        types.ReportResultReported(),
        158,
        True,
    ),
    (("Updates", "Bool"), functions.channels.DeleteHistory, _updates, 139, True),
    (
        ("Vector<ReadParticipantDate>", "Vector<long>"),
        functions.messages.GetMessageReadParticipants,
        [types.ReadParticipantDate(user_id=7, date=1)],
        140,
        [7],
    ),
    (
        ("Vector<RecentStory>", "Vector<int>"),
        functions.stories.GetPeerMaxIDs,
        [types.RecentStory(max_id=4), types.RecentStory()],
        200,
        [4, 0],
    ),
    (
        ("WebViewResult", "AppWebViewResult"),
        functions.messages.RequestAppWebView,
        _url,
        158,
        "appWebViewResultUrl",
    ),
    (
        ("WebViewResult", "SimpleWebViewResult"),
        functions.messages.RequestSimpleWebView,
        _url,
        158,
        "simpleWebViewResultUrl",
    ),
    (
        ("account.EmailVerified", "Bool"),
        functions.account.VerifyEmail,
        types.account.EmailVerified(email="a@b.example"),
        140,
        True,
    ),
    (
        ("account.Themes", "account.ChatThemes"),
        functions.account.GetChatThemes,
        types.account.Themes(hash=0, themes=[]),
        133,
        "account.chatThemesNotModified",
    ),
    (("auth.LoggedOut", "Bool"), functions.auth.LogOut, types.auth.LoggedOut(), 134, True),
    (
        ("bots.BotInfo", "Vector<string>"),
        functions.bots.GetBotInfo,
        types.bots.BotInfo(name="n", about="a", description="d"),
        155,
        ["a", "d"],
    ),
    (
        ("help.AppConfig", "JSONValue"),
        functions.help.GetAppConfig,
        types.help.AppConfig(hash=1, config=types.JsonNull()),
        140,
        "jsonNull",
    ),
    (
        ("help.AppConfig", "JSONValue"),
        functions.help.GetAppConfig,
        types.help.AppConfigNotModified(),
        140,
        "jsonObject",
    ),
    (
        ("messages.ChatInviteJoinResult", "Updates"),
        functions.channels.JoinChannel,
        types.messages.ChatInviteJoinResultOk(updates=_updates),
        158,
        "updatesTooLong",
    ),
    (
        ("messages.DialogFilters", "Vector<DialogFilter>"),
        functions.messages.GetDialogFilters,
        types.messages.DialogFilters(filters=[types.DialogFilterDefault(), sample("dialogFilterChatlist")]),
        148,
        ["dialogFilterDefault"],
    ),
    (
        ("messages.InvitedUsers", "Updates"),
        functions.messages.CreateChat,
        types.messages.InvitedUsers(updates=_updates, missing_invitees=[]),
        158,
        "updatesTooLong",
    ),
    (
        ("messages.PeerSettings", "PeerSettings"),
        functions.messages.GetPeerSettings,
        types.messages.PeerSettings(settings=types.PeerSettings(), chats=[], users=[]),
        133,
        "peerSettings",
    ),
    (
        ("messages.WebPage", "WebPage"),
        functions.messages.GetWebPage,
        types.messages.WebPage(webpage=types.WebPageEmpty(id=1), chats=[], users=[]),
        158,
        "webPageEmpty",
    ),
    (
        ("messages.WebPagePreview", "MessageMedia"),
        functions.messages.GetWebPagePreview,
        types.messages.WebPagePreview(media=types.MessageMediaEmpty(), chats=[], users=[]),
        158,
        "messageMediaEmpty",
    ),
    (
        ("stats.PublicForwards", "messages.Messages"),
        functions.stats.GetMessagePublicForwards,
        types.stats.PublicForwards(count=1, forwards=[_forward], chats=[], users=[]),
        158,
        "messages.messagesSlice",
    ),
    (
        ("stories.CanSendStoryCount", "Bool"),
        functions.stories.CanSendStory,
        types.stories.CanSendStoryCount(count_remains=0),
        181,
        False,
    ),
    (
        ("users.UserFull", "UserFull"),
        functions.users.GetFullUser,
        types.users.UserFull(full_user=sample("userFull", id=7), chats=[], users=[_user]),
        133,
        "userFull",
    ),
]


def _read(function: Any, value: Any, layer: int) -> Any:
    kind = reader(layer).by_name[Kind.FUNCTION, function.NAME].result
    return reader(layer).read(kind, tl.encode_result(function, value, layer))


@pytest.mark.parametrize("pair,function,value,layer,expected", RESULTS)
def test_result(pair: tuple[str, str], function: Any, value: Any, layer: int, expected: Any) -> None:
    assert pair == (function.RESULT, reader(layer).by_name[Kind.FUNCTION, function.NAME].result)
    assert bare(_read(function, value, layer)) == expected


def test_the_full_user_of_layer_133_holds_the_user() -> None:
    for user, expected in ((_user, "user"), (sample("user", id=8), "userEmpty")):
        answer = types.users.UserFull(full_user=sample("userFull", id=7, about="b"), chats=[], users=[user])
        full = _read(functions.users.GetFullUser, answer, 133)
        assert full["user"]["_"] == expected
        assert full["about"] == "b"


def test_what_cannot_be_told() -> None:
    refused = types.messages.ChatInviteJoinResultWebView(bot_id=1, query_id=2, users=[])
    with pytest.raises(tl.NotInLayer):
        tl.encode_result(functions.messages.ImportChatInvite, refused, 158)
    with pytest.raises(tl.NotInLayer):
        tl.encode_result(functions.phone.CreateConferenceCall, _updates, 200)


@pytest.mark.parametrize("layer", [133, 158, 229])
def test_plain_results(layer: int) -> None:
    assert _read(functions.account.UpdateStatus, True, layer) is True
    assert _read(functions.users.GetUsers, [_user, types.UserEmpty(id=1)], layer)[1] == {"_": "userEmpty", "id": 1}
    assert _read(functions.messages.ReceivedQueue, [5, -6], layer) == [5, -6]
    assert _read(functions.contacts.GetContactIDs, [5, -6], layer) == [5, -6]
    assert _read(functions.messages.GetHistory(peer=types.InputPeerSelf(), **_HISTORY), _EMPTY, layer)["chats"] == []


_HISTORY = dict.fromkeys(("offset_id", "offset_date", "add_offset", "limit", "max_id", "min_id", "hash"), 0)
_EMPTY = types.messages.Messages(messages=[], topics=[], chats=[], users=[])


def test_wrong_results_are_our_bug() -> None:
    for function, value in (
        (functions.account.UpdateStatus, None),
        (functions.account.UpdateStatus, _user),
        (functions.users.GetUsers, _user),
        (functions.users.GetUsers, [types.PeerUser(user_id=1)]),
        (functions.updates.GetState, True),
        (functions.updates.GetState, _user),
    ):
        with pytest.raises(tl.EncodeError):
            tl.encode_result(function, value, 229)


def test_every_changed_result_has_a_rule() -> None:
    changed = set()
    for layer in range(133, 229):
        for (kind, name), there in reader(layer).by_name.items():
            today = reader(229).by_name.get((kind, name))
            if kind is Kind.FUNCTION and today is not None and today.result != there.result:
                changed.add((today.result, there.result))
    assert changed <= rules_result.CONVERT_RESULT.keys() | rules_out.CONVERT.keys()
    refused = {("Updates", "phone.PhoneCall")}
    assert {row[0] for row in RESULTS} == rules_result.CONVERT_RESULT.keys() - refused
