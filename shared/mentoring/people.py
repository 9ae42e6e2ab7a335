"""People's names, languages and zones as of today.

What people set in their account applies everywhere. Until then, each programme uses what it was told itself: an import
into one programme doesn't change what another one shows or sends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import addresses, ids
from mentoring.errors import NotFound
from mentoring.tables.identity import Address, Person
from mentoring.tables.notifications import Mailbox
from mentoring.tables.recruitment import Participant
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentoring.context import Context

TOLD = ("name", "form", "locale", "zone")
REACHED = ("phone", "prefers", "contact_email")
"""How a partner reaches somebody: what the account says of it, else what they wrote in their application."""


def participants(context: Context, programme_id: str, ids: Sequence[str]) -> list[Participant]:
    """Return participants in the order of their ids, with the names and zones of today.

    Raises `NotFound` if one of the ids has no participant.
    """
    found = known(context, [Participant.key(programme_id, one) for one in ids])
    if len(found) != len(ids):
        raise NotFound
    return found


def known(context: Context, keys: Sequence[tuple[str, str]]) -> list[Participant]:
    """Return the participants that exist under these keys, of whatever programme; two round trips."""
    return today(context, context.store.get_many(Participant, keys) if keys else [])


def today(context: Context, found: Sequence[Participant]) -> list[Participant]:
    """Return participants with the names and zones of today, in one round trip. Never save the returned items.

    Their profile also has `REACHED` as of today (`reach`).
    """
    accounts = by_id(context, [one.person_id for one in found])
    for one in found:
        account = accounts.get(one.person_id)
        if account is not None:
            for field in TOLD:
                setattr(one, field, account.says(field) or getattr(one, field))
            one.profile = one.profile | {field: getattr(account, field) for field in REACHED if field in account.own}
    return list(found)


@dataclass(frozen=True)
class Reach:
    """How somebody is reached by their partner: an address, maybe a phone number, and which they like better."""

    email: str
    phone: str
    prefers: str


def mailboxes(context: Context, found: Iterable[Participant]) -> dict[str, Mailbox]:
    """Return what is known about the participants' addresses, where anything is, by their ids; one round trip."""
    keys = {one.participant_id: Mailbox.key(one.email) for one in found}
    read = context.store.get_many(Mailbox, list(dict.fromkeys(keys.values()))) if keys else []
    known = {(one.pk, one.sk): one for one in read}
    return {participant_id: known[key] for participant_id, key in keys.items() if key in known}


def unreached(context: Context, found: Iterable[Participant]) -> set[str]:
    """Return the ids of the participants whose address no mail reaches; one round trip."""
    return {participant_id for participant_id, box in mailboxes(context, found).items() if box.unreachable}


def reach(one: Participant) -> Reach:
    """Return how a participant of today (`today`) is reached."""
    phone = str(one.profile.get("phone") or "")
    prefers = str(one.profile.get("prefers") or "")
    email = str(one.profile.get("contact_email") or "") or one.email
    return Reach(email, phone, prefers if phone else "")


def named(context: Context, programme_id: str, typed: Iterable[str]) -> dict[str, list[Participant]]:
    """Return what each text names in a programme: a participant id, or an address of somebody, in one role or two.

    Empty lists for what names nobody; who left is among them.
    """
    wanted = list(dict.fromkeys(typed))
    keys = [Participant.key(programme_id, one) for one in wanted]
    by_id = {one.participant_id: [one] for one in (context.store.get_many(Participant, keys) if keys else [])}
    owners = _owners(context, [one for one in wanted if one not in by_id and "@" in one])
    of_people = {
        person_id: context.store.listed(Participant, *Participant.listed(person_id, programme_id))
        for person_id in dict.fromkeys(owners.values())
    }
    return {one: by_id.get(one) or of_people.get(owners.get(one, ""), []) for one in wanted}


def _owners(context: Context, typed: list[str]) -> dict[str, str]:
    """Return whose each address is, or will be."""
    keys = [Address.key(one) for one in typed]
    known = {(one.pk, one.sk): one.person_id for one in (context.store.get_many(Address, keys) if keys else [])}
    return {
        one: known.get(key) or ids.derived("person", addresses.compared(one))
        for one, key in zip(typed, keys, strict=True)
    }


def person_id_of(context: Context, email: str) -> str:
    """Return the person an address belongs to, or will belong to («People and participants» in the conventions)."""
    address = context.store.get(Address, *Address.key(email))
    return address.person_id if address is not None else ids.derived("person", addresses.compared(email))


def account_keys(email: str) -> list[tuple[str, str]]:
    """Return the keys of an address and of the account it most likely has, to read both in one round trip."""
    return [Address.key(email), Person.key(ids.derived("person", addresses.compared(email)))]


def confirmed_since(address: Address | None, since: str) -> bool:
    """Return whether an address was confirmed at this instant or later; with an empty instant, at any time."""
    return address is not None and address.is_verified and address.verified_at >= since


def of_address(context: Context, email: str) -> Person | None:
    """Return the account of an address, or None; two round trips."""
    return context.store.get(Person, *Person.key(person_id_of(context, email)))


def by_id(context: Context, person_ids: Iterable[str]) -> dict[str, Person]:
    """Return the existing accounts by person id, in one round trip."""
    keys = [Person.key(one) for one in dict.fromkeys(person_ids)]
    found = context.store.get_many(Person, keys) if keys else []
    return {one.person_id: one for one in found}


def names(context: Context, *found: Participant) -> list[str]:
    """Return the participants' names of today, in their order, in one round trip."""
    accounts = by_id(context, [one.person_id for one in found])
    return [(account.says("name") if (account := accounts.get(one.person_id)) else "") or one.name for one in found]
