"""The settings, one frozen group per area. Their descriptions are what `hodhod settings` and docs/settings.md print.

Defaults that belong to a part of the server (the protocol machine, the limits that clients see) are taken from there,
so that a number is written once.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, SecretStr, field_validator

from hodhod.domain.limits import CodeRules, Limits
from hodhod.media.settings import MediaSettings
from hodhod.mtproto.settings import Settings as Protocol
from hodhod.net.limits import NetSettings
from hodhod.webpages.addresses import networks
from hodhod.webpages.options import Options

_PROTOCOL = Protocol()
_LIMITS = Limits()
_MEDIA = MediaSettings()
_NET = NetSettings()
_PAGES = Options()

Port = Annotated[int, Field(ge=0, le=65535)]


class Group(BaseModel):
    """Frozen, and an unknown name is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Network(Group):
    """Where the server listens, and which address it tells clients."""

    host: str = "0.0.0.0"  # noqa: S104
    """Address to listen on; 127.0.0.1 keeps the server to this machine."""
    ports: tuple[Port, ...] = Field(default=(4430,), min_length=1)
    """TCP ports for clients. Some clients insist on 443, 80 or 5222."""
    http_port: Port = 8080
    """Port for HTTP: /healthz, and MTProto over WebSocket (/apiws) and HTTP (/api)."""
    public_host: str = ""
    """IP address that clients are told to connect to. Empty: `host`, or this machine's address for a wildcard."""
    public_port: Port = 0
    """Port that clients are told to connect to, when a router maps it. 0: the ports above."""


class Connections(Group):
    """Bounds of the listeners."""

    max_unauthenticated: PositiveInt = _NET.max_unauthenticated
    """Connections without a valid auth key."""
    max_unauthenticated_per_address: PositiveInt = _NET.max_unauthenticated_per_address
    """The same of one address."""
    write_buffer_bytes: PositiveInt = _NET.write_buffer_bytes
    """Bytes that wait in a socket's buffer before its connection is asked for no more."""
    work_threads: PositiveInt = _NET.work_threads
    """Threads for modular powers: key exchanges and 2FA."""
    max_waiting_work: PositiveInt = _NET.max_waiting_work
    """How much of that work may wait."""
    http_head_bytes: PositiveInt = _NET.http_head_bytes
    """Longest head of an HTTP request."""
    http_idle_seconds: PositiveFloat = _NET.http_idle_seconds
    """Time until an HTTP request has come, and between requests."""
    trusted_proxies: frozenset[str] = _NET.trusted_proxies
    """Addresses of reverse proxies whose X-Forwarded-For is believed."""
    drain_seconds: PositiveFloat = _NET.drain_seconds
    """Time that accepted requests get to finish when the server stops."""
    listen_backlog: PositiveInt = _NET.listen_backlog
    """Connections that the kernel holds before they are accepted."""

    def net(self) -> NetSettings:
        return NetSettings(**dict(self))


class Database(Group):
    """Where everything is kept."""

    url: str = ""
    """`sqlite:///path` or `postgresql://user:password@host/name`. Empty: the file hodhod.db in the data directory."""


class Codes(Group):
    """How login codes reach people. There is no default code."""

    delivery: Literal["console", "webhook", "email"] = "console"
    """`console` writes one line to standard output, `webhook` calls an HTTP service such as an SMS panel, `email` sends
    mail to the address that `email_to` makes of the number."""
    length: Annotated[int, Field(ge=5, le=8)] = 5
    """Digits of a code."""
    lifetime: PositiveInt = 300
    """Seconds for which a code is good."""
    resend_after: PositiveInt = 60
    """Seconds before a client may ask for the code again."""
    tries: PositiveInt = 5
    """Wrong tries after which a code dies."""
    email_to: str = ""
    """With delivery `email`: recipient of login codes, with {phone} in it, such as {phone}@sms.example.org."""

    def rules(self) -> CodeRules:
        return CodeRules(self.length, self.lifetime, self.resend_after, self.tries)


