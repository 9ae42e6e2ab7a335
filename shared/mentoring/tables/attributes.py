"""Attributes with exact Python types, so that values need no cast and mypy knows them.

PynamoDB types every number as a float and never as missing. The stored form is that of PynamoDB's own attributes, so
that data and code can change one after the other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pynamodb.attributes import Attribute
from pynamodb.attributes import VersionAttribute as _Version
from pynamodb.constants import BINARY, NUMBER, STRING

from mentoring.sealed import Sealed

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    class VersionAttribute(Attribute[int]):
        """The version of an item that was read; None for a new item, see `Item.is_new`."""

else:
    VersionAttribute = _Version

E = TypeVar("E", bound="StrEnum")
T = TypeVar("T")


class TextOrNoneAttribute(Attribute["str | None"]):
    """Text, or None if unknown."""

    attr_type = STRING
    null = True


class IntegerAttribute(Attribute[int]):
    """A whole number."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        """See `Attribute.serialize`: DynamoDB takes numbers as text."""
        return json.dumps(int(value))

    def deserialize(self, value: str) -> int:
        """See `Attribute.deserialize`."""
        return int(json.loads(value))


class IntegerOrNoneAttribute(Attribute["int | None"]):
    """A whole number, or None."""

    attr_type = NUMBER
    null = True

    serialize = IntegerAttribute.serialize
    deserialize = IntegerAttribute.deserialize


class EnumAttribute(Attribute[E]):
    """A member of an enum of the vocabulary, stored as its value; raises ValueError for other text.

    Reading an unknown value raises ValueError too: code that doesn't know a state must not decide on it.
    """

    attr_type = STRING

    def __init__(self, kind: type[E], *, default: E | None = None) -> None:
        self.kind = kind
        super().__init__(default=default)

    def __set__(self, instance: Any, value: E | None) -> None:
        """Set the member."""
        super().__set__(instance, None if value is None else self.kind(value))

    def serialize(self, value: E) -> str:
        """See `Attribute.serialize`."""
        return self.kind(value).value

    def deserialize(self, value: str) -> E:
        """See `Attribute.deserialize`."""
        return self.kind(value)


class EnumOrNoneAttribute(Attribute["E | None"], Generic[E]):
    """A member of an enum of the vocabulary, or None."""

    attr_type = STRING
    null = True

    def __init__(self, kind: type[E]) -> None:
        self.kind = kind
        super().__init__()

    def __set__(self, instance: Any, value: E | None) -> None:
        """Set the member, or None."""
        super().__set__(instance, None if value is None else self.kind(value))

    serialize = EnumAttribute.serialize
    deserialize = EnumAttribute.deserialize


class SealedAttribute(Attribute["Sealed[T] | None"], Generic[T]):
    """Words, sealed with a key (`mentoring.sealing`); `empty` makes the value that stands for none: `str`, `list[str]`.

    A `Key` writes and reads it. What isn't sealed is refused, by mypy and when it is set, so that no code can forget
    to; there is one value a list or a mapping, not one for each entry: how many there are is nobody's business.
    """

    attr_type = BINARY
    null = True

    def __init__(self, empty: Callable[[], T]) -> None:
        self.empty = empty
        super().__init__()

    def __set__(self, instance: Any, value: Sealed[T] | None) -> None:
        """Keep what is sealed; raises TypeError for anything else."""
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.attr_name} takes what is sealed, nothing else")
        super().__set__(instance, value)

    def serialize(self, value: Sealed[T]) -> bytes:
        """See `Attribute.serialize`."""
        return value.blob

    def deserialize(self, value: bytes) -> Sealed[T]:
        """See `Attribute.deserialize`."""
        return Sealed(value)
