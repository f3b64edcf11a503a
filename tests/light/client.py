"""A light MTProto client for load and for tests that look at single packets.

It knows the abridged transport, the envelope and the service messages of core.telegram.org/mtproto; the API's objects
are written and read by `hodhod.tl` at the canonical layer. It reconnects when told to, keeping its key and session;
calls under way when the connection ends fail with ConnectionLost and are repeated by whoever made them, with the same
random_id.
"""

from __future__ import annotations

import asyncio
import os
import struct
import time
import zlib
from collections.abc import Callable
from hashlib import sha1, sha256
from typing import Any

import cryptg

from hodhod import tl
from hodhod.tl import functions
from hodhod.tl.wire import ID_TO_BOOL
from tests.light.exchange import RsaKey, constructor, exchange_key

RPC_RESULT, RPC_ERROR = 0xF35C6D01, 0x2144CA19
MSG_CONTAINER, GZIP_PACKED, MSGS_ACK = 0x73F1F8DC, 0x3072CFA1, 0x62D6B459
NEW_SESSION_CREATED, BAD_SERVER_SALT, BAD_MSG_NOTIFICATION = 0x9EC20908, 0xEDAB447B, 0xA7EFF811
PONG, VECTOR, PING = 0x347773C5, 0x1CB5C415, 0x7ABE77EC
ACK_AFTER = 32


class RpcError(Exception):
    def __init__(self, code: int, name: str) -> None:
        super().__init__(f"{code} {name}")
        self.code = code
        self.name = name


class ConnectionLost(Exception):
    """The connection ended before the answer came."""


