"""The commands as an operator types them, without a server."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PROGRAM = Path(sys.executable).with_name("hodhod")


def hodhod(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "120", **variables}
    return subprocess.run(
        [PROGRAM, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_help_names_every_command() -> None:
    text = hodhod("--help").stdout
    for command in (
        "serve",
        "key",
        "clients",
        "login-code",
        "users",
        "restrict",
        "reports",
        "verify",
        "announce",
        "names",
        "settings",
        "doctor",
    ):
        assert command in text


def test_the_key_in_its_three_formats(tmp_path: Path) -> None:
    at = ("--data", str(tmp_path / "d"))
    pem = hodhod("key", *at).stdout
    public = load_pem_public_key(pem.encode())
    assert pem.startswith("-----BEGIN RSA PUBLIC KEY-----")
    assert int(hodhod("key", "--format", "hex", *at).stdout, 16) == public.public_numbers().n  # type: ignore[union-attr]
    assert len(hodhod("key", "--format", "fingerprint", *at).stdout.strip()) == 16


def test_data_may_be_named_by_a_variable(tmp_path: Path) -> None:
    assert hodhod("key", HODHOD_DATA=str(tmp_path / "d")).returncode == 0
    assert (tmp_path / "d" / "keys" / "server.pem").exists()


def test_clients_lists_and_prints(tmp_path: Path) -> None:
    at = ("--data", str(tmp_path))
    assert "tdesktop" in hodhod("clients", *at).stdout
    assert "198.51.100.4" in hodhod("clients", "tdesktop", *at, "--host", "198.51.100.4").stdout
    wrong = hodhod("clients", "icq", *at)
    assert wrong.returncode == 2
    assert "tdesktop" in wrong.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("users",),
        ("login-code", "+989121234567"),
        ("users", "reset", "+98912", "--yes"),
        ("restrict", "+98912"),
        ("reports",),
        ("verify", "a_name"),
        ("announce", "hi"),
        ("names", "free", "a_name"),
    ],
)
def test_commands_about_people_need_a_running_server(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = hodhod(*command, "--data", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == f"hodhod: no server is running on {tmp_path}\n"


def test_a_mistyped_data_directory_is_not_made(tmp_path: Path) -> None:
    assert hodhod("users", "--data", str(tmp_path / "none")).returncode == 2
    assert not (tmp_path / "none").exists()


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    done = hodhod("serve", "--data", str(tmp_path / "d"), HODHOD_NETWORK__HTTP_PORT="many")
    assert done.returncode == 1
    assert done.stderr.startswith("hodhod: network.http_port: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "d").exists()


def test_settings_shows_the_changed_ones(tmp_path: Path) -> None:
    (tmp_path / "hodhod.toml").write_text("[network]\nports = [4430, 443]\n")
    text = hodhod("settings", "--changed", "--data", str(tmp_path)).stdout
    assert "network.ports = [4430, 443]   (default: [4430])" in text
    assert text.count(" = ") == 1


def test_doctor_is_content_and_says_what_is_wrong(tmp_path: Path) -> None:
    free = {"HODHOD_NETWORK__HOST": "127.0.0.1", "HODHOD_NETWORK__PORTS": "[0]", "HODHOD_NETWORK__HTTP_PORT": "0"}
    hodhod("key", "--data", str(tmp_path))
    assert hodhod("doctor", "--data", str(tmp_path), **free).stdout.endswith("All is well.\n")

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (tmp_path / "keys" / "server.pem").chmod(0o644)
        done = hodhod("doctor", "--data", str(tmp_path), **{**free, "HODHOD_NETWORK__HTTP_PORT": str(port)})
    assert done.returncode == 1
    assert f"FAIL  port {port}" in done.stdout
    assert "chmod go=" in done.stdout
    assert done.stdout.endswith("2 to mend.\n")
