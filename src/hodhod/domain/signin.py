"""Signing in: a proved person, a permanent key, and what others of the account hear of it. core.telegram.org/api/auth

    code, QR token or export proved --no password, or it was proved too--> user_id: signed in
                                    --else--> pending_user: waits for auth.checkPassword

A key that is signed in as the same user already stays as it is, so that a repeated request has no second effect.
"""

from __future__ import annotations

from dataclasses import dataclass

from hodhod import errors, tl
from hodhod.domain import codes, joining, notices, profile, service_user, sessions
from hodhod.domain.codes import Asked
from hodhod.domain.limits import CodeRules
from hodhod.domain.messages import Outgoing, send
from hodhod.domain.people import tell_around
from hodhod.domain.updates import AuthorizationChanged, StateKind
from hodhod.domain.viewer import Viewer
from hodhod.ids import Peer
from hodhod.store import authorizations as store
from hodhod.store import contacts, mailboxes, presence, tokens
from hodhod.store import passwords as store_passwords
from hodhod.store import users as store_users
from hodhod.store.authorizations import OWNER, Announced, AuthorizationRow
from hodhod.store.bits import AuthFlag
from hodhod.store.db import Tx
from hodhod.store.presence import Presence
from hodhod.tl import types

IMPORTED, UNCONFIRMED = int(AuthFlag.IMPORTED), int(AuthFlag.UNCONFIRMED)
EXPORT_LIFETIME = 300
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Device:
    """The key that signs in, as it announced itself, and where it is."""

    row: AuthorizationRow
    address: str

    @classmethod
    def of(cls, auth: Announced, address: str) -> Device:
        """auth: the row's fields under their names, such as rpc.client.Authorization."""
        return cls(AuthorizationRow(*[getattr(auth, name) for name in AuthorizationRow._fields]), address)


async def enter(
    tx: Tx, viewer: Viewer, device: Device, user_id: int, *, password_proved: bool = False, accepted: bool = False
) -> bool:
    """Sign the key in as this user. False when the password is still due: the key now waits for it.

    accepted: another session let it in (QR), which confirms the login.
    """
    present = await store.load(tx, device.row.key_id)
    if present is not None and present.user_id == user_id:
        return True
    protected = (await store_passwords.load(tx, user_id)).verifier is not None
    if protected and not password_proved:
        await _put(tx, viewer, device, user_id=0, pending_user=user_id, hash=0)
        return False
    session = sessions.session_hash(viewer.world, device.row.key_id, user_id)
    others = await sessions.others(tx, user_id, device.row.key_id)
    flags = UNCONFIRMED if others and not accepted else 0
    await _put(tx, viewer, device, user_id=user_id, pending_user=0, hash=session, flags=flags)
    if others:
        text = notices.new_login(others[0].lang_code, sessions.device_name(device.row), device.address)
        await service_user.say(tx, viewer.as_user(user_id), text)
        await sessions.tell(tx, user_id, session, viewer.now)
    return True


async def export_session(tx: Tx, viewer: Viewer, secret: bytes) -> bytes:
    """A token with which another key becomes a part of the viewer's session. Raises AUTH_KEY_UNREGISTERED."""
    row = await store.load(tx, viewer.key_id)
    if row is None or row.user_id != viewer.user:
        raise errors.AUTH_KEY_UNREGISTERED
    token = row.hash.to_bytes(8, "little", signed=True) + secret
    await tokens.add_transfer(tx, token, viewer.user, viewer.now + EXPORT_LIFETIME)
    return token


async def import_session(tx: Tx, viewer: Viewer, device: Device, user_id: int, token: bytes) -> None:
    """Sign the key in as a part of the session that exported the token. Raises AUTH_BYTES_INVALID."""
    transfer = await tokens.take_transfer(tx, token)
    if transfer is None or transfer.user_id != user_id or transfer.expires < viewer.now:
        raise errors.AUTH_BYTES_INVALID
    session = int.from_bytes(token[:8], "little", signed=True)
    rows = await store.of_user(tx, user_id)
    if all(row.hash != session for row in rows):  # it ended meanwhile
        raise errors.AUTH_BYTES_INVALID
    if all(row.key_id != device.row.key_id for row in rows):
        await _put(tx, viewer, device, user_id=user_id, pending_user=0, hash=session, flags=IMPORTED)


async def _put(tx: Tx, viewer: Viewer, device: Device, **values: int) -> None:
    values = {"created": viewer.now, "active": viewer.now, "qts": 0, "flags": 0, **values}
    await store.sign_in(tx, AuthorizationRow(**{**device.row._asdict(), **values}))
    tx.emit(AuthorizationChanged(device.row.key_id, {name: values[name] for name in OWNER}))


async def user_of(tx: Tx, phone: str) -> int | None:
    """Whose number this is."""
    user = await store_users.find_by_phone(tx, phone)
    return user.id if user else None


async def copy_to_service_chat(tx: Tx, viewer: Viewer, rules: CodeRules, phone: str, asked: Asked) -> bool:
    """A copy of a login code for a user who has another session. False where there is none."""
    user_id = await user_of(tx, phone)
    others = await sessions.others(tx, user_id, viewer.key_id) if user_id else []
    if not user_id or not others:
        return False
    if asked.fresh:
        code = codes.code_of(viewer.world, asked.row, rules.length)
        await service_user.say(tx, viewer.as_user(user_id), notices.login_code(others[0].lang_code, code))
    return True


async def sign_up(
    tx: Tx, viewer: Viewer, device: Device, phone: str, names: tuple[str, str], *, silent: bool = False
) -> int:
    """A new account, signed in on this key; whoever kept the number hears of it unless `silent`. Returns its id.

    A repeated request gets the account that the first one made. Raises PHONE_NUMBER_OCCUPIED.
    """
    present = await user_of(tx, phone)
    if present is None:
        return await _create(tx, viewer, device, phone, names, silent)
    row = await store.load(tx, device.row.key_id)
    if row is None or row.user_id != present:
        raise errors.PHONE_NUMBER_OCCUPIED
    return present


async def _create(tx: Tx, viewer: Viewer, device: Device, phone: str, names: tuple[str, str], silent: bool) -> int:
    user_id = await store_users.create(tx, phone, names, profile.search_name(*names), viewer.now)
    owner = viewer.as_user(user_id)
    await mailboxes.create(tx, user_id)
    await presence.put(tx, [Presence(user_id, 0, viewer.now)])
    await enter(tx, viewer, device, user_id)
    await _first_chats(tx, owner, device.row.lang_code)
    if silent:
        await contacts.link(tx, phone, user_id)
        await tell_around(tx, owner, StateKind.PEER_SETTINGS)
    else:
        await joining.joined(tx, owner, phone)
    return user_id


async def _first_chats(tx: Tx, owner: Viewer, lang_code: str) -> None:
    """Saved Messages, which begins with an empty history, and the service chat."""
    cleared = tl.encode(types.MessageActionHistoryClear())
    await send(tx, owner, Peer(owner.user), Outgoing(action=cleared))
    await service_user.say(tx, owner, notices.welcome(lang_code))
