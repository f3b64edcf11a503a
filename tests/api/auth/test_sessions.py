"""Sessions: listed, ended, exported to another DC, bound to temporary keys, shown as QR codes."""

from __future__ import annotations

import os

from hodhod.mtproto import AuthKey
from hodhod.mtproto.envelope import HEADER, seal_v1
from hodhod.mtproto.schema import BIND_AUTH_KEY_INNER
from hodhod.store import auth_keys, jobs
from hodhod.store import authorizations as store
from hodhod.tl import functions, types
from tests.api.auth.device import DEVICE_MODEL, Device, Place

DAY = 24 * 3600
LIST = functions.account.GetAuthorizations()
END_OTHERS = functions.auth.ResetAuthorizations()
LOG_OUT = functions.auth.LogOut()


async def two_devices(place: Place) -> tuple[Device, Device]:
    first = await place.newcomer()
    return first, await place.second_device(first)


async def test_sessions_are_listed(place: Place) -> None:
    first, _ = await two_devices(place)
    mine, other = (await first.ask(LIST)).authorizations
    assert (mine.current, mine.hash, other.current) == (True, 0, False)
    assert other.hash != 0
    assert (other.device_model, other.platform, other.ip) == (DEVICE_MODEL, "Android", "127.0.0.1")


async def test_end_one(place: Place) -> None:
    first, second = await two_devices(place)
    await second.listen()
    other = (await first.ask(LIST)).authorizations[1]
    end = functions.account.ResetAuthorization(hash=other.hash)
    assert await first.refusal(end) == "FRESH_RESET_AUTHORISATION_FORBIDDEN"
    place.clock.now += DAY
    assert await first.refusal(functions.account.ResetAuthorization(hash=12345)) == "HASH_INVALID"
    assert await first.ask(end) is True
    assert isinstance(second.session.updates[-1], types.UpdatesTooLong)
    assert await second.refusal(functions.updates.GetState()) == "AUTH_KEY_UNREGISTERED"
    assert len((await first.ask(LIST)).authorizations) == 1
    row = await place.app.db.read(lambda tx: store.load(tx, second.key.id))
    assert row is not None
    assert (row.user_id, row.hash, row.layer > 0) == (0, 0, True)


async def test_end_others(place: Place) -> None:
    first, second = await two_devices(place)
    third = await place.second_device(first)
    assert await first.refusal(END_OTHERS) == "FRESH_RESET_AUTHORISATION_FORBIDDEN"
    place.clock.now += DAY
    assert await first.ask(END_OTHERS) is True
    for device in (second, third):
        assert await device.refusal(LIST) == "AUTH_KEY_UNREGISTERED"
    await first.listen()


async def test_log_out(place: Place) -> None:
    first, second = await two_devices(place)
    assert isinstance(await second.ask(LOG_OUT), types.auth.LoggedOut)
    assert await second.refusal(LOG_OUT) == "AUTH_KEY_UNREGISTERED"
    assert len((await first.ask(LIST)).authorizations) == 1
    place.clock.now += 60
    await second.enter_code()
    assert len((await first.ask(LIST)).authorizations) == 2


async def test_log_out_with_the_password_due(place: Place) -> None:
    first = await place.newcomer()
    await first.set_password("secret")
    second = Device(place)
    second.phone = first.phone
    await second.send_code()
    await second.refusal(second.sign_in_request())
    await second.ask(LOG_OUT)
    assert await second.refusal(LIST) == "AUTH_KEY_UNREGISTERED"


async def test_settings_of_a_session(place: Place) -> None:
    first, _ = await two_devices(place)
    other = (await first.ask(LIST)).authorizations[1]
    change = functions.account.ChangeAuthorizationSettings
    assert await first.ask(change(hash=other.hash, call_requests_disabled=True)) is True
    other = (await first.ask(LIST)).authorizations[1]
    assert (other.call_requests_disabled, other.encrypted_requests_disabled) == (True, False)
    assert await first.refusal(change(hash=1, confirmed=True)) == "HASH_INVALID"
    assert (await first.ask(LIST)).authorization_ttl_days == 183
    assert await first.ask(functions.account.SetAuthorizationTTL(authorization_ttl_days=30)) is True
    assert (await first.ask(LIST)).authorization_ttl_days == 30
    for days in (0, 367):
        refused = functions.account.SetAuthorizationTTL(authorization_ttl_days=days)
        assert await first.refusal(refused) == "TTL_DAYS_INVALID"


async def test_idle_sessions_end(place: Place) -> None:
    first, second = await two_devices(place)
    await first.ask(functions.account.SetAuthorizationTTL(authorization_ttl_days=1))
    place.clock.now += 3 * DAY
    assert (await first.ask(LIST)).authorizations[0].date_active == place.clock()
    await place.work()
    rows = await place.app.db.read(lambda tx: store.of_user(tx, first.user_id))
    assert [row.key_id for row in rows] == [first.key.id]
    assert await second.refusal(LIST) == "AUTH_KEY_UNREGISTERED"
    (successor,) = [job for job in await due_later(place) if job.kind == "housekeeping"]
    assert successor.tries == 1


