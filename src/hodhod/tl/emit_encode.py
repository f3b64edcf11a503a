"""Writes the Python source of one encoder: one class, one layer.

An encoder takes the object and returns its bytes. Neighbouring fields of fixed size become one `struct` call, flags
are gathered in a first pass:

    def encode(o):
        flags = 0
        if o.silent: flags |= 32
        if o.reply_to is not None: flags |= 1
        x1 = o.peer
        r = pack_II(0x..., flags) + of_InputPeer[type(x1)](x1)
        if flags & 1:
            x2 = o.reply_to
            r += of_InputReplyTo[type(x2)](x2)
        return r

A `Source` is the text and the names that it uses; `codec.py` compiles it, once for all layers that have the same
declaration, and adds the names that differ by layer: `layer` and the tables of encoders. `Value` says where the value
of a field of the wire comes from, which is the business of `layers.py`.

In a lossy layer a value may have no form: an optional field is then left out, an item of a vector too.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from struct import Struct
from typing import Any, NamedTuple

from hodhod.tl import wire
from hodhod.tl.base import without
from hodhod.tl.errors import NotInLayer
from hodhod.tl.schema import Declaration, Field

FIXED = {"int": "i", "long": "q", "double": "d", "Bool": "I", "#": "I"}


class Value(NamedTuple):
    """`text` is an expression over the object `o`; `may_lack` says that it can be None.

    `default` is written where the layer demands a value; None: there is none. `own` is the field of the object that
    can be left out if its value has no form in the layer; None if the value is made by a rule.
    """

    text: str
    may_lack: bool
    default: str | None
    own: str | None


class Source:
    """Lines of a function body and the names that they use. `tables`: names of encoders or decoders by type."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {}
        self.tables: dict[str, str] = {}

    def add(self, line: str, level: int = 1) -> None:
        self.lines.append("    " * level + line)

    def name(self, stem: str, value: object) -> str:
        clean = "".join(letter if letter.isalnum() else "_" for letter in stem)
        self.names[clean] = value
        return clean

    def table(self, type_name: str) -> str:
        name = "of_" + "".join(letter if letter.isalnum() else "_" for letter in type_name)
        self.tables[name] = type_name
        return name

    def struct(self, codes: str, method: str) -> str:
        return self.name(f"{method}_{codes}", getattr(Struct("<" + codes), method))


def _vector(kind: str, text: str, source: Source, lossy: bool) -> str:
    if kind in ("int", "long", "double"):
        return f"{source.name('put_fixed_vector', wire.put_fixed_vector)}({FIXED[kind]!r}, {text})"
    simple = {"string": wire.put_string, "bytes": wire.put_bytes, "Bool": wire.put_bool}.get(kind)
    if simple is not None:
        return f"{source.name('put_vector', wire.put_vector)}({source.name(simple.__name__, simple)}, {text})"
    if kind.lower().startswith("vector<"):
        inner = _vector(kind[7:-1], "item", source, lossy)
        return f"{source.name('put_vector', wire.put_vector)}(lambda item: {inner}, {text})"
    put = wire.put_objects_that_fit if lossy else wire.put_objects
    encoders = source.table(kind)
    return f"{source.name(put.__name__, put)}({encoders}, {text})"


def _piece(kind: str, text: str, source: Source, lossy: bool) -> str:
    """An expression that gives the bytes of one value."""
    if kind in FIXED:
        text = f"{source.name('BOOL', wire.BOOL_TO_ID)}[{text}]" if kind == "Bool" else text
        return f"{source.struct(FIXED[kind], 'pack')}({text})"
    if kind == "string":
        return f"{source.name('put_string', wire.put_string)}({text})"
    if kind == "bytes":
        return f"{source.name('put_bytes', wire.put_bytes)}({text})"
    if kind in ("int128", "int256"):
        return f"{source.name('put_raw', wire.put_raw)}({text}, {int(kind[3:]) // 8})"
    if kind.lower().startswith("vector<"):
        return _vector(kind[7:-1], text, source, lossy)
    encoders = source.table(kind)
    return f"{encoders}[type({text})]({text})"


