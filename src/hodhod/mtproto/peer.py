"""Where a connection comes from, for limits, session lists and `this_dc`."""

from typing import NamedTuple


class PeerInfo(NamedTuple):
    ip: str
    port: int
    # "abridged", "intermediate", "padded", "full", with "obfuscated " and "websocket " before it, or "http".
    transport: str = ""
    # The DC that the client believes it talks to, as its obfuscated header said; None when it did not.
    dc_id: int | None = None
