"""WebSocket: a stream of bytes in binary messages. https://core.telegram.org/mtproto/transports#websocket

The upgrade is HttpLink's; afterwards this link owns the socket. Frames are only a wrapping: a packet may span several
and a frame may hold several, so their payloads are fed to the connection as they come, without being gathered.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Final

from wsproto.connection import Connection as FrameConnection
from wsproto.connection import ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from .hub import Hub
from .tcp import StreamLink

_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_UNSUPPORTED_DATA: Final = 1003
SUBPROTOCOL: Final = "binary"


def is_upgrade(headers: Mapping[str, str]) -> bool:
    return "websocket" in headers.get("upgrade", "").lower()


def accept_headers(headers: Mapping[str, str]) -> list[tuple[str, str]] | None:
    """The headers of the 101 response, or None when the handshake is not acceptable."""
    key = headers.get("sec-websocket-key", "")
    if headers.get("sec-websocket-version") != "13" or len(key) != 24:
        return None
    digest = hashlib.sha1(key.encode("ascii", "replace") + _GUID, usedforsecurity=False).digest()
    accepted = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", base64.b64encode(digest).decode()),
    ]
    offered = [name.strip() for name in headers.get("sec-websocket-protocol", "").split(",")]
    if SUBPROTOCOL in offered:
        accepted.append(("Sec-WebSocket-Protocol", SUBPROTOCOL))
    return accepted


class WebSocketLink(StreamLink):
    __slots__ = ("_frames",)

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._frames = FrameConnection(ConnectionType.SERVER)

    def data_received(self, data: bytes) -> None:
        try:
            self._frames.receive_data(data)
            for event in self._frames.events():
                self._on_event(event)
        except (RemoteProtocolError, LocalProtocolError):
            self.transport.close()

    def _on_event(self, event: object) -> None:
        if isinstance(event, BytesMessage):
            self.feed(bytes(event.data))
        elif isinstance(event, Ping):
            self.transport.write(self._frames.send(event.response()))
        elif isinstance(event, CloseConnection):
            self.transport.write(self._frames.send(event.response()))
            self.transport.close()
        elif isinstance(event, TextMessage):
            self.transport.write(self._frames.send(CloseConnection(code=_UNSUPPORTED_DATA)))
            self.transport.close()

    def wrap(self, output: bytes) -> bytes:
        try:
            return self._frames.send(BytesMessage(data=output))
        except LocalProtocolError:  # the peer has sent its close frame meanwhile
            return b""
