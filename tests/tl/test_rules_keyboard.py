"""Keyboards: until layer 228 a button's kind is its constructor, since 229 it is a type beside the text."""

from typing import Any

import pytest

from hodhod import tl
from hodhod.tl import rules_keyboard, types
from tests.tl.said import heard, said, written

_style = types.KeyboardButtonStyle(bg_danger=True)
_bot = types.InputUser(user_id=7, access_hash=9)
_peer_type = types.RequestPeerTypeUser()

REPLY: list[tuple[str, Any]] = [
    ("keyboardButton", types.ButtonTypeDefault()),
    ("keyboardButtonRequestGeoLocation", types.ButtonTypeRequestGeoLocation()),
    ("keyboardButtonRequestPeer", types.ButtonTypeRequestPeer(button_id=1, peer_type=_peer_type, max_quantity=2)),
    ("keyboardButtonRequestPhone", types.ButtonTypeRequestPhone()),
    ("keyboardButtonRequestPoll", types.ButtonTypeRequestPoll(quiz=True)),
    ("keyboardButtonSimpleWebView", types.ButtonTypeSimpleWebView(url="https://a.example")),
    (
        "inputKeyboardButtonRequestPeer",
        types.InputButtonTypeRequestPeer(name_requested=True, button_id=1, peer_type=_peer_type, max_quantity=2),
    ),
]
INLINE: list[tuple[str, Any]] = [
    ("keyboardButtonBuy", types.InlineButtonTypeBuy()),
    ("keyboardButtonCallback", types.InlineButtonTypeCallback(requires_password=True, data=b"d")),
    ("keyboardButtonCopy", types.InlineButtonTypeCopy(copy_text="c")),
    ("keyboardButtonGame", types.InlineButtonTypeGame()),
    ("keyboardButtonSwitchInline", types.InlineButtonTypeSwitchInline(same_peer=True, query="q")),
    ("keyboardButtonUrl", types.InlineButtonTypeUrl(url="https://a.example")),
    ("keyboardButtonUrlAuth", types.InlineButtonTypeUrlAuth(fwd_text="f", url="https://a.example", button_id=3)),
    ("keyboardButtonUserProfile", types.InlineButtonTypeUserProfile(user_id=7)),
    ("keyboardButtonWebView", types.InlineButtonTypeWebView(url="https://a.example")),
    (
        "inputKeyboardButtonUrlAuth",
        types.InputInlineButtonTypeUrlAuth(request_write_access=True, url="https://a.example", bot=_bot),
    ),
    ("inputKeyboardButtonUserProfile", types.InputInlineButtonTypeUserProfile(user_id=_bot)),
]


def _reply_markup(*buttons: Any) -> types.ReplyKeyboardMarkup:
    return types.ReplyKeyboardMarkup(rows=[types.KeyboardButtonRow(buttons=list(buttons))])


def _inline_markup(*buttons: Any) -> types.ReplyInlineMarkup:
    return types.ReplyInlineMarkup(rows=[types.KeyboardInlineButtonRow(buttons=list(buttons))])


def _buttons(tree: dict[str, Any]) -> list[str]:
    return [button["_"] for row in tree["rows"] for button in row["buttons"]]


@pytest.mark.parametrize("layer", [214, 228])
@pytest.mark.parametrize("name,kind", REPLY)
def test_reply_button(name: str, kind: Any, layer: int) -> None:
    style = _style if layer >= 222 else None
    markup = _reply_markup(types.KeyboardButton(style=style, text="t", type=kind))
    assert _buttons(said(markup, layer)) == [name]
    assert tl.decode(tl.encode(markup, layer)) == markup


@pytest.mark.parametrize("layer", [214, 228])
@pytest.mark.parametrize("name,kind", INLINE)
def test_inline_button(name: str, kind: Any, layer: int) -> None:
    style = _style if layer >= 222 else None
    markup = _inline_markup(types.KeyboardInlineButton(style=style, text="t", type=kind))
    assert _buttons(said(markup, layer)) == [name]
    assert tl.decode(tl.encode(markup, layer)) == markup


def test_buttons_without_an_old_form_are_left_out() -> None:
    url = types.KeyboardInlineButton(text="t", type=types.InlineButtonTypeUrl(url="https://a.example"))
    disabled = types.KeyboardInlineButton(text="t", type=types.InlineButtonTypeDisabled())
    copy = types.KeyboardInlineButton(text="t", type=types.InlineButtonTypeCopy(copy_text="c"))
    assert _buttons(said(_inline_markup(disabled, url, copy), 228)) == ["keyboardButtonUrl", "keyboardButtonCopy"]
    assert _buttons(said(_inline_markup(disabled, url, copy), 158)) == ["keyboardButtonUrl"]


@pytest.mark.parametrize("layer", [158, 229])
def test_an_inline_button_in_a_reply_keyboard_is_a_text(layer: int) -> None:
    """The constructor of the keyboard is the same in all layers, so that old buttons can come with any."""
    url = written(158, "keyboardButtonUrl", text="t", url="https://a.example")
    markup = heard(layer, "replyKeyboardMarkup", rows=[written(layer, "keyboardButtonRow", buttons=[url])])
    assert markup == _reply_markup(types.KeyboardButton(text="t", type=types.ButtonTypeDefault()))


def test_a_reply_button_in_an_inline_keyboard_is_left_out() -> None:
    row = written(158, "keyboardButtonRow", buttons=[written(158, "keyboardButton", text="t")])
    assert heard(158, "replyInlineMarkup", rows=[row]) == _inline_markup()


def test_no_rule_without_a_row() -> None:
    markups = {"replyInlineMarkup", "replyKeyboardMarkup"}
    assert {row[0] for row in (*REPLY, *INLINE)} == rules_keyboard.UPCAST.keys() - markups
