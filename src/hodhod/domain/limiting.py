"""Accounts that may not approach strangers: those that the operator limited, and new ones beyond a number of people.

A stranger is somebody who neither has the account among their contacts nor has ever written to it. A limited account
does not write first to strangers, does not add them to groups, and neither makes nor joins groups and channels; whoever
writes to it gets its answers.
"""

from __future__ import annotations

from collections.abc import Iterable

from hodhod import errors
from hodhod.domain.viewer import Viewer
from hodhod.store import dialogs as store_dialogs
from hodhod.store import strangers as store
from hodhod.store import users as store_users
from hodhod.store.db import Tx
from hodhod.store.records import SeenUser, User

FOR_EVER = 2**31 - 1


def is_limited(user: User, now: int) -> bool:
    return user.limited > now


async def check_chats(tx: Tx, viewer: Viewer) -> None:
    """May the viewer make and join groups and channels? Raises USER_RESTRICTED."""
    if is_limited(await store_users.get(tx, viewer.user), viewer.now):
        raise errors.USER_RESTRICTED


async def check_inviting(tx: Tx, viewer: Viewer, people: Iterable[SeenUser]) -> None:
    """May the viewer bring these people into a chat? Raises PEER_FLOOD."""
    if all(seen.knows for seen in people) or not is_limited(await store_users.get(tx, viewer.user), viewer.now):
        return
    raise errors.PEER_FLOOD


async def check_writing(tx: Tx, viewer: Viewer, peer: int, me: SeenUser) -> None:
    """May the viewer write to this person? me: the viewer as that person sees them. Raises PEER_FLOOD."""
    limits, now = viewer.world.limits, viewer.now
    limited, young = is_limited(me.user, now), me.user.created > now - limits.young_account
    if me.contact or not (limited or young) or await store.has_written(tx, viewer.user, peer):
        return
    if limited:
        raise errors.PEER_FLOOD
    met = await store_dialogs.find(tx, viewer.user, peer)
    if met is not None and met.top_id:
        return
    if await store.unanswered(tx, viewer.user, limits.young_strangers) >= limits.young_strangers:
        raise errors.PEER_FLOOD


async def limit(tx: Tx, user_id: int, until: int) -> bool:
    """Limit an account until then, 0: no longer. False: there is no such account."""
    if user_id not in await store_users.by_ids(tx, [user_id]):
        return False
    await store_users.put(tx, user_id, limited=until)
    return True
