"""Why something can't be done with a meeting, as people are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict

if TYPE_CHECKING:
    from collections.abc import Collection


class MeetingDecided(Conflict):
    """The meeting's state doesn't allow this."""

    code = "meeting-decided"
    message = N_("This meeting was already answered, moved or is over. Look at its page for what holds now.")


class HasBegun(MeetingDecided):
    """A meeting that may be taking place, or may have taken place, isn't called off any more."""

    message = N_("This meeting has already begun. When it is over, say whether it took place.")


class AnswerKnown(MeetingDecided):
    """A calendar's answer that was heard before, or is older than one that was."""

    code = "answer-known"


class WhichTime(MeetingDecided):
    """Several times were proposed, and the answer says none of them."""

    code = "which-time"
    message = N_("Several times are proposed. Say which one suits you.")


class OnboardingFirst(Conflict):
    """The programme wants somebody's onboarding to be finished before they arrange a first meeting."""

    code = "onboarding-first"
    message = N_("Before your first meeting comes your onboarding. Steps still open: %(left)s. Next: %(step)s.")
    way = N_("To my onboarding")

    def __init__(self, programme_id: str, *, left: int, step: str) -> None:
        super().__init__(left=left, step=step)
        self.path = f"/onboarding/{programme_id}"


class OwnProposal(Conflict):
    """Only the other person can answer."""

    code = "own-proposal"
    message = N_("You proposed this time; your partner answers.")


class TimePassed(Conflict):
    """The time has passed."""

    code = "time-passed"
    message = N_("This time has passed. Propose another time, or note the meeting if it took place.")


class TimeTaken(Conflict):
    """The pair has another meeting at this time."""

    code = "time-taken"
    message = N_("A meeting of yours at this time is already noted or planned.")


class AlreadyBusy(Conflict):
    """The user is in another meeting at this time, in whatever pair."""

    code = "already-busy"
    message = N_("You already have a meeting at this time. Propose another one.")


class PartnerBusy(AlreadyBusy):
    """The partner is in another meeting at this time."""

    message = N_("Your partner already has another meeting at this time. Propose another one.")


class DatesTaken(AlreadyBusy):
    """One of the two is in another meeting at some dates of a plan; `meetings` are the ids of those."""

    message = N_("One of you has another meeting at some of these dates. Leave those out.")

    def __init__(self, meetings: Collection[str]) -> None:
        super().__init__()
        self.meetings = frozenset(meetings)


class OutcomeGiven(Conflict):
    """The partner has said something else."""

    code = "outcome-given"
    message = N_(
        "Your partner has already given another answer. Talk to each other; your partner can change it within 3 days."
    )


class AnswerShared(Conflict):
    """Both gave the answer that one of them wants to change."""

    code = "answer-shared"
    message = N_("You both gave the same answer, so one of you alone can't change it.")


class AnswerOld(Conflict):
    """It is too late to change the answer."""

    code = "answer-old"
    message = N_("An answer can be changed for 3 days; that time is over.")


def busy_as(me: str, busy: Collection[str]) -> AlreadyBusy:
    """Return the error for a user who, or whose partner (`busy`: person ids), has another meeting then."""
    return AlreadyBusy() if me in busy else PartnerBusy()
