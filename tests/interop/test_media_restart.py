"""The server is killed in the middle of an upload: the client goes on, and the file arrives whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.interop.conftest import Make, Phones
from tests.interop.scenario import unique, within
from tests.interop.server import Server
from tests.interop.test_chat import acquainted
from tests.interop.test_media import MIB, arrived, digest, file_with

SIZE = 48 * MIB + 5


def uploaded_bytes(server: Server) -> int:
    folder = server.data / "files" / "parts"
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.name.isdigit())


@pytest.mark.parametrize("library", ["telethon", "tdlib"])
def test_an_upload_goes_on_after_a_kill(
    server: Server, client: Make, phone: Phones, tmp_path: Path, library: str
) -> None:
    pair = acquainted(client(library), client("kurigram"), phone)
    path, caption = file_with(tmp_path, "large.bin", os.urandom(SIZE)), unique("large")
    sending = pair.alice.begin("send_file", peer=pair.bob.id, path=path, kind="document", caption=caption)
    within(lambda: uploaded_bytes(server) > 4 * MIB, 20)
    before = uploaded_bytes(server)
    server.kill()
    assert before < SIZE, "it was over too soon to be interrupted"
    server.start()
    assert sending.result(90) > 0
    pair.bob.do("come_back", timeout=60)
    seen = arrived(pair, caption)
    assert seen["size"] == SIZE
    pair.bob.do("fetch", peer=pair.alice.id, id=seen["id"], path=str(tmp_path / "his"), timeout=90)
    assert digest(tmp_path / "his") == digest(Path(path))
    assert uploaded_bytes(server) == 0
