"""How the command line speaks to a running server: a Unix socket in the data directory, one JSON object a line.

    -> {"command": "users", "arguments": {"limit": 100}}
    <- {"result": {...}}   or   {"error": "no user has this number"}

Whoever may open DATA/control.sock (mode 600) is the operator. One connection may carry several commands, one after
the other. The socket also says that the server runs: a file that nobody listens on is a leftover, and is replaced.

A socket address has room for about 100 bytes, a data directory may be longer: both sides go through /proc/self/fd.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

log = logging.getLogger("hodhod.control")

SOCKET = "control.sock"
MAX_LINE = 1 << 20
IDLE_SECONDS = 30.0

Handler = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class Refused(Exception):
    """A command that cannot be carried out; the operator reads the message."""


class NotRunning(Exception):
    """Nobody listens on the control socket."""


class AlreadyRunning(Exception):
    """A server of this data directory is running."""


@contextlib.contextmanager
def _short_path(path: Path) -> Iterator[str]:
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class ControlServer:
    """Answers commands until it is closed. A handler may raise Refused; anything else is a bug and is logged."""

    def __init__(self, path: Path, handlers: Mapping[str, Handler]) -> None:
        self.path = path
        self._handlers = dict(handlers)
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Raises AlreadyRunning."""
        if is_running(self.path):
            raise AlreadyRunning(f"a server is already running on {self.path.parent}")
        self.path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with _short_path(self.path) as name:
            listener.bind(name)
        # Before listen(): until then nobody can connect.
        self.path.chmod(0o600)
        self._server = await asyncio.start_unix_server(self._connected, sock=listener, limit=MAX_LINE)

    async def close(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None
        self.path.unlink(missing_ok=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await self._serve(reader, writer)
        except (TimeoutError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    line = await reader.readline()
            except ValueError:
                line, answer = b"\n", {"error": "the line is too long"}
            else:
                if not line:
                    return
                answer = await self._answer(line)
            writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            async with asyncio.timeout(IDLE_SECONDS):
                await writer.drain()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
            handler = self._handlers[asked["command"]]
            arguments = dict(asked.get("arguments") or {})
        except KeyError:
            return {"error": "this server does not know the command: is it older than this program?"}
        except (ValueError, TypeError):
            return {"error": "not a command"}
        try:
            return {"result": await handler(arguments)}
        except Refused as refusal:
            return {"error": str(refusal)}
        except Exception:
            log.exception("the command %s failed", asked["command"])
            return {"error": "the server failed at this command; its log says why"}


def is_running(path: Path) -> bool:
    try:
        with _connect(path, 5.0):
            return True
    except NotRunning:
        return False


def call(
    path: Path, command: str, arguments: Mapping[str, Any] | None = None, *, timeout: float = 30.0
) -> dict[str, Any]:
    """Ask the running server. Raises NotRunning or Refused."""
    with _connect(path, timeout) as connection, connection.makefile("rwb") as stream:
        try:
            stream.write(json.dumps({"command": command, "arguments": dict(arguments or {})}).encode() + b"\n")
            stream.flush()
            line = stream.readline()
        except OSError as error:
            raise Refused(f"the server did not answer: {error}") from None
    if not line:
        raise Refused("the server closed the connection")
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise Refused(answer["error"])
    result: dict[str, Any] = answer["result"]
    return result


def _connect(path: Path, timeout: float) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        with _short_path(path) as name:
            connection.connect(name)
    except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError) as error:
        connection.close()
        raise NotRunning(f"no server is running on {path.parent}") from error
    except OSError:
        connection.close()
        raise
    return connection
