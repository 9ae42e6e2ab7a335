"""What `mentoring.sealing` makes and tables take; apart from both, since each knows it."""

from __future__ import annotations

from typing import Generic, TypeVar

from mentoring.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True)
class Sealed(Generic[T]):
    """A sealed value of a type: its format, and bytes that say nothing without the key."""

    blob: bytes
