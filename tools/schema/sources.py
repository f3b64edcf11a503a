"""Finds TL schemas in unpacked client library packages.

Four forms are known: the `main_api.tl` of the Pyrogram family, the TL text inside a JavaScript module of the
GramJS family, the JSON of mtcute, and the classes of Telethon. Each package names its layer itself.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.schema.parser import Combinator, Kind, Param, SchemaError, parse_line
from tools.schema.telethon import Namespaces, read_classes

# Left in comments or left out by some packages, because their code has them by hand; never changed.
_BUILT_IN = """\
boolFalse#bc799737 = Bool;
boolTrue#997275b5 = Bool;
true#3fedd339 = True;
error#c4b9f9bb code:int text:string = Error;
null#56730bcc = Null;
"""
# Its `# [ t ]` is no list of fields; a codec has vectors built in.
_VECTOR = "vector#1cb5c415"


# Packages whose schema is their own hand's work over others: they keep names that are gone from the layer.
_LOOSE = {"telectron": 2, "pyrofork": 2, "pyroblack": 2, "@mtcute/tl": 3}
# Telethon's classes come from one schema of API and services.
_SERVICE_NAME = re.compile(r"tls[A-Z]|ipPort|accessPointRule$|help\.configSimple$")


@dataclass(frozen=True, slots=True)
class Source:
    """The schema of one layer as one package has it. A lower rank is better; `strict` is no names but the layer's."""

    package: str
    version: str
    layer: int
    combinators: tuple[Combinator, ...]

    @property
    def rank(self) -> int:
        return _LOOSE.get(self.package, int(self.package.startswith("tele")))

    @property
    def strict(self) -> bool:
        return self.package not in _LOOSE

    @property
    def origin(self) -> str:
        return f"{self.package} {self.version}"

    @property
    def order(self) -> tuple[int, str, tuple[int, ...]]:
        """The best source of a layer sorts last: by rank, package, and the newest version, which has corrections."""
        return -self.rank, self.package, tuple(int(number) for number in re.findall(r"\d+", self.version))


def find_sources(folder: Path) -> Iterator[Source]:
    """All schemas anywhere below a folder."""
    for path in sorted(folder.rglob("main_api.tl")):
        yield _pyrogram(path)
    for path in sorted(folder.rglob("apiTl.js")):
        yield _gramjs(path)
    for path in sorted(folder.rglob("api-schema.json")):
        yield _mtcute(path)


def find_telethon(folder: Path, others: Iterable[Source], service: Iterable[Combinator]) -> Iterator[Source]:
    """The schemas of Telethon's packages below a folder, with the help of what other packages say."""
    known: dict[int, list[Combinator]] = {}
    namespaces: Namespaces = {"Bool": {"Bool"}}
    for combinator in (c for source in others for c in source.combinators if c.id == c.checksum()):
        known.setdefault(combinator.id, []).append(combinator)
        namespaces.setdefault(combinator.result.rpartition(".")[2], set()).add(combinator.result)
    left_out = {c.id for c in service}
    for path in sorted(folder.rglob("alltlobjects.py")):
        layer = int(_search(r"^LAYER = (\d+)", path.read_text(encoding="utf-8"), path))
        found = [c for c in read_classes(path.parent, namespaces, known) if not _SERVICE_NAME.match(c.name)]
        lines = tuple(c for c in found if c.id not in left_out)
        about = next(path.parents[2].glob("*.dist-info/METADATA"))
        yield Source(*_about_python(about), layer, _with_built_in(lines))


def parse_text(text: str) -> list[Combinator]:
    kind = Kind.TYPE
    built_in = tuple(_BUILT_IN.splitlines())
    found = []
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("---"):
            kind = Kind(line.strip("-"))
            continue
        if line.startswith("// ") and line[3:].startswith(built_in):
            line = line[3:]
        if line and not line.startswith("//") and not line.startswith(_VECTOR):
            found.append(parse_line(line.partition(";")[0] + ";", kind))
    return found


def _search(pattern: str, text: str, path: Path) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    if match is None:
        raise SchemaError(f"{path}: nothing matches {pattern}")
    return match[1]


def _pyrogram(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    about = next(parent / "PKG-INFO" for parent in path.parents if (parent / "PKG-INFO").is_file())
    layer = int(_search(r"^// LAYER (\d+)", text, path))
    return Source(*_about_python(about), layer, tuple(parse_text(text)))


def _about_python(path: Path) -> tuple[str, str]:
    header = path.read_text(encoding="utf-8")
    return _search(r"^Name: (\S+)", header, path).lower(), _search(r"^Version: (\S+)", header, path)


def _with_built_in(lines: Iterable[Combinator]) -> tuple[Combinator, ...]:
    found = tuple(lines)
    names = {c.name for c in found}
    return found + tuple(c for c in parse_text(_BUILT_IN) if c.name not in names)


def _package_json(path: Path) -> tuple[str, str]:
    about = next(parent / "package.json" for parent in path.parents if (parent / "package.json").is_file())
    data = json.loads(about.read_text(encoding="utf-8"))
    return data["name"], data["version"]


def _gramjs(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    layers = path.with_name("AllTLObjects.js").read_text(encoding="utf-8")
    layer = int(_search(r"LAYER = (\d+)", layers, path))
    body = _search(r"module\.exports = `([^`]*)`", text, path)
    return Source(*_package_json(path), layer, tuple(parse_text(body)))


def _mtcute(path: Path) -> Source:
    data = json.loads(path.read_text(encoding="utf-8"))
    combinators = (_mtcute_entry(entry) for entry in data["e"])
    # Made by the library for its own use, some from lines of layers long gone.
    current = [c for c in combinators if not c.name.endswith("Legacy") and not c.name.startswith("mtcute.")]
    return Source(*_package_json(path), data["l"], _with_built_in(current))


def _mtcute_entry(entry: dict[str, Any]) -> Combinator:
    params = tuple(_mtcute_param(argument) for argument in entry["arguments"])
    generics = tuple(f"{generic['name']}:{generic['type']}" for generic in entry.get("generics", ()))
    kind = Kind.FUNCTION if entry["kind"] == "method" else Kind.TYPE
    result = _mtcute_type(entry["type"], entry.get("typeModifiers", {}))
    return Combinator(entry["name"], entry["id"], params, result, kind, generics=generics)


def _mtcute_type(written: str, modifiers: dict[str, Any]) -> str:
    # Its name for a long that fits a JavaScript number.
    name = "long" if written == "int53" else written
    if modifiers.get("isVector"):
        return f"Vector<{name}>"
    return f"vector<{name}>" if modifiers.get("isBareVector") else name


def _mtcute_param(argument: dict[str, Any]) -> Param:
    modifiers = argument.get("typeModifiers", {})
    kind = _mtcute_type(argument["type"], modifiers)
    if "predicate" not in modifiers:
        return Param(argument["name"], kind)
    field, _, bit = modifiers["predicate"].partition(".")
    return Param(argument["name"], kind, field, int(bit))
