"""JSON routes of monitoring and its handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import clock, http, matters
from mentoring.http.fields import Day
from mentoring.http.problems import Failure
from monitoring import pages, routes
from monitoring.domain import Deed
from monitoring.pages.base import PAGES
from monitoring.routes.views import WatchedView
from monitoring.use_cases import desk, newcomers, organizers, together

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mentoring.context import Context
    from mentoring.tables.monitoring import Matter

app = http.create_app("monitoring", PAGES)
app.include_later(routes.routers, json=True)
app.include_later(pages.routers, json=False)


class WatchView(WatchedView):
    """A pair with its colour, as a list has it."""

    meetings_planned: int
    meetings_contested: int = Field(
        description="Held ones of which one of the two, asked once more, says that they didn't meet."
    )
    last_held_at: str | None
    next_meeting_at: str | None
    contract_signed: bool
    agreed_meetings: int = Field(description="How many meetings the signed contract plans; 0: not in figures.")
    goal_agreed: bool

    @classmethod
    def show(cls, one: organizers.Watched, locale: str) -> WatchView:
        """Return the view of a watched pair."""
        facts = one.facts
        return cls.of(
            one.pair,
            **cls.watched(one, locale),
            meetings_planned=len(one.ahead),
            meetings_contested=len(one.contested),
            last_held_at=clock.iso(facts.held[-1]) if facts.held else None,
            next_meeting_at=clock.iso(one.ahead[0]) if one.ahead else None,
            contract_signed=facts.contract_signed,
            agreed_meetings=one.pair.planned_meetings,
            goal_agreed=facts.goal_agreed,
        )


class WatchList(http.View):
    """A page of watched pairs."""

    items: list[WatchView]
    next: str | None


class MatterView(http.Versioned):
    """A pair, or a participant without one, that needs an organizer; `reasons` are in the reader's language."""

    about: str = Field(description="The id of the pair or participant.")
    pair_id: str
    participant_id: str
    urgency: str
    rules: list[str]
    reasons: list[str]
    state: str
    since: str
    taken_by: str = Field(description="Person id of the organizer who looks after it; empty: nobody in particular.")
    later_until: str | None
    put_aside_by: str | None = Field(description="Person id of whoever put it aside; null: nobody.")
    handled_at: str | None

    @classmethod
    def show(cls, one: Matter, context: Context) -> MatterView:
        """Return the view of a matter."""
        said = matters.reasons(one, context.clock(), context.locale)
        return cls.of(one, reasons=said, rules=[reason["rule"] for reason in one.reasons])


class ProgrammeStepView(http.View):
    """A next step of the programme itself, with its text in the reader's language and the page where it is done."""

    kind: str
    text: str
    path: str
    since: str | None = Field(description="For messages: since when the first of those who wrote waits.")


class MatterList(http.View):
    """A page of the list of what needs the organizers; `number` is that of all its lines, steps and matters.

    What is put aside isn't among them.
    """

    number: int
    put_aside: int
    steps: list[ProgrammeStepView]
    items: list[MatterView]
    next: str | None


class AsideList(http.View):
    """A page of what is put aside; `number` is that of all of it."""

    number: int
    items: list[MatterView]
    next: str | None


class TogetherBody(http.Model):
    """What shall be done with several matters; `tag` is that of the preview, `until` the day for `later`."""

    do: Deed
    abouts: list[str] = Field(max_length=together.MOST)
    until: Day | None = None
    tag: str = Field("", max_length=together.LONGEST_TAG)

    @property
    def choice(self) -> together.Choice:
        """Return it as a choice."""
        return together.Choice(self.do, self.abouts, self.until)


class SkippedView(http.View):
    """Matters that a deed passes over, and why."""

    why: str
    abouts: list[str]


class TogetherPreview(http.View):
    """A deed before it is done: with which matters, how many mails go out, and the tag that a confirmation repeats."""

    abouts: list[str]
    skipped: list[SkippedView]
    mails: int
    tag: str

    @classmethod
    def show(cls, found: together.Preview) -> TogetherPreview:
        """Return the view of a preview."""
        skipped = [SkippedView(why=why, abouts=_abouts(lines)) for why, lines in found.skipped.items()]
        return cls(abouts=_abouts(found.chosen), skipped=skipped, mails=found.mails, tag=found.tag)


def _abouts(lines: Iterable[desk.Line]) -> list[str]:
    return [one.matter.about for one in lines]


class MatterLeft(http.View):
    """A matter with which nothing was done, and why."""

    about: str
    problem: Failure


class MattersDealtWith(http.View):
    """The matters with which something was done, and those with which it couldn't be any more."""

    matters: list[MatterView]
    failed: list[MatterLeft]


class LaterBody(http.Model):
    """Until which day a matter is put aside."""

    until: Day


