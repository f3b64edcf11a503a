"""Sticker files, and sets made of them."""

from __future__ import annotations

import gzip
import io
import json
import struct
from typing import Any

from PIL import Image

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.media.sharing import Sharing, input_document

PNG, WEBP, TGS, WEBM = "image/png", "image/webp", "application/x-tgsticker", "video/webm"


def drawn(side: int = 512, format: str = "WEBP", shade: int = 0, **options: Any) -> bytes:
    """A static sticker."""
    out = io.BytesIO()
    Image.new("RGBA", (side, side), (shade, 200, 100, 128)).save(out, format, **options)
    return out.getvalue()


def animated(side: int = 512, seconds: float = 2, **more: Any) -> bytes:
    said = {"tgs": 1, "v": "5.5.2", "fr": 60, "ip": 0, "op": int(60 * seconds), "w": side, "h": side, "layers": []}
    return gzip.compress(json.dumps({**said, **more}).encode(), mtime=0)


def _element(name: int, content: bytes) -> bytes:
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + bytes((0x80 | len(content),)) + content


def video(side: int = 512, doc_type: bytes = b"webm", seconds: float = 2) -> bytes:
    """The head of a WebM file."""
    size = side.to_bytes(2, "big")
    tracks = _element(0x1654AE6B, _element(0xAE, _element(0xE0, _element(0xB0, size) + _element(0xBA, size))))
    head = _element(0x1A45DFA3, _element(0x4282, doc_type))
    info = _element(0x1549A966, _element(0x4489, struct.pack(">d", 1000 * seconds)))
    return head + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + info + tracks


class Sticking(Sharing):
    async def file(self, device: Device, data: bytes, mime: str = WEBP, **more: Any) -> Any:
        """An uploaded file that is no sticker yet, as an InputDocument."""
        media = await self.document(device, data, mime, **more)
        shown = await device.ask(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media))
        return input_document(shown.document)

    async def item(self, device: Device, data: bytes, emoji: str = "😀", mime: str = WEBP, **more: Any) -> Any:
        return types.InputStickerSetItem(document=await self.file(device, data, mime), emoji=emoji, **more)

    async def make(self, device: Device, name: str, stands_for: str = "😀", **more: Any) -> Any:
        """A set with a sticker for each of these emoji."""
        side = 100 if more.get("emojis") else 512
        items = [await self.item(device, drawn(side, shade=n), emoji) for n, emoji in enumerate(stands_for)]
        values = {"title": name, "short_name": name, "stickers": items, **more}
        return await device.ask(functions.stickers.CreateStickerSet(user_id=types.InputUserSelf(), **values))

    async def refused(self, device: Device, items: list[Any], **more: Any) -> str:
        values = {"title": "Cats", "short_name": "cats", "stickers": items, **more}
        asked = functions.stickers.CreateStickerSet(user_id=types.InputUserSelf(), **values)
        return str(await device.refusal(asked))


def named(name: str) -> types.InputStickerSetShortName:
    return types.InputStickerSetShortName(short_name=name)


def by_id(found: Any) -> types.InputStickerSetID:
    return types.InputStickerSetID(id=found.set.id, access_hash=found.set.access_hash)


def sticker_of(document: Any) -> Any:
    """What a document says of the sticker that it is."""
    kinds = (types.DocumentAttributeSticker, types.DocumentAttributeCustomEmoji)
    return next(one for one in document.attributes if isinstance(one, kinds))
