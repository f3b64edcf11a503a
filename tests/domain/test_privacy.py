"""What privacy rules need to know of a viewer is read alike for one viewer of many people and many viewers of one."""

from __future__ import annotations

from hodhod.domain import close_friends, contacts, privacy
from hodhod.domain.contacts import Entry
from hodhod.store import users
from tests.domain.test_chats import GROUP, make_channel, make_group
from tests.domain.world import Cast


async def test_many_viewers_of_one(cast: Cast) -> None:
    await cast.join("dave")
    alice, group = cast.viewer("alice"), await make_group(cast, "bob")
    other = await make_channel(cast, GROUP, "carol")
    await cast.act(contacts.add, alice, cast.id("dave"), Entry("Dave"), False)
    await cast.act(close_friends.put, alice, [cast.id("dave")])
    await cast.act(privacy.put, alice, "phone", [["allow_chats", [group]], ["allow_close_friends"], ["deny_all"]])
    await cast.act(privacy.put, cast.viewer("carol"), "status", [["deny_chats", [other]], ["allow_all"]])
    names = ("alice", "bob", "carol", "dave")
    together = await cast.read(users.seen_by, [cast.id(name) for name in names], cast.id("alice"))
    for name in names:
        one = (await cast.read(users.seen, cast.id(name), [cast.id("alice")]))[cast.id("alice")]
        assert together[cast.id(name)] == one, name
    allowed = {name: privacy.allows(together[cast.id(name)], "phone", cast.id(name)) for name in names}
    assert allowed == {"alice": True, "bob": True, "carol": False, "dave": True}
    back = {name: privacy.is_shown_back(together[cast.id(name)], "status") for name in names[1:]}
    assert back == {"bob": True, "carol": False, "dave": True}
