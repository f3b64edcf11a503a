"""Pages of a chat with 200,000 members walk along an index and sort nothing."""

from __future__ import annotations

import pytest

from hodhod.store import members, participants
from hodhod.store.query import Query
from tests.databases import Databases
from tests.store.test_people_plans import plan


@pytest.mark.parametrize("query", [participants.NEWEST, participants.NEWEST_CALLED])
def test_the_newest_members_are_walked_to(databases: Databases, query: Query) -> None:
    first, *rest = plan(databases, query)
    assert first == "SEARCH members USING COVERING INDEX members_by_date (peer=?)"
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN") for step in rest)


@pytest.mark.parametrize("query", [participants.OF_ROLE, members.ADMINS, members.COUNT])
def test_a_role_is_found_by_its_index(databases: Databases, query: Query) -> None:
    (first, *_) = plan(databases, query)
    assert "members_by_role (peer=? AND role" in first


def test_contacts_among_many_members_are_found_by_their_keys(databases: Databases) -> None:
    steps = [step for step in plan(databases, participants.CONTACTS) if step.startswith("SEARCH")]
    assert [step.split()[1] for step in steps] == ["contacts", "members", "users"]
    assert "PRIMARY KEY (peer=? AND user_id=?)" in steps[1]
