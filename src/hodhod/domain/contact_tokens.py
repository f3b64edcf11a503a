"""Temporary links to one's own profile: a MAC over who and until when, so that nothing is stored."""

from __future__ import annotations

import base64
import binascii
import hmac
import struct

from hodhod import errors
from hodhod.domain import links
from hodhod.domain.viewer import Viewer

LIFETIME = 3600
MAC_SIZE = 16
_TOKEN = struct.Struct("<qi")


def make(viewer: Viewer) -> tuple[str, int]:
    """(token, when it expires) for the viewer's own profile."""
    expires = viewer.now + LIFETIME
    said = _TOKEN.pack(viewer.user, expires)
    return base64.urlsafe_b64encode(said + _mac(viewer, said)).decode().rstrip("="), expires


def read(viewer: Viewer, text: str) -> int:
    """The user of a token, or of the link with it. Raises IMPORT_TOKEN_INVALID."""
    path = links.below(text, viewer.world.public_url)
    token = (path or text).removeprefix("contact/")
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise errors.IMPORT_TOKEN_INVALID from None
    said, mac = raw[: _TOKEN.size], raw[_TOKEN.size :]
    if len(said) != _TOKEN.size or not hmac.compare_digest(mac, _mac(viewer, said)):
        raise errors.IMPORT_TOKEN_INVALID
    user_id, expires = _TOKEN.unpack(said)
    if expires < viewer.now:
        raise errors.IMPORT_TOKEN_INVALID
    return int(user_id)


def _mac(viewer: Viewer, said: bytes) -> bytes:
    return hmac.digest(viewer.world.secret, b"contact" + said, "sha256")[:MAC_SIZE]
