"""The declarations of all layers, parsed from the generated table when they are first needed."""

import keyword
from functools import cached_property
from typing import NamedTuple

from hodhod.tl._generated import functions, types
from hodhod.tl.base import TLFunction, TLObject

LAYER = 229
MIN_LAYER = 133

Row = tuple[int, str, str, str, tuple[int, ...]]


class Field(NamedTuple):
    """`attribute` is the name in Python; `flags` and `bit` say where its presence is written, if it is optional."""

    name: str
    attribute: str
    type: str
    flags: str | None
    bit: int

    @property
    def optional(self) -> bool:
        return self.flags is not None


class Declaration(NamedTuple):
    """One constructor or function as some layers write it. `bounds` is first, last, first, last ..."""

    id: int
    name: str
    fields: tuple[Field, ...]
    type: str
    bounds: tuple[int, ...]
    is_function: bool

    def in_force(self, layer: int) -> bool:
        return any(first <= layer <= last for first, last in zip(self.bounds[::2], self.bounds[1::2], strict=True))

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


def _parse_field(text: str) -> Field:
    name, _, kind = text.partition(":")
    attribute = f"{name}_" if name == "self" or keyword.iskeyword(name) else name
    condition, question, bare = kind.partition("?")
    if not question:
        return Field(name, attribute, kind, None, 0)
    flags, _, bit = condition.partition(".")
    return Field(name, attribute, bare, flags, int(bit))


def _parse_row(row: Row, is_function: bool) -> Declaration:
    fields = tuple(_parse_field(text) for text in row[2].split())
    return Declaration(row[0], row[1], fields, row[3], row[4], is_function)


def _last_layer(row: Row) -> int:
    return row[4][-1]


class Section:
    """The types, or the functions, of the schema."""

    def __init__(self, rows: tuple[Row, ...], is_function: bool) -> None:
        self._rows_by_id = {row[0]: row for row in rows}
        self._is_function = is_function
        self._parsed: dict[int, Declaration] = {}
        self.ids_by_name: dict[str, list[int]] = {}
        self.ids_by_type: dict[str, list[int]] = {}
        for row in sorted(rows, key=_last_layer):
            self.ids_by_name.setdefault(row[1], []).append(row[0])
            self.ids_by_type.setdefault(row[3], []).append(row[0])

    def __contains__(self, constructor_id: int) -> bool:
        return constructor_id in self._rows_by_id

    def by_id(self, constructor_id: int) -> Declaration:
        """KeyError for an id that no layer knows."""
        found = self._parsed.get(constructor_id)
        if found is None:
            found = self._parsed[constructor_id] = _parse_row(self._rows_by_id[constructor_id], self._is_function)
        return found

    def find(self, name: str, layer: int) -> Declaration | None:
        for constructor_id in self.ids_by_name.get(name, ()):
            declaration = self.by_id(constructor_id)
            if declaration.in_force(layer):
                return declaration
        return None

    def canonical(self, name: str) -> Declaration:
        """The declaration that the Python class of `name` follows: the newest one."""
        return self.by_id(self.ids_by_name[name][-1])


class Table:
    """The whole schema, every layer."""

    @cached_property
    def types(self) -> Section:
        from hodhod.tl._generated.table import TYPES  # large: loaded at the first use

        return Section(TYPES, is_function=False)

    @cached_property
    def functions(self) -> Section:
        from hodhod.tl._generated.table import FUNCTIONS  # large: loaded at the first use

        return Section(FUNCTIONS, is_function=True)

    def section_of(self, cls: type[TLObject]) -> Section:
        return self.functions if issubclass(cls, TLFunction) else self.types

    def class_of(self, declaration: Declaration) -> type[TLObject]:
        """The class of today's layer with this name, or else the legacy class."""
        section = self.functions if declaration.is_function else self.types
        newest = section.canonical(declaration.name)
        module = functions if declaration.is_function else types
        namespace, _, bare = declaration.name.rpartition(".")
        if newest.in_force(LAYER):
            home = getattr(module, namespace) if namespace else module
            found = getattr(home, bare[0].upper() + bare[1:])
        else:
            parts = declaration.name.split(".")
            found = getattr(module.legacy, "".join(part[0].upper() + part[1:] for part in parts))
        assert isinstance(found, type)
        return found
