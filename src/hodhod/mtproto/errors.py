"""What may go wrong inside the protocol.

    ProtocolError              the peer broke a rule; never leaves `Connection`
      TransportError           framing, or a transport code (-404, -444, -429), answered by that code or by closing
      WireError                a TL value that cannot be read
      HandshakeError           a key exchange that must stop
      BadMessage               answered by bad_msg_notification with its code
    KeyIdTaken                 raised by `Gateway.store_key`: the id exists, the client must retry (dh_gen_retry)

Any other exception out of this package is a bug of ours.
"""

AUTH_KEY_NOT_FOUND = -404
INVALID_DC = -444
TRANSPORT_FLOOD = -429


class ProtocolError(Exception):
    """The peer broke a rule of MTProto."""


class TransportError(ProtocolError):
    """The connection cannot go on; `code` is sent first when it is not None."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class WireError(ProtocolError):
    """Bytes that are not the TL value that they should be."""


class HandshakeError(ProtocolError):
    """The key exchange cannot go on."""


class BadMessage(ProtocolError):
    """A message that is answered by bad_msg_notification `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(f"bad_msg_notification {code}")
        self.code = code


class KeyIdTaken(Exception):
    """The id of a new auth key is in use already: the client is asked to try again."""
