from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hodhod.media.blobs import DiskBlobs
from hodhod.media.parts import Parts

MAX_FILE = 4 * 1024 * 1024
MAX_PENDING = 8 * 1024 * 1024


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.fixture
def blobs(tmp_path: Path, threads: ThreadPoolExecutor) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs", threads)


@pytest.fixture
def parts(tmp_path: Path, threads: ThreadPoolExecutor) -> Parts:
    return Parts(tmp_path / "parts", threads, MAX_FILE, MAX_PENDING)
