"""Privacy: per subject a list of rules, the first that speaks of the viewer decides.

Rules are kept as JSON in users.privacy: {"status": [["deny_users", [5]], ["allow_contacts"]]}; a subject that is missing has
its default. The order of evaluation is core.telegram.org/api/privacy's: named users first, then groups of people, then all.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from hodhod.store.records import SeenUser, User

Rule = list[Any]

# Telegram's defaults: the phone number and birthday are for contacts, the rest for everybody.
DEFAULTS: dict[str, list[Rule]] = {
    "status": [["allow_all"]],
    "phone": [["allow_contacts"]],
    "birthday": [["allow_contacts"]],
}
EVERYBODY: list[Rule] = [["allow_all"]]
# what decides first; within a rank the order of the rules does not matter
RANK = ("deny_users", "allow_users", "deny_contacts", "allow_contacts", "deny_all", "allow_all")


@lru_cache(maxsize=10_000)
def _parsed(privacy: str) -> dict[str, list[Rule]]:
    rules: dict[str, list[Rule]] = json.loads(privacy)
    return rules


def rules(user: User, subject: str) -> list[Rule]:
    """The rules in force for one subject ("status", "phone", ...)."""
    stored = _parsed(user.privacy).get(subject) if user.privacy else None
    return stored if stored is not None else DEFAULTS.get(subject, EVERYBODY)


def changed(user: User, subject: str, new: list[Rule]) -> str:
    """The privacy column with one subject replaced."""
    return json.dumps({**(_parsed(user.privacy) if user.privacy else {}), subject: new}, separators=(",", ":"))


def allows(seen: SeenUser, subject: str, viewer: int) -> bool:
    """May `viewer` see this of the user? Oneself always, somebody blocked never."""
    if seen.user.id == viewer:
        return True
    if seen.blocked_viewer:
        return False
    if seen.user.privacy is None and subject not in DEFAULTS:
        return True
    by_name = {rule[0]: rule for rule in rules(seen.user, subject)}
    return next((verdict for name in RANK if (verdict := _verdict(by_name.get(name), viewer, seen.knows)) is not None), False)


def _verdict(rule: Rule | None, viewer: int, knows: bool) -> bool | None:
    """What one rule says of the viewer; None: nothing."""
    if rule is None:
        return None
    name = rule[0]
    applies = viewer in rule[1] if name.endswith("_users") else knows or name.endswith("_all")
    return name.startswith("allow") if applies else None
