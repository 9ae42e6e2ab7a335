"""A programme: its stages and dates, who sees it, whom it takes, and its address (domain.md §2.1)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from mentoring import recruiting
from mentoring.errors import N_, Conflict, Invalid, Overtaken
from mentoring.tables.vocabulary import PROGRAMME_OVER, ProgrammeStage, ProgrammeType, Visibility
from mentoring.values import dataclass
from recruitment.domain.applications import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from recruitment.domain.applications import Application

STAGES = tuple(ProgrammeStage)
DATES = ("recruitment_opens", "recruitment_closes", "matching_until", "kick_off", "mid_review", "closing", "erasure")
"""Names of a programme's dates, in the order in which they come."""

FURTHEST = timedelta(days=3653)
"""How far a date of a programme may be from today: ten years."""

TAKES_IMPORTS = (ProgrammeStage.DRAFT, ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING)
TAKES_DECISIONS = (*TAKES_IMPORTS, ProgrammeStage.RUNNING)
"""Stages of a programme."""
HIDDEN = (ProgrammeStage.DRAFT, ProgrammeStage.ERASED)
"""Stages in which a programme has no public page."""

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


class StageRefused(Conflict):
    """The programme can't move to that stage from its current one."""

    code = "stage-refused"
    message = N_("The programme can't go from this stage to that one.")


class Unconfirmed(Conflict):
    """The change ends, closes or mails something, and nobody has confirmed that."""

    code = "unconfirmed"
    message = N_("This change ends, closes or emails something. Look at what it does first, then say yes to it.")


class ChangedMeanwhile(Overtaken):
    """The effects have changed since they were confirmed."""

    code = "changed-meanwhile"
    message = N_("Something changed while you were looking. These are the numbers of now; say yes to them again.")


class ReasonNeeded(Invalid):
    """Going back a stage needs a reason."""

    code = "reason-needed"
    message = N_("Going back a stage needs a reason.")


class SlugTaken(Conflict):
    """Another programme has this address."""

    code = "slug-taken"
    message = N_("Another programme already has this address. Choose a different one.")


class RecruitmentClosed(Conflict):
    """The programme isn't recruiting."""

    code = "recruitment-closed"
    message = N_("This programme doesn't take applications at the moment.")


class RecruitmentNotOpen(RecruitmentClosed):
    """The first day for applications is still to come."""

    code = "recruitment-not-open"
    message = N_("Applications open on %(day)s. Come back then.")


class RecruitmentEnded(RecruitmentClosed):
    """The last day for applications has passed."""

    code = "recruitment-ended"
    message = N_("Applications were open until %(day)s. If you would still like to take part, write to the organizers.")


@dataclass(frozen=True)
class Move:
    """A checked change of stage."""

    from_stage: ProgrammeStage
    to_stage: ProgrammeStage
    reason: str


@dataclass(frozen=True)
class Programme:
    """Where a programme stands, who may find it, and its dates (name → YYYY-MM-DD)."""

    stage: ProgrammeStage
    visibility: Visibility = Visibility.UNLISTED
    dates: Mapping[str, str] = field(default_factory=dict)
    type: ProgrammeType = ProgrammeType.COHORT

    @property
    def following(self) -> str:
        """Return the stage an organizer may move on to, or nothing."""
        return "" if self.is_over else STAGES[STAGES.index(self.stage) + 1]

    @property
    def preceding(self) -> str:
        """Return the stage an organizer may move back to, or nothing."""
        return "" if self.is_over or self.stage == ProgrammeStage.DRAFT else STAGES[STAGES.index(self.stage) - 1]

    @property
    def is_over(self) -> bool:
        """Return whether there is no way on from here, and none back."""
        return self.stage in PROGRAMME_OVER

    @property
    def is_public(self) -> bool:
        """Return whether the programme stands in the public catalogue."""
        return self.visibility == Visibility.PUBLIC and self.stage not in HIDDEN

    @property
    def is_announced(self) -> bool:
        """Return whether people other than its organizers know of it."""
        return self.stage not in HIDDEN

    @property
    def has_page(self) -> bool:
        """Return whether anybody with the link may see the programme's page."""
        return self.visibility in (Visibility.PUBLIC, Visibility.UNLISTED) and self.stage not in HIDDEN

    @property
    def takes_imports(self) -> bool:
        """Return whether applications may come from a file."""
        return self.stage in TAKES_IMPORTS or recruiting.recruits(self.stage, self.type)

    @property
    def takes_decisions(self) -> bool:
        """Return whether applications may be decided."""
        return self.stage in TAKES_DECISIONS

    def move(self, to: str, reason: str) -> Move:
        """Return the move to the next stage, or back by one with a reason; raise if it isn't allowed.

        There is no way back from `closed`, and `erased` only follows from erasing.
        """
        if to and to == self.following:
            return Move(self.stage, ProgrammeStage(to), reason.strip())
        if not to or to != self.preceding:
            raise StageRefused
        if not reason.strip():
            raise ReasonNeeded(fields={"/reason": ReasonNeeded.message})
        return Move(self.stage, ProgrammeStage(to), reason.strip())

    def check_import(self) -> None:
        """Raise unless applications may come from a file."""
        if not self.takes_imports:
            raise RecruitmentClosed

    def check_takes(self, application: Application, today: str, *, late: bool = False) -> None:
        """Raise unless an application may be saved or sent; `today` is a day in the programme's zone.

        Who has sent it, was asked for more, or is invited to apply late may do so as long as decisions are taken.
        """
        application.check_editable()
        if late or application.state in UNDECIDED:
            if not self.takes_decisions:
                raise RecruitmentClosed
            return
        if not recruiting.recruits(self.stage, self.type):
            raise RecruitmentClosed
        if recruiting.opens_later(self.dates, today):
            raise RecruitmentNotOpen(day=date.fromisoformat(self.dates["recruitment_opens"]))
        if recruiting.ended(self.dates, today):
            raise RecruitmentEnded(day=date.fromisoformat(self.dates["recruitment_closes"]))


def check_dates(dates: Mapping[str, str], today: date) -> None:
    """Raise `Invalid` unless the dates (name → YYYY-MM-DD) are known, within ten years, and in order."""
    unknown = {f"/dates/{name}": N_("We don't know this field.") for name in dates if name not in DATES}
    if unknown:
        raise Invalid(fields=unknown)
    far = [name for name, day in dates.items() if abs(date.fromisoformat(day) - today) > FURTHEST]
    if far:
        raise Invalid(fields={f"/dates/{name}": N_("Choose a date within ten years of today.") for name in far})
    given = [name for name in DATES if name in dates]
    early = [later for sooner, later in pairwise(given) if dates[later] < dates[sooner]]
    if early:
        raise Invalid(
            fields={f"/dates/{name}": N_("This date comes before the one it should follow.") for name in early}
        )


def slugify(name: str) -> str:
    """Return a slug made from a name: ASCII letters, digits and hyphens, at most 60."""
    folded = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    ascii_only = folded.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-") or "program"


def check_slug(slug: str) -> str:
    """Return the slug; raise `Invalid` unless it consists of lower-case letters, digits and hyphens."""
    if not _SLUG.fullmatch(slug):
        raise Invalid(fields={"/slug": N_("Use small letters, digits and hyphens only.")})
    return slug
