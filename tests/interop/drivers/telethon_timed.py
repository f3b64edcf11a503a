"""Telethon's calls for messages that wait for their time, and for how long messages live."""

from __future__ import annotations

import datetime

from telethon import TelegramClient, functions

from tests.interop.drivers.link import Record


class Timed:
    """A part of the driver, which brings `_client`."""

    _client: TelegramClient

    async def do_schedule(self, peer: int, text: str, seconds: float) -> int:
        date = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
        return int((await self._client.send_message(peer, text, schedule=date)).id)

    async def do_scheduled(self, peer: int) -> list[Record]:
        """What waits, the last to be sent first."""
        found = await self._client.get_messages(peer, limit=None, scheduled=True)
        return [{"id": one.id, "text": one.message, "date": int(one.date.timestamp())} for one in found]

    async def do_set_ttl(self, peer: int, seconds: int) -> None:
        await self._client(functions.messages.SetHistoryTTLRequest(peer, seconds))
