"""Keeping watches, the scan, and what organizers and participants do about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import NotFound, Stale
from mentoring.events.catalogue import AlertRaised, HelpRequested, PairAgreed, PairWentInactive, SurveyAnswered
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.pairing import Pair
from monitoring import domain, store

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.store import UnitOfWork


# Events in -----------------------------------------------------------------------------------------------------------


def _watch(context: Context, pair_id: str) -> Watch:
    """Return a pair's watch; a new one from the pair itself when an event overtook the PairAgreed that starts it."""
    found = store.watch(context, pair_id)
    if found is not None:
        return found
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    watch = Watch(
        *Watch.key(pair_id), pair_id=pair_id, programme_id=pair.programme_id, started_at=pair.agreed_at
    )
    watch.list_pk, watch.list_sk = f"PROGRAMME#{pair.programme_id}", f"WATCH#{pair_id}"
    return watch


@retrying
def start(context: Context, event: Event) -> None:
    """A new pair is watched from the moment it agreed."""
    assert isinstance(event.data, PairAgreed)  # noqa: S101 - the consumer's table says so
    watch = _watch(context, event.data.pair_id)
    _settle(context, watch)
    uow = context.begin()
    uow.save(watch)
    uow.commit()


def _settle(context: Context, watch: Watch) -> None:
    """Bring colour and due instant up to date without acting: acting is the scan's."""
    rules, now = store.rules(context, watch.programme_id), context.clock()
    store.settle(watch, domain.evaluate(store.facts(watch), rules, now), rules, now)


def _note(note: Callable[[Watch, Any, str], None]) -> Callable[[Context, Event], None]:
    """Return a consumer that writes one fact on the watch of an event's pair."""

    @retrying
    def consumer(context: Context, event: Event) -> None:
        data: Any = event.data
        watch = _watch(context, data.pair_id)
        note(watch, data, clock.iso(event.meta.occurred_at))
        _settle(context, watch)
        uow = context.begin()
        uow.save(watch)
        uow.commit()

    return consumer


def _confirmed(watch: Watch, data: Any, _: str) -> None:
    watch.planned = watch.planned | {data.meeting_id: data.starts_at}


def _unplanned(watch: Watch, data: Any, _: str) -> None:
    watch.planned = {meeting: start for meeting, start in watch.planned.items() if meeting != data.meeting_id}


def _held(watch: Watch, data: Any, at: str) -> None:
    _unplanned(watch, data, at)
    watch.held_count = int(watch.held_count) + 1
    watch.first_held_at = min(watch.first_held_at or data.starts_at, data.starts_at)
    watch.last_held_at = max(watch.last_held_at or data.starts_at, data.starts_at)


def _signed(watch: Watch, _data: Any, _at: str) -> None:
    watch.contract_signed = True


def _goal(watch: Watch, _data: Any, _at: str) -> None:
    watch.goal_agreed = True


def _asked(watch: Watch, data: Any, at: str) -> None:
    watch.surveys = watch.surveys | {data.assignment_id: at}


def _paused(watch: Watch, data: Any, _: str) -> None:
    watch.paused_until = data.until or None


def _closed(watch: Watch, _data: Any, _at: str) -> None:
    watch.closed = True


note_confirmed = _note(_confirmed)
note_unplanned = _note(_unplanned)
note_held = _note(_held)
note_signed = _note(_signed)
note_goal = _note(_goal)
note_survey = _note(_asked)
note_paused = _note(_paused)
note_closed = _note(_closed)


@retrying
def note_answer(context: Context, event: Event) -> None:
    """An answered survey waits no more; a low rating is told to the organizer the same day."""
    answered = event.data
    assert isinstance(answered, SurveyAnswered)  # noqa: S101 - the consumer's table says so
    watch = _watch(context, answered.pair_id)
    watch.surveys = {one: at for one, at in watch.surveys.items() if one != answered.assignment_id}
    uow = context.begin()
    if answered.low:
        _raise(context, uow, watch, "rating", 0, event.meta.id)
    _settle(context, watch)
    uow.save(watch)
    uow.commit()


def _raise(context: Context, uow: UnitOfWork, watch: Watch, rule: str, days: int, cause: str) -> None:
    """Put an alert into the transaction; the same cause gives the same alert."""
    alert_id = ids.derived("alert", watch.pair_id, rule, cause)
    now = clock.iso(context.clock())
    alert = Alert(
        *Alert.key(watch.programme_id, alert_id),
        alert_id=alert_id,
        programme_id=watch.programme_id,
        pair_id=watch.pair_id,
        rule=rule,
        days=days,
        raised_at=now,
    )
    uow.save(alert)
    uow.publish(AlertRaised(watch.programme_id, watch.pair_id, alert_id, rule, days), aggregate=alert)
    watch.history = [*watch.history, {"rule": rule, "step": domain.ALERT, "at": now, "days": days}]


