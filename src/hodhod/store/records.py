"""Rows as the rest of the program reads them: plain tuples with names, in the column order of their queries."""

from __future__ import annotations

from typing import NamedTuple


class Content(NamedTuple):
    """What all copies of a message share; the columns of `contents`, in order."""

    id: int
    sender: int
    peer: int
    date: int
    edit_date: int = 0
    flags: int = 0
    text: str = ""
    entities: bytes | None = None
    reply_content: int | None = None
    quote: bytes | None = None
    quote_offset: int = 0
    forward: bytes | None = None
    action: bytes | None = None
    markup: bytes | None = None
    media_kind: int = 0
    media_id: int = 0
    media: bytes | None = None
    grouped_id: int = 0
    via_bot: int = 0
    saved_peer: int = 0
    saved_id: int = 0
    ttl: int = 0
    effect: int = 0
    author: int = 0
    reactions: str | None = None
    webpage: int = 0
    answered: bytes | None = None


class Copy(NamedTuple):
    """One owner's copy; the columns of `copies`, in order."""

    owner: int
    id: int
    peer: int
    content_id: int
    pts: int
    flags: int
    media_kind: int = 0


class Scheduled(NamedTuple):
    """The columns of `scheduled`, in order: a message that waits for its time."""

    owner: int
    peer: int
    id: int
    date: int
    edit_date: int = 0
    author: int = 0
    content_id: int = 0
    random_id: int = 0
    send_as: int = 0
    flags: int = 0
    text: str = ""
    entities: bytes | None = None
    reply_to: int = 0
    topic: int = 0
    quote: bytes | None = None
    quote_offset: int = 0
    forward: bytes | None = None
    markup: bytes | None = None
    media_kind: int = 0
    media_id: int = 0
    media: bytes | None = None
    grouped_id: int = 0
    saved_peer: int = 0
    saved_id: int = 0
    effect: int = 0
    webpage: int = 0


class Post(NamedTuple):
    """What a channel's message has besides; the columns of `posts` after its key, in order."""

    n: int
    thread: int = 0
    views: int = 0
    forwards: int = 0
    replies: int = 0
    signature: str | None = None
    discussed: int = 0
    root: int = 0
    last: int = 0
    recent: bytes | None = None
    topic: int = 0
    topic_n: int = 0


class Message(NamedTuple):
    """A copy with its content. reply_id: the owner's own id of the message replied to, None when it is not there; post:
    what it has besides in a channel's mailbox."""

    copy: Copy
    content: Content
    reply_id: int | None
    post: Post | None = None


class Chat(NamedTuple):
    """The columns of `chats`, in order: a basic group, supergroup or channel."""

    peer: int
    title: str
    about: str
    photo: int
    creator: int
    date: int
    flags: int = 0
    banned: int = 0
    members: int = 0
    admins: int = 0
    version: int = 1
    ttl: int = 0
    slow_mode: int = 0
    linked: int = 0
    migrated: int = 0
    top_id: int = 0
    top_date: int = 0
    top_n: int = 0
    changed: int = 0
    read_max: int = 0
    read_user: int = 0
    read_second: int = 0
    username: str | None = None
    settings: str | None = None
    photo_thumb: bytes | None = None


class Member(NamedTuple):
    """The columns of `members`, in order."""

    peer: int
    user_id: int
    role: int
    date: int
    inviter: int = 0
    admin: int = 0
    banned: int = 0
    until: int = 0
    by: int = 0
    rank: str = ""
    since: int = 0
    flags: int = 0
    cleared: int = 0
    send_as: int = 0


class SeenChat(NamedTuple):
    """A chat with the viewer's own row in it, None for a stranger. discusses: the chat belongs to another one that the
    viewer may look at, as a discussion group to its channel."""

    chat: Chat
    member: Member | None
    discusses: bool = False


class Invite(NamedTuple):
    """The columns of `invites`, in order: a link into a group or channel."""

    hash: str
    peer: int
    admin: int
    date: int
    flags: int = 0
    title: str = ""
    expires: int = 0
    usage_limit: int = 0
    used: int = 0
    changed: int = 0


class Importer(NamedTuple):
    """The columns of `importers`, in order."""

    peer: int
    user_id: int
    hash: str
    date: int
    requested: int = 0
    approved_by: int = 0


class User(NamedTuple):
    """The columns of `users`, in order."""

    id: int
    phone: str | None
    first_name: str
    last_name: str
    username: str | None
    about: str
    flags: int
    created: int
    birthday: int
    privacy: str | None
    settings: str | None
    search_name: str
    photo_id: int = 0
    photo_thumb: bytes | None = None
    limited: int = 0


class SeenUser(NamedTuple):
    """A user with what one viewer's relation to them says.

    contact_*: the viewer's own contact entry. mutual: the user has the viewer's number too. knows: the user has the
    viewer among their contacts (which is what "my contacts" in a privacy rule means). mine, theirs: bits.py ContactFlag
    of either's entry about the other. own_rules: the viewer's `privacy`. among: chats named in the user's privacy rules
    that the viewer is in; beside: chats named in the viewer's that the user is in.
    """

    user: User
    online_until: int
    was_online: int
    contact: bool
    contact_first: str
    contact_last: str
    knows: bool
    blocked_viewer: bool
    mine: int = 0
    theirs: int = 0
    own_rules: str | None = None
    contact_photo: int = 0
    among: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()


