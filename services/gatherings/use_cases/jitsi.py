"""Video calls at meet.jit.si whose names can't be guessed."""

from __future__ import annotations

from gatherings.domain.breakout import JITSI
from mentoring import links


def pattern(about: str, place: str) -> str:
    """Return a pattern of links for something with an id; `place` stands where each one's number goes."""
    name = "".join(one for one in links.keyed("jitsi", about) if one.isalnum())[:16]
    return f"{JITSI}tandem-{name}-{place}"
