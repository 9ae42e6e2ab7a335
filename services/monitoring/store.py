"""Tables ↔ domain of monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.monitoring import Watch
from mentoring.tables.recruitment import Programme
from monitoring.domain import Facts, Rules, Step, Verdict, next_due

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context


def watch(context: Context, pair_id: str) -> Watch | None:
    """Return a pair's watch."""
    return context.store.get(Watch, *Watch.key(pair_id))


def rules(context: Context, programme_id: str) -> Rules:
    """Return a programme's rules."""
    programme = context.store.get(Programme, *Programme.key(programme_id))
    return Rules.of(int(programme.interval_days), programme.rules) if programme else Rules()


def facts(one: Watch) -> Facts:
    """Return a watch as the rules see it."""

    def instant(text: str | None) -> datetime | None:
        return clock.parse(text) if text else None

    return Facts(
        started_at=clock.parse(one.started_at),
        held_count=int(one.held_count),
        first_held_at=instant(one.first_held_at),
        last_held_at=instant(one.last_held_at),
        planned=tuple(clock.parse(start) for start in one.planned.values()),
        contract_signed=bool(one.contract_signed),
        goal_agreed=bool(one.goal_agreed),
        surveys=tuple(clock.parse(at) for at in one.surveys.values()),
        paused_until=instant(one.paused_until),
        closed=bool(one.closed),
        history=tuple(Step(each["rule"], each["step"], clock.parse(each["at"])) for each in one.history),
    )


def settle(one: Watch, verdict: Verdict, rules_of: Rules, now: datetime) -> Watch:
    """Put colour and reason on a watch, and the watch on the due index where it belongs."""
    one.colour, one.reason = verdict.colour, {"rule": verdict.rule, "days": verdict.days}
    one.set_due(next_due(facts(one), rules_of, now))
    return one
