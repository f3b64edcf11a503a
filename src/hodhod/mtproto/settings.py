"""The bounds of the protocol machine. Every buffer, table and wait of this package is limited by one of these."""

from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]
Randomness = Callable[[int], bytes]

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    # One packet of the transport. A file part is at most 512 KiB; containers and padding come on top.
    max_packet_bytes: int = 2 * MIB
    # One message after gzip_packed was undone.
    max_unpacked_bytes: int = 4 * MIB
    max_container_messages: int = 1020
    # An answer shorter than this is never packed.
    gzip_from_bytes: int = 1024

    # Key exchanges under way on this node, all of them and of one address; the time that one may take.
    max_handshakes: int = 4096
    max_handshakes_per_address: int = 64
    handshake_seconds: float = 60.0
    handshake_retries: int = 5
    # Longest life of a temporary key; official clients ask for one day.
    max_temp_key_seconds: int = 7 * 24 * 3600

    # msg_id may lie this far from the server's clock.
    msg_id_past_seconds: float = 300.0
    msg_id_future_seconds: float = 30.0
    # Received msg_ids that a session remembers at most.
    max_received_ids: int = 4096

    # Sessions: of one auth key, of the node, and how long one outlives its connection.
    max_sessions_per_key: int = 64
    max_sessions: int = 1_000_000
    detached_session_seconds: float = 300.0
    # What a session keeps until the client acknowledges it (answers and updates apart).
    max_kept_results: int = 512
    max_kept_result_bytes: int = 8 * MIB
    max_kept_updates: int = 512
    max_kept_update_bytes: int = 1 * MIB
    # Messages, and bytes, that may wait for a slow reader. Past the first, updates overflow; past the second, and
    # with this many requests under way, nothing more is read from the connection.
    max_queued_messages: int = 1024
    max_queued_bytes: int = 4 * MIB
    max_requests_in_flight: int = 128
    # A repeated request whose answer is larger gets msg_detailed_info instead of the answer itself.
    detailed_info_from_bytes: int = 64 * KIB

    # A request that takes longer than this is acknowledged apart from its answer.
    ack_seconds: float = 1.0
    # Soft limit of one outgoing container.
    container_bytes: int = 256 * KIB
    # A connection that never sent a valid encrypted packet, and one that fell silent.
    unauthenticated_seconds: float = 60.0
    idle_seconds: float = 3600.0
    # Default of http_wait.max_wait.
    http_wait_seconds: float = 25.0
