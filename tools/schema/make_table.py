"""Makes `schema/api.tl` and the table of `docs/layers.md` from client library packages.

    python -m tools.schema.make_table FOLDER...

Each folder holds unpacked packages: source archives of pyrogram, pyrofork, pyroblack, telectron, hydrogram and
kurigram, the npm packages telegram, teleproto and @mtcute/tl, and wheels of Telethon and tdjson (x86-64), in as many
versions as there are. Run it from the root of the repository.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.schema.merge import LayerOrigin, Table, merge
from tools.schema.parser import Combinator, Kind, load
from tools.schema.sources import Source, find_sources, find_telethon
from tools.schema.tdlib import find_libraries

FIRST_LAYER = 133
LAST_LAYER = 229

# These announce a layer that they do not hold.
_MISLABELLED = {"telegram 2.23.2": "announces 181 and holds the lines of 184"}

_HEADER = """\
// The TL schema of Telegram's API, layers {first} to {last}, merged. Made by tools/schema/make_table.py; do not edit.
// The lines were read from client library packages; docs/layers.md names the package and version of each layer.
// The comment after a line names the layers in which it is in force. An id is the CRC32 of its line, `true` flags left
// out; those flags are the union over all layers. Not listed: vector#1cb5c415 {{t:Type}} # [ t ] = Vector t;
"""
_MARK = "<!-- made by tools/schema/make_table.py from here on -->\n"


def render(header: str, lines: Iterable[Combinator]) -> str:
    all_lines = list(lines)
    parts = [header]
    for kind in Kind:
        parts.append(f"\n---{kind}---\n\n")
        parts += [f"{line.line()}\n" for line in all_lines if line.kind == kind]
    return "".join(parts)


def render_origins(origins: Iterable[LayerOrigin]) -> str:
    rows = ["\n| layer | schema | source | same ids in |\n|---|---|---|---|\n"]
    for origin in origins:
        known = "known" if origin.layer == origin.taken_from else f"taken from {origin.taken_from}"
        agreeing = ", ".join(origin.agreeing[:4]) if known == "known" else ""
        rows.append(f"| {origin.layer} | {known} | {origin.source} | {agreeing} |\n")
    return "".join(rows)


def collect(folders: Iterable[Path]) -> list[Source]:
    places = list(folders)
    found = [source for folder in places for source in find_sources(folder)]
    service = load(Path("schema/mtproto.tl"))
    found += [source for folder in places for source in find_telethon(folder, found, service)]
    return [source for source in found if source.origin not in _MISLABELLED]


def write(table: Table, root: Path) -> None:
    header = _HEADER.format(first=FIRST_LAYER, last=LAST_LAYER)
    (root / "schema" / "api.tl").write_text(render(header, table.lines), encoding="utf-8")
    page = root / "docs" / "layers.md"
    kept = page.read_text(encoding="utf-8").partition(_MARK)[0] if page.exists() else "# Layers\n\n"
    page.parent.mkdir(exist_ok=True)
    page.write_text(kept + _MARK + render_origins(table.origins), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Merge the TL schemas of unpacked packages into schema/api.tl.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    folders = parser.parse_args().folders
    sources = collect(folders)
    libraries = [library for folder in folders for library in find_libraries(folder)]
    between = load(Path(__file__).with_name("between.tl"))
    table = merge(sources, libraries, between, FIRST_LAYER, LAST_LAYER)
    write(table, Path.cwd())
    for line in sorted(set(table.refused)):
        print(f"refused, the sum is not the id: {line}", file=sys.stderr)
    known = len({origin.taken_from for origin in table.origins})
    print(f"{len(table.lines)} lines, {known} layers known, {len(sources)} schemas read")
    return 0


if __name__ == "__main__":
    sys.exit(main())
