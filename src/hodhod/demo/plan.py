"""What the sample community consists of, and what was said when: drawn from a fixed seed, the same for every folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from hodhod.demo import words
from hodhod.demo.people import PEOPLE
from hodhod.demo.words import Parts

SEED = 1404
# everything ends here: 2026-11-20 18:00 UTC
END = 1_795_197_600
DAY = 86_400
YEARS = 3
START = END - YEARS * 365 * DAY


@dataclass(frozen=True, slots=True)
class Room:
    """A group or channel. kind: "group", "supergroup" or "channel"; members are places in PEOPLE, the first one made
    it; count: messages; days: how far back they go."""

    kind: str
    title: str
    about: str
    username: str
    members: tuple[int, ...]
    theme: tuple[Parts, ...]
    count: int
    days: int


class Said(NamedTuple):
    """One message: when, by whom (a place in PEOPLE), where: a room's place or ("with", another person)."""

    at: int
    who: int
    room: int
    other: int
    text: str
    replies: bool


EVERYBODY = tuple(range(len(PEOPLE)))
ROOMS = (
    Room("group", "خانوادهٔ محمدی", "", "", (0, 3, 4, 5, 29), words.FAMILY, 1_400, 900),
    Room("group", "گروه پروژهٔ کتابخانه", "", "", (7, 0, 1, 8, 9, 23), words.WORK, 700, 300),
    Room("group", "کوه جمعه‌ها", "", "", (13, 0, 2, 11, 14, 27), words.FRIENDS, 500, 420),
    Room(
        "supergroup",
        "همسایه‌های کوچهٔ بهار",
        "گفت‌وگوی همسایه‌ها",
        "bahar_alley",
        EVERYBODY[:24],
        words.FRIENDS,
        1_500,
        500,
    ),
    Room("supergroup", "هواداران تیم شهر", "فقط فوتبال!", "city_fans", (18, *EVERYBODY[:18]), words.FRIENDS, 900, 250),
    Room(
        "channel",
        "خبرهای شهر",
        "هر روز، کوتاه و دقیق",
        "city_news",
        (16, *EVERYBODY[:16], 17),
        words.NEWS,
        5_000,
        1_000,
    ),
    Room("channel", "باشگاه کتاب", "یک کتاب در هفته", "book_club", (10, *EVERYBODY[:10]), words.BOOKS, 220, 1_000),
    Room("channel", "مجلهٔ مینا", "نوشته‌ها و عکس‌ها", "mina_mag", (17, *EVERYBODY[:17]), words.BOOKS, 160, 700),
)
# Private chats: (person, person, messages, theme).
CHATS = (
    (0, 1, 420, words.FRIENDS),
    (0, 2, 300, words.FRIENDS),
    (0, 4, 380, words.FAMILY),
    (0, 3, 160, words.FAMILY),
    (0, 7, 140, words.WORK),
    (0, 13, 90, words.FRIENDS),
    (0, 6, 40, words.FAMILY),
    (1, 2, 200, words.FRIENDS),
    (1, 7, 150, words.WORK),
    (2, 14, 80, words.FRIENDS),
    (16, 17, 120, words.WORK),
)
PRIVATE = -1


def said() -> list[Said]:
    """Everything that was ever said, in the order of time."""
    chance = Random(SEED)  # noqa: S311 - a sample, no secret
    lines = [one for place, room in enumerate(ROOMS) for one in _in_room(chance, place, room)]
    lines += [one for chat in CHATS for one in _in_chat(chance, *chat)]
    return sorted(lines, key=lambda one: (one.at, one.room, one.who, one.text))


def _in_room(chance: Random, place: int, room: Room) -> Iterator[Said]:
    for at in _moments(chance, room.count, room.days):
        who = room.members[0] if room.kind == "channel" else chance.choice(room.members)
        yield Said(at, who, place, 0, words.line(chance, room.theme), room.kind != "channel" and chance.random() < 0.12)


def _in_chat(chance: Random, one: int, other: int, count: int, theme: tuple[Parts, ...]) -> Iterator[Said]:
    for at in _moments(chance, count, 800):
        pair = (one, other) if chance.random() < 0.5 else (other, one)
        yield Said(at, pair[0], PRIVATE, pair[1], words.line(chance, theme), chance.random() < 0.05)


def _moments(chance: Random, count: int, days: int) -> list[int]:
    """Times of day when people write, denser towards the end."""
    found = []
    for _ in range(count):
        day = int(days * chance.random() ** 1.6)
        second = int(chance.triangular(7 * 3600, 23.9 * 3600, 20.5 * 3600))
        found.append(min(END - 60, END - (day + 1) * DAY + second))
    return sorted(found)
