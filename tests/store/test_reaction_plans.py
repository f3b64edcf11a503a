"""What is asked of reactions and votes goes straight to its rows, however many people reacted to a message."""

from __future__ import annotations

import pytest

from hodhod.store import polls, reactions, saved_tags, webpages
from hodhod.store.query import Query
from tests.databases import Databases
from tests.store.test_people_plans import plan

BY_DATE = "_by_date ({}=? AND date<?)"


@pytest.mark.parametrize(
    ("query", "step"),
    [
        (reactions.OWN, "PRIMARY KEY (content_id=? AND user_id=?)"),
        (reactions.FIND, "PRIMARY KEY (content_id=? AND user_id=?)"),
        (reactions.UNSEEN, "INDEX reactions_unread (author=?"),
        (reactions.SEEN, "INDEX reactions_unread (author=?"),
        (reactions.UNREAD, "INDEX reactions_unread (author=? AND peer=?)"),
        (reactions.UNREAD_COUNTS, "INDEX reactions_unread (author=? AND peer=?)"),
        (reactions.PAGE, "INDEX reactions" + BY_DATE.format("content_id")),
        (reactions.PAGE_OF, "INDEX reactions" + BY_DATE.format("content_id")),
        (reactions.OF_USER, "INDEX reactions_by_user (user_id=? AND peer=?)"),
        (saved_tags.OLDER, "PRIMARY KEY (owner=? AND reaction=? AND id<?)"),
        (saved_tags.COUNTS, "PRIMARY KEY (owner=?)"),
        (saved_tags.REMOVE, "INDEX saved_tags_by_id (owner=? AND id=?)"),
        (webpages.BY_URL, "PRIMARY KEY (url=?)"),
        (webpages.BY_IDS, "INDEX webpages_by_id (id=?)"),
        (polls.OWN, "PRIMARY KEY (poll_id=? AND user_id=?)"),
        (polls.PAGE, "INDEX poll_votes" + BY_DATE.format("poll_id")),
        (polls.PAGE_OF, "INDEX poll_votes" + BY_DATE.format("poll_id")),
    ],
)
def test_rows_are_found_by_their_index(databases: Databases, query: Query, step: str) -> None:
    steps = plan(databases, query)
    assert step in steps[0], steps
    assert not any("TEMP B-TREE FOR ORDER BY" in one for one in steps), steps
