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

from mentoring.sealing import MOST_SEALED, Sealed, TooLong

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from mentoring.sealing import Key

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

    def get_value(self, value: dict[str, Any]) -> Any:
        """See `Attribute.get_value`; words of before they were sealed count as sealed with a key that nobody has."""
        return value.get(BINARY, b"")

    def serialize(self, value: Sealed[T]) -> bytes:
        """See `Attribute.serialize`."""
        return value.blob

    def deserialize(self, value: bytes) -> Sealed[T]:
        """See `Attribute.deserialize`."""
        return Sealed(value)


class Opened(Generic[T]):
    """An item with the key of its words: it reads like the item, but for words, which are plain; `set` changes both."""

    if TYPE_CHECKING:
        item: T
        key: Key
        _words: dict[str, Any]

    def __init__(self, item: T, key: Key) -> None:
        self.__dict__.update(item=item, key=key, _words={})

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the item; words are opened when they are first read; where there are none, empty."""
        attribute = getattr(type(self.item), name, None)
        if not isinstance(attribute, SealedAttribute):
            return getattr(self.item, name)
        if name not in self._words:
            sealed = getattr(self.item, name)
            self._words[name] = (
                attribute.empty() if sealed is None or self.key.is_blank else self.key.open(sealed, self._place, name)
            )
        return self._words[name]

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse it: `set` changes the item, and nothing is to be changed beside it."""
        raise AttributeError(name)

    def set(self, **values: Any) -> None:
        """Set attributes of the item. Words are sealed, empty ones as nothing.

        Raises `TooLong` where an item with them would be larger than the table takes.
        """
        for name, value in values.items():
            if isinstance(getattr(type(self.item), name), SealedAttribute):
                self._seal(name, value)
            else:
                setattr(self.item, name, value)

    def _seal(self, name: str, value: Any) -> None:
        sealed = self.key.seal(value, self._place, name) if value else None
        held: dict[str, Any] = vars(self.item)["attribute_values"]
        others = (one for other, one in held.items() if other != name)
        if sum(len(one.blob) for one in (sealed, *others) if isinstance(one, Sealed)) > MOST_SEALED:
            raise TooLong
        setattr(self.item, name, sealed)
        self._words[name] = value

    @property
    def _place(self) -> str:
        item: Any = self.item
        return f"{item.pk} {item.sk}"
