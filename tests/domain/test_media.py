"""What is stored of media: nothing of one viewer, and nothing but what was said within bounds."""

from __future__ import annotations

import pytest

from hodhod import errors, tl
from hodhod.domain import editing
from hodhod.domain.media import attributes, finding, references, sending
from hodhod.domain.media.kinds import DOCUMENTS, FileKind, MediaKind
from hodhod.domain.messages import Outgoing
from hodhod.domain.updates import NewMessage
from hodhod.store import media as store_media
from hodhod.store import messages as store
from hodhod.store import shared_media
from hodhod.tl import types
from hodhod.views import media as view
from tests.domain.carrying import document, one_of_each, photo
from tests.domain.test_chats import CHANNEL, make_channel, make_group
from tests.domain.test_messages import _inside
from tests.domain.world import Cast

FORBIDDEN = ("access_hash", "file_reference", "photo", "document", "dc_id", "id")


async def test_stored_media_holds_nothing_of_one_viewer(cast: Cast) -> None:
    alice = cast.viewer("alice")
    carried = one_of_each(alice)
    # a chat photo is no message of its own: only the service message that tells of it names it
    assert carried.keys() == set(MediaKind) - {MediaKind.NONE, MediaKind.CHAT_PHOTO}
    for number, one in enumerate(carried.values(), 1):
        await cast.act(sending.send, alice, cast.id("bob"), Outgoing("", number), one)
    rows = await cast.read(store.since, cast.id("bob"), 0, 100)
    assert [row.content.media_kind for row in rows] == [int(kind) for kind in carried]
    assert [row.copy.media_kind for row in rows] == [int(kind) for kind in carried]
    stored = [tl.decode(row.content.media or b"") for row in rows]
    ids = [row.content.media_id for row in rows if row.content.media_kind in DOCUMENTS]
    for kept in (await cast.read(store_media.documents_by_ids, ids)).values():
        stored += attributes.unpack(kept.attributes)
    for blob in stored:
        for value in _inside(blob):
            assert all(getattr(value, name, None) is None for name in FORBIDDEN), value


async def test_each_viewer_gets_a_reference_of_their_own(cast: Cast) -> None:
    alice = cast.viewer("alice")
    await cast.act(sending.send, alice, cast.id("bob"), Outgoing("", 1), photo(alice))
    seen = []
    for name in ("alice", "bob"):
        (row,) = await cast.read(store.since, cast.id(name), 0, 10)
        files = await cast.read(view.attached, cast.viewer(name), [row])
        shown = view.of_message(row, files)
        assert isinstance(shown, types.MessageMediaPhoto)
        assert isinstance(shown.photo, types.Photo)
        seen.append(shown.photo)
    assert seen[0].id == seen[1].id
    assert seen[0].file_reference != seen[1].file_reference
    given = types.InputPhoto(id=seen[1].id, access_hash=seen[1].access_hash, file_reference=seen[1].file_reference)
    assert (await cast.read(finding.photo, cast.viewer("bob"), given)).id == seen[1].id
    with pytest.raises(errors.FILE_REFERENCE_INVALID):
        await cast.read(finding.photo, cast.viewer("alice"), given)


async def test_texts_read_no_media(cast: Cast) -> None:
    await cast.send("alice", "bob")
    rows = await cast.read(store.since, cast.id("bob"), 0, 10)

    class NoStatements:
        """A transaction in which nothing may be asked."""

    nobody = await view.attached(NoStatements(), cast.viewer("bob"), rows)  # type: ignore[arg-type]
    assert (nobody.photos, nobody.documents, nobody.sizes) == ({}, {}, {})


async def test_a_reference_lives_for_one_to_two_lifetimes(cast: Cast) -> None:
    lifetime = cast.world.limits.file_reference
    made = references.make(cast.viewer("alice"), FileKind.PHOTO, 5)
    start = cast.now
    for later, refusal in ((lifetime, None), (2 * lifetime, errors.FILE_REFERENCE_EXPIRED)):
        cast.now = start + later
        if refusal is None:
            references.check(cast.viewer("alice"), FileKind.PHOTO, 5, made)
        else:
            with pytest.raises(refusal):
                references.check(cast.viewer("alice"), FileKind.PHOTO, 5, made)
    cast.now = start
    for kind, file_id in ((FileKind.DOCUMENT, 5), (FileKind.PHOTO, 6)):
        with pytest.raises(errors.FILE_REFERENCE_INVALID):
            references.check(cast.viewer("alice"), kind, file_id, made)


