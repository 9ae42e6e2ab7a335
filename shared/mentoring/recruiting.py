"""Whether a programme takes applications, for the form and for what the home page says about a draft. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import ProgrammeStage

if TYPE_CHECKING:
    from collections.abc import Mapping


def takes_applications(stage: str, dates: Mapping[str, str], today: str) -> bool:
    """Return whether applications are open on a day (YYYY-MM-DD, in the programme's zone); the last day counts."""
    return stage == ProgrammeStage.RECRUITING and not ended(dates, today)


def ended(dates: Mapping[str, str], today: str) -> bool:
    """Return whether the last day for applications has passed."""
    last = dates.get("recruitment_closes", "")
    return bool(last) and last < today
