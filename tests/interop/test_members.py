"""Administrators, bans, slow mode and the log of actions: TDLib acts, Telethon is the member whom it concerns."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.interop.circle import Circle, Gathering, make_circle
from tests.interop.clients import Client, Refused
from tests.interop.conftest import Make, Phones
from tests.interop.scenario import Record, unique, within

LIBRARIES = ("tdlib", "telethon")
TDLIB_SHIFT = 20  # below it are the numbers of messages that TDLib alone knows
RIGHTS = ("can_change_info", "can_delete_messages", "can_restrict_members", "can_invite_users")


@pytest.fixture(scope="module")
def circle(client: Make, phone: Phones) -> Circle:
    return make_circle(client, phone, LIBRARIES)


@pytest.fixture
def group(circle: Circle) -> Gathering:
    return circle.gather("supergroup", "tdlib")


def ask(one: Client, kind: str, **fields: Any) -> Record:
    answer: Record = one.do("ask", kind=kind, fields=fields)
    return answer


def person(one: Client) -> Record:
    return {"@type": "messageSenderUser", "user_id": one.id}


def set_status(place: Gathering, status: str, **fields: Any) -> None:
    whole = {"@type": f"chatMemberStatus{status}", **fields}
    ask(place.actor, "setChatMemberStatus", chat_id=place.peer, member_id=person(place.others[0]), status=whole)


def status(place: Gathering) -> str:
    found = ask(place.actor, "getChatMember", chat_id=place.peer, member_id=person(place.others[0]))
    return str(found["status"]["@type"]).removeprefix("chatMemberStatus")


def members(place: Gathering, kind: str, **fields: Any) -> list[int]:
    number = -1_000_000_000_000 - place.peer
    whole = {"@type": f"supergroupMembersFilter{kind}", **fields}
    found = ask(place.actor, "getSupergroupMembers", supergroup_id=number, filter=whole, offset=0, limit=200)
    return [one["member_id"]["user_id"] for one in found["members"]]


def events(place: Gathering) -> list[str]:
    found = ask(place.actor, "getChatEventLog", chat_id=place.peer, query="", from_event_id=0, limit=100, user_ids=[])
    return [str(event["action"]["@type"]).removeprefix("chatEvent") for event in found["events"]]


def refusal(one: Client, place: Gathering) -> str:
    with pytest.raises(Refused) as refused:
        one.do("send", peer=place.peer, text=unique("may I"))
    return str(refused.value.name)


def test_an_administrator_is_made_and_unmade(group: Gathering) -> None:
    member = group.others[0]
    assert sorted(members(group, "Recent")) == sorted([group.actor.id, member.id])
    rights = {"@type": "chatAdministratorRights", **dict.fromkeys(RIGHTS, True)}
    set_status(group, "Administrator", rights=rights, custom_title="Helper", can_be_edited=True)
    assert status(group) == "Administrator"
    assert members(group, "Administrators") == [group.actor.id, member.id]
    assert members(group, "Search", query="tele") == [member.id]
    set_status(group, "Member")
    assert status(group) == "Member"
    assert members(group, "Administrators") == [group.actor.id]


def test_hours_are_shown_to_the_members_of_a_chat(group: Gathering) -> None:
    actor, member = group.actor, group.others[0]
    setting = {"@type": "userPrivacySettingShowStatus"}

    def hours(*kinds: str) -> str:
        """What the member sees under these rules; those that speak of a chat speak of this one."""
        named = [{"@type": f"userPrivacySettingRule{kind}", "chat_ids": [group.peer]} for kind in kinds]
        rules = {"@type": "userPrivacySettingRules", "rules": named}
        ask(actor, "setUserPrivacySettingRules", setting=setting, rules=rules)
        kept = ask(actor, "getUserPrivacySettingRules", setting=setting)["rules"]
        assert [one.get("chat_ids") for one in kept][:1] == [[group.peer]]
        return str(member.do("user", user=actor.id)["status"])

    actor.do("set_online", online=True)
    assert hours("RestrictChatMembers", "AllowAll") == "recently"
    within(lambda: hours("AllowChatMembers", "RestrictAll") == "online")
    ask(
        actor,
        "setUserPrivacySettingRules",
        setting=setting,
        rules={"rules": [{"@type": "userPrivacySettingRuleAllowAll"}]},
    )


def test_when_a_message_was_read(group: Gathering) -> None:
    actor, member = group.actor, group.others[0]
    for peer, theirs in ((group.peer, group.peer), (member.id, actor.id)):
        text = unique("have you read it")
        sent = actor.do("send", peer=peer, text=text)
        heard = member.wait("message", chat=theirs, text=text)
        member.do("read", peer=theirs, max_id=heard["id"])
        if peer == group.peer:
            viewers = ask(actor, "getMessageViewers", chat_id=peer, message_id=sent["id"] << TDLIB_SHIFT)["viewers"]
            assert [one["user_id"] for one in viewers] == [member.id]
        else:
            actor.wait("read", peer=peer, max_id=sent["id"], inbox=False)
            when = ask(actor, "getMessageReadDate", chat_id=peer, message_id=sent["id"] << TDLIB_SHIFT)
            assert when["@type"] == "messageReadDateRead"


def test_who_is_restricted_may_not_write(group: Gathering) -> None:
    member = group.others[0]
    nothing = {"@type": "chatPermissions"}
    set_status(group, "Restricted", is_member=True, restricted_until_date=0, permissions=nothing)
    assert (status(group), members(group, "Restricted")) == ("Restricted", [member.id])
    assert refusal(member, group) == "CHAT_SEND_PLAIN_FORBIDDEN"
    set_status(group, "Member")
    group.say(member, unique("free again"))


def test_slow_mode(group: Gathering) -> None:
    member = group.others[0]
    ask(group.actor, "setChatSlowModeDelay", chat_id=group.peer, slow_mode_delay=3600)
    group.say(member, unique("once"))
    assert refusal(member, group) == "SLOW_MODE_WAIT", "Telethon's spelling"
    ask(group.actor, "setChatSlowModeDelay", chat_id=group.peer, slow_mode_delay=0)
    group.say(member, unique("twice"))


def test_who_is_banned_is_out_until_they_are_let_in(group: Gathering) -> None:
    member = group.others[0]
    set_status(group, "Banned", banned_until_date=0)
    assert (status(group), members(group, "Banned"), members(group, "Recent")) == (
        "Banned",
        [member.id],
        [group.actor.id],
    )
    assert refusal(member, group) == "CHANNEL_PRIVATE"
    set_status(group, "Left")
    assert members(group, "Banned") == []
    group.actor.do("invite", peer=group.peer, users=[member.id])
    within(lambda: sorted(members(group, "Recent")) == sorted([group.actor.id, member.id]))
    group.say(member, unique("back"))


def test_the_log_tells_it_all(group: Gathering) -> None:
    found = events(group)
    assert {"MemberPromoted", "MemberRestricted", "MemberInvited", "SlowModeDelayChanged"} <= set(found)


def column(graph: Record, name: str) -> list[int]:
    """The values under a name of a graph, as TDLib hands it on."""
    drawn = json.loads(graph["json_data"])
    key = next(key for key, said in drawn["names"].items() if said == name)
    return next(values[1:] for values in drawn["columns"] if values[0] == key)


def test_statistics(circle: Circle, group: Gathering) -> None:
    channel = circle.gather("channel", "tdlib")
    actor, member = channel.actor, channel.others[0]
    sent = channel.say(actor, unique("who reads this"))
    post = sent["id"] << TDLIB_SHIFT
    number = -1_000_000_000_000 - group.peer
    ask(actor, "setSupergroupUsername", supergroup_id=number, username="open_to_everybody")
    forwarded = actor.do("forward", peer=group.peer, source=channel.peer, ids=[sent["id"]])
    member.do("look", peer=channel.peer, ids=[sent["id"]])
    text = unique("in the group")
    heard = group.heard(member, text)["tdlib"] if member.do("send", peer=group.peer, text=text) else {}
    actor.do("read", peer=group.peer, max_id=heard["id"])

    def counted() -> bool:
        found = ask(actor, "getChatStatistics", chat_id=channel.peer, is_dark=False)
        return bool(sum(column(found["message_interaction_graph"], "Views")))

    assert ask(actor, "getSupergroupFullInfo", supergroup_id=-1_000_000_000_000 - channel.peer)["can_get_statistics"]
    within(counted, 8)
    found = ask(actor, "getChatStatistics", chat_id=channel.peer, is_dark=False)
    assert (found["member_count"]["value"], found["enabled_notifications_percentage"]) == (2, 100)
    assert (found["mean_message_view_count"]["value"], found["mean_message_share_count"]["value"]) == (1, 1)
    (seen,) = found["recent_interactions"]
    assert (seen["object_type"]["message_id"], seen["view_count"], seen["forward_count"]) == (post, 1, 1)
    assert column(found["join_graph"], "Joined") == [1]
    assert column(found["member_count_graph"], "Total followers") == [2]
    assert found["language_graph"]["@type"] == "statisticalGraphError"
    whole = ask(actor, "getMessageStatistics", chat_id=channel.peer, message_id=post, is_dark=False)
    assert sum(column(whole["message_interaction_graph"], "Views")) == 1
    public = ask(actor, "getMessagePublicForwards", chat_id=channel.peer, message_id=post, offset="", limit=10)
    assert public["total_count"] == 1
    assert [one["message"]["id"] >> TDLIB_SHIFT for one in public["forwards"]] == [forwarded[0]["id"]]
    with pytest.raises(Refused, match="CHAT_ADMIN_REQUIRED"):
        member.do("stats", peer=channel.peer)
    rights = {"@type": "chatAdministratorRights", "can_manage_chat": True, "can_change_info": True}
    for place in (channel, group):
        set_status(place, "Administrator", rights=rights, custom_title="", can_be_edited=True)
    found = member.do("stats", peer=channel.peer)
    assert (found["_"], found["followers"]["current"]) == ("BroadcastStats", 2)
    assert member.do("stats", peer=channel.peer, id=sent["id"])["_"] == "MessageStats"
    found = member.do("stats", peer=group.peer)
    assert (found["_"], found["members"]["current"], found["viewers"]["current"]) == ("MegagroupStats", 2, 2)
    assert {one["user_id"] for one in found["top_posters"]} == {actor.id, member.id}
    ours = ask(actor, "getChatStatistics", chat_id=group.peer, is_dark=True)
    assert ours["message_count"]["value"] == found["messages"]["current"] > 1
    assert (ours["viewer_count"]["value"], ours["sender_count"]["value"]) == (2, 2)
    assert ours["top_administrators"][0]["banned_user_count"] > 0, "who was restricted above"


def test_a_group_grows_into_a_supergroup(circle: Circle) -> None:
    group = circle.gather("group", "tdlib")
    text = unique("before")
    group.say(group.others[0], text)
    new = ask(group.actor, "upgradeBasicGroupChatToSupergroupChat", chat_id=group.peer)["id"]
    grown = Gathering("supergroup", new, group.title, group.actor, group.others)
    group.others[0].wait("channel", chat=new)
    grown.say(group.others[0], unique("after"))
    grown.say(group.actor, unique("after"))
    full = ask(group.actor, "getSupergroupFullInfo", supergroup_id=-1_000_000_000_000 - new)
    assert full["upgraded_from_basic_group_id"] == -group.peer
    assert sorted(members(grown, "Recent")) == sorted(one.id for one in group.everybody)


def test_a_member_is_tagged(group: Gathering) -> None:
    member = group.others[0]
    ask(group.actor, "setChatMemberTag", chat_id=group.peer, user_id=member.id, tag="chess club")
    found = ask(group.actor, "getChatMember", chat_id=group.peer, member_id=person(member))
    assert found["tag"] == "chess club"
    assert "MemberTagChanged" in events(group)
