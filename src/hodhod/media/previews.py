"""The picture of a web page, made smaller and kept like a photo."""

from __future__ import annotations

from hodhod.media import Media
from hodhod.media.pictures import Flaw, Use

# A finished size as domain/media/files.KeptSize has it: letter, measures, (hash, size) of its blob, stripped bytes.
Kept = tuple[str, int, int, tuple[bytes, int] | None, bytes | None]
STRIPPED = "i"


async def picture(media: Media, data: bytes) -> tuple[Kept, ...]:
    """Its sizes; none of what is no picture."""
    made = await media.pictures.sizes(data, Use.PHOTO)
    if isinstance(made, Flaw):
        return ()
    kept: list[Kept] = []
    for size in made:
        blob = None if size.type == STRIPPED else tuple(await media.blobs.keep([size.data]))
        kept.append((*size[:3], blob, size.data if blob is None else None))  # type: ignore[arg-type]
    return tuple(kept)
