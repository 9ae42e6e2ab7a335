"""Accounts: what a person says of themselves, and what others' events tell of them and their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity import store
from mentoring import access, clock
from mentoring.errors import N_, Invalid, NotFound, SignInRequired
from mentoring.events.identity import PersonChanged, PersonRegistered
from mentoring.people import person_id_of
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address, Person
from mentoring.tables.notifications import Mailbox
from mentoring.tables.once import OnceItem
from mentoring.tables.recruitment import Application, Participant
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairAgreed
    from mentoring.events.recruitment import AddressConfirmed, ApplicationAccepted
    from mentoring.store.port import Together


def me(context: Context, *also: tuple[str, str]) -> Person:
    """Return the signed-in user, if the session hasn't ended; `also` is read with it, for the next step.

    An access token outlives its session by some minutes. That is good enough for reading a page, but not for changing
    an account.
    """
    return with_me(context, also)[0]


def with_me(
    context: Context, also: Iterable[tuple[str, str]] = (), once: Iterable[str] = ()
) -> tuple[Person, Together]:
    """Return the signed-in user as `me` does, and what was read with them: `also` of core, and `once` of its table."""
    person_id, place = access.person(context), OnceItem.session(context.principal.session)
    read = context.store.together([Person.key(person_id), *also], dict.fromkeys([place, *once]))
    family = store.family(read.once.get(place))
    if family is None or family.person_id != person_id:
        raise SignInRequired
    someone = read.item(Person, Person.key(person_id))
    if someone is None:
        raise NotFound
    return someone, read


@dataclass(frozen=True)
class Account:
    """The signed-in user, what is known about the address they signed in with, and all addresses they verified.

    `phone` and `prefers` are what a partner sees now, from the account or else from the last application.
    """

    me: Person
    mailbox: Mailbox | None
    addresses: list[str]
    phone: str
    prefers: str


def account(context: Context) -> Account:
    """Return the signed-in user's account."""
    key = Mailbox.key(context.principal.email)
    someone = me(context, key)
    belongings = context.store.listed(Item, Person.listing(someone.person_id))
    told = {name: getattr(someone, name) for name in ("phone", "prefers") if name in someone.own}
    taking_part = [one for one in belongings if isinstance(one, Participant)]
    wrote = max(taking_part, key=lambda one: one.accepted_at).profile if taking_part else {}
    return Account(
        me=someone,
        mailbox=context.store.get(Mailbox, *key),
        addresses=_addresses(someone, belongings),
        phone=str(told.get("phone", wrote.get("phone", ""))),
        prefers=str(told.get("prefers", wrote.get("prefers", ""))),
    )


def _addresses(someone: Person, belongings: list[Item]) -> list[str]:
    """Return the addresses somebody verified; that of before they were listed is known from the account."""
    listed = [one.email for one in belongings if isinstance(one, Address)]
    return list(dict.fromkeys([one for one in (someone.email, *someone.others, *listed) if one]))


@retrying
def change_me(context: Context, changes: dict[str, str], expected: str) -> Person:
    """Change what the user says of themselves: from now on it applies everywhere.

    A partner can be told only an address that the user verified; raises `Invalid` for another one.
    """
    someone = me(context)
    someone.expect(expected)
    wished = changes.get("contact_email", "")
    belongings = context.store.listed(Item, Person.listing(someone.person_id)) if wished else []
    if wished and wished not in _addresses(someone, belongings):
        raise Invalid(fields={"/contact_email": N_("Choose one of your own addresses.")})
    for name, value in changes.items():
        setattr(someone, name, value)
    someone.own = sorted({*someone.own, *changes})
    uow = context.begin()
    uow.save(someone)
    uow.publish(PersonChanged(someone.person_id), aggregate=someone)
    uow.commit()
    return someone


def meet_participant(context: Context, event: Event[ApplicationAccepted]) -> None:
    """Give an accepted applicant an account, which contains only the address.

    What the application says about them comes from one programme, and maybe from its organizer's file.
    """
    accepted = event.data
    if context.store.get(Person, *Person.key(accepted.person_id)) is not None:
        return
    participant = context.store.get(Participant, *Participant.key(accepted.programme_id, accepted.participant_id))
    if participant is None:
        raise NotFound
    someone = Person(
        *Person.key(accepted.person_id),
        person_id=accepted.person_id,
        email=participant.email,
        registered_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(someone)
    uow.publish(PersonRegistered(accepted.person_id), aggregate=someone)
    uow.commit()


def know_address(context: Context, event: Event[AddressConfirmed]) -> None:
    """Mark an address as confirmed, because somebody answered from the link mailed to it."""
    data = event.data
    one = context.store.get(Application, *Application.key(data.programme_id, data.application_id))
    if one is None:
        raise NotFound
    _know(context, [one.email])


def know_pair(context: Context, event: Event[PairAgreed]) -> None:
    """Mark both addresses as confirmed: both said yes, from the links in their mails or signed in."""
    data = event.data
    keys = [Participant.key(data.programme_id, one) for one in (data.mentor_id, data.mentee_id)]
    _know(context, [one.email for one in context.store.get_many(Participant, keys)])


@retrying
def _know(context: Context, emails: list[str]) -> None:
    uow = context.begin()
    known = {(one.pk, one.sk): one for one in context.store.get_many(Address, [Address.key(one) for one in emails])}
    for email in dict.fromkeys(emails):
        one = known.get(Address.key(email)) or Address(*Address.key(email))
        if not one.is_verified:
            one.verify(person_id_of(context, email), email, clock.iso(context.clock()))
            uow.save(one)
    uow.commit()
