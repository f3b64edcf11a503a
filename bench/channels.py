"""Channels of every size: what a post costs, and the lists of somebody who is in many of them.

The members are made by SQL: a channel with a million of them is the point. A hundred of each channel's members are
online; the rest are rows only.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.load import BenchClient, close_all, connect, connect_all, delivered
from bench.meter import Meter
from bench.rows import RUNS, Row, costs, row
from bench.seed import TEXT, Account, Seed
from hodhod.domain import chats, joins, messages
from hodhod.domain.messages import Outgoing
from hodhod.ids import CHANNEL_BASE, Peer
from hodhod.store.bits import ChatFlag, Role
from hodhod.store.db import Tx
from hodhod.tl import functions, types
from tests.interop.server import Server

SIZES = (100, 10_000, 1_000_000)
ONLINE, POSTS = 100, 20
CHATS, PAGES = 1_000, 20
MISSED, SLICE = 1_000, 100
# ids of members that are rows only
STRANGERS = 50_000_000

_MEMBERS = """
INSERT INTO members (peer, user_id, role, date)
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
    SELECT :peer, :first + n, :role, :date FROM numbers
"""


@dataclass(slots=True)
class Channel:
    """One channel of the bench, and how many are in it."""

    peer: Peer
    size: int

    def named(self, seed: Seed) -> types.InputPeerChannel:
        number = -CHANNEL_BASE - self.peer
        return types.InputPeerChannel(channel_id=number, access_hash=seed.hashes.channel(number))


async def rows(folder: Path) -> list[Row]:
    data = folder / "data"
    seed = await Seed.open(data)
    poster, reader, *online = await seed.accounts(ONLINE + 2)
    made = [await _channel(seed, poster, online, size) for size in SIZES]
    await _many_chats(seed, poster, reader)
    missed = await _long(seed, poster, reader)
    await seed.close()
    for channel in made:
        _fill(data / "hodhod.db", channel)
    server = Server(data)
    server.start()
    try:
        meter = Meter(server.pid)
        found = await _posts(server, meter, seed, (poster, online), made)
        found += await _dialogs(server, meter, reader)
        found += await _difference(server, meter, seed, reader, missed)
    finally:
        server.stop()
    return found


async def _channel(seed: Seed, poster: Account, members: Sequence[Account], size: int) -> Channel:
    async def make(tx: Tx) -> Peer:
        peer, _ = await chats.create_channel(tx, seed.viewer(poster), f"{size} members", "", int(ChatFlag.BROADCAST))
        for start in range(0, len(members), 50):
            users = [account.id for account in members[start : start + 50]]
            await joins.invite_to_channel(tx, seed.viewer(poster), peer, users)
        return peer

    return Channel(await seed.db.write(make), size)


def _fill(path: Path, channel: Channel) -> None:
    """The members who are not online."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    count = channel.size - ONLINE
    if count > 0:
        values = {"peer": channel.peer, "first": STRANGERS, "count": count, "role": int(Role.MEMBER), "date": 1}
        db.execute(_MEMBERS, values)
        db.execute("UPDATE chats SET members = members + ? WHERE peer = ?", (count, channel.peer))
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


async def _posts(
    server: Server, meter: Meter, seed: Seed, people: tuple[Account, Sequence[Account]], made: Sequence[Channel]
) -> list[Row]:
    poster, online = people
    client = await connect(server, poster)
    readers = await connect_all(server, online)
    expected = 0

    async def post(channel: Channel) -> None:
        nonlocal expected
        peer = channel.named(seed)
        for _ in range(POSTS):
            await client.call(functions.messages.SendMessage(peer=peer, message=TEXT, random_id=random.getrandbits(63)))
        expected += POSTS
        await delivered(readers, expected)

    for channel in made:
        await post(channel)
    found = await costs(meter, RUNS, *[lambda channel=channel: post(channel) for channel in made])
    await close_all([client, *readers])
    return [
        row(f"post to a channel with {channel.size:,} members, {ONLINE} of them online", "ms", None, runs, POSTS)
        for channel, runs in zip(made, found, strict=True)
    ]


async def _many_chats(seed: Seed, poster: Account, reader: Account) -> None:
    """Half of the reader's chats are channels, half private."""
    others = await seed.accounts(CHATS // 2)
    for start in range(0, CHATS // 2, 50):

        async def some(tx: Tx, start: int = start) -> None:
            for n in range(start, start + 50):
                peer, _ = await chats.create_channel(
                    tx, seed.viewer(poster), f"Channel {n}", "", int(ChatFlag.MEGAGROUP)
                )
                await joins.invite_to_channel(tx, seed.viewer(poster), peer, [reader.id])
                await messages.send(tx, seed.viewer(poster), peer, Outgoing(text=TEXT, random_id=n + 1))
                await messages.send(tx, seed.viewer(others[n]), Peer(reader.id), Outgoing(text=TEXT, random_id=n + 1))

        await seed.db.write(some)


async def _dialogs(server: Server, meter: Meter, reader: Account) -> list[Row]:
    client = await connect(server, reader)
    request = functions.messages.GetDialogs(
        offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=100, hash=0
    )

    async def pages() -> None:
        for _ in range(PAGES):
            page = await client.call(request)
            assert len(page.dialogs) == 100
            assert page.count >= CHATS

    await pages()
    (found,) = await costs(meter, RUNS, pages)
    await client.close()
    return [row(f"dialogs page (100) of somebody with {CHATS:,} chats", "ms", 15, found, PAGES)]


async def _long(seed: Seed, poster: Account, reader: Account) -> Channel:
    """A channel with a thousand posts that nobody has fetched yet."""
    channel = await _channel(seed, poster, [reader], 2)
    for start in range(0, MISSED, 200):

        async def some(tx: Tx, start: int = start) -> None:
            for n in range(start, start + 200):
                outgoing = Outgoing(text=f"{TEXT} {n}", random_id=10_000 + n)
                await messages.send(tx, seed.viewer(poster), channel.peer, outgoing)

        await seed.db.write(some)
    return channel


async def _difference(server: Server, meter: Meter, seed: Seed, reader: Account, channel: Channel) -> list[Row]:
    client = await connect(server, reader)
    named = channel.named(seed)

    async def fetch() -> None:
        assert await _missed(client, named) == MISSED + 1

    await fetch()
    (found,) = await costs(meter, RUNS, fetch)
    await client.close()
    return [row(f"getChannelDifference of {MISSED:,} posts, in slices of {SLICE}", "ms", 60, found, 1)]


async def _missed(client: BenchClient, named: types.InputPeerChannel) -> int:
    """Everything since the channel was made; how many messages that was."""
    channel = types.InputChannel(channel_id=named.channel_id, access_hash=named.access_hash)
    pts, count = 1, 0
    while True:
        found = await client.call(
            functions.updates.GetChannelDifference(
                channel=channel, filter=types.ChannelMessagesFilterEmpty(), pts=pts, limit=SLICE
            )
        )
        count += len(found.new_messages)
        if found.final:
            return count
        pts = found.pts
