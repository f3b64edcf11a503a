"""How many strangers may be connected: connections that have not shown a valid auth key yet, in all and by address."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NetSettings:
    # Connections without a valid auth key.
    max_unauthenticated: int = 20_000
    max_unauthenticated_per_address: int = 200
    # Bytes that wait in a socket's own buffer before its connection is asked for no more.
    write_buffer_bytes: int = 256 * 1024
    # Threads for modular powers, and how much of that work may wait.
    work_threads: int = 2
    max_waiting_work: int = 256
    # HTTP: size of a request's head; time until a request has come and between requests.
    http_head_bytes: int = 16 * 1024
    http_idle_seconds: float = 75.0
    # Reverse proxies whose X-Forwarded-For is believed.
    trusted_proxies: frozenset[str] = frozenset()
    # Stopping: time for accepted requests to finish.
    drain_seconds: float = 10.0
    listen_backlog: int = 1024


class Strangers:
    """Counts unauthenticated connections; `admit` and `leave` come in pairs."""

    __slots__ = ("_by_address", "_settings", "_total")

    def __init__(self, settings: NetSettings) -> None:
        self._settings = settings
        self._by_address: Counter[str] = Counter()
        self._total = 0

    def __len__(self) -> int:
        return self._total

    def admit(self, address: str) -> bool:
        settings = self._settings
        if (
            self._total >= settings.max_unauthenticated
            or self._by_address[address] >= settings.max_unauthenticated_per_address
        ):
            return False
        self._by_address[address] += 1
        self._total += 1
        return True

    def leave(self, address: str) -> None:
        self._total -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]
