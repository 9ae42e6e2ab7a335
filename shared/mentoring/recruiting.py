"""What holds of a programme on a day, for the form, the catalogue, and what home says about a draft. Pure.

Days are texts (YYYY-MM-DD) in the programme's zone: a last day lasts until midnight there, whatever the clock does.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import PROGRAMME_OVER, ProgrammeStage, ProgrammeType, Public

if TYPE_CHECKING:
    from collections.abc import Mapping

RECRUITING = (ProgrammeStage.RECRUITING,)
ALWAYS_RECRUITING = (ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING, ProgrammeStage.RUNNING)
"""Stages in which applications are taken: of a cohort, of an ongoing programme."""
GOING_ON = (ProgrammeStage.RUNNING, ProgrammeStage.CLOSING)
AHEAD = timedelta(days=7)
"""How long before it a date of the programme is told of."""
DUE_IN = {
    "recruitment_opens": (ProgrammeStage.DRAFT,),
    "recruitment_closes": (ProgrammeStage.RECRUITING,),
    "matching_until": (ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING),
    "kick_off": (ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING),
    "closing": (ProgrammeStage.RUNNING,),
}
"""Date → the stages in which something is due for it: in a later one it is done."""


def takes_applications(stage: str, dates: Mapping[str, str], today: str, type_: str = ProgrammeType.COHORT) -> bool:
    """Return whether applications are open on a day; the first and the last day count."""
    return recruits(stage, type_) and not opens_later(dates, today) and not ended(dates, today)


def recruits(stage: str, type_: str = ProgrammeType.COHORT) -> bool:
    """Return whether a programme of this type takes applications in a stage, on the right days."""
    return stage in (ALWAYS_RECRUITING if type_ == ProgrammeType.ONGOING else RECRUITING)


def opens_later(dates: Mapping[str, str], today: str) -> bool:
    """Return whether the first day for applications is still to come."""
    return dates.get("recruitment_opens", "") > today


def ended(dates: Mapping[str, str], today: str) -> bool:
    """Return whether the last day for applications has passed."""
    last = dates.get("recruitment_closes", "")
    return bool(last) and last < today


def public(stage: str, dates: Mapping[str, str], today: str, type_: str = ProgrammeType.COHORT) -> Public:
    """Return what the catalogue and the public page say of a programme on a day."""
    if stage in PROGRAMME_OVER:
        return Public.ENDED
    if recruits(stage, type_) and opens_later(dates, today):
        return Public.OPENS
    if takes_applications(stage, dates, today, type_):
        return Public.OPEN
    return Public.RUNNING if stage in GOING_ON else Public.CLOSED
