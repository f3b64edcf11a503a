"""Sizes, generated code excluded: files of at most 500 lines, functions of at most 70. Ruff counts branches (C901)."""

from __future__ import annotations

import ast

from tests.architecture.source import ROOT, functions, written

FOLDERS = ("src", "tests", "tools", "bench")
MAX_FILE = 500
MAX_FUNCTION = 70
# A migration is a flat list of statements, and never changed once it is released.
LISTS = {"versions"}


def test_files_are_not_too_long() -> None:
    lengths = {path.relative_to(ROOT): path.read_text(encoding="utf-8").count("\n") for path in written(*FOLDERS)}
    lists = {path for path in lengths if LISTS & set(path.parts)}
    found = [f"{path}: {lines} lines" for path, lines in lengths.items() if lines > MAX_FILE and path not in lists]
    assert not found, "\n".join(found)


def test_functions_are_not_too_long() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {length} lines"
        for path in written(*FOLDERS)
        if not LISTS & set(path.parts)
        for node, length in functions(ast.parse(path.read_text(encoding="utf-8")))
        if length > MAX_FUNCTION
    ]
    assert not found, "\n".join(found)
