"""Header lines of mails: any text in encoded words (RFC 2047) that read the same when they are put together again.

The fold of the standard library loses the space between two encoded words, so «Żaneta Dąbek» at the end of a long
subject reads «ŻanetaDąbek». It is the one thing replaced here; how a message is put together stays the library's.
"""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueAddressHeader
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.policy import Policy

LINE = 78
"""Characters of a line at best (RFC 5322 §2.1.1)."""
PLAIN_TEXT = re.compile(r"[ -~]*")
PLAIN_NAME = re.compile(r"[A-Za-z0-9 -]*")
"""What needs neither quotes nor encoded words."""


class Subject(BaseHeader):
    """A subject, as it was given."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the text as it is: what looks like an encoded word in it was written by somebody."""
        kwds |= {"decoded": value, "parse_tree": None}

    def fold(self, *, policy: Policy) -> str:
        """Return the lines of this header."""
        return f"Subject: {encoded(str(self), 'Subject', PLAIN_TEXT)}{policy.linesep}"


class Addresses(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # typeshed says less than the library does
    """One address with its display name."""

    def fold(self, *, policy: Policy) -> str:
        """Return the lines of this header."""
        (one,) = self.addresses
        if not one.display_name:
            return f"{self.name}: {one.addr_spec}{policy.linesep}"
        lines = f"{self.name}: {encoded(one.display_name, self.name, PLAIN_NAME)}"
        fits = len(lines.rpartition("\n")[2]) + len(one.addr_spec) + len(" <>") <= LINE
        return f"{lines}{'' if fits else policy.linesep} <{one.addr_spec}>{policy.linesep}"


def encoded(text: str, name: str, plain: re.Pattern[str]) -> str:
    """Return a text as the header `name` writes it: as it is where that is safe and short, else in encoded words."""
    safe = plain.fullmatch(text) and "=?" not in text and len(name) + len(": ") + len(text) <= LINE
    return text if safe else Header(text, "utf-8", header_name=name, maxlinelen=LINE).encode(linesep="\r\n")


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("subject", Subject)
    for name in ("from", "to", "reply-to"):
        registry.map_to_type(name, Addresses)
    return registry


POLICY = SMTP.clone(header_factory=_registry())
"""`email.policy.SMTP` with these headers."""
