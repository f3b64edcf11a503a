"""The server as a real process: started, watched, stopped and killed by the tests that talk to it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

PROGRAM = Path(sys.executable).with_name("hodhod")
CODE_LINE = re.compile(r" code: (\d+)\s*$")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The server's RSA key in the notations that clients want."""

    n: int
    e: int
    pem: str  # PKCS#1, as TDLib embeds it

    @classmethod
    def from_pem(cls, pem: bytes) -> PublicKey:
        key = load_pem_public_key(pem)
        assert isinstance(key, RSAPublicKey)
        numbers = key.public_numbers()
        pkcs1 = key.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()
        return cls(numbers.n, numbers.e, pkcs1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Output:
    """Lines of a process, gathered by a thread, so that a test can wait for one."""

    def __init__(self, log: Path) -> None:
        self.lines: list[str] = []
        self._log = log
        self._grown = threading.Condition()

    def follow(self, process: subprocess.Popen[str]) -> None:
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with self._log.open("a") as log, process.stdout:
            for line in process.stdout:
                log.write(line)
                log.flush()
                with self._grown:
                    self.lines.append(line.rstrip("\n"))
                    self._grown.notify_all()

    def wait(self, found: re.Pattern[str], since: int, timeout: float) -> re.Match[str] | None:
        """The newest match among the lines from `since` on; waits for the first one."""
        limit = time.monotonic() + timeout
        with self._grown:
            while True:
                for line in reversed(self.lines[since:]):
                    match = found.search(line)
                    if match:
                        return match
                left = limit - time.monotonic()
                if left <= 0:
                    return None
                self._grown.wait(left)


class Server:
    """`hodhod serve` on loopback ports of its own. It keeps its ports and its data over restarts."""

    def __init__(self, data: Path, *, database: str | None = None, arguments: Sequence[str] = ("--dev",)) -> None:
        self.data = data
        self.host = "127.0.0.1"
        self.port = free_port()
        self.http_port = free_port()
        self.log = data.parent / f"{data.name}.log"
        self.output = Output(self.log)
        self._arguments = list(arguments)
        # The server's settings are those given here; variables for the tests would be unknown settings to it.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HODHOD_")}
        self._environment = inherited | ({"HODHOD_DATABASE__URL": database} if database else {})
        self._process: subprocess.Popen[str] | None = None
        self._key: PublicKey | None = None

    def start(self, timeout: float = 30) -> None:
        assert self._process is None, "it runs already"
        self.data.mkdir(parents=True, exist_ok=True)
        command = [str(PROGRAM), "serve", "--data", str(self.data), "--host", self.host]
        command += ["--port", str(self.port), "--http-port", str(self.http_port), *self._arguments]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self._environment
        )
        self.output.follow(self._process)
        self._wait_listening(timeout)

    def _wait_listening(self, timeout: float) -> None:
        assert self._process is not None
        limit = time.monotonic() + timeout
        while time.monotonic() < limit:
            if self._process.poll() is not None:
                break
            try:
                socket.create_connection((self.host, self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server did not come up:\n" + "\n".join(self.output.lines[-20:]))

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def key(self) -> PublicKey:
        if self._key is None:
            command = [str(PROGRAM), "key", "--data", str(self.data)]
            done = subprocess.run(command, capture_output=True, check=True, env=self._environment)
            self._key = PublicKey.from_pem(done.stdout)
        return self._key

    def kill(self) -> None:
        """`kill -9`: nothing is flushed, nobody is told."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self, timeout: float = 20) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired as hung:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"still running {timeout} s after SIGTERM") from hung
        finally:
            self._process = None

    def mark(self) -> int:
        """A place in the output, to look for lines after it."""
        return len(self.output.lines)

    def code(self, phone: str, since: int = 0, timeout: float = 10) -> str:
        """The newest login code that the console delivered to the phone number, of which it shows the last digits."""
        return self._code(f"{phone[-4:]}\\b", since, timeout)

    def mailed_code(self, domain: str, since: int = 0, timeout: float = 10) -> str:
        """The newest code for an address in the domain: without a mail server it goes to the console too."""
        return self._code(f"@{re.escape(domain)}", since, timeout)

    def _code(self, recipient: str, since: int, timeout: float) -> str:
        match = self.output.wait(re.compile(rf"{recipient}.*{CODE_LINE.pattern}"), since, timeout)
        if match is None:
            raise AssertionError(f"no code for {recipient}:\n" + "\n".join(self.output.lines[-10:]))
        return match.group(1)
