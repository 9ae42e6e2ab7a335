"""A group to those who are in it: for everybody else it doesn't exist, for organizers neither."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gatherings.domain.turns import asks_again
from gatherings.store import circles as store
from mentoring import access, clock, people
from mentoring.errors import NotFound
from mentoring.events.gatherings import CircleChanged, CircleTold
from mentoring.tables.core import Item
from mentoring.tables.gatherings.circle import CaseCard, Circle, CircleMember, CircleSteps
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import CircleRole, CircleState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gatherings.domain.circle_meeting import Meeting
    from gatherings.domain.circle_poll import Poll
    from gatherings.domain.circle_steps import Steps
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.vocabulary import CircleDeed, CircleNews


@dataclass(frozen=True)
class Ours:
    """A group to one of its people (`me`, a person id): with the clock of its steps, and the card that they may see.

    `card` is what the presenter wrote; None unless the reader may open it.
    """

    item: Circle
    me: str
    clock: CircleSteps | None
    card: CaseCard | None = None
    parts: tuple[Participant, ...] = ()
    programme: Programme | None = None

    @property
    def poll(self) -> Poll:
        """Return the group's poll."""
        return store.poll(self.item)

    @property
    def meeting(self) -> Meeting | None:
        """Return the meeting that is arranged, or the last one; None while the group looks for a date."""
        return store.meeting(self.item)

    @property
    def steps(self) -> Steps:
        """Return the clock of the steps."""
        return store.steps(self.clock)

    @property
    def is_confirmed(self) -> bool:
        """Return whether the reader promised confidentiality."""
        return self.me in self.item.confirmed

    @property
    def my_role(self) -> CircleRole:
        """Return as what the reader comes."""
        return CircleRole(self.item.roles.get(self.me, CircleRole.CONSULTANT))

    def name(self, person_id: str) -> str:
        """Return somebody's name, empty for who isn't there any more."""
        return next((one.name for one in self.parts if one.person_id == person_id), "")


def ours(context: Context, programme_id: str, circle_id: str, *also: access.Key) -> Ours:
    """Return a group to one of its people, in one round trip; raises `NotFound` for everybody else."""
    me = access.person(context)
    read = context.store.get_many(Item, [Circle.key(programme_id, circle_id), CircleSteps.key(circle_id), *also])
    item = next((one for one in read if isinstance(one, Circle)), None)
    if item is None or me not in store.people_of(item):
        raise NotFound
    return Ours(item, me, next((one for one in read if isinstance(one, CircleSteps)), None))


def whole(context: Context, programme_id: str, circle_id: str) -> Ours:
    """Return a group with all that its page shows, in two round trips: names, the card, the programme."""
    found = ours(context, programme_id, circle_id, Programme.key(programme_id))
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if programme is None:
        raise NotFound
    cards = card_keys(found)
    found = named(context, found, *cards)
    card = next((one for key in cards if (one := context.store.get(CaseCard, *key)) is not None), None)
    visible = card if card is not None and may_read(context, found, card) else None
    return replace(found, card=visible, programme=programme)


def named(context: Context, found: Ours, *also: access.Key) -> Ours:
    """Return a group with its people, by name, in one round trip; `also` are read in it."""
    keys = [Participant.key(found.item.programme_id, one) for one in store.people_of(found.item).values()]
    context.store.get_many(Item, [*keys, *(Person.key(one) for one in store.people_of(found.item)), *also])
    parts = people.known(context, keys)
    return replace(found, parts=tuple(sorted(parts, key=lambda one: (one.name.casefold(), one.participant_id))))


def card_keys(found: Ours) -> list[access.Key]:
    """Return the keys of the card of the one who presents, and of what the reader wrote for this meeting."""
    if not found.item.starts_at:
        return []
    presents = (one for one, role in found.item.roles.items() if role == CircleRole.PRESENTER)
    return [CaseCard.key(store.card_id(found.item, one)) for one in dict.fromkeys([*presents, found.me])]


def may_read(context: Context, found: Ours, card: CaseCard) -> bool:
    """Return whether the reader may open a card: its author; of others who confirmed, until it is kept or erased."""
    if card.author == found.me:
        return True
    meeting = found.meeting
    goes_on = meeting is not None and context.clock() < meeting.erased_at
    return bool(found.is_confirmed and card.shown_at and not card.kept_at and not card.erased_at and goes_on)


def arranged(found: Ours) -> bool:
    """Return whether the group has a date."""
    return found.item.state == CircleState.ARRANGED


def of_mine(context: Context) -> list[CircleMember]:
    """Return in which groups the user is."""
    return context.store.listed(CircleMember, *CircleMember.listed(access.person(context)))


def of_mine_whole(context: Context) -> list[Circle]:
    """Return the user's groups; of those that are formed, the newest first."""
    keys = [Circle.key(one.programme_id, one.circle_id) for one in of_mine(context)]
    found = context.store.get_many(Circle, keys) if keys else []
    return sorted(found, key=lambda one: one.formed_at, reverse=True)


def asks_again_of(found: Ours, now: datetime) -> int:
    """Return after how many seconds a page that follows the steps asks again; 0 for never."""
    return asks_again(found.steps, now, clock.parse(found.clock.changed_at) if found.clock is not None else None)


def changed(uow: UnitOfWork, item: Circle, deed: CircleDeed) -> None:
    """Save a group in a transaction, and say what became different."""
    uow.save(item)
    uow.publish(CircleChanged(item.programme_id, item.circle_id, deed, item.nth), aggregate=item)


def tell(uow: UnitOfWork, item: Circle, people_: Iterable[str], news: CircleNews) -> None:
    """Tell people of a group something by mail, in the transaction that changes it."""
    parts = store.people_of(item)
    for one in people_:
        uow.publish(CircleTold(item.programme_id, item.circle_id, one, parts[one], news, item.nth), aggregate=item)
