"""Words that are planted in what people write in private, and the search for them in whatever may hold them."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import quopri
import zlib
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import EmailMessage


@dataclass(slots=True)
class Planted:
    """`words`: field → the words that stand in it, and nowhere else in the world."""

    words: dict[str, str] = field(default_factory=dict)

    def plant(self, where: str) -> str:
        """Return the words of a field."""
        named = where.replace(".", "-").replace("_", "-").replace(" ", "-")
        return self.words.setdefault(where, f"tajne-{len(self.words)}-{named}-x7q")

    def found_in(self, texts: Iterable[str | bytes]) -> set[str]:
        """Return the fields whose words are in the texts, read as they are and as what they may be wrapped in."""
        left, found = dict(self.words), set[str]()
        for text in texts:
            for one in readings(text):
                here = {where for where, words in left.items() if words in one}
                found |= here
                for where in here:
                    del left[where]
        return found


def readings(text: str | bytes) -> Iterator[str]:
    """Yield a text as it is, and unpacked where it is base64, compressed, or both."""
    yield text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    with contextlib.suppress(ValueError):
        raw = base64.b64decode(text, validate=True)
        yield raw.decode("utf-8", "replace")
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(raw).decode("utf-8", "replace")


def values_of(raw: Any) -> Iterator[str | bytes]:
    """Yield every text and every binary in an item, and every text in the JSON that a text may be."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            yield from values_of(name)
            yield from values_of(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from values_of(value)
    elif isinstance(raw, (str, bytes)):
        yield raw
        if isinstance(raw, str) and raw[:1] in ("{", "["):
            with contextlib.suppress(ValueError):
                yield from values_of(json.loads(raw))


def text_of_pdf(content: bytes) -> str:
    """Return the words of a PDF, whose text is compressed and its letters numbered."""
    from pypdf import PdfReader  # noqa: PLC0415 - not where nothing is searched

    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def texts_of_file(content: bytes) -> Iterator[str | bytes]:
    """Yield a file as it is, and the words of a PDF."""
    yield content
    if content.startswith(b"%PDF-"):
        yield text_of_pdf(content)


def texts_of_mail(raw: bytes) -> Iterator[str | bytes]:
    """Yield what can be read of a mail: its head, its texts (calendars unfolded, RFC 5545 §3.1), its files."""
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    yield " ".join(f"{name}: {value}" for name, value in message.items())
    yield quopri.decodestring(raw)
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)  # noqa: S101 - a part that isn't made of parts
            yield from texts_of_file(content)
            yield content.replace(b"\r\n ", b"").replace(b"\n ", b"")
