"""JSON of one pair, and of a programme seen as a whole."""

from __future__ import annotations

from pydantic import Field

from mentoring import clock, http
from mentoring.tables.vocabulary import Colour
from monitoring.routes.views import WatchedView
from monitoring.sight import words
from monitoring.use_cases import overview
from monitoring.use_cases import sight as seeing

router = http.Router()


class SeenMomentView(http.View):
    """Something on the time line of a pair; `said` is it in the reader's language."""

    at: str
    what: str
    said: str


class PairSeenView(WatchedView):
    """A pair as organizers see it: facts, never what the two wrote; `moments` are its time line, in order."""

    mentor_id: str
    mentee_id: str
    contract_signed_at: str | None
    goal_agreed_at: str | None
    planned_meetings: int = Field(description="How many meetings the two plan, or else their programme.")
    answered_surveys: int
    paused_until: str | None
    closed_at: str | None
    has_report: bool
    moments: list[SeenMomentView]


@router.get("/v1/monitoring/<programme_id>/pairs/<pair_id>")
def see_pair(programme_id: str, pair_id: str) -> PairSeenView:
    """Return a pair with its time line."""
    context = http.context()
    seen = seeing.pair(context, programme_id, pair_id)
    one, now = seen.one, context.clock()
    line = [
        SeenMomentView(
            at=clock.iso(each.at), what=each.what, said=words.happened(each, now, context.locale, context.zone)
        )
        for each in [*reversed(seen.past), *seen.ahead]
    ]
    return PairSeenView.of(
        one.pair,
        **PairSeenView.watched(one, context.locale),
        planned_meetings=seen.planned,
        answered_surveys=seen.answered,
        has_report=seen.has_report,
        moments=line,
    )


class StepView(http.View):
    """A step of the way of a programme: how many mentees, or from `paired` on pairs, have come so far."""

    come: str
    number: int


class FigureView(http.View):
    """Figures of a programme on a day; null where a figure wasn't known."""

    at: str
    red: int | None
    amber: int | None
    green: int | None
    paused: int | None
    meetings_held: int | None


class CountedView(http.View):
    """How many pairs, ended ones too, had signed and agreed on a goal, and how many surveys were answered, by a day."""

    at: str
    contracts: int
    goals: int
    surveys_answered: int


class OverviewView(http.View):
    """A programme as a whole; the last of `weeks` and `counted` is the present. Its pairs have a list."""

    steps: list[StepView]
    ended_early: int
    mentors_applied: int
    mentors_accepted: int
    red: int
    amber: int
    green: int
    grey: int = Field(description="Pairs that are paused, and those that ended.")
    surveys_sent: int
    weeks: list[FigureView]
    counted: list[CountedView]


@router.get("/v1/monitoring/<programme_id>/overview")
def see_programme(programme_id: str) -> OverviewView:
    """Return how far a programme's people have come, and its figures week by week."""
    seen = overview.of_programme(http.context(), programme_id)
    applied, accepted = seen.funnel.mentors
    return OverviewView(
        steps=[StepView(come=what, number=number) for what, number in seen.funnel.steps],
        ended_early=seen.funnel.early,
        mentors_applied=applied,
        mentors_accepted=accepted,
        red=seen.colours[Colour.RED],
        amber=seen.colours[Colour.AMBER],
        green=seen.colours[Colour.GREEN],
        grey=seen.colours[Colour.GREY],
        surveys_sent=seen.asked,
        counted=[
            CountedView(
                at=clock.iso(one.at),
                contracts=one.figures["signed"],
                goals=one.figures["agreed"],
                surveys_answered=one.figures["answered"],
            )
            for one in seen.counted
        ],
        weeks=[
            FigureView(
                at=clock.iso(one.at),
                **{name: one.known(name) for name in ("red", "amber", "green", "meetings_held")},
                paused=one.resting,
            )
            for one in seen.weeks
        ],
    )
