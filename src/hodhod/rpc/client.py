"""Who is at the other end: the authorisation of a permanent key, and each MTProto session under it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hodhod.mtproto.session import Session

MIN_LAYER = 133


@dataclass(slots=True)
class Authorization:
    """One permanent key: its device, its layer and whose it is. Mirrors the row of the same name.

    A node holds at most one object a key, shared by its sessions and by its temporary keys. `layer` 0 means never
    announced: such a key is answered at the lowest layer and gets no pushes.
    """

    key_id: int
    user_id: int = 0
    pending_user: int = 0
    hash: int = 0
    layer: int = 0
    api_id: int = 0
    device: str = ""
    system: str = ""
    app_version: str = ""
    lang_code: str = ""
    ip: str = ""
    created: int = 0
    active: int = 0
    qts: int = 0
    flags: int = 0
    push: str = ""
    # not stored
    changed: bool = False
    clients: set[Client] = field(default_factory=set, repr=False, compare=False)

    @property
    def wire_layer(self) -> int:
        return self.layer or MIN_LAYER

    def announce(self, **device: object) -> None:
        """Take over what invokeWithLayer or initConnection said; `changed` tells that the row must be written."""
        for name, value in device.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
                self.changed = True


STORED = tuple(f.name for f in fields(Authorization) if f.name not in ("changed", "clients"))


class Client:
    """One MTProto session as the API sees it."""

    __slots__ = ("auth", "pending", "session", "updates")

    def __init__(self, session: Session, auth: Authorization) -> None:
        self.session = session
        self.auth = auth
        self.updates = False
        # requests under way by msg_id, with what is done when they are answered if somebody waits (invokeAfterMsg)
        self.pending: dict[int, asyncio.Future[None] | None] | None = None
