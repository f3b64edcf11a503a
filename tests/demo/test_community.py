"""hodhod demo: a community that is the same in every folder, and that a client can sign in to."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
from pathlib import Path

import pytest

from hodhod.demo.people import PEOPLE, phone_of
from hodhod.demo.plan import ROOMS, said
from hodhod.tl import functions, types
from tests.interop.server import PROGRAM, Server
from tests.light.people import sign_in

ME = types.InputPeerEmpty()
TABLES = ("users", "contents", "copies", "events", "dialogs", "chats", "members", "posts", "state", "contacts")


def make(folder: Path) -> str:
    done = subprocess.run([PROGRAM, "demo", "--data", str(folder)], capture_output=True, text=True, check=True)
    return done.stdout


def digest(folder: Path) -> dict[str, str]:
    """What each table holds."""
    db = sqlite3.connect(folder / "hodhod.db")
    found = {}
    for table in TABLES:
        rows = db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()  # noqa: S608
        assert rows, table
        found[table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    db.close()
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("demo") / "data"
    printed = make(data)
    assert f"+{phone_of(0)}  {PEOPLE[0].first} {PEOPLE[0].last}" in printed
    return data


def test_it_is_the_same_every_time(folder: Path, tmp_path: Path) -> None:
    make(tmp_path / "again")
    assert digest(tmp_path / "again") == digest(folder)


def test_a_folder_with_people_is_refused(folder: Path) -> None:
    done = subprocess.run([PROGRAM, "demo", "--data", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "people in this data folder" in done.stderr


async def test_a_client_finds_it_all(folder: Path) -> None:
    server = Server(folder)
    server.start()
    try:
        sara = await sign_in(server, f"+{phone_of(0)}")
        answer = await sara.client.call(
            functions.messages.GetDialogs(offset_date=0, offset_id=0, offset_peer=ME, limit=100, hash=0)
        )
        titles = {chat.title for chat in answer.chats}
        assert {room.title for room in ROOMS if 0 in room.members} <= titles
        first = answer.dialogs[0]
        assert first.pinned
        assert isinstance(first.peer, types.PeerChat)
        called = [dialog for dialog in answer.dialogs if dialog.unread_mentions_count]
        assert called, "somebody named her"
        assert any(isinstance(dialog.draft, types.DraftMessage) for dialog in answer.dialogs)
        (news,) = [chat for chat in answer.chats if chat.title == "خبرهای شهر"]
        peer = types.InputPeerChannel(channel_id=news.id, access_hash=news.access_hash)
        page = await sara.client.call(
            functions.messages.GetHistory(
                peer=peer, offset_id=0, offset_date=0, add_offset=0, limit=50, max_id=0, min_id=0, hash=0
            )
        )
        assert page.count >= 5_000
        assert all(message.views >= 300 for message in page.messages)
        folders = await sara.client.call(functions.messages.GetDialogFilters())
        assert [one.title.text for one in folders.filters if isinstance(one, types.DialogFilter)] == ["خانواده", "کار"]
        await sara.client.close()
    finally:
        assert server.stop() == 0


def test_the_plan_is_in_order_of_time() -> None:
    lines = said()
    assert [one.at for one in lines] == sorted(one.at for one in lines)
    assert sum(room.count for room in ROOMS) < len(lines)
