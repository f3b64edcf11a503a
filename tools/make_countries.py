"""Makes src/hodhod/api/help/countries.tsv, the answer of help.getCountriesList, from two libraries.

Codes, prefixes and the grouping of digits: `phonenumbers` (Google's libphonenumber). Names: `babel` (Unicode CLDR),
which only this script needs:

    .venv/bin/python -m pip install babel && .venv/bin/python -m tools.make_countries

One line a country: ISO 3166 code, English name, Persian name, calling code, prefixes of the national number that tell
it from others of the same calling code, and how its mobile numbers are grouped.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType

TARGET = Path(__file__).parent.parent / "src/hodhod/api/help/countries.tsv"
HEADER = "iso2\ten\tfa\tcode\tprefixes\tpattern"
NORTH_AMERICA = 1
NO_PATTERN = "NA"


def beginnings(pattern: str | None, length: int) -> set[str]:
    """The first `length` digits of whatever matches, fewer where the pattern ends before."""
    if not pattern or pattern == NO_PATTERN:
        return set()
    return {text[:length] for text in _texts(list(parser.parse(pattern)), length)}


def _texts(tree: list[Any], length: int) -> Iterator[str]:
    if not tree or length <= 0:
        yield ""
        return
    (op, argument), rest = tree[0], tree[1:]
    for first in set(_first(op, argument, length)):
        for more in _texts(rest, length - len(first)):
            yield first + more


def _first(op: Any, argument: Any, length: int) -> Iterator[str]:
    if op is ops.LITERAL:
        yield chr(argument)
    elif op is ops.IN:
        for kind, value in argument:
            if kind is ops.LITERAL:
                yield chr(value)
            else:
                low, high = (48, 57) if kind is ops.CATEGORY else value
                yield from map(chr, range(low, high + 1))
    elif op is ops.SUBPATTERN:
        yield from _texts(list(argument[3]), length)
    elif op is ops.BRANCH:
        for branch in argument[1]:
            yield from _texts(list(branch), length)
    elif op is ops.MAX_REPEAT:
        least, most, inner = argument
        for times in {least, min(most, length)}:
            yield from _texts(list(inner) * times, length)
    else:
        raise ValueError(f"{op} in a pattern of phonenumbers")


def prefixes(region: str, code: int) -> list[str]:
    """What a national number begins with, where several countries share the code and this is not the main one."""
    shared = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
    main, *others = shared
    meta = PhoneMetadata.metadata_for_region(region)
    assert meta is not None
    if not others or region == main:
        return []
    if meta.leading_digits:
        return _shortest(beginnings(meta.leading_digits, 8))
    length = 3 if code == NORTH_AMERICA else 5
    elsewhere = set().union(*(_accepted(other, length) for other in shared if other not in (region, main)))
    return _shortest(_accepted(region, length) - elsewhere - _accepted(main, length))


def _accepted(region: str, length: int) -> set[str]:
    """How fixed and mobile numbers of a region begin."""
    meta = PhoneMetadata.metadata_for_region(region)
    assert meta is not None
    kinds = (meta.fixed_line, meta.mobile)
    return set().union(*(beginnings(kind.national_number_pattern, length) for kind in kinds if kind is not None))


def _shortest(found: set[str]) -> list[str]:
    """Ten prefixes that differ in their last digit only are one shorter prefix."""
    while full := {text[:-1] for text in found if len(text) > 1 and _tens(text[:-1]) <= found}:
        found = {text for text in found if text[:-1] not in full} | full
    return sorted(found)


def _tens(text: str) -> set[str]:
    return {f"{text}{digit}" for digit in range(10)}


def pattern(region: str) -> str:
    """`XXX XXX XXXX`: an example number as it is written internationally."""
    for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE):
        example = phonenumbers.example_number_for_type(region, kind)
        if example is not None:
            break
    assert example is not None
    text = phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL).partition(" ")[2]
    return "".join("X" if sign.isdigit() else " " for sign in text)


def rows() -> Iterator[tuple[str, int, list[str], str]]:
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        code = phonenumbers.country_code_for_region(region)
        yield region, code, prefixes(region, code), pattern(region)


def main() -> None:
    from babel import Locale  # type: ignore[import-not-found]

    en, fa = Locale("en").territories, Locale("fa").territories
    lines = [
        "\t".join([region, en[region], fa[region], str(code), ",".join(starts), grouping])
        for region, code, starts, grouping in rows()
    ]
    TARGET.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