class Webhook(Group):
    """The HTTP request that delivers a code; {phone}, {code} and {purpose} are filled in everywhere in it."""

    url: str = ""
    """Address to call. Values are percent-encoded when they are filled in here."""
    method: Literal["GET", "POST", "PUT"] = "POST"
    """HTTP method."""
    headers: dict[str, SecretStr] = {}
    """Request headers, such as an API key."""
    body: str = ""
    """Request body; empty for none. Values are escaped as `body_type` asks."""
    body_type: Literal["form", "json", "text"] = "form"
    """`form` percent-encodes the values, `json` escapes them for a JSON string, `text` leaves them as they are; it also
    sets Content-Type unless `headers` has one."""
    timeout: PositiveFloat = 10.0
    """Seconds for the whole request."""
    success: str = ""
    """Text that the answer must contain, for services that report errors with status 200. Empty: the status decides."""


class Email(Group):
    """The mail server for codes that go by e-mail, those that recover a forgotten password among them."""

    host: str = ""
    """SMTP server. Empty: codes meant for e-mail are written to the console."""
    port: Port = 587
    """SMTP port."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """Encryption of the connection."""
    username: str = ""
    """User name at the SMTP server; empty for none."""
    password: SecretStr = SecretStr("")
    """Password at the SMTP server."""
    sender: str = "hodhod@localhost"
    """From address."""
    subject: str = "{code} is your code"
    """Subject of the mail."""
    body: str = "Your code: {code}\n\nکد شما: {code}\n\nIf you did not ask for it, ignore this message.\n"
    """Text of the mail."""
    timeout: PositiveFloat = 20.0
    """Seconds for sending one mail."""


class Files(Group):
    """Where files are kept, and how much work may be done on them at a time."""

    folder: str = ""
    """Folder of the files. Empty: `files` in the data directory."""
    pending_bytes: PositiveInt = _MEDIA.pending_bytes
    """Bytes that one account may have uploaded without having used them in a message yet."""
    part_seconds: PositiveInt = _MEDIA.part_seconds
    """How long the parts of an unfinished upload are kept after the last one came."""
    threads: PositiveInt = _MEDIA.threads
    """Threads that read and write files."""
    picture_workers: PositiveInt = _MEDIA.picture_workers
    """Processes that make the sizes of photos; started when they are first needed."""
    picture_seconds: PositiveInt = _MEDIA.picture_seconds
    """Time that one photo may take."""
    picture_memory: PositiveInt = _MEDIA.picture_memory
    """Memory that a process for photos may use, in bytes."""
    picture_bytes: PositiveInt = _MEDIA.picture_bytes
    """Longest file that is accepted as a photo, in bytes."""

    def media(self) -> MediaSettings:
        return MediaSettings(**self.model_dump(exclude={"folder"}))


class Previews(Group):
    """Previews of links. Switched on, the server itself fetches the pages that people link to: from public addresses
    only, whatever a name resolves to and wherever a page redirects."""

    enabled: bool = False
    """Fetch pages and show previews."""
    allowed_networks: tuple[str, ...] = ()
    """Networks that are not public and may be fetched from all the same, such as 10.20.0.0/16 for a company's wiki."""
    seconds: PositiveFloat = _PAGES.seconds
    """Time for one page, redirections included."""
    max_bytes: PositiveInt = _PAGES.max_bytes
    """How much of a page is read."""
    picture_bytes: PositiveInt = _PAGES.picture_bytes
    """Longest picture of a page that is shown."""
    at_once: PositiveInt = _PAGES.at_once
    """Pages that are fetched at a time."""
    user_agent: str = _PAGES.user_agent
    """As what the server introduces itself to web sites."""

    @field_validator("allowed_networks")
    @classmethod
    def _are_networks(cls, written: tuple[str, ...]) -> tuple[str, ...]:
        networks(written)
        return written

    def options(self) -> Options:
        values = self.model_dump(exclude={"enabled", "allowed_networks"})
        return Options(allowed=networks(self.allowed_networks), **values)


class Logs(Group):
    """What is logged. Never message text, a phone number in clear or a key."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severe level that is written."""
    format: Literal["auto", "console", "json"] = "auto"
    """`console` for people, `json` for machines, `auto`: console on a terminal, else json."""