async def due_later(place: Place) -> list[jobs.Job]:
    later = int(place.clock()) + DAY
    return await place.app.db.write(lambda tx: jobs.claim(tx, later, 60, 100))


# --- another DC


async def export(device: Device, dc_id: int = 4) -> types.auth.ExportedAuthorization:
    exported: types.auth.ExportedAuthorization = await device.ask(functions.auth.ExportAuthorization(dc_id=dc_id))
    return exported


async def test_another_dc(place: Place) -> None:
    first = await place.newcomer()
    await first.listen()
    for dc_id in (1, 5, -3, 10002):
        await export(first, dc_id)
    for dc_id in (0, 6, 10000):
        assert await first.refusal(functions.auth.ExportAuthorization(dc_id=dc_id)) == "DC_ID_INVALID"
    exported = await export(first)
    branch = Device(place)
    request = functions.auth.ImportAuthorization(id=exported.id, bytes=exported.bytes)
    assert (await branch.ask(request)).user.self_
    await branch.ask(functions.help.GetConfig())
    assert len((await first.ask(LIST)).authorizations) == 1
    assert first.session.updates == []
    assert await Device(place).refusal(request) == "AUTH_BYTES_INVALID"
    await first.ask(LOG_OUT)
    assert await branch.refusal(LIST) == "AUTH_KEY_UNREGISTERED"


async def test_imports_that_are_refused(place: Place) -> None:
    first, stranger = await place.newcomer("A"), await place.newcomer("B")
    wrong = functions.auth.ImportAuthorization
    exported = await export(first)
    assert await Device(place).refusal(wrong(id=stranger.user_id, bytes=exported.bytes)) == "AUTH_BYTES_INVALID"
    assert await Device(place).refusal(wrong(id=first.user_id, bytes=b"")) == "AUTH_BYTES_INVALID"
    late = await export(first)
    place.clock.now += 301
    assert await Device(place).refusal(wrong(id=late.id, bytes=late.bytes)) == "AUTH_BYTES_INVALID"
    ended = await export(first)
    await first.ask(LOG_OUT)
    assert await Device(place).refusal(wrong(id=ended.id, bytes=ended.bytes)) == "AUTH_BYTES_INVALID"


# --- QR codes


def show() -> functions.auth.ExportLoginToken:
    return functions.auth.ExportLoginToken(api_id=4, api_hash="", except_ids=[])


async def test_qr(place: Place) -> None:
    first, second = await place.newcomer(), Device(place)
    second.user_id = first.user_id
    shown = await second.ask(show())
    assert shown.expires == place.clock() + 30
    waiting = await second.ask(functions.auth.ImportLoginToken(token=shown.token))
    assert waiting.token == shown.token
    accepted = await first.ask(functions.auth.AcceptLoginToken(token=shown.token))
    assert (accepted.device_model, accepted.current) == (DEVICE_MODEL, False)
    assert isinstance(second.session.updates[-1].update, types.UpdateLoginToken)
    again = functions.auth.AcceptLoginToken(token=shown.token)
    assert await first.refusal(again) == "AUTH_TOKEN_ALREADY_ACCEPTED"
    place.clock.now += 40
    success = await second.ask(show())
    assert success.authorization.user.id == first.user_id
    assert isinstance(await second.ask(show()), types.auth.LoginTokenSuccess)
    assert (await first.ask(LIST)).authorizations[1].hash == accepted.hash


async def test_qr_with_a_password(place: Place) -> None:
    first, second = await place.newcomer(), Device(place)
    await first.set_password("secret")
    shown = await second.ask(show())
    await first.ask(functions.auth.AcceptLoginToken(token=shown.token))
    assert await second.refusal(show()) == "SESSION_PASSWORD_NEEDED"
    answer = await second.ask(functions.auth.CheckPassword(password=await second.srp("secret")))
    assert answer.user.id == first.user_id


async def test_qr_tokens_that_are_refused(place: Place) -> None:
    first, second = await place.newcomer(), Device(place)
    unknown = functions.auth.AcceptLoginToken(token=bytes(32))
    assert await first.refusal(unknown) == "AUTH_TOKEN_INVALID"
    shown = await second.ask(show())
    elsewhere = functions.auth.ImportLoginToken(token=shown.token)
    assert await Device(place).refusal(elsewhere) == "AUTH_TOKEN_INVALID"
    place.clock.now += 31
    late = functions.auth.AcceptLoginToken(token=shown.token)
    assert await first.refusal(late) == "AUTH_TOKEN_EXPIRED"
    bad = functions.auth.ExportLoginToken(api_id=0, api_hash="", except_ids=[])
    assert await second.refusal(bad) == "API_ID_INVALID"


