"""Answers that are the same for everybody: each is well-formed in old and new layers, and is what clients insist on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

import phonenumbers
import pytest
import pytest_asyncio

from hodhod import api, tl
from hodhod.api.help.countries import countries
from hodhod.api.messages.built_in_sets import BUILT_IN
from hodhod.app import App, build
from hodhod.config.settings import Settings
from hodhod.domain import chatlists, following, service_user
from hodhod.domain.limits import Limits
from hodhod.domain.stickers.names import RESERVED
from hodhod.mtproto import PeerInfo
from hodhod.mtproto.primes import DH_PRIME_BYTES
from hodhod.rpc.client import Authorization, Client
from hodhod.rpc.registry import Registry
from hodhod.store import users as store_users
from hodhod.tl import functions, types
from tests.tl.reader import Reader, newest, reader
from tests.tl.samples import Samples
from tools.schema.parser import Kind

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAYERS = (133, 158, 198, 214, 223, 229)
NOW = 1_790_000_000
RPC_ERROR = 0x2144CA19
ME = types.InputPeerSelf()

STATIC = sorted(row.name for row in Registry.of(api.modules()).methods.values() if row.static)
# What a request needs to be one that has an answer; fields that no row names are 0, empty or the caller.
REQUESTS: dict[str, dict[str, Any]] = {
    "langpack.getDifference": {"lang_code": "fa", "from_version": 7},
    "langpack.getLangPack": {"lang_code": "fa"},
    "langpack.getLanguage": {"lang_code": "fa"},
    "langpack.getStrings": {"lang_code": "en", "keys": ["lng_a", "lng_b"]},
    "messages.getMessagesViews": {"id": [1, 2]},
    "messages.getStickerSet": {"stickerset": types.InputStickerSetAnimatedEmoji()},
    "stories.getPeerMaxIDs": {"id": [ME, ME, ME]},
}
REFUSED = {
    "messages.readSavedHistory": "PARENT_PEER_INVALID",
    "messages.summarizeText": "TRANSLATIONS_DISABLED",
    "messages.togglePeerTranslations": "TRANSLATIONS_DISABLED",
    "messages.transcribeAudio": "TRANSCRIPTION_FAILED",
    "messages.translateText": "TRANSLATIONS_DISABLED",
    "premium.getBoostsStatus": "PEER_ID_INVALID",
    "updates.getChannelDifference": "CHANNEL_INVALID",
}


class Device:
    """A signed-in session without a connection: what the dispatcher answers is kept."""

    def __init__(self, app: App, user: int) -> None:
        self._dispatcher = app.gateway.dispatcher
        self._numbers = count(1)
        self._answers: dict[int, bytes] = {}
        session = SimpleNamespace(key=SimpleNamespace(dc_id=2), send_result=self._answers.__setitem__)
        self.client = Client(cast("Any", session), Authorization(key_id=1, user_id=user, lang_code="fa"))
        self.client.updates = True

    async def raw(self, request: tl.TLFunction, layer: int = tl.LAYER) -> bytes:
        self.client.auth.layer = layer
        number = next(self._numbers)
        await self._dispatcher.serve(self.client, number, tl.encode(request, layer), PeerInfo("127.0.0.1", 1))
        return self._answers.pop(number)

    async def ask(self, request: tl.TLFunction) -> Any:
        """The answer in today's layer; an error as its name."""
        answer = await self.raw(request)
        if is_error(answer):
            return error_name(answer)
        return tl.decode(answer)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """One for all: nothing here writes."""
    app = await build(Settings(), tmp_path_factory.mktemp("data"), clock=lambda: float(NOW))
    try:
        yield app
    finally:
        await app.db.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def device(app: App) -> Device:

    async def sign_up(tx: Any) -> int:
        await service_user.ensure(tx, NOW)
        return await store_users.create(tx, "989120000001", ("Sara", ""), "sara", NOW)

    return Device(app, await app.db.write(sign_up))


