"""What somebody's home page asks of them: for every state of a person in a programme, one true next thing. Pure.

A `Place` is a person in one role of one programme. It says what comes next there; `next_things` puts those of
all places in order, what the person has to do first.
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import (
    FORMING,
    PROGRAMME_ENDING,
    ApplicationState,
    PairOutcome,
    PairStage,
    ProgrammeStage,
    Role,
)
from mentoring.values import dataclass
from workspace.seen import ContractSeen, MeetingSeen, Steps, Whose
from workspace.whens import When, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Kind(StrEnum):
    """The next step: first what somebody has to do, then what they wait for, then what is over."""

    ANSWER_PROPOSAL = "answer_proposal"
    ANSWER_SEAT = "answer_seat"
    TELL_OUTCOME = "tell_outcome"
    ANSWER_MEETING = "answer_meeting"
    CHOOSE_TIME = "choose_time"
    COMPLETE_CONTRACT = "complete_contract"
    SIGN_CONTRACT = "sign_contract"
    WRITE_SUMMARY = "write_summary"
    APPROVE_SUMMARY = "approve_summary"
    WRITE_GOAL = "write_goal"
    AGREE_GOAL = "agree_goal"
    CONCLUDE_GOAL = "conclude_goal"
    LOOK_AT_GOAL = "look_at_goal"
    NOTE_TAKEAWAY = "note_takeaway"
    READ_MESSAGES = "read_messages"
    READ_DESK = "read_desk"
    READ_ANNOUNCEMENT = "read_announcement"
    TAKE_STEPS = "take_steps"
    COMPLETE_APPLICATION = "complete_application"
    AGREE_AGAIN = "agree_again"
    SEND_APPLICATION = "send_application"
    CHOOSE_MENTOR = "choose_mentor"
    ANSWER_SURVEY = "answer_survey"
    PLAN_MEETING = "plan_meeting"
    PREPARE_MEETING = "prepare_meeting"
    MAY_STILL_MEET = "may_still_meet"
    WAIT_MEETING_ANSWER = "wait_meeting_answer"
    WAIT_SIGNATURE = "wait_signature"
    WAIT_GOAL = "wait_goal"
    WAIT_APPROVAL = "wait_approval"
    WAIT_PARTNER = "wait_partner"
    WAIT_DECISION = "wait_decision"
    WAITLISTED = "waitlisted"
    WAIT_PAIRING = "wait_pairing"
    WAIT_CHOICE = "wait_choice"
    WAIT_PAIR = "wait_pair"
    UNMATCHED = "unmatched"
    RESTS = "rests"
    ORGANIZE = "organize"
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"
    ENDED = "ended"
    NO_PAIR = "no_pair"
    NOT_SENT = "not_sent"
    UNDECIDED = "undecided"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    FIND = "find"


ORDER = tuple(Kind)
TO_DO = frozenset(ORDER[: ORDER.index(Kind.WAIT_MEETING_ANSWER)])
"""Kinds in which the person has something to do."""
GOING_ON = frozenset(ORDER[: ORDER.index(Kind.COMPLETED)])
"""Kinds that are not over."""


@dataclass(frozen=True)
class Process:
    """A pair as one of the two sees it.

    A contract counts as signed also while a change of it is open. `meeting` is the state of the next meeting,
    `meeting_id` and `starts_at` which one it is. Of the goals, `ends_asked` are to be concluded if this one consents,
    and of `overdue` the date has passed. `to_note` is a meeting just held of which this one noted nothing yet. `unread`
    lines of the partner's wait in the conversation. Who never met (`met`) has nothing to sum up.
    """

    pair_id: str
    partner: str
    stage: PairStage
    outcome: PairOutcome = PairOutcome.NONE
    paused_until: str = ""
    contract: ContractSeen = ContractSeen.DRAFT
    goal: Whose = Whose.NONE
    ends_asked: int = 0
    overdue: int = 0
    to_note: str = ""
    summary: Whose = Whose.NONE
    meeting: MeetingSeen = MeetingSeen.NONE
    meeting_id: str = ""
    starts_at: str = ""
    rematch: bool = False
    unread: int = 0
    met: bool = True

    def next_in_room(self, *, met: bool) -> Next:
        """Return the next step as the pair's room says it; `met` is whether there is anything to report at the end."""
        if self.outcome:
            kind = Kind.COMPLETED if self.outcome == PairOutcome.COMPLETED else Kind.ENDED
            return Next(kind, partner=self.partner, path=f"/reports/pair/{self.pair_id}" if met else "")
        kind, path = _step(self)
        found = [Next(kind, partner=self.partner, path=path, at=self.paused_until or self.starts_at)]
        if self.unread:
            found.append(Next(Kind.READ_MESSAGES, partner=self.partner, path=_messages(self), number=self.unread))
        return min(found, key=lambda one: ORDER.index(one.kind))


