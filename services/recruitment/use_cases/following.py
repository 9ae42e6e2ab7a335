"""Applications follow their person: to the main address, to another account, and away from an address they gave up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import ids
from mentoring.events.recruitment import AddressCorrected
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Person
from mentoring.tables.once import OnceItem
from mentoring.tables.recruitment import Application, Participant
from recruitment import counting
from recruitment.use_cases.applications import list_for
from recruitment.use_cases.reached import application_ids, lead, readdressed

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.identity import AddressesChanged
    from mentoring.store import UnitOfWork


def follow(context: Context, event: Event[AddressesChanged]) -> None:
    """Let everything somebody applied with follow a change of their addresses, each in a step of its own.

    What was applied for with an address that joined the account becomes theirs. Mail goes to the main address. An
    address that was given up leads to none of it, because its mailbox may be given to somebody else.
    """
    data = event.data
    someone = context.store.get(Person, *Person.key(data.person_id))
    if someone is not None:
        news = context.store.once(OnceItem.address(data.change_id))
        removed = list(news.data["removed"]) if news is not None else []
        owners = [one for one in (data.person_id, data.came_from) if one]
        theirs = [one for owner in owners for one in context.store.listed(Item, Person.listing(owner))]
        for one in theirs:
            if isinstance(one, Application):
                _follow(context, someone, removed, one.programme_id, one.application_id)
    context.begin().commit()


@retrying
def _follow(context: Context, someone: Person, removed: list[str], programme_id: str, application_id: str) -> None:
    keys = [
        Application.key(programme_id, application_id),
        Participant.key(programme_id, application_id),
        *counting.keys_of(programme_id, application_id),
    ]
    context.store.get_many(Item, keys)
    one = context.store.get(Application, *keys[0])
    if one is None:
        return
    part = context.store.get(Participant, *keys[1])
    uow = context.step()
    old, new = one.email, someone.email
    if old != new and not _is_taken(context, one, new):
        readdressed(one, new)
        lead(context, uow, one, new, application_id)
        corrected = AddressCorrected(application_id, programme_id, ids.address_key(old), ids.address_key(new))
        uow.publish(corrected, aggregate=one)
    for email in removed:
        if email != one.email:
            _lead_away(context, uow, one, email)
    list_for(one, someone.person_id)
    uow.save(one)
    counting.note(context, uow, one)
    if part is not None:
        part.email, part.person_id, part.list_pk = one.email, someone.person_id, Person.listing(someone.person_id)
        part.known_as = list(one.known_as)
        uow.save(part)
    uow.commit()


def _is_taken(context: Context, one: Application, email: str) -> bool:
    """Return whether the address leads to another application of this role."""
    (led,) = application_ids(context, one.programme_id, [(one.role, email)])
    return (
        led != one.application_id
        and context.store.get(Application, *Application.key(one.programme_id, led)) is not None
    )


def _lead_away(context: Context, uow: UnitOfWork, one: Application, email: str) -> None:
    """Lead an address that leads to this application to one that doesn't exist yet."""
    (led,) = application_ids(context, one.programme_id, [(one.role, email)])
    if led == one.application_id:
        lead(context, uow, one, email, ids.new())
