"""Fixtures of the tests with real client libraries: the server as a process, clients as processes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.interop.clients import Client
from tests.interop.processes import close_nurseries
from tests.interop.server import Server

# What TDLib complains of that is no fault of an answer. Each entry says why.
# A module may have a TDLIB_MAY_SAY of its own for what its tests provoke.
Allowed = tuple[tuple[str, str], ...]
TDLIB_MAY_SAY: Allowed = (
    (r"\[TdDb\.cpp:\d+\].*PRAGMA user_version", "it makes its own database"),
    (r"\[AuthDataShared\.cpp:\d+\]", "it tells of the auth keys that it has"),
    (
        r"\[(AuthManager|Td|SessionMultiProxy)\.cpp:\d+\].*(Lost authorization|Logging out|Destroy|Close Td)",
        "it was told to",
    ),
    (r"\[\w+\.cpp:\d+\].*401 : AUTH_KEY_UNREGISTERED", "its session was ended"),
    (
        r"\[Session\.cpp:\d+\].*Session connection (was closed|with \d+ pending)",
        "the server was stopped, or it logged out",
    ),
    (r"\[Session\.cpp:\d+\].*(Generate new session_id|Update auth key in session_id)", "it tells of its sessions"),
    (r"\[Timer\.cpp:\d+\].*SLOW", "its own work took long on a busy machine"),
    (r"\[Td\.cpp:\d+\].*Destroy Td", "it was told to close"),
    (
        r"\[ConnectionCreator\.cpp:\d+\].*Network is unreachable",
        "it dials before the proxy is set, and only loopback exists",
    ),
)
TDLIB_LINE = re.compile(r"^\[ ([012])\]\[t \d+\]\[[\d.]+\]\[(?P<place>[\w.]+:\d+)\]")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.interop)


@pytest.fixture(scope="module")
def database() -> str | None:
    """The URL of the server's database; None: a file in its data folder. A module may have a fixture of its own."""
    return None


@pytest.fixture(scope="module")
def server(database: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("server") / "data", database=database)
    running.start()
    yield running
    if running.running:
        assert running.stop() == 0, "a stop by SIGTERM is no failure"
    assert not any("Traceback" in line for line in running.output.lines), f"an exception in the server: {running.log}"


class Phones:
    """Numbers that nobody has yet."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1_000_000)

    def __call__(self) -> str:
        return f"+98912{next(self._numbers)}"


@pytest.fixture(scope="session")
def phone() -> Phones:
    return Phones()


@pytest.fixture(scope="session", autouse=True)
def nurseries() -> Iterator[None]:
    """The processes that fork drivers end with the run."""
    yield
    close_nurseries()


Make = Callable[[str], Client]


@pytest.fixture(scope="module")
def client(request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """Makes devices, not yet started, for the tests of a module; at their end TDLib's logs are read."""
    made: list[Client] = []

    def make(library: str) -> Client:
        device = Client(library, server, tmp_path_factory.mktemp(library))
        made.append(device)
        return device

    yield make
    for device in made:
        device.close()
    allowed = (*TDLIB_MAY_SAY, *getattr(request.module, "TDLIB_MAY_SAY", ()))
    complaints = [line for device in made for line in tdlib_complaints(device, allowed)]
    assert not complaints, "TDLib complains:\n" + "\n".join(complaints)


def tdlib_complaints(device: Client, allowed: Allowed) -> list[str]:
    log = device.folder / "tdlib.log"
    if not log.exists():
        return []
    lines = [line for line in log.read_text(errors="replace").splitlines() if TDLIB_LINE.match(line)]
    return [line for line in lines if not any(re.search(pattern, line) for pattern, _ in allowed)]