def is_error(answer: bytes) -> bool:
    return int.from_bytes(answer[:4], "little") == RPC_ERROR


def error_name(answer: bytes) -> str:
    size = answer[8]
    return answer[9 : 9 + size].decode()


def request(name: str) -> tl.TLFunction:
    """The smallest request of this method that has an answer."""
    combinator = newest()[Kind.FUNCTION, name]
    made = Samples(1).make(combinator, full=False)
    for param in combinator.params:
        if param.flag_field is None and param.type != "#":
            setattr(made, param.name, _neutral(param.type, getattr(made, param.name)))
    for field, value in REQUESTS.get(name, {}).items():
        setattr(made, field, value)
    return cast("tl.TLFunction", made)


def _neutral(kind: str, drawn: Any) -> Any:
    known = {"int": 0, "long": 0, "string": "", "Bool": False, "InputPeer": ME}
    return [] if kind.startswith("Vector<") else known.get(kind, drawn)


def result_type(layer_reader: Reader, name: str) -> str | None:
    """None where the layer has no such method."""
    found = layer_reader.by_name.get((Kind.FUNCTION, name))
    return found.result if found else None


@pytest.mark.parametrize("name", STATIC)
async def test_every_answer_is_well_formed_in_every_layer(device: Device, name: str) -> None:
    asked = 0
    for layer in LAYERS:
        result = result_type(reader(layer), name)
        if result is None:
            continue
        answer = await device.raw(request(name), layer)
        if name in REFUSED:
            assert error_name(answer) == REFUSED[name]
        else:
            assert not is_error(answer), f"{error_name(answer)} in layer {layer}"
            reader(layer).read(result, answer)
        asked += 1
    assert asked


async def test_app_config_is_sent_once(device: Device) -> None:
    first = await device.ask(functions.help.GetAppConfig(hash=0))
    assert isinstance(first, types.help.AppConfig)
    again = await device.ask(functions.help.GetAppConfig(hash=first.hash))
    assert isinstance(again, types.help.AppConfigNotModified)
    other = await device.ask(functions.help.GetAppConfig(hash=first.hash + 1))
    assert isinstance(other, types.help.AppConfig)


async def test_app_config_agrees_with_the_rules(device: Device) -> None:
    answer = await device.ask(functions.help.GetAppConfig(hash=0))
    told = {pair.key: getattr(pair.value, "value", None) for pair in answer.config.value}
    limits = Limits()
    assert told["about_length_limit_default"] == told["about_length_limit_premium"] == limits.about_length
    assert told["dialogs_pinned_limit_default"] == limits.pinned_dialogs
    assert told["dialog_filters_limit_default"] == limits.folders
    assert told["chatlist_invites_limit_premium"] == chatlists.MAX_LINKS
    assert told["chatlists_joined_limit_default"] == following.MAX_FOLLOWED
    assert told["topics_pinned_limit"] == limits.pinned_topics
    assert told["dialog_filters_chats_limit_premium"] == limits.folder_peers
    assert told["caption_length_limit_default"] == limits.caption_length
    assert told["premium_purchase_blocked"] is True


async def test_countries_in_two_languages(device: Device) -> None:
    persian = await device.ask(functions.help.GetCountriesList(lang_code="fa", hash=0))
    by_code = {country.iso2: country for country in persian.countries}
    iran = by_code["IR"]
    assert (iran.default_name, iran.name) == ("Iran", "ایران")
    assert iran.country_codes == [types.help.CountryCode(country_code="98", prefixes=None, patterns=["XXX XXX XXXX"])]
    assert by_code["CA"].country_codes[0].prefixes[0] == "204"
    english = await device.ask(functions.help.GetCountriesList(lang_code="en", hash=persian.hash))
    assert isinstance(english, types.help.CountriesList), "the hash of another language"
    assert {country.name for country in english.countries} == {None}
    same = await device.ask(functions.help.GetCountriesList(lang_code="fa", hash=persian.hash))
    assert isinstance(same, types.help.CountriesListNotModified)


