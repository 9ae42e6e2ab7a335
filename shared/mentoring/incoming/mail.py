"""A raw mail as a value. Pure."""

from __future__ import annotations

import binascii
import re
from dataclasses import field
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from mentoring import letters
from mentoring.addresses import compared
from mentoring.incoming.answers import new_text
from mentoring.incoming.automatic import Automatic, Headers, Ours, automatic
from mentoring.incoming.plain import text_of
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    Part = Message[str, str]

MOST_AUTHOR = 1_000
"""Characters of From: a name and an address, with room to spare."""
MOST_NAME = 200
"""Characters of a file's name."""
MOST_HEADER = 20_000
"""Characters of a header that are read."""
MOST_WRITTEN = 1_000_000
"""Bytes of a part that is read as text; a longer one is a file."""
MOST_PARTS = 500
"""Parts of a mail that are looked at; deeper and longer ones are made to hurt."""
CALENDARS = ("text/calendar", "application/ics")
PACKED = ("application/ms-tnef", "application/vnd.ms-tnef")
"""`winmail.dat`: Outlook's own parcel, which only Outlook opens. It is told as unreadable, not unpacked."""
OTHERWISE = ("utf-8", "windows-1250", "iso-8859-2")
"""Charsets that are tried where the one a mail names can't be right: it is Polish mail."""
_WRONG = re.compile("[\x80-\x9f]")
"""Control characters that no text has: windows-1250 that calls itself ISO 8859-2."""
ADDRESSES = ("from", "to", "cc", "sender", "return-path")
_ASIDE = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
"""Quoted names and comments (RFC 5322 §3.2)."""
_ONE = re.compile(r"[^<>,;]*<(?P<named>[^<>\s@]+@[^<>\s@]+)>|(?P<plain>[^<>,;\s@]+@[^<>,;\s@]+)")
_IDS = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True)
class Attachment:
    """A file: its name without folders, the media type the sender says it has, its bytes.

    `inline`: it stands in the text, as a picture that was pasted or a logo of a signature does. `readable`: false for
    a parcel that only Outlook opens.
    """

    name: str
    kind: str
    content: bytes = field(repr=False)
    inline: bool = False
    readable: bool = True


@dataclass(frozen=True)
class IncomingMail:
    """What a mail says; texts without invisible letters, absent ones empty.

    `sender` is the one address in From as addresses are compared, empty where there is none or are several: then nobody
    may be taken for its author. `recipients` are those of To and Cc. `text` is what is new in it, `whole` all of it.
    `calendars` are its calendar parts (iCalendar), which are no attachments.
    """

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    sender: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = field(default="", repr=False)
    whole: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    calendars: tuple[bytes, ...] = field(default=(), repr=False)
    automatic: Automatic = Automatic.NO


def read(raw: bytes, ours: Ours | None = None) -> IncomingMail:
    """Return what a mail says; `ours` tells our own mails, which come back where programs answer programs."""
    try:
        return _read(message_from_bytes(raw), ours or Ours())
    except RecursionError:  # parts in parts in parts, made to hurt
        return IncomingMail(automatic=Automatic.GENERATED)


def _read(message: Part, ours: Ours) -> IncomingMail:
    headers = _headers(message)
    sender = _author(headers)
    parts = _Parts()
    parts.take(message)
    whole = letters.lines("\n\n".join(text for text in parts.texts if text.strip()))
    ids = {name: _IDS.findall(_first(headers, name)) for name in ("message-id", "in-reply-to", "references")}
    return IncomingMail(
        message_id="".join(ids["message-id"][:1]),
        in_reply_to="".join(ids["in-reply-to"][:1]),
        references=tuple(ids["references"]),
        sender=sender,
        recipients=tuple(compared(one) for one in _addresses(headers, "to", "cc")),
        subject=letters.line(_first(headers, "subject")),
        sent_at=_instant(_first(headers, "date")),
        text=new_text(whole),
        whole=whole,
        attachments=tuple(parts.attachments),
        calendars=tuple(parts.calendars),
        automatic=automatic(headers, message.get_content_type(), sender, ours),
    )


def _headers(message: Part) -> Headers:
    """Return the headers, in words but for addresses: an encoded word may hold what only looks like an address."""
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        text = str(value)[:MOST_HEADER]
        words = " ".join(text.split()) if name.lower() in ADDRESSES else _decoded(text)
        found.setdefault(name.lower(), []).append(words)
    return found


def _first(headers: Headers, name: str) -> str:
    return next(iter(headers.get(name, ())), "")


def _decoded(value: str) -> str:
    """Return a header's value in words: encoded words (RFC 2047), and bytes that should have been."""
    raw = value.encode("utf-8", "surrogateescape")
    unfolded = _text(raw, "utf-8").replace("\r", "").replace("\n", "")
    if "=?" not in unfolded:
        return unfolded
    try:
        parts = decode_header(unfolded)
    except (HeaderParseError, ValueError, LookupError, UnicodeError):
        return unfolded
    return "".join(part if isinstance(part, str) else _text(part, kind or "utf-8") for part, kind in parts)


def _addresses(headers: Headers, *names: str) -> list[str]:
    values = [value for name in names for value in headers.get(name, ())]
    return [address for _, address in getaddresses(values) if "@" in address]