@dataclass(frozen=True)
class Place:
    """A person in one role of one programme.

    `application` is the state of the application, None if there is none or it isn't known; `may_apply` whether the
    programme takes applications now; `accepted` that they take part. Of open proposals, `asked` wait for this person,
    who answers the first `answer_at` (a path), `waiting` for the other side. `chooses` is whether mentees choose here,
    `choice_open` whether this one already can. `consents`: the organizers ask for consents again. `unmatched`: no
    mentor is left to suggest. `desk` lines of the organizers' wait to be read; `announced` are the ids of announcements
    that weren't opened; of the only one, `subject` is what it is about. `steps`, while some wait. `asks` is what
    organizers ask an applicant, `ahead` the days to come by the name of a date.
    """

    programme_id: str
    programme: str
    slug: str
    stage: ProgrammeStage
    role: Role
    application: ApplicationState | None = None
    may_apply: bool = False
    accepted: bool = False
    asked: int = 0
    answer_at: str = ""
    waiting: int = 0
    chooses: bool = False
    choice_open: bool = False
    unmatched: bool = False
    consents: bool = False
    desk: int = 0
    announced: tuple[str, ...] = ()
    subject: str = ""
    steps: Steps | None = None
    asks: str = ""
    ahead: Mapping[str, str] = field(default_factory=dict)
    processes: tuple[Process, ...] = ()

    def next_things(self) -> list[Next]:
        """Return what comes next here: of every process that goes on, and of what else the person does here."""
        if not self.accepted:
            return [_applied(self), *_told(self)]
        going_on = [_with(self, one) for one in self.processes if not one.outcome]
        beside = _beside(self, alone=not going_on)
        written = [_written(self, one) for one in self.processes if one.unread and not one.outcome]
        return [*going_on, *written, *_told(self), *_to_take(self), *([beside] if beside else [])]


@dataclass(frozen=True)
class Next:
    """A next step: what, in which programme and role, with whom, where to go (`path`), and when (`at`).

    `number` are so many of it; of steps, all of them, of which `done` are done. `when` is a date said beside it.
    """

    kind: Kind
    programme: str = ""
    role: str = ""
    partner: str = ""
    path: str = ""
    at: str = ""
    number: int = 1
    subject: str = ""
    done: int = 0
    when: When = When()


def next_things(
    places: Iterable[Place], surveys: int = 0, *, seats: Iterable[Next] = (), organizes: bool = False
) -> list[Next]:
    """Return a person's next steps, the most urgent first; never empty. `seats` of gatherings are kept for them."""
    found = [*seats, *(one for place in places for one in place.next_things())]
    if surveys:
        found.append(Next(Kind.ANSWER_SURVEY, path="/surveys", number=surveys))
    if organizes:
        found.append(Next(Kind.ORGANIZE, path="/organizer"))
    return sorted(found, key=lambda one: (ORDER.index(one.kind), one.at)) or [Next(Kind.FIND, path="/")]


def _messages(one: Process) -> str:
    return f"/rooms/{one.pair_id}/messages"


def _next(place: Place, kind: Kind, path: str = "", number: int = 1) -> Next:
    return Next(kind, place.programme, place.role, path=path, number=number, when=when(kind, place.ahead))


def _applied(place: Place) -> Next:
    """Return the next step of an application."""
    page = f"/programmes/{place.slug}/apply/{place.role}"
    decided = place.stage not in PROGRAMME_ENDING
    kinds = {
        ApplicationState.DRAFT: Kind.SEND_APPLICATION if place.may_apply else Kind.NOT_SENT,
        ApplicationState.SUBMITTED: Kind.WAIT_DECISION if decided else Kind.UNDECIDED,
        ApplicationState.NEEDS_INFO: Kind.COMPLETE_APPLICATION if decided else Kind.UNDECIDED,
        ApplicationState.WAITLISTED: Kind.WAITLISTED if decided else Kind.UNDECIDED,
        ApplicationState.REJECTED: Kind.REJECTED,
        ApplicationState.ACCEPTED: Kind.WAIT_PAIRING,
    }
    found = _next(place, kinds.get(place.application or ApplicationState.WITHDRAWN, Kind.WITHDRAWN), page)
    return replace(found, subject=place.asks) if found.kind == Kind.COMPLETE_APPLICATION else found


def _beside(place: Place, *, alone: bool) -> Next | None:
    """Return the next steps besides current processes; people who have one are only shown what they are asked."""
    if place.stage in FORMING and place.asked:
        return _next(place, Kind.ANSWER_PROPOSAL, place.answer_at, place.asked)
    if not alone:
        return None
    last = place.processes[-1] if place.processes else None
    wanted = _forming(place, last) if place.stage in FORMING else None
    if wanted is not None:
        return wanted
    if last is not None:
        early = Kind.ENDED_EARLY if place.stage in FORMING else Kind.ENDED
        kind = Kind.COMPLETED if last.outcome == PairOutcome.COMPLETED else early
        return Next(kind, place.programme, place.role, last.partner, f"/rooms/{last.pair_id}")
    return _next(place, Kind.NO_PAIR if place.stage in PROGRAMME_ENDING else Kind.WAIT_PAIRING)


