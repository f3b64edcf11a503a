"""Two people with a device each, and how they name and write to each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from hodhod.tl import functions, types
from tests.api.auth.device import Device, Place

T = TypeVar("T")
RANDOM = count(1)


@dataclass
class Friends:
    place: Place
    sara: Device
    reza: Device

    def hash(self, viewer: Device, user_id: int) -> int:
        return self.place.app.services.world.hashes.user(viewer.user_id, user_id)

    def user(self, viewer: Device, other: Device) -> types.InputUser:
        return types.InputUser(user_id=other.user_id, access_hash=self.hash(viewer, other.user_id))

    def peer(self, viewer: Device, other: Device) -> types.InputPeerUser:
        return types.InputPeerUser(user_id=other.user_id, access_hash=self.hash(viewer, other.user_id))

    async def seen(self, viewer: Device, other: Device) -> Any:
        """The user as the viewer sees them."""
        (user,) = await viewer.ask(functions.users.GetUsers(id=[self.user(viewer, other)]))
        return user

    async def full(self, viewer: Device, other: Device) -> Any:
        answer = await viewer.ask(functions.users.GetFullUser(id=self.user(viewer, other)))
        return answer.full_user

    async def write(self, sender: Device, to: Device, text: str = "hello") -> None:
        await sender.ask(
            functions.messages.SendMessage(peer=self.peer(sender, to), message=text, random_id=next(RANDOM))
        )

    async def add(self, owner: Device, other: Device, first: str = "Friend", **more: Any) -> Any:
        values = {"last_name": "", "phone": "", **more}
        return await owner.ask(functions.contacts.AddContact(id=self.user(owner, other), first_name=first, **values))

    async def told(self, device: Device, kind: type[T]) -> list[T]:
        """The updates of a kind that were pushed to a device."""
        await self.place.quiet()
        found: list[T] = []
        for pushed in device.session.updates:
            single = [pushed.update] if isinstance(pushed, types.UpdateShort) else []
            found += [one for one in [*getattr(pushed, "updates", []), *single] if isinstance(one, kind)]
        return found

    async def missed(self, device: Device, kind: type[T]) -> list[T]:
        """The updates of a kind that getDifference brings."""
        answer = await device.ask(functions.updates.GetDifference(pts=1, date=int(self.place.clock()), qts=0))
        return [one for one in getattr(answer, "other_updates", []) if isinstance(one, kind)]


def number(client_id: int, phone: str, first: str = "Known", last: str = "") -> types.InputPhoneContact:
    return types.InputPhoneContact(client_id=client_id, phone=phone, first_name=first, last_name=last)


async def imported(device: Device, *contacts: types.InputPhoneContact) -> types.contacts.ImportedContacts:
    answer: types.contacts.ImportedContacts = await device.ask(
        functions.contacts.ImportContacts(contacts=list(contacts))
    )
    return answer
