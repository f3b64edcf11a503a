"""`hodhod clients`: the constants are this server's, in every notation; the libraries take them as printed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from hodhod.clients import RECIPES, Address, PublicKey, find, render
from hodhod.server_key import open_server_key
from tests.interop.environments import python_of

NAMES = ("tdesktop", "android", "ios", "web-a", "web-k", "tdlib", "telethon", "pyrogram", "gramjs", "mtcute")
PEM = ("tdesktop", "android", "ios", "tdlib", "telethon", "mtcute")
HTTP = ("web-a", "web-k")
ADDRESS = Address("192.0.2.7", 4431, 8081)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> PublicKey:
    private = open_server_key(tmp_path_factory.mktemp("key"))
    return PublicKey(private.n, private.fingerprint, private.public_pem().decode())


def printed(name: str, key: PublicKey) -> str:
    return render(RECIPES[name], key, ADDRESS)


def test_every_open_client_has_its_recipe() -> None:
    assert set(RECIPES) == set(NAMES)
    assert find("Kurigram") is RECIPES["pyrogram"]
    assert find("Web K") is RECIPES["web-k"]
    assert find("icq") is None


@pytest.mark.parametrize("name", NAMES)
def test_the_address_and_the_port_are_the_servers(name: str, key: PublicKey) -> None:
    text = printed(name, key)
    assert ADDRESS.host in text
    assert str(ADDRESS.http_port if name in HTTP else ADDRESS.port) in text
    assert "149.154." not in text


@pytest.mark.parametrize("name", PEM)
def test_the_pem_is_the_servers_once_the_notation_is_undone(name: str, key: PublicKey) -> None:
    text = printed(name, key).replace("\\n", "\n").replace("\\\n", "\n").replace('"', "\n").replace("`", "\n")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    start, end = lines.index("-----BEGIN RSA PUBLIC KEY-----"), lines.index("-----END RSA PUBLIC KEY-----")
    public = load_pem_public_key("\n".join(lines[start : end + 1]).encode())
    assert public.public_numbers().n == key.n  # type: ignore[union-attr]


def test_numbers(key: PublicKey) -> None:
    digits = str(key.n)
    for name in ("web-a", "gramjs"):
        assert digits in "".join(re.findall(r"['\"](\d{10,100})['\"]", printed(name, key))), name
        assert f"'{key.fingerprint}'" in printed(name, key) or f'"{key.fingerprint}"' in printed(name, key)
    assert f"modulus: '{key.n:0512X}'" in printed("web-k", key)
    assert f"push_back(0x{key.fingerprint & (1 << 64) - 1:016x})" in printed("android", key)


@pytest.mark.parametrize("name", ["tdesktop", "android", "ios", "tdlib"])
def test_applications_get_every_data_center(name: str, key: PublicKey) -> None:
    assert printed(name, key).count(ADDRESS.host) >= 5


def program(name: str, key: PublicKey) -> str:
    """The lines that `hodhod clients` means for one's own program."""
    [change] = RECIPES[name].changes(key, ADDRESS)
    return change.text


@pytest.mark.interop
def test_telethon_takes_the_lines_as_printed(key: PublicKey, tmp_path: Path) -> None:
    check = f"""
assert {key.fingerprint} in rsa._server_keys and rsa._server_keys[{key.fingerprint}][0].n == {key.n}
assert (client.session.server_address, client.session.port) == ("{ADDRESS.host}", {ADDRESS.port})
print("taken")
"""
    assert run("telethon", program("telethon", key) + check, tmp_path) == "taken\n"


@pytest.mark.interop
@pytest.mark.parametrize("library", ["pyrogram", "kurigram"])
def test_pyrogram_and_kurigram_take_the_lines_as_printed(library: str, key: PublicKey, tmp_path: Path) -> None:
    before = "import asyncio, inspect\n"
    check = f"""
assert rsa.server_public_keys[{key.fingerprint}].m == {key.n} and len(rsa.server_public_keys) == 1
assert TCP.connect is connect_here
print("taken")
"""
    assert run(library, before + program("pyrogram", key) + check, tmp_path) == "taken\n"


def run(library: str, source: str, folder: Path) -> str:
    done = subprocess.run(
        [python_of(library), "-c", source], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
