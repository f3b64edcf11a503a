"""What `net` calls: implemented by the application over the store and the RPC dispatcher."""

from typing import Protocol

from hodhod.mtproto.keys import AuthKey
from hodhod.mtproto.peer import PeerInfo
from hodhod.mtproto.session import Session


class Gateway(Protocol):
    """The application behind the sockets.

    The plain methods run on the event loop and must not block. The coroutines are run as tasks; nothing more is read
    from the connection that waits for one.
    """

    async def find_key(self, key_id: int) -> AuthKey | None:
        """The stored key, or None for an unknown or revoked one (the client gets transport error -404).

        Called only when the node holds no session of this key; an expired temporary key may be returned.
        """
        ...

    async def store_key(self, key: AuthKey) -> None:
        """Store a new key durably; the client learns that it exists when this returns.

        Raises mtproto.errors.KeyIdTaken when a key of this id exists.
        """
        ...

    async def destroy_key(self, key_id: int) -> bool:
        """destroy_auth_key: True when it was deleted, False when there was none; an exception when it failed.

        On True the node itself drops the key's sessions; temporary keys bound to it are dropped through
        Node.revoke_key by the application.
        """
        ...

    def request(self, session: Session, msg_id: int, body: bytes, peer: PeerInfo) -> None:
        """One API request. Answer it, now or later, by session.send_result(msg_id, ...), exactly once."""
        ...

    def session_opened(self, session: Session) -> None:
        """The session got a connection and had none before: a new session, or one that came back.

        If session.overflow is set, updates were lost: call session.send_updates_too_long.
        """
        ...

    def session_closed(self, session: Session) -> None:
        """The session lost its connection. It may come back (session_opened) until session_destroyed.

        Updates sent meanwhile are kept within bounds and delivered when it comes back.
        """
        ...

    def session_destroyed(self, session: Session) -> None:
        """The session is gone for good: destroy_session, its key's end, or its time ran out."""
        ...
