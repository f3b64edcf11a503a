"""Reads TL lines back out of the classes that Telethon generated from its schema.

A wheel of Telethon holds no `.tl` file. Its `from_reader` methods name the fields in order with their wire types and
flags, the annotations of `__init__` name the types, the docstring the result. What is read so is taken only if its
CRC32 is the id that the class carries, so a wrong guess cannot get in.
"""

import ast
import itertools
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from tools.schema.parser import Combinator, Kind, Param, SchemaError

_READS = {
    "read_int()": "int",
    "read_long()": "long",
    "read_double()": "double",
    "read_large_int(bits=128)": "int128",
    "read_large_int(bits=256)": "int256",
    "tgread_date()": "int",
    "tgread_bool()": "Bool",
    "tgread_string()": "string",
    "tgread_bytes()": "bytes",
}
_FLAG = re.compile(r"(flags\d*) & (\d+)")
_RESULT = re.compile(r"(?::returns|Constructor for) (.+?): ")
# Telethon avoids the names of Python; the lines have the plain ones.
_RENAMED = {"is_self": "self", "from_": "from"}

Namespaces = dict[str, set[str]]


def read_classes(package: Path, namespaces: Namespaces, known: dict[int, list[Combinator]]) -> Iterator[Combinator]:
    """All lines of `telethon/tl` that are known by id or prove themselves.

    `namespaces` gives the full names of types by short name.
    """
    for kind in Kind:
        for path in sorted((package / kind.value).glob("*.py")):
            prefix = "" if path.stem == "__init__" else f"{path.stem}."
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    same = known.get(number(node, "CONSTRUCTOR_ID"), [])
                    yield from itertools.islice(itertools.chain(_proven(node, prefix, kind, namespaces), same), 1)


def _proven(node: ast.ClassDef, prefix: str, kind: Kind, namespaces: Namespaces) -> Iterator[Combinator]:
    return (guess for guess in _guesses(node, prefix, kind, namespaces) if guess.id == guess.checksum())


def _guesses(node: ast.ClassDef, prefix: str, kind: Kind, namespaces: Namespaces) -> Iterator[Combinator]:
    body = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    init = body.get("__init__")
    hints = {argument.arg: ast.unparse(argument.annotation or argument) for argument in init.args.args} if init else {}
    short = node.name.removesuffix("Request")
    name = prefix + short[0].lower() + short[1:]
    choices = [_types(param, hints, namespaces) for param in _params(body["from_reader"].body)]
    for result in _results(node, init, namespaces):
        for params in itertools.islice(itertools.product(*choices), 64):
            yield Combinator(name, number(node, "CONSTRUCTOR_ID"), params, result, kind)


def number(node: ast.ClassDef, name: str) -> int:
    for item in node.body:
        if isinstance(item, ast.Assign) and ast.unparse(item.targets[0]) == name:
            return int(ast.literal_eval(item.value))
    raise SchemaError(f"{node.name} has no {name}")


def _results(node: ast.ClassDef, init: ast.FunctionDef | None, namespaces: Namespaces) -> Iterator[str]:
    """From the docstring, or, where there is none, from the CRC32 of the type's name."""
    documented = _RESULT.search((ast.get_docstring(init) if init else "") or "")
    if documented:
        yield documented[1]
        return
    wanted = number(node, "SUBCLASS_OF_ID")
    yield from (full for found in namespaces.values() for full in found if zlib.crc32(full.encode()) == wanted)


def _types(param: Param, hints: dict[str, str], namespaces: Namespaces) -> list[Param]:
    """A field with each full name that its type can have; the annotation has the name without its namespace."""
    name = _RENAMED.get(param.name, param.name)
    if "object" not in param.type:
        return [param._replace(name=name)]
    hint = re.search(r"Type(\w+)", hints[param.name])
    short = hint[1] if hint else ""
    full = sorted(namespaces.get(short, set()) | {short})
    return [param._replace(name=name, type=param.type.replace("object", found)) for found in full]


def _params(body: list[ast.stmt], condition: tuple[str, int] | None = None) -> Iterator[Param]:
    """The fields in the order in which `from_reader` reads them; a type of `object` is not known yet."""
    for statement in body:
        text = ast.unparse(statement)
        flag = _FLAG.search(text)
        if isinstance(statement, ast.If) and flag:
            yield from _params(statement.body, (flag[1], int(flag[2]).bit_length() - 1))
        elif isinstance(statement, ast.For):
            appended = re.search(r"_(\w+)\.append", text)
            yield _field(appended[1] if appended else "", f"Vector<{_read_type(text)}>", condition)
        elif isinstance(statement, ast.Assign):
            target, _, value = text.partition(" = ")
            if value.startswith("bool(") and flag:
                yield _field(target[1:], "true", (flag[1], int(flag[2]).bit_length() - 1))
            elif target.startswith("flags"):
                yield Param(target, "#")
            elif "reader." in value:
                yield _field(target[1:], _read_type(value), condition)


def _field(name: str, kind: str, condition: tuple[str, int] | None) -> Param:
    return Param(name, kind, *(condition or (None, None)))


def _read_type(text: str) -> str:
    # The length of a vector is read in the head of its loop; the element after it.
    call = re.findall(r"reader\.(\w+\([^)]*\))", text)[-1]
    return _READS.get(call, "object")
