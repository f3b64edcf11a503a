"""A process that opens pictures: `python -m hodhod.media.worker MEMORY SECONDS`, spoken to through its pipes.

    request     use:1 size:4 data
    answer      0:1 flaw:1, or count:1 and for each size  letter:1 width:2 height:2 size:4 data

It ends with its input, so it never outlives the server. What comes back from it is read as hostile, as nobody knows
what a picture did to it: hence bytes of a fixed form, and no pickles.
"""

from __future__ import annotations

import resource
import signal
import struct
import sys
from typing import BinaryIO

from hodhod.media.pictures import Flaw, Size, Use, sizes_of

REQUEST = struct.Struct("<BI")
SIZE = struct.Struct("<cHHI")
USES, FLAWS = tuple(Use), tuple(Flaw)


def main() -> None:
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while work(sys.stdin.buffer, sys.stdout.buffer, seconds):
        pass


def work(source: BinaryIO, target: BinaryIO, seconds: float) -> bool:
    """One request. False at the end of the input. A picture that takes too long ends the process."""
    head = source.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return False
    use, size = REQUEST.unpack(head)
    data = source.read(size)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    made = sizes_of(data, USES[use])
    signal.setitimer(signal.ITIMER_REAL, 0)
    target.write(packed(made))
    target.flush()
    return True


def packed(made: list[Size] | Flaw) -> bytes:
    if isinstance(made, Flaw):
        return bytes((0, FLAWS.index(made)))
    parts = [bytes((len(made),))]
    for one in made:
        parts += [SIZE.pack(one.type.encode(), one.width, one.height, len(one.data)), one.data]
    return b"".join(parts)


if __name__ == "__main__":
    main()
