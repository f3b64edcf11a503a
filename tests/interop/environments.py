"""The environment of each client library: `make` prepares it from its hashed lock and remembers that it has.

Kurigram and Pyrogram install the same module, so each library lives in an environment of its own and is driven as a
subprocess. The JavaScript ones share the Node.js of the environment `node`.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def folder_of(library: str) -> Path:
    """The library's environment, made first if it is missing or older than its lock."""
    ready = f".envs/{library}/.ready"
    done = subprocess.run(["make", "--silent", ready], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"make {ready} failed:\n{done.stdout[-500:]}\n{done.stderr[-500:]}"
    return (ROOT / ready).parent


def python_of(library: str) -> Path:
    return folder_of(library) / "bin" / "python"


def node() -> Path:
    return folder_of("node") / "bin" / "node"