class _Writer:
    """Joins pieces: fixed fields wait in `run` so that neighbours share one struct call."""

    def __init__(self, source: Source, constructor_id: int) -> None:
        self.source = source
        self.codes = "I"
        self.run = [f"0x{constructor_id:08X}"]
        self.pieces: list[str] = []
        self.started = False

    def fixed(self, code: str, text: str) -> None:
        self.codes += code
        self.run.append(text)

    def piece(self, text: str) -> None:
        self._close_run()
        self.pieces.append(text)

    def short_string(self, raw: str, size: str) -> None:
        """A string whose bytes and length are in locals; the length byte joins the fixed fields before it."""
        long_form = f"{self.source.name('put_bytes', wire.put_bytes)}({raw})"
        if not self.run:
            length, padding = self.source.name("LENGTH", wire.LENGTH), self.source.name("PADDING", wire.PADDING)
            self.pieces.append(f"({length}[{size}] + {raw} + {padding}[{size}] if {size} < 254 else {long_form})")
            return
        run, padding = ", ".join(self.run), self.source.name("PADDING", wire.PADDING)
        short = f"{self.source.struct(self.codes + 'B', 'pack')}({run}, {size}) + {raw} + {padding}[{size}]"
        long = f"{self.source.struct(self.codes, 'pack')}({run}) + {long_form}"
        self.pieces.append(f"({short} if {size} < 254 else {long})")
        self.codes, self.run = "", []

    def flush(self) -> None:
        self._close_run()
        if self.pieces:
            self.source.add(f"r {'+=' if self.started else '='} {' + '.join(self.pieces)}")
            self.started = True
        self.pieces = []

    def _close_run(self) -> None:
        if self.run:
            self.pieces.append(f"{self.source.struct(self.codes, 'pack')}({', '.join(self.run)})")
        self.codes, self.run = "", []


