"""Telethon 1.45 (layer of its own schema), driven by its high-level methods where it has them."""

from __future__ import annotations

import asyncio
import base64
import logging
import re
from typing import Any

from telethon import TelegramClient, events, functions, types, utils
from telethon.crypto import rsa
from telethon.errors import RPCError, SessionPasswordNeededError

from tests.interop.drivers.link import Link, Record, Refused
from tests.interop.drivers.telethon_by_name import ByName
from tests.interop.drivers.telethon_chats import Chats, service_record
from tests.interop.drivers.telethon_media import Media
from tests.interop.drivers.telethon_opinions import Opinions
from tests.interop.drivers.telethon_stickers import Stickers
from tests.interop.drivers.telethon_timed import Timed
from tests.interop.drivers.telethon_topics import Topics

PRIVACY_RULES = {
    "all": types.InputPrivacyValueAllowAll,
    "contacts": types.InputPrivacyValueAllowContacts,
    "nobody": types.InputPrivacyValueDisallowAll,
}


def message_record(message: Any) -> Record:
    header = message.reply_to
    forward = message.fwd_from
    return {
        "id": message.id,
        "chat": message.chat_id,
        "sender": message.sender_id,
        "text": message.message or "",
        "out": bool(message.out),
        "reply_to": header.reply_to_msg_id if header else None,
        "quote": getattr(header, "quote_text", None) if header else None,
        "forward_from": utils.get_peer_id(forward.from_id) if forward and forward.from_id else None,
        "edited": message.edit_date is not None,
        "views": message.views,
        "mentioned": bool(message.mentioned),
        "service": type(message).__name__ == "MessageService",
        "entities": [entity_record(entity) for entity in message.entities or ()],
    }


def entity_record(entity: Any) -> list[Any]:
    return [type(entity).__name__.removeprefix("MessageEntity").lower(), entity.offset, entity.length]


def user_record(user: Any) -> Record:
    return {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "phone": user.phone,
        "status": status_name(user.status),
        "contact": bool(user.contact),
        "mutual": bool(user.mutual_contact),
    }


def status_name(status: Any) -> str:
    return type(status).__name__.removeprefix("UserStatus").lower() if status else "empty"


