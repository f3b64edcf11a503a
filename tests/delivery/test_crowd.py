"""Messages of basic groups: read for all who are here at once, and told as if each had been read for alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hodhod import tl
from hodhod.domain import contacts, privacy
from hodhod.domain.contacts import Entry
from hodhod.domain.updates import NewMessage
from hodhod.ids import Peer
from hodhod.store.db import Database
from hodhod.tl import types
from hodhod.views.updates import render
from tests.delivery.listeners import Listener, Room
from tests.domain.test_chats import make_group, say
from tests.domain.world import Cast

NAMES = ("bob", "carol", "dave")


@dataclass
class Counting:
    """A database that counts what is read."""

    db: Database
    reads: int = 0
    dialect: str = field(init=False)

    def __post_init__(self) -> None:
        self.dialect = self.db.dialect

    async def read(self, fn: Any) -> Any:
        self.reads += 1
        return await self.db.read(fn)


async def heard(cast: Cast, peer: Peer, text: str, **options: Any) -> tuple[dict[str, Listener], int]:
    """Alice says it: (the listeners by name, how often was read meanwhile)."""
    counting = Counting(cast.db)
    room = Room(cast, counting)
    here = {name: await room.enter(name) for name in NAMES}
    await say(cast, "alice", peer, text, **options)
    counting.reads = 0
    await room.tell()
    return here, counting.reads


async def alone(cast: Cast, name: str) -> types.Updates | None:
    """What the record of the last message says to one person, read for them alone."""
    (record,) = [one for one in cast.told if isinstance(one, NewMessage) and one.owner == cast.id(name)]
    return await cast.read(render, cast.viewer(name), [record])


async def test_one_read_serves_all_and_each_sees_their_own(cast: Cast) -> None:
    await cast.join("dave")
    peer = await make_group(cast, *NAMES)
    await cast.act(contacts.add, cast.viewer("bob"), cast.id("alice"), Entry("My", "Alice"), False)
    await cast.act(privacy.put, cast.viewer("alice"), "phone", [["deny_users", [cast.id("carol")]], ["allow_all"]])
    here, reads = await heard(cast, peer, "hello all")
    assert reads == 1
    for name, listener in here.items():
        assert listener.session.heard == [await alone(cast, name)], name
    seen: dict[str, Any] = {name: listener.session.heard[0].users[0] for name, listener in here.items()}
    assert {name: (user.first_name, user.phone is not None) for name, user in seen.items()} == {
        "bob": ("My", True),
        "carol": ("alice", False),
        "dave": ("alice", True),
    }


async def test_a_message_that_names_somebody_is_read_for_each(cast: Cast) -> None:
    await cast.join("dave")
    peer = await make_group(cast, *NAMES)
    name = types.MessageEntityMentionName(offset=0, length=3, user_id=cast.id("bob"))
    entities = tl.encode(types.TextWithEntities(text="", entities=[name]))
    here, reads = await heard(cast, peer, "you", entities=entities)
    assert reads == len(NAMES)
    for name_, listener in here.items():
        assert listener.session.heard == [await alone(cast, name_)], name_


async def test_a_message_with_a_preview_is_read_for_each(cast: Cast) -> None:
    await cast.join("dave")
    peer = await make_group(cast, *NAMES)
    here, reads = await heard(cast, peer, "http://hoopoe.example/a", webpage=1)
    assert reads == len(NAMES)
    for name, listener in here.items():
        assert listener.session.heard == [await alone(cast, name)], name
