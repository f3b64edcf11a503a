"""Listeners: MTProto ports (which also understand HTTP) and HTTP ports; start and graceful stop."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from hodhod.mtproto import Node

from .gateway import Gateway
from .http import HttpLink
from .hub import Hub
from .limits import NetSettings
from .routes import Routes
from .tcp import TcpLink

log = logging.getLogger("hodhod.net")


class Server:
    """Create inside a running loop, then start(); stop() once."""

    def __init__(self, node: Node, gateway: Gateway, settings: NetSettings, routes: Routes) -> None:
        self.node = node
        self.hub = Hub(node, gateway, settings)
        self._settings = settings
        self._routes = routes
        self._listeners: list[asyncio.Server] = []

    async def start(self, host: str, ports: Sequence[int], http_ports: Sequence[int]) -> None:
        """Listen; port 0 takes a free one. All or none: when one address is taken, nothing stays open."""
        try:
            for port in ports:
                self._listeners.append(await self._listen(self._tcp_link, host, port))
            for port in http_ports:
                self._listeners.append(await self._listen(self._http_link, host, port))
        except OSError:
            await self.stop(0.0)
            raise

    async def _listen(self, link: Callable[[], asyncio.Protocol], host: str, port: int) -> asyncio.Server:
        return await self.hub.loop.create_server(link, host, port, backlog=self._settings.listen_backlog)

    def _tcp_link(self) -> TcpLink:
        return TcpLink(self.hub, self._http_link)

    def _http_link(self) -> HttpLink:
        return HttpLink(self.hub, self._routes)

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """What is listened on, in the order of the ports given: MTProto first."""
        return [sock.getsockname()[:2] for listener in self._listeners for sock in listener.sockets]

    def revoke_key(self, key_id: int) -> None:
        """The key is no longer valid: its sessions here end and their connections get -404."""
        self.hub.revoke_key(key_id)

    async def stop(self, drain_seconds: float) -> bool:
        """Stop accepting, let accepted requests finish, send their answers, close. True when none was cut off."""
        for listener in self._listeners:
            listener.close()
        done = await self.hub.drain(drain_seconds)
        await self.hub.stop()
        return done
