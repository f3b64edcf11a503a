"""Privacy: per subject a list of rules, the first that speaks of the viewer decides.

Rules are kept as JSON in users.privacy: {"status": [["deny_users", [5]], ["allow_chats", [-7]], ["allow_contacts"]]}; a
subject that is missing has its default. The order of evaluation is core.telegram.org/api/privacy's: named users first,
then members of named chats, then groups of people, then all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from hodhod import errors
from hodhod.domain import rights
from hodhod.domain.updates import StateKind, set_state
from hodhod.domain.values import pack_peers
from hodhod.domain.viewer import Viewer
from hodhod.ids import MAX_CHANNEL_ID, PeerKind, PeerRef
from hodhod.store import chats as store_chats
from hodhod.store import users as store_users
from hodhod.store.bits import ChatFlag, ContactFlag
from hodhod.store.db import Tx
from hodhod.store.records import SeenUser, User

Rule = list[Any]

MAX_NAMED = 1000
MAX_CHATS = 100
GROUPS = (PeerKind.CHAT, PeerKind.CHANNEL)
BROADCAST = int(ChatFlag.BROADCAST)

# Telegram's defaults: the phone number and birthday are for contacts, the rest for everybody.
DEFAULTS: dict[str, list[Rule]] = {
    "status": [["allow_all"]],
    "phone": [["allow_contacts"]],
    "birthday": [["allow_contacts"]],
    "p2p": [["allow_contacts"]],
}
# Every subject, by the number under which other sessions hear of its change; a number keeps its meaning for ever.
NUMBERS = {
    "status": 1,
    "chat_invite": 2,
    "calls": 3,
    "p2p": 4,
    "forwards": 5,
    "profile_photo": 6,
    "phone": 7,
    "added_by_phone": 8,
    "voice_messages": 9,
    "about": 10,
    "birthday": 11,
    "gifts": 12,
    "no_paid_messages": 13,
    "saved_music": 14,
}
EVERYBODY: list[Rule] = [["allow_all"]]
# What decides first; within a rank the order of the rules does not matter. Rules about premium users and bots are kept
# and shown to their owner; they apply to nobody, as there are none here.
RANK = (
    "deny_users", "allow_users", "deny_chats", "allow_chats", "allow_close_friends",
    "deny_contacts", "allow_contacts", "deny_all", "allow_all",
)  # fmt: skip
CLOSE_FRIEND = int(ContactFlag.CLOSE_FRIEND)


class Standing(NamedTuple):
    """What somebody is to the owner of rules. chats: of those that the rules name, where they are a member."""

    user: int
    is_contact: bool
    is_close: bool
    chats: frozenset[int]


@lru_cache(maxsize=10_000)
def _parsed(privacy: str) -> dict[str, list[Rule]]:
    rules: dict[str, list[Rule]] = json.loads(privacy)
    return rules


def rules(user: User, subject: str) -> list[Rule]:
    """The rules in force for one subject ("status", "phone", ...)."""
    return _in_force(user.privacy, subject)


def _in_force(privacy: str | None, subject: str) -> list[Rule]:
    stored = _parsed(privacy).get(subject) if privacy else None
    return stored if stored is not None else DEFAULTS.get(subject, EVERYBODY)


def changed(user: User, subject: str, new: list[Rule]) -> str:
    """The privacy column with one subject replaced."""
    return json.dumps({**(_parsed(user.privacy) if user.privacy else {}), subject: new}, separators=(",", ":"))


def merged(given: Iterable[Rule]) -> list[Rule]:
    """Rules as they are kept: one of a kind, those about people before those about all, a last word at the end.

    Raises PRIVACY_TOO_LONG.
    """
    named: dict[str, set[int]] = {}
    whole: list[Rule] = []
    for rule in given:
        if len(rule) > 1:
            named.setdefault(rule[0], set()).update(rule[1])
        elif rule not in whole:
            whole.append(rule)
    if sum(map(len, named.values())) > MAX_NAMED:
        raise errors.PRIVACY_TOO_LONG
    if not any(rule[0] in ("allow_all", "deny_all") for rule in whole):
        whole.append(["deny_all"])
    return [[name, sorted(ids)] for name, ids in named.items() if ids] + whole


async def put(tx: Tx, viewer: Viewer, subject: str, new: list[Rule]) -> None:
    """Replace the rules of one subject; the user's other sessions hear of it."""
    row = await store_users.get(tx, viewer.user)
    await store_users.put(tx, viewer.user, privacy=changed(row, subject, new))
    await set_state(tx, viewer.user, StateKind.PRIVACY, NUMBERS[subject], pack_peers(named(new)), viewer.now)


