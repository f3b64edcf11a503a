"""TDLib 1.8.67 (layer 229) through its JSON interface: the strictest reader of our answers.

The library is a copy in which each embedded RSA public key is replaced in place by the server's (see
`patched_library` in clients.py). Its log goes to `tdlib.log` in the client's folder: a test reads it, because TDLib
drops what it finds wrong with no more than a line there. Ids of messages are those of the server: TDLib's own are
shifted by 20 bits.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

from tests.interop.drivers.link import Link, Record, Refused
from tests.interop.drivers.relay import Relay, leave_network
from tests.interop.drivers.tdlib_chats import Chats
from tests.interop.drivers.tdlib_library import Library
from tests.interop.drivers.tdlib_media import Media
from tests.interop.drivers.tdlib_opinions import Opinions
from tests.interop.drivers.tdlib_records import (
    ARCHIVE,
    ID_SHIFT,
    MAIN,
    dialog_record,
    draft_text,
    formatted,
    is_on_server,
    message_record,
    server_id,
    status_name,
    text_of,
    user_record,
)
from tests.interop.drivers.tdlib_stickers import Stickers

STATES = {
    "authorizationStateWaitPhoneNumber": "phone",
    "authorizationStateWaitCode": "code",
    "authorizationStateWaitRegistration": "sign_up",
    "authorizationStateWaitPassword": "password",
    "authorizationStateWaitOtherDeviceConfirmation": "qr",
    "authorizationStateReady": "ready",
    "authorizationStateClosed": "closed",
}
PRIVACY_RULES = {
    "all": "userPrivacySettingRuleAllowAll",
    "contacts": "userPrivacySettingRuleAllowContacts",
    "nobody": "userPrivacySettingRuleRestrictAll",
}


class TdlibDriver(Chats, Media, Opinions, Stickers):
    def __init__(self, link: Link, configuration: Record, proxy: int) -> None:
        self._link = link
        self._folder = configuration["folder"]
        self._proxy = proxy
        self._loop = asyncio.get_running_loop()
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Record]] = {}
        self._sends: dict[tuple[int, int], asyncio.Future[Record]] = {}
        self._state = ""
        self._moved = asyncio.Condition()
        self._qr_link = ""
        self._folders: list[int] = []
        self._connection = ""
        log = f"{self._folder}/tdlib.log"
        self._library = Library(configuration["library"], log, self._from_thread)

    def refusal(self, error: Exception) -> Refused | None:
        return None  # `_ask` raises Refused itself

    def _from_thread(self, received: Record) -> None:
        self._loop.call_soon_threadsafe(self._received, received)

    def _received(self, received: Record) -> None:
        number = received.pop("@extra", None)
        if number is not None:
            self._answers.pop(number).set_result(received)
            return
        handle = getattr(self, f"_on_{received['@type']}", None)
        if handle:
            handle(received)

    async def _ask(self, kind: str, **fields: Any) -> Record:
        number = next(self._numbers)
        answer: asyncio.Future[Record] = self._loop.create_future()
        self._answers[number] = answer
        self._library.send({"@type": kind, "@extra": number, **fields})
        result = await answer
        if result["@type"] == "error":
            raise Refused(result["message"], f"{kind}: {result['code']} {result['message']}")
        return result

    # --- updates

    def _on_updateAuthorizationState(self, update: Record) -> None:
        state = update["authorization_state"]
        self._qr_link = state.get("link", "")
        self._loop.create_task(self._move(state["@type"]))

    async def _move(self, state: str) -> None:
        async with self._moved:
            self._state = STATES.get(state, state)
            self._moved.notify_all()

    async def _wait_state(self, *wanted: str) -> Record:
        async with self._moved:
            await asyncio.wait_for(self._moved.wait_for(lambda: self._state in wanted), 20)
        return {"state": self._state}

    def _on_updateNewMessage(self, update: Record) -> None:
        message = update["message"]
        if is_on_server(message["id"]) and not message.get("sending_state"):
            self._link.emit("message", **message_record(message))

    def _on_updateMessageSendSucceeded(self, update: Record) -> None:
        self._outcome(update).set_result(message_record(update["message"]))

    def _on_updateMessageSendFailed(self, update: Record) -> None:
        error = update["error"]
        self._outcome(update).set_exception(Refused(error["message"], f"{error['code']}"))

    def _outcome(self, update: Record) -> asyncio.Future[Record]:
        message = update["message"]
        return self._pending(message["chat_id"], update["old_message_id"])

    def _pending(self, chat_id: int, temporary_id: int) -> asyncio.Future[Record]:
        """Temporary ids begin anew in every chat."""
        return self._sends.setdefault((chat_id, temporary_id), self._loop.create_future())

    def _sent(self, message: Record) -> asyncio.Future[Record]:
        """What becomes of a message that the library has just begun to send."""
        return self._pending(message["chat_id"], message["id"])

    def _on_updateMessageContent(self, update: Record) -> None:
        chat, message_id = update["chat_id"], server_id(update["message_id"])
        self._link.emit("edit", id=message_id, chat=chat, text=text_of(update["new_content"]))

    def _on_updateDeleteMessages(self, update: Record) -> None:
        if update["is_permanent"] and not update["from_cache"]:
            ids = [server_id(one) for one in update["message_ids"] if is_on_server(one)]
            if ids:
                self._link.emit("delete", ids=ids, chat=update["chat_id"])

    def _on_updateChatReadInbox(self, update: Record) -> None:
        max_id = server_id(update["last_read_inbox_message_id"])
        self._link.emit("read", peer=update["chat_id"], max_id=max_id, inbox=True)

    def _on_updateChatReadOutbox(self, update: Record) -> None:
        max_id = server_id(update["last_read_outbox_message_id"])
        self._link.emit("read", peer=update["chat_id"], max_id=max_id, inbox=False)

    def _on_updateChatAction(self, update: Record) -> None:
        if update["action"]["@type"] == "chatActionTyping":
            self._link.emit("typing", user=update["sender_id"]["user_id"])

    def _on_updateUserStatus(self, update: Record) -> None:
        self._link.emit("status", user=update["user_id"], status=status_name(update["status"]))

    def _on_updateChatDraftMessage(self, update: Record) -> None:
        self._link.emit("draft", peer=update["chat_id"], text=draft_text(update.get("draft_message")) or "")

    def _on_updateMessageIsPinned(self, update: Record) -> None:
        ids = [server_id(update["message_id"])]
        self._link.emit("pinned", peer=update["chat_id"], ids=ids, pinned=update["is_pinned"])

    def _on_updateChatIsMarkedAsUnread(self, update: Record) -> None:
        self._link.emit("marked", peer=update["chat_id"], unread=update["is_marked_as_unread"])

    def _on_updateChatFolders(self, update: Record) -> None:
        self._folders = [folder["id"] for folder in update["chat_folders"]]

    def _on_updateSavedMessagesTopic(self, update: Record) -> None:
        self._link.emit("saved_topic", topic=update["topic"])

    def _on_updateUnconfirmedSession(self, update: Record) -> None:
        self._link.emit("unconfirmed", session=update.get("session"))

    def _on_updateConnectionState(self, update: Record) -> None:
        self._connection = update["state"]["@type"]
        self._link.emit("connection", state=self._connection)

    # --- connection and sign-in

    async def do_connect(self) -> Record:
        await self._ask("getOption", name="version")  # an instance lives from its first request on
        await self._wait_state("authorizationStateWaitTdlibParameters")
        await self._ask(
            "setTdlibParameters",
            use_test_dc=False,
            database_directory=f"{self._folder}/tdlib",
            use_chat_info_database=True,
            use_message_database=True,
            api_id=1,
            api_hash="0123456789abcdef0123456789abcdef",
            system_language_code="en",
            device_model="TDLib test",
            system_version="1",
            application_version="1",
        )
        proxy = {"@type": "proxy", "server": "127.0.0.1", "port": self._proxy, "type": {"@type": "proxyTypeSocks5"}}
        await self._ask("addProxy", proxy=proxy, enable=True)
        return await self._wait_state("phone", "ready")

    async def do_come_back(self) -> None:
        """It reconnects and fetches what it missed by itself, whenever that came."""

    async def do_disconnect(self) -> None:
        await self._ask("close")
        await self._wait_state("closed")

    async def do_request_code(self, phone: str) -> Record:
        await self._ask("setAuthenticationPhoneNumber", phone_number=phone)
        await self._wait_state("code")
        state = await self._ask("getAuthorizationState")
        kind = state["code_info"]["type"]
        return {"length": kind.get("length"), "type": kind["@type"].removeprefix("authenticationCodeType")}

    async def do_submit_code(self, phone: str, code: str) -> Record:
        await self._ask("checkAuthenticationCode", code=code)
        return await self._wait_state("ready", "password", "sign_up")

    async def do_sign_up(self, phone: str, first_name: str, last_name: str) -> Record:
        await self._ask("registerUser", first_name=first_name, last_name=last_name)
        return await self._wait_state("ready")

    async def do_submit_password(self, password: str) -> Record:
        await self._ask("checkAuthenticationPassword", password=password)
        return await self._wait_state("ready")

    async def do_log_out(self) -> None:
        await self._ask("logOut")
        await self._wait_state("closed")

    async def do_qr_show(self) -> str:
        await self._ask("requestQrCodeAuthentication", other_user_ids=[])
        await self._wait_state("qr")
        return self._qr_link

    async def do_qr_wait(self) -> Record:
        return await self._wait_state("ready", "password")

    async def do_qr_accept(self, url: str) -> None:
        await self._ask("confirmQrCodeAuthentication", link=url)

    # --- people

    async def do_me(self) -> Record:
        return user_record(await self._ask("getMe"))

    async def do_user(self, user: int) -> Record:
        return user_record(await self._ask("getUser", user_id=user))

    async def do_import_contact(self, phone: str, first_name: str) -> int | None:
        contact = {"@type": "importedContact", "phone_number": phone, "first_name": first_name}
        answer = await self._ask("importContacts", contacts=[contact])
        return answer["user_ids"][0] or None

    async def do_contacts(self) -> list[Record]:
        answer = await self._ask("getContacts")
        return [user_record(await self._ask("getUser", user_id=user)) for user in answer["user_ids"]]

    async def do_resolve(self, username: str) -> int:
        return int((await self._ask("searchPublicChat", username=username))["id"])

    async def do_set_username(self, username: str) -> None:
        await self._ask("setUsername", username=username)

    async def do_set_profile(self, first_name: str, last_name: str, about: str) -> None:
        await self._ask("setName", first_name=first_name, last_name=last_name)
        await self._ask("setBio", bio=about)

    async def do_about(self, user: int) -> str:
        full = await self._ask("getUserFullInfo", user_id=user)
        return str((full.get("bio") or {}).get("text", ""))

    async def do_block(self, user: int, blocked: bool) -> None:
        sender = {"@type": "messageSenderUser", "user_id": user}
        await self._ask(
            "setMessageSenderBlockList", sender_id=sender, block_list={"@type": "blockListMain"} if blocked else None
        )

    async def do_blocked(self) -> list[int]:
        block_list = {"@type": "blockListMain"}
        answer = await self._ask("getBlockedMessageSenders", block_list=block_list, offset=0, limit=100)
        return [sender["user_id"] for sender in answer["senders"]]

    async def do_set_online_privacy(self, rule: str) -> None:
        setting = {"@type": "userPrivacySettingShowStatus"}
        rules = {"@type": "userPrivacySettingRules", "rules": [{"@type": PRIVACY_RULES[rule]}]}
        await self._ask("setUserPrivacySettingRules", setting=setting, rules=rules)

    async def do_set_online(self, online: bool) -> None:
        await self._ask("setOption", name="online", value={"@type": "optionValueBoolean", "value": online})

    # --- messages

    async def do_send(self, peer: int, text: str, reply_to: int | None = None, quote: str | None = None) -> Record:
        return await self._sent(await self._send(peer, text, reply_to, quote))

    async def _send(self, peer: int, text: str, reply_to: int | None = None, quote: str | None = None) -> Record:
        fields: Record = {"chat_id": await self._chat(peer)}
        if reply_to is not None:
            fields["reply_to"] = {"@type": "inputMessageReplyToMessage", "message_id": reply_to << ID_SHIFT}
        if quote is not None:
            fields["reply_to"]["quote"] = {"@type": "inputTextQuote", "text": formatted(quote), "position": 0}
        content = {"@type": "inputMessageText", "text": formatted(text)}
        return await self._ask("sendMessage", input_message_content=content, **fields)

    async def do_send_marked_up(self, peer: int, markdown: str) -> Record:
        text = await self._ask("parseMarkdown", text=formatted(markdown))
        content = {"@type": "inputMessageText", "text": text}
        sent = await self._ask("sendMessage", chat_id=await self._chat(peer), input_message_content=content)
        return await self._sent(sent)

    async def do_send_many(self, peer: int, texts: list[str]) -> list[int]:
        """All at once: TDLib orders them by invokeAfterMsg."""
        pending = [await self._send(peer, text) for text in texts]
        return [(await self._sent(one))["id"] for one in pending]

    async def do_edit(self, peer: int, id: int, text: str) -> Record:
        content = {"@type": "inputMessageText", "text": formatted(text)}
        message = await self._ask(
            "editMessageText", chat_id=peer, message_id=id << ID_SHIFT, input_message_content=content
        )
        return message_record(message)

    async def do_delete(self, peer: int, ids: list[int], revoke: bool) -> None:
        await self._ask("deleteMessages", chat_id=peer, message_ids=[one << ID_SHIFT for one in ids], revoke=revoke)

    async def do_ask(self, kind: str, fields: Record) -> Record:
        return await self._ask(kind, **fields)

    async def do_forward(self, peer: int, source: int, ids: list[int]) -> list[Record]:
        shifted = [one << ID_SHIFT for one in ids]
        await self._chat(peer)
        answer = await self._ask("forwardMessages", chat_id=peer, from_chat_id=source, message_ids=shifted)
        return [await self._sent(message) for message in answer["messages"]]

    async def do_read(self, peer: int, max_id: int) -> None:
        await self._ask("openChat", chat_id=peer)
        source = {"@type": "messageSourceChatHistory"}
        await self._ask("viewMessages", chat_id=peer, message_ids=[max_id << ID_SHIFT], source=source, force_read=True)
        await self._ask("closeChat", chat_id=peer)

    async def do_typing(self, peer: int) -> None:
        await self._ask("openChat", chat_id=peer)
        await self._ask("sendChatAction", chat_id=peer, action={"@type": "chatActionTyping"})

    async def do_pin(self, peer: int, id: int) -> None:
        await self._ask("pinChatMessage", chat_id=peer, message_id=id << ID_SHIFT, only_for_self=False)

    async def do_unpin(self, peer: int, id: int) -> None:
        await self._ask("unpinChatMessage", chat_id=peer, message_id=id << ID_SHIFT)

    async def do_draft(self, peer: int, text: str) -> None:
        content = {"@type": "draftMessageContentText", "text": formatted(text)}
        draft = {"@type": "draftMessage", "content": content} if text else None
        await self._ask("setChatDraftMessage", chat_id=await self._chat(peer), draft_message=draft)

    # --- reading

    async def do_history(self, peer: int, limit: int, offset_id: int = 0, way: str = "back") -> list[Record]:
        """back: older than offset_id, newest first; forward: newer, oldest first; around: both, newest first."""
        await self._chat(peer)
        if way == "around":
            return await self._page(peer, offset_id, -(limit // 2), limit)
        found: list[Record] = []
        while len(found) < limit:
            page = await self._next_page(peer, offset_id, way == "forward")
            if not page:
                break
            found += page
            offset_id = found[-1]["id"]
        return found[:limit]

    async def _next_page(self, peer: int, offset_id: int, forward: bool) -> list[Record]:
        if not forward:
            return [one for one in await self._page(peer, offset_id, 0, 100) if one["id"] != offset_id]
        page = await self._page(peer, max(offset_id, 1), -99, 100)
        return [one for one in reversed(page) if one["id"] > offset_id]

    async def _page(self, peer: int, from_id: int, offset: int, limit: int) -> list[Record]:
        answer = await self._ask(
            "getChatHistory", chat_id=peer, from_message_id=from_id << ID_SHIFT, offset=offset, limit=limit
        )
        return [message_record(message) for message in answer["messages"]]

    async def do_search(self, query: str, peer: int | None = None, limit: int = 100) -> list[Record]:
        if peer is None:
            answer = await self._ask("searchMessages", query=query, limit=limit)
            return [message_record(message) for message in answer["messages"]]
        place: Record = {"chat_id": await self._chat(peer), "query": query, "limit": 100}
        found: list[Record] = []
        while len(found) < limit and place.get("from_message_id") != 0:
            answer = await self._ask("searchChatMessages", **place)
            found += [message_record(message) for message in answer["messages"]]
            place["from_message_id"] = answer["next_from_message_id"]
        return found[:limit]

    async def do_pinned(self, peer: int) -> list[int]:
        pinned = {"@type": "searchMessagesFilterPinned"}
        answer = await self._ask("searchChatMessages", chat_id=peer, limit=100, filter=pinned)
        return [server_id(message["id"]) for message in answer["messages"]]

    async def do_dialogs(self, archived: bool = False) -> list[Record]:
        chat_list = ARCHIVE if archived else MAIN
        try:
            while True:
                await self._ask("loadChats", chat_list=chat_list, limit=100)
        except Refused as end:
            if not end.text.startswith("loadChats: 404"):
                raise
        chats = await self._ask("getChats", chat_list=chat_list, limit=1000)
        return [await self.do_dialog(chat) for chat in chats["chat_ids"]]

    async def do_dialog(self, peer: int) -> Record:
        return dialog_record(await self._ask("getChat", chat_id=await self._chat(peer)))

    async def do_archive(self, peer: int, archived: bool) -> None:
        await self._ask("addChatToList", chat_id=peer, chat_list=ARCHIVE if archived else MAIN)

    async def do_pin_dialog(self, peer: int, pinned: bool) -> None:
        await self._ask("toggleChatIsPinned", chat_list=MAIN, chat_id=peer, is_pinned=pinned)

    async def do_mark_unread(self, peer: int, unread: bool) -> None:
        await self._ask("toggleChatIsMarkedAsUnread", chat_id=peer, is_marked_as_unread=unread)

    async def do_set_folder(self, id: int, title: str, peers: list[int]) -> None:
        name = {"@type": "chatFolderName", "text": formatted(title)}
        folder = {"@type": "chatFolder", "name": name, "color_id": -1, "included_chat_ids": peers}
        await self._ask("createChatFolder", folder=folder)

    async def do_folders(self) -> list[Record]:
        folders = [await self._ask("getChatFolder", chat_folder_id=one) for one in self._folders]
        return [{"title": one["name"]["text"]["text"], "peers": one["included_chat_ids"]} for one in folders]

    # --- account

    async def do_set_password(self, new: str, current: str | None = None, hint: str = "") -> None:
        await self._ask("setPassword", old_password=current or "", new_password=new, new_hint=hint)

    async def do_set_recovery(self, password: str, email: str) -> None:
        """Give an address to an existing password; its code is entered by `confirm_recovery`."""
        await self._ask("setRecoveryEmailAddress", password=password, new_recovery_email_address=email)

    async def do_confirm_recovery(self, code: str) -> None:
        state = await self._ask("checkRecoveryEmailAddressCode", code=code)
        assert state["has_recovery_email_address"]

    async def do_forgot_password(self) -> str:
        await self._ask("requestAuthenticationPasswordRecovery")
        state = await self._ask("getAuthorizationState")
        return str(state["recovery_email_address_pattern"])

    async def do_recover(self, code: str) -> Record:
        await self._ask("recoverAuthenticationPassword", recovery_code=code)
        return await self._wait_state("ready")

    async def do_remove_password(self, current: str) -> None:
        await self._ask("setPassword", old_password=current, new_password="")

    async def do_sessions(self) -> list[Record]:
        answer = await self._ask("getActiveSessions")
        return [
            {"hash": one["id"], "current": one["is_current"], "device": one["device_model"], "ip": one["ip_address"]}
            for one in answer["sessions"]
        ]

    async def do_terminate(self, hash: str) -> None:
        await self._ask("terminateSession", session_id=hash)

    async def do_terminate_others(self) -> None:
        await self._ask("terminateAllOtherSessions")


async def main(configuration: Record) -> None:
    relay = Relay(configuration["host"], configuration["port"])
    leave_network()
    link = Link()
    await link.serve(TdlibDriver(link, configuration, relay.listen()))
