"""The codec's own promises: what it accepts, what it refuses and how it says so."""

import copy
import pickle
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hodhod import tl
from hodhod.tl import functions, types
from tests.tl.said import bare, said, sample
from tests.tl.samples import Samples, canonical
from tools.schema.parser import Kind

_peer = types.PeerUser(user_id=1)


@given(st.integers(0, len(canonical(Kind.TYPE)) - 1), st.integers(0, 2**32), st.booleans())
@settings(max_examples=600, deadline=None)
def test_round_trip(which: int, seed: int, full: bool) -> None:
    value = Samples(seed, depth=2).make(canonical(Kind.TYPE)[which], full=full)
    assert tl.decode(tl.encode(value)) == value


@given(st.text(max_size=400), st.integers(-(2**63), 2**63 - 1))
def test_texts_and_numbers(text: str, number: int) -> None:
    request = functions.messages.SendMessage(peer=types.InputPeerSelf(), message=text, random_id=number)
    try:
        text.encode()
    except UnicodeEncodeError:
        with pytest.raises(tl.EncodeError):
            tl.encode(request)
    else:
        assert tl.decode(tl.encode(request)) == request


@pytest.mark.parametrize("size", [0, 1, 252, 253, 254, 255, 65_536])
def test_lengths_of_strings(size: int) -> None:
    value = types.InputPeerPhotoFileLocation(peer=types.InputPeerSelf(), photo_id=1)
    part = functions.upload.SaveFilePart(file_id=1, file_part=0, bytes=bytes(size))
    assert tl.decode(tl.encode(part)) == part
    assert len(tl.encode(part)) % 4 == 0
    assert tl.decode(tl.encode(value)) == value


def test_published_bytes() -> None:
    assert tl.encode(functions.help.GetConfig()) == bytes.fromhex("6b18f9c4")
    assert tl.encode(_peer) == bytes.fromhex("22175159 0100000000000000")
    assert tl.encode(True) == bytes.fromhex("b5757299")
    assert tl.encode(False) == bytes.fromhex("379779bc")


@pytest.mark.parametrize(
    "value,said_to_be_wrong",
    [
        (types.UpdateNewMessage(message=None, pts=1, pts_count=1), "message: None in a mandatory field"),  # type: ignore[arg-type]
        (types.PeerUser(user_id="a"), "peerUser.user_id: str where long is due"),  # type: ignore[arg-type]
        (types.PeerUser(user_id=2**63), "does not fit into long"),
        (types.UpdateNewMessage(message=_peer, pts=1, pts_count=1), "peerUser where Message is due"),  # type: ignore[arg-type]
        (types.TextPlain(text=b"x"), "textPlain.text: bytes where string is due"),  # type: ignore[arg-type]
        (sample("message", entities=["x"]), r"message.entities\[0\]: str where MessageEntity is due"),
        (sample("message", entities=_peer), "message.entities: PeerUser where Vector<MessageEntity> is due"),
        (sample("message", views="x"), "message.views: str where int is due"),
        (types.JsonBool(value=None), "jsonBool.value: None"),  # type: ignore[arg-type]
        (functions.upload.SaveFilePart(file_id=1, file_part=0, bytes="x"), "bytes: str where bytes is due"),  # type: ignore[arg-type]
        ("text", "str is no TL object"),
        (None, "NoneType is no TL object"),
    ],
)
@pytest.mark.parametrize("layer", [229, 158])
def test_our_bugs_are_named(value: Any, said_to_be_wrong: str, layer: int) -> None:
    with pytest.raises(tl.EncodeError, match=said_to_be_wrong):
        tl.encode(value, layer)


@pytest.mark.parametrize("layer", [132, 230, 0])
def test_layers_that_there_are_not(layer: int) -> None:
    with pytest.raises(tl.EncodeError, match=f"layer {layer}"):
        tl.encode(_peer, layer)


def test_fields_that_share_a_flag_are_written_together() -> None:
    message = sample("message", views=7)
    found = tl.decode(tl.encode(message))
    assert isinstance(found, types.Message)
    assert (found.views, found.forwards) == (7, 0)


def test_what_has_no_form_is_left_out() -> None:
    entities = [types.MessageEntitySpoiler(offset=0, length=1), types.MessageEntityBold(offset=0, length=1)]
    message = sample("message", entities=entities, reply_to=sample("messageReplyStoryHeader"), media=None)
    fresh = sample("updateNewAuthorization")
    updates = types.Updates(
        updates=[fresh, sample("updateNewMessage", message=message)], users=[], chats=[], date=1, seq=0
    )
    tree = said(updates, 133)
    assert bare(tree["updates"]) == ["updateNewMessage"]
    found = tree["updates"][0]["message"]
    assert bare(found["entities"]) == ["messageEntityBold"]
    assert "reply_to" not in found
    assert message.reply_to is not None
    with pytest.raises(tl.NotInLayer, match="updateNewAuthorization has no form in layer 133"):
        tl.encode(types.UpdateShort(update=fresh, date=1), 133)


def test_objects_are_values() -> None:
    user = types.User(id=1, first_name="Ali", self_=True)
    assert user == types.User(id=1, first_name="Ali", self_=True)
    assert user != types.User(id=2)
    assert user != _peer
    assert repr(user) == "User(self_=True, id=1, first_name='Ali')"
    assert copy.deepcopy(user) == user
    assert pickle.loads(pickle.dumps(user)) == user  # noqa: S301 (our own bytes)
    with pytest.raises(TypeError):
        hash(user)


def test_unions_are_there_when_asked_for() -> None:
    assert isinstance(_peer, types.TypePeer)  # type: ignore[arg-type]
    assert types.messages.TypeMessages is types.messages.TypeMessages
    with pytest.raises(AttributeError):
        types.TypeNothing  # type: ignore[attr-defined]  # noqa: B018


def test_the_import_stays_light() -> None:
    """The table of declarations, the larger half, is read at the first encoding or decoding only."""
    code = "import sys, hodhod.tl; sys.exit('hodhod.tl._generated.table' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=False).returncode
        == 0
    )
