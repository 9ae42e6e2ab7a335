"""Texts that are worded by the form of the person they are about: «[wysłała|wysłał|wysłano] propozycje»."""

from __future__ import annotations

import re

FORMS = ("f", "m", "n")
"""In the order in which a text has its words: feminine, masculine, neutral."""
_WORDS = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\|([^\[\]|]*)\]")


def by_form(text: str, form: str) -> str:
    """Return a text in the words for somebody of this form; the neutral ones if it isn't known."""
    which = FORMS.index(form) if form in FORMS else FORMS.index("n")
    return _WORDS.sub(lambda found: found[which + 1], text)
