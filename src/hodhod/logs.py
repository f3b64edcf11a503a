"""Logging: standard `logging` everywhere, structlog only renders it.

Every module logs to the logger of its package, with fields in `extra` or as arguments; fields that belong to a
connection are bound once with a LoggerAdapter. Never logged: message text, phone numbers in clear, keys, codes.
"""

from __future__ import annotations

import logging
import sys
from typing import Literal, TextIO

Format = Literal["auto", "console", "json"]


def configure(level: str, form: Format, stream: TextIO | None = None) -> None:
    """Send what our packages say from `level` up, and the warnings of others, to `stream` (standard error)."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(form, stream))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("hodhod").setLevel(level.upper())


def _formatter(form: Format, stream: TextIO) -> logging.Formatter:
    # Imported here: everybody imports this module, only `serve` writes a log.
    import structlog

    terminal = stream.isatty()
    if form == "json" or (form == "auto" and not terminal):
        last: list[structlog.typing.Processor] = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        last = [structlog.dev.ConsoleRenderer(colors=terminal)]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


def masked_phone(phone: str) -> str:
    """`+98912***4567` for +989121234567: enough to recognise one's own number, too little to call it."""
    digits = phone.lstrip("+")
    if len(digits) < 8:
        return "+***"
    return f"+{digits[:5]}***{digits[-2:]}" if len(digits) < 11 else f"+{digits[:5]}***{digits[-4:]}"


def masked_email(address: str) -> str:
    """`a***@example.org` for alice@example.org."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"
