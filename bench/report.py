"""The bench's table, and the same as JSON."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path

from bench.meter import Yardstick
from bench.rows import Row

WIDTH = 72


class Report:
    """Prints rows as they come and keeps them."""

    def __init__(self, yardstick: Yardstick) -> None:
        self.rows: list[Row] = []
        self._yardstick = yardstick
        self._after = yardstick

    def head(self) -> None:
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%F %R')}")
        columns = f"{'median':>8}     {'lowest':>8}{'highest':>8}{'budget':>8}{'commits':>9}{'IGE MiB':>9}{'others':>8}"
        print(f"{'work':{WIDTH}}{columns}", flush=True)

    def add(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.rows.append(row)
            print(self._line(row), flush=True)

    def _line(self, row: Row) -> str:
        budget = "" if row.budget is None else f"{row.budget:.4g}"
        over = row.budget is not None and row.median > row.budget
        ratios = self._ratios(row, self._yardstick)
        cells = "".join(f"{ratio:9.2f}" for ratio in ratios) if ratios else " " * 18
        others = "" if row.others is None else f"{row.others:.2f}"
        figures = f"{row.median:8.4g} {row.unit:4}{min(row.runs):8.4g}{max(row.runs):8.4g}"
        return f"{row.name:{WIDTH}}{figures}{budget:>8}{cells}{others:>8}{'  over' if over else ''}".rstrip()

    @staticmethod
    def _ratios(row: Row, yardstick: Yardstick) -> list[float]:
        return [] if row.microseconds is None else [row.microseconds / each for each in yardstick]

    def foot(self, after: Yardstick, seconds: float) -> None:
        self._after = after
        before = self._yardstick
        print(f"\nyardsticks before and after: commit {before.commit:.0f} and {after.commit:.0f} µs, ", end="")
        print(f"1 MiB of IGE {before.ige:.0f} and {after.ige:.0f} µs; {seconds:.0f} s in all")

    def write(self, path: Path) -> None:
        machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
        rows = [dataclasses.asdict(row) | {"median": row.median} for row in self.rows]
        found = {"date": time.strftime("%FT%T%z"), "machine": machine, "rows": rows}
        yardsticks = {"yardstick_before": self._yardstick._asdict(), "yardstick_after": self._after._asdict()}
        path.write_text(json.dumps(found | yardsticks, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
