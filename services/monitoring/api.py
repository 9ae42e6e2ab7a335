"""JSON routes of monitoring and its handler."""

from __future__ import annotations

from pydantic import BaseModel

from mentoring import http
from mentoring.tables.monitoring import Alert
from monitoring import pages, use_cases, words

app = http.create_app("monitoring", pages.PAGES)
app.include_router(pages.router)


class WatchView(BaseModel):
    """A pair as organizers watch it; `reason` in the reader's language."""

    pair_id: str
    mentor_name: str
    mentee_name: str
    stage: str
    colour: str
    rule: str
    days: int
    reason: str
    meetings_held: int
    last_held_at: str | None
    next_meeting_at: str | None
    contract_signed: bool
    goal_agreed: bool
    open_surveys: int

    @classmethod
    def of(cls, one: use_cases.Watched, locale: str) -> WatchView:
        """Show a watched pair."""
        watch, pair = one.watch, one.pair
        return cls(
            pair_id=pair.pair_id,
            mentor_name=pair.mentor_name,
            mentee_name=pair.mentee_name,
            stage=pair.stage,
            colour=watch.colour,
            rule=watch.reason.get("rule", ""),
            days=watch.reason.get("days", 0),
            reason=words.reason(watch.reason, locale),
            meetings_held=int(watch.held_count),
            last_held_at=watch.last_held_at,
            next_meeting_at=min(watch.planned.values(), default=None),
            contract_signed=bool(watch.contract_signed),
            goal_agreed=bool(watch.goal_agreed),
            open_surveys=len(watch.surveys),
        )


class WatchList(BaseModel):
    """A page of watched pairs."""

    items: list[WatchView]
    next: str | None


class AlertView(BaseModel):
    """An alert."""

    alert_id: str
    pair_id: str
    rule: str
    days: int
    state: str
    raised_at: str

    @classmethod
    def of(cls, one: Alert) -> AlertView:
        """Show an alert."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class AlertList(BaseModel):
    """A page of alerts."""

    items: list[AlertView]
    next: str | None


@app.get("/v1/monitoring/<programme_id>/pairs")
def list_pairs(programme_id: str) -> WatchList:
    """Return a programme's pairs with their colours."""
    context = http.context()
    found = sorted(use_cases.pairs(context, programme_id), key=lambda one: str(one.pair.pair_id))
    page, following = http.page_of(found, lambda one: str(one.pair.pair_id))
    return WatchList(items=[WatchView.of(one, context.locale) for one in page], next=following)


@app.get("/v1/monitoring/<programme_id>/alerts")
def list_alerts(programme_id: str) -> AlertList:
    """Return a programme's alerts."""
    found = sorted(use_cases.alerts(http.context(), programme_id), key=lambda one: str(one.alert_id))
    page, following = http.page_of(found, lambda one: str(one.alert_id))
    return AlertList(items=[AlertView.of(one) for one in page], next=following)


@app.post("/v1/monitoring/<programme_id>/alerts/<alert_id>/handled")
def handle(programme_id: str, alert_id: str) -> AlertView:
    """Tick an alert off."""
    return AlertView.of(use_cases.handle(http.context(), programme_id, alert_id))


handler = http.handler(app)