class ProtocolLimits(Group):
    """Bounds of the MTProto machine. Every buffer and every wait has one."""

    max_packet_bytes: PositiveInt = _PROTOCOL.max_packet_bytes
    """Longest packet of a transport. A file part is at most 512 KiB."""
    max_unpacked_bytes: PositiveInt = _PROTOCOL.max_unpacked_bytes
    """Longest message after gzip_packed is undone."""
    max_container_messages: PositiveInt = _PROTOCOL.max_container_messages
    """Messages in one container. A container in a container is always refused."""
    gzip_from_bytes: PositiveInt = _PROTOCOL.gzip_from_bytes
    """Answers shorter than this are never packed."""
    max_handshakes: PositiveInt = _PROTOCOL.max_handshakes
    """Key exchanges under way at a time."""
    max_handshakes_per_address: PositiveInt = _PROTOCOL.max_handshakes_per_address
    """Key exchanges under way at a time from one address."""
    handshake_seconds: PositiveFloat = _PROTOCOL.handshake_seconds
    """Time that one key exchange may take."""
    handshake_retries: PositiveInt = _PROTOCOL.handshake_retries
    """Tries of one key exchange before its connection is closed."""
    max_temp_key_seconds: PositiveInt = _PROTOCOL.max_temp_key_seconds
    """Longest life of a temporary key."""
    msg_id_past_seconds: PositiveFloat = _PROTOCOL.msg_id_past_seconds
    """How far a msg_id may lie behind the server's clock."""
    msg_id_future_seconds: PositiveFloat = _PROTOCOL.msg_id_future_seconds
    """How far a msg_id may lie ahead of the server's clock."""
    max_received_ids: PositiveInt = _PROTOCOL.max_received_ids
    """Received msg_ids that a session remembers."""
    max_sessions_per_key: PositiveInt = _PROTOCOL.max_sessions_per_key
    """Sessions of one auth key."""
    max_sessions: PositiveInt = _PROTOCOL.max_sessions
    """Sessions of the node."""
    detached_session_seconds: PositiveFloat = _PROTOCOL.detached_session_seconds
    """How long a session outlives its connection."""
    max_kept_results: PositiveInt = _PROTOCOL.max_kept_results
    """Answers that a session keeps until they are acknowledged."""
    max_kept_result_bytes: PositiveInt = _PROTOCOL.max_kept_result_bytes
    """The same in bytes."""
    max_kept_updates: PositiveInt = _PROTOCOL.max_kept_updates
    """Updates that a session keeps until they are acknowledged."""
    max_kept_update_bytes: PositiveInt = _PROTOCOL.max_kept_update_bytes
    """The same in bytes."""
    max_queued_messages: PositiveInt = _PROTOCOL.max_queued_messages
    """Messages that may wait for a slow reader; past it updates are dropped and the client is told to catch up."""
    max_queued_bytes: PositiveInt = _PROTOCOL.max_queued_bytes
    """Bytes that may wait for a slow reader; past it nothing more is read from its connection."""
    max_requests_in_flight: PositiveInt = _PROTOCOL.max_requests_in_flight
    """Unanswered requests of one connection."""
    detailed_info_from_bytes: PositiveInt = _PROTOCOL.detailed_info_from_bytes
    """A repeated request with an answer longer than this gets msg_detailed_info."""
    ack_seconds: PositiveFloat = _PROTOCOL.ack_seconds
    """How long an acknowledgement waits for something to travel with."""
    container_bytes: PositiveInt = _PROTOCOL.container_bytes
    """Soft limit of an outgoing container."""
    unauthenticated_seconds: PositiveFloat = _PROTOCOL.unauthenticated_seconds
    """Life of a connection that never sent a valid encrypted packet."""
    idle_seconds: PositiveFloat = _PROTOCOL.idle_seconds
    """Life of a connection that fell silent."""
    http_wait_seconds: PositiveFloat = _PROTOCOL.http_wait_seconds
    """Longest wait of one HTTP request for something to answer."""

    def protocol(self) -> Protocol:
        return Protocol(**dict(self))


