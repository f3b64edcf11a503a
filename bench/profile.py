"""make profile: where the server's time goes while a group of rows runs, seen by py-spy.

    python -m bench.profile [GROUP] [--top 30] [--raw FILE]

Shares are of the samples that were taken at work, in all threads. "self" is time in the function and in what it calls
outside the project (C code, SQLite, the standard library); "total" adds what it calls inside. Samples in the event loop
itself are counted apart: they hold its own work and the waiting for sockets, and py-spy cannot tell these from each
other (it takes an idle server for busy in a tenth of its samples). Figures of the rows are not shown: py-spy
inflates them. It needs the right to trace processes (root, or kernel.yama.ptrace_scope=0).
"""

from __future__ import annotations

import argparse
import asyncio
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from bench.rows import GROUPS, Bench, populate
from bench.seed import Seed
from tests.interop.server import Server

PY_SPY = Path(sys.executable).with_name("py-spy")
RATE = 250
ATTACHING = 1.0
# py-spy writes "name (path.py:line)"; the path begins at the package
FRAME = re.compile(r"^(?P<name>.+) \((?P<path>[^():]+)(:\d+)?\)$")
THREAD_START = "Thread._bootstrap ("
# a thread whose innermost frame is one of these waits for work
WAITING = ("_worker (concurrent/", "Worker._work (hodhod/store/worker.py")
ELSEWHERE = "threads of libraries"


@dataclass(slots=True)
class Profile:
    """Samples by function and by package; `loop` counts those in the event loop and its waiting."""

    samples: int = 0
    loop: int = 0
    own: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    packages: Counter[str] = field(default_factory=Counter)

    def add(self, stack: list[str], count: int) -> None:
        frames = [frame for text in stack if (frame := _ours(text))]
        if stack[-1].startswith(WAITING):
            return
        if not frames and not stack[0].startswith(THREAD_START):
            self.loop += count
            return
        innermost = frames[-1] if frames else ELSEWHERE
        self.samples += count
        self.own[innermost] += count
        self.packages[innermost.split("/")[0].split(".py")[0]] += count
        for frame in set(frames):
            self.total[frame] += count

    def show(self, top: int) -> None:
        print(f"{self.samples} samples at work; {self.loop} in the event loop, its waiting included")
        print(f"\n{'package':72}{'self %':>8}")
        for package, count in self.packages.most_common():
            print(f"{package:72}{self._share(count):8.1f}")
        for order, names in (("self", self.own), ("total", self.total)):
            print(f"\n{f'function, by {order}':72}{'self %':>8}{'total %':>8}")
            for name, _ in names.most_common(top):
                print(f"{name:72}{self._share(self.own[name]):8.1f}{self._share(self.total[name]):8.1f}")

    def _share(self, count: int) -> float:
        return count / self.samples * 100


def _ours(text: str) -> str | None:
    """`package/file.py function` of a frame of the project, None for any other."""
    found = FRAME.match(text)
    path = found["path"].rpartition("hodhod/") if found else ("", "", "")
    if found is None or not path[1] or path[2].startswith("cli/"):  # the command line is below everything
        return None
    return f"{path[2]} {found['name']}"


def read(raw: Path) -> Profile:
    """The profile in py-spy's raw form: a line a stack, its frames divided by semicolons, then a count."""
    profile = Profile()
    for line in raw.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        profile.add(stack.split(";"), int(count))
    return profile


async def record(group: str, folder: Path, raw: Path) -> None:
    seed = await Seed.open(folder / "data")
    people = await populate(seed)
    await seed.close()
    server = Server(folder / "data")
    server.start()
    command = [str(PY_SPY), "record", "--pid", str(server.pid), "--rate", str(RATE)]
    command += ["--format", "raw", "--output", str(raw)]
    spy = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: ASYNC220
    try:
        await asyncio.sleep(ATTACHING)
        await GROUPS[group](Bench(server, seed, people))
    finally:
        spy.send_signal(signal.SIGINT)
        _, said = spy.communicate(timeout=60)
        server.stop()
    if spy.returncode:
        raise SystemExit(f"py-spy recorded nothing:\n{said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("group", nargs="?", default="message", choices=list(GROUPS))
    parser.add_argument("--top", type=int, default=30)
    parser.add_argument("--raw", type=Path, help="keep the samples here, for a flame graph")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hodhod-bench-") as scratch:
        raw = options.raw or Path(scratch) / "profile.txt"
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(record(options.group, Path(scratch), raw))
        print(f"{options.group}: ", end="")
        read(raw).show(options.top)


if __name__ == "__main__":
    main()
