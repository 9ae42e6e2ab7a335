"""Rules of programmes and applications: stages, decisions, what a programme is made of (domain.md §2 to §2.2)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, Conflict, Invalid, Overtaken
from mentoring.recruiting import ended
from mentoring.tables.vocabulary import PROGRAMME_OVER, ApplicationState, ProgrammeStage, Visibility
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STAGES = tuple(ProgrammeStage)
DATES = ("recruitment_opens", "recruitment_closes", "matching_until", "kick_off", "mid_review", "closing", "erasure")
"""Names of a programme's dates, in the order in which they come."""
"""What a programme may weigh; the parts of pairing's score."""

FURTHEST = timedelta(days=3653)
"""How far a date of a programme may be from today: ten years."""

STATE_NAMES = {
    ApplicationState.DRAFT: N_("draft"),
    ApplicationState.SUBMITTED: N_("to decide"),
    ApplicationState.NEEDS_INFO: N_("more information asked for"),
    ApplicationState.ACCEPTED: N_("accepted"),
    ApplicationState.WAITLISTED: N_("waiting list"),
    ApplicationState.REJECTED: N_("rejected"),
    ApplicationState.WITHDRAWN: N_("withdrawn"),
}
"""State → its name for organizers."""
DECISIONS = {
    ApplicationState.ACCEPTED: (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO, ApplicationState.WAITLISTED),
    ApplicationState.WAITLISTED: (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO),
    ApplicationState.REJECTED: (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO, ApplicationState.WAITLISTED),
    ApplicationState.NEEDS_INFO: (ApplicationState.SUBMITTED,),
}
"""Decision → states it may follow on."""
EDITABLE = (ApplicationState.DRAFT, ApplicationState.NEEDS_INFO, ApplicationState.WITHDRAWN)
"""States in which the applicant may change and send the application."""
WITHDRAWABLE = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.NEEDS_INFO,
    ApplicationState.WAITLISTED,
)

TAKES_IMPORTS = (ProgrammeStage.DRAFT, ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING)
TAKES_DECISIONS = (ProgrammeStage.DRAFT, ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING, ProgrammeStage.RUNNING)
"""Stages of a programme."""
HIDDEN = (ProgrammeStage.DRAFT, ProgrammeStage.ERASED)
"""Stages in which a programme has no public page."""

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


class StageRefused(Conflict):
    """The programme can't move to that stage from where it is."""

    code = "stage-refused"
    message = N_("The programme can't go from this stage to that one.")


class Unconfirmed(Conflict):
    """The change ends, closes or mails something, and nobody said yes to that."""

    code = "unconfirmed"
    message = N_("This change ends, closes or mails something. Look at what it does first, then say yes to it.")


class ChangedMeanwhile(Overtaken):
    """What was said yes to isn't what would happen now."""

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
    """Applications are taken only while a programme recruits."""

    code = "recruitment-closed"
    message = N_("This programme doesn't take applications at the moment.")


class RecruitmentEnded(RecruitmentClosed):
    """The last day for applications is over."""

    code = "recruitment-ended"
    message = N_("Applications were open until %(day)s. If you would still like to take part, write to the organizers.")


class AlreadyApplied(Conflict):
    """The application was sent and can't be changed by the applicant now."""

    code = "already-applied"
    message = N_("You have already applied in this role. We will write to you about the decision.")


class DecisionRefused(Conflict):
    """The application's state, or the programme's stage, doesn't allow this decision."""

    code = "decision-refused"
    message = N_("This application can't be decided that way any more.")


class NotWithdrawable(Conflict):
    """The application was refused, or the programme is over: there is nothing to leave."""

    code = "not-withdrawable"
    message = N_("This application can't be withdrawn any more. Write to the organizers.")


@dataclass(frozen=True)
class Move:
    """A checked change of stage."""

    from_stage: ProgrammeStage
    to_stage: ProgrammeStage
    reason: str


def move(current: ProgrammeStage, to: str, reason: str) -> Move:
    """Return the move to the next stage, or back by one with a reason; raise when it isn't allowed.

    There is no way back from `closed`, and `erased` follows from erasing, not from a wish.
    """
    if to and to == following(current):
        return Move(current, ProgrammeStage(to), reason.strip())
    if not to or to != preceding(current):
        raise StageRefused
    if not reason.strip():
        raise ReasonNeeded(fields={"/reason": ReasonNeeded.message})
    return Move(current, ProgrammeStage(to), reason.strip())


