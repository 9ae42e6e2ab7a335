"""Keeping watches, the scan, and what organizers and participants do about them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from mentoring import access, clock, work
from mentoring.errors import NotFound, Stale
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingHeld,
    MeetingNotHeld,
    MeetingRescheduled,
)
from mentoring.events.monitoring import AlertRaised, HelpRequested, PairWentInactive
from mentoring.events.pairing import MenteeLeftUnmatched, PairAgreed, PairClosed, PairPaused
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, GoalAgreed
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.notifications import Mailbox
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from monitoring import domain, store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ApplicationWithdrawn
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.monitoring import Nudged
    from mentoring.tables.recruitment import Programme

MeetingNews = MeetingConfirmed | MeetingRescheduled | MeetingCancelled | MeetingHeld | MeetingNotHeld
Noted = MeetingNews | ContractSigned | GoalAgreed | SurveyAssigned | SurveyAnswered | PairPaused | PairClosed

LOOKED_AT_TOGETHER = 100
"""Pairs of a page of the scan: among them, who hears of a meeting that doesn't come hears of no survey just before."""


# Events in -----------------------------------------------------------------------------------------------------------


def _watch(context: Context, pair_id: str) -> Watch:
    """Return a pair's watch; a new one from the pair itself when an event overtook the PairAgreed that starts it."""
    found = store.watch(context, pair_id)
    if found is not None:
        return found
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    people = [str(pair.mentor_person_id), str(pair.mentee_person_id)]
    watch = Watch(
        *Watch.key(pair_id),
        pair_id=pair_id,
        programme_id=pair.programme_id,
        people=people,
        zones=store.zones(context, people, store.told_zones(context, pair)),
        started_at=pair.agreed_at,
    )
    watch.list_pk, watch.list_sk = f"PROGRAMME#{pair.programme_id}", f"WATCH#{pair_id}"
    return watch


@retrying
def start(context: Context, event: Event[PairAgreed]) -> None:
    """Watch a new pair from the moment it agreed; its mentee needs nobody to look for a mentor any more."""
    agreed = event.data
    uow = context.begin()
    for alert in _open_alerts(context, agreed.programme_id, agreed.mentee_id):
        _tick_off(context, uow, alert)
    _keep(context, uow, _watch(context, agreed.pair_id), store.rules(context, agreed.programme_id))
    uow.commit()


@retrying
def note(context: Context, event: Event[Noted]) -> None:
    """Write what happened on the pair's watch; a low rating is told to the organizer at once.

    Alerts that it settles are ticked off by nobody.
    """
    data = event.data
    watch = _watch(context, data.pair_id)
    rules = store.rules(context, watch.programme_id)
    _apply(watch, data, clock.iso(event.meta.occurred_at), event.meta.sequence)
    uow = context.begin()
    if isinstance(data, SurveyAnswered) and data.low and not rules.over:
        _raise(context, uow, watch, "rating", cause=event.meta.id)
    for alert in _settled(context, watch, rules):
        _tick_off(context, uow, alert)
    _keep(context, uow, watch, rules)
    uow.commit()


def _settled(context: Context, watch: Watch, rules: domain.Rules) -> list[Alert]:
    """Return the pair's open alerts whose matter is over; who was never alerted about costs no read."""
    if not any(one["step"] == domain.ALERT for one in watch.history):
        return []
    facts, now = store.facts(watch), context.clock()
    ours = _open_alerts(context, watch.programme_id, watch.pair_id)
    return [one for one in ours if domain.is_over(str(one.rule), facts, rules, now)]


def _open_alerts(context: Context, programme_id: str, about: str) -> list[Alert]:
    """Return the open alerts about a pair, or about a participant without one."""
    found = context.store.query(Alert, *Alert.about(programme_id, about))
    return [one for one in found if one.state == "open"]


def _tick_off(context: Context, uow: UnitOfWork, alert: Alert) -> None:
    alert.state, alert.handled_at = "handled", clock.iso(context.clock())
    uow.save(alert)


