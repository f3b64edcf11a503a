"""Keyboards. Until layer 228 a button's kind was its constructor; since 229 a button is a text and a type.

Reply keyboards and inline keyboards shared their rows and buttons until 228; since 229 inline keyboards have their own.
`keyboardButton` kept its name over the change, so that the rule by name would silently lose its type.
core.telegram.org/api/bots/buttons
"""

from collections.abc import Callable
from typing import Any

from hodhod.tl._generated import types
from hodhod.tl.base import TLObject
from hodhod.tl.errors import NotInLayer

_old = types.legacy

# The fields of a button beside style and text; they have the same names on both sides.
_REPLY = {
    "keyboardButtonRequestGeoLocation": types.ButtonTypeRequestGeoLocation,
    "keyboardButtonRequestPeer": types.ButtonTypeRequestPeer,
    "keyboardButtonRequestPhone": types.ButtonTypeRequestPhone,
    "keyboardButtonRequestPoll": types.ButtonTypeRequestPoll,
    "keyboardButtonSimpleWebView": types.ButtonTypeSimpleWebView,
    "inputKeyboardButtonRequestPeer": types.InputButtonTypeRequestPeer,
}
_INLINE = {
    "keyboardButtonBuy": types.InlineButtonTypeBuy,
    "keyboardButtonCallback": types.InlineButtonTypeCallback,
    "keyboardButtonCopy": types.InlineButtonTypeCopy,
    "keyboardButtonGame": types.InlineButtonTypeGame,
    "keyboardButtonSwitchInline": types.InlineButtonTypeSwitchInline,
    "keyboardButtonUrl": types.InlineButtonTypeUrl,
    "keyboardButtonUrlAuth": types.InlineButtonTypeUrlAuth,
    "keyboardButtonUserProfile": types.InlineButtonTypeUserProfile,
    "keyboardButtonWebView": types.InlineButtonTypeWebView,
    "inputKeyboardButtonUrlAuth": types.InputInlineButtonTypeUrlAuth,
    "inputKeyboardButtonUserProfile": types.InputInlineButtonTypeUserProfile,
}


def _legacy_class(name: str) -> type[TLObject]:
    found: type[TLObject] = getattr(_old, name[0].upper() + name[1:])
    return found


_OLD_BUTTONS = {made: _legacy_class(name) for name, made in {**_REPLY, **_INLINE}.items()}


def _old_button(button: Any, layer: int) -> TLObject:
    """A button with a type as the constructor that stood for the type."""
    legacy = _OLD_BUTTONS.get(type(button.type))
    if legacy is None:
        raise NotInLayer(button.type.NAME, layer)
    fields = {name: getattr(button.type, name) for name in button.type.__slots__}
    return legacy(style=button.style, text=button.text, **fields)  # type: ignore[call-arg]  # one of many classes


def reply_button(value: types.KeyboardButton, layer: int) -> TLObject:
    """The `keyboardButton` of older layers is a plain one: any other type is another constructor there."""
    return value if isinstance(value.type, types.ButtonTypeDefault) else _old_button(value, layer)


def inline_rows_to_buttons(value: list[types.KeyboardInlineButtonRow], layer: int) -> list[TLObject]:
    rows: list[TLObject] = []
    for row in value:
        # A button without an old form (a disabled one) is left out; so is one of a kind that the layer lacks, later.
        buttons: list[Any] = [_old_button(item, layer) for item in row.buttons if type(item.type) in _OLD_BUTTONS]
        rows.append(types.KeyboardButtonRow(buttons=buttons))
    return rows


def _upcast(button_class: Any, type_class: type[TLObject]) -> Callable[[Any, dict[str, Any]], TLObject]:
    names = type_class.__slots__

    def upcast(value: Any, extra: dict[str, Any]) -> TLObject:
        made: Any = type_class(**{name: getattr(value, name) for name in names})
        button: TLObject = button_class(style=value.style, text=value.text, type=made)
        return button

    return upcast


def _plain(value: types.KeyboardButton, extra: dict[str, Any]) -> TLObject:
    value.type = types.ButtonTypeDefault()
    return value


def _inline_markup(value: types.ReplyInlineMarkup, extra: dict[str, Any]) -> TLObject:
    value.rows = [
        types.KeyboardInlineButtonRow(
            buttons=[button for button in row.buttons if isinstance(button, types.KeyboardInlineButton)]
        )
        for row in extra["rows"]
    ]
    return value


def _reply_markup(value: types.ReplyKeyboardMarkup, extra: dict[str, Any]) -> TLObject:
    """Old constructors can bring inline buttons into a reply keyboard, where they are just texts."""
    for row in value.rows:
        buttons: list[Any] = row.buttons
        row.buttons = [
            button
            if isinstance(button, types.KeyboardButton)
            else types.KeyboardButton(style=button.style, text=button.text, type=types.ButtonTypeDefault())
            for button in buttons
        ]
    return value


UPCAST: dict[str, Callable[[Any, dict[str, Any]], TLObject]] = {
    **{name: _upcast(types.KeyboardButton, made) for name, made in _REPLY.items()},
    **{name: _upcast(types.KeyboardInlineButton, made) for name, made in _INLINE.items()},
    "keyboardButton": _plain,
    "replyInlineMarkup": _inline_markup,
    "replyKeyboardMarkup": _reply_markup,
}
