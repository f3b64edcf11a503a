"""Queries say the same on both dialects."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import bindparam, delete, select, update

from hodhod.store.db import Database, Row, Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.tables import counters, jobs
from tests.databases import Databases

_c = counters.c
ADD = Query(insert(counters))
ADD_MAYBE = Query(insert(counters).on_conflict_do_nothing(index_elements=["name"]))
_put = insert(counters)
COUNT_UP = Query(
    _put.on_conflict_do_update(
        index_elements=["name"],
        set_={"value": _c.value + _put.excluded.value},
        where=_c.value < bindparam("below"),
    ).returning(_c.value)
)
ALL = Query(select(_c.name, _c.value).order_by(_c.name))
SOME = Query(select(_c.name).where(any_of(_c.name, "names")).order_by(_c.name))
VALUES = Query(select(_c.name).where(any_of(_c.value, "these"), any_of(_c.name, "names")).order_by(_c.name))
OTHERS = Query(select(_c.name).where(~any_of(_c.value, "these")).order_by(_c.name))
RAISE = Query(update(_c.name.table).where(_c.value >= bindparam("least")).values(value=_c.value + 1))
DROP = Query(delete(counters).where(_c.name == bindparam("by_name")).returning(_c.value))


async def names(tx: Tx, query: Query, **params: object) -> list[str]:
    return [row[0] for row in await tx.all(query, **params)]


async def fill(tx: Tx) -> None:
    await tx.many(ADD, [{"name": name, "value": value} for value, name in enumerate("abcdefg")])


async def test_rows_are_plain_tuples_in_select_order(database: Database) -> None:
    await database.write(fill)
    rows: list[Row] = await database.read(lambda tx: tx.all(ALL))
    assert rows[:2] == [("a", 0), ("b", 1)]
    assert {type(row) for row in rows} == {tuple}
    one = await database.read(lambda tx: tx.one(ALL))
    assert one == ("a", 0)
    assert type(one) is tuple
    assert await database.read(lambda tx: tx.one(SOME, names=["nobody"])) is None


async def test_conflict_does_nothing_or_updates_and_returns(database: Database) -> None:
    async def fn(tx: Tx) -> list[object]:
        return [
            await tx.run(ADD_MAYBE, name="n", value=1),
            await tx.run(ADD_MAYBE, name="n", value=5),
            await tx.one(COUNT_UP, name="n", value=10, below=100),
            await tx.one(COUNT_UP, name="n", value=10, below=5),
            await tx.run(COUNT_UP, name="new", value=7, below=0),
        ]

    assert await database.write(fn) == [1, 0, (11,), None, 1]
    assert await database.read(lambda tx: tx.all(ALL)) == [("n", 11), ("new", 7)]


async def test_run_counts_rows(database: Database) -> None:
    await database.write(fill)
    assert await database.write(lambda tx: tx.run(RAISE, least=3)) == 4
    assert await database.write(lambda tx: tx.run(RAISE, least=99)) == 0
    assert await database.write(lambda tx: tx.run(DROP, by_name="a")) == 1
    assert await database.write(lambda tx: tx.run(DROP, by_name="a")) == 0


@pytest.mark.parametrize("wanted", ["", "a", "ab", "abc", "abcdefg", "bx", "xyzuvw"])
async def test_any_of_takes_lists_of_any_length(database: Database, wanted: str) -> None:
    await database.write(fill)
    expected = sorted(set(wanted) & set("abcdefg"))
    assert await database.read(lambda tx: names(tx, SOME, names=list(wanted))) == expected
    assert await database.read(lambda tx: names(tx, VALUES, names=list(wanted), these=list(range(7)))) == expected


async def test_any_of_takes_a_thousand_values_and_can_be_negated(database: Database) -> None:
    await database.write(fill)
    many = list(range(2, 1002))
    assert await database.read(lambda tx: names(tx, VALUES, names=list("abcd"), these=many)) == ["c", "d"]
    assert await database.read(lambda tx: names(tx, OTHERS, these=many)) == ["a", "b"]


def test_any_of_uses_the_index(databases: Databases) -> None:
    assert "= ANY ($1::TEXT[])" in SOME.sql("postgresql")
    connection = sqlite3.connect(databases.sqlite_template)
    try:
        sql, args = SOME.for_sqlite({"names": ["a", "b", "c"]})
        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", args).fetchall()
    finally:
        connection.close()
    assert [row[-1] for row in plan] == ["SEARCH counters USING PRIMARY KEY (name=?)"]


CONSTANTS = Query(
    select(_c.name)
    .where(_c.value.in_([1, 2, 3]), _c.value > 1, _c.name != "it's", _c.name != "c")
    .order_by(_c.name)
    .limit(5)
)


async def test_constants_need_no_parameter(database: Database) -> None:
    await database.write(fill)
    assert await database.read(lambda tx: names(tx, CONSTANTS)) == ["d"]
    for dialect in ("sqlite", "postgresql"):
        text = CONSTANTS.sql(dialect)
        assert "IN (1, 2, 3)" in text
        assert "!= 'c'" in text
        assert "it" not in text


ENQUEUE = Query(insert(jobs).values(kind="k", payload=bindparam("payload"), due=5, state=1))


async def test_a_plain_insert_returns_nothing_and_values_keep_their_types(database: Database) -> None:
    assert "RETURNING" not in ENQUEUE.sql("postgresql")
    payload = bytes(range(256))

    async def fn(tx: Tx) -> Row | None:
        await tx.run(ENQUEUE, payload=payload)
        return await tx.one(Query(select(jobs.c.payload, jobs.c.kind, jobs.c.due, jobs.c.state, jobs.c.error)))

    assert await database.write(fn) == (payload, "k", 5, 1, "")


async def test_integers_of_64_bits_and_texts_of_any_script(database: Database) -> None:
    rows = [{"name": "سلام\u200c\U0001f44b", "value": -(2**63)}, {"name": "z\\'\"%s", "value": 2**63 - 1}]
    await database.write(lambda tx: tx.many(ADD, rows))
    got = await database.read(lambda tx: tx.all(ALL))
    assert sorted(got) == sorted((row["name"], row["value"]) for row in rows)


@pytest.mark.parametrize("params", [{}, {"names": ["a"], "more": 1}, {"name": "a"}])
async def test_missing_and_unknown_parameters_are_refused(database: Database, params: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="parameters missing"):
        await database.read(lambda tx: tx.all(SOME, **params))


def test_expanding_lists_are_refused() -> None:
    query = Query(select(_c.name).where(_c.name.in_(bindparam("names", expanding=True))))
    with pytest.raises(TypeError, match="any_of"):
        query.sql("sqlite")


async def test_a_query_may_differ_by_dialect(database: Database) -> None:
    query = Query(lambda dialect: select(_c.name).where(_c.value == (1 if dialect == "sqlite" else 2)))
    await database.write(fill)
    assert await database.read(lambda tx: names(tx, query)) == ["b" if database.dialect == "sqlite" else "c"]
