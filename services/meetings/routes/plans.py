"""JSON routes of plans: several meetings proposed together, and the answer to all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from meetings.use_cases import plan_answers, planning
from mentoring import clock, http
from mentoring.afar import two_clocks
from mentoring.http.fields import Day, Instant, Line, Zone
from mentoring.i18n import in_zone

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context

router = http.Router()
PLAN = "/v1/meetings/pair/{pair_id}/plans/{plan_id}"
Every = Annotated[int, Field(ge=0, le=8, description="Weeks between two meetings; 0: as the pair agreed.")]
Number = Annotated[int, Field(ge=0, le=12, description="2 to 12 meetings; 0: what is left of the planned number.")]


class MeetingPlanDate(http.View):
    """A date of a plan before it is proposed.

    `day` names it, in the zone of the plan; `starts_at` is null where the clocks skip its hour. `problem` is what
    speaks against it; one that isn't `possible` has to be left out. `words` says the time on both clocks, if these
    differ, in the reader's language.
    """

    day: str
    starts_at: str | None
    words: str
    problem: Literal["", "skipped", "past", "far", "closed", "taken", "busy", "partner_busy"]
    possible: bool


class MeetingPlanDates(http.View):
    """The dates of a plan, soonest first, and the rhythm and number they follow from."""

    items: list[MeetingPlanDate]
    every: int
    number: int
    minutes: int
    zone: str
    next: str | None = None


class MeetingPlanWish(http.Model):
    """A plan: at the hour of `starts_at` in `zone`, `every` so many weeks, `number` meetings, `without` some days."""

    starts_at: Instant
    zone: Zone = "Europe/Warsaw"
    every: Every = 0
    number: Number = 0
    without: list[Day] = Field([], max_length=12)
    minutes: int = Field(0, ge=0, le=480)
    place: Line = Field("", max_length=500)
    agenda: str = Field("", max_length=4000)


class PlannedMeeting(http.View):
    """A meeting of a plan; `waits`: an answer to the plan is one to it."""

    meeting_id: str
    starts_at: str
    state: str
    waits: bool


class MeetingPlanView(http.Versioned):
    """A plan; `note` is what the last answer added in words, by the person `note_by`."""

    plan_id: str
    pair_id: str
    state: str
    proposed_by: str
    zone: str
    every: int
    minutes: int
    sequence: int
    note: str
    note_by: str
    meetings: list[PlannedMeeting]


class MeetingPlanAnswer(http.Model):
    """One answer to a plan, `without` some of its meetings (ids); declined or called off are all that wait."""

    answer: Literal["accept", "decline"]
    without: list[str] = Field([], max_length=12)
    note: str = Field("", max_length=1000)


def _shown(found: plan_answers.Found) -> MeetingPlanView:
    meetings = [
        PlannedMeeting(
            meeting_id=one.meeting_id,
            starts_at=one.starts_at,
            state=one.state,
            waits=one.meeting_id in found.waiting,
        )
        for one in found.meetings
    ]
    return MeetingPlanView.of(found.plan, meetings=meetings, note=found.plan.note or "")


def _wish(starts_at: Instant, zone: str, every: int, number: int, minutes: int) -> planning.Wish:
    first = in_zone(starts_at, zone).replace(tzinfo=None, second=0, microsecond=0)
    return planning.Wish(first, zone, every, number, minutes)


def _words(context: Context, at: datetime | None, there: str) -> str:
    return two_clocks(at, context.locale, context.zone, there) if at is not None and there else ""


@router.get("/v1/meetings/pair/<pair_id>/plans/dates")
def plan_dates(
    pair_id: str,
    starts_at: Annotated[Instant, Query()],
    zone: Annotated[Zone, Query()] = "Europe/Warsaw",
    every: Annotated[int, Query(ge=0, le=8)] = 0,
    number: Annotated[int, Query(ge=0, le=12)] = 0,
) -> MeetingPlanDates:
    """Return the dates of a plan before it is proposed, with what speaks against each."""
    context = http.context()
    found = planning.dates(context, pair_id, _wish(starts_at, zone, every, number, 0))
    items = [
        MeetingPlanDate(
            day=one.shown.date().isoformat(),
            starts_at=clock.iso(one.starts_at) if one.starts_at is not None else None,
            words=_words(context, one.starts_at, found.partner_zone),
            problem=one.why.value,
            possible=one.is_possible,
        )
        for one in found.dates
    ]
    wish = found.wish
    return MeetingPlanDates(items=items, every=wish.every, number=wish.number, minutes=wish.minutes, zone=wish.zone)


@router.post("/v1/meetings/pair/<pair_id>/plans", status=201, location=PLAN)
def propose_plan(pair_id: str, body: MeetingPlanWish) -> MeetingPlanView:
    """Propose several meetings at once."""
    context = http.context()
    wish = _wish(body.starts_at, body.zone, body.every, body.number, body.minutes)
    return _shown(planning.propose(context, pair_id, wish, without=body.without, place=body.place, agenda=body.agenda))


@router.get("/v1/meetings/pair/<pair_id>/plans/<plan_id>")
def read_plan(pair_id: str, plan_id: str) -> MeetingPlanView:
    """Return a plan."""
    return _shown(plan_answers.plan(http.context(), pair_id, plan_id))


@router.post("/v1/meetings/pair/<pair_id>/plans/<plan_id>/answers", expects="required")
def answer_plan(pair_id: str, plan_id: str, body: MeetingPlanAnswer) -> MeetingPlanView:
    """Answer a plan, withdraw it, or call off what is left of it."""
    context, expected = http.context(), http.expected()
    if body.answer == "decline":
        return _shown(plan_answers.call_off(context, pair_id, plan_id, note=body.note, expected=expected))
    return _shown(
        plan_answers.accept(context, pair_id, plan_id, without=body.without, note=body.note, expected=expected)
    )
