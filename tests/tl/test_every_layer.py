"""Every constructor in every layer: what is written is what that layer's schema says, or is refused by name."""

from typing import Any

import pytest

from hodhod import tl
from tests.tl.reader import layers, newest, reader, schema
from tests.tl.samples import PRIMITIVE, Samples, canonical
from tests.tl.writer import Writer
from tools.schema.parser import Combinator, Kind

# Constructors that a layer has, but whose mandatory fields there nothing can fill.
_CANNOT_BE_SAID = {
    "chatTheme": range(133, 134),
    "ephemeralMessage": range(228, 229),
    "inputInvoiceStars": range(181, 185),
    "messages.chatInviteJoinResultWebView": range(227, 228),
    "payments.checkedGiftCode": range(166, 169),
    "sponsoredMessage": range(133, 136),
    "updateEphemeralBotCallbackQuery": range(228, 229),
}
# Refused although the layer has the constructor: its rule found no words for this value.
_REFUSED = {"messageReplyHeader", "messageExtendedMedia", "peerStories"}
# Written as another constructor although the layer has one of this name: the rules of rules_fallback.RESHAPE.
_RESHAPED = {"help.promoData", "keyboardButton", "messageActionRequestedPeer", "messageMediaStory"}
_PLAIN = ("int", "long", "double", "string", "bytes", "Bool", "Vector<int>", "Vector<long>", "Vector<string>")


def _may_be_refused(refusal: tl.NotInLayer, layer: int) -> bool:
    known = reader(layer).has(refusal.name) or reader(layer).has(refusal.name, Kind.FUNCTION)
    return not known or layer in _CANNOT_BE_SAID.get(refusal.name, ()) or refusal.name in _REFUSED


def _same_values(combinator: Combinator, sample: tl.TLObject, found: dict[str, Any], layer: int) -> None:
    """What has the same name and the same plain type in both layers has the same value."""
    there = reader(layer).by_name[combinator.kind, combinator.name]
    types_there = {param.name: param.type for param in there.params}
    for param in combinator.params:
        if param.type not in _PLAIN or types_there.get(param.name) != param.type:
            continue
        value = getattr(sample, f"{param.name}_" if param.name in ("self", "from") else param.name)
        if value is not None:
            assert found[param.name] == value, f"{combinator.name}.{param.name} in layer {layer}"


def _encoded_or_refusal(sample: tl.TLObject, layer: int) -> bytes | tl.NotInLayer:
    try:
        return tl.encode(sample, layer)
    except tl.NotInLayer as refusal:
        return refusal


def _check(combinator: Combinator, sample: tl.TLObject, layer: int) -> None:
    data = _encoded_or_refusal(sample, layer)
    if isinstance(data, tl.NotInLayer):
        assert _may_be_refused(data, layer), f"{combinator.name} in layer {layer}: {data}"
        return
    kind = combinator.result if combinator.kind is Kind.TYPE else "!X"
    found = reader(layer).read(kind, data)
    if found["_"] == combinator.name:
        _same_values(combinator, sample, found, layer)
    else:
        assert combinator.name in _RESHAPED or not reader(layer).has(combinator.name)


def _same_fields(wired: Combinator, fields: dict[str, Any], found: tl.TLObject) -> None:
    """What has the same name and the same plain type in today's layer has the same value."""
    if wired.name != found.NAME:
        return  # a rule made another object of it; the tests of the rules look at those
    types_today = {param.name: param.type for param in newest()[wired.kind, wired.name].params}
    for param in wired.params:
        if param.type not in _PLAIN or types_today.get(param.name) != param.type:
            continue
        value = getattr(found, f"{param.name}_" if param.name in ("self", "from") else param.name)
        assert value == fields[param.name], f"{wired.line()}: {param.name}"


@pytest.mark.parametrize("full", [True, False])
def test_every_constructor_in_every_layer(full: bool) -> None:
    for number, combinator in enumerate(canonical(Kind.TYPE)):
        sample = Samples(number).make(combinator, full=full)
        for layer in layers():
            _check(combinator, sample, layer)


def test_every_old_form_is_understood() -> None:
    """Every constructor and function that any layer has, written by that layer's schema, becomes an object."""
    for number, wired in enumerate(schema()):
        if wired.name in PRIMITIVE:
            continue
        for layer in {wired.layers.first, wired.layers.last}:
            writer = Writer(number, layer)
            fields = writer.draw(wired)
            found = tl.decode(writer.write(wired, fields))
            _same_fields(wired, fields, found)
            if isinstance(found, tl.TLFunction) and reader(229).has(found.NAME, Kind.FUNCTION):
                # Handlers meet no hole: what came in old could be written as today's.
                assert tl.decode(tl.encode(found)) == found


@pytest.mark.parametrize("seed", range(3))
def test_todays_layer_reads_back_the_same(seed: int) -> None:
    for number, combinator in enumerate((*canonical(Kind.TYPE), *canonical(Kind.FUNCTION))):
        sample = Samples(number * 7 + seed, depth=seed).make(combinator)
        data = tl.encode(sample)
        assert tl.decode(data) == sample
        assert tl.encode(tl.decode(data)) == data
