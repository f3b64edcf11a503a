"""A server without sockets, and devices that speak to its gateway: what the tests of signing in need."""

from __future__ import annotations

import asyncio
import hashlib
import os
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

from hodhod import tl
from hodhod.app import App
from hodhod.codes import Purpose, Senders
from hodhod.jobs import HANDLERS
from hodhod.mtproto import AuthKey, PeerInfo
from hodhod.mtproto.powers import public_power
from hodhod.mtproto.primes import DH_PRIME
from hodhod.mtproto.schema import RPC_ERROR
from hodhod.mtproto.wire import Reader
from hodhod.store import jobs
from hodhod.tl import functions, types
from hodhod.tl.wire import ID_TO_BOOL, VECTOR_ID, get_fixed_vector

API = 4
DEVICE_MODEL = "Test phone"
PHONES = (f"98912000{number:04d}" for number in count(1))


class Refused(Exception):
    """The server answered with an error."""

    def __init__(self, code: int, name: str) -> None:
        super().__init__(name)
        self.code = code
        self.name = name


class Letters:
    """A CodeSender that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, Purpose]] = []

    async def send(self, recipient: str, code: str, purpose: Purpose) -> None:
        self.sent.append((recipient, code, purpose))

    async def close(self) -> None:
        pass


class Place:
    """The server under test: its clock can be turned, its codes are read from `letters`."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.app = app
        self.clock = clock
        self.letters = Letters()
        app.services.codes = Senders(self.letters, self.letters)

    async def work(self) -> None:
        """Do the jobs that are due, as the runner would."""
        now = int(self.clock())
        for job in await self.app.db.write(lambda tx: jobs.claim(tx, now, 60, 100)):
            await HANDLERS[job.kind](self.app.services, job.payload)
            await self.app.db.write(lambda tx, job=job: jobs.finish(tx, job))  # type: ignore[misc]

    async def code(self) -> str:
        """The newest code that was sent."""
        await self.work()
        return self.letters.sent[-1][1]

    async def quiet(self) -> None:
        """Wait until every push under way has been sent: on PostgreSQL pushing takes turns of the loop."""
        fanout = self.app.gateway._fanout
        while tasks := fanout._tasks | fanout.channels._tasks:
            await asyncio.wait(tasks)

    async def newcomer(self, name: str = "Sara", phone: str | None = None) -> Device:
        """A device of a new account."""
        device = Device(self)
        device.phone = phone or next(PHONES)
        await device.enter_code()
        answer = await device.sign_up(name)
        device.user_id = answer.user.id
        return device

    async def second_device(self, first: Device, lang_code: str = "en") -> Device:
        device = Device(self, lang_code)
        device.phone, device.user_id = first.phone, first.user_id
        await device.enter_code()
        return device


class Clock:
    """Stands still until it is turned."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class FakeSession:
    """What the gateway uses of an MTProto session; keeps what it is told to send."""

    def __init__(self, key: AuthKey, node: Any) -> None:
        self.key = key
        self.node = node
        self.session_id = int.from_bytes(os.urandom(8), "little", signed=True)
        self.data: Any = None
        self.connection = object()
        self.detached_at = 0.0
        self.overflow = False
        self.answers: dict[int, bytes] = {}
        self.updates: list[Any] = []

    def send_result(self, msg_id: int, body: bytes) -> None:
        self.answers[msg_id] = body

    def send_update(self, body: bytes) -> bool:
        self.updates.append(tl.decode(body))
        return True

    def send_updates_too_long(self, body: bytes) -> None:
        self.updates.append(tl.decode(body))


def _value(answer: bytes, result: str) -> Any:
    """An answer as the method's result type says."""
    identifier = Reader(answer).constructor()
    if identifier in ID_TO_BOOL:
        return ID_TO_BOOL[identifier]
    if identifier != VECTOR_ID:
        return tl.decode(answer)
    if result in ("Vector<int>", "Vector<long>"):
        return get_fixed_vector(
            "i" if result == "Vector<int>" else "q", 4 if result == "Vector<int>" else 8, answer, 0
        )[0]
    items, at = [], 8
    while at < len(answer):
        item, at = tl.decode_from(answer, at)
        items.append(item)
    return items


