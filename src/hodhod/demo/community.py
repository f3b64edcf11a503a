"""Writing the sample community into an empty database, through the same rules that the server runs.

A clock is set to each moment in turn, so ids, dates and counters are what they would be had it all happened. The same
code makes the same rows in every folder; only access hashes differ, because they come from the folder's own secrets.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hodhod import tl
from hodhod.demo.people import PEOPLE, phone_of
from hodhod.demo.plan import END, PRIVATE, ROOMS, SEED, START, Room, Said, said
from hodhod.domain import chats, contacts, dialogs, drafts, entities, folders, joins, messages, reading, service_user
from hodhod.domain.contacts import Entry
from hodhod.domain.folding import fold, index_words
from hodhod.domain.hashes import AccessHashes
from hodhod.domain.limits import Limits
from hodhod.domain.messages import Outgoing
from hodhod.domain.viewer import Viewer, World
from hodhod.ids import HIDDEN_AUTHOR, ContentIds, Peer, UserId
from hodhod.store import chats as store_chats
from hodhod.store import dialogs as store_dialogs
from hodhod.store import mailboxes, posts, usernames
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag
from hodhod.store.db import Database, Tx
from hodhod.tl import types

AT_ONCE = 200
KINDS = {"supergroup": ChatFlag.MEGAGROUP, "channel": ChatFlag.BROADCAST}
# The first person, whom the pictures are taken as: what they have not read, pinned and put away.
UNREAD_ROOMS = (3, 5)
FAMILY, WORK_FOLDER = 2, 3


@dataclass
class Community:
    """Builds it, step by step; `progress(done)` is told how many messages were written."""

    db: Database
    hashes: AccessHashes
    secret: bytes
    progress: Callable[[int], None]
    now: int = START
    users: list[int] = field(default_factory=list)
    rooms: list[Peer] = field(default_factory=list)

    def __post_init__(self) -> None:
        ids = ContentIds(lambda: float(self.now))
        self._world = World(ids, self.hashes, Limits(), "http://localhost/", self.secret)
        self._chance = Random(SEED + 1)  # noqa: S311 - a sample, no secret

    def viewer(self, person: int) -> Viewer:
        return Viewer(UserId(Peer(self.users[person])), self.now, self._world)

    async def build(self) -> None:
        await self.db.write(self._people)
        await self.db.write(self._acquaintances)
        for room in ROOMS:
            await self.db.write(self._making(room))
        lines = said()
        for start in range(0, len(lines), AT_ONCE):
            part = lines[start : start + AT_ONCE]
            await self.db.write(self._talking(part))
            self.progress(len(part))
        self.now = END
        await self.db.write(self._counters)
        await self.db.write(self._readers)
        await self.db.write(self._first_person)

    # --- people

    async def _people(self, tx: Tx) -> None:
        await service_user.ensure(tx, self.now)
        for number, person in enumerate(PEOPLE):
            name = (person.first, person.last)
            user = await store_users.create(tx, phone_of(number), name, fold(" ".join(name)), self.now)
            await mailboxes.create(tx, user)
            self.users.append(user)
            if person.about:
                await store_users.put(tx, user, about=person.about)
            if person.username:
                await usernames.take(tx, person.username, user)
                await usernames.put_words(tx, user, index_words(" ".join(name)))
                await store_users.put(tx, user, username=person.username)

    async def _acquaintances(self, tx: Tx) -> None:
        """Everybody of the first ten knows each other; the first person knows two thirds of all."""
        known = [(a, b) for a in range(10) for b in range(10) if a != b]
        known += [(0, other) for other in range(10, 20)]
        for one, other in known:
            person = PEOPLE[other]
            entry = Entry(person.first, person.last, phone_of(other))
            await contacts.add(tx, self.viewer(one), self.users[other], entry, share_phone=False)

    # --- groups and channels

    def _making(self, room: Room) -> Callable[[Tx], Coroutine[Any, Any, None]]:
        async def make(tx: Tx) -> None:
            self.now = END - (room.days + 2) * 86_400
            maker, others = self.viewer(room.members[0]), list(dict.fromkeys(room.members[1:]))
            others = [person for person in others if person != room.members[0]]
            if room.kind == "group":
                peer, _, _ = await chats.create_chat(tx, maker, room.title, [self.users[p] for p in others], 0)
            else:
                flags = int(KINDS[room.kind])
                peer, _ = await chats.create_channel(tx, maker, room.title, room.about, flags)
                await usernames.take(tx, room.username, peer)
                await usernames.put_words(tx, peer, index_words(room.title))
                await store_chats.put(tx, peer, username=room.username)
                for person in others:
                    await joins.join(tx, self.viewer(person), peer)
            self.rooms.append(peer)

        return make

    # --- what was said

    def _talking(self, lines: Sequence[Said]) -> Callable[[Tx], Coroutine[Any, Any, None]]:
        async def talk(tx: Tx) -> None:
            for one in lines:
                await self._say(tx, one)

        return talk

    async def _say(self, tx: Tx, one: Said) -> None:
        self.now = max(self.now, one.at)
        viewer = self.viewer(one.who)
        peer = self.rooms[one.room] if one.room != PRIVATE else Peer(self.users[one.other])
        if one.room == PRIVATE or ROOMS[one.room].kind != "channel":
            await self._catch_up(tx, viewer, peer)
        text, found = entities.prepare(one.text, None, self._world.limits.message_length)
        newest = await store_dialogs.find(tx, viewer.user, peer) if one.replies else None
        outgoing = Outgoing(
            text=text,
            random_id=self._chance.getrandbits(62) + 1,
            entities=entities.packed(found),
            reply_to=newest.top_id or None if newest else None,
        )
        await messages.send(tx, viewer, peer, outgoing)

    async def _catch_up(self, tx: Tx, viewer: Viewer, peer: Peer) -> None:
        """Whoever writes has read what was there, most of the time."""
        if self._chance.random() < 0.8:
            read = reading.read_channel if viewer.box(peer) == peer else reading.read_history
            await read(tx, viewer, peer, 0)

    # --- the end of it

    async def _counters(self, tx: Tx) -> None:
        """Views of posts: older ones have more, and some are liked better than others."""
        for peer, room in zip(self.rooms, ROOMS, strict=True):
            if room.kind == "channel":
                await posts.spread_views(tx, peer, 300, room.count * 2 + 300)

    async def _readers(self, tx: Tx) -> None:
        """Most members have read most of what there is."""
        for place, room in enumerate(ROOMS):
            for person in sorted(set(room.members)):
                if (person, place) in {(0, unread) for unread in UNREAD_ROOMS} or self._chance.random() < 0.2:
                    continue
                viewer, peer = self.viewer(person), self.rooms[place]
                read = reading.read_history if room.kind == "group" else reading.read_channel
                await read(tx, viewer, peer, 0)

    async def _first_person(self, tx: Tx) -> None:
        """What makes the first screen: pins, an archived channel, folders, a draft, somebody who calls."""
        me = self.viewer(0)
        await messages.send(
            tx, me, Peer(me.user), Outgoing(text="یادم باشد: کارت کتابخانه، نان، بلیت قطار", random_id=1)
        )
        await dialogs.pin(tx, me, self.rooms[0], True)
        await dialogs.move(tx, me, [(self.rooms[7], dialogs.ARCHIVE)])
        draft = types.DraftMessage(message="پنجشنبه می‌بینمت، فقط", date=self.now)
        await drafts.save(tx, me, Peer(self.users[2]), tl.encode(draft))
        for folder, title, rooms in ((FAMILY, "خانواده", (0,)), (WORK_FOLDER, "کار", (1,))):
            await folders.save(tx, me, folder, self._folder(me, folder, title, rooms))
        name = types.MessageEntityMentionName(offset=0, length=4, user_id=self.users[0])
        call = tl.encode(types.TextWithEntities(text="", entities=[name]))
        text = "سارا جان، کلید پشت‌بام دست شماست؟"
        await messages.send(tx, self.viewer(11), self.rooms[3], Outgoing(text=text, random_id=2, entities=call))
        await messages.send(tx, self.viewer(1), Peer(me.user), Outgoing(text="رسیدی خبر بده 🌱", random_id=3))

    def _folder(self, me: Viewer, folder: int, title: str, rooms: Sequence[int]) -> types.DialogFilter:
        peers: list[types.TypeInputPeer] = [types.InputPeerChat(chat_id=-self.rooms[room]) for room in rooms]
        name = types.TextWithEntities(text=title, entities=[])
        return types.DialogFilter(id=folder, title=name, pinned_peers=[], include_peers=peers, exclude_peers=[])


async def is_empty(tx: Tx) -> bool:
    """Has nobody signed up here yet?"""
    return not await store_users.page(tx, HIDDEN_AUTHOR, 1)
