"""Makes src/hodhod/art/reactions/: the drawings of the standard reactions, from tools/art/reactions.py.

    .venv/bin/python -m tools.make_reactions

Of each reaction a still icon (.webp) and four animated stickers (.tgs): still, appearing, pulsing and bursting. Files
are named by the code point and what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from tools.art import lottie
from tools.art.reactions import PICTURES
from tools.art.vectors import SIDE, Picture, flat

TARGET = Path(__file__).parent.parent / "src/hodhod/art/reactions"
ICON = 256
FINER = 4

ANIMATIONS: dict[str, Callable[[Picture], bytes]] = {
    "still": lottie.still,
    "appear": lottie.appearing,
    "pulse": lottie.pulsing,
    "burst": lottie.bursting,
}


def icon(picture: Picture) -> Image.Image:
    """Painted larger than it is wanted and made smaller, which smooths the edges."""
    side = ICON * FINER
    canvas = Image.new("RGBA", (side, side))
    for shape in picture:
        mask = Image.new("1", (side, side))
        for outline in shape.outlines:
            one = Image.new("1", (side, side))
            points = [(x * side / SIDE, y * side / SIDE) for x, y in flat(outline)]
            ImageDraw.Draw(one).polygon(points, fill=1)
            mask = ImageChops.logical_xor(mask, one)
        canvas.paste(Image.new("RGBA", (side, side), f"#{shape.colour}"), mask=mask)
    return canvas.resize((ICON, ICON), Image.Resampling.LANCZOS)


def webp(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=80, method=6)
    return buffer.getvalue()


def files() -> dict[str, bytes]:
    """name -> content of every animated sticker."""
    return {
        f"{ord(reaction):x}.{name}.tgs": make(picture)
        for reaction, picture in PICTURES.items()
        for name, make in ANIMATIONS.items()
    }


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    icons = {f"{ord(reaction):x}.icon.webp": webp(icon(picture)) for reaction, picture in PICTURES.items()}
    made = {**files(), **icons}
    for old in TARGET.iterdir():
        if old.name not in made:
            old.unlink()
    for name, content in made.items():
        (TARGET / name).write_bytes(content)
    print(f"{TARGET}: {len(made)} files, {sum(map(len, made.values()))} bytes")


if __name__ == "__main__":
    main()
