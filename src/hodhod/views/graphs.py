"""Graphs as clients draw them: JSON with a column of times and one or more of values. core.telegram.org/api/stats

Times are milliseconds. A colour is the name by which clients find their own shade, and the shade for those who have
none. What the server does not measure is an error with words, which clients show in the graph's place or leave out.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hodhod.tl import types


class Kind(enum.Enum):
    LINE = "line"
    BAR = "bar"
    STEP = "step"
    AREA = "area"


# name -> shade by day and by night
COLORS = {
    "BLUE": ("#327FE5", "#5AB5F7"),
    "GREEN": ("#61C752", "#69D161"),
    "RED": ("#E65850", "#F75E5A"),
    "GOLDEN": ("#DEBA08", "#DEB43B"),
    "LIGHTBLUE": ("#58A8ED", "#6DB5F2"),
    "LIGHTGREEN": ("#9ED448", "#A5DB5A"),
    "ORANGE": ("#F7A35C", "#F9B16F"),
    "INDIGO": ("#7F79F3", "#8C86F7"),
    "PURPLE": ("#9F79E8", "#AB8AEC"),
    "CYAN": ("#40D0CA", "#52DAD4"),
}
NAMES = list(COLORS)


@dataclass(frozen=True, slots=True)
class Line:
    """values: by time, 0 where there is none; color: see COLORS."""

    name: str
    values: Mapping[int, int]
    color: str


def lines(values: Mapping[str, Mapping[int, int]]) -> list[Line]:
    """One for each name, in colours that differ."""
    return [Line(name, found, NAMES[n % len(NAMES)]) for n, (name, found) in enumerate(values.items())]


def graph(
    times: Sequence[int], shown: Sequence[Line], kind: Kind, *, dark: bool, **options: Any
) -> types.TypeStatsGraph:
    """times: unix seconds, ascending. options: further keys of the JSON."""
    ids = {f"y{n}": line for n, line in enumerate(shown)}
    columns: list[list[Any]] = [["x", *(time * 1000 for time in times)]]
    columns += [[id_, *(line.values.get(time, 0) for time in times)] for id_, line in ids.items()]
    value = {
        "columns": columns,
        "types": {"x": "x"} | dict.fromkeys(ids, kind.value),
        "names": {id_: line.name for id_, line in ids.items()},
        "colors": {id_: f"{line.color}{COLORS[line.color][dark]}" for id_, line in ids.items()},
        "hidden": [],
        "subchart": _subchart(times),
        "strokeWidth": 2,
        **options,
    }
    return types.StatsGraph(json=types.DataJSON(data=json.dumps(value, ensure_ascii=False, separators=(",", ":"))))


def _subchart(times: Sequence[int]) -> dict[str, Any]:
    """The strip below a long graph; at first its last month is shown."""
    if len(times) < 2:
        return {"show": False}
    return {"show": True, "defaultZoom": [times[-min(len(times), 30)] * 1000, times[-1] * 1000]}


def of_hours(shown: Sequence[Line], *, dark: bool) -> types.TypeStatsGraph:
    """The hours of a day: values by the hour, 0 to 23."""
    times = [hour * 3600 for hour in range(24)]
    placed = [Line(one.name, {hour * 3600: count for hour, count in one.values.items()}, one.color) for one in shown]
    options = {"subchart": {"show": False}, "xTickFormatter": "statsFormat('hour')"}
    return graph(times, placed, Kind.LINE, dark=dark, **options, xTooltipFormatter="statsFormat('hour')")


def stacked(times: Sequence[int], shown: Sequence[Line], *, dark: bool, nothing: str) -> types.TypeStatsGraph:
    """Parts that make a whole; nothing: what is said where there are no parts."""
    return graph(times, shown, Kind.BAR, dark=dark, stacked=True) if shown else unknown(nothing)


def unknown(reason: str) -> types.StatsGraphError:
    return types.StatsGraphError(error=reason)
