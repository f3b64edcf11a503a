"""Statistics read ranges of keys: no walk through a table, whatever else is in it."""

from __future__ import annotations

import pytest

from hodhod.store import channel_hours, deeds, forwards, readers, statistics
from hodhod.store.query import Query
from tests.databases import Databases
from tests.store.test_people_plans import plan


@pytest.mark.parametrize(
    ("query", "step"),
    [
        (channel_hours.SINCE, "PRIMARY KEY (owner=? AND hour>?"),
        (channel_hours.OLD, "INDEX channel_hours_by_hour (hour<?"),
        (deeds.SINCE, "PRIMARY KEY (owner=? AND day>?"),
        (deeds.OLD, "INDEX deeds_by_day (day<?"),
        (forwards.PAGE, "PRIMARY KEY (owner=? AND id=? AND content_id<?"),
        (forwards.COUNT, "PRIMARY KEY (owner=? AND id=?"),
        (readers.BY_DAY, "PRIMARY KEY (owner=? AND day>? AND day<?"),
        (readers.COUNT, "PRIMARY KEY (owner=? AND day>? AND day<?"),
        (readers.OLD, "INDEX readers_by_day (day<?"),
        (statistics.ORDINAL, "PRIMARY KEY (owner=? AND id>?"),
        (statistics.POSTS, "PRIMARY KEY (owner=? AND id>?"),
        (statistics.BY_HOUR, "PRIMARY KEY (owner=? AND id>?"),
        (statistics.SPOKE, "PRIMARY KEY (owner=? AND id>?"),
        (statistics.INVITERS, "INDEX members_by_date (peer=? AND date>?"),
        (statistics.SEEN, "PRIMARY KEY (owner=? AND id=?"),
        (statistics.REACTED, "(content_id=?"),
    ],
)
def test_ranges_are_found_by_their_key(databases: Databases, query: Query, step: str) -> None:
    steps = plan(databases, query)
    assert any(step in one for one in steps), steps
    assert not any(one.startswith("SCAN") and "SUBQUERY" not in one for one in steps), steps


def test_settings_are_found_by_their_owners(databases: Databases) -> None:
    steps = plan(databases, statistics.SETTINGS)
    assert any("INDEX members_by_date (peer=?" in one for one in steps), steps
    assert sum("PRIMARY KEY (owner=? AND kind=? AND subject=?)" in one for one in steps) == 2, steps
