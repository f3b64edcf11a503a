"""Topics of forums as TL. core.telegram.org/constructor/forumTopic"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from hodhod import tl
from hodhod.domain import access, topic_reading
from hodhod.domain.topic_reading import Stand
from hodhod.domain.topics import CLOSED, HIDDEN
from hodhod.domain.updates import StateKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import topic_subject
from hodhod.store import mailboxes
from hodhod.store import messages as store_messages
from hodhod.store.db import Tx
from hodhod.store.records import SeenChat, Topic
from hodhod.tl import types
from hodhod.views import messages as view
from hodhod.views import notify
from hodhod.views.peers import described_in
from hodhod.views.refs import peer_of


async def listed(
    tx: Tx, viewer: Viewer, seen: SeenChat, rows: Sequence[Topic], total: int, missing: Sequence[int] = ()
) -> types.messages.ForumTopics:
    """A page of `total` topics with those of their newest messages that are not hidden; missing: numbers of topics that
    were asked for and are gone."""
    peer, hidden = seen.chat.peer, access.first_hidden(seen)
    top = await store_messages.by_ids(tx, peer, sorted({row.top_id for row in rows if row.top_id > hidden}))
    named = {row.creator for row in rows} | {peer}
    users, chats = await described_in(tx, viewer, top, named)
    shown: list[types.TypeForumTopic] = list(await topics(tx, viewer, peer, rows))
    return types.messages.ForumTopics(
        count=total,
        topics=shown + [types.ForumTopicDeleted(id=topic) for topic in missing],
        messages=await view.messages(tx, viewer, top),
        chats=chats,
        users=users,
        pts=(await mailboxes.place(tx, peer)).pts,
    )


async def topics(tx: Tx, viewer: Viewer, peer: int, rows: Sequence[Topic]) -> list[types.ForumTopic]:
    """These topics of one forum, with where the viewer stands in each."""
    if not rows:
        return []
    stands = await topic_reading.stands(tx, viewer, peer, rows)
    subjects = {row.id: topic_subject(peer, row.id) for row in rows}
    drafts = await mailboxes.states(tx, viewer.user, StateKind.DRAFT, list(subjects.values()))
    settings = await notify.settings_for(tx, viewer.user, list(subjects.values()))
    shown = []
    for row in rows:
        one = _topic(row, stands[row.id])
        one.my = row.creator == viewer.user
        one.notify_settings = settings[subjects[row.id]]
        draft = drafts.get(subjects[row.id])
        one.draft = cast("types.TypeDraftMessage", tl.decode(draft.value)) if draft and draft.value else None
        shown.append(one)
    return shown


def _topic(row: Topic, stand: Stand) -> types.ForumTopic:
    return types.ForumTopic(
        closed=row.flags & CLOSED != 0,
        pinned=row.pinned > 0,
        hidden=row.flags & HIDDEN != 0,
        id=row.id,
        date=row.date,
        peer=peer_of(row.owner),
        title=row.title,
        icon_color=row.icon_color,
        icon_emoji_id=row.icon_emoji or None,
        top_message=row.top_id,
        read_inbox_max_id=stand.read_inbox,
        read_outbox_max_id=stand.read_outbox,
        unread_count=stand.unread,
        unread_mentions_count=stand.mentions,
        unread_reactions_count=stand.reactions,
        unread_poll_votes_count=stand.poll_votes,
        from_id=peer_of(row.creator),
        notify_settings=types.PeerNotifySettings(),
    )


def short(row: Topic) -> types.ForumTopic:
    """What it is, without where anybody stands."""
    one = _topic(row, Stand(0, 0, 0, 0, 0, 0))
    one.short = True
    return one
