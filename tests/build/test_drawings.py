"""The drawings that are shipped are the ones that are described."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageStat

from hodhod import art
from hodhod.domain import reaction_art, reaction_set
from tools import make_reactions
from tools.art.reactions import PICTURES

# the difference that packing with loss makes to a pixel, on the average
LOSS = 4


def test_every_standard_reaction_is_drawn() -> None:
    assert list(PICTURES) == list(reaction_set.STANDARD)
    parts = {f"{name}.tgs" for name in make_reactions.ANIMATIONS} | {reaction_art.ICON}
    assert parts == set(reaction_art.PARTS)


def test_the_animations_are_those_of_the_descriptions() -> None:
    for name, content in make_reactions.files().items():
        assert (make_reactions.TARGET / name).read_bytes() == content, "run: python -m tools.make_reactions"


def test_the_icons_are_those_of_the_descriptions() -> None:
    for reaction, picture in PICTURES.items():
        shipped = Image.open(BytesIO(art.reaction(reaction, reaction_art.ICON))).convert("RGBA")
        painted = make_reactions.icon(picture)
        assert shipped.size == painted.size
        white = Image.new("RGBA", painted.size, "white")
        both = [Image.alpha_composite(white, one).convert("RGB") for one in (shipped, painted)]
        assert max(ImageStat.Stat(ImageChops.difference(*both)).mean) < LOSS, reaction


def test_all_of_them_are_small() -> None:
    contents = [one.content for one in reaction_art.drawings().values()]
    assert sum(map(len, contents)) < 300_000
    assert max(map(len, contents)) < 64 * 1024
    assert len({one.document.id for one in reaction_art.drawings().values()}) == len(contents)
