"""The schema table proves itself: ids are sums of their lines, and each layer is a whole schema."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tools.schema.make_table import FIRST_LAYER, LAST_LAYER
from tools.schema.parser import Combinator, Kind, Layers, Param, SchemaError, load, parse_line

SCHEMA = Path(__file__).parents[2] / "schema"

# One bit, two names: Telegram renamed the flag and, as `true` flags are no part of the sum, kept the id.
RENAMED_FLAGS = {
    ("channelParticipantSelf", "flags", 0): {"via_invite", "via_request"},
    ("stickerSet", "flags", 6): {"gifs", "videos"},
}
# Written in the documentation's notation for bare types; the sum was taken over `vector<message>`.
NOT_BY_SUM = {"msg_container"}
# Names that went away for some layers and came back: the theme of a chat was another thing in layer 133.
RETURNED = {"account.chatThemes", "account.chatThemesNotModified", "chatTheme"}


@pytest.fixture(scope="module")
def table() -> list[Combinator]:
    return load(SCHEMA / "api.tl")


def in_force(table: list[Combinator], layer: int) -> list[Combinator]:
    return [line for line in table if layer in line.layers]


def read_rows(name: str) -> list[list[str]]:
    lines = (SCHEMA / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert all(len(row) == len(rows[0]) for row in rows)
    return rows[1:]


def test_ids_are_the_sums_of_their_lines(table: list[Combinator]) -> None:
    assert [line.text() for line in table if line.id != line.checksum()] == []


def test_service_ids_are_the_sums_of_their_lines() -> None:
    service = load(SCHEMA / "mtproto.tl")
    assert {line.name for line in service if line.id != line.checksum()} == NOT_BY_SUM


def test_a_changed_line_has_another_sum() -> None:
    line = parse_line("peerUser#59511722 user_id:long = Peer; // 133-229")
    assert line.checksum() == 0x59511722
    assert parse_line("peerUser#59511722 user_id:int = Peer;").checksum() != 0x59511722


def test_ids_are_unique_with_the_service_schema(table: list[Combinator]) -> None:
    counted = Counter(line.id for line in [*table, *load(SCHEMA / "mtproto.tl")])
    assert [hex(key) for key, count in counted.items() if count > 1] == []


def test_text_is_written_as_it_is_read(table: list[Combinator]) -> None:
    written = [line for line in (SCHEMA / "api.tl").read_text(encoding="utf-8").splitlines() if "#" in line]
    assert [line.line() for line in table] == [line for line in written if not line.startswith("//")]


def test_lines_are_sorted_by_section_name_and_first_layer(table: list[Combinator]) -> None:
    order = [(line.kind == Kind.FUNCTION, line.name, line.layers.first) for line in table]
    assert order == sorted(order)


@pytest.mark.parametrize("layer", range(FIRST_LAYER, LAST_LAYER + 1))
def test_each_layer_has_one_line_per_name(table: list[Combinator], layer: int) -> None:
    counted = Counter(line.name for line in in_force(table, layer))
    assert [name for name, count in counted.items() if count > 1] == []
    assert {"boolFalse", "boolTrue", "true", "error", "null", "message", "user", "invokeWithLayer"} <= counted.keys()


@pytest.mark.parametrize("layer", range(FIRST_LAYER, LAST_LAYER + 1))
def test_each_layer_defines_the_types_that_it_uses(table: list[Combinator], layer: int) -> None:
    lines = in_force(table, layer)
    wire = {"#", "int", "long", "double", "string", "bytes", "int128", "int256", "true", "!X"}
    defined = wire | {line.result for line in lines if line.kind == Kind.TYPE}
    used = {param.type.removeprefix("Vector<").rstrip(">") for line in lines for param in line.params}
    assert used - defined == set()


def test_layers_are_within_bounds_and_names_have_no_unexplained_gap(table: list[Combinator]) -> None:
    layers: dict[str, set[int]] = defaultdict(set)
    for line in table:
        assert FIRST_LAYER <= line.layers.first <= line.layers.last <= LAST_LAYER
        layers[line.name].update(line.layers)
    assert {name for name, found in layers.items() if len(Layers.of(found).ranges) > 1} == RETURNED


def test_bits_with_two_names_are_the_known_ones(table: list[Combinator]) -> None:
    names: dict[tuple[str, int, str | None, int | None], set[str]] = defaultdict(set)
    for line in table:
        for param in line.params:
            if param.is_true_flag:
                names[line.name, line.id, param.flag_field, param.flag_bit].add(param.name)
    doubled = {(name, field, bit): found for (name, _, field, bit), found in names.items() if len(found) > 1}
    assert doubled == RENAMED_FLAGS


def test_conditions_name_a_field_of_flags_that_stands_before_them(table: list[Combinator]) -> None:
    for line in table:
        seen: set[str] = set()
        for param in line.params:
            assert param.flag_field is None or param.flag_field in seen, line.name
            assert param.flag_bit is None or 0 <= param.flag_bit < 32, line.name
            assert param.name not in seen, line.name
            seen.add(param.name)


def test_size_of_the_newest_layer(table: list[Combinator]) -> None:
    counted = Counter(line.kind for line in in_force(table, LAST_LAYER))
    assert counted == {Kind.TYPE: 1657, Kind.FUNCTION: 813}


def test_a_moved_flag_has_its_newest_bit(table: list[Combinator]) -> None:
    line = next(line for line in table if line.id == 0x56D03994)
    # Up to layer 198 it was bit 2, which also announces two other fields.
    assert Param("unclaimed", "true", "flags", 5) in line.params


def test_known_lines_of_known_layers(table: list[Combinator]) -> None:
    ids = {(line.name, layer): line.id for line in table for layer in line.layers}
    assert ids["message", 133] == 0x85D6CBE2
    assert ids["message", 158] == 0x38116EE0
    assert ids["messages.sendMessage", 133] == 0x520C3870
    assert ids["messages.sendMessage", 158] == 0x1CC20387
    assert ids["user", 200] == 0x020B1422


def test_methods_are_the_functions_of_the_table(table: list[Combinator]) -> None:
    rows = read_rows("methods.tsv")
    functions = {line.name: line for line in table if line.kind == Kind.FUNCTION}
    assert [row[0] for row in rows] == sorted(functions)
    assert {row[1] for row in rows} == {"user", "bot", "bot?", "both", "unknown"}
    assert {row[2] for row in rows} == {"P0", "P1", "P1/old-layer", "P2", "P3"}
    newest = [row for row in rows if LAST_LAYER in functions[row[0]].layers]
    assert sum(row[2] == "P0" for row in newest) == 181


def test_errors_are_named_once_and_have_codes() -> None:
    rows = read_rows("errors.tsv")
    assert len({row[0] for row in rows}) == len(rows) == 788
    assert all(int(code) for row in rows for code in row[1].split(","))
    codes = {row[0]: row[1] for row in rows}
    assert codes["FLOOD_WAIT_%d"] == "420"
    assert codes["AUTH_KEY_UNREGISTERED"] == "401"


def test_parse_line_reads_every_form() -> None:
    line = parse_line("a.b#1f {X:Type} flags:# c:flags.3?Vector<long> q:!X = X; // 133-140, 150", Kind.FUNCTION)
    assert line.id == 0x1F
    assert line.generics == ("X:Type",)
    assert line.params == (Param("flags", "#"), Param("c", "Vector<long>", "flags", 3), Param("q", "!X"))
    assert line.result == "X"
    assert line.namespace == "a"
    assert (140 in line.layers, 141 in line.layers, 150 in line.layers) == (True, False, True)
    assert line.line() == "a.b#0000001f {X:Type} flags:# c:flags.3?Vector<long> q:!X = X; // 133-140, 150"


@pytest.mark.parametrize(
    "text", ["", "peerUser", "peerUser user_id = Peer;", "peerUser#59511722 = Peer", "a = B; // x"]
)
def test_parse_line_refuses_what_is_no_line(text: str) -> None:
    with pytest.raises(SchemaError):
        parse_line(text)
