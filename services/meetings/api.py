"""JSON routes of meetings and its handler."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from meetings import domain, pages, routes, use_cases
from meetings.pages.base import PAGES
from meetings.schemas import Outcome, Sequence
from mentoring import clock, http
from mentoring.errors import N_, Invalid, NotFound
from mentoring.http.fields import CallLink, Instant, Line, Zone
from mentoring.tables.attributes import Opened
from mentoring.tables.meetings import Meeting, PairCall

app = http.create_app("meetings", PAGES)
app.include_later(routes.routers, json=True)
app.include_later(pages.routers, json=False)

MEETING = "/v1/meetings/pair/{pair_id}/{meeting_id}"


class MeetingView(http.Versioned):
    """A meeting.

    `options` are the instants that wait for a choice if several were proposed; `starts_at` is the first of them.
    `clashes` are the instants proposed by the partner at which the reader is in another meeting.
    """

    meeting_id: str
    pair_id: str
    starts_at: str
    options: list[str]
    clashes: list[str]
    minutes: int
    zone: str
    place: str
    agenda: str
    state: str
    proposed_by: str
    accepted_by: list[str]
    unsure: list[str]
    not_held_reason: str | None
    presumed: bool
    contested: bool
    number: int | None
    sequence: int


def _shown(item: Meeting) -> MeetingView:
    return _shown_all([item])[0]


def _shown_all(found: list[Meeting]) -> list[MeetingView]:
    context = http.context()
    clashes = use_cases.clashes(context, found)
    return [
        MeetingView.of(
            use_cases.shown(context, one),
            options=list(one.options) if one.is_choice else [],
            clashes=list(clashes.get(one.meeting_id, ())),
        )
        for one in found
    ]


class MeetingList(http.View):
    """A pair's meetings, soonest first."""

    items: list[MeetingView]
    next: str | None = None


class SessionGuideView(http.View):
    """The programme's guide to a meeting, in the reader's language; `number`: which meeting of the pair it is."""

    number: int
    title: str
    agenda: list[str]
    prompts: list[str]


class MeetingWish(http.Model):
    """A proposed time; `zone` is the one it was typed in."""

    starts_at: Instant
    zone: Zone = "Europe/Warsaw"
    minutes: int = Field(0, ge=0, le=480)
    place: Line = Field("", max_length=500)
    agenda: str = Field("", max_length=4000)


More = Annotated[list[Instant], Field(max_length=domain.MOST_AT_ONCE - 1)]
"""Further times: the other one chooses one of all."""


class Proposal(MeetingWish):
    """A time, or with `more` up to five of which the partner chooses one."""

    more: More = Field([])


class MeetingAnswer(http.Model):
    """An answer to a proposal: `starts_at` is which of several is accepted, or with `more` another proposal."""

    answer: Literal["accept", "decline", "counter"]
    starts_at: Instant | None = None
    more: More = Field([])
    sequence: Sequence = None


class NewTime(http.Model):
    """Another time, or with `more` a choice of several."""

    starts_at: Instant
    more: More = Field([])
    sequence: Sequence = None


class SuggestedTime(http.View):
    """A time that suits both: instants, and how both clocks show it, in the reader's words."""

    starts_at: str
    ends_at: str
    words: str


class SuggestedTimes(http.View):
    """Times for the next meeting, best first; `due` is when it is due by the rhythm, `partner_zone` an IANA name."""

    items: list[SuggestedTime]
    due: str
    partner_zone: str
    next: str | None = None


class TimetablePart(http.View):
    """A part of a meeting between two instants; `closing`: the last minutes, for takeaway, homework and next date."""

    name: str
    starts_at: str
    ends_at: str
    closing: bool


class Timetable(http.View):
    """The parts of a meeting by its agenda, one after the other; empty names where nothing is planned."""

    items: list[TimetablePart]
    next: str | None = None


class OutcomeWish(http.Model):
    """Whether a meeting took place."""

    outcome: Outcome


class CallWish(http.Model):
    """The link under which a pair meets; empty for none. What is pasted around it is left out."""

    link: CallLink


class CallView(http.Versioned):
    """The link that a pair keeps for its meetings, and its host; both empty if it keeps none."""

    link: str
    host: str


@app.get("/v1/meetings/pair/<pair_id>")
def list_meetings(pair_id: str) -> MeetingList:
    """Return a pair's meetings."""
    return MeetingList(items=_shown_all(use_cases.meetings(http.context(), pair_id)[1]))


@app.get("/v1/meetings/pair/<pair_id>/times")
def suggest(pair_id: str, instead: Annotated[str, Query(max_length=64)] = "") -> SuggestedTimes:
    """Suggest times for the next meeting, or others `instead` of that of a meeting with this id."""
    from meetings.use_cases import suggesting  # noqa: PLC0415 - few requests ask for times
    from mentoring.afar import two_clocks  # noqa: PLC0415

    context = http.context()
    found = suggesting.suggested(context, pair_id, instead)
    shown = [
        SuggestedTime(
            starts_at=clock.iso(one.starts_at),
            ends_at=clock.iso(one.ends_at),
            words=two_clocks(one.starts_at, context.locale, context.zone, found.partner_zone),
        )
        for one in found.times
    ]
    return SuggestedTimes(items=shown, due=clock.iso(found.due), partner_zone=found.partner_zone)


