"""A person changes their name: their pairs show the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.batches import batched
from mentoring.store import retrying
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair, PairMember
from mentoring.tables.recruitment import Participant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.identity import PersonChanged
    from mentoring.events.recruitment import ApplicationCorrected

TOGETHER = 40
"""Pairs per transaction: two items each."""


def rename(context: Context, event: Event[PersonChanged]) -> None:
    """Write a person's own name on their pairs, some at a time, each step repeatable."""
    changed = event.data
    someone = context.store.get(Person, *Person.key(changed.person_id))
    name = someone.says("name") if someone is not None else ""
    if not name:
        return
    own = context.store.listed(PairMember, *PairMember.listed(changed.person_id))
    pair_ids = sorted({one.pair_id for one in own})
    for some in batched(pair_ids, TOGETHER):
        _rename(context, changed.person_id, name, some)


def follow_correction(context: Context, event: Event[ApplicationCorrected]) -> None:
    """Write a name that organizers corrected on somebody's pairs, unless their account has a name of its own."""
    told = event.data
    who = context.store.get(Participant, *Participant.key(told.programme_id, told.application_id))
    if who is None:
        return
    account = context.store.get(Person, *Person.key(who.person_id))
    if account is not None and account.says("name"):
        return
    own = context.store.listed(PairMember, *PairMember.listed(who.person_id))
    pair_ids = sorted({one.pair_id for one in own if one.participant_id == who.participant_id})
    for some in batched(pair_ids, TOGETHER):
        _rename(context, who.person_id, who.name, some)


@retrying
def _rename(context: Context, person_id: str, name: str, pair_ids: Sequence[str]) -> None:
    pairs = context.store.get_many(Pair, [Pair.key(one) for one in pair_ids])
    others = [PairMember.key(one.pair_id, access.partner(one, person_id)) for one in pairs]
    partners = context.store.get_many(PairMember, others)
    uow = context.step()
    for pair in pairs:
        field = "mentor_name" if person_id == pair.mentor_person_id else "mentee_name"
        if getattr(pair, field) != name:
            setattr(pair, field, name)
            uow.save(pair)
    for partner in partners:
        if partner.partner_name != name:
            partner.partner_name = name
            uow.save(partner)
    uow.commit()
