"""make bench: every row of what work costs. Options: --only server|tl|mtproto, --json FILE."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import platform
import time
from pathlib import Path

from bench import mtproto, server, tl


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["server", "tl", "mtproto"])
    parser.add_argument("--json", type=Path, help="write the rows of the server here")
    options = parser.parse_args()
    if options.only in (None, "server"):
        rows = asyncio.run(server.run())
        if options.json:
            report = {"date": time.strftime("%F"), "machine": platform.platform()}
            options.json.write_text(json.dumps(report | {"rows": [dataclasses.asdict(row) for row in rows]}, indent=1))
    for part in (tl, mtproto):
        if options.only in (None, part.__name__.removeprefix("bench.")):
            print(f"\n{part.__name__}")
            part.main()


if __name__ == "__main__":
    main()
