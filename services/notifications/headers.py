"""Headers of mails: encoded words (RFC 2047) for people's texts, plain ASCII for everything that machines read.

Two folding methods of the standard library are replaced. One loses the space between two encoded words, so that «Żaneta
Dąbek» at the end of a long subject becomes «ŻanetaDąbek». The other encodes headers that are longer than a line, where
mail programs don't find the address for unsubscribing (RFC 8058): such headers stay plain here and are folded only at
spaces (RFC 5322 §2.2.3).
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
"""Preferred line length in characters (RFC 5322 §2.1.1)."""
PLAIN_TEXT = re.compile(r"[ -~]*")
PLAIN_WORDS = re.compile(r"[!-~]+(?: [!-~]+)*")
PLAIN_NAME = re.compile(r"[A-Za-z0-9 -]*")
"""Text that needs neither quotes nor encoded words."""


class Subject(BaseHeader):
    """A subject."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the text literally: an apparent encoded word in it was typed by somebody."""
        kwds |= {"decoded": value, "parse_tree": None}

    def fold(self, *, policy: Policy) -> str:
        """Return the header's lines."""
        return f"Subject: {encoded(str(self), 'Subject', PLAIN_TEXT)}{policy.linesep}"


class Machine(BaseHeader):
    """A header that programs read: visible ASCII and single spaces, never encoded."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the text literally."""
        kwds |= {"decoded": value, "parse_tree": None}

    def fold(self, *, policy: Policy) -> str:
        """Return the header's lines, each as short as its spaces allow."""
        lines = [f"{self.name}:"]
        for word in str(self).split(" "):
            fits = len(lines[-1]) + len(" ") + len(word) <= LINE or lines[-1] == f"{self.name}:"
            lines[-1:] = [f"{lines[-1]} {word}"] if fits else [lines[-1], f" {word}"]
        return policy.linesep.join(lines) + policy.linesep


class Addresses(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]  # typeshed says less than the library does
    """One address with its display name."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header's lines."""
        (one,) = self.addresses
        if not one.display_name:
            return f"{self.name}: {one.addr_spec}{policy.linesep}"
        lines = f"{self.name}: {encoded(one.display_name, self.name, PLAIN_NAME)}"
        fits = len(lines.rpartition("\n")[2]) + len(one.addr_spec) + len(" <>") <= LINE
        return f"{lines}{'' if fits else policy.linesep} <{one.addr_spec}>{policy.linesep}"


def encoded(text: str, name: str, plain: re.Pattern[str]) -> str:
    """Return a text as the header `name` writes it: literally if that is safe and short, else in encoded words."""
    safe = plain.fullmatch(text) and "=?" not in text and len(name) + len(": ") + len(text) <= LINE
    return text if safe else Header(text, "utf-8", header_name=name, maxlinelen=LINE).encode(linesep="\r\n")


class Registry(HeaderRegistry):
    """Maps headers to classes: those that aren't for people or about MIME are for machines."""

    def __init__(self) -> None:
        super().__init__(default_class=Machine)  # type: ignore[arg-type]  # as typeshed has it, none would do
        self.map_to_type("message-id", Machine)
        self.map_to_type("subject", Subject)
        for name in ("from", "to", "reply-to"):
            self.map_to_type(name, Addresses)

    def __call__(self, name: str, value: Any) -> BaseHeader:
        """Return a header; raises ValueError if machines couldn't read it."""
        made = super().__call__(name, value)
        if isinstance(made, Machine) and not PLAIN_WORDS.fullmatch(value):
            raise ValueError(f"{name}: {value!r} can't be written in visible ASCII")
        return made


POLICY = SMTP.clone(header_factory=Registry(), cte_type="7bit")
"""`email.policy.SMTP` with these headers, and bodies that survive any mail server."""
