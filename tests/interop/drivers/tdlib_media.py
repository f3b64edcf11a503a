"""TDLib's files: sent, listed, fetched."""

from __future__ import annotations

import asyncio
import shutil
from typing import Protocol

from tests.interop.drivers.link import Record
from tests.interop.drivers.tdlib_records import ID_SHIFT, formatted, server_id

# content -> (kind, field of the content, field in that of the file)
CONTENTS = {
    "messageDocument": ("document", "document", "document"),
    "messageVoiceNote": ("voice", "voice_note", "voice"),
    "messageAudio": ("audio", "audio", "audio"),
    "messageVideo": ("video", "video", "video"),
    "messagePhoto": ("photo", "photo", ""),
}
FILTERS = {"photo": "searchMessagesFilterPhoto", "voice": "searchMessagesFilterVoiceNote"}


class Asks(Protocol):
    async def _ask(self, kind: str, **fields: object) -> Record: ...

    async def _chat(self, peer: int) -> int: ...

    def _sent(self, message: Record) -> asyncio.Future[Record]: ...


class Media:
    async def do_send_file(self: Asks, peer: int, path: str, kind: str, caption: str = "") -> int:
        content = content_of(path, kind, caption)
        sent = await self._ask("sendMessage", chat_id=await self._chat(peer), input_message_content=content)
        return int((await self._sent(sent))["id"])

    async def do_send_album(self: Asks, peer: int, paths: list[str], caption: str) -> list[int]:
        contents = [content_of(path, "photo", "" if n else caption) for n, path in enumerate(paths)]
        sent = await self._ask("sendMessageAlbum", chat_id=await self._chat(peer), input_message_contents=contents)
        return [(await self._sent(one))["id"] for one in sent["messages"]]

    async def do_media(self: Asks, peer: int, limit: int, only: str = "") -> list[Record]:
        """The newest messages with files, newest first; only: of one kind, as the server finds them."""
        if only:
            place = {"chat_id": await self._chat(peer), "limit": limit, "filter": {"@type": FILTERS[only]}}
            answer = await self._ask("searchChatMessages", **place)
        else:
            answer = await self._ask("getChatHistory", chat_id=await self._chat(peer), limit=limit)
        return [file_record(one) for one in answer["messages"] if one["content"]["@type"] in CONTENTS]

    async def do_fetch(self: Asks, peer: int, id: int, path: str) -> None:
        message = await self._ask("getMessage", chat_id=await self._chat(peer), message_id=id << ID_SHIFT)
        file = file_of(message["content"])
        done = await self._ask("downloadFile", file_id=file["id"], priority=32, synchronous=True)
        shutil.copyfile(done["local"]["path"], path)

    async def do_set_photo(self: Asks, path: str) -> None:
        photo = {"@type": "inputChatPhotoStatic", "photo": {"@type": "inputFileLocal", "path": path}}
        await self._ask("setProfilePhoto", photo=photo, is_public=False)

    async def do_fetch_photo(self: Asks, user: int, path: str) -> bool:
        found = await self._ask("getUser", user_id=user)
        if not found.get("profile_photo"):
            return False
        file = found["profile_photo"]["big"]
        done = await self._ask("downloadFile", file_id=file["id"], priority=32, synchronous=True)
        shutil.copyfile(done["local"]["path"], path)
        return True

    async def do_listen(self: Asks, peer: int, id: int) -> None:
        await self._ask("openMessageContent", chat_id=await self._chat(peer), message_id=id << ID_SHIFT)


def content_of(path: str, kind: str, caption: str) -> Record:
    file = {"@type": "inputFileLocal", "path": path}
    text = formatted(caption)
    if kind == "photo":
        photo = {"@type": "inputPhoto", "photo": file}
        return {"@type": "inputMessagePhoto", "photo": photo, "caption": text}
    if kind == "voice":
        note = {"@type": "inputVoiceNote", "voice_note": file, "duration": 2}
        return {"@type": "inputMessageVoiceNote", "voice_note": note, "caption": text}
    document = {"@type": "inputDocument", "document": file, "disable_content_type_detection": True}
    return {"@type": "inputMessageDocument", "document": document, "caption": text}


def file_of(content: Record) -> Record:
    _, field, inner = CONTENTS[content["@type"]]
    found: Record = content[field]["sizes"][-1]["photo"] if field == "photo" else content[field][inner]
    return found


def file_record(message: Record) -> Record:
    content = message["content"]
    kind, field, _ = CONTENTS[content["@type"]]
    group = message.get("media_album_id", "0")
    return {
        "id": server_id(message["id"]),
        "kind": kind,
        "caption": content["caption"]["text"],
        "size": file_of(content)["size"],
        "name": content[field].get("file_name"),
        "group": "" if group == "0" else group,
        "unheard": None if kind != "voice" else not content["is_listened"],
    }
