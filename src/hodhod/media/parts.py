"""Parts of files on their way in: saved in any order, by several connections, repeated at will.
https://core.telegram.org/api/files

An upload is the folder `<user>/<file id>`, a part the file of its number in it. When a message, photo or document is
made of it, the parts are joined into one blob and give way to the file `whole`, which names the blob: so a repeated
request, or a second message with the same upload, finds it again. All of it is on disk, so a restart loses nothing, and
house-keeping forgets what was not touched for some hours.

Bounds: parts have at most 512 KiB, their number is limited, and so is what one user may have lying about unjoined
(counted in memory, from what the disk says at first).
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple, TypeVar

from hodhod import errors
from hodhod.media.blobs import Blob, Blobs

T = TypeVar("T")

KIB = 1024
MAX_PART = 512 * KIB
# what clients expect to be allowed, whatever the size of their parts
MAX_PARTS = 4000
WHOLE = "whole"
COME_BACK = 300


class Named(NamedTuple):
    """How a client names an upload. parts: how many it has; md5: in hexadecimal, "" when it was not said."""

    owner: int
    file_id: int
    parts: int
    md5: str = ""


class Parts:
    """Uploads under way, in a folder of this machine. max_file: the longest file, in bytes."""

    def __init__(self, folder: Path, workers: Executor, max_file: int, max_pending: int) -> None:
        self._folder = folder
        self._workers = workers
        self._max_file = max_file
        self._max_pending = max_pending
        self._pending: dict[int, int] = {}
        self.max_parts = max(MAX_PARTS, -(-max_file // MAX_PART))

    def check_total(self, total: int) -> None:
        """The number of parts that a client announces; -1: it does not know yet. Raises FILE_PARTS_INVALID."""
        if total != -1 and not 0 < total <= self.max_parts:
            raise errors.FILE_PARTS_INVALID

    async def save(self, owner: int, file_id: int, part: int, data: bytes) -> None:
        """Raises FILE_PART_INVALID, FILE_PART_EMPTY, FILE_PART_TOO_BIG, FLOOD_WAIT_X."""
        if not 0 <= part < self.max_parts:
            raise errors.FILE_PART_INVALID
        if not data:
            raise errors.FILE_PART_EMPTY
        if len(data) > MAX_PART:
            raise errors.FILE_PART_TOO_BIG
        if await self._held_by(owner) + len(data) > self._max_pending:
            raise errors.FLOOD_WAIT_X(COME_BACK)
        grown = await self._run(lambda: _save(self._upload(owner, file_id), part, data))
        if owner in self._pending:
            self._pending[owner] += grown

    async def join(self, named: Named, blobs: Blobs) -> Blob:
        """The upload as a blob. Raises FILE_PARTS_INVALID, FILE_PART_X_MISSING, FILE_PART_LENGTH_INVALID,
        MD5_CHECKSUM_INVALID."""
        if not 0 < named.parts <= self.max_parts:
            raise errors.FILE_PARTS_INVALID
        folder = self._upload(named.owner, named.file_id)
        known = await self._run(lambda: _whole(folder))
        if known is not None:
            return known
        try:
            blob = await self._joined(folder, named, blobs)
        except errors.FILE_PART_X_MISSING:
            # another request for the same upload may have joined it just now
            known = await self._run(lambda: _whole(folder))
            if known is None:
                raise
            return known
        freed = await self._run(lambda: _replace_by(folder, blob))
        if named.owner in self._pending:
            self._pending[named.owner] -= freed
        return blob

    async def _joined(self, folder: Path, named: Named, blobs: Blobs) -> Blob:
        await self._run(lambda: _check_sizes(folder, named.parts, self._max_file))
        md5 = hashlib.md5(usedforsecurity=False) if named.md5 else None
        blob = await blobs.keep(_chunks(folder, named.parts, md5.update if md5 else None))
        if md5 is not None and md5.hexdigest() != named.md5.lower():
            raise errors.MD5_CHECKSUM_INVALID
        return blob

    async def expire(self, before: float) -> int:
        """Forget uploads that nobody has touched since `before` (unix seconds). Returns how many."""
        count = await self._run(lambda: _expire(self._folder, before))
        self._pending.clear()
        return count

    async def _held_by(self, owner: int) -> int:
        if owner not in self._pending:
            found = await self._run(lambda: _bytes_below(self._folder / str(owner)))
            self._pending.setdefault(owner, found)
        return self._pending[owner]

    def _upload(self, owner: int, file_id: int) -> Path:
        return self._folder / str(owner) / f"{file_id & 0xFFFFFFFFFFFFFFFF:016x}"

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)


# --- on the disk, in a thread


def _save(folder: Path, part: int, data: bytes) -> int:
    """Write a part, whole or not at all. Returns how much more there is now."""
    path = folder / str(part)
    if (folder / WHOLE).exists():  # a late repeat of a part that was joined already
        return 0
    before = _size(path)
    folder.mkdir(parents=True, exist_ok=True)
    _put(path, data)
    return len(data) - before


def _put(path: Path, data: bytes) -> None:
    """The name appears with all of its bytes; of two that write it at once the later one stays."""
    writing = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    writing.write_bytes(data)
    os.replace(writing, path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _whole(folder: Path) -> Blob | None:
    try:
        digest, size = (folder / WHOLE).read_text().split()
    except FileNotFoundError:
        return None
    os.utime(folder)
    return Blob(bytes.fromhex(digest), int(size))


def _check_sizes(folder: Path, count: int, max_file: int) -> None:
    """All parts but the last have one size, and the last one is not longer."""
    sizes = [_size(folder / str(part)) for part in range(count)]
    if 0 in sizes:
        raise errors.FILE_PART_X_MISSING(sizes.index(0))
    if any(size != sizes[0] for size in sizes[:-1]) or sizes[-1] > sizes[0]:
        raise errors.FILE_PART_LENGTH_INVALID
    if sum(sizes) > max_file:
        raise errors.FILE_PARTS_INVALID


def _chunks(folder: Path, count: int, update: Callable[[bytes], None] | None) -> Iterator[bytes]:
    for part in range(count):
        try:
            data = (folder / str(part)).read_bytes()
        except FileNotFoundError:
            raise errors.FILE_PART_X_MISSING(part) from None
        if update is not None:
            update(data)
        yield data


def _replace_by(folder: Path, blob: Blob) -> int:
    """Leave the name of the blob in the place of its parts. Returns the bytes that this freed."""
    _put(folder / WHOLE, f"{blob.hash.hex()} {blob.size}".encode())
    freed = 0
    for path in folder.iterdir():
        if path.name.isdigit():
            freed += _size(path)
            path.unlink(missing_ok=True)
    return freed


def _bytes_below(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    return sum(_size(path) for upload in folder.iterdir() for path in upload.iterdir() if path.name.isdigit())


def _expire(root: Path, before: float) -> int:
    if not root.is_dir():
        return 0
    count = 0
    for owner in root.iterdir():
        for upload in owner.iterdir():
            # a folder's time is that of the last part that came
            if upload.stat().st_mtime < before:
                shutil.rmtree(upload, ignore_errors=True)
                count += 1
    return count
