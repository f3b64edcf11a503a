"""One chat of a mailbox is read by the index of its peer, however many messages the others have."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator

import pytest

from hodhod.store import messages
from hodhod.store.db import Database, Tx
from hodhod.store.mailboxes import ADD_CONTENT, ADD_COPY
from hodhod.store.query import SQLITE
from hodhod.store.records import Content, Copy
from tests.databases import Databases

OWNER, QUIET, LOUD = 1, 2, 3
MESSAGES = 20_000
# messages of the quiet chat: at the very beginning of the mailbox, where a walk from the top comes last
QUIET_IDS = range(1, 11)
LATER = MESSAGES + 1
STEPS = 2_000  # of SQLite's machine; a walk through the mailbox takes more than a hundred thousand

PARAMETERS = {"below": LATER, "above": 0, "from_id": 1, "up_to": LATER, "count": 20}
# name: the query, and which of the parameters it takes besides owner and by_peer
OF_ONE_CHAT = {
    "OLDER": (messages.OLDER, ["below", "above", "count"]),
    "NEWER": (messages.NEWER, ["from_id", "below", "above", "count"]),
    "NEXT_DATE": (messages.NEXT_DATE, ["from_id"]),
    "UNREAD": (messages.UNREAD, ["above"]),
    "PINNED_COPIES": (messages.PINNED_COPIES, ["count"]),
    "LAST_INCOMING": (messages.LAST_INCOMING, ["up_to"]),
    "TOP": (messages.TOP, []),
    "IDS_UP_TO": (messages.IDS_UP_TO, ["up_to", "count"]),
    "COUNT": (messages.COUNT, []),
}


def rows(count: int) -> Iterator[tuple[Content, Copy]]:
    """A mailbox with one message a minute, nearly all of the loud chat; every tenth of it is the owner's own."""
    for number in range(1, count + 1):
        peer = QUIET if number in QUIET_IDS else LOUD
        yield (
            Content(number, peer, OWNER, number * 60),
            Copy(OWNER, number, peer, number, number, messages.OUT if number % 10 else 0),
        )


@pytest.fixture(scope="module")
def mailbox(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("mailbox") / "many.db"
    shutil.copyfile(databases.sqlite_template, path)
    connection = sqlite3.connect(path)
    for content, copy in rows(MESSAGES):
        connection.execute(*ADD_CONTENT.for_sqlite(content._asdict()))
        connection.execute(*ADD_COPY.for_sqlite(copy._asdict()))
    connection.commit()
    yield connection
    connection.close()


def steps(connection: sqlite3.Connection, name: str, peer: int) -> int:
    """How many steps the query takes, in hundreds."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 100
        return 0

    query, more = OF_ONE_CHAT[name]
    values = {key: PARAMETERS[key] for key in more}
    connection.set_progress_handler(count, 100)
    connection.execute(*query.for_sqlite({"owner": OWNER, "by_peer": peer, **values})).fetchall()
    connection.set_progress_handler(None, 0)
    return counted


@pytest.mark.parametrize("name", OF_ONE_CHAT)
def test_a_quiet_chat_costs_little_in_a_loud_mailbox(mailbox: sqlite3.Connection, name: str) -> None:
    assert steps(mailbox, name, QUIET) < STEPS


@pytest.mark.parametrize("name", ["NEXT_DATE", "PINNED_COPIES", "TOP"])
def test_and_these_in_the_loud_chat_as_well(mailbox: sqlite3.Connection, name: str) -> None:
    assert steps(mailbox, name, LOUD) < STEPS


@pytest.mark.parametrize("name", OF_ONE_CHAT)
def test_the_index_of_the_peer_is_used(databases: Databases, name: str) -> None:
    sql = OF_ONE_CHAT[name][0].sql(SQLITE)
    connection = sqlite3.connect(databases.sqlite_template)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", [1] * sql.count("?"))]
    connection.close()
    index = "copies_pinned" if name == "PINNED_COPIES" else "copies_by_peer"
    assert f"INDEX {index} (owner=? AND peer=?" in plan[0]
    assert not any("TEMP B-TREE" in step for step in plan)


async def test_the_first_message_of_a_date(database: Database) -> None:
    """The same on both databases: before, at, between and after the messages of a chat with gaps in its ids."""

    async def fill(tx: Tx) -> None:
        for content, copy in rows(300):
            await tx.run(ADD_CONTENT, **content._asdict())
            await tx.run(ADD_COPY, **copy._asdict())

    await database.write(fill)
    asked = [0, 60, 61, 600, 601, 11 * 60, 299 * 60 + 1, 300 * 60, 300 * 60 + 1]
    for peer in (QUIET, LOUD, 4):
        kept = [copy.id for _, copy in rows(300) if copy.peer == peer]
        for date in asked:
            expected = next((msg_id for msg_id in kept if msg_id * 60 >= date), 0)
            found = await database.read(lambda tx, peer=peer, date=date: messages.first_at(tx, OWNER, peer, date))  # type: ignore[misc]
            assert found == expected, (peer, date)