def _forming(place: Place, last: Process | None) -> Next | None:
    """Return the next step without a current process while pairs are formed; nothing for people who are done."""
    failed = last is None or (last.outcome == PairOutcome.CLOSED_EARLY and not last.rematch)
    if place.role == Role.MENTEE and place.chooses and place.choice_open and failed:
        return _next(place, Kind.CHOOSE_MENTOR, f"/pairing/{place.programme_id}/mentors")
    if place.waiting:
        return _next(place, Kind.WAIT_PARTNER, number=place.waiting)
    return _next(place, _waits(place)) if last is None or last.rematch else None


def _waits(place: Place) -> Kind:
    """Return what a person without pair and proposal waits for while pairs are formed."""
    if place.unmatched:
        return Kind.UNMATCHED
    return Kind.WAIT_CHOICE if place.chooses and place.role == Role.MENTEE else Kind.WAIT_PAIR


def _with(place: Place, one: Process) -> Next:
    """Return the next step in a current process."""
    kind, path = _step(one)
    return Next(kind, place.programme, place.role, one.partner, path, one.paused_until or one.starts_at)


def _told(place: Place) -> list[Next]:
    """Return what the organizers wrote to this person alone or announced, also to who has left, or ask again."""
    here = f"/desk/{place.programme_id}"
    found = [_next(place, Kind.READ_DESK, here, place.desk)] if place.desk else []
    if place.announced:
        number = len(place.announced)
        path = f"{here}/announcements" + (f"/{place.announced[0]}" if number == 1 else "")
        found.append(replace(_next(place, Kind.READ_ANNOUNCEMENT, path, number), subject=place.subject))
    if place.consents:
        found.append(_next(place, Kind.AGREE_AGAIN, f"/programmes/{place.slug}/apply/{place.role}"))
    return found


def _to_take(place: Place) -> list[Next]:
    """Return that required steps of onboarding wait."""
    if (steps := place.steps) is None:
        return []
    found = _next(place, Kind.TAKE_STEPS, f"/onboarding/{place.programme_id}", steps.total)
    return [replace(found, subject=steps.title, done=steps.done)]


def _written(place: Place, one: Process) -> Next:
    """Return that lines of the partner's wait to be read."""
    return Next(Kind.READ_MESSAGES, place.programme, place.role, one.partner, _messages(one), number=one.unread)


def _step(one: Process) -> tuple[Kind, str]:
    room, meetings = f"/rooms/{one.pair_id}", f"/meetings/pair/{one.pair_id}"
    found: tuple[tuple[bool, Kind, str], ...] = (
        (bool(one.paused_until), Kind.RESTS, room),
        (one.meeting == MeetingSeen.ENDED, Kind.TELL_OUTCOME, meetings),
        (one.meeting == MeetingSeen.ASKED, Kind.ANSWER_MEETING, meetings),
        (one.meeting == MeetingSeen.OFFERED, Kind.CHOOSE_TIME, meetings),
        (one.stage == PairStage.CLOSING and one.summary == Whose.NONE and not one.met, Kind.MAY_STILL_MEET, meetings),
        (one.stage == PairStage.CLOSING and one.summary == Whose.NONE, Kind.WRITE_SUMMARY, f"{room}/closing"),
        (one.stage == PairStage.CLOSING and one.summary == Whose.THEIRS, Kind.APPROVE_SUMMARY, f"{room}/closing"),
        (one.stage == PairStage.CLOSING, Kind.WAIT_APPROVAL, f"{room}/closing"),
        (one.contract in (ContractSeen.NONE, ContractSeen.DRAFT), Kind.COMPLETE_CONTRACT, f"{room}/contract"),
        (one.contract == ContractSeen.PROPOSED, Kind.SIGN_CONTRACT, f"{room}/contract"),
        (one.goal == Whose.THEIRS, Kind.AGREE_GOAL, f"{room}/goals"),
        (one.contract == ContractSeen.SIGNED and one.goal == Whose.NONE, Kind.WRITE_GOAL, f"{room}/goals"),
        (one.ends_asked > 0, Kind.CONCLUDE_GOAL, f"{room}/goals"),
        (one.overdue > 0, Kind.LOOK_AT_GOAL, f"{room}/goals"),
        (bool(one.to_note), Kind.NOTE_TAKEAWAY, f"{room}/takeaways/{one.to_note}"),
        (one.meeting == MeetingSeen.CONFIRMED, Kind.PREPARE_MEETING, f"{meetings}/{one.meeting_id}"),
        (one.meeting == MeetingSeen.PROPOSED, Kind.WAIT_MEETING_ANSWER, meetings),
        (one.contract == ContractSeen.MINE_SIGNED, Kind.WAIT_SIGNATURE, f"{room}/contract"),
        (one.goal == Whose.MINE, Kind.WAIT_GOAL, f"{room}/goals"),
    )
    return next(((kind, path) for holds, kind, path in found if holds), (Kind.PLAN_MEETING, meetings))
