"""People whose onboarding waits: they are reminded by the same rules and limits as pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, work
from mentoring.errors import NotFound, Stale
from mentoring.events.gatherings import OnboardingWaits
from mentoring.events.monitoring import OnboardingOverdue
from mentoring.store import retrying
from mentoring.tables.gatherings.onboarding import Onboarding
from mentoring.tables.monitoring import Newcomer, Nudged
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import StepKind, Worry
from monitoring import domain, store

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import OnboardingCompleted
    from mentoring.store import Page, UnitOfWork


@retrying
def note(context: Context, event: Event[OnboardingWaits | OnboardingCompleted]) -> None:
    """Record that somebody's onboarding waits, or doesn't any more; an event older than the last changes nothing."""
    data, sequence = event.data, event.meta.sequence
    key = Newcomer.key(data.participant_id)
    uow = context.begin()
    one = context.store.get(Newcomer, *key)
    if one is None or sequence > one.told_by:
        at, waits = clock.iso(event.meta.occurred_at), isinstance(data, OnboardingWaits)
        one = one or Newcomer(
            *key,
            programme_id=data.programme_id,
            participant_id=data.participant_id,
            person_id=data.person_id,
            since=data.since if isinstance(data, OnboardingWaits) else at,
        )
        if waits and not one.waits:  # they were ready and have something new to do: the days count from here
            one.since = at
        one.waits, one.told_by = waits, sequence
        rules = store.newcomer_rules(context, data.programme_id)
        one.set_due(rules.next_due(store.newcomer_facts(one), context.clock()))
        uow.save(one)
    uow.commit()


def forget(context: Context, uow: UnitOfWork, participant_id: str) -> None:
    """Add to the transaction that nobody waits for somebody who has left."""
    one = context.store.get(Newcomer, *Newcomer.key(participant_id))
    if one is not None and one.waits:
        one.waits = False
        one.set_due(None)
        uow.save(one)


def remind(context: Context) -> dict[str, int]:
    """Remind everybody who is due; return how many were due in this part, and how many reminded. Acts once."""
    counts, now = {"newcomers": 0, "reminded": 0}, context.clock()
    known: dict[str, domain.Rules] = {}

    def read(after: str, limit: int) -> Page[Newcomer]:
        return context.store.due_page(Newcomer, now, after=after, limit=limit)

    def each(due: list[Newcomer]) -> None:
        for one in due:
            if one.programme_id not in known:
                known[one.programme_id] = store.newcomer_rules(context, one.programme_id)
            try:
                reminded = _look(context, one, known[one.programme_id])
            except Stale:  # something changed at this moment: the next run looks again
                continue
            counts["newcomers"] += 1
            counts["reminded"] += reminded

    work.in_parts(context, read, each)
    return counts


def _look(context: Context, one: Newcomer, rules: domain.Rules) -> bool:
    """Do what is due about one person in one transaction; return whether they were reminded."""
    now, lately = context.clock(), _lately(context, one)
    facts = store.newcomer_facts(one, lately, _zone(context, one))
    actions = rules.judge(facts, now).actions
    uow = context.step()
    for action in actions:
        _remind(context, uow, one, lately, action)
    after = store.newcomer_facts(one, lately, _zone(context, one))
    one.set_due(rules.next_due(after, now))
    uow.save(one)
    uow.commit()
    return bool(actions)


def _lately(context: Context, one: Newcomer) -> Nudged:
    key = Nudged.key(one.person_id)
    return context.store.get(Nudged, *key) or Nudged(*key, person_id=one.person_id, at="")


def _zone(context: Context, one: Newcomer) -> str:
    """Return where somebody lives, as they say today or told this programme."""
    found = context.store.get(Participant, *Participant.key(one.programme_id, one.participant_id))
    return store.zones(context, [one.person_id], [found.zone] if found is not None else [])[0]


def _remind(context: Context, uow: UnitOfWork, one: Newcomer, lately: Nudged, action: domain.Action) -> None:
    store.remember_newcomer(one, domain.Step(action.rule, action.kind, context.clock(), action.days))
    store.note_nudge(lately, action.rule, context.clock())
    uow.save(lately)
    uow.publish(
        OnboardingOverdue(one.programme_id, one.participant_id, one.person_id, action.days, action.occurrence),
        aggregate=one,
    )


@retrying
def nudge(context: Context, programme_id: str, participant_id: str) -> Newcomer:
    """Remind somebody of their onboarding now, as an organizer asks.

    Raises `NothingLeftToDo` if they are ready or it is before the kick-off, `PersonNudgedLately` within the limit.
    """
    key = Newcomer.key(participant_id)
    access.organizer(context, programme_id, also=[key, Onboarding.key(programme_id)])
    one = context.store.get(Newcomer, *key)
    if one is None or one.programme_id != programme_id:
        raise NotFound
    rules, now, lately = store.newcomer_rules(context, programme_id), context.clock(), _lately(context, one)
    facts = store.newcomer_facts(one, lately)
    if not one.waits or rules.over or rules.waits or (rules.kick_off is not None and now < rules.kick_off):
        raise domain.NothingLeftToDo
    if facts.nudge_from(Worry.ONBOARDING, now) > now:
        raise domain.PersonNudgedLately
    given = sum(step.step == StepKind.NUDGE for step in facts.history)
    days = clock.full_days(clock.parse(one.since), now)
    uow = context.begin()
    _remind(context, uow, one, lately, domain.Action(StepKind.NUDGE, Worry.ONBOARDING, days, given + 1))
    one.set_due(rules.next_due(store.newcomer_facts(one, lately), now))
    uow.save(one)
    uow.commit()
    return one
