"""Translating, summing up and writing down what was spoken: there is nothing here that could. The app config says so
(translations_*_enabled), and whoever asks all the same is told."""

from __future__ import annotations

from hodhod import errors
from hodhod.rpc.context import Context
from hodhod.rpc.registry import method
from hodhod.tl import functions, types


@method(functions.messages.TranslateText, static=True)
async def translate_text(ctx: Context, req: functions.messages.TranslateText) -> types.messages.TranslateResult:
    raise errors.TRANSLATIONS_DISABLED


@method(functions.messages.TogglePeerTranslations, static=True)
async def toggle_peer_translations(ctx: Context, req: functions.messages.TogglePeerTranslations) -> bool:
    raise errors.TRANSLATIONS_DISABLED


@method(functions.messages.SummarizeText, static=True)
async def summarize_text(ctx: Context, req: functions.messages.SummarizeText) -> types.TextWithEntities:
    raise errors.TRANSLATIONS_DISABLED


@method(functions.messages.TranscribeAudio, static=True)
async def transcribe_audio(ctx: Context, req: functions.messages.TranscribeAudio) -> types.messages.TranscribedAudio:
    raise errors.TRANSCRIPTION_FAILED
