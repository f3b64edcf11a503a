"""Skipping with the command that makes the test run."""

from __future__ import annotations

from typing import NoReturn

import pytest


def missing(what: str, install: str) -> NoReturn:
    """Skip the test: `what` is not here, `install` gets it."""
    pytest.skip(f"needs {what}: {install}", allow_module_level=True)
