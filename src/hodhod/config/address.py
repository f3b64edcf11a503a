"""The address that clients are told: what help.getConfig lists and `hodhod clients` prints."""

from __future__ import annotations

import ipaddress
import socket

from .groups import Network

WILDCARDS = ("", "0.0.0.0", "::")  # noqa: S104
# A documentation address (RFC 5737): nothing is sent there, the kernel only chooses the interface that it would use.
_SOMEWHERE = ("192.0.2.1", 9)


def public_address(network: Network) -> tuple[str, int]:
    """IP address and port. A name in `public_host` is resolved, because clients expect an address there."""
    port = network.public_port or network.ports[0]
    host = network.public_host or ("" if network.host in WILDCARDS else network.host)
    return (_resolved(host) if host else _own_address()), port


def _resolved(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return str(found[0][4][0])


def _own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
