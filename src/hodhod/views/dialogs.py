"""messages.Dialogs, PeerDialogs and SavedDialogs: dialogs with their top messages and everybody in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from hodhod import tl
from hodhod.domain import mentions
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.store import mailboxes
from hodhod.store import messages as store_messages
from hodhod.store.db import Tx
from hodhod.store.records import Dialog, SavedDialog, State
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.notify import settings_for
from hodhod.views.peers import described
from hodhod.views.refs import peer_of


class Parts(NamedTuple):
    """The four lists that every answer with dialogs is made of."""

    dialogs: list[types.TypeDialog]
    messages: list[types.TypeMessage]
    chats: list[types.TypeChat]
    users: list[types.TypeUser]


async def parts(tx: Tx, viewer: Viewer, rows: Sequence[Dialog]) -> Parts:
    """Everything about these dialogs, in their order; drafts and settings in one query each."""
    peers = [row.peer for row in rows]
    top = await store_messages.by_ids(tx, viewer.user, [row.top_id for row in rows if row.top_id])
    drafts = await mailboxes.states(tx, viewer.user, StateKind.DRAFT, peers) if peers else {}
    notify = await settings_for(tx, viewer.user, peers)
    users, chats = await described(tx, viewer, mentions.peers_of(top) | set(peers))
    dialogs: list[types.TypeDialog] = [dialog(row, notify[row.peer], drafts.get(row.peer)) for row in rows]
    return Parts(dialogs, await view.messages(tx, viewer, top), chats, users)


class SavedParts(NamedTuple):
    """The same of saved dialogs."""

    dialogs: list[types.TypeSavedDialog]
    messages: list[types.TypeMessage]
    chats: list[types.TypeChat]
    users: list[types.TypeUser]


async def saved_parts(tx: Tx, viewer: Viewer, rows: Sequence[SavedDialog]) -> SavedParts:
    """Everything about these saved dialogs, in their order."""
    top = await store_messages.by_ids(tx, viewer.user, [row.top_id for row in rows if row.top_id])
    users, chats = await described(tx, viewer, mentions.peers_of(top) | {row.peer for row in rows})
    dialogs: list[types.TypeSavedDialog] = [
        types.SavedDialog(pinned=row.pinned > 0, peer=peer_of(row.peer), top_message=row.top_id) for row in rows
    ]
    return SavedParts(dialogs, await view.messages(tx, viewer, top), chats, users)


def dialog(row: Dialog, notify: types.PeerNotifySettings, draft: State | None) -> types.Dialog:
    """One entry. pts is a channel's only: TDLib refuses a user's dialog that has one."""
    return types.Dialog(
        pinned=row.pinned > 0,
        unread_mark=row.unread_mark > 0,
        peer=peer_of(row.peer),
        top_message=row.top_id,
        read_inbox_max_id=row.read_inbox,
        read_outbox_max_id=row.read_outbox,
        unread_count=row.unread,
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        notify_settings=notify,
        draft=cast("types.TypeDraftMessage", tl.decode(draft.value)) if draft and draft.value else None,
        folder_id=row.folder or None,
        ttl_period=row.ttl or None,
    )
