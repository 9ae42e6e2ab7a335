"""The settings of an ongoing programme in the form of a programme's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from mentoring import http
from mentoring.rolling import Rolling, checked
from mentoring.tables.vocabulary import ProgrammeType

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme


class OngoingForm(http.Model):
    """Whether people come and go at any time; when they are paired, who confirms, how long a pair lasts."""

    type: ProgrammeType = ProgrammeType.COHORT
    rolling_weekday: int = Field(0, ge=0, le=6)
    rolling_hour: int = Field(8, ge=0, le=23)
    rolling_automatic: Literal["yes", ""] = ""
    rolling_weeks: int = Field(4, ge=1, le=52)
    rolling_days: int = Field(180, ge=0, le=1100)

    @classmethod
    def shown(cls, programme: Programme) -> dict[str, Any]:
        """Return the values of the fields for a programme."""
        own = Rolling.of(programme)
        return {
            "type": programme.type,
            "rolling_weekday": str(own.weekday),
            "rolling_hour": str(own.hour),
            "rolling_automatic": "yes" if own.automatic else "",
            "rolling_weeks": own.weeks,
            "rolling_days": own.days,
        }

    def ongoing(self) -> dict[str, Any]:
        """Return the fields of Programme."""
        told = {name: getattr(self, f"rolling_{name}") for name in ("weekday", "hour", "weeks", "days")}
        return {"type": self.type, "rolling": checked(told | {"automatic": self.rolling_automatic == "yes"})}
