"""The driver's end of the pipe between a test and a client library.

A driver is a process of its own that speaks JSON lines. On stdin a call: `{"id": 1, "call": "send", "args": {...}}`. On
stdout its answer, `{"id": 1, "ok": ...}` or `{"id": 1, "error": "PEER_ID_INVALID", "text": ...}`, and whenever
something happens `{"event": "message", ...}`. Every driver answers the same calls (`do_NAME` methods) with the same
records, so that one test plays the same scenario over all libraries. A driver runs in the library's own environment: it
may import nothing but the library and the standard library.

The records:
    message   id, chat (the other user's id; a group or channel in the Bot API's form), sender, text, out, reply_to,
              quote, forward_from, edited, entities ([kind, offset, length] in UTF-16 units), views, mentioned,
              service, action (the library's own name)
    dialog    peer, top, unread, mentions, unread_mark, pinned, archived, read_inbox, read_outbox, draft
    file      id, kind (photo, document, voice ...), caption, size, name, group ("": no album), unheard (None: not said)
    user      id, first_name, last_name, username, phone, status, contact, mutual
The events: message and edit (a message), delete (ids, chat where the library tells it), read (peer, max_id, inbox),
typing (user), channel (chat: look at it anew), group and title (of TDLib),
status (user, status), draft (peer, text), pinned (peer, ids, pinned), marked (peer, unread), login (state).
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import sys
import traceback
from typing import Any, Protocol

Record = dict[str, Any]


class Refused(Exception):
    """The server's own refusal, by the name that it gave."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{name}: {text}")
        self.name = name
        self.text = text


class Driver(Protocol):
    def refusal(self, error: Exception) -> Refused | None:
        """The server's refusal behind the library's exception, None if it is something else."""


class Link:
    """Reads calls, runs each as a task (so that several may be under way), writes answers and events."""

    def __init__(self) -> None:
        # A library that prints must not break the protocol: what it prints goes to stderr.
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._tasks: set[asyncio.Task[None]] = set()

    def emit(self, event: str, **fields: Any) -> None:
        self._write({"event": event, **fields})

    async def serve(self, driver: Driver) -> None:
        reader = asyncio.StreamReader(limit=1 << 24)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            task = asyncio.create_task(self._answer(driver, json.loads(line)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        os._exit(0)  # the test has closed the link: no farewells to the server

    async def _answer(self, driver: Driver, call: Record) -> None:
        try:
            result = await getattr(driver, f"do_{call['call']}")(**call["args"])
            self._write({"id": call["id"], "ok": result})
        except Exception as error:
            refused = error if isinstance(error, Refused) else driver.refusal(error)
            if refused is not None:
                self._write({"id": call["id"], "error": refused.name, "text": refused.text})
            else:
                self._write({"id": call["id"], "error": "", "text": traceback.format_exc()})

    def _write(self, record: Record) -> None:
        line = (json.dumps(record, ensure_ascii=False) + "\n").encode()
        while line:  # the pipe does not block, as it is read from too: a long line goes in pieces
            try:
                line = line[os.write(self._out, line) :]
            except BlockingIOError:
                select.select([], [self._out], [])
