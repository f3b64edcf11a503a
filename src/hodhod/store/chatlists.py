"""Links to folders, and folders that came by one."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, select

from hodhod.store.db import Tx
from hodhod.store.query import Query, insert
from hodhod.store.records import Chatlist, ChatlistInvite
from hodhod.store.tables import chatlist_invites, chatlists

_i, _c = chatlist_invites.c, chatlists.c
_OF_FOLDER = (_i.owner == bindparam("by_owner")) & (_i.folder == bindparam("by_folder"))
_THIS = (_c.owner == bindparam("by_owner")) & (_c.folder == bindparam("by_folder"))
_put_invite, _put = insert(chatlist_invites), insert(chatlists)
GET = Query(select(*_i).where(_i.slug == bindparam("by_slug")))
PUT_INVITE = Query(
    _put_invite.on_conflict_do_update(
        index_elements=["slug"], set_={name: _put_invite.excluded[name] for name in ("title", "peers")}
    )
)
REMOVE_INVITE = Query(delete(chatlist_invites).where(_i.slug == bindparam("by_slug")))
OF_FOLDER = Query(select(*_i).where(_OF_FOLDER).order_by(_i.date, _i.slug))
REMOVE_INVITES = Query(delete(chatlist_invites).where(_OF_FOLDER))
FOLLOWED = Query(select(*_c).where(_THIS))
FOLLOWED_BY = Query(select(*_c).where((_c.owner == bindparam("by_owner")) & (_c.slug == bindparam("by_slug"))))
COUNT = Query(select(func.count()).select_from(chatlists).where(_c.owner == bindparam("by_owner")))
PUT = Query(
    _put.on_conflict_do_update(
        index_elements=["owner", "folder"], set_={name: _put.excluded[name] for name in ("slug", "hidden")}
    )
)
REMOVE = Query(delete(chatlists).where(_THIS))


async def get(tx: Tx, slug: str) -> ChatlistInvite | None:
    row = await tx.one(GET, by_slug=slug)
    return ChatlistInvite(*row) if row else None


async def put_invite(tx: Tx, row: ChatlistInvite) -> None:
    await tx.run(PUT_INVITE, **row._asdict())


async def remove_invite(tx: Tx, slug: str) -> None:
    await tx.run(REMOVE_INVITE, by_slug=slug)


async def of_folder(tx: Tx, owner: int, folder: int) -> list[ChatlistInvite]:
    """The links to a folder, the oldest first."""
    return [ChatlistInvite(*row) for row in await tx.all(OF_FOLDER, by_owner=owner, by_folder=folder)]


async def followed(tx: Tx, owner: int, folder: int) -> Chatlist | None:
    """Where a folder came from; None: the owner made it."""
    row = await tx.one(FOLLOWED, by_owner=owner, by_folder=folder)
    return Chatlist(*row) if row else None


async def followed_by(tx: Tx, owner: int, slug: str) -> Chatlist | None:
    """The folder that came by this link."""
    row = await tx.one(FOLLOWED_BY, by_owner=owner, by_slug=slug)
    return Chatlist(*row) if row else None


async def count(tx: Tx, owner: int) -> int:
    """How many folders of theirs came by a link."""
    row = await tx.one(COUNT, by_owner=owner)
    return int(row[0]) if row else 0


async def put(tx: Tx, row: Chatlist) -> None:
    await tx.run(PUT, **row._asdict())


async def forget(tx: Tx, owner: int, folder: int) -> None:
    """The folder is gone: its links lead nowhere, and it follows none."""
    await tx.run(REMOVE_INVITES, by_owner=owner, by_folder=folder)
    await tx.run(REMOVE, by_owner=owner, by_folder=folder)
