"""The part of a form in which links are chosen for several at once: breakout rooms, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from gatherings.domain.breakout import MOST_LINK
from mentoring import http
from mentoring.http.fields import Line

if TYPE_CHECKING:
    from mentoring.errors import Invalid

Link = Annotated[Line, Field(max_length=MOST_LINK)]


class LinkChoice(http.Model):
    """No links, ready ones at meet.jit.si, or a pattern of one's own, which `pattern` has."""

    links: Literal["none", "jitsi", "pattern"] = "none"
    pattern: Link = ""

    @property
    def ready(self) -> bool:
        """Return whether ready links are wanted."""
        return self.links == "jitsi"

    def own_pattern(self, refusal: type[Invalid]) -> str:
        """Return the pattern, empty unless it is chosen; raises the refusal if it is chosen and not typed."""
        if self.links != "pattern":
            return ""
        if not self.pattern:
            raise refusal(fields={"/pattern": refusal.message})
        return self.pattern
