"""The invokeWith* wrappers, taken off in any order: core.telegram.org/api/invoking.

What they say is collected in `Call`; the gate acts on it. Wrappers whose promise this server cannot give (messages
ranges,
integrity tokens of app stores) are accepted and ignored, as their absence never changes an answer for the worse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hodhod import errors, tl
from hodhod.tl import TLFunction, functions

MAX_WRAPPERS = 8


@dataclass(slots=True)
class Call:
    """A query without its wrappers. layer 0 and device None: not said."""

    query: TLFunction
    layer: int = 0
    device: dict[str, Any] | None = None
    after: list[int] = field(default_factory=list)
    updates: bool = True


def unwrap(query: tl.TLObject) -> Call:
    """Raises CONNECTION_LAYER_INVALID, INPUT_METHOD_INVALID (too many wrappers, or no method inside)."""
    if not isinstance(query, TLFunction):
        raise errors.INPUT_METHOD_INVALID
    call = Call(query)
    for _ in range(MAX_WRAPPERS):
        take = _WRAPPERS.get(type(call.query))
        if take is None:
            return call
        wrapper: Any = call.query
        take(call, wrapper)
        if not isinstance(wrapper.query, TLFunction):
            raise errors.INPUT_METHOD_INVALID
        call.query = wrapper.query
    raise errors.INPUT_METHOD_INVALID


def _with_layer(call: Call, wrapper: functions.InvokeWithLayer) -> None:
    call.layer = _layer(wrapper.layer)


def _with_device(call: Call, wrapper: functions.InitConnection) -> None:
    call.device = _device(wrapper)


def _without_updates(call: Call, wrapper: functions.InvokeWithoutUpdates) -> None:
    call.updates = False


def _after(call: Call, wrapper: functions.InvokeAfterMsg) -> None:
    call.after.append(wrapper.msg_id)


def _after_all(call: Call, wrapper: functions.InvokeAfterMsgs) -> None:
    call.after.extend(wrapper.msg_ids)


def _ignored(call: Call, wrapper: TLFunction) -> None:
    """Nothing to remember."""


_WRAPPERS: dict[type, Callable[[Call, Any], None]] = {
    functions.InvokeWithLayer: _with_layer,
    functions.InitConnection: _with_device,
    functions.InvokeWithoutUpdates: _without_updates,
    functions.InvokeAfterMsg: _after,
    functions.InvokeAfterMsgs: _after_all,
    functions.InvokeWithMessagesRange: _ignored,
    functions.InvokeWithTakeout: _ignored,
    functions.InvokeWithBusinessConnection: _ignored,
    functions.InvokeWithGooglePlayIntegrity: _ignored,
    functions.InvokeWithApnsSecret: _ignored,
    functions.InvokeWithReCaptcha: _ignored,
}


def _layer(announced: int) -> int:
    """Below the lowest supported layer is refused; above the canonical one is written at the canonical one."""
    if announced < tl.MIN_LAYER:
        raise errors.CONNECTION_LAYER_INVALID
    return min(announced, tl.LAYER)


def _device(query: functions.InitConnection) -> dict[str, Any]:
    """What the authorisation keeps of initConnection, bounded; proxy and params are read and ignored."""
    return {
        "api_id": query.api_id,
        "device": query.device_model[:128],
        "system": query.system_version[:128],
        "app_version": query.app_version[:64],
        "lang_code": query.lang_code[:16],
    }
