"""What the operator's command line asks of a running server, over the control socket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from hodhod.rpc.context import Services
from hodhod.store import users as store_users

Command = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]

PAGE = 1000


def commands(services: Services) -> dict[str, Command]:
    """The commands by name."""

    async def users(arguments: dict[str, Any]) -> dict[str, Any]:
        """arguments: after (id), limit. Returns rows of id, phone, name, username, created."""
        after, limit = int(arguments.get("after", 0)), min(int(arguments.get("limit", PAGE)), PAGE)
        rows = await services.db.read(lambda tx: store_users.page(tx, after, limit))
        return {
            "users": [
                {
                    "id": row.id,
                    "phone": row.phone,
                    "name": f"{row.first_name} {row.last_name}".strip(),
                    "username": row.username,
                    "created": row.created,
                }
                for row in rows
            ]
        }

    return {"users": users}
