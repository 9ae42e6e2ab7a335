"""Somebody comes into the programme: they are invited to what was announced before, and get their onboarding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import gatherings as store
from gatherings.use_cases import telling
from gatherings.use_cases.onboarding import following
from mentoring.tables.gatherings.gathering import Gathering, GatheringsAhead
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import GatheringNews

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ApplicationAccepted


def arrive(context: Context, event: Event[ApplicationAccepted]) -> None:
    """Invite who was accepted to the gatherings ahead that are for them; who was invited before, isn't again."""
    key = Participant.key(event.data.programme_id, event.data.participant_id)
    part = context.store.get(Participant, *key)
    if part is not None and not part.withdrawn_at:
        _invite(context, part)
    following.come_in(context, event)


def _invite(context: Context, part: Participant) -> None:
    ahead = context.store.get(GatheringsAhead, *GatheringsAhead.key(part.programme_id))
    now = context.clock()
    ids = [one["gathering_id"] for one in ahead.all_for(part.role, part.participant_id)] if ahead is not None else []
    if not ids:
        return
    for item in context.store.get_many(Gathering, [Gathering.key(part.programme_id, one) for one in ids]):
        told = store.read(item)
        if told.stands and now < told.plan.closes_at:
            telling.tell_each(context, item, {part.person_id: part.participant_id}, GatheringNews.INVITED)
