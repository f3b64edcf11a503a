"""Accounts for the light client: sign-up with the code that the server's console shows."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

from hodhod.tl import functions, types
from tests.interop.server import Server
from tests.light.client import LightClient
from tests.light.exchange import RsaKey


@dataclass(slots=True)
class Person:
    """A signed-in light client."""

    client: LightClient
    phone: str
    user: Any
    peers: dict[int, Any] = field(default_factory=dict)  # user id -> InputPeerUser

    @property
    def id(self) -> int:
        return int(self.user.id)

    async def meet(self, phone: str) -> int:
        """Import the number as a contact; the user's id."""
        contact = types.InputPhoneContact(client_id=1, phone=phone, first_name="contact", last_name="")
        answer = await self.client.call(functions.contacts.ImportContacts(contacts=[contact]))
        (user,) = answer.users
        self.peers[user.id] = types.InputPeerUser(user_id=user.id, access_hash=user.access_hash)
        return int(user.id)

    def send(self, peer: int, text: str, random_id: int | None = None) -> asyncio.Future[Any]:
        request = functions.messages.SendMessage(
            peer=self.peers[peer], message=text, random_id=random_id or random.getrandbits(63)
        )
        return self.client.begin(request)

    async def say(self, peer: int, text: str) -> int:
        """Send and wait: the message's id on our side."""
        return int((await self.send(peer, text)).id)


def new_client(server: Server, device: str = "light") -> LightClient:
    return LightClient(server.host, server.port, RsaKey(server.key.n, server.key.e), device=device)


async def sign_in(server: Server, phone: str, name: str = "Light", device: str = "light") -> Person:
    """A new device of the number's account, which is made if there is none."""
    client = new_client(server, device)
    await client.connect()
    mark = server.mark()
    settings = types.CodeSettings()
    request = functions.auth.SendCode(phone_number=phone, api_id=1, api_hash="0" * 32, settings=settings)
    sent = await client.call(request)
    code = await asyncio.to_thread(server.code, phone, mark)
    signing = functions.auth.SignIn(phone_number=phone, phone_code_hash=sent.phone_code_hash, phone_code=code)
    answer = await client.call(signing)
    if isinstance(answer, types.auth.AuthorizationSignUpRequired):
        up = functions.auth.SignUp(
            phone_number=phone, phone_code_hash=sent.phone_code_hash, first_name=name, last_name=""
        )
        answer = await client.call(up)
    return Person(client, phone, answer.user)
