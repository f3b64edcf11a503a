"""What `hodhod clients` prints for the JavaScript libraries: a program with these lines reaches the server."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hodhod.clients import RECIPES, Address, PublicKey
from hodhod.server_key import open_server_key
from tests.interop.environments import folder_of, node
from tests.interop.server import Server

GRAMJS = """
client.connect()
  .then(() => client.invoke(new (require("telegram").Api.help.GetNearestDc)()))
  .then((answer) => { console.log(`DC ${answer.thisDc}`); process.exit(); });
"""
MTCUTE = """
console.log(`DC ${(await client.call({ _: "help.getNearestDc" })).thisDc}`);
process.exit();
"""


def printed(name: str, server: Server) -> str:
    private = open_server_key(server.data)
    key = PublicKey(private.n, private.fingerprint, private.public_pem().decode())
    [change] = RECIPES[name].changes(key, Address(server.host, server.port, server.http_port))
    return change.text


def run(library: str, program: Path) -> str:
    (program.parent / "node_modules").symlink_to(folder_of(library) / "node_modules")
    done = subprocess.run([node(), program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("library, module", [("gramjs", "telegram"), ("teleproto", "teleproto")])
def test_gramjs_and_its_fork(server: Server, tmp_path: Path, library: str, module: str) -> None:
    program = tmp_path / "program.cjs"
    program.write_text((printed("gramjs", server) + GRAMJS).replace('"telegram', f'"{module}'))
    assert "DC 2" in run(library, program)


def test_mtcute(server: Server, tmp_path: Path) -> None:
    """In memory: its default storage is a module that must be compiled, which `npm ci --ignore-scripts` does not do."""
    program = tmp_path / "program.mjs"
    lines = printed("mtcute", server).replace("TelegramClient }", "MemoryStorage, TelegramClient }")
    program.write_text(lines.replace("apiId: 1,", "apiId: 1,\n  storage: new MemoryStorage(),") + MTCUTE)
    assert "DC 2" in run("mtcute", program)
