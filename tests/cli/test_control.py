"""The control socket: commands and refusals, leftovers, rights, long paths."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hodhod.control import SOCKET, AlreadyRunning, ControlServer, NotRunning, Refused, call, is_running


async def echo(arguments: dict[str, Any]) -> dict[str, Any]:
    return {"you said": arguments}


async def refuse(arguments: dict[str, Any]) -> dict[str, Any]:
    raise Refused("نه")


async def fail(arguments: dict[str, Any]) -> dict[str, Any]:
    raise ZeroDivisionError


HANDLERS = {"echo": echo, "refuse": refuse, "fail": fail}


@pytest_asyncio.fixture
async def path(tmp_path: Path) -> AsyncIterator[Path]:
    # longer than a socket address can be
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    server = ControlServer(folder / SOCKET, HANDLERS)
    await server.start()
    yield server.path
    await server.close()


async def ask(path: Path, command: str, arguments: dict[str, Any] | None = None) -> dict[str, Any]:
    return await asyncio.to_thread(call, path, command, arguments)


async def test_an_answer(path: Path) -> None:
    assert await ask(path, "echo", {"نام": [1, None, "x" * 100_000]}) == {"you said": {"نام": [1, None, "x" * 100_000]}}


async def test_refusals(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Refused, match="نه"):
        await ask(path, "refuse")
    with pytest.raises(Refused, match="does not know the command"):
        await ask(path, "other")
    with pytest.raises(Refused, match="its log says why"):
        await ask(path, "fail")
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "line", [b"\n", b"1\n", b"[]\n", b"{}\n", b"\xff\n", b'{"command": [], "arguments": 1}\n', b"x" * (1 << 21)]
)
async def test_garbage_is_answered_and_the_server_lives(path: Path, line: bytes) -> None:
    reader, writer = await _connect(path)
    writer.write(line if line.endswith(b"\n") else line + b"\n")
    assert b'"error"' in await reader.readline()
    writer.close()
    assert await ask(path, "echo", {}) == {"you said": {}}


async def _connect(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    from hodhod.control import _connect as connect

    return await asyncio.open_unix_connection(sock=await asyncio.to_thread(connect, path, 5.0))


async def test_only_the_owner_may_use_it(path: Path) -> None:
    mode = await asyncio.to_thread(path.stat)
    assert mode.st_mode & 0o777 == 0o600


async def test_a_second_server_is_refused_and_the_first_lives(path: Path) -> None:
    with pytest.raises(AlreadyRunning):
        await ControlServer(path, {}).start()
    assert await ask(path, "echo", {}) == {"you said": {}}


async def test_a_leftover_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / SOCKET
    with socket.socket(socket.AF_UNIX) as leftover:
        leftover.bind(str(path))
    assert path.exists()
    assert not is_running(path)
    server = ControlServer(path, HANDLERS)
    await server.start()
    assert await ask(path, "echo", {}) == {"you said": {}}
    await server.close()
    assert not path.exists()


async def test_closing_ends_idle_connections(tmp_path: Path) -> None:
    server = ControlServer(tmp_path / SOCKET, HANDLERS)
    await server.start()
    reader, writer = await _connect(server.path)
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await server.close()
        assert await reader.read() == b""
    writer.close()


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(NotRunning):
        call(tmp_path / SOCKET, "echo")
