"""Links into chats through the API: what is answered, who is told, what is kept of a refusal."""

from __future__ import annotations

from typing import Any

import pytest

from hodhod.tl import functions, types
from tests.api.auth.device import Device
from tests.api.chats.rooms import full, make_channel, make_chat
from tests.api.people.friends import Friends


async def export(device: Device, peer: types.TypeInputPeer, **terms: Any) -> types.ChatInviteExported:
    answer: types.ChatInviteExported = await device.ask(functions.messages.ExportChatInvite(peer=peer, **terms))
    return answer


def hash_of(friends: Friends, invite: types.ChatInviteExported) -> str:
    start = friends.place.app.services.world.public_url + "+"
    assert invite.link.startswith(start)
    return invite.link.removeprefix(start)


@pytest.mark.parametrize("kind", [make_chat, make_channel])
async def test_a_link_from_making_to_following(friends: Friends, kind: Any) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await kind(sara)
    invite = await export(sara, peer, legacy_revoke_permanent=True)
    assert (invite.permanent, invite.admin_id, invite.usage) == (True, sara.user_id, None)
    assert (await full(sara, peer)).full_chat.exported_invite == invite
    link = hash_of(friends, invite)
    seen = await reza.ask(functions.messages.CheckChatInvite(hash=link))
    assert (type(seen), seen.participants_count, seen.channel) == (types.ChatInvite, 1, kind is make_channel)
    await sara.listen()
    request = functions.messages.ImportChatInvite(hash=link)
    first = await reza.ask(request)
    assert first == await reza.ask(request), "an equal request within a minute gets the first answer"
    (update,) = [one for one in first.updates.updates if hasattr(one, "message")]
    assert update.message.action == types.MessageActionChatJoinedByLink(inviter_id=sara.user_id)
    already = await reza.ask(functions.messages.CheckChatInvite(hash=link))
    assert isinstance(already, types.ChatInviteAlready)
    assert (await full(reza, peer)).full_chat.exported_invite is None
    found = await sara.ask(
        functions.messages.GetChatInviteImporters(
            peer=peer, link=invite.link, offset_date=0, offset_user=types.InputUserEmpty(), limit=10
        )
    )
    assert [one.user_id for one in found.importers] == [reza.user_id]
    shown = await sara.ask(functions.messages.GetExportedChatInvite(peer=peer, link=invite.link))
    assert shown.invite.usage == 1
    friends.place.clock.now += 61
    assert await reza.refusal(request) == "USER_ALREADY_PARTICIPANT"


@pytest.mark.parametrize("kind", [make_chat, make_channel])
async def test_a_request_is_kept_though_it_answers_an_error(friends: Friends, kind: Any) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await kind(sara)
    link = hash_of(friends, await export(sara, peer, request_needed=True, title="Ask"))
    assert (await reza.ask(functions.messages.CheckChatInvite(hash=link))).request_needed
    await sara.listen()
    for _ in range(2):
        assert await reza.refusal(functions.messages.ImportChatInvite(hash=link)) == "INVITE_REQUEST_SENT"
    (told,) = await friends.told(sara, types.UpdatePendingJoinRequests)
    assert (told.requests_pending, told.recent_requesters) == (1, [reza.user_id])
    assert await friends.missed(sara, types.UpdatePendingJoinRequests) == [told]
    answer = await full(sara, peer)
    assert (answer.full_chat.requests_pending, answer.full_chat.recent_requesters) == (1, [reza.user_id])
    assert reza.user_id in {user.id for user in answer.users}
    for query, count in (("rez", 1), ("sara", 0)):
        found = await sara.ask(
            functions.messages.GetChatInviteImporters(
                peer=peer, requested=True, q=query, offset_date=0, offset_user=types.InputUserEmpty(), limit=10
            )
        )
        assert len(found.importers) == found.count == count
    await reza.listen()
    user = friends.user(sara, reza)
    updates = await sara.ask(functions.messages.HideChatJoinRequest(peer=peer, user_id=user, approved=True))
    (message,) = [one.message for one in updates.updates if hasattr(one, "message")]
    assert message.from_id == types.PeerUser(user_id=reza.user_id)
    assert (await full(sara, peer)).full_chat.requests_pending is None
    assert (await full(reza, peer)).full_chat.requests_pending is None
    assert await sara.refusal(functions.messages.HideChatJoinRequest(peer=peer, user_id=user)) == (
        "HIDE_REQUESTER_MISSING"
    )


async def test_all_requests_are_answered(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    peer = await make_channel(sara, broadcast=True)
    invite = await export(sara, peer, request_needed=True)
    assert await reza.refusal(functions.messages.ImportChatInvite(hash=hash_of(friends, invite))) == (
        "INVITE_REQUEST_SENT"
    )
    await sara.ask(functions.messages.HideAllChatJoinRequests(peer=peer, link=invite.link, approved=True))
    assert (await full(reza, peer)).full_chat.participants_count == 2
    assert await reza.refusal(functions.messages.HideAllChatJoinRequests(peer=peer)) == "CHAT_ADMIN_REQUIRED"


async def test_the_links_of_a_chat(friends: Friends) -> None:
    sara = friends.sara
    peer = await make_chat(sara)
    permanent = await export(sara, peer, legacy_revoke_permanent=True)
    other = await export(sara, peer, title="Other", usage_limit=3)
    me = types.InputUserSelf()
    listed = await sara.ask(functions.messages.GetExportedChatInvites(peer=peer, admin_id=me, limit=10))
    assert listed.count == 2
    assert {one.link for one in listed.invites} == {permanent.link, other.link}
    replaced = await sara.ask(functions.messages.EditExportedChatInvite(peer=peer, link=permanent.link, revoked=True))
    assert isinstance(replaced, types.messages.ExportedChatInviteReplaced)
    old, new = replaced.invite, replaced.new_invite
    assert isinstance(old, types.ChatInviteExported)
    assert isinstance(new, types.ChatInviteExported)
    assert (old.revoked, new.permanent) == (True, True)
    edited = await sara.ask(functions.messages.EditExportedChatInvite(peer=peer, link=other.link, title="New"))
    assert (edited.invite.title, edited.invite.usage_limit) == ("New", 3)
    (row,) = (await sara.ask(functions.messages.GetAdminsWithInvites(peer=peer))).admins
    assert (row.invites_count, row.revoked_invites_count) == (2, 1)
    await sara.ask(functions.messages.DeleteExportedChatInvite(peer=peer, link=permanent.link))
    await sara.ask(functions.messages.DeleteRevokedExportedChatInvites(peer=peer, admin_id=me))
    listed = await sara.ask(functions.messages.GetExportedChatInvites(peer=peer, admin_id=me, limit=10, revoked=True))
    assert listed.invites == []