class TelethonDriver(ByName, Chats, Media, Opinions, Topics, Stickers, Timed):
    def __init__(self, link: Link, configuration: Record) -> None:
        self._link = link
        key = configuration["key"]
        rsa._server_keys.clear()
        rsa.add_key(key["pem"], old=False)
        self._client = TelegramClient(
            f"{configuration['folder']}/telethon",
            api_id=1,
            api_hash="0123456789abcdef0123456789abcdef",
            device_model="Telethon test",
            catch_up=True,
            request_retries=3,
            connection_retries=60,
            retry_delay=0.2,
            flood_sleep_threshold=0,
        )
        self._client.session.set_dc(2, configuration["host"], configuration["port"])
        self._hash = ""
        self._qr: Any = None
        self._email_task: asyncio.Task[Any]
        self._email_code: asyncio.Future[str]
        self._email_asked: asyncio.Event
        self._listen()

    def refusal(self, error: Exception) -> Refused | None:
        if not isinstance(error, RPCError):
            return None
        if type(error).__module__.endswith("rpcerrorlist"):
            words = re.findall(r"[A-Z0-9][a-z0-9]*", type(error).__name__.removesuffix("Error"))
            return Refused("_".join(words).upper(), str(error))
        return Refused(error.message, str(error))

    # --- events

    def _listen(self) -> None:
        client = self._client
        client.add_event_handler(self._on_message, events.NewMessage())
        client.add_event_handler(self._on_edit, events.MessageEdited())
        client.add_event_handler(self._on_raw, events.Raw())
        client.add_event_handler(self._on_chat_update, events.Raw())
        client.add_event_handler(self._on_stickers, events.Raw())

    async def _on_message(self, event: Any) -> None:
        self._link.emit("message", **message_record(event.message))

    async def _on_edit(self, event: Any) -> None:
        self._link.emit("edit", **message_record(event.message))

    async def _on_raw(self, update: Any) -> None:
        emit = self._link.emit
        match update:
            case types.UpdateNewMessage(message=types.MessageService()):
                emit("message", **service_record(update.message))  # NewMessage leaves them out
            case types.UpdateDeleteMessages():
                emit("delete", ids=update.messages)
            case types.UpdateReadHistoryInbox():
                emit("read", peer=utils.get_peer_id(update.peer), max_id=update.max_id, inbox=True)
            case types.UpdateReadHistoryOutbox():
                emit("read", peer=utils.get_peer_id(update.peer), max_id=update.max_id, inbox=False)
            case types.UpdateUserTyping():
                emit("typing", user=update.user_id)
            case types.UpdateUserStatus():
                emit("status", user=update.user_id, status=status_name(update.status))
            case types.UpdateDraftMessage():
                emit("draft", peer=utils.get_peer_id(update.peer), text=getattr(update.draft, "message", ""))
            case types.UpdatePinnedMessages():
                emit("pinned", peer=utils.get_peer_id(update.peer), ids=update.messages, pinned=bool(update.pinned))
            case types.UpdateDialogUnreadMark():
                emit("marked", peer=utils.get_peer_id(update.peer.peer), unread=bool(update.unread))
            case types.UpdateLoginToken():
                emit("login", state="token")

    # --- connection and sign-in

    async def do_connect(self) -> Record:
        await self._client.connect()
        if not await self._client.is_user_authorized():
            return {"state": "phone"}
        await self._client.get_me()
        return {"state": "ready"}

    async def do_come_back(self) -> None:
        """It reconnects and fetches what it missed by itself, whenever that came."""

    async def do_disconnect(self) -> None:
        await self._client.disconnect()

    async def do_request_code(self, phone: str) -> Record:
        sent = await self._client.send_code_request(phone)
        self._hash = sent.phone_code_hash
        return {"length": sent.type.length, "type": type(sent.type).__name__.removeprefix("SentCodeType")}

    async def do_submit_code(self, phone: str, code: str) -> Record:
        request = functions.auth.SignInRequest(phone, self._hash, code)
        try:
            answer = await self._client(request)
        except SessionPasswordNeededError:
            return {"state": "password"}
        if isinstance(answer, types.auth.AuthorizationSignUpRequired):
            return {"state": "sign_up"}
        await self._client._on_login(answer.user)
        return {"state": "ready"}

    async def do_sign_up(self, phone: str, first_name: str, last_name: str) -> Record:
        answer = await self._client(functions.auth.SignUpRequest(phone, self._hash, first_name, last_name))
        await self._client._on_login(answer.user)
        return {"state": "ready"}

    async def do_submit_password(self, password: str) -> Record:
        await self._client.sign_in(password=password)
        return {"state": "ready"}

    async def do_log_out(self) -> None:
        await self._client.log_out()

    async def do_qr_show(self) -> str:
        self._qr = await self._client.qr_login()
        return str(self._qr.url)

    async def do_qr_wait(self) -> Record:
        try:
            await self._qr.wait(15)
        except SessionPasswordNeededError:
            return {"state": "password"}
        return {"state": "ready"}

    async def do_qr_accept(self, url: str) -> None:
        await self._client(functions.auth.AcceptLoginTokenRequest(login_token(url)))

    # --- people

    async def do_me(self) -> Record:
        return user_record(await self._client.get_me())

    async def do_user(self, user: int) -> Record:
        found = await self._client(functions.users.GetUsersRequest([await self._client.get_input_entity(user)]))
        return user_record(found[0])

    async def do_import_contact(self, phone: str, first_name: str) -> int | None:
        contact = types.InputPhoneContact(client_id=7, phone=phone, first_name=first_name, last_name="")
        answer = await self._client(functions.contacts.ImportContactsRequest([contact]))
        return answer.imported[0].user_id if answer.imported else None

    async def do_contacts(self) -> list[Record]:
        answer = await self._client(functions.contacts.GetContactsRequest(0))
        return [user_record(user) for user in answer.users]

    async def do_resolve(self, username: str) -> int:
        try:
            return int((await self._client.get_entity(username)).id)
        except ValueError as unknown:
            raise unknown.__cause__ or unknown from None  # the server's refusal, behind Telethon's own words

    async def do_set_username(self, username: str) -> None:
        await self._client(functions.account.UpdateUsernameRequest(username))

    async def do_set_profile(self, first_name: str, last_name: str, about: str) -> None:
        await self._client(functions.account.UpdateProfileRequest(first_name, last_name, about))

    async def do_about(self, user: int) -> str:
        full = await self._client(functions.users.GetFullUserRequest(user))
        return full.full_user.about or ""

    async def do_block(self, user: int, blocked: bool) -> None:
        request = functions.contacts.BlockRequest if blocked else functions.contacts.UnblockRequest
        await self._client(request(user))

    async def do_blocked(self) -> list[int]:
        answer = await self._client(functions.contacts.GetBlockedRequest(0, 100))
        return [utils.get_peer_id(entry.peer_id) for entry in answer.blocked]

    async def do_set_online_privacy(self, rule: str) -> None:
        key = types.InputPrivacyKeyStatusTimestamp()
        await self._client(functions.account.SetPrivacyRequest(key, [PRIVACY_RULES[rule]()]))

    async def do_set_online(self, online: bool) -> None:
        await self._client(functions.account.UpdateStatusRequest(offline=not online))

    # --- messages

    async def do_send(self, peer: int, text: str, reply_to: int | None = None, quote: str | None = None) -> Record:
        if quote is None:
            return message_record(await self._client.send_message(peer, text, reply_to=reply_to))
        header = types.InputReplyToMessage(reply_to, quote_text=quote)
        request = functions.messages.SendMessageRequest(peer, text, reply_to=header)
        answer = await self._client(request)
        named = next(update for update in answer.updates if isinstance(update, types.UpdateMessageID))
        return {"id": named.id, "text": text, "quote": quote}

    async def do_send_marked_up(self, peer: int, markdown: str) -> Record:
        return message_record(await self._client.send_message(peer, markdown))

    async def do_send_many(self, peer: int, texts: list[str]) -> list[int]:
        sends = [asyncio.create_task(self._client.send_message(peer, text)) for text in texts]
        return [message.id for message in await asyncio.gather(*sends)]

    async def do_edit(self, peer: int, id: int, text: str) -> Record:
        return message_record(await self._client.edit_message(peer, id, text))

    async def do_delete(self, peer: int, ids: list[int], revoke: bool) -> None:
        await self._client.delete_messages(peer, ids, revoke=revoke)

    async def do_forward(self, peer: int, source: int, ids: list[int]) -> list[Record]:
        return [message_record(sent) for sent in await self._client.forward_messages(peer, ids, source)]

    async def do_read(self, peer: int, max_id: int) -> None:
        await self._client.send_read_acknowledge(peer, max_id=max_id)

    async def do_typing(self, peer: int) -> None:
        await self._client(functions.messages.SetTypingRequest(peer, types.SendMessageTypingAction()))

    async def do_pin(self, peer: int, id: int) -> None:
        await self._client.pin_message(peer, id, notify=False, pm_oneside=False)

    async def do_unpin(self, peer: int, id: int) -> None:
        await self._client.unpin_message(peer, id)

    async def do_draft(self, peer: int, text: str) -> None:
        await self._client(functions.messages.SaveDraftRequest(peer, text))

    # --- reading

    async def do_history(self, peer: int, limit: int, offset_id: int = 0, way: str = "back") -> list[Record]:
        """back: older than offset_id, newest first; forward: newer, oldest first; around: both, newest first."""
        if way == "around":
            query = functions.messages.GetHistoryRequest(peer, offset_id, None, -(limit // 2), limit, 0, 0, 0)
            found = await self._client(query)
            return [raw_message_record(message) for message in found.messages]
        reading = self._client.iter_messages(peer, limit, offset_id=offset_id, reverse=way == "forward")
        return [message_record(message) async for message in reading]

    async def do_search(self, query: str, peer: int | None = None, limit: int = 100) -> list[Record]:
        return [message_record(found) async for found in self._client.iter_messages(peer, limit, search=query)]

    async def do_pinned(self, peer: int) -> list[int]:
        pinned = types.InputMessagesFilterPinned()
        return [found.id async for found in self._client.iter_messages(peer, 100, filter=pinned)]

    async def do_dialogs(self, archived: bool = False) -> list[Record]:
        reading = self._client.iter_dialogs(archived=archived)
        return [{"peer": dialog.id, "top": dialog.message.id} async for dialog in reading]

    async def do_dialog(self, peer: int) -> Record:
        target = types.InputDialogPeer(await self._client.get_input_entity(peer))
        found = await self._client(functions.messages.GetPeerDialogsRequest([target]))
        return dialog_record(found.dialogs[0])

    async def do_archive(self, peer: int, archived: bool) -> None:
        await self._client.edit_folder(peer, 1 if archived else 0)

    async def do_pin_dialog(self, peer: int, pinned: bool) -> None:
        target = await self._client.get_input_entity(peer)
        await self._client(functions.messages.ToggleDialogPinRequest(types.InputDialogPeer(target), pinned=pinned))

    async def do_mark_unread(self, peer: int, unread: bool) -> None:
        target = types.InputDialogPeer(await self._client.get_input_entity(peer))
        await self._client(functions.messages.MarkDialogUnreadRequest(target, unread=unread))

    async def do_set_folder(self, id: int, title: str, peers: list[int]) -> None:
        include = [await self._client.get_input_entity(peer) for peer in peers]
        name = types.TextWithEntities(title, [])
        folder = types.DialogFilter(id, name, pinned_peers=[], include_peers=include, exclude_peers=[])
        await self._client(functions.messages.UpdateDialogFilterRequest(id, folder))

    async def do_folders(self) -> list[Record]:
        answer = await self._client(functions.messages.GetDialogFiltersRequest())
        chosen = [folder for folder in answer.filters if isinstance(folder, types.DialogFilter)]
        return [
            {"title": folder.title.text, "peers": [utils.get_peer_id(peer) for peer in folder.include_peers]}
            for folder in chosen
        ]

    # --- account

    async def do_set_password(self, new: str, current: str | None = None, hint: str = "") -> None:
        await self._client.edit_2fa(current_password=current, new_password=new, hint=hint)

    async def do_set_recovery(self, password: str, email: str) -> None:
        """Give an address to an existing password; its code is entered by `confirm_recovery`."""
        self._email_code = asyncio.get_running_loop().create_future()
        setting = self._client.edit_2fa(
            current_password=password, new_password=password, email=email, email_code_callback=self._enter_email_code
        )
        self._email_asked = asyncio.Event()
        self._email_task = asyncio.create_task(setting)
        asked = asyncio.create_task(self._email_asked.wait())
        await asyncio.wait({asked, self._email_task}, return_when=asyncio.FIRST_COMPLETED)
        if self._email_task.done():
            self._email_task.result()

    async def _enter_email_code(self, length: int) -> str:
        self._email_asked.set()
        return await self._email_code

    async def do_confirm_recovery(self, code: str) -> None:
        self._email_code.set_result(code)
        await self._email_task

    async def do_forgot_password(self) -> str:
        return str((await self._client(functions.auth.RequestPasswordRecoveryRequest())).email_pattern)

    async def do_recover(self, code: str) -> Record:
        answer = await self._client(functions.auth.RecoverPasswordRequest(code))
        await self._client._on_login(answer.user)
        return {"state": "ready"}

    async def do_remove_password(self, current: str) -> None:
        await self._client.edit_2fa(current_password=current)

    async def do_sessions(self) -> list[Record]:
        answer = await self._client(functions.account.GetAuthorizationsRequest())
        return [
            {"hash": str(one.hash), "current": bool(one.current), "device": one.device_model, "ip": one.ip}
            for one in answer.authorizations
        ]

    async def do_terminate(self, hash: str) -> None:
        await self._client(functions.account.ResetAuthorizationRequest(int(hash)))

    async def do_terminate_others(self) -> None:
        await self._client(functions.auth.ResetAuthorizationsRequest())

    async def do_state(self) -> Record:
        state = await self._client(functions.updates.GetStateRequest())
        return {"pts": state.pts, "qts": state.qts, "seq": state.seq, "date": state.date.timestamp()}


def login_token(url: str) -> bytes:
    token = url.split("token=", 1)[1]
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def raw_message_record(message: Any) -> Record:
    return {"id": message.id, "text": getattr(message, "message", "") or "", "out": bool(message.out)}


def dialog_record(dialog: Any) -> Record:
    return {
        "peer": utils.get_peer_id(dialog.peer),
        "top": dialog.top_message,
        "unread": dialog.unread_count,
        "mentions": dialog.unread_mentions_count,
        "unread_mark": bool(dialog.unread_mark),
        "pinned": bool(dialog.pinned),
        "archived": dialog.folder_id == 1,
        "read_inbox": dialog.read_inbox_max_id,
        "read_outbox": dialog.read_outbox_max_id,
        "draft": getattr(dialog.draft, "message", None),
    }


async def main(configuration: Record) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    link = Link()
    await link.serve(TelethonDriver(link, configuration))
