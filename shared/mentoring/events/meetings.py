"""Events that meetings publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.values import dataclass


@dataclass(frozen=True)
class MeetingProposed(EventData):
    """A time was proposed; `by` is a person id. `sequence` is the calendar SEQUENCE (RFC 5545 §3.8.7.4)."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str
    starts_at: str
    sequence: int


@dataclass(frozen=True)
class MeetingConfirmed(EventData):
    """Both agreed on the time; with a `plan_id` as one of several, of which `PlanAgreed` tells the two."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    starts_at: str
    sequence: int
    plan_id: str = ""


@dataclass(frozen=True)
class MeetingRescheduled(EventData):
    """A new time was proposed for the same meeting, which again waits for an answer."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str
    starts_at: str
    sequence: int


@dataclass(frozen=True)
class MeetingCancelled(EventData):
    """A proposed or confirmed meeting won't take place; `by` is a person id or `system`.

    `lapsed`: nobody answered the proposal before its time came, so the two may have met all the same. `starts_at` is
    when it would have begun; events of earlier versions don't say.
    """

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str
    sequence: int
    was_confirmed: bool
    lapsed: bool = False
    starts_at: str = ""


@dataclass(frozen=True)
class MeetingDoubted(EventData):
    """Somebody answered «maybe» in their calendar; the meeting stays what it is. `by` is a person id."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str
    starts_at: str
    sequence: int


@dataclass(frozen=True)
class MeetingPlaceChanged(EventData):
    """An open meeting takes place elsewhere, or under another link; its time stays. `by` is a person id."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    by: str
    sequence: int


@dataclass(frozen=True)
class MeetingAnswerUnused(EventData):
    """A calendar's answer changed nothing; `why` is one of `meetings.domain.Unused`."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    person_id: str
    why: str


@dataclass(frozen=True)
class MeetingReminderDue(EventData):
    """A confirmed meeting starts in 24 hours (`before` = `PT24H`) or in one (`PT1H`)."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    before: str


@dataclass(frozen=True)
class MeetingEnded(EventData):
    """The time of a confirmed meeting is over; both are asked whether it took place."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str


@dataclass(frozen=True)
class MeetingHeld(EventData):
    """The meeting took place; `presumed` when nobody answered for 72 hours; `number` counts the pair's held ones."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    starts_at: str
    number: int
    presumed: bool


@dataclass(frozen=True)
class MeetingNotHeld(EventData):
    """The meeting did not take place; `reason` is one of domain.md §2.5.

    `starts_at` is when it was to begin; events of earlier versions don't say.
    """

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    reason: str
    starts_at: str = ""


@dataclass(frozen=True)
class MeetingContested(EventData):
    """One of the two says that the meeting took place, the other that it did not; `settled`: they agree now."""

    source = "meetings"
    aggregate = "meeting"
    programme_id: str
    pair_id: str
    meeting_id: str
    starts_at: str
    settled: bool


@dataclass(frozen=True)
class PlanProposed(EventData):
    """Several meetings were proposed together; `by` is a person id."""

    source = "meetings"
    aggregate = "plan"
    programme_id: str
    pair_id: str
    plan_id: str
    by: str
    sequence: int


@dataclass(frozen=True)
class PlanAgreed(EventData):
    """Both agreed on a plan, or on part of it; each meeting has its `MeetingConfirmed`. `by` is a person id."""

    source = "meetings"
    aggregate = "plan"
    programme_id: str
    pair_id: str
    plan_id: str
    by: str
    sequence: int


@dataclass(frozen=True)
class PlanCalledOff(EventData):
    """A plan was declined or withdrawn, or, if `was_agreed`, what was left of it was called off.

    `by` is a person id or `system`; `meeting_ids` are those that were called off. Each that was confirmed has its
    `MeetingNotHeld`.
    """

    source = "meetings"
    aggregate = "plan"
    programme_id: str
    pair_id: str
    plan_id: str
    by: str
    sequence: int
    was_agreed: bool
    meeting_ids: list[str]


@dataclass(frozen=True)
class PlanDoubted(EventData):
    """Somebody answered «maybe» to a whole plan in their calendar; it stays what it is. `by` is a person id."""

    source = "meetings"
    aggregate = "plan"
    programme_id: str
    pair_id: str
    plan_id: str
    by: str
    sequence: int


@dataclass(frozen=True)
class PlanAnswerUnused(EventData):
    """A calendar's answer to a whole plan changed nothing; `why` is one of `meetings.domain.Unused`."""

    source = "meetings"
    aggregate = "plan"
    programme_id: str
    pair_id: str
    plan_id: str
    person_id: str
    why: str


@dataclass(frozen=True)
class MeetingsWorkContinued(Continued):
    """The meetings consumer continues work that takes several parts."""

    source = "meetings"
    aggregate = "work"
