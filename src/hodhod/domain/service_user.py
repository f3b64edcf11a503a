"""The service user 777000: the server's own voice, in a chat that every account has. And HIDDEN_AUTHOR, who is nobody:
clients show a text of their own for 2666000."""

from __future__ import annotations

from hodhod.domain import messages
from hodhod.domain.folding import fold
from hodhod.domain.messages import Outgoing
from hodhod.domain.viewer import Viewer
from hodhod.ids import HIDDEN_AUTHOR, SERVICE_USER
from hodhod.store import users as store_users
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx

NAME = "Hodhod"
HIDDEN_NAME = "Author Hidden"
FLAGS = int(UserFlag.VERIFIED | UserFlag.SUPPORT)


async def ensure(tx: Tx, now: int) -> None:
    """Make both, once. Before anybody signs up: the ids of people follow theirs."""
    await store_users.create_known(tx, SERVICE_USER, NAME, fold(NAME), now, FLAGS)
    await store_users.create_known(tx, HIDDEN_AUTHOR, HIDDEN_NAME, "", now, int(UserFlag.SUPPORT))


async def say(tx: Tx, viewer: Viewer, text: str) -> None:
    """A message of the server to one user, told to all their sessions."""
    await messages.notice(tx, viewer, SERVICE_USER, Outgoing(text=text))
