"""What an error of the API is: a code and a name that clients compare literally (core.telegram.org/api/errors)."""

from typing import ClassVar


class RpcError(Exception):
    """A refusal that the client is told as rpc_error. Raise the class of its name: `raise errors.PEER_ID_INVALID`."""

    code: ClassVar[int] = 400
    name: ClassVar[str] = ""

    @property
    def message(self) -> str:
        return self.name

    def __str__(self) -> str:
        return f"{self.code} {self.message}"


class RpcErrorWithNumber(RpcError):
    """A refusal whose name holds a number, mostly seconds to wait: `raise errors.FLOOD_WAIT_X(30)`."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.value = value

    @property
    def message(self) -> str:
        return self.name % self.value
