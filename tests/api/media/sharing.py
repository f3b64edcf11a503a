"""Two people who send each other files."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from typing import Any

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.people.friends import RANDOM, Friends

KIB = 1024


@dataclass
class Sharing(Friends):
    async def upload(self, device: Device, data: bytes, name: str = "file", size: int = 4 * KIB) -> types.InputFile:
        file_id = random.getrandbits(63)
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        for number, piece in enumerate(pieces):
            await device.ask(functions.upload.SaveFilePart(file_id=file_id, file_part=number, bytes=piece))
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        return types.InputFile(id=file_id, parts=len(pieces), name=name, md5_checksum=md5)

    async def document(self, device: Device, data: bytes, mime: str = "text/plain", **more: Any) -> Any:
        """An uploaded document, to be sent."""
        values = {"attributes": [types.DocumentAttributeFilename(file_name="a.txt")], **more}
        return types.InputMediaUploadedDocument(file=await self.upload(device, data), mime_type=mime, **values)

    async def send(self, sender: Device, to: Device, media: types.TypeInputMedia, text: str = "", **more: Any) -> Any:
        """The sender's own message."""
        values = {"random_id": next(RANDOM), **more}
        answer = await sender.ask(
            functions.messages.SendMedia(peer=self.peer(sender, to), media=media, message=text, **values)
        )
        return next(one.message for one in answer.updates if isinstance(one, types.UpdateNewMessage))

    async def got(self, device: Device, other: Device) -> Any:
        """The newest message of a chat."""
        return (await device.history(self.peer(device, other)))[0]

    async def download(self, device: Device, location: types.TypeInputFileLocation, limit: int = 4 * KIB) -> bytes:
        found: bytes = b""
        while True:
            piece = await device.ask(functions.upload.GetFile(location=location, offset=len(found), limit=limit))
            found += bytes(piece.bytes)
            if len(piece.bytes) < limit:
                return found


def of_document(document: Any, thumb: str = "", **changed: Any) -> types.InputDocumentFileLocation:
    values = {"id": document.id, "access_hash": document.access_hash, "file_reference": document.file_reference}
    return types.InputDocumentFileLocation(**{**values, "thumb_size": thumb, **changed})


def of_photo(photo: Any, size: str, **changed: Any) -> types.InputPhotoFileLocation:
    values = {"id": photo.id, "access_hash": photo.access_hash, "file_reference": photo.file_reference}
    return types.InputPhotoFileLocation(**{**values, "thumb_size": size, **changed})


def input_document(document: Any, **changed: Any) -> types.InputDocument:
    values = {"id": document.id, "access_hash": document.access_hash, "file_reference": document.file_reference}
    return types.InputDocument(**{**values, **changed})


def input_photo(photo: Any, **changed: Any) -> types.InputPhoto:
    values = {"id": photo.id, "access_hash": photo.access_hash, "file_reference": photo.file_reference}
    return types.InputPhoto(**{**values, **changed})
