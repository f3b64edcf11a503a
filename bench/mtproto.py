"""What the protocol machine costs: sealing, opening, a whole private message, a key exchange, an idle connection.

    python -m bench.mtproto

Prints microseconds of processor time of this process (the idle connection: bytes of memory of a child process). The
client's packets are made beforehand, so only the server's half is counted.
"""

import asyncio
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import uvloop

from hodhod.mtproto import AuthKey, Connection, Event, KeyNeeded, Node, PeerInfo, Request, RsaKey, Session, Settings
from hodhod.mtproto import schema as s
from hodhod.mtproto.envelope import open_envelope, padding_size, seal
from hodhod.mtproto.handshake import open_inner_data
from hodhod.mtproto.powers import modular_power
from hodhod.mtproto.primes import DH_PRIME
from hodhod.net import NetSettings, Server
from tests.mtproto.client import ClientSession, Exchange, Wire, longs, tag

_ROUNDS = 5
_IDLE = 2000
_SETTLE = 2.5


def best(run: Callable[[], int]) -> float:
    """Microseconds of processor time per unit; `run` returns how many units it did. The best of some rounds."""
    results = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        units = run()
        results.append((time.process_time() - start) / units * 1e6)
    return min(results)


def sealing(size: int) -> tuple[float, float]:
    key = AuthKey.from_bytes(os.urandom(256))
    plaintext = os.urandom(size + padding_size(size))
    # As the client would seal it: the parts of the key swapped.
    theirs = AuthKey.from_bytes(key.key)
    theirs.out_parts = key.in_parts
    packet = seal(theirs, plaintext)

    def seals() -> int:
        for _ in range(20_000):
            seal(key, plaintext)
        return 20_000

    def opens() -> int:
        for _ in range(20_000):
            open_envelope(key, packet)
        return 20_000

    return best(seals), best(opens)


class Owner:
    def output_ready(self) -> None:
        pass

    def close(self) -> None:
        pass


class End:
    """One connection of the server with a client's session on it."""

    def __init__(self, node: Node, kind: str, obfuscated: bool) -> None:
        self.key = AuthKey.from_bytes(os.urandom(256))
        self.wire = Wire(kind, obfuscated)
        self.client = ClientSession(self.key, time.time, node.salts.current(self.key, time.time()))
        self.connection = Connection(node, PeerInfo("192.0.2.1", 1), Owner())
        self.feed(self.client.packet(tag(s.MSGS_ACK) + longs([]), content=False)[1])
        (self.session,) = self.connection.sessions

    def feed(self, packet: bytes) -> list[Event]:
        events = self.connection.receive(self.wire.encode(packet))
        if events and isinstance(events[0], KeyNeeded):
            events = self.connection.key_found(self.key)
        return events


def private_message(kind: str, obfuscated: bool) -> float:
    """Open a request of 200 bytes; seal its result of 120 and an update of 300 for the other side."""
    node = Node([], Settings(), time.time, os.urandom)
    alice, bob = End(node, kind, obfuscated), End(node, kind, obfuscated)
    request, result, update = os.urandom(200), os.urandom(120), os.urandom(300)

    def run() -> int:
        count = 2000
        packets = [alice.wire.encode(alice.client.packet(request)[1]) for _ in range(count)]
        start = time.process_time()
        for packet in packets:
            (event,) = alice.connection.receive(packet)
            assert isinstance(event, Request)
            event.session.send_result(event.msg_id, result)
            bob.session.send_update(update)
            alice.connection.take_output()
            bob.connection.take_output()
        spent.append((time.process_time() - start) / count * 1e6)
        acknowledge(alice.session)
        acknowledge(bob.session)
        return count

    spent: list[float] = []
    for _ in range(_ROUNDS):
        run()
    return min(spent)


def acknowledge(session: Session) -> None:
    session.acknowledged([*session.kept_results, *session.kept_updates])


def key_exchange() -> dict[str, float]:
    rsa = RsaKey.generate()
    exchange = Exchange(rsa)
    node = Node([rsa], Settings(), time.time, os.urandom)
    handshake = node.begin_handshake(exchange.nonce, "192.0.2.1", time.time())
    request = exchange.req_dh_params(handshake.res_pq(list(node.rsa_keys)))
    encrypted = request[-256:]
    exponent = int.from_bytes(os.urandom(64), "big")
    base = int.from_bytes(os.urandom(255), "big")

    def repeat(work: Callable[[], object]) -> float:
        def run() -> int:
            for _ in range(20):
                work()
            return 20

        return best(run)

    return {
        "key exchange: RSA and g^a": repeat(lambda: open_inner_data(rsa, encrypted, os.urandom)),
        "key exchange: g_b^a": repeat(lambda: modular_power(base, exponent, DH_PRIME)),
    }


