"""The port: files in the bucket, and signed addresses under which a browser sends or fetches one itself.

A request to an API holds 6 MB after base64 and an answer no more; what may be larger goes past the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta


INBOUND = "inbound/"
"""Where mail that arrives lies, each under the id that SES gave it."""


class FileGone(LookupError):
    """There is no file under this key."""


@dataclass(frozen=True)
class Upload:
    """A form that a browser sends to the bucket: its action and its hidden fields; the file comes last, as `file`."""

    url: str
    fields: Mapping[str, str]


class Files(Protocol):
    """Where files lie."""

    def put(self, key: str, content: bytes, kind: str) -> None:
        """Keep a file of a media type; the same again is harmless."""
        ...

    def get(self, key: str) -> bytes:
        """Return a file; raises `FileGone`."""
        ...

    def size(self, key: str) -> int | None:
        """Return the bytes of a file without reading it, or None when there is none."""
        ...

    def remove(self, key: str) -> None:
        """Forget a file; one that isn't there is no error."""
        ...

    def upload(self, key: str, most: int, lifetime: timedelta, then: str) -> Upload:
        """Return a form that puts one file of at most so many bytes under this key, and goes on to an address."""
        ...

    def link(self, key: str, name: str, kind: str, lifetime: timedelta) -> str:
        """Return an address under which whoever has it may save the file under a name, for a while."""
        ...
