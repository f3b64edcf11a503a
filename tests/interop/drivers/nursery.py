"""Forks driver processes that have their library imported already: importing Kurigram takes over two seconds of CPU.

    python nursery.py telethon_driver        with one end of a SOCK_SEQPACKET pair as stdin

Each packet on it is a driver's configuration (JSON) with two descriptors: the socket that the driver speaks JSON lines
on, and the file for its stderr. The answer is the pid of the new process. The end of the pair ends the nursery.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Coroutine
from typing import Any, Protocol

Record = dict[str, Any]


class Module(Protocol):
    def main(self, configuration: Record) -> Coroutine[Any, Any, None]: ...


def tend(module: Module) -> None:
    nursery = socket.socket(fileno=0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the drivers
    while True:
        configuration, descriptors, _, _ = socket.recv_fds(nursery, 1 << 16, 2)
        if not configuration:
            return
        pid = os.fork()
        if pid == 0:
            nursery.detach()
            become(module, json.loads(configuration), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        nursery.send(str(pid).encode())


def become(module: Module, configuration: Record, link: int, errors: int) -> None:
    """Be a driver until its test closes the link; the end is as sudden as a killed process's."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for old, new in ((link, 0), (link, 1), (errors, 2)):
        os.dup2(old, new)
    os.close(link)
    os.close(errors)
    try:
        asyncio.run(module.main(configuration))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


if __name__ == "__main__":
    tend(importlib.import_module(f"tests.interop.drivers.{sys.argv[1]}"))
