"""How far people have read in threads and topics. core.telegram.org/api/threads"""

from __future__ import annotations

from hodhod.domain import topic_reading
from hodhod.domain.threads import Thread
from hodhod.domain.topic_reading import MAX_AUTHORS
from hodhod.domain.updates import ThreadRead, ThreadReadOutbox
from hodhod.domain.viewer import Viewer
from hodhod.store import threads as store
from hodhod.store import within
from hodhod.store.db import Tx


async def read_up_to(tx: Tx, viewer: Viewer, thread: Thread) -> int:
    place = (int(thread.peer), thread.id)
    mark = (await store.read(tx, viewer.user, [place])).get(place, 0)
    return mark if thread.topic is None else max(mark, await topic_reading.floor(tx, viewer, thread.peer))


async def read(tx: Tx, viewer: Viewer, thread: Thread, max_id: int) -> None:
    """The viewer has read the thread up to max_id. A mark that does not advance writes nothing."""
    peer, root = thread.peer, thread.id
    before = await read_up_to(tx, viewer, thread)
    up_to = min(max_id, max(await thread.messages.last(tx, peer, root), root))
    if up_to <= before:
        return
    await store.put_read(tx, viewer.user, peer, root, up_to)
    if thread.topic is not None:
        return await topic_reading.read(tx, viewer, thread.topic, before, up_to)
    assert thread.root is not None
    content = thread.root.content
    post = (content.saved_peer, content.saved_id) if content.saved_id else None
    tx.emit(ThreadRead(int(viewer.user), peer, root, up_to, post))
    for author, newest in await within.THREADS.authors(tx, peer, root, before, up_to, MAX_AUTHORS):
        if author != viewer.user:
            tx.emit(ThreadReadOutbox(author, peer, root, newest))