@retrying
def note_unmatched(context: Context, event: Event[MenteeLeftUnmatched]) -> None:
    """Tell the organizers that no mentor is left for a mentee, and what stands in the way."""
    told = event.data
    if store.rules(context, told.programme_id).over:
        return
    alert_id = Alert.id_of(told.mentee_id, domain.UNMATCHED, event.meta.id)
    alert = Alert(
        *Alert.key(told.programme_id, alert_id),
        alert_id=alert_id,
        programme_id=told.programme_id,
        pair_id="",
        participant_id=told.mentee_id,
        rule=domain.UNMATCHED,
        cause=told.cause,
        days=0,
        raised_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(alert)
    uow.publish(AlertRaised(told.programme_id, "", alert_id, domain.UNMATCHED, 0), aggregate=alert)
    uow.commit()


@retrying
def note_withdrawn(context: Context, event: Event[ApplicationWithdrawn]) -> None:
    """Tick off that no mentor is left for somebody who left the programme."""
    left = event.data
    uow = context.begin()
    for alert in _open_alerts(context, left.programme_id, left.application_id):
        _tick_off(context, uow, alert)
    uow.commit()


def _apply(watch: Watch, data: Noted, at: str, sequence: int) -> None:
    match data:
        case ContractSigned():
            watch.contract_signed = True
        case GoalAgreed():
            watch.goal_agreed = True
        case SurveyAssigned():
            watch.surveys = domain.note_survey(watch.surveys, data.assignment_id, at)
        case SurveyAnswered():
            watch.surveys = domain.note_survey(watch.surveys, data.assignment_id, "")
        case PairPaused() if sequence > int(watch.paused_by):
            # An empty `until` means that the pair goes on from now: the rules count from here.
            watch.paused_until, watch.paused_by = data.until or at, sequence
        case PairPaused():
            pass
        case PairClosed():
            watch.closed = True
        case _:
            _apply_meeting(watch, data, sequence)


def _apply_meeting(watch: Watch, data: MeetingNews, sequence: int) -> None:
    match data:
        case MeetingConfirmed():
            news = domain.Meeting(domain.PLANNED, data.starts_at, sequence)
        case MeetingHeld():
            news = domain.Meeting(domain.HELD, data.starts_at, sequence)
        case _:
            news = domain.Meeting(domain.OFF, "", sequence)
    known = domain.note_meeting(store.meetings(watch), data.meeting_id, news)
    watch.meetings = {meeting_id: asdict(one) for meeting_id, one in known.items()}


def _keep(context: Context, uow: UnitOfWork, watch: Watch, rules: domain.Rules) -> None:
    """Bring colour and due instant up to date without acting (acting is the scan's), and save."""
    store.settle(watch, rules, context.clock())
    uow.save(watch)


def _raise(context: Context, uow: UnitOfWork, watch: Watch, rule: str, *, cause: str, days: int = 0) -> Alert:
    """Put an alert into the transaction; the same cause gives the same alert."""
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
    _remember(context, watch, domain.Action(domain.ALERT, rule, days, 1))
    return alert


def _remember(context: Context, watch: Watch, action: domain.Action) -> None:
    step = {"rule": action.rule, "step": action.kind, "at": clock.iso(context.clock()), "days": action.days}
    watch.history = domain.remember(watch.history, step)


# The scan ------------------------------------------------------------------------------------------------------------


def scan(context: Context) -> dict[str, int]:
    """Look at every pair that is due: nudge, alert, move on. Running it twice, or twice at once, acts once.

    Return how many pairs were due in this part, nudged, alerted, suggested to be closed, and moved on without any of
    it. A pair that can't be looked at holds up no other; what was wrong is raised at the end of the part.
    """
    counts = {"due": 0, "nudged": 0, "alerted": 0, "suggested": 0, "advanced": 0}
    known: dict[str, domain.Rules] = {}
    faults: dict[str, Exception] = {}

    def look_at(due: list[Watch]) -> None:
        for watch in _surveys_last(context, due, known):
            try:
                kinds = _look(context, watch, known)
            except Stale:
                continue
            except Exception as fault:  # noqa: BLE001 - whatever it is, the other pairs are looked at
                faults[watch.pair_id] = fault
                continue
            counts["due"] += 1
            counts["nudged"] += domain.NUDGE in kinds
            counts["alerted"] += kinds.count(domain.ALERT)
            counts["suggested"] += kinds.count(domain.SUGGEST)
            counts["advanced"] += not kinds

    now = context.clock()

    def read(after: str, limit: int) -> Page[Watch]:
        return context.store.due_page(Watch, now, after=after, limit=limit)

    work.in_parts(context, read, look_at, together=LOOKED_AT_TOGETHER)
    if faults:
        raise ExceptionGroup(f"not looked at: {', '.join(faults)}", list(faults.values()))
    return counts


SCHEDULES = {"scan": scan}
"""What is looked at every hour, by the name under which it goes on when it takes several parts."""


def _surveys_last(context: Context, due: list[Watch], known: dict[str, domain.Rules]) -> list[Watch]:
    """Return the pairs so that who hears of a meeting that doesn't come is not told of a survey just before."""

    def rank(watch: Watch) -> bool:
        try:
            return domain.evaluate(store.facts(watch), _rules(context, watch, known), context.clock()).only_of_survey
        except Exception:  # noqa: BLE001 - what is wrong is told when the pair is looked at
            return False

    return sorted(due, key=rank)


def _rules(context: Context, watch: Watch, known: dict[str, domain.Rules]) -> domain.Rules:
    """Return the rules of a pair's programme, read once a scan."""
    if watch.programme_id not in known:
        known[watch.programme_id] = store.rules(context, watch.programme_id)
    return known[watch.programme_id]


def _look(context: Context, watch: Watch, known: dict[str, domain.Rules]) -> list[str]:
    """Do what is due about one pair in one transaction; return the kinds of what was done."""
    rules, now = _rules(context, watch, known), context.clock()
    nudged: list[Nudged] = []
    verdict = domain.evaluate(store.facts(watch), rules, now)
    if any(one.kind == domain.NUDGE for one in verdict.actions):
        nudged = store.nudged(context, watch)
        watch.zones = store.zones(context, watch.people, watch.zones)
        verdict = domain.evaluate(store.facts(watch, nudged), rules, now)
    uow = context.step()
    for action in verdict.actions:
        _act(context, uow, watch, action, nudged)
    store.settle(watch, rules, now, nudged)
    uow.save(watch)
    uow.commit()
    return [action.kind for action in verdict.actions]


def _act(context: Context, uow: UnitOfWork, watch: Watch, action: domain.Action, nudged: list[Nudged]) -> None:
    if action.kind == domain.ALERT:
        _raise(context, uow, watch, action.rule, cause=clock.iso(context.clock()), days=action.days)
        return
    _remember(context, watch, action)
    if action.kind == domain.NUDGE:
        for one in nudged:
            store.note_nudge(one, action.rule, context.clock())
            uow.save(one)
        uow.publish(
            PairWentInactive(watch.programme_id, watch.pair_id, action.rule, action.days, action.occurrence),
            aggregate=watch,
        )


# Organizers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Watched:
    """A pair beside its watch, judged at this moment; `ahead` are starts of confirmed meetings to come.

    `may_be_nudged` when there is something to remind the pair of and its last reminder is long enough ago.
    """

    pair: Pair
    watch: Watch
    verdict: domain.Verdict
    facts: domain.Facts
    days: int
    ahead: tuple[datetime, ...]
    may_be_nudged: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What an organizer sees: all pairs, those that need a person first, and alerts, newest first.

    `alone` maps the participants alerts are about to their names.
    """

    programme: Programme
    may_decide: bool
    pairs: list[Watched]
    alerts: list[Alert]
    alone: dict[str, str]


def board(context: Context, programme_id: str) -> Board:
    """Return a programme's pairs and alerts to its organizers."""
    programme = access.organizer(context, programme_id, access.ORGANIZERS)
    role = access.member(context, programme.organization_id, access.ORGANIZERS).role
    found = _alerts(context, programme_id)
    keys = [Participant.key(programme_id, one.participant_id) for one in found if one.participant_id]
    people = context.store.get_many(Participant, keys) if keys else []
    alone = {str(one.participant_id): str(one.name) for one in people}
    return Board(programme, role in access.EDITORS, _pairs(context, programme), found, alone)


def pairs(context: Context, programme_id: str) -> list[Watched]:
    """Return a programme's pairs, those that need a person first."""
    return _pairs(context, access.organizer(context, programme_id, access.ORGANIZERS))


def alerts(context: Context, programme_id: str) -> list[Alert]:
    """Return a programme's alerts, newest first."""
    access.organizer(context, programme_id, access.ORGANIZERS)
    return _alerts(context, programme_id)


def _pairs(context: Context, programme: Programme) -> list[Watched]:
    """Return pairs with their watches; one query."""
    items = context.store.listed(Item, f"PROGRAMME#{programme.programme_id}")
    watches = {one.pair_id: one for one in items if isinstance(one, Watch)}
    rules, now = store.rules_of(programme), context.clock()
    agreed = [one for one in items if isinstance(one, Pair) and one.pair_id in watches]
    found = [_judged(one, watches[one.pair_id], rules, now) for one in agreed]
    return sorted(found, key=lambda one: (domain.COLOURS.index(one.verdict.colour), str(one.pair.mentee_name)))


def _judged(pair: Pair, watch: Watch, rules: domain.Rules, now: datetime) -> Watched:
    facts = store.facts(watch)
    verdict = domain.evaluate(facts, rules, now)
    ahead = tuple(start for start in facts.planned if start > now)
    may_be_nudged = verdict.colour in domain.WORRYING and facts.nudge_from(verdict.rule, now) <= now
    return Watched(pair, watch, verdict, facts, verdict.days(now), ahead, may_be_nudged)


def unreached(context: Context, pairs: Iterable[Watched]) -> dict[str, list[tuple[Participant, Mailbox]]]:
    """Return who of the pairs that go on gets no mail, by pair."""
    going = [one.pair for one in pairs if not one.pair.outcome]
    keys = [Participant.key(one.programme_id, who) for one in going for who in (one.mentee_id, one.mentor_id)]
    people = context.store.get_many(Participant, keys) if keys else []
    known = context.store.get_many(Mailbox, [Mailbox.key(one.email) for one in people]) if people else []
    lost = {(one.pk, one.sk): one for one in known if one.unreachable}
    silent = {
        one.participant_id: (one, lost[Mailbox.key(one.email)]) for one in people if Mailbox.key(one.email) in lost
    }
    found = {one.pair_id: [silent[who] for who in (one.mentee_id, one.mentor_id) if who in silent] for one in going}
    return {str(pair_id): those for pair_id, those in found.items() if those}


def _alerts(context: Context, programme_id: str) -> list[Alert]:
    found = context.store.query(Alert, f"ALERTS#{programme_id}", "ALERT#")
    return sorted(found, key=lambda one: str(one.raised_at), reverse=True)


@retrying
def handle(context: Context, programme_id: str, alert_id: str) -> Alert:
    """Tick an alert off; who did it first is remembered."""
    access.organizer(context, programme_id)
    alert = context.store.get(Alert, *Alert.key(programme_id, alert_id))
    if alert is None:
        raise NotFound
    if alert.state == "open":
        alert.handled_by = context.principal.person_id
        uow = context.begin()
        _tick_off(context, uow, alert)
        uow.commit()
    return alert


@retrying
def nudge(context: Context, programme_id: str, pair_id: str) -> Watched:
    """Remind a pair of what its colour says, now.

    Raises `NothingToRemindOf` when it is on track, paused or closed, `NudgedLately` within the limit of nudges.
    """
    programme = access.organizer(context, programme_id)
    pair, watch = context.store.get(Pair, *Pair.key(pair_id)), store.watch(context, pair_id)
    if pair is None or watch is None or pair.programme_id != programme_id:
        raise NotFound
    rules, now = store.rules_of(programme), context.clock()
    nudged = store.nudged(context, watch)
    facts = store.facts(watch, nudged)
    verdict = domain.evaluate(facts, rules, now)
    if verdict.colour not in domain.WORRYING:
        raise domain.NothingToRemindOf
    if facts.nudge_from(verdict.rule, now) > now:
        raise domain.NudgedLately
    given = sum(one.step == domain.NUDGE and one.rule == verdict.rule for one in facts.history)
    uow = context.begin()
    _act(context, uow, watch, domain.Action(domain.NUDGE, verdict.rule, verdict.days(now), given + 1), nudged)
    store.settle(watch, rules, now)
    uow.save(watch)
    uow.commit()
    return _judged(pair, watch, rules, now)


# Participants --------------------------------------------------------------------------------------------------------


@retrying
def ask(context: Context, pair_id: str, wish: str) -> None:
    """Tell the organizers that the pair needs `help`, a `pause` or an `end`; said twice on one day, it is one alert."""
    pair = access.pair_member(context, pair_id)
    watch = _watch(context, pair_id)
    today = clock.iso(context.clock())[:10]
    alert_id = Alert.id_of(pair_id, wish, today)
    if context.store.get(Alert, *Alert.key(pair.programme_id, alert_id)) is not None:
        return
    uow = context.begin()
    _raise(context, uow, watch, wish, cause=today)
    uow.save(watch)
    uow.publish(HelpRequested(pair.programme_id, pair_id, context.principal.person_id), aggregate=watch)
    uow.commit()
