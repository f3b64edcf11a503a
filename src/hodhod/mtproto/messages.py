"""From the body of a packet to plain messages: containers, gzip_packed and msg_copy undone, each bounded.

https://core.telegram.org/mtproto/service_messages#containers

A container holds no container; gzip_packed may stand for one message or be the whole of it, never holds gzip_packed.
"""

from struct import Struct
from typing import NamedTuple

from .errors import BadMessage, WireError
from .gzip import unpack
from .schema import GZIP_PACKED, INVALID_CONTAINER, MSG_CONTAINER, MSG_COPY
from .settings import Settings
from .wire import Reader

_ENTRY = Struct("<qii")
_CONTAINER_TAG = MSG_CONTAINER.to_bytes(4, "little")
_WRAPPED = (GZIP_PACKED.to_bytes(4, "little"), MSG_COPY.to_bytes(4, "little"))


class Message(NamedTuple):
    msg_id: int
    seqno: int
    body: bytes


def is_container(body: bytes) -> bool:
    return body[:4] == _CONTAINER_TAG


def unpack_messages(message: Message, settings: Settings) -> list[Message]:
    """The messages of a packet; BadMessage(64) when it cannot be taken apart."""
    try:
        message = _unwrap(message, settings.max_unpacked_bytes)
        if not is_container(message.body):
            return [message]
        return _container(message.body, settings)
    except WireError as broken:
        raise BadMessage(INVALID_CONTAINER) from broken


def _container(body: bytes, settings: Settings) -> list[Message]:
    count = Reader(body, 4).int32()
    if not 0 <= count <= settings.max_container_messages:
        raise WireError("container of an impossible length")
    messages = []
    pos, end = 8, len(body)
    budget = settings.max_unpacked_bytes
    for _ in range(count):
        start = pos + _ENTRY.size
        if start > end:
            raise WireError("container is cut off")
        msg_id, seqno, size = _ENTRY.unpack_from(body, pos)
        pos = start + size
        if size < 4 or size & 3 or pos > end:
            raise WireError("message of an impossible length")
        message = _unwrap(Message(msg_id, seqno, body[start:pos]), budget)
        if message.body[:4] == _CONTAINER_TAG:
            raise WireError("container inside a container")
        budget -= max(len(message.body) - size, 0)
        messages.append(message)
    return messages


def _unwrap(message: Message, limit: int) -> Message:
    if message.body[:4] == _WRAPPED[1]:
        message = _copied(message.body)
    if message.body[:4] == _WRAPPED[0]:
        data = unpack(Reader(message.body, 4).string(), limit)
        message = Message(message.msg_id, message.seqno, data)
    if message.body[:4] in _WRAPPED:
        raise WireError("wrapped more than once")
    return message


def _copied(body: bytes) -> Message:
    """msg_copy: the message inside, under its own msg_id."""
    reader = Reader(body, 4)
    msg_id, seqno, size = reader.int64(), reader.int32(), reader.int32()
    return Message(msg_id, seqno, reader.raw(size))
