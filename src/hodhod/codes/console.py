"""One line on standard output: for the first steps, and for an operator who passes codes on by hand."""

from __future__ import annotations

import sys
from typing import TextIO

from hodhod.logs import masked_email, masked_phone

from .sender import Purpose


class ConsoleSender:
    """The line ends in `code: 12345`, so that a script can read it too. `stream`: standard output unless given."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    async def send(self, recipient: str, code: str, purpose: Purpose) -> None:
        masked = masked_email(recipient) if "@" in recipient else masked_phone(recipient)
        # Flushed: somebody is waiting for it, and standard output may be a file.
        print(f"{purpose.value.replace('_', ' ')} of {masked} code: {code}", file=self._stream, flush=True)

    async def close(self) -> None:
        """Nothing was opened."""
