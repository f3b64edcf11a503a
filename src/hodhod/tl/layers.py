"""How an object of today's layer is said in an older one, and how an older one is understood.

The rule is by name. Outgoing: the constructor of the same name in that layer is written; its fields take the values of
the fields of the same name, the others stay absent or get a default. Incoming: the same the other way round. What the
rule by name gets wrong is said in tables:

    outgoing    rules_fallback  RESHAPE    the constructor exists in the layer, but cannot say everything there
                                REPLACE    the constructor does not exist there: another one says it
                rules_out       FIELDS     a field of the old constructor without a namesake of its type today
                                CONVERT    the same for all fields of a type
                rules_result    the answers of methods that changed their type
    incoming    rules_in        UPCAST     what a whole old object becomes, given the fields that today's lacks
                                CONVERT    the same for all fields of a type

A value that has no form in the layer is left out where that is allowed (an optional field, an item of a vector);
where it is not, NotInLayer goes up to the next place that allows it, in the end to the caller.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from hodhod.tl import rules_in, rules_out
from hodhod.tl.emit_encode import Value
from hodhod.tl.schema import LAYER, Declaration, Field

_ZERO = {"int": "0", "long": "0", "double": "0.0", "string": "''", "bytes": "b''", "Bool": "False", "true": "False"}
_ABSENT = Value("None", True, None, None)


def zero(kind: str) -> str | None:
    """The text of the value that says nothing, or None for a type that has no such value."""
    if kind.lower().startswith("vector<"):
        return "[]"
    return _ZERO.get(kind)


class OutPlan(NamedTuple):
    """Values for the fields of a declaration, and the names that their texts use, beside `o` and `layer`."""

    values: list[Value]
    names: dict[str, Any]


class _Outgoing:
    def __init__(self, canonical: Declaration) -> None:
        self.canonical = canonical
        self.names: dict[str, Any] = {}

    def _name(self, stem: str, value: object) -> str:
        name = f"rule_{len(self.names)}_{stem}"
        self.names[name] = value
        return name

    def _default(self, field: Field) -> str | None:
        made = rules_out.DEFAULTS.get(field.type)
        return zero(field.type) if made is None else f"{self._name('default', made)}()"

    def _by_rule(self, field: Field) -> Value | None:
        rule = rules_out.FIELDS.get((self.canonical.name, field.name))
        if rule is None:
            return None
        return Value(f"{self._name(field.name, rule)}(o, layer)", True, self._default(field), None)

    def _converted(self, field: Field, source: Field) -> Value | None:
        convert = rules_out.CONVERT.get((source.type, field.type))
        if convert is None:
            return None
        name = self._name(field.name, convert)
        own = f"o.{source.attribute}"
        text = f"{name}({own}, layer)"
        text = f"(None if {own} is None else {text})" if source.optional else text
        return Value(text, True, self._default(field), source.attribute if field.optional else None)

    def value(self, field: Field) -> Value:
        source = self.canonical.field(field.name)
        if source is not None and source.type == field.type and (field.optional or not source.optional):
            # Two fields can share a flag: then each may have to be written although it is absent.
            return Value(f"o.{source.attribute}", source.optional, self._default(field), source.attribute)
        by_rule = self._by_rule(field)
        if by_rule is not None:
            return by_rule
        if source is not None and source.type == field.type:
            return Value(f"o.{source.attribute}", True, self._default(field), None)
        converted = None if source is None else self._converted(field, source)
        if converted is not None:
            return converted
        return Value("None", True, self._default(field), None)


def outgoing(canonical: Declaration, target: Declaration) -> OutPlan:
    """How an object of the class declared by `canonical` is written as `target`, its form in some layers."""
    plan = _Outgoing(canonical)
    values = [_ABSENT if field.type == "#" else plan.value(field) for field in target.fields]
    return OutPlan(values, plan.names)


class InPlan(NamedTuple):
    """How the fields of an old declaration become those of today's class.

    `stored`: field of the wire -> (attribute, conversion or None). `extra`: fields of the wire for the rule alone.
    `missing`: attribute -> text of its value. `upcast` makes the object what it is today.
    """

    stored: Mapping[str, tuple[str, Any]]
    extra: tuple[str, ...]
    missing: Mapping[str, str]
    upcast: rules_in.Upcast | None


def incoming(canonical: Declaration, wired: Declaration) -> InPlan:
    stored: dict[str, tuple[str, Any]] = {}
    for field in wired.fields:
        target = canonical.field(field.name)
        if field.type == "#" or target is None or target.type == "#":
            continue
        if target.type == field.type:
            stored[field.name] = (target.attribute, None)
        elif (field.type, target.type) in rules_in.CONVERT:
            stored[field.name] = (target.attribute, rules_in.CONVERT[field.type, target.type])
    extra = tuple(field.name for field in wired.fields if field.type != "#" and field.name not in stored)
    missing: dict[str, str] = {}
    for target in canonical.fields:
        if target.type != "#" and target.name not in stored:
            missing[target.attribute] = _missing(target)
    changed = wired.id != canonical.id or not canonical.in_force(LAYER) or wired.name in rules_in.ALWAYS
    return InPlan(stored, extra, missing, rules_in.UPCAST.get(wired.name) if changed else None)


def _missing(target: Field) -> str:
    if target.optional:
        return "False" if target.type == "true" else "None"
    return zero(target.type) or "None"