def following(stage: ProgrammeStage) -> str:
    """Return the stage an organizer may go on to, or nothing."""
    return "" if stage in PROGRAMME_OVER else STAGES[STAGES.index(stage) + 1]


def preceding(stage: ProgrammeStage) -> str:
    """Return the stage an organizer may go back to, or nothing."""
    return "" if stage in (ProgrammeStage.DRAFT, *PROGRAMME_OVER) else STAGES[STAGES.index(stage) - 1]


def decide(state: ApplicationState, decision: ApplicationState) -> bool:
    """Return whether a decision changes the application; raise `DecisionRefused` when it can't follow on its state.

    The same decision again changes nothing, so that a list of decisions may be sent again.
    """
    if state == decision and decision in DECISIONS:
        return False
    if state not in DECISIONS.get(decision, ()):
        raise DecisionRefused
    return True


def changes(state: ApplicationState, decision: ApplicationState) -> bool:
    """Return whether a decision can follow on a state and changes it."""
    return state in DECISIONS.get(decision, ())


def may_withdraw(stage: ProgrammeStage, state: ApplicationState) -> bool:
    """Return whether an application can be withdrawn; who was accepted may leave until the programme is over."""
    return state in WITHDRAWABLE or (state == ApplicationState.ACCEPTED and stage not in PROGRAMME_OVER)


def completed(told: Mapping[str, Any], drafted: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an imported profile, with what only the person's own draft tells; their own consents stay theirs."""
    draft = drafted or {}
    own = {one["kind"]: one for one in draft.get("consents", [])}
    consents = [own.get(one["kind"], one) for one in told["consents"]]
    return {name: value or draft.get(name, value) for name, value in told.items()} | {"consents": consents}


def shown_to_organizers(state: ApplicationState, submitted_at: str | None) -> bool:
    """Return whether organizers see an application: a draft is its applicant's own, also one that was dropped."""
    return state != ApplicationState.DRAFT and submitted_at is not None


def check_apply(stage: ProgrammeStage, state: ApplicationState | None, dates: Mapping[str, str], today: str) -> None:
    """Raise unless an application in a state (None: there is none) may be saved or sent at a stage of the programme.

    `today` is a day in the programme's zone. Who was asked for more may answer as long as decisions are taken.
    """
    if state is not None and state not in EDITABLE:
        raise AlreadyApplied
    if stage not in (TAKES_DECISIONS if state == ApplicationState.NEEDS_INFO else (ProgrammeStage.RECRUITING,)):
        raise RecruitmentClosed
    if state != ApplicationState.NEEDS_INFO and ended(dates, today):
        raise RecruitmentEnded(day=dates["recruitment_closes"])


def mail_locale(spoken: Sequence[str], wished: str, offered: Sequence[str] = ("pl", "en")) -> str:
    """Return the language for mails to somebody who was imported: `wished`, unless they speak only another one."""
    understood = [locale for locale in offered if locale in spoken]
    return wished if wished in understood or not understood else understood[0]


def check_dates(dates: Mapping[str, str], today: date) -> None:
    """Raise `Invalid` unless the dates (name → YYYY-MM-DD) are known, within ten years, and come in their order."""
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
    """Return an address made of a name: ASCII letters, digits and hyphens, at most 60."""
    folded = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    ascii_only = folded.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-") or "program"


def check_slug(slug: str) -> str:
    """Return the slug; raise `Invalid` unless it is made of small letters, digits and hyphens."""
    if not _SLUG.fullmatch(slug):
        raise Invalid(fields={"/slug": N_("Use small letters, digits and hyphens only.")})
    return slug


def is_public(stage: ProgrammeStage, visibility: Visibility) -> bool:
    """Return whether a programme stands in the public catalogue."""
    return visibility == Visibility.PUBLIC and stage not in HIDDEN


def has_page(stage: ProgrammeStage, visibility: Visibility) -> bool:
    """Return whether anybody with the address may see the programme's page."""
    return visibility in (Visibility.PUBLIC, Visibility.UNLISTED) and stage not in HIDDEN
