"""Vector pictures as animated stickers (.tgs): Lottie in gzipped JSON. core.telegram.org/stickers

The picture is one composition that the layers of an animation show: still, growing, pulsing, or flying apart.
"""

from __future__ import annotations

import gzip
import json
import math
from typing import Any

from tools.art.vectors import SIDE, Outline, Picture, Point, Shape

FRAMES = 60
MIDDLE = [SIDE // 2, SIDE // 2, 0]
PIECES = 6

Frames = list[tuple[int, list[float]]]


def still(picture: Picture) -> bytes:
    return _packed(picture, [_layer(1)], 1)


def appearing(picture: Picture) -> bytes:
    """It grows out of nothing, a little too far, and settles."""
    return _packed(picture, [_layer(1, scale=[(0, [0, 0]), (16, [112, 112]), (26, [100, 100])])], 30)


def pulsing(picture: Picture) -> bytes:
    scale: Frames = [(0, [100, 100]), (12, [118, 118]), (24, [94, 94]), (36, [100, 100])]
    turn: Frames = [(0, [0]), (12, [-8]), (24, [6]), (36, [0])]
    return _packed(picture, [_layer(1, scale=scale, turn=turn)], 40)


def bursting(picture: Picture) -> bytes:
    """Small copies fly apart and fade."""
    layers = []
    for n in range(PIECES):
        angle = 2 * math.pi * n / PIECES - math.pi / 2
        far = [round(SIDE / 2 + 190 * math.cos(angle)), round(SIDE / 2 + 190 * math.sin(angle))]
        layers.append(
            _layer(
                n + 1,
                scale=[(0, [10, 10]), (20, [26, 26]), (44, [14, 14])],
                place=[(0, [SIDE / 2, SIDE / 2]), (44, [*map(float, far)])],
                seen=[(0, [100]), (24, [100]), (44, [0])],
            )
        )
    return _packed(picture, layers, 46)


def _packed(picture: Picture, layers: list[dict[str, Any]], frames: int) -> bytes:
    for layer in layers:
        layer["op"] = frames
    animation = {
        "tgs": 1,
        "v": "5.5.2",
        "fr": FRAMES,
        "ip": 0,
        "op": frames,
        "w": SIDE,
        "h": SIDE,
        "nm": "",
        "ddd": 0,
        "assets": [{"id": "a", "layers": [_drawn(picture, frames)]}],
        "layers": layers,
    }
    return gzip.compress(json.dumps(animation, separators=(",", ":")).encode(), 9, mtime=0)


def _layer(
    number: int, scale: Frames | None = None, turn: Frames | None = None, place: Frames | None = None,
    seen: Frames | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The picture as a layer; what is not given stays as it is."""
    transform = {
        "o": _value(seen, 100),
        "r": _value(turn, 0),
        "p": _value(place, MIDDLE),
        "a": _value(None, MIDDLE),
        "s": _value(scale, [100, 100, 100]),
    }
    return {"ddd": 0, "ind": number, "ty": 0, "refId": "a", "ks": transform, "w": SIDE, "h": SIDE, "ip": 0, "st": 0}


def _value(frames: Frames | None, fixed: object) -> dict[str, Any]:
    if frames is None:
        return {"a": 0, "k": fixed}
    keys: list[dict[str, Any]] = []
    for time, values in frames:
        value = [*values, 100 if values[0] == values[1] else 0] if len(values) == 2 else values
        ease = {
            "i": {"x": [0.6] * len(value), "y": [1] * len(value)},
            "o": {"x": [0.4] * len(value), "y": [0] * len(value)},
        }
        keys.append({"t": time, "s": value, **ease})
    for key in ("i", "o"):
        del keys[-1][key]
    return {"a": 1, "k": keys}


def _drawn(picture: Picture, frames: int) -> dict[str, Any]:
    """The shapes, the uppermost first."""
    transform = {
        "o": _value(None, 100),
        "r": _value(None, 0),
        "p": _value(None, [0, 0, 0]),
        "a": _value(None, [0, 0, 0]),
        "s": _value(None, [100, 100, 100]),
    }
    shapes = [_group(shape) for shape in reversed(picture)]
    return {"ddd": 0, "ind": 1, "ty": 4, "ks": transform, "shapes": shapes, "ip": 0, "op": frames, "st": 0}


def _group(shape: Shape) -> dict[str, Any]:
    colour = [round(int(shape.colour[at : at + 2], 16) / 255, 3) for at in (0, 2, 4)]
    items: list[dict[str, Any]] = [{"ty": "sh", "ks": _value(None, _path(one))} for one in shape.outlines]
    items.append({"ty": "fl", "c": _value(None, [*colour, 1]), "o": _value(None, 100), "r": 2})
    items.append(
        {
            "ty": "tr",
            "p": _value(None, [0, 0]),
            "a": _value(None, [0, 0]),
            "s": _value(None, [100, 100]),
            "r": _value(None, 0),
            "o": _value(None, 100),
        }
    )
    return {"ty": "gr", "it": items}


def _path(outline: Outline) -> dict[str, Any]:
    """Corners with the handles that lead into and out of each; the last curve ends where the first began."""
    corners = [outline.start, *(curve.end for curve in outline.curves[:-1])]
    leading_in = [outline.curves[n - 1].second for n in range(len(corners))]
    leading_out = [curve.first for curve in outline.curves]
    return {
        "i": [_off(handle, corner) for handle, corner in zip(leading_in, corners, strict=True)],
        "o": [_off(handle, corner) for handle, corner in zip(leading_out, corners, strict=True)],
        "v": [[round(x, 1), round(y, 1)] for x, y in corners],
        "c": True,
    }


def _off(handle: Point, corner: Point) -> list[float]:
    return [round(handle[0] - corner[0], 1), round(handle[1] - corner[1], 1)]
