"""The beginning of a thread, with how far the viewer has come in it."""

from __future__ import annotations

from hodhod.domain import mentions, threads
from hodhod.domain.threads import Thread
from hodhod.domain.viewer import Viewer
from hodhod.store import threads as store
from hodhod.store.db import Tx
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.peers import described


async def discussion_message(tx: Tx, viewer: Viewer, thread: Thread) -> types.messages.DiscussionMessage:
    root = thread.root.copy.id
    read = await threads.read_up_to(tx, viewer, thread)
    rows = [thread.root] + ([thread.post] if thread.post is not None else [])
    users, chats = await described(tx, viewer, mentions.peers_of(rows) | {thread.peer})
    return types.messages.DiscussionMessage(
        messages=await view.messages(tx, viewer, [thread.root]),
        max_id=await store.last(tx, thread.peer, root) or None,
        read_inbox_max_id=read or None,
        unread_count=await store.unread(tx, thread.peer, root, read, viewer.user),
        chats=chats,
        users=users,
    )
