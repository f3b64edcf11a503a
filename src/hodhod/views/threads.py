"""The beginning of a thread, with how far the viewer has come in it."""

from __future__ import annotations

from hodhod.domain import thread_reading
from hodhod.domain.threads import Thread
from hodhod.domain.viewer import Viewer
from hodhod.store.db import Tx
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views.peers import described_in


async def discussion_message(tx: Tx, viewer: Viewer, thread: Thread) -> types.messages.DiscussionMessage:
    read = await thread_reading.read_up_to(tx, viewer, thread)
    roots = [thread.root] if thread.root is not None else []
    rows = roots + ([thread.post] if thread.post is not None else [])
    users, chats = await described_in(tx, viewer, rows, {thread.peer})
    return types.messages.DiscussionMessage(
        messages=await view.messages(tx, viewer, roots),
        max_id=await thread.messages.last(tx, thread.peer, thread.id) or None,
        read_inbox_max_id=read or None,
        unread_count=await thread.messages.unread(tx, thread.peer, thread.id, read, viewer.user),
        chats=chats,
        users=users,
    )
