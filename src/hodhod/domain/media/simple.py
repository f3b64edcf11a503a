"""Media without a file: contacts, places, dice. What is stored is what the sender said, checked and bounded."""

from __future__ import annotations

import math

from hodhod import errors, tl
from hodhod.domain.media.files import Carried
from hodhod.domain.media.kinds import MediaKind
from hodhod.domain.viewer import Viewer
from hodhod.store import contacts as store_contacts
from hodhod.store.db import Tx
from hodhod.tl import types

MAX_PHONE = 32
MAX_NAME = 64
MAX_VCARD = 2048
MAX_WORDS = 256
# how many faces each die has
DICE = {
    "\N{GAME DIE}": 6,
    "\N{DIRECT HIT}": 6,
    "\N{BASKETBALL AND HOOP}": 5,
    "\N{SOCCER BALL}": 5,
    "\N{BOWLING}": 6,
    "\N{SLOT MACHINE}": 64,
}


async def contact(tx: Tx, viewer: Viewer, given: types.InputMediaContact) -> Carried:
    """Names the user only when the sender has the number among their contacts: a number alone tells nothing. Raises
    PHONE_NUMBER_INVALID, MEDIA_INVALID."""
    digits = "".join(c for c in given.phone_number if c.isdecimal())
    if not digits or len(given.phone_number) > MAX_PHONE:
        raise errors.PHONE_NUMBER_INVALID
    if len(given.vcard) > MAX_VCARD:
        raise errors.MEDIA_INVALID
    known = (await store_contacts.by_phones(tx, viewer.user, [digits])).get(digits)
    shell = types.MessageMediaContact(
        phone_number=given.phone_number,
        first_name=given.first_name[:MAX_NAME],
        last_name=given.last_name[:MAX_NAME],
        vcard=given.vcard,
        user_id=known.user_id if known else 0,
    )
    return Carried(MediaKind.CONTACT, tl.encode(shell))


def geo(given: types.TypeInputGeoPoint) -> Carried:
    return Carried(MediaKind.GEO, tl.encode(_point(given)))


def venue(given: types.InputMediaVenue) -> Carried:
    shell = types.InputMediaVenue(
        geo_point=_point(given.geo_point),
        title=given.title[:MAX_WORDS],
        address=given.address[:MAX_WORDS],
        provider=given.provider[:MAX_NAME],
        venue_id=given.venue_id[:MAX_NAME],
        venue_type=given.venue_type[:MAX_NAME],
    )
    return Carried(MediaKind.VENUE, tl.encode(shell))


def _point(given: types.TypeInputGeoPoint) -> types.InputGeoPoint:
    """Raises GEO_POINT_INVALID."""
    if not isinstance(given, types.InputGeoPoint) or not (math.isfinite(given.lat) and math.isfinite(given.long)):
        raise errors.GEO_POINT_INVALID
    if abs(given.lat) > 90 or abs(given.long) > 180:
        raise errors.GEO_POINT_INVALID
    return types.InputGeoPoint(lat=given.lat, long=given.long, accuracy_radius=given.accuracy_radius or None)


def dice(given: types.InputMediaDice, chance: int) -> Carried:
    """chance: a large random number. Raises EMOTICON_INVALID."""
    emoticon = given.emoticon.replace("\N{VARIATION SELECTOR-16}", "")
    faces = DICE.get(emoticon)
    if faces is None:
        raise errors.EMOTICON_INVALID
    return Carried(MediaKind.DICE, tl.encode(types.MessageMediaDice(value=chance % faces + 1, emoticon=emoticon)))
