"""Where the video calls of meetings are: the port, and the rule of a link that somebody types.

`Calls` says where one call is. Its implementations are in `mentoring.calls.adapters`, chosen in `mentoring.runtime`;
use cases have them as `context.calls`. How one for Teams, Google Meet or Zoom would be added:
docs/developers/video-calls.md.
"""

from __future__ import annotations

import re
import secrets
from base64 import b32encode
from typing import Protocol
from urllib.parse import quote

from mentoring import addresses
from mentoring.errors import N_
from mentoring.values import dataclass

MOST = 500
"""Characters of a link."""
KEPT = "%:/?#[]@!$&()*+,;=~"
"""Characters of a link that stay as they are besides letters, digits and `-._`; others are percent-encoded."""
SECRET = 16
"""Bytes of a secret: 128 bits, which nobody guesses."""
_ADDRESS = re.compile(r"https://([^\s<>\"'/?#]+)([^\s<>\"']*)", re.IGNORECASE)
_PLAIN = re.compile(r"http://", re.IGNORECASE)
_ENDS = ".,;:!?)"
"""What stands behind an address in a sentence."""


class CallRefused(ValueError):
    """A text that can't be the link of a call: `code` for programs, `message` (msgid) for people."""

    code = "call-link"
    message = N_("Paste the whole address of your meeting room; it begins with https://.")

    def __init__(self) -> None:
        super().__init__(self.message)


class NotSecure(CallRefused):
    """An address that isn't encrypted."""

    code = "call-http"
    message = N_("This address begins with http://, so anybody on the way could listen. Use one with https://.")


class NameInside(CallRefused):
    """A user name or a password before the host."""

    code = "call-name"
    message = N_("There is a name or a password in front of the @ in this address. Use it without.")


class CallTooLong(CallRefused):
    """Longer than any service makes them."""

    code = "call-long"
    message = N_("This address is too long. The one of a meeting room has 500 characters at most.")


@dataclass(frozen=True)
class Call:
    """The call of one meeting; ids of the pair and the meeting, `programme` is its slug.

    `kept` is the link that the pair keeps for itself, `pattern` the programme's (`mentoring.calls.patterns`), each
    empty if there is none. `secret` is the pair's own (`new_secret`): nobody else can make what is made of it.
    """

    programme: str
    pair_id: str
    meeting_id: str
    kept: str = ""
    pattern: str = ""
    secret: str = ""


class Calls(Protocol):
    """Says where calls are."""

    def link(self, call: Call) -> str:
        """Return the address of a call, empty if this can't say: the same one for the same call, however often."""
        ...


def clean(text: str) -> str:
    """Return the link in a text that somebody typed or pasted, a whole invitation too; empty for an empty text.

    It is an ASCII URI (RFC 3986) with https, its host in lower case and punycode. Raises `CallRefused`. Cleaning what
    is clean changes nothing.
    """
    if not text.strip():
        return ""
    server, beside = _taken(text)
    if "@" in server:
        raise NameInside
    host, colon, port = server.partition(":")
    if colon and not (port.isascii() and port.isdecimal()):
        raise CallRefused
    try:
        link = f"https://{addresses.host(host)}{colon}{port}{quote(beside, safe=KEPT, errors='replace')}"
    except addresses.AddressRefused as error:
        raise CallRefused from error
    if len(link) > MOST:
        raise CallTooLong
    return link


def _taken(text: str) -> tuple[str, str]:
    """Return server and port of the address in a text, and what stands behind them."""
    found = _ADDRESS.search(text)
    if found is None and _PLAIN.search(text):
        raise NotSecure
    found = found or _ADDRESS.fullmatch(f"https://{text.strip()}")
    if found is None:
        raise CallRefused
    return found[1].rstrip(_ENDS), found[2].rstrip(_ENDS)


def host(link: str) -> str:
    """Return the host of a link, as people are shown where it leads; empty for none."""
    return link.removeprefix("https://").partition("/")[0].partition("?")[0].partition("#")[0]


def new_secret() -> str:
    """Return a secret, in letters and digits that every service takes in the name of a room, whatever their case."""
    return b32encode(secrets.token_bytes(SECRET)).decode().rstrip("=").lower()
