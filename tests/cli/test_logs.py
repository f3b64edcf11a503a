"""What a log line looks like, and that numbers in it are masked."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from hodhod.logs import configure, masked_email, masked_phone


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("hodhod")
    before = root.handlers[:], root.level, ours.level
    yield
    root.handlers[:], root.level, ours.level = before


def test_json_lines_carry_their_fields() -> None:
    out = io.StringIO()
    configure("info", "json", out)
    logging.getLogger("hodhod.rpc").info("%s done", "کار", extra={"user_id": 7})
    logging.getLogger("hodhod.rpc").debug("not written")
    logging.getLogger("other").info("not written")
    line = json.loads(out.getvalue())
    assert (line["event"], line["user_id"], line["level"], line["logger"]) == ("کار done", 7, "info", "hodhod.rpc")
    assert line["timestamp"].endswith("Z")


def test_a_traceback_stays_in_its_line() -> None:
    out = io.StringIO()
    configure("info", "json", out)
    try:
        raise ZeroDivisionError("why")
    except ZeroDivisionError:
        logging.getLogger("hodhod").exception("failed")
    [line] = out.getvalue().splitlines()
    assert "ZeroDivisionError: why" in json.loads(line)["exception"]


def test_console_lines_are_for_reading() -> None:
    out = io.StringIO()
    configure("warning", "console", out)
    logging.getLogger("hodhod").warning("careful", extra={"port": 1})
    assert "careful" in out.getvalue()
    assert "port=1" in out.getvalue()


@pytest.mark.parametrize(
    "phone, masked",
    [
        ("+989121234567", "+98912***4567"),
        ("989121234567", "+98912***4567"),
        ("12345678", "+12345***78"),
        ("123", "+***"),
    ],
)
def test_phones_are_masked(phone: str, masked: str) -> None:
    assert masked_phone(phone) == masked


def test_addresses_are_masked() -> None:
    assert masked_email("alice@example.org") == "a***@example.org"