def _author(headers: Headers) -> str:
    """Return the one address in From (RFC 5322 §3.6.2), read strictly: who wrote is decided on it."""
    values = headers.get("from", ())
    bare = _ASIDE.sub("", values[0]).strip() if len(values) == 1 and len(values[0]) <= MOST_AUTHOR else ""
    found = _ONE.fullmatch(bare)
    return compared(found["named"] or found["plain"]) if found else ""


def _instant(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
        return (instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text(content: bytes, charset: str) -> str:
    """Return bytes as text: in the charset they claim, or else in the one they can only be."""
    for name in (charset, *OTHERWISE):
        try:
            text = content.decode(name)
        except (LookupError, ValueError, binascii.Error):
            continue
        if not _WRONG.search(text):
            return text
    return content.decode("utf-8", "replace")


class _Parts:
    """What the parts of a mail are: texts to read, files, calendars."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.attachments: list[Attachment] = []
        self.calendars: list[bytes] = []
        self.seen = 0

    def take(self, part: Part) -> None:
        """Take a part and what is in it."""
        self.seen += 1
        kind = part.get_content_type()
        if self.seen > MOST_PARTS:
            return
        if kind == "message/rfc822":
            self._keep(part, f"{self._name(part) or 'mail'}.eml".replace(".eml.eml", ".eml"), _inner(part))
        elif kind == "multipart/alternative":
            self._choose(list(_children(part)))
        elif part.is_multipart():
            for one in _children(part):
                self.take(one)
        else:
            self._leaf(part, kind)

    def _choose(self, ways: list[Part]) -> None:
        """Take one of several ways to say the same: plain text where it says anything, else the last that does."""
        told = [_Parts() for _ in ways]
        for one, way in zip(told, ways, strict=True):
            one.seen = self.seen
            one.take(way)
            self.seen = one.seen
            self.attachments += one.attachments
            self.calendars += one.calendars
        plain = [one for one, way in zip(told, ways, strict=True) if way.get_content_type() == "text/plain"]
        saying = [one for one in [*told, *plain[:1]] if any(text.strip() for text in one.texts)]
        self.texts += saying[-1].texts if saying else []

    def _leaf(self, part: Part, kind: str) -> None:
        name, disposition = self._name(part), part.get_content_disposition() or ""
        content = _bytes(part)
        if kind in CALENDARS or name.lower().endswith(".ics"):
            self.calendars.append(content)
        elif _is_written(kind, disposition, name, len(content)):
            self.texts.append(_words(part, kind, content))
        elif content:
            inline = disposition != "attachment" and bool(part.get("Content-ID"))
            self._keep(part, name or "file", content, inline=inline)

    def _keep(self, part: Part, name: str, content: bytes, *, inline: bool = False) -> None:
        kind = part.get_content_type()
        packed = kind in PACKED or name.lower() == "winmail.dat"
        self.attachments.append(Attachment(name, kind, content, inline, not packed))

    @staticmethod
    def _name(part: Part) -> str:
        """Return a file's name as a name: no folders, nothing invisible, not too long."""
        try:
            given = part.get_filename("")
        except (ValueError, LookupError, TypeError, IndexError):
            return ""
        name = letters.line(_decoded(given)).replace("\\", "/").rpartition("/")[2].strip(". ")
        stem, dot, ending = name.rpartition(".")
        return name if len(name) <= MOST_NAME else f"{stem[: MOST_NAME - 20]}{dot}{ending[:19]}"


def _is_written(kind: str, disposition: str, name: str, size: int) -> bool:
    """Return whether a part is text to read, and no file."""
    readable = kind in ("text/plain", "text/html") and size <= MOST_WRITTEN
    return readable and disposition != "attachment" and not name


def _children(part: Part) -> Iterator[Part]:
    payload = part.get_payload()
    yield from (one for one in payload if isinstance(one, Message)) if isinstance(payload, list) else ()


def _inner(part: Part) -> bytes:
    """Return a mail within a mail, as bytes."""
    try:
        return b"".join(one.as_bytes() for one in _children(part))
    except (ValueError, LookupError, TypeError, AttributeError, UnicodeError):
        return b""


def _bytes(part: Part) -> bytes:
    """Return a part's content without its transfer encoding (RFC 2045 §6)."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError, binascii.Error):
        return b""
    return content if isinstance(content, bytes) else b""


def _words(part: Part, kind: str, content: bytes) -> str:
    try:
        charset, flowed = part.get_content_charset("utf-8"), str(part.get_param("format", "")).lower() == "flowed"
        joined = str(part.get_param("delsp", "")).lower() == "yes"
    except (ValueError, LookupError, TypeError, IndexError):
        charset, flowed, joined = "utf-8", False, False
    text = _text(content, "utf-8" if charset == "us-ascii" else charset)
    if kind == "text/html":
        return text_of(text)
    return _unfolded(text, joined=joined) if flowed else text


def _unfolded(text: str, *, joined: bool) -> str:
    """Return text whose lines a program folded at spaces, with its own lines again (RFC 3676 §4)."""
    lines: list[str] = []
    goes_on, depth = False, 0
    for line in text.replace("\r\n", "\n").split("\n"):
        words = line.lstrip(">")
        deep = len(line) - len(words)
        words = words.removeprefix(" ")
        if goes_on and deep == depth and words != "-- ":
            lines[-1] = (lines[-1][:-1] if joined else lines[-1]) + words
        else:
            lines.append(f"{'>' * deep} {words}" if deep else words)
        goes_on, depth = words.endswith(" ") and words != "-- ", deep
    return "\n".join(lines)
