"""What people write for each other alone is sealed before it reaches a table or the bucket: its types, and the port.

A pair's room has a key of its own, and so have what a programme's participants write to its organizers, and each case
card of a group. `Keys` gives a `Key` for the item that keeps it (wrapped by KMS, which only listed functions may ask);
a `Key` seals and opens values. Tables take words in an attribute `SealedAttribute`, and that takes nothing but
`Sealed`: nobody can forget to seal (docs/decisions/0024-what-a-pair-writes-is-sealed.md).
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from mentoring.errors import N_, DomainError
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

FORMAT = b"\x01"
"""How a value is sealed: JSON in UTF-8 in a message of the AWS Encryption SDK. Another way gets another number."""
MOST_SEALED = 350_000
"""Bytes of all that is sealed in one item; DynamoDB takes 400 KB with names, keys and indexed copies of the keys."""


class Whose(StrEnum):
    """Whose key it is: the word under which KMS is told so, too. Rooms and cases share a key of KMS."""

    ROOM = "room"
    PROGRAMME = "programme"
    CASE = "case"


class SealBroken(ValueError):
    """This was not sealed with this key for this place: somebody changed or moved it, or it is damaged."""


class NoKey(RuntimeError):
    """This function has no key of the kind: whoever made it said that it needs none."""


class TooLong(DomainError):
    """An item would be larger than the table takes."""

    code = "too-long"
    status = 422
    message = N_("Together this is too long to be kept. Please shorten it.")


@dataclass(frozen=True)
class Sealed(Generic[T]):
    """A sealed value of a type: its format, and bytes that say nothing without the key."""

    blob: bytes


class Cipher(Protocol):
    """What seals bytes under a data key, so that they open only with the same key and for the same place."""

    def seal(self, key: bytes, plain: bytes, place: dict[str, str]) -> bytes:
        """Return the sealed bytes."""
        ...

    def open(self, key: bytes, sealed: bytes, place: dict[str, str]) -> bytes:
        """Return what was sealed; raises `SealBroken`."""
        ...


class Key:
    """The key of one room, programme or case; `unlock`, called at each use, gives the data key and what seals by it."""

    def __init__(self, unlock: Callable[[], tuple[bytes, Cipher]], *, is_blank: bool = False) -> None:
        self._unlock = unlock
        self.is_blank = is_blank

    def blank(self) -> Key:
        """Return this key, with which items read as if nothing had been written in them."""
        return Key(self._unlock, is_blank=True)

    def seal(self, value: T, place: str, name: str) -> Sealed[T]:
        """Return a value sealed for a place (an item or a file) and a name in it; any value that JSON can hold."""
        return Sealed(self.seal_bytes(json.dumps(value, ensure_ascii=False).encode(), place, name))

    def open(self, sealed: Sealed[T], place: str, name: str) -> T:
        """Return what was sealed for this place and name; raises `SealBroken`."""
        return cast("T", json.loads(self.open_bytes(sealed.blob, place, name)))

    def seal_bytes(self, plain: bytes, place: str, name: str) -> bytes:
        """Return a file sealed for a place and a name."""
        data_key, cipher = self._unlock()
        return FORMAT + cipher.seal(data_key, plain, {"place": place, "name": name})

    def open_bytes(self, sealed: bytes, place: str, name: str) -> bytes:
        """Return the file that was sealed for this place and name; raises `SealBroken`."""
        if sealed[:1] != FORMAT:
            raise SealBroken
        data_key, cipher = self._unlock()
        return cipher.open(data_key, sealed[1:], {"place": place, "name": name})

    def noting(self, use: Callable[[], object]) -> Key:
        """Return this key, which calls a function when it is used."""

        def unlock() -> tuple[bytes, Cipher]:
            use()
            return self._unlock()

        return Key(unlock)


class Keys(Protocol):
    """Where keys come from."""

    def new(self, whose: Whose, owner: str) -> tuple[bytes, Key]:
        """Return a new data key for a room or programme, wrapped, to be kept with it, and itself; raises `NoKey`."""
        ...

    def key(self, whose: Whose, owner: str, wrapped: bytes) -> Key:
        """Return the key that is kept there; what it needs is asked for when it is used."""
        ...


class NotingKeys:
    """`Keys` over others, for one request: `used` are those with which something was sealed or opened, and whose."""

    def __init__(self, beneath: Keys) -> None:
        self._beneath = beneath
        self.used: dict[tuple[Whose, str], Key] = {}

    def new(self, whose: Whose, owner: str) -> tuple[bytes, Key]:
        """See `Keys.new`."""
        wrapped, made = self._beneath.new(whose, owner)
        return wrapped, self._noting(whose, owner, made)

    def key(self, whose: Whose, owner: str, wrapped: bytes) -> Key:
        """See `Keys.key`."""
        return self._noting(whose, owner, self._beneath.key(whose, owner, wrapped))

    def _noting(self, whose: Whose, owner: str, one: Key) -> Key:
        return one.noting(lambda: self.used.setdefault((whose, owner), one))
