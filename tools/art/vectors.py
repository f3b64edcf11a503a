"""Vector pictures in a square of 512: filled outlines, and the few shapes that they are put together from.

An outline is closed and made of cubic curves; several outlines of one shape are filled by the even-odd rule, so that
one inside another is a hole. Paths are written as in SVG, with absolute M, L, C and Z only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

SIDE = 512
# how far the handles of four curves stand off to make a circle
ROUND = 0.5523

Point = tuple[float, float]


class Curve(NamedTuple):
    """From where the one before ended, by two handles, to `end`."""

    first: Point
    second: Point
    end: Point


class Outline(NamedTuple):
    start: Point
    curves: tuple[Curve, ...]


class Shape(NamedTuple):
    """colour: rrggbb."""

    colour: str
    outlines: tuple[Outline, ...]


Picture = Sequence[Shape]


def path(written: str) -> tuple[Outline, ...]:
    """The outlines of a path such as "M 0 0 L 10 0 C 10 5 5 10 0 10 Z"."""
    outlines: list[Outline] = []
    for piece in written.split("M")[1:]:
        words = piece.replace("Z", " ").replace("L", " L ").replace("C", " C ").split()
        start = at = (float(words[0]), float(words[1]))
        curves: list[Curve] = []
        place = 2
        while place < len(words):
            count = 6 if words[place] == "C" else 2
            numbers = [float(word) for word in words[place + 1 : place + 1 + count]]
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            curves.append(Curve(*points) if count == 6 else straight(at, points[0]))
            at = curves[-1].end
            place += 1 + count
        if at != start:
            curves.append(straight(at, start))
        outlines.append(Outline(start, tuple(curves)))
    return tuple(outlines)


def straight(start: Point, end: Point) -> Curve:
    return Curve(start, end, end)


def filled(colour: str, written: str) -> Shape:
    return Shape(colour, path(written))


def polygon(colour: str, points: Sequence[Point]) -> Shape:
    return filled(colour, "M " + " L ".join(f"{x} {y}" for x, y in points) + " Z")


def oval(x: float, y: float, across: float, down: float) -> Outline:
    """An ellipse around (x, y) with these radii."""
    a, b = across * ROUND, down * ROUND
    return Outline(
        (x, y - down),
        (
            Curve((x + a, y - down), (x + across, y - b), (x + across, y)),
            Curve((x + across, y + b), (x + a, y + down), (x, y + down)),
            Curve((x - a, y + down), (x - across, y + b), (x - across, y)),
            Curve((x - across, y - b), (x - a, y - down), (x, y - down)),
        ),
    )


def disc(colour: str, x: float, y: float, across: float, down: float = 0) -> Shape:
    return Shape(colour, (oval(x, y, across, down or across),))


def ring(colour: str, outer: Outline, inner: Outline) -> Shape:
    return Shape(colour, (outer, inner))


def star(colour: str, x: float, y: float, radius: float) -> Shape:
    points = []
    for n in range(10):
        reach = radius if n % 2 == 0 else radius * 0.45
        angle = math.pi * (n / 5 - 0.5)
        points.append((round(x + reach * math.cos(angle), 1), round(y + reach * math.sin(angle), 1)))
    return polygon(colour, points)


def moved(shape: Shape, scale: tuple[float, float], by: Point) -> Shape:
    """Scaled about the origin, then moved."""

    def at(point: Point) -> Point:
        return point[0] * scale[0] + by[0], point[1] * scale[1] + by[1]

    outlines = tuple(
        Outline(at(one.start), tuple(Curve(at(c.first), at(c.second), at(c.end)) for c in one.curves))
        for one in shape.outlines
    )
    return Shape(shape.colour, outlines)


def flat(outline: Outline, steps: int = 16) -> list[Point]:
    """The outline as a polygon."""
    points, at = [outline.start], outline.start
    for curve in outline.curves:
        for n in range(1, steps + 1):
            t = n / steps
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            corners = (at, curve.first, curve.second, curve.end)
            points.append(
                (
                    sum(w * c[0] for w, c in zip(weights, corners, strict=True)),
                    sum(w * c[1] for w, c in zip(weights, corners, strict=True)),
                )
            )
        at = curve.end
    return points
