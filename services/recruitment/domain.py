"""Rules of programmes and applications: stages, decisions, what a programme is made of (domain.md §2–2.2)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mentoring.errors import N_, Conflict, Invalid

STAGES = ("draft", "recruiting", "matching", "running", "closing", "closed", "erased")
MENTOR, MENTEE = "mentor", "mentee"
ROLES = (MENTOR, MENTEE)
DATES = ("recruitment_opens", "recruitment_closes", "matching_until", "kick_off", "mid_review", "closing", "erasure")

DRAFT, SUBMITTED, NEEDS_INFO = "draft", "submitted", "needs_info"
ACCEPTED, WAITLISTED, REJECTED, WITHDRAWN = "accepted", "waitlisted", "rejected", "withdrawn"
OPEN_STATES = (SUBMITTED, NEEDS_INFO, WAITLISTED)
DECISIONS = {
    ACCEPTED: (SUBMITTED, NEEDS_INFO, WAITLISTED),
    WAITLISTED: (SUBMITTED, NEEDS_INFO),
    REJECTED: (SUBMITTED, NEEDS_INFO, WAITLISTED),
    NEEDS_INFO: (SUBMITTED,),
}
"""Decision → states it may follow on."""

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


class StageRefused(Conflict):
    """The programme can't move to that stage from where it is."""

    code = "stage-refused"
    message = N_("The programme can't go from this stage to that one.")


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


class AlreadyApplied(Conflict):
    """The application was sent and can't be changed by the applicant now."""

    code = "already-applied"
    message = N_("You have already applied in this role. We will write to you about the decision.")


class DecisionRefused(Conflict):
    """The application's state doesn't allow this decision."""

    code = "decision-refused"
    message = N_("This application can't be decided that way any more.")


@dataclass(frozen=True, slots=True)
class Move:
    """A checked change of stage."""

    from_stage: str
    to_stage: str
    reason: str


def move(current: str, to: str, reason: str) -> Move:
    """Return the move from one stage to the next, or back by one with a reason; raise when it isn't allowed."""
    here, there = STAGES.index(current), STAGES.index(to) if to in STAGES else -9
    if there == here + 1 and to != "erased":
        return Move(current, to, reason)
    if there != here - 1 or current in ("closed", "erased"):
        raise StageRefused
    if not reason.strip():
        raise ReasonNeeded(fields={"/reason": ReasonNeeded.message})
    return Move(current, to, reason)


def decide(state: str, decision: str) -> str:
    """Return the application's state after a decision; raise `DecisionRefused` when it doesn't follow."""
    if state not in DECISIONS.get(decision, ()):
        raise DecisionRefused
    return decision


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


def is_public(stage: str, visibility: str) -> bool:
    """Return whether a programme stands in the public catalogue."""
    return visibility == "public" and stage not in ("draft", "erased")


def has_page(stage: str, visibility: str) -> bool:
    """Return whether anybody with the address may see the programme's page."""
    return visibility in ("public", "unlisted") and stage not in ("draft", "erased")


def csv_cell(text: str) -> str:
    """Return text as a spreadsheet cell that is never a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
