"""Blobs: bytes that never change, found by their SHA-256, so that equal content is kept once.

On disk a blob is the file `<2 hex digits>/<64 hex digits>`. It is written under another name in the same folder,
flushed, and renamed when it is whole: a name that exists is a blob that is complete, whatever was killed and when. Disk
and hashing are worked in threads, because both would stop the event loop.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, TypeVar

T = TypeVar("T")

INCOMING = "incoming"


class Blob(NamedTuple):
    """What names a kept blob."""

    hash: bytes
    size: int


class Blobs(Protocol):
    """Where blobs are kept. Reading past the end gives what there is; a blob that is not there is a LookupError."""

    async def keep(self, chunks: Iterable[bytes], /) -> Blob:
        """Keep what the chunks make up. They are drawn in a thread; what drawing them raises is raised here."""

    async def read(self, hash: bytes, offset: int, count: int, /) -> bytes: ...


class DiskBlobs:
    """Blobs in a folder of this machine."""

    def __init__(self, folder: Path, workers: Executor) -> None:
        self._folder = folder
        self._workers = workers
        (folder / INCOMING).mkdir(parents=True, exist_ok=True)

    async def keep(self, chunks: Iterable[bytes], /) -> Blob:
        return await self._run(lambda: self._keep(chunks))

    async def read(self, hash: bytes, offset: int, count: int, /) -> bytes:
        return await self._run(lambda: self._read(hash, offset, count))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)

    def path(self, hash: bytes) -> Path:
        name = hash.hex()
        return self._folder / name[:2] / name

    def _keep(self, chunks: Iterable[bytes]) -> Blob:
        handle, name = tempfile.mkstemp(dir=self._folder / INCOMING)
        try:
            with os.fdopen(handle, "wb") as file:
                blob = _write(file, chunks)
                path = self.path(blob.hash)
                if path.exists():
                    return blob
                file.flush()
                os.fsync(file.fileno())
            path.parent.mkdir(exist_ok=True)
            os.replace(name, path)
            _flush_folder(path.parent)
        finally:
            Path(name).unlink(missing_ok=True)
        return blob

    def _read(self, hash: bytes, offset: int, count: int) -> bytes:
        try:
            file = os.open(self.path(hash), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            raise LookupError(f"no blob {hash.hex()}") from None
        try:
            return os.pread(file, count, offset)
        finally:
            os.close(file)


def _write(file: BinaryIO, chunks: Iterable[bytes]) -> Blob:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        file.write(chunk)
    return Blob(digest.digest(), size)


def _flush_folder(folder: Path) -> None:
    """A rename is durable once its folder is, and a new folder once its own is."""
    for one in (folder, folder.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
