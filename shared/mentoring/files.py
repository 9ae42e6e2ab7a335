"""The port for files in the bucket, and for signed URLs with which a browser uploads or downloads one itself.

A request to an API, and its answer, have at most 6 MB after base64; larger files bypass the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta


INBOUND = "inbound/"
"""Where mail that arrives lies, each under the id that SES gave it."""

ROOMS = "rooms/"
"""Where files of rooms lie, each under its pair and its own id: encrypted with the key of rooms, and never replaced."""
UPLOADS = "uploads/"
"""Where a browser brings such a file first, encrypted in the same way; what lies there is deleted after a day."""


class FileGone(LookupError):
    """There is no file with this key."""


@dataclass(frozen=True)
class Upload:
    """A form that uploads to the bucket: its action and hidden fields; the file comes last, as `file`."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Start:
    """The beginning of a file, the size of all of it in bytes, and a mark of its content."""

    content: bytes
    size: int
    mark: str


class Files(Protocol):
    """Stores files."""

    def put(self, key: str, content: bytes, kind: str) -> None:
        """Store a file with its media type, one of a room unsettled; storing the same again does no harm."""
        ...

    def get(self, key: str) -> bytes:
        """Return the content of a file; raises `FileGone`."""
        ...

    def start(self, key: str, most: int) -> Start:
        """Return the first bytes of a file; raises `FileGone`."""
        ...

    def copy(self, key: str, to: str, mark: str) -> None:
        """Copy a file with this mark (`Start`), unsettled; raises `FileGone` if it is missing or another one."""
        ...

    def settle(self, key: str) -> None:
        """Let a file of a room stay: an unsettled one is deleted after a day. Of a missing one nothing is said."""
        ...

    def size(self, key: str) -> int | None:
        """Return the size of a file in bytes without reading it, or None if there is none."""
        ...

    def remove(self, key: str) -> None:
        """Delete a file; deleting a missing one is no error."""
        ...

    def upload(self, key: str, most: int, lifetime: timedelta, then: str) -> Upload:
        """Return a form that uploads one file of at most so many bytes under this key and then redirects to a URL."""
        ...

    def view(self, key: str, kind: str, lifetime: timedelta) -> str:
        """Return a URL at which a browser shows the file for a while; for pictures alone."""
        ...

    def link(self, key: str, name: str, kind: str, lifetime: timedelta) -> str:
        """Return a URL that lets anybody who has it download the file under a name for a while."""
        ...
