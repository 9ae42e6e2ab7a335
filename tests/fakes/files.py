"""`mentoring.files.Files` in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.files import FileGone, Start, Upload

if TYPE_CHECKING:
    from datetime import timedelta


class MemoryFiles:
    """Keeps bytes under keys; `written` are the keys in the order of writing."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.written: list[str] = []
        self.unsettled: set[str] = set()

    def put(self, key: str, content: bytes, kind: str) -> None:
        self.kept[key] = content
        self.written.append(key)

    def get(self, key: str) -> bytes:
        if key not in self.kept:
            raise FileGone(key)
        return self.kept[key]

    def start(self, key: str, most: int) -> Start:
        content = self.get(key)
        return Start(content[:most], len(content), str(hash(content)))

    def copy(self, key: str, to: str, mark: str) -> None:
        content = self.get(key)
        if str(hash(content)) != mark:
            raise FileGone(key)
        self.put(to, content, "")
        self.unsettled.add(to)

    def settle(self, key: str) -> None:
        self.unsettled.discard(key)

    def view(self, key: str, kind: str, lifetime: timedelta) -> str:
        return f"https://bucket.example/{key}?shown"

    def size(self, key: str) -> int | None:
        return len(self.kept[key]) if key in self.kept else None

    def remove(self, key: str) -> None:
        self.kept.pop(key, None)

    def upload(self, key: str, most: int, lifetime: timedelta, then: str) -> Upload:
        return Upload("https://bucket.example/", {"key": key, "success_action_redirect": then})

    def link(self, key: str, name: str, kind: str, lifetime: timedelta) -> str:
        return f"https://bucket.example/{key}?name={name}"
