"""Who acts, when, and in which world: what every rule needs besides its own arguments."""

from __future__ import annotations

from dataclasses import dataclass

from hodhod.domain.hashes import AccessHashes
from hodhod.domain.limits import Limits
from hodhod.ids import ContentIds, Peer, UserId, is_channel


@dataclass(frozen=True, slots=True)
class World:
    """What is the same for everybody on this server and never changes while it runs. previews: are links shown with
    a preview?"""

    ids: ContentIds
    hashes: AccessHashes
    limits: Limits
    public_url: str
    secret: bytes
    previews: bool = False


@dataclass(slots=True)
class Viewer:
    """One user at one moment (unix seconds). `key_id` is the permanent key of the device, 0 for the server itself."""

    user: UserId
    now: int
    world: World
    key_id: int = 0

    def box(self, peer: int) -> int:
        """Whose mailbox holds the messages of this chat as the viewer sees them."""
        return peer if is_channel(peer) else self.user

    def as_user(self, user: int) -> Viewer:
        """The same moment seen by somebody else: for views pushed to others."""
        return Viewer(UserId(Peer(user)), self.now, self.world)


# Sees a channel's updates as every ordinary member does: nobody in particular.
EVERYBODY = UserId(Peer(0))
