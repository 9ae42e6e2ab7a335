"""Whether monitoring's events are still true: silence, and matters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.gatherings.onboarding import OnboardingProgress
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Matter
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import PROGRAMME_OVER, MatterState, MeetingState, Worry
from notifications.truth import pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.monitoring import MatterRaised, OnboardingOverdue, PairWentInactive
    from mentoring.tables.pairing import Pair

NUDGE_LIVES = timedelta(days=5)
"""After that the next nudge may be due (domain.md §2.6)."""
PLANNED_FOR = timedelta(hours=72)
"""A confirmed meeting without an answer counts until it is presumed held (domain.md §2.5)."""


def silence_lasts(context: Context, event: Event[PairWentInactive]) -> bool:
    """The reason still applies, the process isn't paused, and the nudge is recent."""
    one, now = pairs.pair(context, event.data.pair_id), context.clock()
    if one is None:
        return True
    if one.outcome or one.rests(now) or now > event.meta.occurred_at + NUDGE_LIVES:
        return False
    return LASTS[event.data.rule](context, event, one)


def onboarding_waits(context: Context, event: Event[OnboardingOverdue]) -> bool:
    """Something required is left, they still take part, the programme goes on, and the reminder is recent."""
    data = event.data
    if context.clock() > event.meta.occurred_at + NUDGE_LIVES:
        return False
    programme = context.store.get(Programme, *Programme.key(data.programme_id))
    one = context.store.get(Participant, *Participant.key(data.programme_id, data.participant_id))
    if (programme is not None and programme.stage in PROGRAMME_OVER) or (one is not None and one.withdrawn_at):
        return False
    progress = context.store.get(OnboardingProgress, *OnboardingProgress.key(data.programme_id, data.participant_id))
    return progress is not None and progress.left > 0


def matter_is_open(context: Context, event: Event[MatterRaised]) -> bool:
    """The matter is still open for this reason."""
    one = context.store.get(Matter, *Matter.key(event.data.programme_id, event.data.about))
    if one is None or one.state != MatterState.OPEN:
        return False
    return any(why["rule"] == event.data.rule for why in one.reasons)


def _meets(context: Context, event: Event[PairWentInactive], pair: Pair) -> bool:
    """Return whether the pair has met since the nudge was due, or has a confirmed meeting."""
    met = pair.last_held_at and clock.parse(pair.last_held_at) > event.meta.occurred_at
    ahead = (
        one.state in (MeetingState.CONFIRMED, MeetingState.TO_CONFIRM)
        and clock.parse(one.starts_at) + PLANNED_FOR > context.clock()
        for one in context.store.query(Meeting, *Meeting.of(pair.pair_id))
    )
    return bool(met) or any(ahead)


def _silent(context: Context, event: Event[PairWentInactive], pair: Pair) -> bool:
    return not _meets(context, event, pair)


LASTS: Mapping[str, Callable[[Context, Event[PairWentInactive], Pair], bool]] = {
    Worry.FIRST_MEETING: _silent,
    Worry.SILENCE: _silent,
    Worry.CONTRACT: lambda _context, _event, pair: not pair.contract_signed_at,
    Worry.GOAL: lambda _context, _event, pair: not pair.goal_agreed_at,
    Worry.SURVEY: lambda _context, _event, _pair: True,  # the recipe writes only to those who haven't answered
}
"""Whether what a nudge reminds of is still so, by its rule."""
