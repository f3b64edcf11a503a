"""Sealed keys open with their master key, under their own name, and only whole."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hodhod.store.sealing import Sealer, SealError

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
KEY = bytes(reversed(range(256)))


def test_what_was_sealed_opens_again() -> None:
    sealer = Sealer([OLD], os.urandom)
    sealed = sealer.seal(KEY, "auth_key:1")
    assert sealer.open(sealed, "auth_key:1") == KEY
    assert KEY[:8] not in sealed
    assert len(sealed) == 1 + 4 + 16 + 256 + 16
    assert sealer.seal(KEY, "auth_key:1") != sealed


def test_the_form_does_not_change() -> None:
    """A golden record: databases must open for ever."""
    sealed = Sealer([OLD], bytes).seal(b"key", "auth_key:1")
    assert sealed.hex() == GOLDEN
    assert Sealer([OLD], os.urandom).open(bytes.fromhex(GOLDEN), "auth_key:1") == b"key"


GOLDEN = "018a7be6f90000000000000000000000000000000088f494a37112c8114f231a30295ad45b22b419"


def test_not_under_another_name_or_master() -> None:
    sealed = Sealer([OLD], os.urandom).seal(KEY, "auth_key:1")
    with pytest.raises(SealError):
        Sealer([OLD], os.urandom).open(sealed, "auth_key:2")
    with pytest.raises(SealError):
        Sealer([NEW], os.urandom).open(sealed, "auth_key:1")


def test_a_new_master_goes_first_and_the_old_one_still_opens() -> None:
    old, both = Sealer([OLD], os.urandom), Sealer([NEW, OLD], os.urandom)
    sealed = old.seal(KEY, "k")
    assert both.open(sealed, "k") == KEY
    assert not both.is_current(sealed)
    anew = both.seal(KEY, "k")
    assert both.is_current(anew)
    assert Sealer([NEW], os.urandom).open(anew, "k") == KEY


@pytest.mark.parametrize("masters", [[], [b"short"], [OLD, b""]])
def test_masters_are_whole(masters: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(masters, os.urandom)


@given(position=st.integers(0, 292), flip=st.integers(1, 255))
def test_every_changed_byte_is_noticed(position: int, flip: int) -> None:
    sealer = Sealer([OLD], os.urandom)
    damaged = bytearray(sealer.seal(KEY, "k"))
    damaged[position] ^= flip
    with pytest.raises(SealError):
        sealer.open(bytes(damaged), "k")


@given(st.binary(max_size=60))
def test_garbage_is_refused(garbage: bytes) -> None:
    with pytest.raises(SealError):
        Sealer([OLD], os.urandom).open(garbage, "k")
