"""Copying SQLite's write-ahead log into the database file, beside the loop and the writer.

The writer's own automatic checkpoint is off: it would run inside a COMMIT. Instead, every `checkpoint_rows` changed
rows a thread with a connection of its own runs a PASSIVE checkpoint, which waits for nobody and stops nobody. The log
begins anew only when a writer finds all of it copied, and under steady load there is always something newer; so when
it has grown past `checkpoint_wal_pages` the remainder (little: the thread has just copied the rest) is copied between
two groups, right after a COMMIT, before the next one may begin.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from pathlib import Path

from hodhod.store.sqlite_files import SqliteOptions, connect
from hodhod.store.worker import Worker

log = logging.getLogger(__name__)


class Checkpointer:
    """Told of every COMMIT; decides when to copy the log."""

    def __init__(self, path: Path, options: SqliteOptions) -> None:
        self._options = options
        self._connection = connect(path, options)
        self._worker = Worker("hodhod-checkpoint", asyncio.get_running_loop())
        self._running = threading.Lock()
        self._rows_copied = 0
        self._is_overdue = False
        self.wal_pages = 0

    def committed(self, writer: sqlite3.Connection) -> None:
        """Called where the COMMIT ran: in the commit thread, or on the loop if that is switched off."""
        rows = writer.total_changes
        if not self._is_overdue and rows - self._rows_copied < self._options.checkpoint_rows:
            return
        if not self._running.acquire(blocking=False):
            return
        self._rows_copied = rows
        if self._is_overdue:
            self._checkpoint()
        else:
            self._worker.submit(self._checkpoint, _report)

    def close(self) -> None:
        """Blocks until a running checkpoint has ended."""
        self._worker.stop()
        self._connection.close()

    def _checkpoint(self) -> BaseException | None:
        try:
            # It copies what it found at its start: what was committed meanwhile is not even counted in `pages`.
            _, pages, _ = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            self.wal_pages = pages
            self._is_overdue = not self._is_overdue and pages > self._options.checkpoint_wal_pages
        except sqlite3.Error as error:
            self._is_overdue = False
            return error
        finally:
            self._running.release()
        return None


def _report(error: BaseException | None) -> None:
    if error is not None:
        log.warning("checkpoint failed, will be tried again: %r", error)
