"""Where notifications of a device go: its tokens, as JSON in authorizations.push, one of each type."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from hodhod import errors
from hodhod.domain.updates import AuthorizationChanged
from hodhod.domain.viewer import Viewer
from hodhod.store import devices as store
from hodhod.store.db import Tx

# core.telegram.org/api/push-updates: 1 APNS ... 13 FCM, Web push 10, ...
FIRST_TYPE, LAST_TYPE = 1, 13
MAX_TOKEN = 4096


@dataclass(frozen=True, slots=True)
class Device:
    """A token and how to use it. secret: hex of the key that hides the content from the push service."""

    type: int
    token: str
    sandbox: bool = False
    secret: str = ""
    no_muted: bool = False


async def register(tx: Tx, viewer: Viewer, device: Device) -> None:
    """Raises TOKEN_TYPE_INVALID, TOKEN_EMPTY, TOKEN_INVALID."""
    if not FIRST_TYPE <= device.type <= LAST_TYPE:
        raise errors.TOKEN_TYPE_INVALID
    if not device.token:
        raise errors.TOKEN_EMPTY
    if len(device.token) > MAX_TOKEN or len(device.secret) > 2 * 256:
        raise errors.TOKEN_INVALID
    others = [one for one in await registered(tx, viewer.key_id) if one.type != device.type]
    await _put(tx, viewer, [*others, device])


async def unregister(tx: Tx, viewer: Viewer, kind: int, token: str) -> None:
    """Forget a token. Raises TOKEN_INVALID: it is not this device's."""
    devices = await registered(tx, viewer.key_id)
    kept = [one for one in devices if (one.type, one.token) != (kind, token)]
    if len(kept) == len(devices):
        raise errors.TOKEN_INVALID
    await _put(tx, viewer, kept)


async def registered(tx: Tx, key_id: int) -> list[Device]:
    """The tokens of a permanent key."""
    return [Device(**one) for one in json.loads(await store.push(tx, key_id) or "[]")]


async def _put(tx: Tx, viewer: Viewer, devices: list[Device]) -> None:
    push = json.dumps([asdict(one) for one in devices], separators=(",", ":")) if devices else ""
    await store.put_push(tx, viewer.key_id, push)
    tx.emit(AuthorizationChanged(viewer.key_id, {"push": push}))
