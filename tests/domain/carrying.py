"""What messages can carry, ready to be sent; no file lies behind it."""

from __future__ import annotations

import hashlib
from typing import Any

from hodhod import tl
from hodhod.domain import poll_making
from hodhod.domain.media import files, simple
from hodhod.domain.media.files import Carried, Kept, KeptSize, Looks
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.viewer import Viewer
from hodhod.tl import types

POINT = types.InputGeoPoint(lat=35.7, long=51.4, accuracy_radius=10)


def blob(content: bytes) -> Kept:
    return Kept(hashlib.sha256(content).digest(), len(content))


def photo(viewer: Viewer) -> Carried:
    sizes = [KeptSize("i", 40, 30, content=b"\x01\x1e\x28scan"), KeptSize("s", 100, 75, blob(b"small"))]
    return files.carried(files.new_photo(viewer, sizes), Looks(spoiler=True))


def document(viewer: Viewer, mime_type: str, *attributes: types.TypeDocumentAttribute) -> Carried:
    return files.carried(files.new_document(viewer, blob(b"file"), mime_type, attributes), Looks())


def voice(viewer: Viewer) -> Carried:
    return document(viewer, "audio/ogg", types.DocumentAttributeAudio(duration=1, voice=True))


def contact(user_id: int) -> Carried:
    shell = types.MessageMediaContact(phone_number="1", first_name="C", last_name="", vcard="", user_id=user_id)
    return Carried(MediaKind.CONTACT, tl.encode(shell))


def asking(*answers: str, **more: Any) -> types.InputMediaPoll:
    """A poll to be sent; more: fields of its poll or of the media."""
    media = {name: more.pop(name) for name in ("correct_answers", "solution", "attached_media") if name in more}
    listed = [types.InputPollAnswer(text=types.TextWithEntities(text=one, entities=[])) for one in answers]
    values: dict[str, Any] = {"question": types.TextWithEntities(text="Who?", entities=[]), "answers": listed, **more}
    return types.InputMediaPoll(poll=types.Poll(id=0, hash=0, **values), **media)


def poll(viewer: Viewer, **more: Any) -> Carried:
    return poll_making.carried(viewer, asking("one", "two", "three", **more))


def one_of_each(viewer: Viewer) -> dict[MediaKind, Carried]:
    """Every kind but none."""
    video = types.DocumentAttributeVideo(duration=1, w=1, h=1)
    round_video = types.DocumentAttributeVideo(duration=1, w=1, h=1, round_message=True)
    sticker = types.DocumentAttributeSticker(alt="x", stickerset=types.InputStickerSetID(id=1, access_hash=2))
    venue = types.InputMediaVenue(geo_point=POINT, title="t", address="a", provider="", venue_id="", venue_type="")
    made = [
        photo(viewer),
        voice(viewer),
        document(viewer, "text/plain", types.DocumentAttributeFilename(file_name="a.txt")),
        document(viewer, "video/mp4", video),
        document(viewer, "video/mp4", round_video),
        document(viewer, "audio/mpeg", types.DocumentAttributeAudio(duration=1)),
        document(viewer, "video/mp4", video, types.DocumentAttributeAnimated()),
        document(viewer, "image/webp", sticker),
        contact(viewer.user),
        simple.geo(POINT),
        simple.venue(venue),
        simple.dice(types.InputMediaDice(emoticon="\N{GAME DIE}"), 3),
        poll(viewer),
    ]
    return {one.kind: one for one in made}
