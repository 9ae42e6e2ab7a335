"""Whose an address is, for the person who is to get it, and whether what belongs to it can join their account.

An address that opens an account of its own comes with what that account has, as long as it is only applications: its
reader proves by a link who they are. An account with more (pairs, an organization, other addresses) stays as it is: two
people may have written to each other as two.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict
from mentoring.people import person_id_of
from mentoring.tables.core import Item
from mentoring.tables.identity import Address, Person
from mentoring.tables.recruitment import Application, Participant

if TYPE_CHECKING:
    from mentoring.context import Context


class AddressOfAnother(Conflict):
    """The address opens an account of its own that can't be joined to this one."""

    code = "address-of-another"
    message = N_(
        "This address opens an account of its own, which takes part in something. Two such accounts can't become one; "
        "go on using both, or leave there first."
    )


class Standing(StrEnum):
    """Whose an address is, for the person who is to get it."""

    FREE = "free"  # nobody's
    MINE = "mine"  # one of theirs already
    JOINS = "joins"  # it has applications or an empty account, which come with it
    ANOTHERS = "anothers"  # it opens an account that stays its own


def standing(context: Context, person_id: str, email: str) -> tuple[Standing, int]:
    """Return whose an address is for somebody it isn't verified for, and how many applications its account has."""
    owner = person_id_of(context, email)
    if owner == person_id:
        return Standing.FREE, 0
    theirs = context.store.listed(Item, Person.listing(owner))
    account = context.store.get(Person, *Person.key(owner))
    if account is None and not theirs:
        return Standing.FREE, 0
    mine_too = {one.list_sk for one in context.store.listed(Item, Person.listing(person_id))}
    for one in theirs:
        if isinstance(one, Address):
            joins = one.email == email
        else:
            joins = isinstance(one, Application | Participant) and one.list_sk not in mine_too
        if not joins:
            return Standing.ANOTHERS, 0
    if account is not None and account.others:
        return Standing.ANOTHERS, 0
    return Standing.JOINS, sum(isinstance(one, Application) for one in theirs)
