"""Two lists that must not grow with what they are taken from: members of a large supergroup, and search in a long one.

One supergroup of 200,000 members who said a million messages, made by SQL. Every message holds the same sentence, one
of a thousand words, and one of a hundred thousand; the search index is filled by the function that fills it always.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from bench.channels import STRANGERS
from bench.load import BenchClient, connect
from bench.meter import Meter
from bench.rows import RUNS, Row, costs, row
from bench.seed import TEXT, Account, Seed
from hodhod.domain import chats, joins
from hodhod.domain.search import entry_of
from hodhod.ids import CHANNEL_BASE, Peer, first_content_id
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.store.records import Content
from hodhod.store.search import Entry
from hodhod.store.search.sqlite import SqliteIndex
from hodhod.tl import TLFunction, functions, types
from tests.interop.server import Server

MEMBERS, MESSAGES, SPEAKERS = 200_000, 1_000_000, 500
WORDS, RARE = 1_000, 100_000
APART = 2  # seconds between two messages
ASKED = 20  # times a run
PAGE = 100
AT_ONCE = 20_000

_PEOPLE = """
INSERT INTO users (id, phone, first_name, search_name, created)
    SELECT user_id, '99' || user_id, 'Member ' || user_id, 'member ' || user_id, 1 FROM members WHERE peer = :peer
    AND user_id >= :first
"""
_MEMBERS = """
INSERT INTO members (peer, user_id, role, date)
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :members)
    SELECT :peer, :first + n, :role, :date + n FROM numbers
"""
_SAID = """
CREATE TEMP TABLE said AS
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :messages)
    SELECT n, :content + ((n * :apart * 1000) << 22) AS content, :date + n * :apart AS date,
           :first + 1 + n % :speakers AS sender,
           :text || ' common' || (n % :words) || ' rare' || (n % :rare) AS text
    FROM numbers
"""
_STATEMENTS = (
    _MEMBERS,
    _PEOPLE,
    "UPDATE chats SET members = members + :members WHERE peer = :peer",
    _SAID,
    "INSERT INTO contents (id, sender, peer, date, text) SELECT content, sender, :peer, date, text FROM said",
    """INSERT INTO copies (owner, id, peer, content_id, pts, flags)
       SELECT :peer, n + 9, :peer, content, n + 9, 0 FROM said""",
    "INSERT INTO posts (owner, id, n) SELECT :peer, n + 9, n + 9 FROM said",
    "UPDATE mailboxes SET pts = :messages + 9, top_id = :messages + 9 WHERE owner = :peer",
    """UPDATE chats SET top_id = :messages + 9, top_n = :messages + 9, top_date = :date + :messages * :apart
       WHERE peer = :peer""",
    "ANALYZE",
)


async def rows(folder: Path) -> list[Row]:
    data = folder / "data"
    seed = await Seed.open(data)
    creator, reader = await seed.accounts(2)
    peer = await _supergroup(seed, creator, reader)
    named = _named(seed, peer)
    await seed.close()
    _fill(data / "hodhod.db", peer)
    await _index(data, peer)
    server = Server(data)
    server.start()
    try:
        client = await connect(server, reader)
        found = [await _row(server, client, *asked) for asked in _questions(named)]
        await client.close()
    finally:
        server.stop()
    return found


async def _supergroup(seed: Seed, creator: Account, reader: Account) -> Peer:
    async def make(tx: Tx) -> Peer:
        peer, _ = await chats.create_channel(tx, seed.viewer(creator), "Crowd", "", int(ChatFlag.MEGAGROUP))
        await joins.invite_to_channel(tx, seed.viewer(creator), peer, [reader.id])
        return peer

    return await seed.db.write(make)


def _named(seed: Seed, peer: Peer) -> types.InputPeerChannel:
    number = -CHANNEL_BASE - peer
    return types.InputPeerChannel(channel_id=number, access_hash=seed.hashes.channel(number))


def _questions(peer: types.InputPeerChannel) -> Iterator[tuple[str, TLFunction, int]]:
    """The name of each row, what is asked, and how many are answered at least."""
    channel = types.InputChannel(channel_id=peer.channel_id, access_hash=peer.access_hash)
    for offset in (0, MEMBERS // 2):
        request = functions.channels.GetParticipants(
            channel=channel, filter=types.ChannelParticipantsRecent(), offset=offset, limit=PAGE, hash=0
        )
        yield f"participants (100) of {MEMBERS:,}, from the {offset:,}th", request, PAGE
    name = types.ChannelParticipantsSearch(q=f"member {STRANGERS + MEMBERS // 2}")
    request = functions.channels.GetParticipants(channel=channel, filter=name, offset=0, limit=PAGE, hash=0)
    yield f"participants of {MEMBERS:,} by a whole name", request, 1
    for words, kind, least in (
        (f"rare{RARE - 1}", "10", MESSAGES // RARE),
        (f"common{WORDS - 1}", "1,000", PAGE),
        ("bridge", "all", PAGE),
    ):
        yield f"search in a group of {MESSAGES:,} messages, a word of {kind} of them", _search(peer, words), least
    everywhere = functions.messages.SearchGlobal(
        q=f"common{WORDS - 1}", filter=types.InputMessagesFilterEmpty(), min_date=0, max_date=0, offset_rate=0,
        offset_peer=types.InputPeerEmpty(), offset_id=0, limit=PAGE,
    )  # fmt: skip
    yield "the same everywhere, a word of 1,000", everywhere, PAGE


def _search(peer: types.TypeInputPeer, words: str) -> TLFunction:
    return functions.messages.Search(
        peer=peer, q=words, filter=types.InputMessagesFilterEmpty(), min_date=0, max_date=0, offset_id=0, add_offset=0,
        limit=PAGE, max_id=0, min_id=0, hash=0,
    )  # fmt: skip


async def _row(server: Server, client: BenchClient, name: str, request: TLFunction, least: int) -> Row:
    async def ask() -> None:
        for _ in range(ASKED):
            answer = await client.call(request)
            found = answer.participants if isinstance(answer, types.channels.ChannelParticipants) else answer.messages
            assert len(found) >= least, (name, len(found))

    await ask()
    (found,) = await costs(Meter(server.pid), RUNS, ask)
    return row(name, "ms", None, found, ASKED)


def _fill(path: Path, peer: Peer) -> None:
    date = int(time.time()) - MESSAGES * APART - 3600
    values = {"peer": peer, "first": STRANGERS, "members": MEMBERS, "role": int(Role.MEMBER), "date": date}
    values |= {"messages": MESSAGES, "apart": APART, "content": first_content_id(date), "speakers": SPEAKERS}
    values |= {"text": TEXT, "words": WORDS, "rare": RARE}
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    for statement in _STATEMENTS:
        db.execute(statement, values)
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


async def _index(data: Path, peer: Peer) -> None:
    """As the indexer enters them, in larger batches."""
    db = sqlite3.connect(data / "hodhod.db")
    index = await SqliteIndex.open(data / "search.db")
    read = db.execute("SELECT id, sender, date, text FROM contents WHERE peer = ? ORDER BY id", (peer,))
    while batch := read.fetchmany(AT_ONCE):
        await index.add([_entry(peer, *message) for message in batch], batch[-1][0])
    await index.close()
    db.close()


def _entry(peer: Peer, content: int, sender: int, date: int, text: str) -> Entry:
    return entry_of(Content(id=content, sender=sender, peer=peer, date=date, text=text))
