"""What a library writes into its log about the server's answers: a test that passed in spite of it missed something.

Each entry of what it may say tells why it is no fault of an answer. A module may have a TDLIB_MAY_SAY of its own for
what its tests provoke.
"""

from __future__ import annotations

import re
from pathlib import Path

Allowed = tuple[tuple[str, str], ...]

TDLIB_MAY_SAY: Allowed = (
    (r"\[TdDb\.cpp:\d+\].*PRAGMA user_version", "it makes its own database"),
    (r"\[AuthDataShared\.cpp:\d+\]", "it tells of the auth keys that it has"),
    (
        r"\[(AuthManager|Td|SessionMultiProxy)\.cpp:\d+\].*(Lost authorization|Logging out|Destroy|Close Td)",
        "it was told to",
    ),
    (r"\[\w+\.cpp:\d+\].*401 : AUTH_KEY_UNREGISTERED", "its session was ended"),
    (
        r"\[Session\.cpp:\d+\].*Session connection (was closed|with \d+ pending)",
        "the server was stopped, or it logged out",
    ),
    (r"\[Session\.cpp:\d+\].*(Generate new session_id|Update auth key in session_id)", "it tells of its sessions"),
    (r"\[Timer\.cpp:\d+\].*SLOW", "its own work took long on a busy machine"),
    (r"\[Td\.cpp:\d+\].*Destroy Td", "it was told to close"),
    (
        r"\[ConnectionCreator\.cpp:\d+\].*Network is unreachable",
        "it dials before the proxy is set, and only loopback exists",
    ),
)
TDLIB_LINE = re.compile(r"^\[ ([012])\]\[t \d+\]\[[\d.]+\]\[(?P<place>[\w.]+:\d+)\]")

# GramJS and teleproto write [WARN] and [ERROR], and as information that they could not read a type; mtcute [WRN] and
# [ERR]. The drivers write "unhandled:" before what a library hands to its error handler or lets escape.
SCRIPT_MAY_SAY: Allowed = (
    (r"\[WARN\].*(Disconnecting|\[Reconnect\]|[Cc]onnection closed)", "the server was stopped, or it was told to"),
    (r"\[ERROR\].*connection failed attempt", "GramJS's word for every start that fails; the reason is unhandled:"),
    (r"^unhandled: Error: (connect ECONNREFUSED|Not connected)", "the server was stopped"),
    (
        r"(Step 3 invalid new nonce hash|Step 4: invalid nonce hash)",
        "an auth key that begins with a zero byte, one in 256: both drop that byte, and begin again",
    ),
)
SCRIPT_LINE = re.compile(r"^unhandled:|\[(WARN|ERROR|WRN|ERR)\]|Type \S+ not found")


def tdlib_complaints(folder: Path, allowed: Allowed) -> list[str]:
    return _complaints(folder / "tdlib.log", TDLIB_LINE, TDLIB_MAY_SAY + allowed)


def script_complaints(folder: Path) -> list[str]:
    return _complaints(folder / "stderr.log", SCRIPT_LINE, SCRIPT_MAY_SAY)


def _complaints(log: Path, line_of_one: re.Pattern[str], allowed: Allowed) -> list[str]:
    if not log.exists():
        return []
    lines = [line for line in log.read_text(errors="replace").splitlines() if line_of_one.search(line)]
    return [line for line in lines if not any(re.search(pattern, line) for pattern, _ in allowed)]
