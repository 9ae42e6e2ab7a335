"""The scan: looks at pairs that are due, each in a transaction of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import work
from mentoring.errors import Stale
from mentoring.tables.monitoring import Watch
from mentoring.tables.vocabulary import StepKind
from monitoring import store
from monitoring.use_cases import deferring, newcomers
from monitoring.use_cases.raising import act

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import Page
    from mentoring.tables.monitoring import Nudged
    from monitoring import domain

LOOKED_AT_TOGETHER = 100
"""Pairs per page of the scan. Within a page, nobody is reminded of a survey just before a missing meeting."""


def scan(context: Context) -> dict[str, int]:
    """Look at every pair that is due: nudge, raise a matter, move on. Running it twice, or twice at once, acts once.

    Return how many pairs were due in this part, nudged, alerted, suggested to be closed, and moved on without any of
    it. A pair that fails doesn't hold up others; the error is raised at the end of the part.
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
            counts["nudged"] += StepKind.NUDGE in kinds
            counts["alerted"] += kinds.count(StepKind.ALERT)
            counts["suggested"] += kinds.count(StepKind.SUGGEST)
            counts["advanced"] += not kinds

    now = context.clock()

    def read(after: str, limit: int) -> Page[Watch]:
        return context.store.due_page(Watch, now, after=after, limit=limit)

    work.in_parts(context, read, look_at, together=LOOKED_AT_TOGETHER)
    if faults:
        raise ExceptionGroup(f"not looked at: {', '.join(faults)}", list(faults.values()))
    return counts


SCHEDULES = {"scan": scan, "newcomers": newcomers.remind, "matters": deferring.bring_back}
"""What is looked at every hour, by the name under which it goes on when it takes several parts."""


def _surveys_last(context: Context, due: list[Watch], known: dict[str, domain.Rules]) -> list[Watch]:
    """Return the pairs so that who hears of a meeting that doesn't come is not told of a survey just before."""

    def rank(watch: Watch) -> bool:
        try:
            return _rules(context, watch, known).judge(store.facts(watch), context.clock()).only_of_survey
        except Exception:  # noqa: BLE001 - what is wrong is told when the pair is looked at
            return False

    return sorted(due, key=rank)


def _rules(context: Context, watch: Watch, known: dict[str, domain.Rules]) -> domain.Rules:
    """Return the rules of a pair's programme, read once per scan."""
    if watch.programme_id not in known:
        known[watch.programme_id] = store.rules(context, watch.programme_id)
    return known[watch.programme_id]


def _look(context: Context, watch: Watch, known: dict[str, domain.Rules]) -> list[str]:
    """Do what is due about one pair in one transaction; return the kinds of what was done."""
    rules, now = _rules(context, watch, known), context.clock()
    nudged: list[Nudged] = []
    unreached = False
    verdict = rules.judge(store.facts(watch), now)
    if any(one.kind == StepKind.NUDGE for one in verdict.actions):
        nudged = store.reached(context, watch)
        unreached = bool(watch.people) and not nudged
        watch.zones = store.zones(context, watch.people, watch.zones)
        verdict = rules.judge(store.facts(watch, nudged, unreached=unreached), now)
    uow = context.step()
    act(context, uow, watch, verdict.actions, nudged)
    store.settle(watch, rules, now, nudged, unreached=unreached)
    uow.save(watch)
    uow.commit()
    return [action.kind for action in verdict.actions]
