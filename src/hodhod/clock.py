"""Where time and randomness come from. Both are passed as values, so that a test can hold them still."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

# Unix seconds.
Clock = Callable[[], float]
# That many random bytes, fit for keys.
Randomness = Callable[[int], bytes]

system_clock: Clock = time.time
system_randomness: Randomness = os.urandom