async def test_countries_are_those_of_the_phone_library() -> None:
    codes = {country.iso2: country.country_codes[0].country_code for country in countries("").countries}
    assert codes == {
        region: str(phonenumbers.country_code_for_region(region)) for region in phonenumbers.SUPPORTED_REGIONS
    }


async def test_time_zones_know_where_iran_is(device: Device) -> None:
    answer = await device.ask(functions.help.GetTimezonesList(hash=0))
    assert types.Timezone(id="Asia/Tehran", name="Tehran", utc_offset=12600) in answer.timezones
    again = await device.ask(functions.help.GetTimezonesList(hash=answer.hash))
    assert isinstance(again, types.help.TimezonesListNotModified)


async def test_polled_answers_expire_later(device: Device) -> None:
    for query in (functions.help.GetPromoData(), functions.help.GetTermsOfServiceUpdate()):
        assert (await device.ask(query)).expires >= NOW + 3600


async def test_support_is_the_service_account(device: Device) -> None:
    answer = await device.ask(functions.help.GetSupport())
    assert (answer.user.id, answer.user.support) == (777000, True)
    assert answer.user.access_hash


async def test_every_language_string_asked_for_is_answered(device: Device) -> None:
    query = functions.langpack.GetStrings(lang_pack="tdesktop", lang_code="fa", keys=["a", "b"])
    answer = reader(229).read("Vector<LangPackString>", await device.raw(query))
    assert [string["key"] for string in answer] == ["a", "b"]
    refused = await device.ask(functions.langpack.GetLangPack(lang_pack="tdesktop", lang_code="de"))
    assert refused == "LANG_CODE_NOT_SUPPORTED"


@pytest.mark.parametrize("version", [0, 1, 500])
async def test_versions_never_go_back(device: Device, version: int) -> None:
    query = functions.langpack.GetDifference(lang_pack="", lang_code="fa", from_version=version)
    pack = await device.ask(query)
    assert (pack.from_version, pack.version >= max(version, 1)) == (version, True)
    words = await device.ask(functions.messages.GetEmojiKeywordsDifference(lang_code="de", from_version=version))
    assert (words.lang_code, words.from_version, words.version >= max(version, 1)) == ("de", version, True)


async def test_there_is_always_a_language_of_emoji_words(device: Device) -> None:
    for codes, found in (([], ["en"]), (["de"], ["en"]), (["fa-IR"], ["en", "fa"])):
        answer = await device.raw(functions.messages.GetEmojiKeywordsLanguages(lang_codes=codes))
        languages = reader(229).read("Vector<EmojiLanguage>", answer)
        assert [language["lang_code"] for language in languages] == found


@pytest.mark.parametrize("kind", [one.kind for one in BUILT_IN])
async def test_built_in_sticker_sets_can_be_asked_for_in_three_ways(device: Device, kind: Any) -> None:
    answer = await device.ask(functions.messages.GetStickerSet(stickerset=kind(), hash=0))
    sticker_set = answer.set
    assert (sticker_set.count, answer.documents, answer.packs) == (0, [], [])
    assert sticker_set.access_hash
    assert sticker_set.short_name
    by_id = types.InputStickerSetID(id=sticker_set.id, access_hash=sticker_set.access_hash)
    by_name = types.InputStickerSetShortName(short_name=sticker_set.short_name)
    for asked in (by_id, by_name):
        assert await device.ask(functions.messages.GetStickerSet(stickerset=asked, hash=0)) == answer
    known = await device.ask(functions.messages.GetStickerSet(stickerset=kind(), hash=sticker_set.hash))
    assert isinstance(known, types.messages.StickerSetNotModified)


async def test_nobody_may_take_the_name_of_a_built_in_set() -> None:
    assert {one.name.lower() for one in BUILT_IN} == RESERVED


