"""Signing in by a QR code: one key shows a token, a signed-in user accepts it. core.telegram.org/api/qr-login

How a token goes:

    shown --accepted by a user--> accepted --the key asks again--> the key signs in, its tokens are gone
      |--(LIFETIME)--> expired       |--(GRACE)--> expired
"""

from __future__ import annotations

from typing import Final

from hodhod import errors
from hodhod.domain.updates import LoginTokenAccepted
from hodhod.domain.viewer import Viewer
from hodhod.store import authorizations
from hodhod.store import tokens as store
from hodhod.store.authorizations import AuthorizationRow
from hodhod.store.db import Tx
from hodhod.store.tokens import LoginToken

LIFETIME: Final = 30
GRACE: Final = 300


async def show(tx: Tx, viewer: Viewer, token: bytes, api_id: int) -> int:
    """A new token for the viewer's key. Returns when it expires."""
    expires = viewer.now + LIFETIME
    await store.add(tx, token, viewer.key_id, api_id, expires, viewer.now)
    return expires


async def take_accepted(tx: Tx, viewer: Viewer) -> int | None:
    """The user who accepted a token of the viewer's key; the tokens are used up by that."""
    row = await store.accepted_by_key(tx, viewer.key_id, viewer.now)
    if row is None:
        return None
    await store.drop_of_key(tx, viewer.key_id)
    return row.user_id


async def check(tx: Tx, viewer: Viewer, token: bytes) -> LoginToken:
    """A token that is still good. Raises AUTH_TOKEN_INVALID, AUTH_TOKEN_EXPIRED."""
    row = await store.find(tx, token)
    if row is None:
        raise errors.AUTH_TOKEN_INVALID
    if row.expires < viewer.now:
        raise errors.AUTH_TOKEN_EXPIRED
    return row


async def accept(tx: Tx, viewer: Viewer, token: bytes) -> AuthorizationRow:
    """Let the key that shows this token sign in as the viewer. Returns the key's device.

    Raises AUTH_TOKEN_INVALID, AUTH_TOKEN_EXPIRED, AUTH_TOKEN_ALREADY_ACCEPTED.
    """
    row = await check(tx, viewer, token)
    if not await store.accept(tx, token, viewer.user, viewer.now + GRACE):
        raise errors.AUTH_TOKEN_ALREADY_ACCEPTED
    device = await authorizations.load(tx, row.key_id) or AuthorizationRow(row.key_id)
    tx.emit(LoginTokenAccepted(row.key_id))
    return device
