"""Telethon's requests by their names."""

from __future__ import annotations

from typing import Any

from telethon import TelegramClient, functions, types, utils

from tests.interop.drivers.by_name import plain, value


class ByName:
    """A part of the driver, which brings `_client`."""

    _client: TelegramClient

    async def do_request(self, method: str, **fields: Any) -> Any:
        """method: namespace.Name."""
        namespace, _, name = method.partition(".")
        kind = getattr(getattr(functions, namespace), f"{name}Request")
        request = kind(**{name: await value(one, types, self._input) for name, one in fields.items()})
        answer = await self._client(request)
        return plain(answer.to_dict() if hasattr(answer, "to_dict") else answer)

    async def _input(self, kind: str, peer: int) -> Any:
        found = await self._client.get_input_entity(peer)
        return getattr(utils, f"get_input_{kind}")(found)
