"""What JSON says of every pair that is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from mentoring import http
from monitoring import texts

if TYPE_CHECKING:
    from monitoring.use_cases.organizers import Watched


class WatchedView(http.View):
    """A pair with its colour; `reason` is the reason for the colour in the reader's language."""

    pair_id: str
    mentor_name: str
    mentee_name: str
    stage: str
    colour: str
    rule: str
    days: int
    reason: str
    meetings_held: int
    agreed_interval_days: int = Field(description="Days between meetings in the signed contract; 0: not in figures.")
    open_surveys: int

    @staticmethod
    def watched(one: Watched, locale: str) -> dict[str, Any]:
        """Return what of it the pair's item doesn't say."""
        return {
            "colour": one.verdict.colour,
            "rule": one.verdict.rule,
            "days": one.days,
            "reason": texts.colour(one, locale),
            "meetings_held": len(one.facts.held),
            "agreed_interval_days": one.pair.interval_days,
            "open_surveys": len(one.facts.surveys),
        }
