"""Pyrogram's and Kurigram's requests by their names."""

from __future__ import annotations

from typing import Any

from pyrogram import Client, raw

from tests.interop.drivers.by_name import plain, value


class ByName:
    """A part of the driver, which brings `_client`."""

    _client: Client

    async def do_request(self, method: str, **fields: Any) -> Any:
        """method: namespace.Name."""
        namespace, _, name = method.partition(".")
        kind = getattr(getattr(raw.functions, namespace), name)
        request = kind(**{name: await value(one, raw.types, self._input) for name, one in fields.items()})
        return plain(taken_apart(await self._client.invoke(request)))

    async def _input(self, kind: str, peer: int) -> Any:
        """The library has one kind of input object for users and peers; the server reads it as either."""
        found = await self._client.resolve_peer(peer)
        if kind == "channel":
            return raw.types.InputChannel(channel_id=found.channel_id, access_hash=found.access_hash)
        return found


def taken_apart(given: Any) -> Any:
    if isinstance(given, list):
        return [taken_apart(one) for one in given]
    if not hasattr(given, "__slots__") or isinstance(given, str | bytes | int | float | bool | None):
        return given
    fields = {name: taken_apart(getattr(given, name)) for name in given.__slots__ if hasattr(given, name)}
    return {"_": type(given).__name__, **fields}
