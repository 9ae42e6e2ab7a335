"""One person in two programmes of two organizations: each uses its own word until the person says theirs."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import clock, people
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import participant

WHO = "maria-person"


def _in(programme_id: str, name: str, locale: str, zone: str) -> Participant:
    one = participant("maria", "mentee", person_id=WHO)
    one.pk, one.programme_id = f"PROGRAMME#{programme_id}", programme_id
    one.name, one.form, one.locale, one.zone = name, "n", locale, zone
    return one


def _account(own: list[str], **values: str) -> Person:
    told: dict[str, Any] = {"email": "maria@firma.example", "registered_at": clock.iso(NOON)} | values
    return Person(*Person.key(WHO), person_id=WHO, own=own, **told)


def _told(store: MemoryStore) -> list[tuple[str, str, str]]:
    found = [_in("one", "Maria Nowak", "pl", "Europe/Warsaw"), _in("two", "Insulting Name", "en", "Asia/Tokyo")]
    context = context_at(store=store)
    names = people.names(context, *found)
    assert [one.name for one in people.today(context, found)] == names
    return [(one.name, one.locale, one.zone) for one in found]


EACH_ITS_OWN = [("Maria Nowak", "pl", "Europe/Warsaw"), ("Insulting Name", "en", "Asia/Tokyo")]


@pytest.mark.parametrize("account", [None, _account([]), _account([], name="Insulting Name", locale="en", zone="UTC")])
def test_given_a_person_who_set_nothing_when_told_of_then_each_programme_uses_its_own(account: Person | None) -> None:
    store = MemoryStore()
    if account is not None:
        store.put(account)
    assert _told(store) == EACH_ITS_OWN


def test_given_a_person_who_set_some_of_it_when_told_of_then_that_counts_everywhere_and_nothing_else() -> None:
    store = MemoryStore()
    store.put(_account(["name", "zone"], name="Maria Nowa", locale="en", zone="Europe/Oslo"))
    assert _told(store) == [("Maria Nowa", "pl", "Europe/Oslo"), ("Maria Nowa", "en", "Europe/Oslo")]
