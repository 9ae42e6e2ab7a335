"""`mentoring.sealing.Keys` in memory: no KMS and no SDK, but the same refusals, and nothing readable in what is sealed."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from itertools import count
from typing import TYPE_CHECKING

from mentoring.sealing import Key, SealBroken

if TYPE_CHECKING:
    from mentoring.sealing import Whose

DIGEST = hashlib.sha256().digest_size


class MemoryKeys:
    """Wraps a data key by remembering it; `opened` counts how often KMS would have been asked for one."""

    def __init__(self) -> None:
        self.kept: dict[bytes, tuple[str, bytes]] = {}
        self.opened = 0

    def new(self, whose: Whose, owner: str) -> bytes:
        wrapped = secrets.token_bytes(16)
        self.kept[wrapped] = (f"{whose}:{owner}", secrets.token_bytes(32))
        return wrapped

    def key(self, whose: Whose, owner: str, wrapped: bytes) -> Key:
        def data_key() -> bytes:
            self.opened += 1
            whose, plain = self.kept.get(wrapped, ("", b""))
            if whose != f"{whose}:{owner}":
                raise SealBroken
            return plain

        return Key(data_key, MemoryCipher())


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
