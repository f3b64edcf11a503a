"""The last step of a live update: into the sessions."""

from __future__ import annotations

from collections.abc import Sequence

from hodhod import tl
from hodhod.rpc.client import Client
from hodhod.tl import types

TOO_LONG = tl.encode(types.UpdatesTooLong())
# seconds for which updates are kept for a session without a connection (HTTP has none between two polls)
DETACHED_FOR = 15.0


def reachable(client: Client, now: float) -> bool:
    """Does this session get updates: it announced a layer and is there. One that lost its connection a while ago will
    be told to fetch them."""
    session = client.session
    if not client.auth.layer:
        return False
    if session.connection is None and now - session.detached_at > DETACHED_FOR:
        session.overflow = True
    return not session.overflow


def send(updates: tl.TLObject, clients: Sequence[Client], by_layer: dict[int, bytes] | None = None) -> None:
    """Encode once a layer, hand to each session. by_layer: what was encoded already, kept between slices."""
    by_layer = {} if by_layer is None else by_layer
    for client in clients:
        layer = client.auth.layer
        body = by_layer.get(layer)
        if body is None:
            body = by_layer[layer] = tl.encode(updates, layer)
        if not client.session.send_update(body):
            client.session.send_updates_too_long(TOO_LONG)
