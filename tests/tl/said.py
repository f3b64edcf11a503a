"""What the tests of the rules for other layers share: small objects, what a layer reads of them, what is heard."""

from typing import Any

from hodhod import tl
from tests.tl.reader import newest, reader
from tests.tl.samples import Samples
from tests.tl.writer import Writer
from tools.schema.parser import Kind

Tree = dict[str, Any]


def sample(name: str, **fields: Any) -> Any:
    """An object of today's layer with its mandatory fields, and the given ones."""
    made = Samples(1).make(newest()[Kind.TYPE, name], full=False)
    for field, value in fields.items():
        assert field in type(made).__slots__, f"{name} has no field {field}"
        setattr(made, field, value)
    return made


def said(value: tl.TLObject, layer: int) -> Tree:
    """What a client of the layer reads."""
    tree: Tree = reader(layer).read("?", tl.encode(value, layer))
    return tree


def bare(value: Any) -> Any:
    """A tree without names, so that it can be compared at a glance: objects become their constructor's name."""
    if isinstance(value, dict):
        return value["_"]
    return [bare(item) for item in value] if isinstance(value, list) else value


def heard(layer: int, name: str, /, **fields: Any) -> Any:
    """What a client of the layer wrote. Objects among the fields are bytes: `written`."""
    return tl.decode(written(layer, name, **fields))


def written(layer: int, name: str, /, **fields: Any) -> bytes:
    kind = Kind.TYPE if reader(layer).has(name) else Kind.FUNCTION
    combinator = reader(layer).by_name[kind, name]
    writer = Writer(1, layer)
    drawn = writer.draw(combinator)
    optional = {param.name for param in combinator.params if param.flag_field is not None}
    mandatory = {key: value for key, value in drawn.items() if key not in optional}
    assert fields.keys() <= drawn.keys(), f"{combinator.line()} has no {fields.keys() - drawn.keys()}"
    return writer.write(combinator, {**mandatory, **fields})
