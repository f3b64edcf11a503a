"""What is due is found by an index, however much there is that is not."""

from __future__ import annotations

import pytest

from hodhod.store import contents, mailboxes, scheduled
from hodhod.store.query import Query
from tests.databases import Databases
from tests.store.test_people_plans import plan


@pytest.mark.parametrize(
    ("query", "key"),
    [
        (contents.ENDED, "contents_by_end"),
        (contents.NEXT_END, "contents_by_end"),
        (scheduled.OF_CHAT, "owner=? AND peer=?"),
        (scheduled.IDS, "owner=? AND peer=?"),
        (scheduled.DUE, "owner=? AND peer=?"),
        (scheduled.TAKE, "owner=? AND peer=? AND id=?"),
        (scheduled.WAITED_FOR, "scheduled_until_online (peer=?)"),
        (scheduled.WAITING_FOR, "scheduled_until_online (peer=?)"),
        (mailboxes.DROP_STATES, "owner=? AND kind=? AND subject>? AND subject<?"),
    ],
)
def test_the_index_is_used(databases: Databases, query: Query, key: str) -> None:
    found = plan(databases, query)
    assert key in found[0], found
    assert not any("SCAN" in step and key not in step for step in found), found
