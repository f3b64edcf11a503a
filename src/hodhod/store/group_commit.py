"""Group commit on SQLite: the transactions that wait are run one after the other and share one COMMIT.

States of the writer (all on the event loop; the connection belongs to it except while COMMITTING)

    IDLE        nothing waits
    SCHEDULED   a group will be run by the loop's next turn; `write` only queues
    COMMITTING  the COMMIT waits for the disk in the thread; nobody touches the connection; `write` only queues

Where the disk is quick the COMMIT runs on the loop instead and there is no such state: handing it to a thread and
back costs
more processor time than it waits (a switch of the interpreter lock each way), and latency besides.

Rules
- A member is driven to its end without a suspension. The first of a group has no savepoint: if it fails the whole
  transaction is rolled back and begun again. The others have one each.
- Nothing is told to anybody before the COMMIT, refusals included: a member that fails may have failed because of what
  an earlier member wrote. Callers are woken in the order of their runs.
- A group is lost when BEGIN or COMMIT fails, or when SQLite rolled the outer transaction back under a statement (disk
  full, I/O error). Then everything is rolled back, `on_rollback` hooks are called, and each member is run once more, in
  a group of its own, so that one that is too big does not take the others down; a second loss is its failure.
- A group that changed nothing is committed on the loop: there is nothing to wait for.
- A group takes no new member after `group_seconds`; who waits then comes with the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any

from hodhod.store.db import BugError, StoreClosed, SuspendedError, T, TxFunction, drive
from hodhod.store.sqlite_files import SqliteOptions, as_store_error, roll_back
from hodhod.store.sqlite_tx import SqliteTx
from hodhod.store.worker import Worker

log = logging.getLogger(__name__)


class _Member:
    """A transaction that waits for its commit, and the caller that waits for it."""

    __slots__ = ("error", "events", "fn", "future", "is_rerun", "result")

    def __init__(self, fn: TxFunction[Any], future: asyncio.Future[Any]) -> None:
        self.fn = fn
        self.future = future
        self.is_rerun = False
        self.result: Any = None
        self.error: BaseException | None = None
        self.events: list[object] = []

    def wake(self) -> None:
        if self.future.done():  # the caller was cancelled; what was committed stays
            return
        if self.error is None:
            self.future.set_result((self.result, self.events))
        elif isinstance(self.error, asyncio.CancelledError):
            self.future.cancel()
        else:
            self.future.set_exception(self.error)


class GroupLost(Exception):
    """The outer transaction is gone, with everything that its members did."""


class GroupCommit:
    """The writer connection, and the queue in front of it."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        options: SqliteOptions,
        monotonic: Callable[[], float],
        committed: Callable[[sqlite3.Connection], None],
    ) -> None:
        """`committed` is called after each COMMIT that changed rows, wherever that ran."""
        self._connection = connection
        self._cursor = connection.cursor()
        self._options = options
        self._monotonic = monotonic
        self._committed = committed
        self._loop = asyncio.get_running_loop()
        self._thread = Worker("hodhod-commit", self._loop) if options.commit != "inline" else None
        self._commit_seconds = 0.0  # running average
        self._queue: deque[_Member] = deque()
        self._busy = False  # SCHEDULED or COMMITTING
        self._closed = False
        self._idle: asyncio.Future[None] | None = None
        self._hooks: list[Callable[[], None]] = []

    async def write(self, fn: TxFunction[T]) -> tuple[T, list[object]]:
        """Queue `fn`; returns its result and events after the commit."""
        if self._closed:
            raise StoreClosed("the database is closed")
        future: asyncio.Future[tuple[T, list[object]]] = self._loop.create_future()
        self._queue.append(_Member(fn, future))
        if not self._busy:
            self._schedule()
        return await future

    def on_rollback(self, hook: Callable[[], None]) -> None:
        self._hooks.append(hook)

    async def close(self) -> None:
        """Refuse new transactions, finish those that wait, end the thread. The connection stays open."""
        self._closed = True
        if self._busy:
            self._idle = self._loop.create_future()
            await self._idle
        if self._thread is not None:
            await asyncio.to_thread(self._thread.stop)

    def _schedule(self) -> None:
        self._busy = True
        self._loop.call_soon(self._run_group)

    def _run_group(self) -> None:
        group: list[_Member] = []
        changes = self._connection.total_changes
        try:
            self._cursor.execute("BEGIN IMMEDIATE")
            self._run_members(group)
        except (sqlite3.Error, GroupLost) as error:
            self._lose(group or self._take_all(), error.__cause__ or error)
            return
        except BaseException as error:  # the process is being stopped from within a member
            self._lose(group, error)
            raise
        if self._thread is None or self._is_quick() or self._connection.total_changes == changes:
            self._finish(group, self._commit(self._connection.total_changes != changes))
        else:
            self._thread.submit(self._commit, lambda error: self._finish(group, error))

    def _is_quick(self) -> bool:
        """One slow commit sends the next ones to the thread; about ten quick ones bring them back."""
        return self._options.commit == "adaptive" and self._commit_seconds < self._options.quick_seconds

    def _take_all(self) -> list[_Member]:
        """Everybody waiting: BEGIN failed, so all are refused or tried once more alike."""
        members = list(self._queue)
        self._queue.clear()
        return members

    def _run_members(self, group: list[_Member]) -> None:
        """Run waiting transactions until the group is full."""
        queue = self._queue
        deadline = self._monotonic() + self._options.group_seconds
        while queue and len(group) < self._options.group_size:
            if group and (queue[0].is_rerun or group[0].is_rerun or self._monotonic() > deadline):
                return
            member = queue.popleft()
            if member.future.done():  # cancelled while it waited
                continue
            group.append(member)
            self._run_member(member, has_savepoint=len(group) > 1)

    def _run_member(self, member: _Member, has_savepoint: bool) -> None:
        execute = self._cursor.execute
        if has_savepoint:
            execute("SAVEPOINT member")
        tx = SqliteTx(self._cursor)
        try:
            member.result = drive(member.fn(tx))
        except (Exception, asyncio.CancelledError) as error:
            self._undo(member, error, has_savepoint)
        else:
            member.error = None
            member.events = tx.events
            if not self._connection.in_transaction:
                raise GroupLost from BugError(f"{member.fn!r} ended the transaction of its group")
            if has_savepoint:
                execute("RELEASE member")
        finally:
            tx.finish()

    def _undo(self, member: _Member, error: BaseException, has_savepoint: bool) -> None:
        """Roll back what one member did, leaving the others' work."""
        if not self._connection.in_transaction:
            raise GroupLost from error
        execute = self._cursor.execute
        if has_savepoint:
            execute("ROLLBACK TO member")
            execute("RELEASE member")
        else:
            execute("ROLLBACK")
            execute("BEGIN IMMEDIATE")
        if isinstance(error, SuspendedError):
            log.error("transaction function suspended: %r", member.fn, exc_info=error)
        member.error = as_store_error(error)

    def _commit(self, changed: bool = True) -> BaseException | None:
        """In the thread, unless that is switched off, the disk is quick or nothing changed."""
        started = self._monotonic()
        try:
            self._cursor.execute("COMMIT")
        except sqlite3.Error as error:
            return error
        finally:
            self._commit_seconds += 0.2 * (self._monotonic() - started - self._commit_seconds)
        if changed:
            self._committed(self._connection)
        return None

    def _finish(self, group: list[_Member], error: BaseException | None) -> None:
        if error is not None:
            self._lose(group, error)
            return
        for member in group:
            member.wake()
        self._next()

    def _next(self) -> None:
        if self._queue:
            self._schedule()  # after the callers that were just woken: they may have more to write
            return
        self._busy = False
        if self._idle is not None and not self._idle.done():
            self._idle.set_result(None)

    def _lose(self, group: list[_Member], error: BaseException) -> None:
        """Roll everything back; run each member again, alone, or fail those that were."""
        log.warning("a group of %d transactions was rolled back: %r", len(group), error)
        with contextlib.suppress(sqlite3.Error):
            roll_back(self._connection)
        self._call_hooks()
        told = as_store_error(error)
        for member in reversed(group):
            if member.is_rerun or not isinstance(error, Exception):
                member.error = told
                member.wake()
            else:
                member.is_rerun = True
                self._queue.appendleft(member)
        self._next()

    def _call_hooks(self) -> None:
        for hook in self._hooks:
            try:
                hook()
            except Exception:
                log.exception("on_rollback hook failed")