class _Body:
    def __init__(self, declaration: Declaration, values: Sequence[Value], lossy: bool) -> None:
        self.source = Source()
        self.lossy = lossy
        self.declaration = declaration
        self.items = list(zip(declaration.fields, values, strict=True))
        self.local = {field.name: f"x{number}" for number, (field, _) in enumerate(self.items)}

    def _sharing(self, field: Field) -> list[tuple[Field, Value]]:
        return [item for item in self.items if (item[0].flags, item[0].bit) == (field.flags, field.bit)]

    def _is_alone(self, field: Field) -> bool:
        return len(self._sharing(field)) == 1

    def flags(self) -> None:
        """First pass: the flag words."""
        for field, _ in self.items:
            if field.type == "#":
                self.source.add(f"{field.name} = 0")
        for field, value in self.items:
            if field.flags is None or (value.text == "None"):
                continue
            if field.type == "true":
                self.source.add(f"if {value.text}: {field.flags} |= {1 << field.bit}")
            elif self._is_direct(field, value):
                self.source.add(f"if {value.text} is not None: {field.flags} |= {1 << field.bit}")
            else:
                self._fetch(self.local[field.name], value)
                self.source.add(f"if {self.local[field.name]} is not None: {field.flags} |= {1 << field.bit}")

    def _is_direct(self, field: Field, value: Value) -> bool:
        """The flag says all: it is this field's alone, and the value is no rule's."""
        return value.text == f"o.{value.own}" and self._is_alone(field)

    def _fetch(self, local: str, value: Value) -> None:
        """Take the value of an optional field; a rule may find that the layer has no form for it."""
        if value.text == f"o.{value.own}":
            self.source.add(f"{local} = {value.text}")
            return
        not_in_layer = self.source.name("NotInLayer", NotInLayer)
        self.source.add(f"try: {local} = {value.text}")
        self.source.add(f"except {not_in_layer}: {local} = None")

    def _optional(self, field: Field, value: Value) -> None:
        local = self.local[field.name]
        if self._is_direct(field, value):
            self.source.add(f"if {field.flags} & {1 << field.bit}:")
            self.source.add(f"{local} = {value.text}", 2)
        elif self._is_alone(field):
            if value.text == "None":
                return
            self.source.add(f"if {local} is not None:")
        else:
            self.source.add(f"if {field.flags} & {1 << field.bit}:")
            if value.text == "None":
                self.source.add(f"{local} = {value.default}", 2)
            elif value.default is not None:
                self.source.add(f"if {local} is None: {local} = {value.default}", 2)
        piece = _piece(field.type, local, self.source, self.lossy)
        if self.lossy and value.own is not None and not _is_simple(field.type):
            self._leaving_out(field, piece)
        else:
            self.source.add(f"r += {piece}", 2)

    def _leaving_out(self, field: Field, piece: str) -> None:
        """The value may have no form in this layer: then write the object once more without it."""
        own = [value.own for _, value in self._sharing(field) if value.own is not None]
        self.source.add(f"try: r += {piece}", 2)
        not_in_layer = self.source.name("NotInLayer", NotInLayer)
        copy = self.source.name("without", without)
        self.source.add(f"except {not_in_layer}: return encode({copy}(o, {tuple(own)!r}))", 2)

    def _instead(self, local: str, value: Value) -> str:
        if value.default is not None:
            return f"{local} = {value.default}"
        not_in_layer = self.source.name("NotInLayer", NotInLayer)
        return f"raise {not_in_layer}({self.declaration.name!r}, layer)"

    def _mandatory(self, field: Field, value: Value, writer: _Writer) -> None:
        text = value.text
        if value.may_lack:
            text = self.local[field.name]
            self.source.add(f"{text} = {value.text}")
            self.source.add(f"if {text} is None: {self._instead(text, value)}")
        if field.type == "Bool":
            text = f"{self.source.name('BOOL', wire.BOOL_TO_ID)}[{text}]"
        if field.type in FIXED:
            writer.fixed(FIXED[field.type], text)
            return
        if field.type in ("string", "bytes"):
            raw, size = f"s{self.local[field.name]}", f"n{self.local[field.name]}"
            self.source.add(f"{raw} = {text}{'.encode()' if field.type == 'string' else ''}; {size} = len({raw})")
            writer.short_string(raw, size)
            return
        if not text.isidentifier() and not _is_simple(field.type) and "Vector" not in field.type:
            self.source.add(f"{self.local[field.name]} = {text}")
            text = self.local[field.name]
        writer.piece(_piece(field.type, text, self.source, self.lossy))

    def _optional_run(self, items: Sequence[tuple[Field, Value]]) -> None:
        """Optional fields that stand together are mostly all absent: one test skips them."""
        start = len(self.source.lines)
        for field, value in items:
            self._optional(field, value)
        if len(items) > 2 and len(self.source.lines) > start:
            self.source.lines[start:] = [f"    {line}" for line in self.source.lines[start:]]
            self.source.lines.insert(start, f"    if {any_of([field for field, _ in items])}:")

    def build(self) -> Source:
        self.flags()
        writer = _Writer(self.source, self.declaration.id)
        present = [item for item in self.items if not (item[0].type == "true" and item[0].optional)]
        for optional, group in groupby(present, key=lambda item: item[0].optional):
            if optional:
                writer.flush()
                self._optional_run(list(group))
                continue
            for field, value in group:
                if field.type == "#":
                    writer.fixed("I", field.name)
                else:
                    self._mandatory(field, value, writer)
        writer.flush()
        self.source.add("return r")
        return self.source


def any_of(fields: Sequence[Field]) -> str:
    """The text of a test whether any of some optional fields is there."""
    masks: dict[str, int] = {}
    for field in fields:
        assert field.flags is not None
        masks[field.flags] = masks.get(field.flags, 0) | 1 << field.bit
    return " or ".join(f"{name} & {mask}" for name, mask in masks.items())


def _is_simple(kind: str) -> bool:
    return kind in FIXED or kind in ("string", "bytes", "int128", "int256")


def encoder_source(declaration: Declaration, values: Sequence[Value], lossy: bool, names: Mapping[str, Any]) -> Source:
    """`names` are those that the texts of `values` use."""
    body = _Body(declaration, values, lossy)
    body.source.names.update(names)
    return body.build()
