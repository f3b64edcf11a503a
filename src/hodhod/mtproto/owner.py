"""Who drives a connection."""

from typing import Protocol


class Owner(Protocol):
    """`net` implements it with the object that holds the socket."""

    def output_ready(self) -> None:
        """The connection has something to send: call take_output at the end of this loop tick."""
        ...

    def close(self) -> None:
        """Send what is due, then close."""
        ...
