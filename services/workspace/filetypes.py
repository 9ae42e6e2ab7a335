"""What a file is, by its content: names and what a browser says of it count for nothing.

puremagic knows the first bytes of files; it is loaded by the first file. Taken are documents, pictures, sound and film.
What runs, what hides something else (archives, macros) and pages with scripts are refused, in words.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from mentoring.errors import N_, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = 4_096
"""Bytes at the beginning by which a file is recognized."""
OPENDOCUMENT = "application/vnd.oasis.opendocument"
OFFICE = "application/vnd.openxmlformats-officedocument"


class FileType(NamedTuple):
    """Its media type, how the name of such a file ends, and what people call it, in both languages."""

    media: str
    ending: str
    name: str


PICTURES = {
    "image/png": FileType("image/png", ".png", "PNG"),
    "image/jpeg": FileType("image/jpeg", ".jpg", "JPEG"),
    "image/gif": FileType("image/gif", ".gif", "GIF"),
    "image/webp": FileType("image/webp", ".webp", "WebP"),
}
"""What browsers show without anything running."""
TEXT = FileType("text/plain; charset=utf-8", ".txt", "TXT")
TAKEN = PICTURES | {
    "application/pdf": FileType("application/pdf", ".pdf", "PDF"),
    "application/rtf": FileType("application/rtf", ".rtf", "RTF"),
    "audio/mpeg": FileType("audio/mpeg", ".mp3", "MP3"),
    "audio/mp4": FileType("audio/mp4", ".m4a", "M4A"),
    "audio/ogg": FileType("audio/ogg", ".ogg", "Ogg"),
    "video/mp4": FileType("video/mp4", ".mp4", "MP4"),
}
INSIDE = {
    "word/": FileType(f"{OFFICE}.wordprocessingml.document", ".docx", "Word"),
    "xl/": FileType(f"{OFFICE}.spreadsheetml.sheet", ".xlsx", "Excel"),
    "ppt/": FileType(f"{OFFICE}.presentationml.presentation", ".pptx", "PowerPoint"),
}
"""Folder in an Office file → what it is."""
OPEN = {
    f"{OPENDOCUMENT}.text": FileType(f"{OPENDOCUMENT}.text", ".odt", "OpenDocument"),
    f"{OPENDOCUMENT}.spreadsheet": FileType(f"{OPENDOCUMENT}.spreadsheet", ".ods", "OpenDocument"),
    f"{OPENDOCUMENT}.presentation": FileType(f"{OPENDOCUMENT}.presentation", ".odp", "OpenDocument"),
}
NAMED = {one.media: one for one in (*TAKEN.values(), *INSIDE.values(), *OPEN.values(), TEXT)}
"""Media type → the type, for files that were taken."""
UNSURE = 0.2
"""Up to here puremagic guesses by a byte or two, with which any text may begin."""
PARCEL = b"PK\x03\x04"
STARTS = (b"<", b"#!", b"MZ", b"\x7fELF")
"""Beginnings of what isn't plain text, though it may look like it: pages, drawings, scripts, programs."""


class FileRefused(Invalid):
    """Files of this kind aren't taken."""

    code = "file-refused"
    message = N_(
        "We don't take files of this kind. Documents (PDF, Word, Excel, PowerPoint, OpenDocument, text), pictures "
        "(PNG, JPEG, GIF, WebP), sound and MP4 films are fine; archives, programs, web pages and files with macros "
        "are not."
    )


def recognized(head: bytes, whole: Callable[[], bytes]) -> FileType:
    """Return what a file is by its first `HEAD` bytes; `whole` reads all of it, where these don't say.

    Raises `FileRefused`.
    """
    if not head:
        raise FileRefused
    if head.startswith(PARCEL):
        return _in_parcel(whole())
    media = _media(head)
    if media in TAKEN:
        return TAKEN[media]
    if media == "" and _is_text(head):
        return TEXT
    raise FileRefused


def _media(head: bytes) -> str:
    """Return the media type of what has a known beginning, `?` where it is none of those taken, empty if unknown."""
    import puremagic  # noqa: PLC0415 - not loaded before a file comes

    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return ""
    if not found:
        return ""
    sure = [one for one in found if one.confidence > UNSURE]
    if sure and sure[0].extension == ".m4a":  # without a media type there
        return "audio/mp4"
    return next((one.mime_type for one in sure if one.mime_type in TAKEN), "?" if sure else "")


def _in_parcel(content: bytes) -> FileType:
    """Return which document a ZIP file is; others are refused."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parcel:
            names = parcel.namelist()
            kind = parcel.read("mimetype")[:100].decode("ascii") if _says_what_it_is(parcel) else ""
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise FileRefused from error
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) or name.startswith("Basic/") for name in names):
        raise FileRefused
    if kind in OPEN:
        return OPEN[kind]
    found = [one for folder, one in INSIDE.items() if any(name.startswith(folder) for name in names)]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise FileRefused
    return found[0]


MOST_KIND = 1_000


def _says_what_it_is(parcel: zipfile.ZipFile) -> bool:
    """Return whether it has a short `mimetype`, as OpenDocument files do."""
    return any(one.filename == "mimetype" and one.file_size <= MOST_KIND for one in parcel.infolist())


def _is_text(head: bytes) -> bool:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(STARTS):
        return False
    return not any(one < ord(" ") and one not in b"\t\n\r\f" for one in head) and b"\x7f" not in head
