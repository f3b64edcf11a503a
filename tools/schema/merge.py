"""Merges the schemas of single layers into one table.

For each layer the best source is chosen; a layer without one is worked out from a compiled TDLib (tdlib.py) or, if
there is none either, uses the nearest known one below. A line whose
sum does not give its id is never taken. `true` flags are no part of the sum: they are collected per id from all
sources.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tools.schema.parser import Combinator, Layers, Param
from tools.schema.sources import Source
from tools.schema.tdlib import Library


@dataclass(frozen=True, slots=True)
class LayerOrigin:
    """Where the lines of one layer come from: `taken_from` is another layer if none is known for this one."""

    layer: int
    taken_from: int
    source: str
    agreeing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    lines: tuple[Combinator, ...]
    origins: tuple[LayerOrigin, ...]
    refused: tuple[str, ...]


def is_proven(combinator: Combinator) -> bool:
    return combinator.id == combinator.checksum()


def merge(
    sources: Iterable[Source], libraries: Iterable[Library], extra: Iterable[Combinator], first: int, last: int
) -> Table:
    by_layer: dict[int, list[Source]] = {}
    refused = []
    for source in sorted(sources, key=lambda source: source.order):
        by_layer.setdefault(source.layer, []).append(source)
        refused += [f"{source.origin}: {c.text()}" for c in source.combinators if not is_proven(c)]
    chosen = {layer: found[-1] for layer, found in by_layer.items()}
    proven = {c.id: c for found in by_layer.values() for source in found for c in source.combinators if is_proven(c)}
    current = _without_leftovers(chosen, by_layer, proven)
    known_besides = tuple(extra)
    _add_left_out(current, known_besides)
    worked_out = _work_out(current, libraries, known_besides)
    origins = tuple(_origin(layer, by_layer, worked_out) for layer in range(first, last + 1))
    in_force: dict[int, set[int]] = {}
    for origin in origins:
        for combinator in current[origin.taken_from]:
            in_force.setdefault(combinator.id, set()).add(origin.layer)
    flags = _true_flags(by_layer)
    newest = {c.id: c for layer in sorted(current) for c in current[layer]}
    lines = [
        replace(_with_flags(newest[key], flags.get(key, {}).values()), layers=Layers.of(layers))
        for key, layers in in_force.items()
    ]
    return Table(tuple(sorted(lines, key=_line_order)), origins, tuple(refused))


def _line_order(line: Combinator) -> tuple[str, str, int]:
    return line.kind.value, line.name, line.layers.first


def _add_left_out(current: dict[int, list[Combinator]], extra: tuple[Combinator, ...]) -> None:
    """Adds the lines that the sources of a layer leave out to `current`."""
    for line in extra:
        for layer in line.layers:
            if layer in current and all(known.name != line.name for known in current[layer]):
                current[layer].append(line)


def _work_out(
    current: dict[int, list[Combinator]], libraries: Iterable[Library], extra: tuple[Combinator, ...]
) -> dict[int, str]:
    """Adds the layers that only a library knows to `current`; returns what they were made from."""
    known = sorted(current)
    made = {}
    for library in libraries:
        below = [layer for layer in known if layer < library.layer]
        above = [layer for layer in known if layer > library.layer]
        if library.layer not in known and below and above:
            current[library.layer] = library.choose(current[below[-1]], current[above[0]], extra)
            made[library.layer] = f"{below[-1]} and {above[0]}, as the ids in {library.origin} decide"
    return made


def _origin(layer: int, by_layer: dict[int, list[Source]], worked_out: dict[int, str]) -> LayerOrigin:
    known = max((other for other in {*by_layer, *worked_out} if other <= layer), default=min(by_layer))
    if known in worked_out:
        return LayerOrigin(layer, known, worked_out[known], ())
    best = by_layer[known][-1]
    ids = {c.id for c in best.combinators}
    agreeing = (other.origin for other in by_layer[known][:-1] if {c.id for c in other.combinators} == ids)
    return LayerOrigin(layer, known, best.origin, tuple(agreeing))


def _without_leftovers(
    chosen: dict[int, Source], by_layer: dict[int, list[Source]], proven: dict[int, Combinator]
) -> dict[int, list[Combinator]]:
    """A source that is not strict joins several schemas and keeps names that are gone; strict ones tell which.

    A line with a misspelt field is replaced by the right line of that id, if another source has it.
    """
    suspects = set()
    for found in by_layer.values():
        trusted = {c.name for source in found if source.strict for c in source.combinators}
        if trusted:
            suspects |= {c.name for source in found for c in source.combinators} - trusted
    current: dict[int, list[Combinator]] = {}
    below: set[str] = set()
    for layer in sorted(chosen):
        source = chosen[layer]
        lines = [proven[c.id] for c in source.combinators if c.id in proven and proven[c.id].name == c.name]
        if source.strict:
            below = {c.name for c in lines}
        else:
            lines = [c for c in lines if c.name not in suspects or c.name in below]
        current[layer] = lines
    return current


def _true_flags(by_layer: dict[int, list[Source]]) -> dict[int, dict[str, Param]]:
    """By id and name: a flag that moved to another bit under the same id has the bit of the newest layer."""
    flags: dict[int, dict[str, Param]] = {}
    for layer in sorted(by_layer):
        for combinator in (c for source in by_layer[layer] for c in source.combinators if is_proven(c)):
            known = flags.setdefault(combinator.id, {})
            known.update({param.name: param for param in combinator.params if param.is_true_flag})
    return flags


def _with_flags(combinator: Combinator, flags: Iterable[Param]) -> Combinator:
    params = list(combinator.params)
    names = {param.name for param in params}
    for flag in flags:
        if flag.name not in names:
            # Such a flag has no bytes of its own, so any place after its field of flags is the same on the wire.
            params.insert(params.index(Param(flag.flag_field or "", "#")) + 1, flag)
    return replace(combinator, params=tuple(params))