class Device:
    """One key with one session."""

    _numbers = count(4, 4)

    def __init__(self, place: Place, lang_code: str = "en", key: AuthKey | None = None) -> None:
        self.place = place
        self.lang_code = lang_code
        self.key = key or AuthKey.from_bytes(os.urandom(256))
        self.session = FakeSession(self.key, SimpleNamespace(clock=place.clock))
        self.phone = ""
        self.user_id = 0
        self.code_hash = ""
        self.code = ""
        self._announced = False

    async def ask(self, query: tl.TLFunction, msg_id: int = 0, ip: str = "127.0.0.1", layer: int = tl.LAYER) -> Any:
        """The answer as its value. layer: the one in whose form the question is put. Raises Refused."""
        msg_id = msg_id or next(self._numbers)
        body = tl.encode(query if self._announced else self._first(query), layer)
        self._announced = True
        await self.place.app.gateway._serve(cast("Any", self.session), msg_id, body, PeerInfo(ip, 1))
        answer = self.session.answers.pop(msg_id)
        reader = Reader(answer)
        if reader.constructor() == RPC_ERROR:
            raise Refused(reader.int32(), reader.string().decode())
        return _value(answer, query.RESULT)

    def _first(self, query: tl.TLFunction) -> tl.TLFunction:
        device = functions.InitConnection(
            api_id=API,
            device_model=DEVICE_MODEL,
            system_version="Android 14",
            app_version="1.0",
            system_lang_code="en",
            lang_pack="",
            lang_code=self.lang_code,
            query=query,
        )
        return functions.InvokeWithLayer(layer=tl.LAYER, query=device)

    async def refusal(self, query: tl.TLFunction, layer: int = tl.LAYER) -> str:
        """The name of the error that this request gets."""
        try:
            answer = await self.ask(query, layer=layer)
        except Refused as refused:
            return refused.name
        raise AssertionError(f"not refused: {answer}")

    # --- signing in

    async def send_code(self) -> types.auth.SentCode:
        sent: types.auth.SentCode = await self.ask(
            functions.auth.SendCode(phone_number=self.phone, api_id=API, api_hash="", settings=types.CodeSettings())
        )
        self.code_hash = sent.phone_code_hash
        self.code = await self.place.code()
        return sent

    def sign_in_request(self, code: str | None = None, **changed: Any) -> functions.auth.SignIn:
        values = {"phone_number": self.phone, "phone_code_hash": self.code_hash, "phone_code": code or self.code}
        return functions.auth.SignIn(**{**values, **changed})

    def sign_up_request(self, name: str, **changed: Any) -> functions.auth.SignUp:
        values = {"phone_number": self.phone, "phone_code_hash": self.code_hash, "first_name": name, "last_name": ""}
        return functions.auth.SignUp(**{**values, **changed})

    async def enter_code(self) -> Any:
        await self.send_code()
        return await self.ask(self.sign_in_request())

    async def sign_up(self, name: str) -> Any:
        return await self.ask(self.sign_up_request(name))

    async def listen(self) -> None:
        """From now on this session gets updates."""
        await self.ask(functions.updates.GetState())

    async def history(self, peer: types.TypeInputPeer) -> list[Any]:
        answer = await self.ask(
            functions.messages.GetHistory(
                peer=peer, offset_id=0, offset_date=0, add_offset=0, limit=50, max_id=0, min_id=0, hash=0
            )
        )
        return list(answer.messages)

    async def service_texts(self) -> list[str]:
        """What the service chat says, the newest first."""
        hashes = self.place.app.services.world.hashes
        peer = types.InputPeerUser(user_id=777000, access_hash=hashes.user(self.user_id, 777000))
        return [message.message for message in await self.history(peer)]

    # --- passwords

    async def srp(self, password: str) -> types.InputCheckPasswordSRP:
        """The proof, as a client makes it."""
        state = await self.ask(functions.account.GetPassword())
        return prove(state, password)

    async def set_password(self, new: str, current: str | None = None, **settings: Any) -> Any:
        state = await self.ask(functions.account.GetPassword())
        given = prove(state, current) if current is not None else types.InputCheckPasswordEmpty()
        return await self.ask(
            functions.account.UpdatePasswordSettings(password=given, new_settings=new_password(state, new, **settings))
        )


# --- the client's half of SRP, from core.telegram.org/api/srp


def _sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _salted(data: bytes, salt: bytes) -> bytes:
    return _sha(salt, data, salt)


def _exponent(algo: Any, password: str) -> int:
    once = _salted(_salted(password.encode(), algo.salt1), algo.salt2)
    slow = hashlib.pbkdf2_hmac("sha512", once, algo.salt1, 100_000)
    return int.from_bytes(_salted(slow, algo.salt2), "big")


def _bytes(number: int) -> bytes:
    return number.to_bytes(256, "big")


def prove(state: types.account.Password, password: str) -> types.InputCheckPasswordSRP:
    algo: Any = state.current_algo
    p, g = DH_PRIME, algo.g
    a = int.from_bytes(os.urandom(256), "big")
    public, server = public_power(g, a, p), int.from_bytes(state.srp_B or b"", "big")
    u = int.from_bytes(_sha(_bytes(public), _bytes(server)), "big")
    k = int.from_bytes(_sha(_bytes(p), _bytes(g)), "big")
    x = _exponent(algo, password)
    base = (server - k * public_power(g, x, p)) % p
    key = _sha(_bytes(public_power(base, a + u * x, p)))
    group = bytes(one ^ other for one, other in zip(_sha(_bytes(p)), _sha(_bytes(g)), strict=True))
    m1 = _sha(group, _sha(algo.salt1), _sha(algo.salt2), _bytes(public), _bytes(server), key)
    return types.InputCheckPasswordSRP(srp_id=state.srp_id or 0, A=_bytes(public), M1=m1)


def new_password(state: types.account.Password, password: str, **settings: Any) -> types.account.PasswordInputSettings:
    algo: Any = state.new_algo
    algo.salt1 += os.urandom(32)
    value = _bytes(public_power(algo.g, _exponent(algo, password), DH_PRIME))
    values = {"new_algo": algo, "new_password_hash": value, "hint": "hint", **settings}
    return types.account.PasswordInputSettings(**values)


def no_password() -> types.account.PasswordInputSettings:
    return types.account.PasswordInputSettings(new_algo=types.PasswordKdfAlgoUnknown(), new_password_hash=b"", hint="")
