"""What every generated TL class shares."""

from copy import copy
from typing import Any, ClassVar


class TLObject:
    """A value of the TL schema: named fields, compared and shown field by field."""

    __slots__: tuple[str, ...] = ()
    __hash__ = None  # type: ignore[assignment]  # fields can be changed, so an object is no key

    CONSTRUCTOR_ID: ClassVar[int]
    NAME: ClassVar[str]

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name, None) == getattr(other, name, None) for name in self.__slots__)

    def __repr__(self) -> str:
        shown: list[str] = []
        for name in self.__slots__:
            value: Any = getattr(self, name, None)
            if value is not None and value is not False:
                shown.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"


class TLFunction(TLObject):
    """A request. `RESULT` is the TL type of its answer, for example "Vector<User>"."""

    __slots__: tuple[str, ...] = ()

    RESULT: ClassVar[str]


def without(value: TLObject, fields: tuple[str, ...]) -> TLObject:
    """A copy that lacks some optional fields."""
    found = copy(value)
    for field in fields:
        setattr(found, field, None)
    return found
