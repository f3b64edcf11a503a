"""One public key and one address in the notations of the clients' sources.

The fingerprint is the lower 64 bits of SHA1 of the bare rsa_public_key; some clients write it signed, some as hex, some
compute it. https://core.telegram.org/mtproto/auth_key#dh-exchange-initiation
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EXPONENT = 65537
DATA_CENTERS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of the server's key: modulus, signed fingerprint, PKCS#1 PEM."""

    n: int
    fingerprint: int
    pem: str

    @property
    def unsigned(self) -> int:
        return self.fingerprint & (1 << 64) - 1

    @property
    def fingerprint_hex(self) -> str:
        return f"{self.unsigned:016x}"

    @property
    def modulus_hex(self) -> str:
        return f"{self.n:0512x}"

    @property
    def pem_lines(self) -> list[str]:
        return self.pem.strip().splitlines()


@dataclass(frozen=True, slots=True)
class Address:
    """Where clients reach the server: `port` for TCP, `http_port` for WebSocket and HTTP."""

    host: str
    port: int
    http_port: int

    @property
    def is_ipv6(self) -> bool:
        return ":" in self.host

    @property
    def in_url(self) -> str:
        return f"[{self.host}]" if self.is_ipv6 else self.host


def c_string(lines: Sequence[str], indent: str = "    ", objective: bool = False) -> str:
    """Adjacent string literals with \\n inside, as C++, Objective-C and Java sources hold a PEM."""
    literals = [f'"{line}\\n"' for line in lines[:-1]] + [f'"{lines[-1]}"']
    if objective:
        literals[0] = "@" + literals[0]
    return ("\n" + indent).join(literals)


def macro_string(lines: Sequence[str]) -> str:
    """One literal over several lines by backslashes, as Telegram Desktop writes it."""
    return '"\\\n' + "\\n\\\n".join(lines) + '"'


def wrapped(digits: str, width: int, indent: str, quote: str = '"', join: str = "") -> str:
    """A long number as several literals."""
    parts = [f"{quote}{digits[at : at + width]}{quote}" for at in range(0, len(digits), width)]
    return f"{join}\n{indent}".join(parts)
