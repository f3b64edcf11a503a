"""A deleted account leaves nothing of its own, and takes nothing from others."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hodhod.domain import erasing
from hodhod.jobs import accounts as job
from hodhod.store import erasure, jobs
from hodhod.store.query import Query
from hodhod.store.tables import contents, copies, mailboxes, metadata
from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.people.friends import RANDOM, Friends, imported, number

# these belong to channels, whatever becomes of their authors and readers
OF_CHANNELS = {"admin_log", "channel_hours", "deeds", "forwards", "readers", "posts", "slowed", "topics", "viewed"}
OWNED = {
    name: table
    for name, table in metadata.tables.items()
    if table.info.get("partition") == "owner" and name not in OF_CHANNELS
}
ME = types.InputPeerSelf()


def test_every_table_of_an_owner_is_erased() -> None:
    assert {table.name for table in erasure.OWN} == OWNED.keys() - {copies.name, mailboxes.name}


async def owned(device: Device) -> dict[str, int]:
    """How many rows of each table belong to the user."""
    counts = {}
    for name, table in OWNED.items():
        query = Query(select(func.count()).where(table.c.owner == device.user_id))
        ((counts[name],),) = await device.place.app.db.read(lambda tx, query=query: tx.all(query))  # type: ignore[misc]
    return counts


async def texts(device: Device) -> set[str]:
    """What the user has said, as far as anybody keeps it."""
    query = Query(select(contents.c.text).where(contents.c.sender == device.user_id))
    return {row[0] for row in await device.place.app.db.read(lambda tx: tx.all(query))}


async def live(friends: Friends) -> None:
    """Sara leaves something in every table that a user of today can reach."""
    sara, reza = friends.sara, friends.reza
    with_reza = friends.peer(sara, reza)
    for text in ("one", "two", "three"):
        await friends.write(sara, reza, text)
        await friends.write(reza, sara, f"re: {text}")
    await sara.ask(functions.messages.SendMessage(peer=ME, message="a note", random_id=next(RANDOM)))
    await sara.ask(functions.messages.ReadHistory(peer=with_reza, max_id=0))
    await sara.ask(functions.messages.SaveDraft(peer=with_reza, message="unsent"))
    await imported(sara, number(1, f"+{reza.phone}"), number(2, "+989127654321"))
    await sara.ask(functions.contacts.GetContacts(hash=0))
    stranger = await friends.place.newcomer("Stranger")
    await sara.ask(functions.contacts.Block(id=friends.peer(sara, stranger)))
    await sara.ask(functions.account.UpdateUsername(username="sara_of_old"))


@pytest.mark.parametrize("slices", [(erasing.ROWS, erasing.COPIES, job.SLICES), (2, 1, 3)])
async def test_nothing_is_left_but_what_others_have(
    friends: Friends, monkeypatch: pytest.MonkeyPatch, slices: tuple[int, int, int]
) -> None:
    """In one job and in many."""
    rows, copies_at_once, at_once = slices
    monkeypatch.setattr(erasing, "ROWS", rows)
    monkeypatch.setattr(erasing, "COPIES", copies_at_once)
    monkeypatch.setattr(job, "SLICES", at_once)
    sara, reza, place = friends.sara, friends.reza, friends.place
    await live(friends)
    await imported(reza, number(1, f"+{sara.phone}", "My Sara"))
    before = await reza.history(friends.peer(reza, sara))
    had = await owned(sara)
    assert all(had[name] for name in ("copies", "dialogs", "state", "contacts", "blocks", "sent", "saved_messages"))
    await sara.ask(functions.account.DeleteAccount(reason=""))
    for _ in range(40):
        await place.work()
    assert {name for name, count in (await owned(sara)).items() if count} == {"mailboxes"}
    assert await texts(sara) == {"one", "two", "three"}
    await others_see_a_deleted_account(friends)
    assert await reza.history(friends.peer(reza, sara)) == before
    # with the other side's copies the words go
    await reza.ask(functions.messages.DeleteHistory(peer=friends.peer(reza, sara), max_id=0, revoke=True))
    assert await texts(sara) == set()


async def others_see_a_deleted_account(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    gone = await friends.seen(reza, sara)
    assert (gone.deleted, gone.first_name, gone.last_name, gone.phone, gone.username) == (True, None, None, None, None)
    asked = functions.messages.GetPeerDialogs(peers=[types.InputDialogPeer(peer=friends.peer(reza, sara))])
    (dialog,) = (await reza.ask(asked)).dialogs
    assert dialog.top_message
    write = functions.messages.SendMessage(peer=friends.peer(reza, sara), message="?", random_id=next(RANDOM))
    assert await reza.refusal(write) == "INPUT_USER_DEACTIVATED"
    assert await reza.ask(functions.messages.ReadHistory(peer=friends.peer(reza, sara), max_id=0))
    # the number waits again for whoever registers it
    back = await friends.place.newcomer("Back", sara.phone)
    contacts = await reza.ask(functions.contacts.GetContacts(hash=0))
    assert [one.user_id for one in contacts.contacts] == [back.user_id]
    name = functions.contacts.ResolveUsername(username="sara_of_old")
    assert await reza.refusal(name) == "USERNAME_NOT_OCCUPIED"


async def test_only_a_deleted_account_is_erased(friends: Friends) -> None:
    sara, place = friends.sara, friends.place
    before = await owned(sara)
    for user_id in (sara.user_id, 999_999):
        payload = str(user_id).encode()
        await place.app.db.write(lambda tx, payload=payload: jobs.enqueue(tx, erasing.JOB, payload, 0))  # type: ignore[misc]
    await place.work()
    assert await owned(sara) == before
