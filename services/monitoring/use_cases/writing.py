"""That an organizer wrote to somebody is something that was tried about whatever is the matter with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import work
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Matter, Watch, Written
from mentoring.tables.pairing import PairMember
from mentoring.tables.vocabulary import MatterState
from monitoring import store
from monitoring.domain.letters import Letter

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.workspace import DeskMessageWritten
    from mentoring.store import Page

PAIRS_TOGETHER = 25
"""Memberships of a person that are read at once."""


def note(context: Context, event: Event[DeskMessageWritten]) -> None:
    """Record that an organizer wrote to somebody, on their pairs in the programme and for them alone; repeatable."""
    data = event.data
    if data.by == data.person_id:
        return

    def read(after: str, limit: int) -> Page[PairMember]:
        return context.store.listed_page(PairMember, *PairMember.listed(data.person_id), after=after, limit=limit)

    def each(mine: list[PairMember]) -> None:
        for one in mine:
            if one.programme_id == data.programme_id:
                _of_pair(context, one, Letter(event.meta.occurred_at, one.participant_id))

    if data.participant_id and not work.cursor(context):
        _of_person(context, data.programme_id, Letter(event.meta.occurred_at, data.participant_id))
    work.in_parts(context, read, each, together=PAIRS_TOGETHER)


@retrying
def _of_pair(context: Context, one: PairMember, letter: Letter) -> None:
    """Record it on a pair that goes on, or that needs somebody though it has ended."""
    about = Matter.key(one.programme_id, one.pair_id)
    read = context.store.get_many(Item, [Watch.key(one.pair_id), about])
    watch = next((item for item in read if isinstance(item, Watch)), None)
    needs = any(isinstance(item, Matter) and item.state is not MatterState.DONE for item in read)
    if watch is None or (watch.closed and not needs):
        return
    uow = context.step()
    watch.written = store.kept_letters(watch.written, letter)
    uow.save(watch)
    uow.commit()


@retrying
def _of_person(context: Context, programme_id: str, letter: Letter) -> None:
    """Record it for somebody who needs an organizer without being in a pair."""
    who = letter.to
    read = context.store.get_many(Item, [Matter.key(programme_id, who), Written.key(who)])
    if not any(isinstance(item, Matter) and item.state is not MatterState.DONE for item in read):
        return
    kept = next((item for item in read if isinstance(item, Written)), None)
    kept = kept or Written(*Written.key(who), programme_id=programme_id, participant_id=who)
    uow = context.step()
    kept.written = store.kept_letters(kept.written, letter)
    uow.save(kept)
    uow.commit()