@app.get("/v1/monitoring/<programme_id>/pairs", paged=True)
def list_pairs(programme_id: str) -> WatchList:
    """Return a programme's pairs with their colours."""
    context = http.context()
    page, following = http.part_of(lambda after, limit: organizers.pairs(context, programme_id, after, limit))
    return WatchList(items=[WatchView.show(one, context.locale) for one in page], next=following)


@app.post("/v1/monitoring/<programme_id>/pairs/<pair_id>/nudge")
def nudge(programme_id: str, pair_id: str) -> WatchView:
    """Remind a pair of the reason for its colour."""
    context = http.context()
    return WatchView.show(organizers.nudge(context, programme_id, pair_id), context.locale)


MATTER = "/v1/monitoring/<programme_id>/matters/<about>"


@app.get("/v1/monitoring/<programme_id>/matters", paged=True)
def list_matters(programme_id: str) -> MatterList:
    """Return what needs the organizers, the most urgent first."""
    context = http.context()
    page, following = http.part_of(lambda after, limit: desk.listed(context, programme_id, after, limit))
    seen = desk.listing(context, programme_id)
    found = seen.desk
    page, following = (page, following) if found.open else ([], None)
    return MatterList(
        number=found.number,
        put_aside=found.aside,
        steps=[
            ProgrammeStepView.of(
                one,
                text=one.said(context.locale, decides=seen.may_decide),
                path=one.place(programme_id),
                since=one.since or None,
            )
            for one in found.steps
        ],
        items=[MatterView.show(one, context) for one in page],
        next=following,
    )


@app.get("/v1/monitoring/<programme_id>/put-aside", paged=True)
def list_put_aside(programme_id: str) -> AsideList:
    """Return what is put aside, what comes back first."""
    context = http.context()
    page, following = http.part_of(lambda after, limit: desk.put_aside(context, programme_id, after, limit))
    found = desk.desk(context, programme_id).desk
    page, following = (page, following) if found.aside else ([], None)
    return AsideList(number=found.aside, items=[MatterView.show(one, context) for one in page], next=following)


@app.post("/v1/monitoring/<programme_id>/matters/preview")
def preview_together(programme_id: str, body: TogetherBody) -> TogetherPreview:
    """Return what a deed would do with several matters; nothing is done yet."""
    return TogetherPreview.show(together.preview(http.context(), programme_id, body.choice))


@app.post("/v1/monitoring/<programme_id>/matters")
def deal_together(programme_id: str, body: TogetherBody) -> MattersDealtWith:
    """Do with several matters what was previewed under the tag."""
    context = http.context()
    outcome = together.deal(context, programme_id, body.choice, body.tag)
    return MattersDealtWith(
        matters=[MatterView.show(one, context) for one in outcome.done],
        failed=[MatterLeft(about=about, problem=Failure.of_error(why)) for about, why in outcome.failed],
    )


@app.get(MATTER)
def read_matter(programme_id: str, about: str) -> MatterView:
    """Return a matter, open or not."""
    context = http.context()
    return MatterView.show(desk.matter(context, programme_id, about), context)


@app.post(f"{MATTER}/done", expects="optional")
def settle_matter(programme_id: str, about: str) -> MatterView:
    """Note that a matter was taken care of."""
    return _deal(programme_id, about, Deed.DONE)


@app.post(f"{MATTER}/later", expects="optional")
def defer_matter(programme_id: str, about: str, body: LaterBody) -> MatterView:
    """Put a matter aside until a day."""
    return _deal(programme_id, about, Deed.LATER, body.until)


@app.post(f"{MATTER}/taken", expects="optional")
def take_matter(programme_id: str, about: str) -> MatterView:
    """Note that you look after a matter."""
    return _deal(programme_id, about, Deed.TAKE)


@app.post(f"{MATTER}/given-back", expects="optional")
def give_matter_back(programme_id: str, about: str) -> MatterView:
    """Note that nobody in particular looks after a matter any more."""
    return _deal(programme_id, about, Deed.GIVE_BACK)


@app.post(f"{MATTER}/resumed", expects="optional")
def resume_matter(programme_id: str, about: str) -> MatterView:
    """Put a matter that was put aside on the list again, before its time."""
    return _deal(programme_id, about, Deed.RESUME)


def _deal(programme_id: str, about: str, deed: Deed, until: date | None = None) -> MatterView:
    context = http.context()
    dealt_with = desk.deal(context, programme_id, about, deed, http.expected(optional=True), until)
    return MatterView.show(dealt_with, context)


class NewcomerView(http.View):
    """Somebody who was reminded of their onboarding, which has waited `since`."""

    participant_id: str
    since: str


@app.post("/v1/monitoring/<programme_id>/onboarding/<participant_id>/nudge")
def nudge_newcomer(programme_id: str, participant_id: str) -> NewcomerView:
    """Remind somebody of their onboarding."""
    return NewcomerView.of(newcomers.nudge(http.context(), programme_id, participant_id))


handler = http.handler(app)
