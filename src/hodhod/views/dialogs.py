"""messages.Dialogs, PeerDialogs and SavedDialogs: dialogs with their top messages and everybody in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from hodhod import tl
from hodhod.domain import reading
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import is_channel
from hodhod.store import chats as store_chats
from hodhod.store import mailboxes
from hodhod.store import messages as store_messages
from hodhod.store import polls as store_polls
from hodhod.store import posts as store_posts
from hodhod.store import reactions as store_reactions
from hodhod.store.bits import DialogFlag
from hodhod.store.db import Tx
from hodhod.store.records import Dialog, Message, SavedDialog, State
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.notify import settings_for
from hodhod.views.peers import described_in
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
    places = await store_chats.places(tx, viewer.user, [peer for peer in peers if is_channel(peer)])
    rows = [
        row._replace(top_id=0) if row.peer in places and row.top_id <= places[row.peer].hidden else row for row in rows
    ]
    top = await _top(tx, viewer, rows)
    named = await store_posts.unread_mentions(tx, viewer.user, [peer for peer in peers if peer < 0])
    reacted = await store_reactions.unread_counts(tx, viewer.user, peers)
    voted = await store_polls.unread_counts(tx, viewer.user, peers)
    drafts = await mailboxes.states(tx, viewer.user, StateKind.DRAFT, peers) if peers else {}
    notify = await settings_for(tx, viewer.user, peers)
    users, chats = await described_in(tx, viewer, top, set(peers))
    dialogs: list[types.TypeDialog] = []
    for row in rows:
        one = dialog(row, notify[row.peer], drafts.get(row.peer))
        one.unread_mentions_count = named.get(row.peer, 0)
        one.unread_reactions_count = reacted.get(row.peer, 0)
        one.unread_poll_votes_count = voted.get(row.peer, 0)
        if row.peer in places:
            await _stand(tx, viewer, one, places[row.peer])
        dialogs.append(one)
    return Parts(dialogs, await view.messages(tx, viewer, top), chats, users)


async def _top(tx: Tx, viewer: Viewer, rows: Sequence[Dialog]) -> list[Message]:
    """The newest message of each dialog."""
    own = [row.top_id for row in rows if row.top_id and not is_channel(row.peer)]
    top = await store_messages.by_ids(tx, viewer.user, own)
    for row in rows:
        if row.top_id and is_channel(row.peer):
            top += await store_messages.by_ids(tx, row.peer, [row.top_id])
    return top


async def _stand(tx: Tx, viewer: Viewer, one: types.Dialog, place: store_chats.Place) -> None:
    """Where the viewer stands in a channel: nothing of that is written when something is posted."""
    one.pts = place.pts
    one.read_inbox_max_id = place.read_inbox
    one.read_outbox_max_id = place.read_outbox
    one.unread_count = await reading.channel_unread(tx, viewer, place)


class SavedParts(NamedTuple):
    """The same of saved dialogs."""

    dialogs: list[types.TypeSavedDialog]
    messages: list[types.TypeMessage]
    chats: list[types.TypeChat]
    users: list[types.TypeUser]


async def saved_parts(tx: Tx, viewer: Viewer, rows: Sequence[SavedDialog]) -> SavedParts:
    """Everything about these saved dialogs, in their order."""
    top = await store_messages.by_ids(tx, viewer.user, [row.top_id for row in rows if row.top_id])
    users, chats = await described_in(tx, viewer, top, {row.peer for row in rows})
    dialogs: list[types.TypeSavedDialog] = [
        types.SavedDialog(pinned=row.pinned > 0, peer=peer_of(row.peer), top_message=row.top_id) for row in rows
    ]
    return SavedParts(dialogs, await view.messages(tx, viewer, top), chats, users)


def dialog(row: Dialog, notify: types.PeerNotifySettings, draft: State | None) -> types.Dialog:
    """One entry. pts is a channel's only: TDLib refuses a user's dialog that has one."""
    return types.Dialog(
        pinned=row.pinned > 0,
        unread_mark=row.unread_mark > 0,
        view_forum_as_messages=row.flags & DialogFlag.VIEW_AS_MESSAGES != 0,
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
