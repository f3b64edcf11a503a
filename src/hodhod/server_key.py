"""What a server must never lose or show: its RSA key and its secrets, in DATA/keys/ (folder 700, files 600).

    server.pem     the RSA key, PKCS#1. Clients carry its public half: with another key every client must be built anew.
    secrets.toml   `master` encrypts the auth keys in the database, `mac` makes access hashes, codes and tokens. With
                   another `master` nobody is signed in any more; with another `mac` all stored access hashes are void.

Both are made once, on the first start, and belong into the backup. https://core.telegram.org/mtproto/auth_key
"""

from __future__ import annotations

import hmac
import os
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from hodhod.clock import Randomness, system_randomness
from hodhod.mtproto.rsa import RsaKey

FOLDER = "keys"
KEY_FILE = "server.pem"
SECRETS_FILE = "secrets.toml"
SECRET_BYTES = 32


class KeyFileError(Exception):
    """A key file is missing where it must exist, or is damaged."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Two independent secrets of 32 bytes; everything else is derived from them by purpose."""

    master: bytes = field(repr=False)
    mac: bytes = field(repr=False)

    def derived(self, purpose: str) -> bytes:
        """A key of its own for each use, so that no two uses can be played against each other."""
        return hmac.digest(self.mac, purpose.encode(), "sha256")


def open_server_key(data: Path) -> RsaKey:
    """The server's RSA key, made now if there is none yet."""
    path = data / FOLDER / KEY_FILE
    if not path.exists():
        _write_once(path, RsaKey.generate().to_pem())
    try:
        return RsaKey.from_pem(path.read_bytes())
    except ValueError as error:
        raise KeyFileError(f"{path} is no RSA key of 2048 bits: {error}") from None


def open_secrets(data: Path, *, may_create: bool, randomness: Randomness = system_randomness) -> Secrets:
    """The server's secrets. `may_create`: False when a database exists, because only the old ones can read it."""
    path = data / FOLDER / SECRETS_FILE
    if not path.exists():
        if not may_create:
            raise KeyFileError(f"{path} is missing, and the database needs it: restore it from a backup")
        lines = [f'{name} = "{randomness(SECRET_BYTES).hex()}"\n' for name in ("master", "mac")]
        _write_once(path, "".join(lines).encode())
    try:
        values = tomllib.loads(path.read_text(encoding="ascii"))
        secrets = Secrets(bytes.fromhex(values["master"]), bytes.fromhex(values["mac"]))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileError(f"{path} is damaged: {error}") from None
    if len(secrets.master) != SECRET_BYTES or len(secrets.mac) != SECRET_BYTES:
        raise KeyFileError(f"{path} is damaged: a secret has {SECRET_BYTES} bytes")
    return secrets


def open_to_others(data: Path) -> list[Path]:
    """The key files and their folder that somebody else on this machine may read."""
    paths = (data / FOLDER, data / FOLDER / KEY_FILE, data / FOLDER / SECRETS_FILE)
    return [path for path in paths if path.exists() and path.stat().st_mode & 0o077]


def _write_once(path: Path, content: bytes) -> None:
    """Durable, private, never over an existing file: of two processes that start at once, the first one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)  # made with mode 600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
