"""Phone numbers as people give them to each other: kept as they were typed, if they can be dialled.

Nothing here calls or sends to them, so no list of the world's numbering plans is needed: an optional +, 6 to 15 digits
(ITU-T E.164), and what people put between them.
"""

from __future__ import annotations

import re

from mentoring.errors import N_

FEWEST, MOST = 6, 15
"""Digits of a number."""
_TYPED = re.compile(r"\+?[0-9(][0-9 ()./-]*")


class PhoneRefused(ValueError):
    """This can't be dialled."""

    message = N_("Write the number with digits only, such as +48 600 100 200.")


def clean(text: str) -> str:
    """Return a number as it was typed, without space around it and with single spaces; nothing stays nothing."""
    number = " ".join(text.split())
    if not number:
        return ""
    if not _TYPED.fullmatch(number) or not FEWEST <= sum(map(str.isdigit, number)) <= MOST:
        raise PhoneRefused
    return number


def dialled(number: str) -> str:
    """Return a number as a link calls it (RFC 3966)."""
    return "tel:" + re.sub(r"[^0-9+]", "", number)
