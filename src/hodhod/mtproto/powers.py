"""Modular powers and primes by GMP: the only door to gmpy2, which has no type stubs."""

import gmpy2  # type: ignore[import-untyped, unused-ignore]


def modular_power(base: int, exponent: int, modulus: int) -> int:
    """base ** exponent mod an odd modulus, in a time that tells nothing about them.

    Milliseconds: call it in a thread. The interpreter lock is released meanwhile.
    """
    gmpy2.get_context().allow_release_gil = True
    return int(gmpy2.powmod_sec(base, exponent, modulus))


def public_power(base: int, exponent: int, modulus: int) -> int:
    """The same for numbers that are no secret."""
    return int(gmpy2.powmod(base, exponent, modulus))


def inverse(value: int, modulus: int) -> int:
    return int(gmpy2.invert(value, modulus))


def next_prime(start: int) -> int:
    return int(gmpy2.next_prime(start))
