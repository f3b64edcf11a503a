"""auth.bindTempAuthKey: the proof that a temporary key belongs to a permanent one.

https://core.telegram.org/method/auth.bindTempAuthKey, https://core.telegram.org/api/pfs

encrypted_message is an MTProto 1.0 message under the permanent key, whatever version the session speaks, with random
salt and session_id, the msg_id of the request itself and seqno 0; its body is bind_auth_key_inner. It is the one place
where 1.0 is accepted.
"""

from typing import NamedTuple

from .envelope import HEADER, HEADER_BYTES, open_v1
from .errors import ProtocolError
from .keys import AuthKey
from .schema import BIND_AUTH_KEY_INNER
from .session import Session
from .wire import Reader


class BindAuthKeyInner(NamedTuple):
    msg_id: int
    nonce: int
    temp_auth_key_id: int
    perm_auth_key_id: int
    temp_session_id: int
    expires_at: int


def decrypt_v1_inner(perm_key: AuthKey, encrypted_message: bytes) -> BindAuthKeyInner:
    """Open encrypted_message. ProtocolError when it was not made with this key or is no bind_auth_key_inner."""
    message = open_v1(perm_key, encrypted_message)
    _, _, msg_id, _, _ = HEADER.unpack_from(message)
    reader = Reader(message, HEADER_BYTES)
    if reader.constructor() != BIND_AUTH_KEY_INNER:
        raise ProtocolError("bind_auth_key_inner expected")
    return BindAuthKeyInner(msg_id, reader.int64(), reader.int64(), reader.int64(), reader.int64(), reader.int32())


def check_binding(
    perm_key: AuthKey, session: Session, request_msg_id: int, nonce: int, expires_at: int, encrypted_message: bytes
) -> BindAuthKeyInner:
    """All that auth.bindTempAuthKey promises, for the session that the request came in on.

    ProtocolError for any contradiction (the request's answer is then ENCRYPTED_MESSAGE_INVALID). Setting perm_key_id,
    here and in the store, is the caller's.
    """
    inner = decrypt_v1_inner(perm_key, encrypted_message)
    expected = BindAuthKeyInner(request_msg_id, nonce, session.key.id, perm_key.id, session.session_id, expires_at)
    if inner != expected:
        raise ProtocolError("bind_auth_key_inner contradicts the request")
    if not session.key.is_temporary or perm_key.is_temporary:
        raise ProtocolError("a temporary key is bound to a permanent one only")
    if expires_at <= session.node.clock():
        raise ProtocolError("the binding has expired")
    return inner
