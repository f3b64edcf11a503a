"""Peer integers to TL peers, and where files are said to be."""

from __future__ import annotations

from hodhod.domain.mentions import tl_peer

# All files are said to be on one DC, whatever DC a client believes in: then shared encodings do not depend on it.
FILE_DC = 2

peer_of = tl_peer
