"""What can go wrong between objects and bytes."""


class TLError(Exception):
    """Base of the errors of the codec."""


class DecodeError(TLError):
    """The bytes are not what the schema says: the peer's fault."""


class EncodeError(TLError):
    """The object does not fit the schema: our bug."""


class NotInLayer(TLError):
    """The object cannot be said in the layer asked for, and no rule gives it another form."""

    def __init__(self, name: str, layer: int) -> None:
        super().__init__(f"{name} has no form in layer {layer}")
        self.name = name
        self.layer = layer
