"""What organizers see and do: pairs, alerts, a reminder by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import NotFound
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.notifications import Mailbox
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import AlertState, StepKind
from mentoring.values import dataclass
from monitoring import domain, store
from monitoring.use_cases.alerts import act, tick_off

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mentoring.context import Context


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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
    alone = {one.participant_id: one.name for one in people}
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
    items = context.store.listed(Item, Programme.listing(programme.programme_id))
    watches = {one.pair_id: one for one in items if isinstance(one, Watch)}
    rules, now = store.rules_of(programme), context.clock()
    agreed = [one for one in items if isinstance(one, Pair) and one.pair_id in watches]
    found = [_judged(one, watches[one.pair_id], rules, now) for one in agreed]
    return sorted(found, key=lambda one: (domain.COLOURS.index(one.verdict.colour), one.pair.mentee_name))


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
    found = context.store.query(Alert, *Alert.of(programme_id))
    return sorted(found, key=lambda one: one.raised_at, reverse=True)


@retrying
def handle(context: Context, programme_id: str, alert_id: str) -> Alert:
    """Tick an alert off; who did it first is remembered."""
    access.organizer(context, programme_id)
    alert = context.store.get(Alert, *Alert.key(programme_id, alert_id))
    if alert is None:
        raise NotFound
    if alert.state == AlertState.OPEN:
        alert.handled_by = context.principal.person_id
        uow = context.begin()
        tick_off(context, uow, alert)
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
    given = sum(one.step == StepKind.NUDGE and one.rule == verdict.rule for one in facts.history)
    uow = context.begin()
    act(context, uow, watch, domain.Action(StepKind.NUDGE, verdict.rule, verdict.days(now), given + 1), nudged)
    store.settle(watch, rules, now)
    uow.save(watch)
    uow.commit()
    return _judged(pair, watch, rules, now)
