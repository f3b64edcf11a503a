"""Driver processes: forked by a nursery for each Python library that lives as long as the test run; or Node.js."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from tests.interop.environments import ROOT, folder_of, node, python_of

Record = dict[str, Any]
DRIVERS = Path(__file__).parent / "drivers"
MODULES = {"kurigram": "pyrogram_driver"}  # both libraries install the module `pyrogram`
SCRIPTS = {  # the JavaScript libraries: the driver and the name of the module that it loads
    "gramjs": ("gramjs_driver.mjs", "telegram"),
    "teleproto": ("gramjs_driver.mjs", "teleproto"),
    "mtcute": ("mtcute_driver.mjs", "@mtcute/node"),
}


class Nursery:
    """Imports a library once and forks a process for each driver."""

    def __init__(self, library: str) -> None:
        module = MODULES.get(library, f"{library}_driver")
        command = [str(python_of(library)), str(DRIVERS / "nursery.py"), module]
        self._packets, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(command, stdin=theirs.fileno(), env=os.environ | {"PYTHONPATH": str(ROOT)})

    def fork(self, configuration: Record, link: int, errors: int) -> int:
        """Start a driver; its pid."""
        socket.send_fds(self._packets, [json.dumps(configuration).encode()], [link, errors])
        pid = self._packets.recv(32)
        assert pid, "the nursery ended: is the library installed?"
        return int(pid)

    def close(self) -> None:
        self._packets.close()
        self._process.wait(10)


@cache
def nursery(library: str) -> Nursery:
    made = Nursery(library)
    _nurseries.append(made)
    return made


_nurseries: list[Nursery] = []


def close_nurseries() -> None:
    while _nurseries:
        _nurseries.pop().close()
    nursery.cache_clear()


def run_script(library: str, environment: Path, configuration: Record, link: int, errors: int) -> int:
    """Start a driver of a JavaScript library; its pid."""
    script, module = SCRIPTS[library]
    whole = configuration | {"environment": str(environment), "module": module}
    command = [str(node()), str(DRIVERS / script), json.dumps(whole)]
    actions = [(os.POSIX_SPAWN_DUP2, link, 0), (os.POSIX_SPAWN_DUP2, errors, 1), (os.POSIX_SPAWN_DUP2, errors, 2)]
    return os.posix_spawn(command[0], command, os.environ, file_actions=actions)


class Driver:
    """A driver's process and the link to it. What it says goes to `take`, called in a thread."""

    def __init__(self, pid: int, link: socket.socket, take: Callable[[Record], None]) -> None:
        self._process = os.pidfd_open(pid)
        self._link = link
        self._reading = threading.Thread(target=self._read, args=(take,), daemon=True)
        self._reading.start()

    def send(self, record: Record) -> None:
        self._link.sendall(json.dumps(record).encode() + b"\n")

    def _read(self, take: Callable[[Record], None]) -> None:
        with self._link.makefile("r", encoding="utf-8") as reader:
            try:
                for line in reader:
                    take(json.loads(line))
            except ConnectionError:
                return

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it may have ended by itself
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
        select.select([self._process], [], [], 10)  # readable when the process has ended
        with suppress(ChildProcessError):  # a nursery's children are not ours
            os.waitid(os.P_PIDFD, self._process, os.WEXITED)
        os.close(self._process)
        self._reading.join(10)
        self._link.close()


def start_driver(library: str, configuration: Record, errors: Path, take: Callable[[Record], None]) -> Driver:
    prepared = partial(run_script, library, folder_of(library)) if library in SCRIPTS else nursery(library).fork
    ours, theirs = socket.socketpair()
    with theirs, errors.open("a") as file:
        pid = prepared(configuration, theirs.fileno(), file.fileno())
    return Driver(pid, ours, take)
