"""The mails of a stack, read from the `.eml` files the engine's gate keeps."""

from __future__ import annotations

import email
import email.policy
import html
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import idna

if TYPE_CHECKING:
    from pathlib import Path

ENVELOPE = b"X-Envelope-"
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_HREF = re.compile(r"href=[\"'](https?://[^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a mail: `number` counts the leaves from 0, `name` is its file name when it has one."""

    number: int
    kind: str
    name: str
    content: bytes

    @property
    def text(self) -> str:
        """Return the content as text."""
        return self.content.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it was sent; `id` sorts by time, `to` and `tags` are the envelope's, `kind` is X-Tandem-Mail."""

    id: str
    to: str
    sender: str
    subject: str
    date: str
    kind: str
    parts: tuple[Part, ...]
    tags: dict[str, list[str]]
    reply_to: str = ""
    message_id: str = ""

    def part(self, kind: str) -> Part | None:
        """Return the first part of a media type."""
        return next((part for part in self.parts if part.kind == kind), None)

    @property
    def sent(self) -> datetime | None:
        """Return the instant of the Date header, None when there is none to read."""
        try:
            instant = parsedate_to_datetime(self.date)
        except ValueError:
            return None
        return instant.astimezone()

    @property
    def sent_at(self) -> str:
        """Return the instant as RFC 3339 text: that of the Date header, or else of when it was kept."""
        instant = self.sent or datetime.fromtimestamp(int(self.id) / 1e9, UTC)
        return instant.astimezone(UTC).isoformat()

    @property
    def attachments(self) -> list[Part]:
        """Return the parts a person would save."""
        return [part for part in self.parts if part.name]

    @property
    def links(self) -> list[str]:
        """Return the addresses in the text part, then further ones behind links of the HTML part, in their order."""
        plain, rich = self.part("text/plain"), self.part("text/html")
        written = [link.rstrip(".,;:!?)") for link in _ADDRESS.findall(plain.text)] if plain else []
        behind = [html.unescape(link) for link in _HREF.findall(rich.text)] if rich else []
        return list(dict.fromkeys(written + behind))

    def summary(self) -> dict[str, Any]:
        """Return what a list shows."""
        return {
            "id": self.id, "to": self.to, "from": self.sender, "subject": self.subject, "date": self.date,
            "kind": self.kind, "links": self.links,
        }  # fmt: skip


@lru_cache(maxsize=50_000)
def _parse(path: Path) -> Mail:
    return parsed(path.stem, path.read_bytes())


def parsed(mail_id: str, content: bytes) -> Mail:
    """Return what is in a mail, which may stand below the envelope lines of ours."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the policy says so
    leaves = [leaf for leaf in message.walk() if not leaf.is_multipart()]
    parts = tuple(
        Part(number, leaf.get_content_type(), leaf.get_filename() or "", leaf.get_payload(decode=True) or b"")  # type: ignore[arg-type]
        for number, leaf in enumerate(leaves)
    )
    return Mail(
        mail_id,
        readable(str(message["X-Envelope-To"] or "")),
        str(message["From"] or ""),
        str(message["Subject"] or ""),
        str(message["Date"] or ""),
        str(message["X-Tandem-Mail"] or ""),
        parts,
        json.loads(str(message["X-Envelope-Tags"] or "{}")),
        str(message["Reply-To"] or ""),
        str(message["Message-ID"] or ""),
    )


def readable(address: str) -> str:
    """Return an address as people read it: envelopes carry `łódź.example` as `xn--d-uga0v4h.example` (RFC 5891)."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain.lower():
        return address
    try:
        return f"{local}{at}{idna.decode(domain)}"
    except idna.IDNAError:
        return address


def listing(folder: Path, to: str = "", kind: str = "", after: str = "") -> list[Mail]:
    """Return the mails to an address, of a kind, after an id; newest first."""
    kept = os.listdir(folder) if folder.exists() else []  # noqa: PTH208 - names are enough, and there may be thousands
    names = sorted((name for name in kept if name[:1].isdecimal() and name > f"{after}.eml"), reverse=True)
    wanted = readable(to).lower()
    found = (_parse(folder / name) for name in names)
    return [mail for mail in found if (not to or mail.to.lower() == wanted) and (not kind or mail.kind == kind)]


def one(folder: Path, mail_id: str) -> Mail | None:
    """Return a mail by its id."""
    path = folder / f"{mail_id}.eml"
    return _parse(path) if mail_id.isdecimal() and path.exists() else None


def raw(folder: Path, mail_id: str) -> bytes:
    """Return a mail as it was sent, without the envelope lines of ours."""
    content = (folder / f"{mail_id}.eml").read_bytes()
    while content.startswith(ENVELOPE):
        content = content.split(b"\r\n", 1)[1]
    return content
