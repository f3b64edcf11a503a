"""What is shipped: a wheel with the generated code in it, which works without the source tree."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_wheel_carries_generated_code_and_data(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-q"]
    subprocess.run([*command, "-w", str(tmp_path), str(ROOT)], check=True, timeout=300)
    [wheel] = tmp_path.glob("hodhod-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "unpacked")
    ours = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "hodhod").rglob("*.py")}
    assert ours <= names, f"not in the wheel: {sorted(ours - names)[:10]}"
    assert any("/_generated/" in name for name in names)
    assert sum(name.startswith("hodhod/art/reactions/") for name in names) == 100
    assert not any(name.startswith(("tests/", "tools/")) for name in names)

    # -P and -I keep the source tree and its .pth file's shadow out: the first `hodhod` found is the wheel's
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'unpacked')!r}); import hodhod; print(hodhod.__file__); "
        "from hodhod.app import build; from hodhod.cli import app; app(['key'])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path / "unpacked"))
    assert "BEGIN RSA PUBLIC KEY" in done.stdout
