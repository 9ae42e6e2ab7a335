"""`mentoring.sealing.Keys` in memory: no KMS and no SDK, but the same refusals, and nothing readable in what is sealed."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from itertools import count
from typing import TYPE_CHECKING, ClassVar

from mentoring.sealing import Key, SealBroken

if TYPE_CHECKING:
    from mentoring.sealing import Cipher, Whose

DIGEST = hashlib.sha256().digest_size


class MemoryKeys:
    """Wraps a data key by remembering it, as KMS does for everybody; `opened` counts how often one was asked for."""

    kept: ClassVar[dict[bytes, tuple[str, bytes]]] = {}

    def __init__(self) -> None:
        self.opened = 0

    def new(self, whose: Whose, owner: str) -> tuple[bytes, Key]:
        wrapped, data_key = secrets.token_bytes(16), secrets.token_bytes(32)
        self.kept[wrapped] = (f"{whose}:{owner}", data_key)
        return wrapped, Key(lambda: (data_key, MemoryCipher()))

    def key(self, whose: Whose, owner: str, wrapped: bytes) -> Key:
        def unlock() -> tuple[bytes, Cipher]:
            self.opened += 1
            made_for, plain = self.kept.get(wrapped, ("", b""))
            if made_for != f"{whose}:{owner}":
                raise SealBroken
            return plain, MemoryCipher()

        return Key(unlock)


class MemoryCipher:
    """Hides bytes well enough for tests, which look for what lies open; no cipher for anything else."""

    def seal(self, key: bytes, plain: bytes, place: dict[str, str]) -> bytes:
        nonce = secrets.token_bytes(8)
        hidden = _mixed(key, nonce, plain)
        return _mark(key, nonce + hidden, place) + nonce + hidden

    def open(self, key: bytes, sealed: bytes, place: dict[str, str]) -> bytes:
        mark, rest = sealed[:DIGEST], sealed[DIGEST:]
        if not hmac.compare_digest(mark, _mark(key, rest, place)):
            raise SealBroken
        return _mixed(key, rest[:8], rest[8:])


def _mark(key: bytes, rest: bytes, place: dict[str, str]) -> bytes:
    return hmac.digest(key, json.dumps(place, sort_keys=True).encode() + rest, "sha256")


def _mixed(key: bytes, nonce: bytes, text: bytes) -> bytes:
    stream = b""
    for number in count():
        if len(stream) >= len(text):
            break
        stream += hashlib.sha256(key + nonce + number.to_bytes(4, "big")).digest()
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))
