"""The key files: made once, private, never replaced."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from hodhod.mtproto.rsa import RsaKey
from hodhod.server_key import KeyFileError, open_secrets, open_server_key, open_to_others


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = open_server_key(data)
    again = open_server_key(data)
    assert (first.n, first.fingerprint) == (again.n, again.fingerprint)
    assert (data / "keys" / "server.pem").read_bytes().startswith(b"-----BEGIN RSA PRIVATE KEY-----")
    assert open_to_others(data) == []


def test_the_fingerprint_is_telegrams(tmp_path: Path) -> None:
    key = open_server_key(tmp_path)
    public = serialization.load_pem_public_key(key.public_pem())
    assert isinstance(public, RSAPublicKey)
    n = public.public_numbers().n.to_bytes(256, "big")
    # rsa_public_key n:string e:string, bare: 256 bytes take a long length prefix and no padding, 3 bytes a short one
    serialized = b"\xfe\x00\x01\x00" + n + b"\x03\x01\x00\x01"
    assert key.fingerprint == int.from_bytes(
        hashlib.sha1(serialized, usedforsecurity=False).digest()[-8:], "little", signed=True
    )


def test_a_fingerprint_with_a_leading_zero_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """mtcute would not find it: one key in sixteen."""
    made = iter([0x0ABC_DEF0_1234_5678, -0x0ABC_DEF0_1234_5678])
    monkeypatch.setattr(RsaKey, "_from_key", classmethod(lambda cls, key: SimpleNamespace(fingerprint=next(made))))
    assert RsaKey.generate().fingerprint < 0


def test_secrets_are_made_once(tmp_path: Path) -> None:
    first = open_secrets(tmp_path, may_create=True)
    assert open_secrets(tmp_path, may_create=False) == first
    assert first.master != first.mac
    assert len({first.derived("a"), first.derived("b"), first.mac, first.master}) == 4
    assert open_to_others(tmp_path) == []
    assert first.master.hex() not in repr(first)


def test_lost_secrets_are_not_made_anew_beside_a_database(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="restore it from a backup"):
        open_secrets(tmp_path, may_create=False)


@pytest.mark.parametrize(
    "content", ["", 'master = "00"\nmac = "00"\n', "master = 1\nmac = 2\n", 'master = "zz"', "\xff"]
)
def test_damaged_secrets_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secrets.toml").write_text(content, encoding="latin-1")
    with pytest.raises(KeyFileError, match="damaged"):
        open_secrets(tmp_path, may_create=True)


def test_a_damaged_key_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    path = tmp_path / "keys" / "server.pem"
    path.write_text("not a key")
    with pytest.raises(KeyFileError):
        open_server_key(tmp_path)
    assert path.read_text() == "not a key"


def test_files_that_others_may_read_are_found(tmp_path: Path) -> None:
    open_server_key(tmp_path)
    path = tmp_path / "keys" / "server.pem"
    path.chmod(0o640)
    assert open_to_others(tmp_path) == [path]
