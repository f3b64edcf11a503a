"""file_reference: proof that somebody was shown a file, at a place, not long ago. core.telegram.org/api/file-references

    version:1  expires:4  place:8  MAC of (kind, file id, place, expires):12

place: the user in whose mailbox the file stood, or the chat or channel (negative, as in ids.py) in which it did. One of
a user serves that user only; one of a channel may be part of an encoding that all its members share. It is good for one
to two lifetimes, so that the same file gets the same reference for a while. A client that is told
FILE_REFERENCE_EXPIRED fetches the message again and finds a new one in it.
"""

from __future__ import annotations

import hmac
import struct

from hodhod import errors
from hodhod.domain.media.kinds import FileKind
from hodhod.domain.viewer import Viewer

VERSION = 1
_HEAD = struct.Struct("<BIq")
_MADE = struct.Struct("<BqqI")
MAC_BYTES = 12


def make(viewer: Viewer, kind: FileKind, file_id: int, place: int = 0) -> bytes:
    """A reference for what the viewer is shown at this moment; place 0: their own mailbox."""
    place = place or viewer.user
    lifetime = viewer.world.limits.file_reference
    expires = (viewer.now // lifetime + 2) * lifetime
    return _HEAD.pack(VERSION, expires, place) + _mac(viewer, kind, file_id, place, expires)


def check(viewer: Viewer, kind: FileKind, file_id: int, given: bytes) -> int:
    """The place of a reference that is genuine and serves the viewer; in a channel they must still be let read.

    Raises FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED.
    """
    if not given:
        raise errors.FILE_REFERENCE_EMPTY
    if len(given) != _HEAD.size + MAC_BYTES:
        raise errors.FILE_REFERENCE_INVALID
    version, expires, place = _HEAD.unpack_from(given)
    genuine = hmac.compare_digest(given[_HEAD.size :], _mac(viewer, kind, file_id, place, expires))
    if version != VERSION or not genuine or (place > 0 and place != viewer.user):
        raise errors.FILE_REFERENCE_INVALID
    if expires <= viewer.now:
        raise errors.FILE_REFERENCE_EXPIRED
    return int(place)


def _mac(viewer: Viewer, kind: FileKind, file_id: int, place: int, expires: int) -> bytes:
    return viewer.world.hashes.mac(b"r", _MADE.pack(kind, file_id, place, expires))[:MAC_BYTES]
