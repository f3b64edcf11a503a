"""The merged schema, sorted into what the generated modules hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from tools.schema.parser import Combinator, Kind

CANONICAL_LAYER = 229

# They have no class: the codec writes them as Python's own values.
PRIMITIVE = frozenset({"boolFalse", "boolTrue", "true", "vector", "null", "error"})


@dataclass(frozen=True, slots=True)
class Schema:
    """`types` and `functions` are those of the canonical layer; the legacy ones exist in older layers only."""

    everything: tuple[Combinator, ...]
    types: tuple[Combinator, ...]
    functions: tuple[Combinator, ...]
    legacy_types: tuple[Combinator, ...]
    legacy_functions: tuple[Combinator, ...]

    def unions(self) -> dict[str, list[Combinator]]:
        """Constructors of the canonical layer by the type that they belong to."""
        found: dict[str, list[Combinator]] = {}
        for combinator in self.types:
            found.setdefault(combinator.result, []).append(combinator)
        return found


def _newest_by_name(combinators: Iterable[Combinator]) -> dict[str, Combinator]:
    newest: dict[str, Combinator] = {}
    for combinator in combinators:
        known = newest.get(combinator.name)
        if known is None or known.layers.last < combinator.layers.last:
            newest[combinator.name] = combinator
    return newest


def _split(combinators: Iterable[Combinator]) -> tuple[tuple[Combinator, ...], tuple[Combinator, ...]]:
    newest = sorted(_newest_by_name(combinators).values(), key=lambda combinator: combinator.name)
    current = tuple(combinator for combinator in newest if CANONICAL_LAYER in combinator.layers)
    legacy = tuple(combinator for combinator in newest if CANONICAL_LAYER not in combinator.layers)
    return current, legacy


def build(combinators: Iterable[Combinator]) -> Schema:
    everything = tuple(combinator for combinator in combinators if combinator.name not in PRIMITIVE)
    types, legacy_types = _split(c for c in everything if c.kind is Kind.TYPE)
    functions, legacy_functions = _split(c for c in everything if c.kind is Kind.FUNCTION)
    return Schema(everything, types, functions, legacy_types, legacy_functions)
