"""Participants as they are today: what they applied with, and over it what their accounts say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import NotFound
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context


def participants(context: Context, programme_id: str, ids: Sequence[str]) -> list[Participant]:
    """Return participants in the order of their ids, with name, form, language and zone as in their accounts today.

    Raises `NotFound` when there is none under one of the ids.
    """
    found = known(context, [Participant.key(programme_id, one) for one in ids])
    if len(found) != len(ids):
        raise NotFound
    return found


def known(context: Context, keys: Sequence[tuple[str, str]]) -> list[Participant]:
    """Return those participants under the keys that exist, of whichever programmes; two round trips."""
    found = context.store.get_many(Participant, keys) if keys else []
    people = context.store.get_many(Person, [Person.key(one.person_id) for one in found]) if found else []
    accounts = {str(one.person_id): one for one in people}
    return [_today(one, accounts.get(str(one.person_id))) for one in found]


def _today(one: Participant, account: Person | None) -> Participant:
    """Return a participant with what the account says; nobody saves it.

    Who signed in before being accepted and never filled in the account has no name there, and no form either.
    """
    if account is None:
        return one
    if account.name:
        one.name, one.form = account.name, account.form
    one.locale, one.zone = account.locale or one.locale, account.zone or one.zone
    return one
