"""To which addresses the server goes for somebody else: those of the public network, and those the operator allows.

Asked at the one place where a socket is made, of the very address that it will be connected to. So it matters neither
how the address was written, nor what a name resolved to, nor where a redirection led.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network

# Public by their number only: ways through to IPv4 addresses, site-local ones, relays, what a cloud tells its machines.
REFUSED: tuple[Network, ...] = tuple(
    ip_network(written)
    for written in (
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fec0::/10",
        "192.88.99.0/24",
        "168.63.129.16/32",
    )
)


class AddressRefused(OSError):
    """The address is none to which the server goes."""


def networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Raises ValueError for what is no network."""
    return tuple(ip_network(one) for one in written)


def may_connect(address: str, allowed: Sequence[Network] = ()) -> bool:
    """May the server connect to this address? It is written as sockets write it; whatever else it is, is refused."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if any(ip in network for network in allowed):
        return True
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in REFUSED)


def socket_maker(allowed: Sequence[Network]) -> Callable[[Any], socket.socket]:
    """What aiohttp's connector makes its sockets with. Raises AddressRefused."""

    def make(info: Any) -> socket.socket:
        family, kind, protocol, _, address = info
        if not may_connect(address[0], allowed):
            raise AddressRefused("no public address")
        return socket.socket(family, kind, protocol)

    return make
