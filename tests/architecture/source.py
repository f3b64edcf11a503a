"""The source tree as data: modules, what each imports when it is loaded, functions and their lengths."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "hodhod"


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement's target. `typing_only`: it stands under `if TYPE_CHECKING`. `lazy`: inside a function."""

    target: str
    line: int
    typing_only: bool
    lazy: bool


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    path: Path
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def area(self) -> str:
        """The part of the package that the module belongs to: hodhod.store.db is in `store`."""
        return self.name.split(".")[1] if "." in self.name else ""


def written(*folders: str) -> Iterator[Path]:
    """Python files by hand: generated code and drivers that run in other environments are left out by their folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "_generated" not in path.parts:
                yield path


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in written("src"):
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
    return found


def imports(module: Module) -> Iterator[Import]:
    """Every import of our own package in a module, as absolute names of modules."""
    yield from _walk(module, module.tree, typing_only=False, lazy=False)


def _walk(module: Module, node: ast.AST, *, typing_only: bool, lazy: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            for target in _targets(module, child):
                if target.split(".")[0] == PACKAGE:
                    yield Import(target, child.lineno, typing_only, lazy)
            continue
        checking = isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")
        within = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _walk(module, child, typing_only=typing_only or checking, lazy=within)


def _targets(module: Module, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        package = module.name.split(".") if module.is_package else module.name.split(".")[:-1]
        base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
    known = modules()
    for alias in node.names:
        # `from package import name` is the module of that name if there is one, else something in the package
        yield full if (full := f"{base}.{alias.name}") in known else base


def functions(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Functions and their lengths in lines, decorators left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1
