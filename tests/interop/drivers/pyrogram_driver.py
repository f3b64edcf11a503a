"""Pyrogram 2.0.106 (layer 158) and Kurigram 2.2.26 (layer 229): both install the module `pyrogram`, so one driver does.

Messages, dialogs and errors go through the libraries' own high-level methods and parsers; what one of the two lacks
(the archive, unread marks, sessions ...) is invoked by its TL name. Pyrogram 2.0.106 never fetches what it missed, so
for it alone the driver asks updates.getDifference from where it stopped.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyrogram
from pyrogram import handlers, raw, types
from pyrogram.crypto import rsa
from pyrogram.errors import EmailUnconfirmed, RPCError, SessionPasswordNeeded
from pyrogram.utils import compute_password_check, get_peer_id

from tests.interop.drivers.link import Link, Record, Refused
from tests.interop.drivers.pyrogram_by_name import ByName
from tests.interop.drivers.pyrogram_chats import Chats
from tests.interop.drivers.pyrogram_media import Media
from tests.interop.drivers.pyrogram_opinions import Opinions
from tests.interop.drivers.pyrogram_records import (
    KURIGRAM,
    dialog_record,
    message_record,
    raw_message_record,
    status_name,
    user_record,
)
from tests.interop.drivers.pyrogram_topics import Topics

BUILT_IN = ("149.154.", "91.108.", "91.105.")
PRIVACY_RULES = {
    "all": raw.types.InputPrivacyValueAllowAll,
    "contacts": raw.types.InputPrivacyValueAllowContacts,
    "nobody": raw.types.InputPrivacyValueDisallowAll,
}


def point_at(host: str, port: int, key: Record) -> None:
    """Replace the addresses that the library carries, and its keys, by the server's."""
    from pyrogram.connection.transport.tcp.tcp import TCP

    connect = TCP.connect

    async def connect_there(self: Any, address: tuple[str, int], *rest: Any) -> None:
        await connect(self, (host, port) if address[0].startswith(BUILT_IN) else address, *rest)

    TCP.connect = connect_there
    rsa.server_public_keys.clear()
    rsa.server_public_keys[fingerprint(key["n"], key["e"])] = rsa.PublicKey(key["n"], key["e"])


