"""Whether what is told of people who would like to meet is still true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, meant
from mentoring.tables.gatherings.directory import Introduction
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import PROGRAMME_OVER, IntroductionState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import IntroductionAccepted, IntroductionAsked


def waits(context: Context, event: Event[IntroductionAsked]) -> bool:
    """The question of this turn waits, both take part, and who is asked didn't say «not with them» when they applied.

    A question that is never mailed looks to who asked like one that isn't answered.
    """
    data = event.data
    item = _item(context, event)
    if item is None or item.turn != data.turn or item.state != IntroductionState.ASKED:
        return False
    if context.clock() >= clock.parse(item.until):
        return False
    both = _both(context, item)
    return both is not None and not meant.persons(context, both[:1], both[1].profile.get("not_with", ()))


def met(context: Context, event: Event[IntroductionAccepted]) -> bool:
    """Both said yes, and take part."""
    item = _item(context, event)
    return item is not None and item.state == IntroductionState.MET and _both(context, item) is not None


def _item(context: Context, event: Event[IntroductionAsked] | Event[IntroductionAccepted]) -> Introduction | None:
    """Return the wish, unless it is forgotten by now."""
    data = event.data
    key = Introduction.key(data.programme_id, data.asker_person_id, data.asked_person_id)
    item = context.store.get(Introduction, *key)
    return item if item is not None and item.introduction_id == data.introduction_id else None


def _both(context: Context, item: Introduction) -> tuple[Participant, Participant] | None:
    """Return who asked and who was asked, unless one has left or the programme is over."""
    programme = context.store.get(Programme, *Programme.key(item.programme_id))
    parts = [
        context.store.get(Participant, *Participant.key(item.programme_id, one))
        for one in (item.asker_id, item.asked_id)
    ]
    present = [one for one in parts if one is not None and not one.withdrawn_at]
    if programme is None or programme.stage in PROGRAMME_OVER or len(present) != len(parts):
        return None
    return present[0], present[1]
