"""A way to one server and to nothing else, for a client library that carries the addresses of others.

TDLib dials its built-in addresses, and when it cannot connect it asks public hosts for another configuration. So it
runs in a network namespace that has only loopback, and there a small SOCKS5 server connects every CONNECT, whatever
its address, to our server. The namespace of a socket is that of the thread that makes it: the relay's thread begins
before the process leaves the old namespace, hence its outgoing connections are made there, while the listening socket
and all threads of the library are made afterwards, in the new one.

Where the kernel does not let us (not root), everything stays in one namespace: then the server must be up first.
"""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import socket
import struct
import threading

CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1


class Relay:
    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def listen(self) -> int:
        """Start to accept in the namespace of the caller; the port on loopback."""
        listening = socket.create_server(("127.0.0.1", 0))
        asyncio.run_coroutine_threadsafe(asyncio.start_server(self._accept, sock=listening), self._loop).result()
        return int(listening.getsockname()[1])

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._greet(reader, writer)
            there_reader, there_writer = await asyncio.open_connection(*self._server)
        except (OSError, EOFError):
            writer.close()
            return
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await asyncio.gather(_pump(reader, there_writer), _pump(there_reader, writer))

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """RFC 1928: no authentication, CONNECT; the address is read and not used."""
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        *_, kind = await reader.readexactly(4)
        length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        await reader.readexactly(length + 2)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


def leave_network() -> bool:
    """Move this thread, and those that it starts from now on, where only loopback exists; whether that worked."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(control, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
    return True
