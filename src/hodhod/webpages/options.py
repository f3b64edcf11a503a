"""How pages are fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hodhod.webpages.addresses import Network


@dataclass(frozen=True, slots=True)
class Options:
    """allowed: networks that are no public ones and may be gone to all the same. seconds: for a page in all."""

    allowed: Sequence[Network] = ()
    seconds: float = 10.0
    max_bytes: int = 512 * 1024
    picture_bytes: int = 5 * 1024 * 1024
    at_once: int = 8
    user_agent: str = "Mozilla/5.0 (compatible; Hodhod; link preview)"
