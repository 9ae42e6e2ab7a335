"""In which pairs people are, for the list of applications: read of the pair itself, so in whatever order news come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application
from recruitment import counting

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairAgreed, PairClosed


@retrying
def follow(context: Context, event: Event[PairAgreed] | Event[PairClosed]) -> None:
    """Note on both applications whether this pair is one they are in now."""
    pair = context.store.get(Pair, *Pair.key(event.data.pair_id))
    uow = context.begin()
    if pair is not None:
        programme_id, both = pair.programme_id, (pair.mentor_id, pair.mentee_id)
        keys = [Application.key(programme_id, one) for one in both]
        context.store.get_many(Item, [*keys, *counting.keys_of(programme_id, *both)])
        changed = [one for one in context.store.get_many(Application, keys) if _note(one, pair)]
        for one in changed:
            uow.save(one)
        counting.note(context, uow, *changed)
    uow.commit()


def _note(one: Application, pair: Pair) -> bool:
    """Put a pair on an application, or off it once it is over; return whether that changes anything."""
    before = list(one.pairs)
    others = [each for each in before if each != pair.pair_id]
    one.pairs = others if pair.outcome else sorted([*others, pair.pair_id])
    return one.pairs != before
