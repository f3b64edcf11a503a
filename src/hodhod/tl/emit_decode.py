"""Writes the Python source of one decoder: one constructor id.

A decoder takes the data, the position after the constructor id and the levels of nesting still allowed; it returns the
object and the position after it. Neighbouring fields of fixed size are read by one `struct` call, together with the
constructor id of an object that follows. Optional fields that stand together are skipped by one test:

    def decode(data, at, depth):
        if depth <= 0: too_deep()
        depth -= 1
        o = new(cls)
        flags, o.id, c = unpack_IiI(data, at); at += 12
        o.peer_id, at = of_Peer[c](data, at, depth)
        if flags & 12: ...
        else: o.reply_to = o.media = None
        return o, at

Reading past the end goes unnoticed where slices are taken; the caller compares the last position with the length.
"""

from itertools import groupby
from struct import calcsize
from typing import Any, NoReturn

from hodhod.tl import wire
from hodhod.tl.emit_encode import FIXED, Source, any_of
from hodhod.tl.errors import DecodeError
from hodhod.tl.layers import InPlan
from hodhod.tl.schema import Declaration, Field

_SIMPLE = frozenset({"int", "long", "double", "Bool", "string", "bytes", "int128", "int256", "true", "#"})
_CODES = {**FIXED, "int128": "16s", "int256": "32s"}


def too_deep() -> NoReturn:
    raise DecodeError("objects are nested too deeply")


def _getter(kind: str, source: Source) -> str:
    """A call that reads a value that is not of fixed size and gives it with the new position."""
    if kind in ("string", "bytes"):
        get = wire.get_string if kind == "string" else wire.get_bytes
        return f"{source.name(get.__name__, get)}(data, at)"
    if not kind.lower().startswith("vector<"):
        table = source.table(kind)
        return f"{source.name('get_object', wire.get_object)}({table}, data, at, depth)"
    item = kind[7:-1]
    if item in ("int", "long", "double"):
        code, get_fixed = FIXED[item], source.name("get_fixed_vector", wire.get_fixed_vector)
        return f"{get_fixed}({code!r}, {calcsize('<' + code)}, data, at)"
    if item in _SIMPLE or item.lower().startswith("vector<"):
        inner = "lambda data, at: " + _scalar_getter(item, source)
        return f"{source.name('get_vector', wire.get_vector)}({inner}, data, at)"
    table = source.table(item)
    return f"{source.name('get_objects', wire.get_objects)}({table}, data, at, depth)"


def _scalar_getter(kind: str, source: Source) -> str:
    if kind == "Bool":
        table = source.name("ID_TO_BOOL", wire.ID_TO_BOOL)
        return f"({table}[{source.struct('I', 'unpack_from')}(data, at)[0]], at + 4)"
    return _getter(kind, source)


