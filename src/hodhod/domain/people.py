"""Who hears of what happens to a user: those who have them among their contacts or in a private chat.

At most MAX_TOLD get a state row, in one statement; beyond that a change is seen with the next answer that mentions the
user, as every such answer describes them anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from hodhod.domain.updates import StateKind, set_states
from hodhod.domain.viewer import Viewer
from hodhod.store import contacts
from hodhod.store.db import Tx
from hodhod.store.records import State

MAX_TOLD = 1000


async def tell(tx: Tx, owners: Sequence[int], kind: StateKind, subject: int, now: int) -> None:
    """The same state row, without a value, for several owners."""
    await set_states(tx, [State(owner, kind, subject, now, None) for owner in sorted(set(owners))])


async def tell_of(tx: Tx, owner: int, kind: StateKind, subjects: Sequence[int], now: int) -> None:
    """A state row without a value about each of several subjects, for one owner."""
    await set_states(tx, [State(owner, kind, subject, now, None) for subject in sorted(set(subjects))])


async def tell_around(tx: Tx, viewer: Viewer, kind: StateKind) -> None:
    """The viewer changed: tell their own sessions and the people around them."""
    around = await contacts.around(tx, viewer.user, MAX_TOLD)
    await tell(tx, [viewer.user, *around], kind, viewer.user, viewer.now)


async def phone_changed(tx: Tx, viewer: Viewer) -> None:
    """The viewer has a new number (users.phone is written already)."""
    await tell_around(tx, viewer, StateKind.USER_PHONE)
