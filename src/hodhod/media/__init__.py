"""Files: parts on their way in, blobs that are kept, pictures made smaller. It knows bytes and disks, no rights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hodhod.media.blobs import Blobs, DiskBlobs
from hodhod.media.parts import Parts
from hodhod.media.settings import MediaSettings
from hodhod.media.workers import PictureWorkers


@dataclass(frozen=True, slots=True)
class Media:
    """What handlers reach files through."""

    blobs: Blobs
    parts: Parts
    pictures: PictureWorkers
    threads: ThreadPoolExecutor

    async def close(self) -> None:
        """What is being written is finished; nothing new is begun."""
        await self.pictures.close()
        self.threads.shutdown(wait=True, cancel_futures=True)


def open_media(folder: Path, max_file: int, settings: MediaSettings) -> Media:
    """Files in a folder of this machine."""
    threads = ThreadPoolExecutor(settings.threads, thread_name_prefix="hodhod-files")
    parts = Parts(folder / "parts", threads, max_file, settings.pending_bytes)
    pictures = PictureWorkers(settings.picture_workers, settings.picture_seconds, settings.picture_memory)
    return Media(DiskBlobs(folder / "blobs", threads), parts, pictures, threads)
