"""The invokeWith* wrappers, taken off in any order: core.telegram.org/api/invoking.

What they say is collected in `Call`; the gate acts on it. Wrappers whose promise this server cannot give (messages ranges,
integrity tokens of app stores) are accepted and ignored, as their absence never changes an answer for the worse.
"""

from __future__ import annotations

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


_TRANSPARENT = (
    functions.InvokeWithMessagesRange,
    functions.InvokeWithTakeout,
    functions.InvokeWithBusinessConnection,
    functions.InvokeWithGooglePlayIntegrity,
    functions.InvokeWithApnsSecret,
    functions.InvokeWithReCaptcha,
)


def unwrap(query: tl.TLObject) -> Call:
    """Raises CONNECTION_LAYER_INVALID, INPUT_METHOD_INVALID_X (too many wrappers, or no method inside)."""
    call = Call(query)  # type: ignore[arg-type]
    for _ in range(MAX_WRAPPERS):
        inner = _take_off(call, call.query)
        if inner is None:
            if not isinstance(call.query, TLFunction):
                raise errors.INPUT_METHOD_INVALID
            return call
        call.query = inner
    raise errors.INPUT_METHOD_INVALID


def _take_off(call: Call, query: Any) -> Any:
    """The query inside a wrapper, None when there is no wrapper."""
    if isinstance(query, functions.InvokeWithLayer):
        call.layer = _layer(query.layer)
    elif isinstance(query, functions.InitConnection):
        call.device = _device(query)
    elif isinstance(query, functions.InvokeWithoutUpdates):
        call.updates = False
    elif isinstance(query, functions.InvokeAfterMsg):
        call.after.append(query.msg_id)
    elif isinstance(query, functions.InvokeAfterMsgs):
        call.after.extend(query.msg_ids)
    elif not isinstance(query, _TRANSPARENT):
        return None
    return query.query


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
