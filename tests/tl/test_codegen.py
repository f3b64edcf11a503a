"""The generator: same input, same files, none touched twice, none left over."""

from pathlib import Path

from hodhod import errors
from tools.codegen.__main__ import ROOT, tl_modules, write
from tools.codegen.errors import ErrorName, read


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    modules = {"a.py": "A = 1\n", "b/__init__.pyi": "B: int\n"}
    assert write(tmp_path, modules) == 2
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.py*")}
    assert write(tmp_path, modules) == 0
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.py*")} == stamps
    assert write(tmp_path, {"a.py": "A = 2\n"}) == 2
    assert [path.name for path in tmp_path.rglob("*.py*")] == ["a.py"]


def test_what_is_installed_is_what_the_schema_says() -> None:
    folder = ROOT / "src" / "hodhod" / "tl" / "_generated"
    for name, text in tl_modules(ROOT / "schema" / "api.tl").items():
        assert (folder / name).read_text(encoding="utf-8") == text, f"{name} is stale: python -m tools.codegen"


def test_error_names() -> None:
    found = read(ROOT / "schema" / "errors.tsv")
    assert ErrorName("PEER_ID_INVALID", 400) in found
    assert all(issubclass(getattr(errors, error.class_name), errors.RpcError) for error in found)


def test_errors_are_raised_by_name() -> None:
    assert (errors.PEER_ID_INVALID.code, errors.PEER_ID_INVALID().message) == (400, "PEER_ID_INVALID")
    wait = errors.FLOOD_WAIT_X(30)
    assert (wait.code, wait.message, wait.value, str(wait)) == (420, "FLOOD_WAIT_30", 30, "420 FLOOD_WAIT_30")
    assert errors.FILE_PART_X_MISSING(3).message == "FILE_PART_3_MISSING"
