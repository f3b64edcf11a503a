"""A client library seen from a test: a driver process, its answers, and the events that it told of."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from tests.interop.environments import folder_of
from tests.interop.processes import Driver, start_driver
from tests.interop.server import Server

Record = dict[str, Any]

LIBRARIES = ("telethon", "kurigram", "pyrogram", "tdlib", "gramjs", "teleproto", "mtcute")
PEM = re.compile(rb"-----BEGIN RSA PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END RSA PUBLIC KEY-----\n?")


class Refused(Exception):
    """The library reported a refusal of the server (by its name) or failed by itself (no name, a traceback)."""

    def __init__(self, library: str, name: str, text: str) -> None:
        super().__init__(f"{library}: {name} {text}")
        self.name = name


class Client:
    """One device: a process that runs one library with a folder of its own, hence one session."""

    def __init__(self, library: str, server: Server, folder: Path) -> None:
        self.library = library
        self.id = 0  # the user's, known after the sign-in
        self.phone = ""
        self.events: list[Record] = []
        self.folder = folder
        self._server = server
        self._calls: dict[int, Future[Any]] = {}
        self._grown = threading.Condition()
        self._driver: Driver | None = None

    def start(self) -> None:
        """Start the driver; the library itself is asked to connect by do("connect")."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._driver = start_driver(self.library, self._configuration(), self.folder / "stderr.log", self._take)

    def _configuration(self) -> Record:
        key = self._server.key
        settings: Record = {"host": self._server.host, "port": self._server.port, "folder": str(self.folder)}
        settings["key"] = {"n": key.n, "e": key.e, "pem": key.pem}
        if self.library == "tdlib":
            settings["library"] = str(patched_library(self._server))
        return settings

    def close(self) -> None:
        """End the process, without a word to the server."""
        if self._driver is not None:
            self._driver.kill()
            self._driver = None

    # --- calls

    def begin(self, name: str, **args: Any) -> Future[Any]:
        """Begin a call; several may be under way."""
        assert self._driver is not None, "not started"
        answer: Future[Any] = Future()
        with self._grown:
            number = len(self._calls) + 1
            self._calls[number] = answer
        self._driver.send({"id": number, "call": name, "args": args})
        return answer

    def do(self, name: str, timeout: float = 30, **args: Any) -> Any:
        """Call and wait for the answer; raises Refused."""
        try:
            return self.begin(name, **args).result(timeout)
        except TimeoutError as late:
            raise AssertionError(f"{self.library}: no answer to {name} in {timeout} s\n{self._errors()}") from late

    def _take(self, record: Record) -> None:
        if "event" in record:
            with self._grown:
                self.events.append(record)
                self._grown.notify_all()
        elif "error" in record:
            self._calls[record["id"]].set_exception(Refused(self.library, record["error"], record["text"]))
        else:
            self._calls[record["id"]].set_result(record["ok"])

    def _errors(self) -> str:
        return (self.folder / "stderr.log").read_text()[-2000:]

    # --- events

    def wait(self, event: str, timeout: float = 10, **fields: Any) -> Record:
        """The first event that carries these fields, whether it has come already or is still to come."""
        return self.wait_for(
            lambda one: one["event"] == event and fields.items() <= one.items(), timeout, (event, fields)
        )

    def wait_for(self, fits: Callable[[Record], bool], timeout: float = 10, what: Any = "") -> Record:
        limit = time.monotonic() + timeout
        seen = 0
        with self._grown:
            while True:
                for one in self.events[seen:]:
                    if fits(one):
                        return one
                seen = len(self.events)
                left = limit - time.monotonic()
                if left <= 0:
                    recent = "\n".join(map(str, self.events[-15:]))
                    raise AssertionError(f"{self.library}: no {what} in {timeout} s; the last events:\n{recent}")
                self._grown.wait(left)

    def seen(self, event: str, **fields: Any) -> list[Record]:
        """All such events until now."""
        return [one for one in list(self.events) if one["event"] == event and fields.items() <= one.items()]

    # --- sign-in

    def sign_up(self, phone: str, first_name: str, last_name: str = "") -> Client:
        """Start, connect and register; a number that has an account signs in to it."""
        self.start()
        self.do("connect")
        state = self.enter_code(phone)
        if state == "sign_up":
            state = self.do("sign_up", phone=phone, first_name=first_name, last_name=last_name)["state"]
        assert state == "ready", state
        self.id = self.do("me")["id"]
        return self

    def enter_code(self, phone: str) -> str:
        """Ask for a code, read it from the server's console, enter it: the state after that."""
        self.phone = phone
        mark = self._server.mark()
        self.do("request_code", phone=phone)
        return str(self.do("submit_code", phone=phone, code=self._server.code(phone, mark))["state"])

    def restart(self) -> None:
        """The same device again, after close() or do("disconnect")."""
        self.close()
        self.start()
        assert self.do("connect")["state"] == "ready"


def patched_library(server: Server) -> Path:
    """A copy of libtdjson in which each embedded RSA key of our key's length is ours, main and test alike."""
    copy = server.data.parent / f"{server.data.name}-libtdjson.so"
    if not copy.exists():
        (original,) = folder_of("tdlib").glob("lib/python*/site-packages/tdjson.libs/libtdjson*")
        ours = server.key.pem.strip().encode()
        image = original.read_bytes()
        replaced = [found for found in PEM.findall(image) if len(found.strip()) == len(ours)]
        assert len(replaced) == 2, "TDLib embeds a main and a test key of 2048 bits"
        for found in replaced:
            image = image.replace(found.strip(), ours)
        copy.write_bytes(image)
    return copy
