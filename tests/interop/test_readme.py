"""The README's script, as printed, run by two people one after the other."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.interop.environments import ROOT, python_of
from tests.interop.server import Server

SCRIPT = re.compile(r"```python\n(.*?)```", re.DOTALL)
MAX_LINES = 15
ALICE, BOB = "+989120000001", "+989120000002"


def script(readme: str) -> str:
    found = SCRIPT.findall((ROOT / readme).read_text(encoding="utf-8"))
    assert len(found) == 1
    return str(found[0])


def test_both_readmes_show_the_same_short_script() -> None:
    assert script("README.md") == script("README.fa.md")
    assert len([line for line in script("README.md").splitlines() if line.strip()]) <= MAX_LINES


def test_the_script_says_hello(server: Server, tmp_path: Path) -> None:
    (tmp_path / "server.pem").write_text(server.key.pem)
    text = script("README.md").replace("4430", str(server.port))
    assert "not signed up yet" in run(text, server, tmp_path, BOB, ALICE)
    assert "['Hello from Hodhod!']" in run(text, server, tmp_path, ALICE, BOB)
    assert "['Hello from Hodhod!']" in run(text, server, tmp_path, BOB, ALICE)  # signed in by now: no code is asked for


def run(text: str, server: Server, folder: Path, me: str, friend: str) -> str:
    since = server.mark()
    with subprocess.Popen(
        [python_of("telethon"), "-c", text, me, friend],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            typed = "" if (folder / f"{me}.session").exists() else server.code(me, since, timeout=30) + "\n"
            output, _ = process.communicate(typed, timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0, output
    return output
