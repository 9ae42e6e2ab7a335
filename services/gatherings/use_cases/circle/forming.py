"""Groups that were sent are formed, one in a transaction: each looks for a date, and its people are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import circles as store
from gatherings.use_cases.circle.ours import tell
from mentoring import work
from mentoring.errors import NotFound
from mentoring.events.gatherings import CircleFormed
from mentoring.tables.vocabulary import CircleNews

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import CirclesSent
    from mentoring.tables.gatherings.circle import CircleRound

TOGETHER = 10


def form(context: Context, event: Event[CirclesSent]) -> None:
    """Form the groups of a round; those that were formed before stay as they are."""
    found = store.load_round(context, event.data.programme_id, event.data.round_id)
    if found is None:
        raise NotFound
    groups = list(enumerate(store.read_round(found).checked().groups, found.first))

    def each(some: list[tuple[int, tuple[str, ...]]]) -> None:
        for number, people in some:
            _form(context, found, number, people)

    work.in_parts(context, work.pages_of(groups, lambda one: f"{one[0]:05}"), each, together=TOGETHER)


def _form(context: Context, found: CircleRound, number: int, people: tuple[str, ...]) -> None:
    parts = {str(one): str(part) for one, part in found.people}
    circle = store.new(found, number, [[one, parts[one]] for one in people], context.clock())
    if store.load(context, circle.programme_id, circle.circle_id) is not None:
        return
    uow = context.step()
    uow.save(circle)
    for one in people:
        uow.save(store.member(circle, one, parts[one]))
    uow.publish(CircleFormed(circle.programme_id, circle.circle_id), aggregate=circle)
    tell(uow, circle, people, CircleNews.FORMED)
    uow.commit()
