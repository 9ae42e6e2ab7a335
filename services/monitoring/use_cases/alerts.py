"""Alerts and nudges, as they are added to a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.events.monitoring import AlertRaised, PairWentInactive
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.vocabulary import AlertState, StepKind, Worry
from monitoring import domain, store

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.monitoring import Nudged


def open_alerts(context: Context, programme_id: str, about: str) -> list[Alert]:
    """Return the open alerts about a pair, or about a participant without one."""
    found = context.store.query(Alert, *Alert.about(programme_id, about))
    return [one for one in found if one.state == AlertState.OPEN]


def close_alert(context: Context, uow: UnitOfWork, alert: Alert) -> None:
    """Mark an alert as handled, now."""
    alert.state, alert.handled_at = AlertState.HANDLED, clock.iso(context.clock())
    uow.save(alert)


def close_about(context: Context, uow: UnitOfWork, programme_id: str, about: str) -> None:
    """Mark all alerts about a pair, or about a participant without one, as handled."""
    for alert in open_alerts(context, programme_id, about):
        close_alert(context, uow, alert)


def raise_alert(context: Context, uow: UnitOfWork, watch: Watch, rule: Worry, *, cause: str, days: int = 0) -> Alert:
    """Add an alert to the transaction; the same cause gives the same alert."""
    alert_id = Alert.id_of(watch.pair_id, rule, cause)
    alert = Alert(
        *Alert.key(watch.programme_id, alert_id),
        alert_id=alert_id,
        programme_id=watch.programme_id,
        pair_id=watch.pair_id,
        rule=rule,
        days=days,
        raised_at=clock.iso(context.clock()),
    )
    uow.save(alert)
    uow.publish(AlertRaised(watch.programme_id, watch.pair_id, alert_id, rule, days), aggregate=alert)
    remember(context, watch, domain.Action(StepKind.ALERT, rule, days, 1))
    return alert


def remember(context: Context, watch: Watch, action: domain.Action) -> None:
    """Record a step on the watch, so that it isn't done again too soon."""
    step = domain.Step(action.rule, action.kind, context.clock(), action.days)
    store.keep(watch, store.record(watch).remember(step))


def act(context: Context, uow: UnitOfWork, watch: Watch, action: domain.Action, nudged: list[Nudged]) -> None:
    """Add what is due about a pair to the transaction: an alert, a nudge or a suggestion."""
    if action.kind == StepKind.ALERT:
        raise_alert(context, uow, watch, action.rule, cause=clock.iso(context.clock()), days=action.days)
        return
    remember(context, watch, action)
    if action.kind == StepKind.NUDGE:
        for one in nudged:
            store.note_nudge(one, action.rule, context.clock())
            uow.save(one)
        uow.publish(
            PairWentInactive(watch.programme_id, watch.pair_id, action.rule, action.days, action.occurrence),
            aggregate=watch,
        )
