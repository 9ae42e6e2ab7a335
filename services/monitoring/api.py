"""JSON routes of monitoring and its handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import clock, http
from monitoring import pages, texts
from monitoring.pages.base import PAGES
from monitoring.use_cases import newcomers, organizers

if TYPE_CHECKING:
    from mentoring.tables.monitoring import Alert

app = http.create_app("monitoring", PAGES)
app.include_later(pages.routers, json=False)


class WatchView(http.View):
    """A pair with its colour; `reason` is the reason for the colour in the reader's language."""

    pair_id: str
    mentor_name: str
    mentee_name: str
    stage: str
    colour: str
    rule: str
    days: int
    reason: str
    meetings_held: int
    meetings_planned: int
    meetings_contested: int = Field(
        description="Held ones of which one of the two, asked once more, says that they didn't meet."
    )
    last_held_at: str | None
    next_meeting_at: str | None
    contract_signed: bool
    agreed_interval_days: int = Field(description="Days between meetings in the signed contract; 0: not in figures.")
    agreed_meetings: int = Field(description="How many meetings the signed contract plans; 0: not in figures.")
    goal_agreed: bool
    open_surveys: int

    @classmethod
    def show(cls, one: organizers.Watched, locale: str) -> WatchView:
        """Return the view of a watched pair."""
        facts = one.facts
        return cls(
            pair_id=one.pair.pair_id,
            mentor_name=one.pair.mentor_name,
            mentee_name=one.pair.mentee_name,
            stage=one.pair.stage,
            colour=one.verdict.colour,
            rule=one.verdict.rule,
            days=one.days,
            reason=texts.colour(one, locale),
            meetings_held=len(facts.held),
            meetings_planned=len(one.ahead),
            meetings_contested=len(one.contested),
            last_held_at=clock.iso(facts.held[-1]) if facts.held else None,
            next_meeting_at=clock.iso(one.ahead[0]) if one.ahead else None,
            contract_signed=facts.contract_signed,
            agreed_interval_days=one.pair.interval_days,
            agreed_meetings=one.pair.planned_meetings,
            goal_agreed=facts.goal_agreed,
            open_surveys=len(facts.surveys),
        )


class WatchList(http.View):
    """A page of watched pairs."""

    items: list[WatchView]
    next: str | None


class AlertView(http.View):
    """An alert about a pair or a participant; `reason` is its reason in the reader's language."""

    alert_id: str
    pair_id: str
    participant_id: str | None
    rule: str
    days: int
    reason: str
    state: str
    raised_at: str
    handled_at: str | None

    @classmethod
    def show(cls, one: Alert, locale: str) -> AlertView:
        """Return the view of an alert."""
        return cls.of(one, reason=texts.alert(one, locale))


class AlertList(http.View):
    """A page of alerts."""

    items: list[AlertView]
    next: str | None


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


@app.get("/v1/monitoring/<programme_id>/alerts", paged=True)
def list_alerts(programme_id: str) -> AlertList:
    """Return a programme's alerts."""
    context = http.context()
    page, following = http.part_of(lambda after, limit: organizers.alerts(context, programme_id, after, limit))
    return AlertList(items=[AlertView.show(one, context.locale) for one in page], next=following)


@app.post("/v1/monitoring/<programme_id>/alerts/<alert_id>/handled")
def handle(programme_id: str, alert_id: str) -> AlertView:
    """Mark an alert as handled."""
    context = http.context()
    return AlertView.show(organizers.handle(context, programme_id, alert_id), context.locale)


class NewcomerView(http.View):
    """Somebody who was reminded of their onboarding, which has waited `since`."""

    participant_id: str
    since: str


@app.post("/v1/monitoring/<programme_id>/onboarding/<participant_id>/nudge")
def nudge_newcomer(programme_id: str, participant_id: str) -> NewcomerView:
    """Remind somebody of their onboarding."""
    return NewcomerView.of(newcomers.nudge(http.context(), programme_id, participant_id))


handler = http.handler(app)
