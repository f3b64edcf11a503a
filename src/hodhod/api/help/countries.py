"""help.getCountriesList: calling codes for the screen where a phone number is typed in.

The table is data, made by tools/make_countries.py.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources

from hodhod.api.unchanged import content_hash, unchanged
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

TABLE = "countries.tsv"
NAMED = ("fa",)  # languages of the table beside English, which is everybody's second name


@lru_cache(maxsize=len(NAMED) + 1)
def countries(language: str) -> types.help.CountriesList:
    """Names in a language of the table, English otherwise."""
    text = (resources.files(__package__) / TABLE).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    listed = types.help.CountriesList(countries=[_country(row, language) for row in rows], hash=0)
    listed.hash = content_hash(listed)
    return listed


def _country(row: dict[str, str], language: str) -> types.help.TypeCountry:
    prefixes = row["prefixes"].split(",") if row["prefixes"] else None
    code = types.help.CountryCode(country_code=row["code"], prefixes=prefixes, patterns=[row["pattern"]])
    return types.help.Country(iso2=row["iso2"], default_name=row["en"], name=row.get(language), country_codes=[code])


@method(functions.help.GetCountriesList, login=False, static=True)
async def get_countries_list(ctx: Context, req: functions.help.GetCountriesList) -> types.help.TypeCountriesList:
    language = req.lang_code.partition("-")[0]
    listed = countries(language if language in NAMED else "")
    return types.help.CountriesListNotModified() if unchanged(req.hash, listed.hash) else listed
