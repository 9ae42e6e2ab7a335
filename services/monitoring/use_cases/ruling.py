"""A programme's rules: what they are, what other numbers would change today, and looking at pairs again after a change.

The numbers themselves are settings of the programme, which recruitment saves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import access, watching, work
from mentoring.store import retrying
from mentoring.tables.monitoring import Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import StepKind, Worry
from mentoring.values import dataclass
from monitoring import domain, store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import RulesChanged
    from mentoring.store import Page
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.vocabulary import Colour

MOST_JUDGED = 500
"""Pairs by which a preview judges; of a larger programme, those that are listed first: the ones that need a person."""
MOST_NAMED = 12
"""Pairs that a preview names; it counts the others."""


@dataclass(frozen=True)
class Change:
    """A pair that other numbers would give another colour today; `days` are for how long each reason has applied."""

    pair_id: str
    name: str
    before: domain.Verdict
    after: domain.Verdict
    days: tuple[int, int]


@dataclass(frozen=True)
class Preview:
    """What other numbers would change today.

    `changes` names the first pairs, `changed` counts all of them by the colour they would have. `reminded` and `told`
    are how many pairs would be reminded within a day, and brought to the organizers. `judged` pairs were looked at;
    `all_of_them` is false if the programme has more.
    """

    changes: tuple[Change, ...]
    changed: Mapping[Colour, int]
    reminded: int
    told: int
    judged: int
    all_of_them: bool

    @property
    def more(self) -> int:
        """Return how many pairs would change that aren't named."""
        return sum(self.changed.values()) - len(self.changes)


def rules(context: Context, programme_id: str) -> Programme:
    """Return a programme, whose rules are among its settings, to its organizers."""
    return access.organizer(context, programme_id, access.ORGANIZERS)


def preview(context: Context, programme_id: str, tried: Mapping[str, float]) -> Preview:
    """Return what other numbers would change today; raises `Invalid` for numbers that can't be chosen.

    Two round trips after the programme: its watches, and the pairs that are named.
    """
    programme = rules(context, programme_id)
    watching.checked(tried)
    now, watches, all_of_them = context.clock(), *_watches(context, programme_id)
    before, after = store.rules_of(programme), store.rules_of(programme, tried)
    judged = [(one, *_verdicts(one, before, after, now)) for one in watches]
    changed = sorted(
        ((one, was, then) for one, was, then in judged if was.colour != then.colour),
        key=lambda one: domain.COLOURS.index(one[2].colour),
    )
    names = _names(context, [one.pair_id for one, *_ in changed[:MOST_NAMED]])
    return Preview(
        tuple(
            Change(one.pair_id, names.get(one.pair_id, one.name), was, then, (was.days(now), then.days(now)))
            for one, was, then in changed[:MOST_NAMED]
        ),
        {colour: number for colour in domain.COLOURS if (number := sum(one[2].colour == colour for one in changed))},
        sum(_is_new(StepKind.NUDGE, was, then) for _, was, then in judged),
        sum(_is_new(StepKind.ALERT, was, then) for _, was, then in judged),
        len(judged),
        all_of_them,
    )


def _watches(context: Context, programme_id: str) -> tuple[list[Watch], bool]:
    found: list[Watch] = []
    after = ""
    while len(found) < MOST_JUDGED:
        place = Watch.listed(programme_id)
        page = context.store.listed_page(Watch, *place, after=after, limit=MOST_JUDGED - len(found))
        found += page.items
        after = page.next
        if not after:
            return found, True
    return found, False


def _verdicts(
    one: Watch, before: domain.Rules, after: domain.Rules, now: datetime
) -> tuple[domain.Verdict, domain.Verdict]:
    facts = replace(store.facts(one), zones=())  # a reminder that is due at night goes out in the morning
    return before.judge(facts, now), after.judge(facts, now)


def _names(context: Context, pair_ids: list[str]) -> dict[str, str]:
    found = context.store.get_many(Pair, [Pair.key(one) for one in pair_ids]) if pair_ids else []
    return {one.pair_id: f"{one.mentee_name} – {one.mentor_name}" for one in found}


def _is_new(kind: StepKind, was: domain.Verdict, then: domain.Verdict) -> bool:
    """Return whether something would be done about a pair now that isn't due by the rules as they are."""
    known = {one.rule for one in was.actions if one.kind == kind}
    return any(one.kind == kind and one.rule not in known for one in then.actions)


def may_decide(context: Context, programme: Programme) -> bool:
    """Return whether the user may save rules, not only look at them."""
    return access.decides(context, programme)


def rhythms(programme: Programme, tried: Mapping[str, float]) -> dict[int, tuple[float, ...]]:
    """Return after how many days of silence what is done, by how many days a pair agreed are between its meetings."""
    tried_rules = store.rules_of(programme, tried)
    usual = programme.interval_days
    return {
        interval: tuple(days for days, _ in tried_rules.of_pair(interval).steps[Worry.SILENCE])
        for interval in sorted({7, usual, 2 * usual})
    }


def look_again(context: Context, event: Event[RulesChanged]) -> None:
    """Judge all pairs of a programme by its rules of today, in parts, each in a transaction of its own.

    What is due is left to the scan.
    """
    programme_id = event.data.programme_id
    today, now = store.rules(context, programme_id), context.clock()

    def read(after: str, limit: int) -> Page[Watch]:
        return context.store.listed_page(Watch, *Watch.listed(programme_id), after=after, limit=limit)

    def each(page: list[Watch]) -> None:
        for one in page:
            if _differs(one, today, now):
                _settle(context, one.pair_id, today)

    work.in_parts(context, read, each)


def _differs(one: Watch, today: domain.Rules, now: datetime) -> bool:
    """Return whether a watch has another colour, reason or due instant by these rules."""
    before = (one.colour, one.reason.get("rule"), one.due_at)
    store.settle(one, today, now)
    return before != (one.colour, one.reason.get("rule"), one.due_at)


@retrying
def _settle(context: Context, pair_id: str, today: domain.Rules) -> None:
    watch = store.watch(context, pair_id)
    if watch is None:
        return
    uow = context.step()
    store.settle(watch, today, context.clock())
    uow.save(watch)
    uow.commit()
