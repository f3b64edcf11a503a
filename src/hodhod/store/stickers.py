"""Sticker sets, the stickers in them, and the words that find both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from hodhod.store.db import Tx
from hodhod.store.query import Query, any_of, insert
from hodhod.store.records import Sticker, StickerSet
from hodhod.store.tables import sticker_set_words, sticker_sets, sticker_words, stickers

LAST = "\U0010ffff"
_s, _t, _w, _v = sticker_sets.c, stickers.c, sticker_words.c, sticker_set_words.c

ADD_SET = Query(insert(sticker_sets).on_conflict_do_nothing(index_elements=["name"]))
SETS = Query(select(*_s).where(any_of(_s.id, "ids")))
BY_NAME = Query(select(*_s).where(_s.name == bindparam("by_name")))
LOCK = Query(select(*_s).where(_s.id == bindparam("by_id")).with_for_update())
FIND = Query(select(*_s).where(_s.id == bindparam("by_id")))
REMOVE_SET = Query(delete(sticker_sets).where(_s.id == bindparam("by_id")))
OWNED = Query(
    select(*_s)
    .where((_s.owner == bindparam("by_owner")) & (_s.id < bindparam("below")))
    .order_by(_s.id.desc())
    .limit(bindparam("count"))
)
COUNT_OWNED = Query(select(func.count()).where(_s.owner == bindparam("by_owner")))
_CHANGED = ("title", "flags", "size", "version", "thumb", "thumb_version")
PUT_SET = Query(
    update(sticker_sets)
    .where(_s.id == bindparam("by_id"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)

ADD = Query(insert(stickers))
OF_SET = Query(select(*_t).where(_t.set_id == bindparam("by_set")).order_by(_t.place))
OF_SETS = Query(select(*_t).where(any_of(_t.set_id, "ids")).order_by(_t.set_id, _t.place))
BY_IDS = Query(select(*_t).where(any_of(_t.document_id, "ids")))
PUT = Query(
    update(stickers)
    .where(_t.document_id == bindparam("by_id"))
    .values(place=bindparam("new_place"), emojis=bindparam("new_emojis"), keywords=bindparam("new_keywords"))
)
REMOVE = Query(delete(stickers).where(any_of(_t.document_id, "ids")))

ADD_WORD = Query(insert(sticker_words))
FORGET_WORDS = Query(delete(sticker_words).where(any_of(_w.document_id, "ids")))
WITH_WORD = Query(
    select(_w.document_id)
    .where((_w.kind == bindparam("by_kind")) & (_w.word == bindparam("by_word")))
    .order_by(_w.document_id.desc())
    .limit(bindparam("count"))
)
WITH_PREFIX = Query(
    select(_w.document_id)
    .where((_w.kind == bindparam("by_kind")) & (_w.word >= bindparam("first")) & (_w.word < bindparam("last")))
    .order_by(_w.word, _w.document_id)
    .limit(bindparam("count"))
)
ADD_SET_WORD = Query(insert(sticker_set_words))
FORGET_SET_WORDS = Query(delete(sticker_set_words).where(_v.set_id == bindparam("by_set")))
SETS_WITH_PREFIX = Query(
    select(_v.set_id)
    .where((_v.kind == bindparam("by_kind")) & (_v.word >= bindparam("first")) & (_v.word < bindparam("last")))
    .order_by(_v.word, _v.set_id)
    .limit(bindparam("count"))
)


# --- sets


async def add_set(tx: Tx, row: StickerSet) -> bool:
    """False: the name is taken."""
    return bool(await tx.run(ADD_SET, **row._asdict()))


async def sets(tx: Tx, ids: Sequence[int]) -> dict[int, StickerSet]:
    return {row[0]: StickerSet(*row) for row in await tx.all(SETS, ids=list(ids))} if ids else {}


async def by_name(tx: Tx, name: str) -> StickerSet | None:
    """name: folded."""
    row = await tx.one(BY_NAME, by_name=name)
    return StickerSet(*row) if row else None


async def find_set(tx: Tx, set_id: int) -> StickerSet | None:
    row = await tx.one(FIND, by_id=set_id)
    return StickerSet(*row) if row else None


async def lock(tx: Tx, set_id: int) -> StickerSet | None:
    """The same, held alone until the transaction ends."""
    row = await tx.one(LOCK if tx.dialect == "postgresql" else FIND, by_id=set_id)
    return StickerSet(*row) if row else None


async def put_set(tx: Tx, row: StickerSet) -> None:
    """Write what may change of a set."""
    await tx.run(PUT_SET, by_id=row.id, **{f"new_{name}": getattr(row, name) for name in _CHANGED})


async def remove_set(tx: Tx, set_id: int) -> None:
    await tx.run(REMOVE_SET, by_id=set_id)
    await tx.run(FORGET_SET_WORDS, by_set=set_id)


async def owned(tx: Tx, owner: int, below: int, count: int) -> list[StickerSet]:
    """Sets that somebody made, newest first."""
    return [StickerSet(*row) for row in await tx.all(OWNED, by_owner=owner, below=below, count=count)]


async def count_owned(tx: Tx, owner: int) -> int:
    row = await tx.one(COUNT_OWNED, by_owner=owner)
    return int(row[0]) if row else 0


# --- stickers


async def add(tx: Tx, rows: Sequence[Sticker]) -> None:
    if rows:
        await tx.many(ADD, [row._asdict() for row in rows])


async def of_set(tx: Tx, set_id: int) -> list[Sticker]:
    """In their order."""
    return [Sticker(*row) for row in await tx.all(OF_SET, by_set=set_id)]


async def of_sets(tx: Tx, ids: Sequence[int]) -> dict[int, list[Sticker]]:
    found: dict[int, list[Sticker]] = {}
    for row in await tx.all(OF_SETS, ids=list(ids)) if ids else []:
        found.setdefault(row[1], []).append(Sticker(*row))
    return found


async def by_ids(tx: Tx, ids: Collection[int]) -> dict[int, Sticker]:
    """Those of these documents that stand in a set."""
    return {row[0]: Sticker(*row) for row in await tx.all(BY_IDS, ids=list(ids))} if ids else {}


async def put(tx: Tx, rows: Sequence[Sticker]) -> None:
    """Write place, emojis and keywords."""
    values = [
        {"by_id": row.document_id, "new_place": row.place, "new_emojis": row.emojis, "new_keywords": row.keywords}
        for row in rows
    ]
    if values:
        await tx.many(PUT, values)


async def remove(tx: Tx, ids: Sequence[int]) -> None:
    """Out of their sets; the documents stay."""
    if ids:
        await tx.run(REMOVE, ids=list(ids))
        await forget_words(tx, ids)


# --- words


async def add_words(tx: Tx, kind: int, words: Mapping[int, Collection[str]]) -> None:
    """words: what finds each of these stickers."""
    rows: list[dict[str, Any]] = [
        {"kind": kind, "word": word, "document_id": one} for one, found in words.items() for word in sorted(set(found))
    ]
    if rows:
        await tx.many(ADD_WORD, rows)


async def forget_words(tx: Tx, ids: Sequence[int]) -> None:
    await tx.run(FORGET_WORDS, ids=list(ids))


async def with_word(tx: Tx, kind: int, word: str, count: int) -> list[int]:
    """Stickers that this word or emoji finds, newest first."""
    return [row[0] for row in await tx.all(WITH_WORD, by_kind=kind, by_word=word, count=count)]


async def with_prefix(tx: Tx, kind: int, prefix: str, count: int) -> list[int]:
    rows = await tx.all(WITH_PREFIX, by_kind=kind, first=prefix, last=prefix + LAST, count=count)
    return list(dict.fromkeys(row[0] for row in rows))


async def put_set_words(tx: Tx, kind: int, set_id: int, words: Collection[str]) -> None:
    await tx.run(FORGET_SET_WORDS, by_set=set_id)
    rows: list[dict[str, Any]] = [{"kind": kind, "word": word, "set_id": set_id} for word in sorted(set(words))]
    if rows:
        await tx.many(ADD_SET_WORD, rows)


async def sets_with_prefix(tx: Tx, kind: int, prefix: str, count: int) -> list[int]:
    rows = await tx.all(SETS_WITH_PREFIX, by_kind=kind, first=prefix, last=prefix + LAST, count=count)
    return list(dict.fromkeys(row[0] for row in rows))
