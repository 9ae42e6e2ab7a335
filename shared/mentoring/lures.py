"""Names of programmes, organizations and people, as strangers may see them in our mails.

A name says what something is called. An address, a link or a telephone number in it would send somebody who never asked
for our mail elsewhere; such words are refused when a name is typed and removed when it is mailed.
"""

from __future__ import annotations

import re
import unicodedata

from mentoring import letters

MOST = 80
"""Longest name in a mail, in characters."""

_DOT = "[.\u3002\u2024\uff0e\uff61]"
_LINK = re.compile(
    rf"\S*(?:://|www{_DOT}|@)\S*"  # a scheme, www, or an address
    rf"|\S*[^\W_](?:{_DOT}|\(dot\)|\[dot\]|\[{_DOT}\])[^\W\d_]{{2,}}(?!\w)\S*",  # a domain: its last part is letters
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\+?\d(?:[ ()\-\u2010-\u2015]{0,2}\d){8,}")
"""Nine digits or more: «2026-2027» isn't a telephone number, «+48 22 123 45 67» is."""


def has_lure(name: str) -> bool:
    """Return whether a name holds a link, an address or a telephone number."""
    plain = _plain(name)
    return bool(_LINK.search(plain) or _NUMBER.search(plain))


def tidy(name: str) -> str:
    """Return a name in one line, without links, addresses and telephone numbers, at most `MOST` characters."""
    plain = _NUMBER.sub(" ", _LINK.sub(" ", _plain(name)))
    words = " ".join(plain.split())
    return words if len(words) <= MOST else f"{words[: MOST - 1].rstrip()}…"


def _plain(name: str) -> str:
    """Return a text without invisible characters, compatibility forms replaced by what they look like (NFKC)."""
    return unicodedata.normalize("NFKC", letters.bare(name))