# --- temporary keys


class Temporary:
    """A device whose session runs on a temporary key."""

    def __init__(self, place: Place, perm: AuthKey) -> None:
        self.place = place
        self.perm = perm
        self.expires = int(place.clock()) + DAY
        self.key = AuthKey.from_bytes(os.urandom(256), self.expires)
        self.device = Device(place, key=self.key)

    async def store(self) -> Temporary:
        await self.place.app.gateway.store_key(self.key)
        return self

    def request(self, msg_id: int = 1 << 32, nonce: int = 77) -> functions.auth.BindTempAuthKey:
        inner = BIND_AUTH_KEY_INNER.to_bytes(4, "little")
        session = self.device.session.session_id
        for number in (nonce, self.key.id, self.perm.id, session):
            inner += number.to_bytes(8, "little", signed=True)
        inner += self.expires.to_bytes(4, "little")
        message = HEADER.pack(0, 0, msg_id, 0, len(inner)) + inner
        return functions.auth.BindTempAuthKey(
            perm_auth_key_id=self.perm.id,
            nonce=77,
            expires_at=self.expires,
            encrypted_message=seal_v1(self.perm, message, os.urandom),
        )

    async def bind(self) -> None:
        assert await self.device.ask(self.request(), msg_id=1 << 32) is True


async def permanent(place: Place, device: Device) -> AuthKey:
    await place.app.gateway.store_key(device.key)
    return device.key


async def test_several_temporary_keys_stand_for_one(place: Place) -> None:
    first = await place.newcomer()
    perm = await permanent(place, first)
    one, two = await Temporary(place, perm).store(), await Temporary(place, perm).store()
    assert await one.device.refusal(functions.updates.GetState()) == "AUTH_KEY_PERM_EMPTY"
    await one.bind()
    await two.bind()
    await one.bind()
    for temporary in (one, two):
        assert (await temporary.device.ask(functions.users.GetFullUser(id=types.InputUserSelf()))).users[0].self_


async def test_what_was_announced_before_is_handed_over(place: Place) -> None:
    device = Device(place)
    perm = await permanent(place, device)
    temporary = await Temporary(place, perm).store()
    await temporary.device.ask(functions.help.GetConfig())
    await temporary.bind()
    row = await place.app.db.read(lambda tx: store.load(tx, perm.id))
    assert row is not None
    assert (row.device, row.layer) == (DEVICE_MODEL, 229)


async def test_bindings_that_are_refused(place: Place) -> None:
    first = await place.newcomer()
    perm = await permanent(place, first)
    temporary = await Temporary(place, perm).store()
    name = await temporary.device.refusal(temporary.request(nonce=78))
    assert name == "ENCRYPTED_MESSAGE_INVALID"
    assert await temporary.device.refusal(temporary.request()) == "ENCRYPTED_MESSAGE_INVALID"  # another msg_id
    unknown = Temporary(place, AuthKey.from_bytes(os.urandom(256)))
    assert await temporary.device.refusal(unknown.request()) == "ENCRYPTED_MESSAGE_INVALID"
    assert await first.refusal(temporary.request()) == "TEMP_AUTH_KEY_EMPTY"
    await temporary.bind()
    other = await place.newcomer()
    stolen = Temporary(place, await permanent(place, other))
    stolen.key, stolen.device, stolen.expires = temporary.key, temporary.device, temporary.expires
    try:
        await stolen.bind()
    except Exception as refused:
        name = getattr(refused, "name", "")
    assert name == "TEMP_AUTH_KEY_ALREADY_BOUND"


async def test_temporary_keys_die_with_the_authorisation(place: Place) -> None:
    first, second = await two_devices(place)
    temporary = await Temporary(place, await permanent(place, second)).store()
    await temporary.bind()
    place.clock.now += DAY
    await first.ask(END_OTHERS)
    assert await temporary.device.refusal(LIST) == "AUTH_KEY_UNREGISTERED"
    assert await place.app.db.read(lambda tx: auth_keys.load(tx, temporary.key.id)) is None
    assert await place.app.db.read(lambda tx: auth_keys.load(tx, second.key.id)) is not None


async def test_drop_temporary_keys(place: Place) -> None:
    first = await place.newcomer()
    perm = await permanent(place, first)
    one, two = await Temporary(place, perm).store(), await Temporary(place, perm).store()
    await one.bind()
    await two.bind()
    assert await one.device.ask(functions.auth.DropTempAuthKeys(except_auth_keys=[one.key.id])) is True
    assert await place.app.db.read(lambda tx: auth_keys.load(tx, two.key.id)) is None
    assert await place.app.db.read(lambda tx: auth_keys.load(tx, one.key.id)) is not None