def fingerprint(n: int, e: int) -> int:
    def tl_bytes(number: int) -> bytes:
        data = number.to_bytes((number.bit_length() + 7) // 8, "big")
        head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + len(data).to_bytes(3, "little")
        return head + data + bytes(-(len(head) + len(data)) % 4)

    return int.from_bytes(hashlib.sha1(tl_bytes(n) + tl_bytes(e)).digest()[-8:], "little", signed=True)  # noqa: S324


class PyrogramDriver(ByName, Chats, Media, Opinions, Topics):
    def __init__(self, link: Link, configuration: Record) -> None:
        self._link = link
        point_at(configuration["host"], configuration["port"], configuration["key"])
        self._state_file = Path(configuration["folder"]) / "pts.json"
        self._client = pyrogram.Client(
            "kurigram" if KURIGRAM else "pyrogram",
            api_id=1,
            api_hash="0123456789abcdef0123456789abcdef",
            device_model="Kurigram test" if KURIGRAM else "Pyrogram test",
            workdir=configuration["folder"],
            sleep_threshold=0,
            **({"skip_updates": False} if KURIGRAM else {}),
        )
        self._hash = ""
        self._listen()

    def refusal(self, error: Exception) -> Refused | None:
        if isinstance(error, RPCError):
            return Refused(str(error.ID or error.MESSAGE), str(error))
        return None

    # --- events

    def _listen(self) -> None:
        self._client.add_handler(handlers.MessageHandler(self._on_message))
        self._client.add_handler(handlers.EditedMessageHandler(self._on_edit))
        self._client.add_handler(handlers.DeletedMessagesHandler(self._on_delete))
        self._client.add_handler(handlers.RawUpdateHandler(self._on_raw), group=1)
        self._client.add_handler(handlers.RawUpdateHandler(self._on_chat_update), group=2)

    async def _on_message(self, _: Any, message: Any) -> None:
        self._link.emit("message", **message_record(message))

    async def _on_edit(self, _: Any, message: Any) -> None:
        self._link.emit("edit", **message_record(message))

    async def _on_delete(self, _: Any, messages: Any) -> None:
        chat = messages[0].chat  # the library leaves it out of private ones
        self._link.emit("delete", ids=[message.id for message in messages], chat=chat.id if chat else None)

    async def _on_raw(self, _: Any, update: Any, users: Any, chats: Any) -> None:
        emit = self._link.emit
        match update:
            case raw.types.UpdateReadHistoryInbox():
                emit("read", peer=get_peer_id(update.peer), max_id=update.max_id, inbox=True)
            case raw.types.UpdateReadHistoryOutbox():
                emit("read", peer=get_peer_id(update.peer), max_id=update.max_id, inbox=False)
            case raw.types.UpdateUserTyping():
                emit("typing", user=update.user_id)
            case raw.types.UpdateUserStatus():
                emit("status", user=update.user_id, status=status_name(update.status))
            case raw.types.UpdateDraftMessage():
                emit("draft", peer=get_peer_id(update.peer), text=getattr(update.draft, "message", ""))
            case raw.types.UpdatePinnedMessages():
                emit("pinned", peer=get_peer_id(update.peer), ids=list(update.messages), pinned=bool(update.pinned))
            case raw.types.UpdateDialogUnreadMark():
                emit("marked", peer=get_peer_id(update.peer.peer), unread=bool(update.unread))
            case raw.types.UpdateLoginToken():
                emit("login", state="token")

    # --- connection and sign-in

    async def do_connect(self) -> Record:
        if not await self._client.connect():
            return {"state": "phone"}
        await self._ready()
        if not KURIGRAM:
            await self._catch_up()
        return {"state": "ready"}

    async def _ready(self) -> Record:
        """What Client.start() does after an authorisation."""
        state = await self._client.invoke(raw.functions.updates.GetState())
        if KURIGRAM and not await self._client.storage.get_update_states(0):
            from pyrogram.storage import UpdateState

            first = UpdateState(0, state.pts, state.qts, state.date, state.seq)
            await self._client.storage.set_update_state(first)
        self._client.me = await self._client.get_me()
        await self._client.initialize()
        return {"state": "ready"}

    async def do_come_back(self) -> None:
        """Wait for the library's own reconnect: what comes before it, it does not ask for."""
        await asyncio.sleep(0.2)
        await self._client.session.is_started.wait()

    async def do_disconnect(self) -> None:
        if not KURIGRAM:
            state = await self._client.invoke(raw.functions.updates.GetState())
            self._state_file.write_text(json.dumps({"pts": state.pts, "date": state.date}))
        await self._client.stop()

    async def _catch_up(self) -> None:
        if not self._state_file.exists():
            return
        state = json.loads(self._state_file.read_text())
        pts, date = state["pts"], state["date"]
        while True:
            request = raw.functions.updates.GetDifference(pts=pts, date=date, qts=0)
            found = await self._client.invoke(request)
            if isinstance(found, raw.types.updates.DifferenceEmpty):
                return
            users = {user.id: user for user in found.users}
            for message in found.new_messages:
                self._link.emit(
                    "message", **message_record(await types.Message._parse(self._client, message, users, {}))
                )
            if isinstance(found, raw.types.updates.Difference):
                return
            pts, date = found.intermediate_state.pts, found.intermediate_state.date

    async def do_request_code(self, phone: str) -> Record:
        settings = raw.types.CodeSettings()
        request = raw.functions.auth.SendCode(
            phone_number=phone, api_id=1, api_hash=self._client.api_hash, settings=settings
        )
        sent = await self._client.invoke(request)
        self._hash = sent.phone_code_hash
        return {"length": sent.type.length, "type": type(sent.type).__name__.removeprefix("SentCodeType")}

    async def do_submit_code(self, phone: str, code: str) -> Record:
        try:
            answer = await self._client.sign_in(phone, self._hash, code)
        except SessionPasswordNeeded:
            return {"state": "password"}
        if answer is False or isinstance(answer, types.TermsOfService):
            return {"state": "sign_up"}
        return await self._ready()

    async def do_sign_up(self, phone: str, first_name: str, last_name: str) -> Record:
        await self._client.sign_up(phone, self._hash, first_name, last_name)
        return await self._ready()

    async def do_submit_password(self, password: str) -> Record:
        await self._client.check_password(password)
        return await self._ready()

    async def do_log_out(self) -> None:
        await self._client.log_out()

    async def do_qr_show(self) -> str:
        token = await self._export_token()
        return "tg://login?token=" + base64.urlsafe_b64encode(token.token).decode().rstrip("=")

    async def _export_token(self) -> Any:
        export = raw.functions.auth.ExportLoginToken
        return await self._client.invoke(export(api_id=1, api_hash=self._client.api_hash, except_ids=[]))

    async def do_qr_wait(self) -> Record:
        for _ in range(100):
            try:
                answer = await self._export_token()
            except SessionPasswordNeeded:
                return {"state": "password"}
            if isinstance(answer, raw.types.auth.LoginTokenSuccess):
                await self._client.storage.user_id(answer.authorization.user.id)
                await self._client.storage.is_bot(False)
                return await self._ready()
            await asyncio.sleep(0.15)
        raise TimeoutError("nobody accepted the token")

    async def do_qr_accept(self, url: str) -> None:
        token = url.split("token=", 1)[1]
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        await self._client.invoke(raw.functions.auth.AcceptLoginToken(token=data))

    # --- people

    async def do_me(self) -> Record:
        found = await self._client.invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()]))
        return user_record(found[0])

    async def do_user(self, user: int) -> Record:
        peer = await self._client.resolve_peer(user)
        found = await self._client.invoke(raw.functions.users.GetUsers(id=[peer]))
        return user_record(found[0])

    async def do_import_contact(self, phone: str, first_name: str) -> int | None:
        contact = types.InputPhoneContact(phone, first_name)
        answer = await self._client.import_contacts([contact])
        return answer.imported[0].user_id if answer.imported else None

    async def do_contacts(self) -> list[Record]:
        answer = await self._client.invoke(raw.functions.contacts.GetContacts(hash=0))
        return [user_record(user) for user in answer.users]

    async def do_resolve(self, username: str) -> int:
        return int((await self._client.get_users(username)).id)

    async def do_set_username(self, username: str) -> None:
        await self._client.set_username(username)

    async def do_set_profile(self, first_name: str, last_name: str, about: str) -> None:
        await self._client.update_profile(first_name=first_name, last_name=last_name, bio=about)

    async def do_about(self, user: int) -> str:
        return (await self._client.get_chat(user)).bio or ""

    async def do_block(self, user: int, blocked: bool) -> None:
        await (self._client.block_user if blocked else self._client.unblock_user)(user)

    async def do_blocked(self) -> list[int]:
        answer = await self._client.invoke(raw.functions.contacts.GetBlocked(offset=0, limit=100))
        return [entry.peer_id.user_id for entry in answer.blocked]

    async def do_set_online_privacy(self, rule: str) -> None:
        key = raw.types.InputPrivacyKeyStatusTimestamp()
        await self._client.invoke(raw.functions.account.SetPrivacy(key=key, rules=[PRIVACY_RULES[rule]()]))

    async def do_set_online(self, online: bool) -> None:
        await self._client.invoke(raw.functions.account.UpdateStatus(offline=not online))

    # --- messages

    async def do_send(self, peer: int, text: str, reply_to: int | None = None, quote: str | None = None) -> Record:
        options: Record = {}
        if reply_to and KURIGRAM:
            options["reply_parameters"] = types.ReplyParameters(message_id=reply_to, quote=quote)
        elif reply_to:
            options["reply_to_message_id"] = reply_to
        return message_record(await self._client.send_message(peer, text, **options))

    async def do_send_marked_up(self, peer: int, markdown: str) -> Record:
        return message_record(await self._client.send_message(peer, markdown))

    async def do_send_many(self, peer: int, texts: list[str]) -> list[int]:
        sends = [asyncio.create_task(self._client.send_message(peer, text)) for text in texts]
        return [message.id for message in await asyncio.gather(*sends)]

    async def do_edit(self, peer: int, id: int, text: str) -> Record:
        return message_record(await self._client.edit_message_text(peer, id, text))

    async def do_delete(self, peer: int, ids: list[int], revoke: bool) -> None:
        await self._client.delete_messages(peer, ids, revoke=revoke)

    async def do_forward(self, peer: int, source: int, ids: list[int]) -> list[Record]:
        return [message_record(sent) for sent in await self._client.forward_messages(peer, source, ids)]

    async def do_read(self, peer: int, max_id: int) -> None:
        await self._client.read_chat_history(peer, max_id)

    async def do_typing(self, peer: int) -> None:
        await self._client.send_chat_action(peer, pyrogram.enums.ChatAction.TYPING)

    async def do_pin(self, peer: int, id: int) -> None:
        await self._client.pin_chat_message(peer, id, both_sides=True)

    async def do_unpin(self, peer: int, id: int) -> None:
        await self._client.unpin_chat_message(peer, id)

    async def do_draft(self, peer: int, text: str) -> None:
        target = await self._client.resolve_peer(peer)
        await self._client.invoke(raw.functions.messages.SaveDraft(peer=target, message=text))

    # --- reading

    async def do_history(self, peer: int, limit: int, offset_id: int = 0, way: str = "back") -> list[Record]:
        """back: older than offset_id, newest first; forward: newer, oldest first; around: both, newest first."""
        if way == "around":
            return await self._history_around(peer, limit, offset_id)
        if way == "forward":
            return await self._history_forward(peer, limit, offset_id)
        reading = self._client.get_chat_history(peer, limit, offset_id=offset_id)
        if KURIGRAM and offset_id:
            reading = self._client.get_chat_history(peer, limit, max_id=offset_id - 1)
        return [message_record(message) async for message in reading]

    async def _history_forward(self, peer: int, limit: int, offset_id: int) -> list[Record]:
        if KURIGRAM:
            reading = self._client.get_chat_history(peer, limit, min_id=offset_id + 1, reverse=True)
            return [message_record(message) async for message in reading]
        found: list[Record] = []
        while len(found) < limit:
            page = await self._page(peer, offset_id + 1, -100, 100)
            if not page:
                break
            found += reversed(page)
            offset_id = found[-1]["id"]
        return found[:limit]

    async def _history_around(self, peer: int, limit: int, offset_id: int) -> list[Record]:
        return await self._page(peer, offset_id, -(limit // 2), limit)

    async def _page(self, peer: int, offset_id: int, add_offset: int, limit: int) -> list[Record]:
        target = await self._client.resolve_peer(peer)
        request = raw.functions.messages.GetHistory(
            peer=target,
            offset_id=offset_id,
            offset_date=0,
            add_offset=add_offset,
            limit=limit,
            max_id=0,
            min_id=0,
            hash=0,
        )
        found = await self._client.invoke(request)
        return [raw_message_record(message) for message in found.messages]

    async def do_search(self, query: str, peer: int | None = None, limit: int = 100) -> list[Record]:
        client = self._client
        reading = client.search_messages(peer, query, limit=limit) if peer else client.search_global(query, limit=limit)
        return [message_record(found) async for found in reading]

    async def do_pinned(self, peer: int) -> list[int]:
        pinned = pyrogram.enums.MessagesFilter.PINNED
        return [found.id async for found in self._client.search_messages(peer, filter=pinned)]

    async def do_dialogs(self, archived: bool = False) -> list[Record]:
        """Pyrogram 2.0.106 knows no archive: it lists the dialogs of all folders."""
        if KURIGRAM:
            reading = self._client.get_dialogs(from_archive=archived)
        elif archived:
            return await self._archived()
        else:
            reading = self._client.get_dialogs()
        return [{"peer": dialog.chat.id, "top": dialog.top_message.id} async for dialog in reading]

    async def _archived(self) -> list[Record]:
        nowhere = raw.types.InputPeerEmpty()
        request = raw.functions.messages.GetDialogs(
            offset_date=0, offset_id=0, offset_peer=nowhere, limit=100, hash=0, folder_id=1
        )
        found = await self._client.invoke(request)
        return [{"peer": get_peer_id(dialog.peer), "top": dialog.top_message} for dialog in found.dialogs]

    async def do_dialog(self, peer: int) -> Record:
        target = raw.types.InputDialogPeer(peer=await self._client.resolve_peer(peer))
        found = await self._client.invoke(raw.functions.messages.GetPeerDialogs(peers=[target]))
        return dialog_record(found.dialogs[0])

    async def do_archive(self, peer: int, archived: bool) -> None:
        await (self._client.archive_chats if archived else self._client.unarchive_chats)(peer)

    async def do_pin_dialog(self, peer: int, pinned: bool) -> None:
        target = raw.types.InputDialogPeer(peer=await self._client.resolve_peer(peer))
        await self._client.invoke(raw.functions.messages.ToggleDialogPin(peer=target, pinned=pinned))

    async def do_mark_unread(self, peer: int, unread: bool) -> None:
        target = raw.types.InputDialogPeer(peer=await self._client.resolve_peer(peer))
        await self._client.invoke(raw.functions.messages.MarkDialogUnread(peer=target, unread=unread))

    async def do_set_folder(self, id: int, title: str, peers: list[int]) -> None:
        include = [await self._client.resolve_peer(peer) for peer in peers]
        name = raw.types.TextWithEntities(text=title, entities=[]) if KURIGRAM else title
        folder = raw.types.DialogFilter(id=id, title=name, pinned_peers=[], include_peers=include, exclude_peers=[])
        await self._client.invoke(raw.functions.messages.UpdateDialogFilter(id=id, filter=folder))

    async def do_folders(self) -> list[Record]:
        answer = await self._client.invoke(raw.functions.messages.GetDialogFilters())
        listed = answer.filters if KURIGRAM else answer
        chosen = [folder for folder in listed if isinstance(folder, raw.types.DialogFilter)]
        return [
            {
                "title": folder.title.text if KURIGRAM else folder.title,
                "peers": [peer.user_id for peer in folder.include_peers],
            }
            for folder in chosen
        ]

    # --- account

    async def do_set_password(self, new: str, current: str | None = None, hint: str = "") -> None:
        if current is None:
            await self._client.enable_cloud_password(new, hint)
        else:
            await self._client.change_cloud_password(current, new, hint)

    async def do_set_recovery(self, password: str, email: str) -> None:
        """Give an address to an existing password; its code is entered by `confirm_recovery`."""
        settings = raw.types.account.PasswordInputSettings(email=email)
        known = await self._client.invoke(raw.functions.account.GetPassword())
        proof = compute_password_check(known, password)
        with suppress(EmailUnconfirmed):
            await self._client.invoke(
                raw.functions.account.UpdatePasswordSettings(password=proof, new_settings=settings)
            )

    async def do_confirm_recovery(self, code: str) -> None:
        await self._client.invoke(raw.functions.account.ConfirmPasswordEmail(code=code))

    async def do_forgot_password(self) -> str:
        return str(await self._client.send_recovery_code())

    async def do_recover(self, code: str) -> Record:
        await self._client.recover_password(code)
        return await self._ready()

    async def do_remove_password(self, current: str) -> None:
        await self._client.remove_cloud_password(current)

    async def do_sessions(self) -> list[Record]:
        answer = await self._client.invoke(raw.functions.account.GetAuthorizations())
        return [
            {"hash": str(one.hash), "current": bool(one.current), "device": one.device_model, "ip": one.ip}
            for one in answer.authorizations
        ]

    async def do_terminate(self, hash: str) -> None:
        await self._client.invoke(raw.functions.account.ResetAuthorization(hash=int(hash)))

    async def do_terminate_others(self) -> None:
        await self._client.invoke(raw.functions.auth.ResetAuthorizations())

    async def do_state(self) -> Record:
        state = await self._client.invoke(raw.functions.updates.GetState())
        return {"pts": state.pts, "qts": state.qts, "seq": state.seq, "date": state.date}


async def main(configuration: Record) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    link = Link()
    await link.serve(PyrogramDriver(link, configuration))
