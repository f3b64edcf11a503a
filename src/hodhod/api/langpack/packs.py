"""Language packs: two languages, in the words that each client brings along. core.telegram.org/api/translation"""

from __future__ import annotations

from hodhod import errors
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types

VERSION = 1
# code -> English name, own name, written from right to left?
LANGUAGES = {"en": ("English", "English", False), "fa": ("Persian", "فارسی", True)}


def _known(lang_code: str) -> str:
    """Raises LANG_CODE_NOT_SUPPORTED."""
    if lang_code not in LANGUAGES:
        raise errors.LANG_CODE_NOT_SUPPORTED
    return lang_code


def _language(ctx: Context, code: str) -> types.LangPackLanguage:
    name, native_name, rtl = LANGUAGES[code]
    return types.LangPackLanguage(
        official=True,
        rtl=rtl,
        name=name,
        native_name=native_name,
        lang_code=code,
        plural_code=code,
        strings_count=0,
        translated_count=0,
        translations_url=ctx.world.public_url,
    )


@method(functions.langpack.GetLanguages, login=False, static=True)
async def get_languages(ctx: Context, req: functions.langpack.GetLanguages) -> list[types.TypeLangPackLanguage]:
    return [_language(ctx, code) for code in LANGUAGES]


@method(functions.langpack.GetLanguage, login=False, static=True)
async def get_language(ctx: Context, req: functions.langpack.GetLanguage) -> types.LangPackLanguage:
    return _language(ctx, _known(req.lang_code))


@method(functions.langpack.GetLangPack, login=False, static=True)
async def get_lang_pack(ctx: Context, req: functions.langpack.GetLangPack) -> types.LangPackDifference:
    return types.LangPackDifference(lang_code=_known(req.lang_code), from_version=0, version=VERSION, strings=[])


@method(functions.langpack.GetDifference, login=False, static=True)
async def get_difference(ctx: Context, req: functions.langpack.GetDifference) -> types.LangPackDifference:
    """A client that has a newer version (of another server) keeps it: a version that goes back is an error to TDLib."""
    code, version = _known(req.lang_code), max(req.from_version, VERSION)
    return types.LangPackDifference(lang_code=code, from_version=req.from_version, version=version, strings=[])


@method(functions.langpack.GetStrings, login=False, static=True)
async def get_strings(ctx: Context, req: functions.langpack.GetStrings) -> list[types.TypeLangPackString]:
    """Every key is answered: TDLib misses those that are not."""
    _known(req.lang_code)
    return [types.LangPackStringDeleted(key=key) for key in req.keys]