class _Body:
    def __init__(self, declaration: Declaration, plan: InPlan) -> None:
        self.source = Source()
        self.fields = declaration.fields
        self.plan = plan
        self.locals = {field.name: f"x{number}" for number, field in enumerate(declaration.fields)}
        self.run: list[tuple[str, str]] = []
        self.after_run: list[str] = []

    def target(self, field: Field) -> str:
        """Where the value of a field is put while reading: into the object, if nothing has to be done with it."""
        if field.type == "#":
            return field.name
        attribute, convert = self.plan.stored.get(field.name, ("", None))
        return f"o.{attribute}" if attribute and convert is None else self.locals[field.name]

    def _flush(self, *then: tuple[str, str], step: int | None = None) -> None:
        """Read the fixed fields that wait, and `then` what follows them. `step`: how far to go for what follows."""
        run = [*self.run, *then]
        if run:
            codes = "".join(code for code, _ in run)
            targets = ", ".join(target for _, target in run)
            size = calcsize("<" + codes) if step is None else calcsize("<" + codes[: len(self.run)]) + step
            unpack = self.source.struct(codes, "unpack_from")
            self.source.add(f"{targets}{',' if len(run) == 1 else ''} = {unpack}(data, at); at += {size}")
        for line in self.after_run:
            self.source.add(line)
        self.run, self.after_run = [], []

    def _mandatory(self, field: Field) -> None:
        target = self.target(field)
        if field.type in _CODES:
            self.run.append((_CODES[field.type], target))
            if field.type == "Bool":
                self.after_run.append(f"{target} = {self.source.name('ID_TO_BOOL', wire.ID_TO_BOOL)}[{target}]")
        elif field.type in ("string", "bytes"):
            self._short_string(field.type, target)
        elif field.type.lower().startswith("vector<"):
            self._flush()
            self.source.add(f"{target}, at = {_getter(field.type, self.source)}")
        else:
            self._flush(("I", "c"))
            table = self.source.table(field.type)
            self.source.add(f"{target}, at = {table}[c](data, at, depth)")

    def _short_string(self, kind: str, target: str) -> None:
        decode = ".decode()" if kind == "string" else ""
        span = self.source.name("SPAN", wire.SPAN)
        if self.run and not any("s" in code for code, _ in self.run):
            self._flush(("B", "n"), step=0)
        else:
            self._flush()
            self.source.add("n = data[at]")
        self.source.add(f"if n < 254: {target} = data[at + 1:at + 1 + n]{decode}; at += {span}[n]")
        self.source.add(f"else: {target}, at = {_getter(kind, self.source)}")

    def _optional(self, field: Field) -> None:
        target = self.target(field)
        self.source.add(f"if {field.flags} & {1 << field.bit}:", 2)
        if field.type in _CODES:
            code = _CODES[field.type]
            unpack = self.source.struct(code, "unpack_from")
            self.source.add(f"{target} = {unpack}(data, at)[0]; at += {calcsize('<' + code)}", 3)
            if field.type == "Bool":
                self.source.add(f"{target} = {self.source.name('ID_TO_BOOL', wire.ID_TO_BOOL)}[{target}]", 3)
        elif field.type in ("string", "bytes") or field.type.lower().startswith("vector<"):
            self.source.add(f"{target}, at = {_getter(field.type, self.source)}", 3)
        else:
            self.source.add(f"c, = {self.source.struct('I', 'unpack_from')}(data, at)", 3)
            self.source.add(f"{target}, at = {self.source.table(field.type)}[c](data, at + 4, depth)", 3)
        self.source.add(f"else: {target} = None", 2)

    def _optional_run(self, fields: list[Field]) -> None:
        self._flush()
        self.source.add(f"if {any_of(fields)}:")
        for field in fields:
            self._optional(field)
        self.source.add(f"else: {' = '.join(self.target(field) for field in fields)} = None")

    def _true_flags(self) -> None:
        trues = [field for field in self.fields if field.type == "true" and field.flags]
        for _, group in groupby(sorted(trues, key=lambda field: field.flags or ""), key=lambda field: field.flags):
            fields = list(group)
            self.source.add(f"if {any_of(fields)}:")
            for field in fields:
                self.source.add(f"{self.target(field)} = {field.flags} & {1 << field.bit} != 0", 2)
            self.source.add(f"else: {' = '.join(self.target(field) for field in fields)} = False")

    def _finish(self) -> None:
        """What old declarations need: conversions, fields that did not exist, the rule for the whole."""
        for name, (attribute, convert) in self.plan.stored.items():
            if convert is not None:
                local, rule = self.locals[name], self.source.name(f"convert_{name}", convert)
                # An absent Bool has become a flag that is not set.
                absent = "False" if convert is bool else "None"
                self.source.add(f"o.{attribute} = {absent} if {local} is None else {rule}({local})")
        for attribute, text in self.plan.missing.items():
            self.source.add(f"o.{attribute} = {text}")
        if self.plan.upcast is None:
            self.source.add("return o, at")
            return
        extra = ", ".join(f"{name!r}: {self.locals[name]}" for name in self.plan.extra)
        self.source.add(f"return {self.source.name('upcast', self.plan.upcast)}(o, {{{extra}}}), at")

    def build(self) -> Source:
        if any(field.type not in _SIMPLE for field in self.fields):
            self.source.add(f"if depth <= 0: {self.source.name('too_deep', too_deep)}()")
            self.source.add("depth -= 1")
        self.source.add("o = new(cls)")
        present = [field for field in self.fields if not (field.type == "true" and field.flags)]
        for optional, group in groupby(present, key=lambda field: field.optional):
            if optional:
                self._optional_run(list(group))
            else:
                for field in group:
                    self._mandatory(field)
        self._flush()
        self._true_flags()
        self._finish()
        return self.source


def decoder_source(declaration: Declaration, plan: InPlan, cls: type[Any]) -> Source:
    body = _Body(declaration, plan)
    body.source.names.update(new=object.__new__, cls=cls)
    return body.build()
