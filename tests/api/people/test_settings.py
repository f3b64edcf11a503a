"""An account's own switches, and its devices' tokens."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod.tl import functions, types
from tests.api.people.friends import Friends


async def test_account_ttl(friends: Friends) -> None:
    sara = friends.sara
    assert (await sara.ask(functions.account.GetAccountTTL())).days == 365
    assert await sara.ask(functions.account.SetAccountTTL(ttl=types.AccountDaysTTL(days=30)))
    assert (await sara.ask(functions.account.GetAccountTTL())).days == 30
    for days in (0, 29, 731):
        refused = functions.account.SetAccountTTL(ttl=types.AccountDaysTTL(days=days))
        assert await sara.refusal(refused) == "TTL_DAYS_INVALID"
    assert (await friends.reza.ask(functions.account.GetAccountTTL())).days == 365


async def test_sign_up_notices(friends: Friends) -> None:
    sara = friends.sara
    assert await sara.ask(functions.account.GetContactSignUpNotification()) is False
    assert await sara.ask(functions.account.SetContactSignUpNotification(silent=True))
    assert await sara.ask(functions.account.GetContactSignUpNotification()) is True


async def test_content(friends: Friends) -> None:
    sara = friends.sara
    assert not (await sara.ask(functions.account.GetContentSettings())).sensitive_enabled
    assert await sara.ask(functions.account.SetContentSettings(sensitive_enabled=True))
    assert (await sara.ask(functions.account.GetContentSettings())).sensitive_enabled


@pytest.mark.parametrize("flags, name", [({"low": True}, "low"), ({}, "medium"), ({"high": True}, "high")])
async def test_downloads(friends: Friends, flags: dict[str, bool], name: str) -> None:
    sara = friends.sara
    before = await sara.ask(functions.account.GetAutoDownloadSettings())
    new = types.AutoDownloadSettings(
        photo_size_max=1,
        video_size_max=2,
        file_size_max=3,
        video_upload_maxbitrate=4,
        small_queue_active_operations_max=5,
        large_queue_active_operations_max=6,
    )
    assert await sara.ask(functions.account.SaveAutoDownloadSettings(settings=new, **flags))
    after = await sara.ask(functions.account.GetAutoDownloadSettings())
    for preset in ("low", "medium", "high"):
        assert getattr(after, preset) == (new if preset == name else getattr(before, preset))


async def test_saving(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    photos = types.AutoSaveSettings(photos=True)
    assert await sara.ask(functions.account.SaveAutoSaveSettings(users=True, settings=photos))
    peer = friends.peer(sara, reza)
    assert await sara.ask(functions.account.SaveAutoSaveSettings(peer=peer, settings=photos))
    kept = await sara.ask(functions.account.GetAutoSaveSettings())
    assert (kept.users_settings, kept.chats_settings) == (photos, types.AutoSaveSettings())
    assert [one.peer for one in kept.exceptions] == [types.PeerUser(user_id=reza.user_id)]
    assert [user.id for user in kept.users] == [reza.user_id]
    assert await sara.ask(functions.account.DeleteAutoSaveExceptions())
    kept = await sara.ask(functions.account.GetAutoSaveSettings())
    assert (kept.exceptions, kept.users_settings) == ([], photos)


def register(**changed: Any) -> functions.account.RegisterDevice:
    values = {"token_type": 2, "token": "t", "app_sandbox": False, "secret": b"s" * 16, "other_uids": []}
    return functions.account.RegisterDevice(**{**values, **changed})


async def test_tokens(friends: Friends) -> None:
    sara = friends.sara
    assert await sara.ask(register())
    assert await sara.ask(register(token="newer"))
    assert await sara.ask(register(token_type=10, token="{}"))
    old = functions.account.UnregisterDevice(token_type=2, token="t", other_uids=[])
    assert await sara.refusal(old) == "TOKEN_INVALID"
    new = functions.account.UnregisterDevice(token_type=2, token="newer", other_uids=[])
    other = await friends.place.second_device(sara)
    assert await other.refusal(new) == "TOKEN_INVALID"
    assert await sara.ask(new)
    assert await sara.refusal(new) == "TOKEN_INVALID"


TOKEN_REFUSALS: list[Any] = [
    ({"token_type": 0}, "TOKEN_TYPE_INVALID"),
    ({"token_type": 99}, "TOKEN_TYPE_INVALID"),
    ({"token": ""}, "TOKEN_EMPTY"),
    ({"token": "x" * 5000}, "TOKEN_INVALID"),
]


async def test_token_refusals(friends: Friends) -> None:
    for changed, name in TOKEN_REFUSALS:
        assert await friends.sara.refusal(register(**changed)) == name
