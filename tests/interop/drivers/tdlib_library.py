"""libtdjson, loaded: TDLib's JSON interface on a thread of its own."""

from __future__ import annotations

import ctypes
import json
import os
import threading
from typing import Any

from tests.interop.drivers.link import Record

# 2: warnings and errors; 3 tells what every answer held.
LOG_LEVEL = int(os.environ.get("TDLIB_LOG_LEVEL", "2"))


class Library:
    """libtdjson: requests out, answers and updates in, on a thread of its own."""

    def __init__(self, path: str, log: str, receive: Any) -> None:
        self._tdjson = ctypes.CDLL(path)
        self._tdjson.td_receive.restype = ctypes.c_char_p
        self._tdjson.td_receive.argtypes = [ctypes.c_double]
        self._tdjson.td_execute.restype = ctypes.c_char_p
        stream = {"@type": "logStreamFile", "path": log, "max_file_size": 1 << 30, "redirect_stderr": False}
        self._execute({"@type": "setLogStream", "log_stream": stream})
        self._execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": LOG_LEVEL})
        self._client = self._tdjson.td_create_client_id()
        self._receive = receive
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, request: Record) -> None:
        self._tdjson.td_send(self._client, json.dumps(request).encode())

    def _execute(self, request: Record) -> None:
        self._tdjson.td_execute(json.dumps(request).encode())

    def _read(self) -> None:
        while True:
            data = self._tdjson.td_receive(10.0)
            if data:
                self._receive(json.loads(data))
