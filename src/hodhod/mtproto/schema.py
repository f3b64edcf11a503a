"""MTProto's service schema: constructor ids, and encoders of what a server says.

https://core.telegram.org/schema/mtproto. Ids are unsigned; longs are signed as on the wire.
"""

from struct import Struct
from typing import Final

from .wire import long_vector, tl_bytes

# Key exchange
REQ_PQ: Final = 0x60469778
REQ_PQ_MULTI: Final = 0xBE7E8EF1
RES_PQ: Final = 0x05162463
P_Q_INNER_DATA: Final = 0x83C95AEC
P_Q_INNER_DATA_DC: Final = 0xA9F55F95
P_Q_INNER_DATA_TEMP: Final = 0x3C6A84D4
P_Q_INNER_DATA_TEMP_DC: Final = 0x56FDDF88
REQ_DH_PARAMS: Final = 0xD712E4BE
SERVER_DH_PARAMS_FAIL: Final = 0x79CB045D
SERVER_DH_PARAMS_OK: Final = 0xD0E8075C
SERVER_DH_INNER_DATA: Final = 0xB5890DBA
SET_CLIENT_DH_PARAMS: Final = 0xF5045F1F
CLIENT_DH_INNER_DATA: Final = 0x6643B654
DH_GEN_OK: Final = 0x3BCBF734
DH_GEN_RETRY: Final = 0x46DC1FB9
DH_GEN_FAIL: Final = 0xA69DAE02
BIND_AUTH_KEY_INNER: Final = 0x75A3F765

# Service messages
RPC_RESULT: Final = 0xF35C6D01
RPC_ERROR: Final = 0x2144CA19
RPC_DROP_ANSWER: Final = 0x58E4A740
RPC_ANSWER_UNKNOWN: Final = 0x5E2AD36E
RPC_ANSWER_DROPPED_RUNNING: Final = 0xCD78E586
RPC_ANSWER_DROPPED: Final = 0xA43AD8B7
GET_FUTURE_SALTS: Final = 0xB921BD04
FUTURE_SALTS: Final = 0xAE500895
PING: Final = 0x7ABE77EC
PING_DELAY_DISCONNECT: Final = 0xF3427B8C
PONG: Final = 0x347773C5
DESTROY_SESSION: Final = 0xE7512126
DESTROY_SESSION_OK: Final = 0xE22045FC
DESTROY_SESSION_NONE: Final = 0x62D350C9
DESTROY_AUTH_KEY: Final = 0xD1435160
DESTROY_AUTH_KEY_OK: Final = 0xF660E1D4
DESTROY_AUTH_KEY_NONE: Final = 0x0A9F2259
DESTROY_AUTH_KEY_FAIL: Final = 0xEA109B13
NEW_SESSION_CREATED: Final = 0x9EC20908
MSG_CONTAINER: Final = 0x73F1F8DC
MSG_COPY: Final = 0xE06046B2
GZIP_PACKED: Final = 0x3072CFA1
MSGS_ACK: Final = 0x62D6B459
BAD_MSG_NOTIFICATION: Final = 0xA7EFF811
BAD_SERVER_SALT: Final = 0xEDAB447B
MSG_RESEND_REQ: Final = 0x7D861A08
MSG_RESEND_ANS_REQ: Final = 0x8610BAEB
MSGS_STATE_REQ: Final = 0xDA69FB52
MSGS_STATE_INFO: Final = 0x04DEB57D
MSGS_ALL_INFO: Final = 0x8CC0D131
MSG_DETAILED_INFO: Final = 0x276D3EC6
MSG_NEW_DETAILED_INFO: Final = 0x809DB6DF
HTTP_WAIT: Final = 0x9299359F

# bad_msg_notification.error_code
MSG_ID_TOO_LOW: Final = 16
MSG_ID_TOO_HIGH: Final = 17
MSG_ID_BITS: Final = 18
CONTAINER_ID_REPEATED: Final = 19
MSG_TOO_OLD: Final = 20
SEQNO_TOO_LOW: Final = 32
SEQNO_TOO_HIGH: Final = 33
SEQNO_EVEN_EXPECTED: Final = 34
SEQNO_ODD_EXPECTED: Final = 35
BAD_SALT: Final = 48
INVALID_CONTAINER: Final = 64

_ID_LONG = Struct("<Iq")
_ID_LONG_LONG = Struct("<Iqq")
_ID_LONG_LONG_LONG = Struct("<Iqqq")
_BAD_MSG = Struct("<Iqii")
_BAD_SALT = Struct("<Iqiiq")
_FUTURE_SALTS = Struct("<Iqii")
_FUTURE_SALT = Struct("<iiq")
_DETAILED = Struct("<Iqqii")
_DROPPED = Struct("<Iqii")
_RPC_ERROR = Struct("<Ii")

RPC_RESULT_HEAD: Final = Struct("<Iq")
EMPTY_CONTAINER: Final = MSG_CONTAINER.to_bytes(4, "little") + bytes(4)


def rpc_error(code: int, message: str) -> bytes:
    """The body of a refusal, for Session.send_result."""
    return _RPC_ERROR.pack(RPC_ERROR, code) + tl_bytes(message.encode())


def rpc_answer_dropped(msg_id: int, seqno: int, size: int) -> bytes:
    return _DROPPED.pack(RPC_ANSWER_DROPPED, msg_id, seqno, size)


def rpc_answer_unknown() -> bytes:
    return RPC_ANSWER_UNKNOWN.to_bytes(4, "little")


def rpc_answer_dropped_running() -> bytes:
    return RPC_ANSWER_DROPPED_RUNNING.to_bytes(4, "little")


def pong(msg_id: int, ping_id: int) -> bytes:
    return _ID_LONG_LONG.pack(PONG, msg_id, ping_id)


def msgs_ack(msg_ids: list[int]) -> bytes:
    return MSGS_ACK.to_bytes(4, "little") + long_vector(msg_ids)


def bad_msg_notification(msg_id: int, seqno: int, code: int) -> bytes:
    return _BAD_MSG.pack(BAD_MSG_NOTIFICATION, msg_id, seqno, code)


def bad_server_salt(msg_id: int, seqno: int, salt: int) -> bytes:
    return _BAD_SALT.pack(BAD_SERVER_SALT, msg_id, seqno, BAD_SALT, salt)


def new_session_created(first_msg_id: int, unique_id: int, salt: int) -> bytes:
    return _ID_LONG_LONG_LONG.pack(NEW_SESSION_CREATED, first_msg_id, unique_id, salt)


def future_salts(req_msg_id: int, now: int, salts: list[tuple[int, int, int]]) -> bytes:
    """`salts` are (valid_since, valid_until, salt); vector and items are bare."""
    return _FUTURE_SALTS.pack(FUTURE_SALTS, req_msg_id, now, len(salts)) + b"".join(
        _FUTURE_SALT.pack(*salt) for salt in salts
    )


def destroy_session_result(session_id: int, found: bool) -> bytes:
    return _ID_LONG.pack(DESTROY_SESSION_OK if found else DESTROY_SESSION_NONE, session_id)


def msgs_state_info(req_msg_id: int, states: bytes) -> bytes:
    return _ID_LONG.pack(MSGS_STATE_INFO, req_msg_id) + tl_bytes(states)


def msg_detailed_info(msg_id: int, answer_msg_id: int, size: int) -> bytes:
    return _DETAILED.pack(MSG_DETAILED_INFO, msg_id, answer_msg_id, size, 0)
