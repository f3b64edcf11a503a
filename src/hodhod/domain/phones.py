"""Phone numbers: stored and compared as the digits of the international form, without plus."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from hodhod import errors

MAX_LENGTH = 32


def find_normal(given: str, region: str) -> str | None:
    """The digits of a number as somebody typed it, None when it cannot be one.

    Clients send the international form with or without plus. A national form is recognised by its leading 0, and is
    `region`'s: without it any ten digits would be somebody's number.
    """
    if len(given) > MAX_LENGTH:
        return None
    digits = "".join(str(int(char)) for char in given if char.isdecimal())
    if digits.startswith("0") and not digits.startswith("00"):
        return _parsed(digits, region)
    return _parsed(f"+{digits.removeprefix('00')}", None)


def _parsed(number: str, region: str | None) -> str | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)[1:]


def normal(given: str, region: str) -> str:
    """The digits of a number. Raises PHONE_NUMBER_INVALID."""
    found = find_normal(given, region)
    if found is None:
        raise errors.PHONE_NUMBER_INVALID
    return found