async def test_a_reference_from_a_channel_serves_every_reader(cast: Cast) -> None:
    channel = -1_000_000_000_005
    made = references.make(cast.viewer("alice"), FileKind.PHOTO, 5, channel)
    assert made == references.make(cast.viewer("bob"), FileKind.PHOTO, 5, channel)
    references.check(cast.viewer("bob"), FileKind.PHOTO, 5, made)


async def test_a_channels_file_serves_its_members_as_long_as_they_are(cast: Cast) -> None:
    """One encoding for all readers: the same reference; who left, or never was there, is refused."""
    peer = await make_channel(cast, CHANNEL, "bob")
    alice = cast.viewer("alice")
    sent = await cast.act(sending.send, alice, peer, Outgoing("", 1), photo(alice))
    assert isinstance(sent, NewMessage)
    shown = []
    for name in ("alice", "bob"):
        files = await cast.read(view.attached, cast.viewer(name), [sent.message])
        media = view.of_message(sent.message, files)
        assert isinstance(media, types.MessageMediaPhoto)
        assert isinstance(media.photo, types.Photo)
        shown.append(media.photo)
    assert shown[0] == shown[1]
    one = shown[0]
    given = types.InputPhoto(id=one.id, access_hash=one.access_hash, file_reference=one.file_reference)
    assert (await cast.read(finding.photo, cast.viewer("bob"), given)).id == one.id
    with pytest.raises(errors.CHANNEL_PRIVATE):
        await cast.read(finding.photo, cast.viewer("carol"), given)


async def test_a_group_edit_reaches_the_lists_of_all_members(cast: Cast) -> None:
    peer = await make_group(cast, "bob", "carol")
    alice = cast.viewer("alice")
    sent = await cast.act(sending.send, alice, peer, Outgoing("words", 1), photo(alice))
    assert isinstance(sent, NewMessage)
    text = document(alice, "text/plain")
    await cast.act(editing.edit, alice, peer, sent.message.copy.id, None, text)
    for name in ("alice", "bob", "carol"):
        assert await cast.read(shared_media.counts, cast.id(name), peer) == {int(MediaKind.DOCUMENT): 1}


@pytest.mark.parametrize(
    "given, kept",
    [
        ("Image/PNG", "image/png"),
        ("text/html; charset=x", "text/html"),
        ("", attributes.OTHER_TYPE),
        ("nonsense", attributes.OTHER_TYPE),
        ("a/b\nX-Header: 1", attributes.OTHER_TYPE),
        ("a" * 300 + "/b", attributes.OTHER_TYPE),
    ],
)
def test_types_are_well_formed(given: str, kept: str) -> None:
    assert attributes.mime_type(given) == kept


@pytest.mark.parametrize(
    "given, kept",
    [
        ("C:\\dir\\file.txt", "file.txt"),
        ("/etc/passwd", "passwd"),
        ("..", ".."),
        ("a\x00b\r\n.txt", "ab.txt"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("گزارش ۱۴۰۵.pdf", "گزارش ۱۴۰۵.pdf"),
        ("x" * 300, "x" * 255),
    ],
)
def test_names_are_the_last_part_of_a_path(given: str, kept: str) -> None:
    assert attributes.file_name(given) == kept


async def test_one_attribute_of_a_kind_is_kept(cast: Cast) -> None:
    names = [types.DocumentAttributeFilename(file_name=f"{n}") for n in range(50)]
    emoji = types.DocumentAttributeCustomEmoji(alt="x", stickerset=types.InputStickerSetEmpty())
    carried = document(cast.viewer("alice"), "text/plain", emoji, types.DocumentAttributeHasStickers(), *names)
    assert carried.new is not None
    stored = attributes.unpack(carried.new.row.attributes)  # type: ignore[union-attr]
    assert stored == [types.DocumentAttributeFilename(file_name="29")]
