"""What pairs ask their organizers for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock
from mentoring.events.monitoring import HelpRequested
from mentoring.store import retrying
from mentoring.tables.monitoring import Watch
from monitoring import store
from monitoring.use_cases.events import watch_of
from monitoring.use_cases.raising import raise_matter, why

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.pairing import Pair
    from mentoring.tables.vocabulary import Worry


def pair_of(context: Context, pair_id: str) -> Pair:
    """Return the user's pair."""
    return access.pair_member(context, pair_id)


@retrying
def ask(context: Context, pair_id: str, wish: Worry) -> Pair:
    """Tell the organizers that the pair needs `help`, a `pause` or an `end`; twice on one day is once."""
    pair = access.pair_member(context, pair_id, also=[Watch.key(pair_id)])
    watch = watch_of(context, pair_id)
    today = clock.iso(context.clock())[:10]
    if store.record(watch).alerted_on(today, wish):
        return pair
    uow = context.begin()
    raise_matter(context, uow, watch, [why(context, wish)])
    uow.save(watch)
    uow.publish(HelpRequested(pair.programme_id, pair_id, context.principal.person_id), aggregate=watch)
    uow.commit()
    return pair