class Dialog(NamedTuple):
    """The columns of `dialogs`, in order."""

    owner: int
    peer: int
    top_id: int
    top_date: int
    read_inbox: int = 0
    read_outbox: int = 0
    unread: int = 0
    unread_mark: int = 0
    pinned: int = 0
    folder: int = 0
    flags: int = 0
    ttl: int = 0


class SavedDialog(NamedTuple):
    """The columns of `saved_dialogs`, in order."""

    owner: int
    peer: int
    top_id: int
    top_date: int
    pinned: int = 0


class Event(NamedTuple):
    """The columns of `events`, in order: a counted update that is no new message."""

    owner: int
    pts: int
    pts_count: int
    kind: int
    peer: int
    subject: int
    date: int
    value: bytes | None


class Topic(NamedTuple):
    """A topic of a forum; the columns of `topics`, in order."""

    owner: int
    id: int
    creator: int
    date: int
    title: str
    icon_color: int = 0
    icon_emoji: int = 0
    flags: int = 0
    pinned: int = 0
    top_id: int = 0
    n: int = 0
    read_max: int = 0
    read_user: int = 0
    read_second: int = 0


class State(NamedTuple):
    """The columns of `state`, in order."""

    owner: int
    kind: int
    subject: int
    date: int
    value: bytes | None


class Contact(NamedTuple):
    """The columns of `contacts`, in order. user_id 0: a number that nobody has registered yet."""

    owner: int
    user_id: int
    phone: str
    first_name: str
    last_name: str
    note: str = ""
    created: int = 0
    flags: int = 0
    photo: int = 0


class Document(NamedTuple):
    """The columns of `documents`, in order."""

    id: int
    owner: int
    date: int
    kind: int
    hash: bytes
    size: int
    mime_type: str
    attributes: bytes


class Photo(NamedTuple):
    """The columns of `photos`, in order."""

    id: int
    owner: int
    date: int


class PhotoSize(NamedTuple):
    """The columns of `photo_sizes`, in order. hash None: the bytes are `content` (a stripped size)."""

    media_id: int
    type: str
    width: int
    height: int
    size: int
    hash: bytes | None = None
    content: bytes | None = None


class Reaction(NamedTuple):
    """The columns of `reactions`, in order: what one user thinks of one message."""

    content_id: int
    user_id: int
    reaction: str
    date: int
    big: int = 0
    author: int = 0
    peer: int = 0
    unread: int = 0


class Poll(NamedTuple):
    """The columns of `polls`, in order."""

    id: int
    creator: int
    date: int
    close_date: int
    closed: int
    poll: bytes
    correct: int
    solution: bytes | None
    voters: int
    counts: str
    content_id: int = 0
    peer: int = 0
    recent: str = ""
    unread: int = 0


class LogEntry(NamedTuple):
    """The columns of `admin_log`, in order. value: see domain/log_values.py."""

    owner: int
    id: int
    date: int
    user_id: int
    kind: int
    value: str


class Report(NamedTuple):
    """The columns of `reports`, in order."""

    id: int
    date: int
    reporter: int
    peer: int
    about: int
    reason: str
    messages: bytes | None
    comment: str


class Vote(NamedTuple):
    """The columns of `poll_votes`, in order."""

    poll_id: int
    user_id: int
    options: int
    date: int


class StickerSet(NamedTuple):
    """The columns of `sticker_sets`, in order."""

    id: int
    owner: int
    name: str
    short_name: str
    title: str
    kind: int
    flags: int
    size: int
    version: int
    date: int
    thumb: int = 0
    thumb_version: int = 0


class Sticker(NamedTuple):
    """The columns of `stickers`, in order."""

    document_id: int
    set_id: int
    place: int
    emojis: str
    keywords: str = ""


class SeenSet(NamedTuple):
    """A set with what the viewer has made of it. installed: since when, 0 = not at all."""

    set: StickerSet
    installed: int = 0
    archived: int = 0
    place: int = 0


class KeptDocument(NamedTuple):
    """The columns of `kept_documents`, in order."""

    owner: int
    list: int
    document_id: int
    place: int
    date: int


class ChatlistInvite(NamedTuple):
    """The columns of `chatlist_invites`, in order: a link to a folder."""

    slug: str
    owner: int
    folder: int
    title: str
    peers: bytes
    date: int


class Chatlist(NamedTuple):
    """The columns of `chatlists`, in order: a folder that came by a link."""

    owner: int
    folder: int
    slug: str
    hidden: bytes | None = None


class WebPage(NamedTuple):
    """The columns of `webpages`, in order."""

    url: str
    id: int
    state: int
    date: int
    page: bytes | None
    photo: int = 0