async def test_tdlib_finds_the_set_that_it_knows_from_its_source(device: Device) -> None:
    known = types.InputStickerSetID(id=1258816259751983, access_hash=5100237018658464041)
    answer = await device.ask(functions.messages.GetStickerSet(stickerset=known, hash=0))
    assert answer == await device.ask(
        functions.messages.GetStickerSet(stickerset=types.InputStickerSetAnimatedEmoji(), hash=0)
    )


async def test_other_sticker_sets_are_refused(device: Device) -> None:
    number = types.InputStickerSetID(id=BUILT_IN[1].id, access_hash=1)
    for asked in (number, types.InputStickerSetShortName(short_name="cats")):
        assert await device.ask(functions.messages.GetStickerSet(stickerset=asked, hash=0)) == "STICKERSET_INVALID"
    dice = types.InputStickerSetDice(emoticon="🎲")
    assert await device.ask(functions.messages.GetStickerSet(stickerset=dice, hash=0)) == "EMOTICON_STICKERPACK_MISSING"


async def test_the_group_of_secret_chats(device: Device) -> None:
    first = await device.ask(functions.messages.GetDhConfig(version=0, random_length=256))
    assert (first.g, first.p, len(first.random)) == (3, DH_PRIME_BYTES, 256)
    again = await device.ask(functions.messages.GetDhConfig(version=first.version, random_length=16))
    assert isinstance(again, types.messages.DhConfigNotModified)
    assert len(again.random) == 16
    for length in (-1, 1025):
        query = functions.messages.GetDhConfig(version=0, random_length=length)
        assert await device.ask(query) == "RANDOM_LENGTH_INVALID"


async def test_answers_pair_with_what_was_asked(device: Device) -> None:
    ids = reader(229).read("Vector<RecentStory>", await device.raw(functions.stories.GetPeerMaxIDs(id=[ME, ME])))
    assert len(ids) == 2
    views = await device.ask(functions.messages.GetMessagesViews(peer=ME, id=[5, 6, 7], increment=True))
    assert len(views.views) == 3


async def test_stories_of_a_peer_name_the_peer(device: Device) -> None:
    answer = await device.ask(functions.stories.GetPeerStories(peer=ME))
    assert answer.stories.peer.user_id == device.client.auth.user_id
    assert [user.id for user in answer.users] == [device.client.auth.user_id]


async def test_all_stories_are_not_sent_twice(device: Device) -> None:
    first = await device.ask(functions.stories.GetAllStories())
    assert first.state
    again = await device.ask(functions.stories.GetAllStories(state=first.state))
    assert isinstance(again, types.stories.AllStoriesNotModified)


async def test_balances_are_nothing_in_either_currency(device: Device) -> None:
    stars = await device.ask(functions.payments.GetStarsStatus(peer=ME))
    ton = await device.ask(functions.payments.GetStarsStatus(peer=ME, ton=True))
    assert stars.balance == types.StarsAmount(amount=0, nanos=0)
    assert ton.balance == types.StarsTonAmount(amount=0)


async def test_a_stranger_s_peer_needs_its_hash(device: Device) -> None:
    stranger = types.InputPeerUser(user_id=777000, access_hash=1)
    for query in (
        functions.messages.GetScheduledHistory(peer=stranger, hash=0),
        functions.messages.GetMessagesViews(peer=stranger, id=[1], increment=False),
        functions.messages.GetMessagesReactions(peer=stranger, id=[1]),
        functions.stories.GetPeerStories(peer=stranger),
    ):
        assert await device.ask(query) == "PEER_ID_INVALID"


async def test_before_sign_in_only_what_the_first_screens_need(app: App) -> None:
    device = Device(app, 0)
    assert isinstance(await device.ask(functions.help.GetAppConfig(hash=0)), types.help.AppConfig)
    assert await device.ask(functions.messages.GetAllStickers(hash=0)) == "AUTH_KEY_UNREGISTERED"