# The scan ------------------------------------------------------------------------------------------------------------


def scan(context: Context) -> dict[str, int]:
    """Look at every pair that is due: nudge, alert, move on. Running it twice, or twice at once, acts once."""
    counts = {"due": 0, "nudged": 0, "alerted": 0}
    known: dict[str, domain.Rules] = {}
    while due := context.store.due(Watch, context.clock()):
        moved = 0
        for watch in due:
            if watch.programme_id not in known:
                known[watch.programme_id] = store.rules(context, watch.programme_id)
            try:
                actions = _look(context, watch, known[watch.programme_id])
            except Stale:
                continue
            moved += 1
            counts["due"] += 1
            counts["nudged"] += sum(action.kind == domain.NUDGE for action in actions)
            counts["alerted"] += sum(action.kind == domain.ALERT for action in actions)
        if not moved:
            break
    return counts


def _look(context: Context, watch: Watch, rules: domain.Rules) -> tuple[domain.Action, ...]:
    now = context.clock()
    verdict = domain.evaluate(store.facts(watch), rules, now)
    uow = context.begin()
    for action in verdict.actions:
        _act(context, uow, watch, action)
    store.settle(watch, verdict, rules, now)
    uow.save(watch)
    uow.commit()
    return verdict.actions


def _act(context: Context, uow: UnitOfWork, watch: Watch, action: domain.Action) -> None:
    now = clock.iso(context.clock())
    if action.kind == domain.ALERT:
        _raise(context, uow, watch, action.rule, action.days, now)
        return
    watch.history = [*watch.history, {"rule": action.rule, "step": action.kind, "at": now, "days": action.days}]
    if action.kind == domain.NUDGE:
        uow.publish(
            PairWentInactive(watch.programme_id, watch.pair_id, action.rule, action.days, action.occurrence),
            aggregate=watch,
        )


# People --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Watched:
    """A pair beside its watch."""

    pair: Pair
    watch: Watch


def pairs(context: Context, programme_id: str) -> list[Watched]:
    """Return a programme's pairs with their watches, those that need a person first; one query."""
    access.organizer(context, programme_id, access.ORGANIZERS)
    items = context.store.listed(Item, f"PROGRAMME#{programme_id}")
    watches = {one.pair_id: one for one in items if isinstance(one, Watch)}
    found = [Watched(one, watches[one.pair_id]) for one in items if isinstance(one, Pair) and one.pair_id in watches]
    order = {domain.RED: 0, domain.AMBER: 1, domain.GREEN: 2, domain.GREY: 3}
    return sorted(found, key=lambda one: (order[one.watch.colour], str(one.pair.mentee_name)))


def alerts(context: Context, programme_id: str) -> list[Alert]:
    """Return a programme's alerts, newest first."""
    access.organizer(context, programme_id, access.ORGANIZERS)
    found = context.store.query(Alert, f"ALERTS#{programme_id}", "ALERT#")
    return sorted(found, key=lambda one: str(one.raised_at), reverse=True)


@retrying
def handle(context: Context, programme_id: str, alert_id: str) -> Alert:
    """Tick an alert off."""
    access.organizer(context, programme_id)
    alert = context.store.get(Alert, *Alert.key(programme_id, alert_id))
    if alert is None:
        raise NotFound
    if alert.state == "open":
        alert.state = "handled"
        uow = context.begin()
        uow.save(alert)
        uow.commit()
    return alert


@retrying
def ask_for_help(context: Context, pair_id: str) -> None:
    """One of the pair needs the organizer; said twice on one day, it is one alert."""
    pair = access.pair_member(context, pair_id)
    watch = store.watch(context, pair_id)
    if watch is None:
        raise NotFound
    today = clock.iso(context.clock())[:10]
    alert_id = ids.derived("alert", pair_id, "help", today)
    if context.store.get(Alert, *Alert.key(pair.programme_id, alert_id)) is not None:
        return
    uow = context.begin()
    _raise(context, uow, watch, "help", 0, today)
    uow.save(watch)
    uow.publish(HelpRequested(pair.programme_id, pair_id, context.principal.person_id), aggregate=watch)
    uow.commit()