# -- memory


class IdleGateway:
    """Reads keys from a file that the parent wrote, so that only what `net` and `mtproto` hold is counted."""

    def __init__(self, path: str) -> None:
        self.file = Path(path).open("rb")  # noqa: SIM115 - open as long as the process runs
        self.at = {}
        while key := self.file.read(256):
            self.at[AuthKey.from_bytes(key).id] = self.file.tell() - 256

    async def find_key(self, key_id: int) -> AuthKey | None:
        self.file.seek(self.at[key_id])
        return AuthKey(key_id, self.file.read(256))

    async def store_key(self, key: AuthKey) -> None: ...

    async def destroy_key(self, key_id: int) -> bool:
        return False

    def request(self, session: Session, msg_id: int, body: bytes, peer: PeerInfo) -> None:
        session.send_result(msg_id, body)

    def session_opened(self, session: Session) -> None: ...

    def session_closed(self, session: Session) -> None: ...

    def session_destroyed(self, session: Session) -> None: ...


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def _serve_idle(path: str) -> None:
    """The child: says its port, then its memory for each line that it reads."""
    node = Node([], Settings(), time.time, os.urandom)
    server = Server(node, IdleGateway(path), NetSettings(max_unauthenticated_per_address=100_000), {})
    await server.start("127.0.0.1", [0], [])
    print(server.addresses[0][1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        gc.collect()
        print(_resident(), flush=True)


async def _connect_idle(port: int, key: AuthKey, obfuscated: bool) -> asyncio.StreamWriter:
    """A client that asked a few things, got its answers, acknowledged them, and is silent now."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    wire = Wire("abridged", obfuscated)
    client = ClientSession(key, time.time)
    to_ack: list[int] = []
    for _ in range(6):
        writer.write(wire.encode(client.container(b"ask!", tag(s.MSGS_ACK) + longs(to_ack))[1]))
        to_ack = []
        packets: list[bytes] = []
        while not packets:
            packets = wire.decode(await reader.read(65536))
        for message in (m for packet in packets for m in client.open(packet)):
            if message.constructor == s.BAD_SERVER_SALT:
                client.salt = int.from_bytes(message.body[20:28], "little", signed=True)
            to_ack.append(message.msg_id)
    writer.write(wire.encode(client.packet(tag(s.MSGS_ACK) + longs(to_ack), content=False)[1]))
    return writer


async def _fill(port: int, keys: list[AuthKey], obfuscated: bool, memory: Callable[[], int]) -> float:
    """Bytes for each connection after the first hundred, which pay for what is there only once."""
    writers = [await _connect_idle(port, key, obfuscated) for key in keys[:100]]
    await asyncio.sleep(_SETTLE)
    before = memory()
    writers += [await _connect_idle(port, key, obfuscated) for key in keys[100:]]
    await asyncio.sleep(_SETTLE)
    after = memory()
    for writer in writers:
        writer.transport.abort()
    return (after - before) / (len(keys) - 100)


def idle(obfuscated: bool) -> float:
    keys = [AuthKey.from_bytes(os.urandom(256)) for _ in range(_IDLE + 100)]
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"".join(key.key for key in keys))
        file.flush()
        command = [sys.executable, "-m", "bench.mtproto", "--serve-idle", file.name]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            requests, answers = child.stdin, child.stdout
            port = int(answers.readline())

            def memory() -> int:
                requests.write("\n")
                requests.flush()
                return int(answers.readline())

            spent = asyncio.run(_fill(port, keys, obfuscated, memory))
            requests.close()
    return spent


def main() -> None:
    if "--serve-idle" in sys.argv:
        uvloop.run(_serve_idle(sys.argv[-1]))
        return
    for size in (200, 1024, 65536):
        sealed, opened = sealing(size)
        print(f"seal {size} bytes: {sealed:8.2f} us   open: {opened:8.2f} us")
    for kind, obfuscated in (("full", False), ("intermediate", False), ("abridged", True), ("padded", True)):
        name = ("obfuscated " if obfuscated else "") + kind
        print(f"private message, open one and seal two, {name}: {private_message(kind, obfuscated):.1f} us")
    for name, microseconds in key_exchange().items():
        print(f"{name}: {microseconds:.0f} us")
    for obfuscated in (False, True):
        name = "obfuscated abridged" if obfuscated else "abridged"
        print(f"idle connection, {name}: {idle(obfuscated) / 1024:.1f} KiB")


if __name__ == "__main__":
    main()
