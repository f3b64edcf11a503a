"""A complaint in a library's log is found, and what is no fault of an answer is not one."""

from __future__ import annotations

from pathlib import Path

from tests.interop.complaints import script_complaints

LOG = """\
[2026-11-26T14:00:00.000] [INFO] - [Using LAYER 198 for initial connect]
[2026-11-26T14:00:01.000] [INFO] - [Type 34701216 not found, remaining data <Buffer 00>]
[2026-11-26T14:00:02.000] [WARN] - [Disconnecting...]
[2026-11-26T14:00:03.000] [WARN] - [Request messages.SendMessage had missing message mapping Updates]
unhandled: Error: connect ECONNREFUSED 127.0.0.1:4430
unhandled: TypeError: Cannot read properties of undefined (reading 'id')
2026-11-26T14:00:04.000Z [WRN] [updates] no peers for update
2026-11-26T14:00:05.000Z [INF] [auth] authorization successful
"""


def test_complaints_are_found(tmp_path: Path) -> None:
    (tmp_path / "stderr.log").write_text(LOG)
    assert script_complaints(tmp_path) == [LOG.splitlines()[line] for line in (1, 3, 5, 6)]