@app.get("/v1/meetings/pair/<pair_id>/call")
def read_call(pair_id: str) -> CallView:
    """Return the link under which the pair meets."""
    from meetings.use_cases import calling  # noqa: PLC0415 - few requests ask for the link

    return _call(calling.call_of(http.context(), pair_id))


@app.put("/v1/meetings/pair/<pair_id>/call")
def keep_call(pair_id: str, body: CallWish) -> CallView:
    """Keep the link under which the pair meets; meetings ahead without a place of their own get it."""
    from meetings.use_cases import calling  # noqa: PLC0415

    return _call(calling.keep(http.context(), pair_id, body.link, http.expected()))


def _call(call: Opened[PairCall]) -> CallView:
    from mentoring import calls  # noqa: PLC0415

    return CallView.of(call, host=calls.host(call.link))


@app.get("/v1/meetings/pair/<pair_id>/<meeting_id>")
def read_meeting(pair_id: str, meeting_id: str) -> MeetingView:
    """Return a meeting."""
    return _shown(use_cases.meeting(http.context(), pair_id, meeting_id)[1])


@app.get("/v1/meetings/pair/<pair_id>/<meeting_id>/guide")
def read_session_guide(pair_id: str, meeting_id: str) -> SessionGuideView:
    """Return what the programme suggests for a meeting."""
    context = http.context()
    found = use_cases.session(context, *use_cases.meeting(context, pair_id, meeting_id))
    if found is None:
        raise NotFound
    return SessionGuideView.of(found.guide, number=found.number)


@app.get("/v1/meetings/pair/<pair_id>/<meeting_id>/timetable")
def read_timetable(pair_id: str, meeting_id: str) -> Timetable:
    """Return when each part of a meeting begins and ends."""
    found = use_cases.parts(http.context(), pair_id, meeting_id)
    return Timetable(
        items=[
            TimetablePart(
                name=one.name,
                starts_at=clock.iso(one.starts_at),
                ends_at=clock.iso(one.ends_at),
                closing=one.is_closing,
            )
            for one in found
        ]
    )


@app.post("/v1/meetings/pair/<pair_id>", status=201, location=MEETING)
def propose(pair_id: str, body: Proposal) -> MeetingView:
    """Propose a time, or a choice of several."""
    one = use_cases.propose(
        http.context(),
        pair_id,
        body.starts_at,
        body.zone,
        more=body.more,
        minutes=body.minutes,
        place=body.place,
        agenda=body.agenda,
    )
    return _shown(one)


@app.post("/v1/meetings/pair/<pair_id>/log", status=201, location=MEETING)
def log(pair_id: str, body: MeetingWish) -> MeetingView:
    """Record a past meeting."""
    one = use_cases.log(http.context(), pair_id, body.starts_at, body.zone, body.minutes)
    return _shown(one)


@app.post("/v1/meetings/pair/<pair_id>/<meeting_id>/answers")
def answer(pair_id: str, meeting_id: str, body: MeetingAnswer) -> MeetingView:
    """Answer a proposal."""
    context = http.context()
    if body.answer == "accept":
        return _shown(use_cases.accept(context, pair_id, meeting_id, body.sequence, at=body.starts_at))
    if body.answer == "decline":
        return _shown(use_cases.cancel(context, pair_id, meeting_id, body.sequence))
    if body.starts_at is None:
        raise Invalid(fields={"/starts_at": N_("This is required.")})
    return _shown(use_cases.move(context, pair_id, meeting_id, body.starts_at, body.sequence, more=body.more))


@app.post("/v1/meetings/pair/<pair_id>/<meeting_id>/reschedule")
def reschedule(pair_id: str, meeting_id: str, body: NewTime) -> MeetingView:
    """Move a meeting."""
    return _shown(use_cases.move(http.context(), pair_id, meeting_id, body.starts_at, body.sequence, more=body.more))


@app.post("/v1/meetings/pair/<pair_id>/<meeting_id>/cancel")
def cancel(pair_id: str, meeting_id: str) -> MeetingView:
    """Cancel a meeting."""
    return _shown(use_cases.cancel(http.context(), pair_id, meeting_id))


@app.post("/v1/meetings/pair/<pair_id>/<meeting_id>/outcome")
def decide(pair_id: str, meeting_id: str, body: OutcomeWish) -> MeetingView:
    """Say whether it took place."""
    return _shown(use_cases.decide(http.context(), pair_id, meeting_id, body.outcome))


handler = http.handler(app)