class LightClient:
    """One session. `updates` gathers every object that was pushed, in the order of arrival.

    `on_object` is told of these and of all results, in the order in which they came: pts may travel in either.
    """

    def __init__(self, host: str, port: int, key: RsaKey, *, device: str = "light") -> None:
        self.auth_key = b""
        self.updates: list[Any] = []
        self.on_object: Callable[[Any], None] = lambda one: None
        self.packets: list[bytes] = []  # as sent, when `recording`
        self.recording = False
        self.sessions_created = 0
        self.salt = 0
        self.session_id = os.urandom(8)
        self._address = (host, port)
        self._key = key
        self._device = device
        self._calls: dict[int, tuple[bytes, asyncio.Future[Any]]] = {}
        self._to_ack: list[int] = []
        self._last_msg_id = 0
        self._content_sent = 0
        self._initialised = False
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None

    # --- connection

    async def connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(*self._address)
        self._writer.write(b"\xef")
        if not self.auth_key:
            self.auth_key, self.salt = await exchange_key(self._ask_plain, self._key)
        self._initialised = False
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        if self._reading is not None:
            await self._reading

    @property
    def connected(self) -> bool:
        return self._reading is not None and not self._reading.done()

    async def _ask_plain(self, body: bytes) -> bytes:
        self._send_packet(struct.pack("<qqi", 0, self._new_msg_id(), len(body)) + body)
        return (await self._receive_packet())[20:]

    def _send_packet(self, packet: bytes) -> None:
        if self._writer is None or self._writer.is_closing():
            raise ConnectionLost
        if self.recording:
            self.packets.append(packet)
        words = len(packet) // 4
        head = bytes([words]) if words < 0x7F else b"\x7f" + words.to_bytes(3, "little")
        self._writer.write(head + packet)

    def replay(self, packet: bytes) -> None:
        """Send recorded bytes once more, as somebody who listened could."""
        self._send_packet(packet)

    async def _receive_packet(self) -> bytes:
        assert self._reader is not None
        words = (await self._reader.readexactly(1))[0]
        if words == 0x7F:
            words = int.from_bytes(await self._reader.readexactly(3), "little")
        return await self._reader.readexactly(words * 4)

    async def _read(self) -> None:
        try:
            while True:
                self._packet(await self._receive_packet())
        except (OSError, EOFError):
            pass
        finally:
            lost, self._calls = self._calls, {}
            for _, answer in lost.values():
                if not answer.done():
                    answer.set_exception(ConnectionLost())
            if self._writer is not None:
                self._writer.close()

    # --- calls

    async def call(self, request: tl.TLFunction) -> Any:
        return await asyncio.wait_for(self.begin(request), 30)

    def begin(self, request: tl.TLFunction) -> asyncio.Future[Any]:
        """Send now, wait later."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._post(tl.encode(self._initial(request)), answer)
        return answer

    def _initial(self, request: tl.TLFunction) -> tl.TLFunction:
        """The first call of a connection says which layer we speak."""
        if self._initialised:
            return request
        self._initialised = True
        init = functions.InitConnection(
            api_id=1,
            device_model=self._device,
            system_version="1",
            app_version="1",
            system_lang_code="en",
            lang_pack="",
            lang_code="en",
            query=request,
        )
        return functions.InvokeWithLayer(layer=tl.LAYER, query=init)

    def _post(self, body: bytes, answer: asyncio.Future[Any]) -> None:
        msg_id = self._new_msg_id()
        self._send_packet(self.seal(msg_id, self._content_sent * 2 + 1, body))
        self._content_sent += 1
        self._calls[msg_id] = (body, answer)

    def seal(self, msg_id: int, seqno: int, body: bytes) -> bytes:
        """An encrypted message (MTProto 2.0) of this session."""
        plain = struct.pack("<q8sqii", self.salt, self.session_id, msg_id, seqno, len(body)) + body
        padding = 12 + (-len(plain) - 12) % 16
        plain += os.urandom(padding)
        msg_key = sha256(self.auth_key[88:120] + plain).digest()[8:24]
        aes_key, aes_iv = keys_of(self.auth_key, msg_key, 0)
        return self.auth_key_id + msg_key + bytes(cryptg.encrypt_ige(plain, aes_key, aes_iv))

    @property
    def auth_key_id(self) -> bytes:
        return sha1(self.auth_key).digest()[-8:]  # noqa: S324

    def _new_msg_id(self) -> int:
        msg_id = int(time.time() * 2**32) & ~3
        self._last_msg_id = max(msg_id, self._last_msg_id + 4)
        return self._last_msg_id

    # --- what comes

    def _packet(self, packet: bytes) -> None:
        if len(packet) < 24:
            raise EOFError(f"transport error {struct.unpack('<i', packet[:4])[0]}")
        assert packet[:8] == self.auth_key_id
        aes_key, aes_iv = keys_of(self.auth_key, packet[8:24], 8)
        plain = bytes(cryptg.decrypt_ige(packet[24:], aes_key, aes_iv))
        assert sha256(self.auth_key[96:128] + plain).digest()[8:24] == packet[8:24], "msg_key"
        _, session_id, msg_id, seqno, length = struct.unpack_from("<q8sqii", plain)
        assert session_id == self.session_id
        self._message(msg_id, seqno, plain[32 : 32 + length])
        if len(self._to_ack) >= ACK_AFTER:
            self._acknowledge()

    def _acknowledge(self) -> None:
        ids, self._to_ack = self._to_ack, []
        body = struct.pack(f"<IIi{len(ids)}q", MSGS_ACK, VECTOR, len(ids), *ids)
        self._send_packet(self.seal(self._new_msg_id(), self._content_sent * 2, body))

    def _message(self, msg_id: int, seqno: int, body: bytes) -> None:
        if seqno & 1:
            self._to_ack.append(msg_id)
        number = struct.unpack_from("<I", body)[0]
        handle = self._handlers.get(number)
        if handle is not None:
            handle(self, body)
        else:
            pushed = tl.decode(body)
            self.updates.append(pushed)
            self.on_object(pushed)

    def _container(self, body: bytes) -> None:
        at = 8
        for _ in range(struct.unpack_from("<i", body, 4)[0]):
            msg_id, seqno, length = struct.unpack_from("<qii", body, at)
            self._message(msg_id, seqno, body[at + 16 : at + 16 + length])
            at += 16 + length

    def _gzip(self, body: bytes) -> None:
        self._message(0, 0, unpacked(body))

    def _rpc_result(self, body: bytes) -> None:
        _, answer = self._calls.pop(struct.unpack_from("<q", body, 4)[0], (b"", None))
        if answer is None or answer.done():
            return
        result = body[12:]
        if result.startswith(constructor(GZIP_PACKED)):
            result = unpacked(result)
        if result.startswith(constructor(RPC_ERROR)):
            code = struct.unpack_from("<i", result, 4)[0]
            answer.set_exception(RpcError(code, tl_string(result, 8)))
        else:
            value = decoded(result)
            self.on_object(value)
            answer.set_result(value)

    def _bad_server_salt(self, body: bytes) -> None:
        bad_msg_id, _, _, self.salt = struct.unpack_from("<qiiq", body, 4)
        self._repeat(bad_msg_id)

    def _bad_msg(self, body: bytes) -> None:
        bad_msg_id, _, code = struct.unpack_from("<qii", body, 4)
        request = self._calls.pop(bad_msg_id, None)
        if request is not None:
            request[1].set_exception(RpcError(code, "bad_msg_notification"))

    def _repeat(self, msg_id: int) -> None:
        request = self._calls.pop(msg_id, None)
        if request is not None:
            self._post(*request)

    def _new_session(self, body: bytes) -> None:
        self.sessions_created += 1
        self.salt = struct.unpack_from("<q", body, 20)[0]

    def _nothing(self, body: bytes) -> None:
        """An ack or a pong."""

    _handlers: dict[int, Callable[[LightClient, bytes], None]] = {  # noqa: RUF012
        MSG_CONTAINER: _container,
        GZIP_PACKED: _gzip,
        RPC_RESULT: _rpc_result,
        BAD_SERVER_SALT: _bad_server_salt,
        BAD_MSG_NOTIFICATION: _bad_msg,
        NEW_SESSION_CREATED: _new_session,
        MSGS_ACK: _nothing,
        PONG: _nothing,
    }


def keys_of(auth_key: bytes, msg_key: bytes, x: int) -> tuple[bytes, bytes]:
    """AES key and IV of a message from the client (x = 0) or from the server (x = 8)."""
    a = sha256(msg_key + auth_key[x : x + 36]).digest()
    b = sha256(auth_key[40 + x : 76 + x] + msg_key).digest()
    return a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:]


def unpacked(body: bytes) -> bytes:
    return zlib.decompress(tl_data(body, 4), 47)


def decoded(result: bytes) -> Any:
    """A boxed object, a boolean, or a list for a vector of boxed objects."""
    number = struct.unpack_from("<I", result)[0]
    if number in ID_TO_BOOL:
        return ID_TO_BOOL[number]
    if not result.startswith(constructor(VECTOR)):
        return tl.decode(result)
    at, items = 8, []
    for _ in range(struct.unpack_from("<i", result, 4)[0]):
        item, at = tl.decode_from(result, at)
        items.append(item)
    return items


def tl_data(body: bytes, at: int) -> bytes:
    head, length = 1, body[at]
    if length == 254:
        head, length = 4, int.from_bytes(body[at + 1 : at + 4], "little")
    return body[at + head : at + head + length]


def tl_string(body: bytes, at: int) -> str:
    return tl_data(body, at).decode()
