"""Previews of links through the API, with a web of one page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hodhod.jobs import FETCHING
from hodhod.store import jobs
from hodhod.tl import functions, types
from hodhod.webpages.reading import Page
from tests.api.auth.device import Device
from tests.api.chats.rooms import make_channel
from tests.api.chats.test_texts import saying
from tests.api.people.friends import RANDOM, Friends


class Web:
    """Every address but /none is a page."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def page(self, url: str) -> Page | None:
        self.asked.append(url)
        return None if url.endswith("/none") else Page(url, title="The hoopoe")

    async def close(self) -> None: ...


def switched_on(friends: Friends) -> Web:
    services, web = friends.place.app.services, Web()
    services.world = replace(services.world, previews=True)
    friends.place.app.gateway._fanout._world = services.world
    services.pages = web  # type: ignore[assignment]
    return web


async def fetch(friends: Friends) -> None:
    services, now = friends.place.app.services, int(friends.place.clock())
    for job in await services.db.write(lambda tx: jobs.claim(tx, now, 60, 10, list(FETCHING))):
        await FETCHING[job.kind](services, job.payload)
        await services.db.write(lambda tx, job=job: jobs.finish(tx, job))  # type: ignore[misc]


def new_message(answer: Any) -> Any:
    (found,) = [one.message for one in answer.updates if hasattr(one, "message")]
    return found


async def told(friends: Friends, device: Device, kind: type[Any]) -> Any:
    (one,) = await friends.told(device, kind)
    return one


async def test_a_preview_comes_after_its_message(friends: Friends) -> None:
    sara, reza, web = friends.sara, friends.reza, switched_on(friends)
    await reza.listen()
    sent = new_message(await sara.ask(saying(friends.peer(sara, reza), "see example.com/a")))
    assert isinstance(sent.media.webpage, types.WebPagePending)
    await fetch(friends)
    update = await told(friends, reza, types.UpdateWebPage)
    assert (update.webpage.id, update.webpage.title, update.pts_count) == (sent.media.webpage.id, "The hoopoe", 1)
    (message, *_) = await reza.history(friends.peer(reza, sara))
    assert message.media.webpage == update.webpage
    assert web.asked == ["http://example.com/a"]
    news = await make_channel(sara, "News", broadcast=True)
    sent = new_message(await sara.ask(saying(news, "see example.com/b")))
    await sara.listen()
    await fetch(friends)
    update = await told(friends, sara, types.UpdateChannelWebPage)
    assert (update.channel_id, update.webpage.id) == (news.channel_id, sent.media.webpage.id)
    bare = await sara.ask(saying(friends.peer(sara, reza), "see example.com/a", no_webpage=True))
    assert isinstance(bare, types.UpdateShortSentMessage)


async def test_a_preview_is_chosen_and_changed(friends: Friends) -> None:
    sara, reza, _ = friends.sara, friends.reza, switched_on(friends)
    peer = friends.peer(sara, reza)
    link = types.InputMediaWebPage(url="https://example.com/big", force_large_media=True)

    def send(media: types.InputMediaWebPage, text: str = "look") -> functions.messages.SendMedia:
        return functions.messages.SendMedia(
            peer=peer, media=media, message=text, random_id=next(RANDOM), invert_media=True
        )

    assert await sara.refusal(send(types.InputMediaWebPage(url="ftp://example.com"))) == "WEBPAGE_URL_INVALID"
    assert await sara.refusal(send(link, "")) == "MESSAGE_EMPTY"
    sent = new_message(await sara.ask(send(link, "l" * 4000)))
    assert (sent.media.force_large_media, sent.media.manual, sent.invert_media) == (True, True, True)
    await fetch(friends)
    edit = functions.messages.EditMessage(peer=peer, id=sent.id, message="no more", no_webpage=True)
    changed = new_message(await sara.ask(edit))
    assert (changed.media, changed.invert_media) == (None, False)
    small = types.InputMediaWebPage(url="example.com/none", force_small_media=True)
    changed = new_message(await sara.ask(functions.messages.EditMessage(peer=peer, id=sent.id, media=small)))
    assert isinstance(changed.media.webpage, types.WebPagePending)
    await reza.listen()
    await fetch(friends)
    update = await told(friends, reza, types.UpdateWebPage)
    assert isinstance(update.webpage, types.WebPageEmpty)
    assert update.webpage.id == changed.media.webpage.id


async def test_a_page_is_looked_at_before_it_is_sent(friends: Friends) -> None:
    sara, web = friends.sara, switched_on(friends)
    ask = functions.messages.GetWebPagePreview(message="see example.com and b.com")
    answer = await sara.ask(ask)
    assert answer.media.webpage.title == "The hoopoe"
    await sara.ask(ask)
    assert web.asked == ["http://example.com/"], "it is kept"
    nothing = await sara.ask(functions.messages.GetWebPagePreview(message="example.com/none"))
    assert isinstance(nothing.media, types.MessageMediaEmpty)
    assert await sara.refusal(functions.messages.GetWebPagePreview(message=" ")) == "MESSAGE_EMPTY"
    page = (await sara.ask(functions.messages.GetWebPage(url="example.com", hash=0))).webpage
    assert page == answer.media.webpage
    same = await sara.ask(functions.messages.GetWebPage(url="example.com", hash=page.hash))
    assert isinstance(same.webpage, types.WebPageNotModified)
    assert await sara.refusal(functions.messages.GetWebPage(url="mailto:x", hash=0)) == "WC_CONVERT_URL_INVALID"


async def test_without_the_setting_nobody_goes_anywhere(friends: Friends) -> None:
    sara, reza = friends.sara, friends.reza
    sent = await sara.ask(saying(friends.peer(sara, reza), "see example.com"))
    assert isinstance(sent, types.UpdateShortSentMessage)
    answer = await sara.ask(functions.messages.GetWebPagePreview(message="see example.com"))
    assert isinstance(answer.media, types.MessageMediaEmpty)
    page = (await sara.ask(functions.messages.GetWebPage(url="example.com", hash=0))).webpage
    assert isinstance(page, types.WebPageEmpty)
    link = types.InputMediaWebPage(url="example.com")
    send = functions.messages.SendMedia(peer=friends.peer(sara, reza), media=link, message="x", random_id=1)
    assert await sara.refusal(send) == "WEBPAGE_NOT_FOUND"
