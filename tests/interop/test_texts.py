"""Texts as two libraries have them: formatting with Persian and emoji, previews of links, tags of notes."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from tests.interop.clients import Client
from tests.interop.conftest import Make, Phones
from tests.interop.drivers.tdlib_records import ID_SHIFT, formatted
from tests.interop.scenario import Record, becomes, unique, within
from tests.interop.server import Server

PAGE = '<head><meta charset="utf-8"><meta property="og:title" content="هدهد"><meta name="description" content="A bird">'
PAGE += '<meta property="og:image" content="/bird.png">'


def drawn() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((400, 300), 50).save(file, "PNG")
    return file.getvalue()


PICTURE = drawn()


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        is_picture = self.path.endswith(".png")
        self.send_header("Content-Type", "image/png" if is_picture else "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PICTURE if is_picture else PAGE.encode())

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a page on this machine."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/bird"
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def server(database: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that fetches pages, of this machine too."""
    data = tmp_path_factory.mktemp("server") / "data"
    data.mkdir()
    (data / "hodhod.toml").write_text('[previews]\nenabled = true\nallowed_networks = ["127.0.0.1/32"]\n')
    running = Server(data, database=database)
    running.start()
    yield running
    assert running.stop() == 0


@dataclass(frozen=True, slots=True)
class Pair:
    sara: Client
    reza: Client


@pytest.fixture(scope="module")
def pair(client: Make, phone: Phones) -> Pair:
    """Sara with TDLib, Reza with Telethon."""
    sara, reza = client("tdlib").sign_up(phone(), "Sara"), client("telethon").sign_up(phone(), "Reza")
    assert sara.do("import_contact", phone=reza.phone, first_name="Reza") == reza.id
    assert reza.do("import_contact", phone=sara.phone, first_name="Sara") == sara.id
    return Pair(sara, reza)


MARKED_UP = [
    # (markdown, the plain text, what both libraries must show of it)
    (
        "🪶 **پر [پیوند](http://a.bc/) رنگ** @hoopoe",
        "🪶 پر پیوند رنگ @hoopoe",
        [["bold", 3, 3], ["texturl", 6, 5], ["bold", 6, 5], ["bold", 11, 4], ["mention", 16, 7]],
    ),
    (
        "#می\u200cخوانم_۱ و `#کد` 😀 t.me/a",
        "#می\u200cخوانم_۱ و #کد 😀 t.me/a",
        [["hashtag", 0, 11], ["code", 14, 3], ["url", 21, 6]],
    ),
    ("**پررنگ __و کج__**", "پررنگ و کج", [["bold", 0, 6], ["bold", 6, 4], ["italic", 6, 4]]),
]


@pytest.mark.parametrize(("markdown", "plain", "entities"), MARKED_UP)
def test_what_was_meant_is_what_is_shown(pair: Pair, markdown: str, plain: str, entities: list[Record]) -> None:
    mark = unique("")
    for sender, reader in ((pair.reza, pair.sara), (pair.sara, pair.reza)):
        sent = sender.do("send_marked_up", peer=reader.id, markdown=markdown + mark)
        seen = reader.wait("message", text=plain + mark, out=False)
        assert seen["entities"] == entities, sender.library
        assert sent["entities"] == entities, sender.library


def test_a_link_is_shown_with_its_page(pair: Pair, site: str) -> None:
    text = unique(f"see {site} ")
    pair.reza.do("send", peer=pair.sara.id, text=text)
    here = pair.sara.wait("message", text=text)["id"]
    becomes(lambda: preview(pair.sara, pair.reza.id, here), ("هدهد", "A bird", site))
    asked = pair.sara.do("ask", kind="getLinkPreview", fields={"text": formatted(f"look {site}")})
    assert (asked["title"], asked["site_name"]) == ("هدهد", "127.0.0.1")
    sizes = asked["type"]["photo"]["sizes"]
    fields = {"file_id": sizes[-1]["photo"]["id"], "priority": 1, "offset": 0, "limit": 0, "synchronous": True}
    assert pair.sara.do("ask", kind="downloadFile", fields=fields)["local"]["is_downloading_completed"]
    own = pair.sara.do("send", peer=pair.reza.id, text=unique(f"mine {site} "))["id"]
    becomes(lambda: preview(pair.sara, pair.reza.id, own), ("هدهد", "A bird", site))
    options = {"@type": "linkPreviewOptions", "url": site, "force_large_media": True, "show_above_text": True}
    content = {"@type": "inputMessageText", "text": formatted(unique("no link")), "link_preview_options": options}
    sent = pair.sara.do("ask", kind="sendMessage", fields={"chat_id": pair.reza.id, "input_message_content": content})
    assert sent["@type"] == "message"
    above = pair.reza.wait("message", text=content["text"]["text"])  # type: ignore[index]
    assert above["out"] is False


def preview(device: Client, chat: int, message_id: int) -> tuple[str, str, str] | None:
    fields = {"chat_id": chat, "message_id": message_id << ID_SHIFT}
    shown = device.do("ask", kind="getMessage", fields=fields)["content"].get("link_preview")
    return (shown["title"], shown["description"]["text"], shown["url"]) if shown else None


def test_tags_of_notes(pair: Pair) -> None:
    sara = pair.sara
    note = sara.do("send", peer=sara.id, text=unique("a note"))["id"]
    fire: Record = {"@type": "reactionTypeEmoji", "emoji": "🔥"}
    place = {"chat_id": sara.id, "message_id": note << ID_SHIFT}

    def offered() -> bool:
        """TDLib asks for the reactions that may be tags when somebody is about to choose one."""
        found = sara.do("ask", kind="getMessageAvailableReactions", fields={**place, "row_size": 8})
        return any(one["type"] == fire for one in found["top_reactions"] + found["popular_reactions"])

    within(offered)
    sara.do("ask", kind="addMessageReaction", fields={**place, "reaction_type": fire})
    sara.do("ask", kind="setSavedMessagesTagLabel", fields={"tag": fire, "label": "Later"})

    def tags() -> list[tuple[str, str, int]]:
        found = sara.do("ask", kind="getSavedMessagesTags", fields={"saved_messages_topic_id": 0})["tags"]
        return [(one["tag"]["emoji"], one["label"], one["count"]) for one in found]

    becomes(tags, [("🔥", "Later", 1)])
    fields = {"saved_messages_topic_id": 0, "tag": fire, "query": "", "from_message_id": 0, "offset": 0, "limit": 10}
    found = sara.do("ask", kind="searchSavedMessages", fields=fields)["messages"]
    assert [one["id"] >> ID_SHIFT for one in found] == [note]


def test_a_note_is_answered_in_a_chat(pair: Pair) -> None:
    """What it answers is in another chat, which its reader does not have."""
    sara, reza = pair.sara, pair.reza
    note, text = unique("a note"), unique("about that")
    msg_id = sara.do("send", peer=sara.id, text=note)["id"]
    to = {"@type": "inputMessageReplyToExternalMessage", "chat_id": sara.id, "message_id": msg_id << ID_SHIFT}
    content = {"@type": "inputMessageText", "text": formatted(text)}
    fields = {"chat_id": reza.id, "reply_to": to, "input_message_content": content}
    sara.do("ask", kind="sendMessage", fields=fields)
    heard = reza.wait("message", text=text, out=False)
    assert (heard["quote"], heard["reply_to"]) == (note, None)