class ClientLimits(Group):
    """Limits that the rules enforce and clients are told."""

    message_length: PositiveInt = _LIMITS.message_length
    """Characters of a message."""
    caption_length: PositiveInt = _LIMITS.caption_length
    """Characters of a caption."""
    entities: PositiveInt = _LIMITS.entities
    """Entities of a message."""
    forwarded_count: PositiveInt = _LIMITS.forwarded_count
    """Messages forwarded at once."""
    chat_size: PositiveInt = _LIMITS.chat_size
    """Members of a basic group."""
    megagroup_size: PositiveInt = _LIMITS.megagroup_size
    """Members of a supergroup."""
    hidden_members: PositiveInt = _LIMITS.hidden_members
    """Members from which a supergroup may hide who they are."""
    stats_members: PositiveInt = _LIMITS.stats_members
    """Members from which administrators see statistics of their supergroup or channel."""
    edit_time: PositiveInt = _LIMITS.edit_time
    """Seconds for which a message may be edited."""
    revoke_time: PositiveInt = _LIMITS.revoke_time
    """Seconds for which a message may be deleted for both sides."""
    pinned_dialogs: PositiveInt = _LIMITS.pinned_dialogs
    """Pinned dialogs in the main list."""
    pinned_in_folder: PositiveInt = _LIMITS.pinned_in_folder
    """Pinned dialogs in a folder."""
    pinned_saved: PositiveInt = _LIMITS.pinned_saved
    """Pinned dialogs of Saved Messages."""
    pinned_topics: PositiveInt = _LIMITS.pinned_topics
    """Pinned topics of a forum."""
    public_channels: PositiveInt = _LIMITS.public_channels
    """Groups and channels with a public name that one account may own."""
    folders: PositiveInt = _LIMITS.folders
    """Folders of an account."""
    folder_peers: PositiveInt = _LIMITS.folder_peers
    """Chats that a folder names."""
    about_length: PositiveInt = _LIMITS.about_length
    """Characters of a user's bio."""
    name_length: PositiveInt = _LIMITS.name_length
    """Characters of a first or last name."""
    online_update_period: PositiveInt = _LIMITS.online_update_period
    """Seconds after which clients renew their online status."""
    online_lease: PositiveInt = _LIMITS.online_lease
    """Seconds for which somebody counts as online without renewing it."""
    contacts: PositiveInt = _LIMITS.contacts
    """Contacts of an account."""
    sent_kept: PositiveInt = _LIMITS.sent_kept
    """Seconds for which a repeated send is recognised by its random_id."""
    sticker_sets: PositiveInt = _LIMITS.sticker_sets
    """Sticker sets that an account may have added; emoji sets are counted for themselves."""
    stickers_in_set: PositiveInt = _LIMITS.stickers_in_set
    """Stickers of a set."""
    emoji_in_set: PositiveInt = _LIMITS.emoji_in_set
    """Custom emoji of a set."""
    recent_stickers: PositiveInt = _LIMITS.recent_stickers
    """Stickers used last that are kept at hand."""
    faved_stickers: PositiveInt = _LIMITS.faved_stickers
    """Favourite stickers of an account."""
    saved_gifs: PositiveInt = _LIMITS.saved_gifs
    """GIFs that an account keeps at hand."""
    file_bytes: PositiveInt = _LIMITS.file_bytes
    """Longest file, in bytes."""
    file_reference: PositiveInt = _LIMITS.file_reference
    """Seconds for which a file may be fetched after it was last shown; up to twice as long."""
    fresh_session: Annotated[int, Field(ge=0)] = _LIMITS.fresh_session
    """Seconds for which a new session may not end other sessions or give chats away. `serve --dev` makes it 0."""
    fresh_password: Annotated[int, Field(ge=0)] = _LIMITS.fresh_password
    """Seconds for which an account with a new password may not give chats away. `serve --dev` makes it 0."""
    young_account: Annotated[int, Field(ge=0)] = _LIMITS.young_account
    """Seconds for which an account counts as new and may write first to few strangers; 0: for no time."""
    young_strangers: Annotated[int, Field(ge=0)] = _LIMITS.young_strangers
    """To how many strangers who do not answer a new account may write."""
    password_reset: Annotated[int, Field(ge=0)] = _LIMITS.password_reset
    """Seconds of waiting before a forgotten password without e-mail address is dropped."""

    def limits(self) -> Limits:
        return Limits(**dict(self))
