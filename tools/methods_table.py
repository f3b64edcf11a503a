"""Writes docs/methods.md: every method of the newest layer, whether it is answered, and where.

.venv/bin/python -m tools.methods_table
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hodhod import api, tl
from hodhod.rpc.registry import Method, Registry
from tools.schema.parser import Kind, load

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema" / "api.tl"
ABOUT = ROOT / "schema" / "methods.tsv"
TARGET = ROOT / "docs" / "methods.md"

# Methods that no handler answers because they are about the request or the key itself.
BELOW_HANDLERS = {
    "auth.bindTempAuthKey": "src/hodhod/mtproto/binding.py",
    **dict.fromkeys(
        (
            "initConnection",
            "invokeAfterMsg",
            "invokeAfterMsgs",
            "invokeWithApnsSecret",
            "invokeWithBusinessConnection",
            "invokeWithGooglePlayIntegrity",
            "invokeWithLayer",
            "invokeWithMessagesRange",
            "invokeWithReCaptcha",
            "invokeWithTakeout",
            "invokeWithoutUpdates",
        ),
        "src/hodhod/rpc/wrappers.py",
    ),
}

HEAD = """# Methods

Every method of layer {layer}: {counts}. Made by `python -m tools.methods_table` from the registry
and `schema/`; do not edit. `schema/unsupported.toml` says why a P0 method is absent.

- **done**: does what it says. **static**: answers well-formed empty or fixed values, by design. **absent**: answers
  400 METHOD_INVALID and is counted by name.
- P0: start-up and chatting; P1: everyday; P2: calls, stories, topics and business; P3: the rest.
"""

COLUMNS = "| method | status | who | priority | file |\n|---|---|---|---|---|"


class About(NamedTuple):
    """What schema/methods.tsv says of a method."""

    availability: str
    priority: str


class Row(NamedTuple):
    name: str
    status: str
    about: About
    file: str

    @property
    def namespace(self) -> str:
        return self.name.rpartition(".")[0]


def registered() -> dict[str, Method]:
    return {row.name: row for row in Registry.of(api.modules()).methods.values()}


def methods() -> list[str]:
    """The methods of the newest layer, by name."""
    return sorted(c.name for c in load(SCHEMA) if c.kind is Kind.FUNCTION and tl.LAYER in c.layers)


def about() -> dict[str, About]:
    lines = [line.split("\t") for line in ABOUT.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: About(availability, priority) for name, availability, priority in lines[1:]}


def rows() -> Iterator[Row]:
    known, handlers = about(), registered()
    for name in methods():
        handler = handlers.get(name)
        if handler is not None:
            status, file = "static" if handler.static else "done", _file(handler)
        else:
            status, file = ("done" if name in BELOW_HANDLERS else "absent"), BELOW_HANDLERS.get(name, "")
        yield Row(name, status, known[name], file)


def _file(row: Method) -> str:
    return str(Path(inspect.getfile(row.handler)).resolve().relative_to(ROOT))


def page() -> str:
    found = sorted(rows(), key=lambda row: (row.namespace, row.name))
    count = Counter(row.status for row in found)
    counts = ", ".join(f"{count[status]} {status}" for status in ("done", "static", "absent"))
    parts = [HEAD.format(layer=tl.LAYER, counts=counts)]
    for namespace in dict.fromkeys(row.namespace for row in found):
        parts.append(f"## {namespace or 'without namespace'}\n\n{COLUMNS}")
        parts += [_line(row) for row in found if row.namespace == namespace]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _line(row: Row) -> str:
    file = f"[{row.file.removeprefix('src/hodhod/')}](../{row.file})" if row.file else ""
    return f"| {row.name} | {row.status} | {row.about.availability} | {row.about.priority} | {file} |"


def main() -> None:
    TARGET.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
