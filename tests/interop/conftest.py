"""Fixtures of the tests with real client libraries: the server as a process, clients as processes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.interop.clients import Client
from tests.interop.complaints import Allowed, script_complaints, tdlib_complaints
from tests.interop.processes import SCRIPTS, close_nurseries
from tests.interop.server import Server


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
    """Makes devices, not yet started, for the tests of a module; at their end the logs are read for complaints."""
    made: list[Client] = []

    def make(library: str) -> Client:
        device = Client(library, server, tmp_path_factory.mktemp(library))
        made.append(device)
        return device

    yield make
    for device in made:
        device.close()
    allowed = getattr(request.module, "TDLIB_MAY_SAY", ())
    complaints = [f"{device.library}: {line}" for device in made for line in complaints_of(device, allowed)]
    assert not complaints, "a library complains:\n" + "\n".join(complaints)


def complaints_of(device: Client, allowed: Allowed) -> list[str]:
    if device.library in SCRIPTS:
        return script_complaints(device.folder)
    return tdlib_complaints(device.folder, allowed) if device.library == "tdlib" else []
