"""What the operator's command line asks of a running server, over the control socket."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from hodhod import errors
from hodhod.control import Refused
from hodhod.domain import announcing, codes, limiting, passwords, phones, public_names, verifying
from hodhod.domain.values import unpack_ids
from hodhod.rpc.context import Services
from hodhod.store import reports as store_reports
from hodhod.store import users as store_users
from hodhod.store.bits import UserFlag
from hodhod.store.db import Tx
from hodhod.store.records import User

log = logging.getLogger("hodhod.operator")

Command = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]

PAGE = 1000
FOR_EVER = 2**62
MARKS = {"bots": int(UserFlag.BOT), "deleted": int(UserFlag.DELETED)}


def commands(services: Services) -> dict[str, Command]:
    """The commands by name. Each takes and gives plain JSON values."""
    operator = Operator(services)
    return {
        "users": operator.users,
        "login_code": operator.login_code,
        "users_reset": operator.users_reset,
        "restrict": operator.restrict,
        "reports": operator.reports,
        "verify": operator.verify,
        "announce": operator.announce,
        "reserve_name": operator.reserve_name,
        "free_name": operator.free_name,
    }


class Operator:
    """Reads and changes of a running server that only its operator may ask for."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def users(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: after (id), limit, only ("bots", "deleted", "limited"). Returns users: id, phone, name, username,
        created, marks. Raises Refused."""
        after, limit = int(arguments.get("after", 0)), min(int(arguments.get("limit", PAGE)), PAGE)
        only, now = arguments.get("only"), self._now()

        async def read(tx: Tx) -> list[User]:
            if only is None:
                return await store_users.page(tx, after, limit)
            if only == "limited":
                return await store_users.limited(tx, now, after, limit)
            if only not in MARKS:
                raise Refused("one may ask for bots, deleted or limited accounts")
            return await store_users.marked(tx, MARKS[only], after, limit)

        return {"users": [_shown(row, now) for row in await self._services.db.read_heavy(read)]}

    async def restrict(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: peer (a phone number with +, a username or a number), hours (0: until it is lifted), lift. Raises
        Refused."""
        name, hours, now = str(arguments.get("peer", "")), max(0, int(arguments.get("hours", 0))), self._now()
        until = min(now + hours * 3600, limiting.FOR_EVER) if hours else limiting.FOR_EVER
        until = 0 if arguments.get("lift") else until

        async def change(tx: Tx) -> bool:
            user = await self._user(tx, name)
            return user > 0 and await limiting.limit(tx, user, until)

        if not await self._write(change):
            raise Refused("there is nobody of this name or number")
        log.warning("the operator %s an account", "limited" if until else "freed")
        return {}

    async def reports(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: before (id), limit. Returns reports, the newest first."""
        before, limit = int(arguments.get("before", 0)) or FOR_EVER, min(int(arguments.get("limit", PAGE)), PAGE)
        rows = await self._services.db.read(lambda tx: store_reports.newest(tx, before, limit))
        return {"reports": [{**row._asdict(), "messages": unpack_ids(row.messages)} for row in rows]}

    async def _user(self, tx: Tx, name: str) -> int:
        """The id that a phone number, username or number names, 0: none."""
        if not name.startswith("+"):
            return await verifying.find(tx, name) or 0
        row = await store_users.find_by_phone(tx, self._phone({"phone": name}))
        return row.id if row is not None else 0

    async def login_code(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: phone. Returns code: the newest that the number waits for. Raises Refused."""
        phone = self._phone(arguments)
        now = int(self._services.clock())
        rules = self._services.settings.codes.rules()

        async def read(tx: Tx) -> list[tuple[str, str]]:
            return await codes.pending(tx, self._services.world, rules, phone, now)

        waiting = await self._services.db.read(read)
        if not waiting:
            raise Refused("nobody waits for a code at this number")
        log.info("the operator read a login code")
        return {"code": waiting[0][0]}

    async def users_reset(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: phone. Removes the 2FA password. Raises Refused."""
        phone, now = self._phone(arguments), int(self._services.clock())
        if not await self._services.db.write(lambda tx: passwords.operator_reset(tx, phone, now)):
            raise Refused("nobody with this number has a password")
        log.warning("the operator removed a 2FA password")
        return {}

    async def verify(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: peer (a username or number), verified. Raises Refused."""
        name, verified, now = str(arguments.get("peer", "")), bool(arguments.get("verified")), self._now()

        async def change(tx: Tx) -> bool:
            peer = await verifying.find(tx, name)
            return bool(peer) and await verifying.verify(tx, peer or 0, verified, now)

        if not await self._write(change):
            raise Refused("there is nobody, and no channel, of this name or number")
        log.warning("the operator changed a mark of being verified")
        return {}

    async def announce(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: text. Raises Refused."""
        text, longest, now = str(arguments.get("text", "")), self._services.world.limits.message_length, self._now()
        if not await self._write(lambda tx: announcing.start(tx, text, longest, now)):
            raise Refused(f"an announcement has 1 to {longest} characters")
        log.warning("the operator announced something to everybody")
        return {}

    async def reserve_name(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: name. Raises Refused."""
        name = str(arguments.get("name", ""))
        try:
            done = await self._write(lambda tx: public_names.reserve(tx, name))
        except errors.USERNAME_INVALID:
            raise Refused("nobody could take this name anyway") from None
        if not done:
            raise Refused("somebody has this name")
        return {}

    async def free_name(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: name. Raises Refused."""
        name = str(arguments.get("name", ""))
        if not await self._write(lambda tx: public_names.free(tx, name)):
            raise Refused("this name is not reserved")
        return {}

    async def _write(self, change: Callable[[Tx], Coroutine[Any, Any, bool]]) -> bool:
        """A transaction, and what it told delivered after it."""
        done, records = await self._services.db.write_with_events(change)
        self._services.deliver(records, None)
        return done

    def _now(self) -> int:
        return int(self._services.clock())

    def _phone(self, arguments: dict[str, Any]) -> str:
        phone = phones.find_normal(str(arguments.get("phone", "")), self._services.settings.default_region)
        if phone is None:
            raise Refused("this is no phone number")
        return phone


def _shown(row: User, now: int) -> dict[str, Any]:
    marks = [name for name, flag in MARKS.items() if row.flags & flag]
    return {
        "id": row.id,
        "phone": row.phone,
        "name": f"{row.first_name} {row.last_name}".strip(),
        "username": row.username,
        "created": row.created,
        "marks": [*marks, "limited"] if limiting.is_limited(row, now) else marks,
    }
