"""Phone numbers of address books: however they are written there, to the digits of the international number."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

# E.164 has 15 digits at most; short codes and extensions are nobody's account.
SHORTEST, LONGEST = 7, 15
_NOT_DIGITS = re.compile(r"\D+")


def digits(text: str) -> str:
    """The digits of a number, of any of the three sets, as ASCII."""
    return "".join(str(int(char)) for char in _NOT_DIGITS.sub("", text))


def international(text: str, region: str) -> str | None:
    """Digits without plus; None for what cannot be a number. region: where numbers without country code are at home."""
    number = digits(text)
    if not text.lstrip().startswith("+"):
        number = _completed(number, region)
    return number if SHORTEST <= len(number) <= LONGEST else None


def region_of(phone: str, default: str) -> str:
    """The region of somebody's own number, which their address book is written in."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(f"+{phone}")) or default
    except NumberParseException:
        return default


def _completed(number: str, region: str) -> str:
    """A number without plus: a valid one of the region, else one that begins with its country code, else as it is."""
    for candidate, home in ((number, region), (f"+{number}", None)):
        try:
            parsed = phonenumbers.parse(candidate, home)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return str(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))[1:]
    return number