def named(given: Iterable[Rule]) -> list[int]:
    """The users and chats that these rules name, which an answer with the rules must describe."""
    return sorted({peer for rule in given if len(rule) > 1 for peer in rule[1]})


async def groups(tx: Tx, viewer: Viewer, ids: Sequence[int]) -> list[int]:
    """The groups with these bare ids that a rule may name: those that the viewer is in. Others are left out, as a
    client sends all rules again, those with a chat that it lost too. Raises PRIVACY_TOO_LONG."""
    if len(ids) > MAX_CHATS:
        raise errors.PRIVACY_TOO_LONG
    peers = [PeerRef(kind, bare).peer for bare in ids if 0 < bare <= MAX_CHANNEL_ID for kind in GROUPS]
    found = await store_chats.seen(tx, viewer.user, peers)
    return [
        peer
        for peer in peers
        if peer in found and rights.is_member(found[peer]) and not found[peer].chat.flags & BROADCAST
    ]


async def except_for(tx: Tx, viewer: Viewer, subject: str, user_id: int) -> None:
    """Let one user see the subject, whatever the other rules say."""
    old = rules(await store_users.get(tx, viewer.user), subject)
    kept = [[r[0], [u for u in r[1] if u != user_id]] if r[0] == "deny_users" else r for r in old]
    new = merged([*kept, ["allow_users", [user_id]]])
    if new != old:
        await put(tx, viewer, subject, new)


def allows(seen: SeenUser, subject: str, viewer: int) -> bool:
    """May `viewer` see this of the user? Oneself always, somebody blocked never. Viewer 0: may everybody, without an
    exception?"""
    if seen.user.id == viewer:
        return True
    if seen.blocked_viewer:
        return False
    if seen.user.privacy is None and subject not in DEFAULTS:
        return True
    if not viewer:
        names = {rule[0] for rule in rules(seen.user, subject)}
        return "allow_all" in names and not any(name.startswith("deny") for name in names)
    stands = Standing(viewer, seen.knows, seen.theirs & CLOSE_FRIEND != 0, seen.among)
    return _decided(rules(seen.user, subject), stands)


def is_shown_back(seen: SeenUser, subject: str) -> bool:
    """Does the viewer in turn let the user see this of themselves?"""
    if seen.own_rules is None and subject not in DEFAULTS:
        return True
    stands = Standing(seen.user.id, seen.contact, seen.mine & CLOSE_FRIEND != 0, seen.beside)
    return _decided(_in_force(seen.own_rules, subject), stands)


def _decided(given: list[Rule], stands: Standing) -> bool:
    by_name = {rule[0]: rule for rule in given}
    return next((name.startswith("allow") for name in RANK if _applies(by_name.get(name), stands)), False)


def _applies(rule: Rule | None, stands: Standing) -> bool:
    """Does a rule speak of this person?"""
    if rule is None:
        return False
    about: str = rule[0].partition("_")[2]
    if about in ("users", "chats"):
        named = stands.chats if about == "chats" else {stands.user}
        return not named.isdisjoint(rule[1])
    return {"contacts": stands.is_contact, "close_friends": stands.is_close}.get(about, about == "all")
