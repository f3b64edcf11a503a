"""What the TL codec costs: building, writing and reading the objects of a private message.

    python -m bench.tl

Prints microseconds of processor time, the median of some rounds and the best one, and what the import takes.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from hodhod import tl
from hodhod.tl import functions, types

_ROUNDS = 9
_TIMES = 20_000

_IMPORT = "import time; start = time.process_time(); import hodhod.tl; print(time.process_time() - start)"


def measure(work: Callable[[], object]) -> tuple[float, float]:
    """The median and the best of some rounds, in microseconds."""
    results = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for _ in range(_TIMES):
            work()
        results.append((time.process_time() - start) / _TIMES * 1e6)
    return statistics.median(results), min(results)


def new_message() -> types.UpdateNewMessage:
    message = types.Message(
        id=5,
        from_id=types.PeerUser(user_id=78),
        peer_id=types.PeerUser(user_id=77),
        date=1_700_000_000,
        message="Hello سلام",
    )
    return types.UpdateNewMessage(message=message, pts=10, pts_count=1)


def user() -> types.User:
    return types.User(
        id=77,
        access_hash=1 << 60,
        first_name="Ali",
        username="ali",
        contact=True,
        status=types.UserStatusOnline(expires=1_700_000_000),
    )


def updates() -> types.Updates:
    return types.Updates(updates=[new_message()], users=[user(), user()], chats=[], date=1_700_000_000, seq=0)


def send_message() -> functions.messages.SendMessage:
    peer = types.InputPeerUser(user_id=77, access_hash=1 << 60)
    return functions.messages.SendMessage(peer=peer, message="Hello سلام", random_id=1 << 50)


def line(title: str, work: Callable[[], object]) -> None:
    median, best = measure(work)
    print(f"{title:<44}{median:8.2f}{best:8.2f}")


def rows(title: str, build: Callable[[], tl.TLObject]) -> None:
    value = build()
    data = tl.encode(value)
    line(f"{title}: build", build)
    for layer in (229, 214, 158):
        line(f"{title}: encode for layer {layer}", lambda layer=layer: tl.encode(value, layer))  # type: ignore[misc]
    line(f"{title}: decode", lambda: tl.decode(data))
    line(f"{title}: build and encode", lambda: tl.encode(build()))


def main() -> None:
    print(f"{'microseconds of processor time':<44}{'median':>8}{'best':>8}")
    rows("updateNewMessage (72 bytes)", new_message)
    rows("user", user)
    rows("updates with a message and two users", updates)
    rows("messages.sendMessage", send_message)
    taken = [float(subprocess.check_output([sys.executable, "-c", _IMPORT])) for _ in range(5)]
    print(f"{'import of hodhod.tl, milliseconds':<44}{statistics.median(taken) * 1000:8.0f}{min(taken) * 1000:8.0f}")


if __name__ == "__main__":
    main()
