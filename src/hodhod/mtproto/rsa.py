"""The server's RSA key and the two ways in which clients encrypt p_q_inner_data with it.

https://core.telegram.org/mtproto/auth_key#41-rsa-paddata-server-public-key-mentioned-above-is-implemented-as-follows

RSA_PAD is today's; the older scheme, SHA1(data) + data + random bytes in 255 bytes, is still what some libraries send.
Both end in 256 bytes, and both prove themselves by a hash, so the server tries one after the other.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest

from cryptg import decrypt_ige
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa as _rsa

from .errors import HandshakeError
from .powers import inverse, modular_power, public_power
from .wire import tl_bytes

BLOCK = 256


@dataclass(frozen=True, slots=True)
class RsaKey:
    """The private key. Operations are Work: never on the event loop."""

    n: int
    e: int
    p: int = field(repr=False)
    q: int = field(repr=False)
    fingerprint: int = field(init=False)
    _crt: tuple[int, int, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.n.bit_length() != 2048 or self.p * self.q != self.n:
            raise ValueError("the server's key is RSA with 2048 bits")
        # Lower 64 bits of SHA1 of the bare rsa_public_key, as a signed long.
        body = b"".join(tl_bytes(v.to_bytes((v.bit_length() + 7) // 8, "big")) for v in (self.n, self.e))
        digest = hashlib.sha1(body, usedforsecurity=False).digest()
        object.__setattr__(self, "fingerprint", int.from_bytes(digest[12:20], "little", signed=True))
        d = inverse(self.e, (self.p - 1) * (self.q - 1))
        object.__setattr__(self, "_crt", (d % (self.p - 1), d % (self.q - 1), inverse(self.q, self.p)))

    @classmethod
    def generate(cls) -> "RsaKey":
        """A new key. mtcute looks fingerprints up as hex digits without the leading zeros, so ours has none."""
        while True:
            key = cls._from_key(_rsa.generate_private_key(public_exponent=65537, key_size=2048))
            if key.fingerprint >> 60:
                return key

    @classmethod
    def from_pem(cls, pem: bytes) -> "RsaKey":
        """A stored key. One private operation proves that its numbers belong together; the library's own check, which
        looks for primes, takes ten times as long. Raises ValueError."""
        key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(key, _rsa.RSAPrivateKey):
            raise ValueError("not an RSA key")
        loaded = cls._from_key(key)
        try:
            loaded.decrypt((loaded.n - 2).to_bytes(BLOCK, "big"))
        except RuntimeError as error:
            raise ValueError("the numbers of this key do not belong together") from error
        return loaded

    @classmethod
    def _from_key(cls, key: _rsa.RSAPrivateKey) -> "RsaKey":
        numbers = key.private_numbers()
        return cls(numbers.public_numbers.n, numbers.public_numbers.e, numbers.p, numbers.q)

    def _private_key(self) -> _rsa.RSAPrivateKey:
        return _rsa.RSAPrivateNumbers(
            self.p,
            self.q,
            inverse(self.e, (self.p - 1) * (self.q - 1)),
            self._crt[0],
            self._crt[1],
            self._crt[2],
            _rsa.RSAPublicNumbers(self.e, self.n),
        ).private_key(unsafe_skip_rsa_key_validation=True)  # of a key that was loaded or made as one

    def to_pem(self) -> bytes:
        return self._private_key().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )

    def public_pem(self) -> bytes:
        """PKCS#1, the form that Telegram's clients embed."""
        return (
            self._private_key().public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)
        )

    def decrypt(self, encrypted: bytes) -> bytes:
        """The raw private operation by CRT, checked against a computing fault that would give the key away."""
        cipher = int.from_bytes(encrypted, "big")
        if len(encrypted) != BLOCK or cipher >= self.n:
            raise HandshakeError("encrypted_data is no RSA block")
        dp, dq, q_inverse = self._crt
        m_p = modular_power(cipher % self.p, dp, self.p)
        m_q = modular_power(cipher % self.q, dq, self.q)
        message = m_q + self.q * ((m_p - m_q) * q_inverse % self.p)
        if public_power(message, self.e, self.n) != cipher:
            raise RuntimeError("RSA computed a wrong result")
        return message.to_bytes(BLOCK, "big")


def unpad(block: bytes, length_of: Callable[[bytes], int]) -> bytes:
    """p_q_inner_data from a decrypted block, by RSA_PAD or by the older scheme.

    `length_of` tells how long the TL value at the start of some bytes is; it raises ProtocolError for garbage.
    """
    encrypted = block[32:]
    temp_key = bytes(a ^ b for a, b in zip(block[:32], hashlib.sha256(encrypted).digest(), strict=True))
    data_with_hash: bytes = decrypt_ige(encrypted, temp_key, bytes(32))
    padded = data_with_hash[:192][::-1]
    if compare_digest(hashlib.sha256(temp_key + padded).digest(), data_with_hash[192:]):
        return padded[: length_of(padded)]
    rest = block[21:]
    if block[0] != 0:
        raise HandshakeError("neither RSA_PAD nor the older scheme")
    data = rest[: length_of(rest)]
    if not compare_digest(hashlib.sha1(data, usedforsecurity=False).digest(), block[1:21]):
        raise HandshakeError("neither RSA_PAD nor the older scheme")
    return data
