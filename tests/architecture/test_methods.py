"""The table of methods: what is registered exists, answers what the schema says, and what is missing is said aloud."""

from __future__ import annotations

import tomllib
import types as python_types
from collections import Counter
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from hodhod.config.flood import Flood
from hodhod.rpc.registry import Method
from tests.tl.reader import schema
from tests.tl.samples import class_of
from tools import methods_table
from tools.schema.parser import Kind

UNSUPPORTED = methods_table.ROOT / "schema" / "unsupported.toml"
PRIMITIVE = {"Bool": bool, "int": int, "long": int, "string": str}


def declared() -> dict[str, str]:
    """Method -> result type, in the newest layer."""
    return {c.name: c.result for c in schema() if c.kind is Kind.FUNCTION and 229 in c.layers}


def unsupported() -> list[str]:
    table: dict[str, Any] = tomllib.loads(UNSUPPORTED.read_text(encoding="utf-8"))
    assert all(group["reason"] for group in table.values())
    return [name for group in table.values() for name in group["methods"]]


def members(type_name: str) -> set[Any]:
    """The classes of a TL type in the newest layer."""
    if type_name in PRIMITIVE:
        return {PRIMITIVE[type_name]}
    return {class_of(c) for c in schema() if c.kind is Kind.TYPE and c.result == type_name and 229 in c.layers}


def alternatives(annotation: Any) -> set[Any]:
    if get_origin(annotation) in (Union, python_types.UnionType):
        return set(get_args(annotation))
    return {annotation}


def disagreement(row: Method) -> str | None:
    """What is wrong with the return annotation of a handler."""
    annotation, result = get_type_hints(row.handler)["return"], declared()[row.name]
    if result.startswith("Vector<"):
        if get_origin(annotation) is not list:
            return f"{row.name} answers {result}, its handler {annotation}"
        (annotation,), result = get_args(annotation), result[7:-1]
    if alternatives(annotation) <= members(result):
        return None
    return f"{row.name} answers {result}, its handler {annotation}"


def test_registered_methods_are_in_the_schema() -> None:
    assert methods_table.registered().keys() <= declared().keys()


def test_handlers_answer_what_the_schema_says() -> None:
    found = [wrong for row in methods_table.registered().values() if (wrong := disagreement(row))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "annotation, result, fits",
    [(bool, "Bool", True), (int, "Bool", False), (str, "Updates", False)],
)
def test_a_wrong_annotation_is_noticed(annotation: Any, result: str, fits: bool) -> None:
    assert (alternatives(annotation) <= members(result)) is fits


def test_handlers_take_their_own_request() -> None:
    found = [
        row.name
        for row in methods_table.registered().values()
        if row.request not in alternatives(get_type_hints(row.handler)["req"])
    ]
    assert not found


def test_every_p0_method_is_answered_or_said_to_be_missing() -> None:
    wanted = {name for name, about in methods_table.about().items() if about.priority == "P0"}
    answered = methods_table.registered().keys() | methods_table.BELOW_HANDLERS.keys()
    missing = set(unsupported())
    assert sorted(wanted - answered - missing) == [], "neither answered nor in schema/unsupported.toml"
    assert sorted(answered & missing) == [], "answered, and yet in schema/unsupported.toml"
    assert missing <= wanted, "in schema/unsupported.toml, but no P0 method"
    assert not [name for name, times in Counter(unsupported()).items() if times > 1]


def test_the_page_of_methods_is_true() -> None:
    assert methods_table.TARGET.read_text(encoding="utf-8") == methods_table.page(), (
        "docs/methods.md is not what the registry says: .venv/bin/python -m tools.methods_table"
    )


def test_what_is_answered_below_the_handlers_is_there() -> None:
    for name, file in methods_table.BELOW_HANDLERS.items():
        source = (methods_table.ROOT / file).read_text(encoding="utf-8")
        assert name.rpartition(".")[2].lower() in source.lower(), name


def test_static_answers_write_nothing() -> None:
    found = [row.name for row in methods_table.registered().values() if row.static and row.kind.name == "WRITE"]
    assert not found


def test_every_limit_that_a_method_names_is_a_setting() -> None:
    named = {row.flood for row in methods_table.registered().values() if row.flood is not None}
    assert named <= Flood().limits().keys()
