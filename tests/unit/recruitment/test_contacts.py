"""The contact address of a programme: in use only once its owner has confirmed it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring import ids, links
from mentoring.tables.core import ANY
from mentoring.tables.recruitment import Contact, Programme
from recruitment import standing
from recruitment.use_cases import (
    contacts,
    programmes,
)
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.recruitment.strangers import founded, kept, mallory, organization


def contact_token(store: MemoryStore, programme: Programme) -> str:
    contact = str(programme.contact)
    kept = store.get(Contact, *Contact.key(str(programme.organization_id), contact))
    assert kept
    claims = {"address": ids.address_key(contact), "asked_at": str(kept.asked_at)}
    return links.sign("contact", str(programme.programme_id), expires_at=NOON + timedelta(days=30), **claims)


def asked(store: MemoryStore) -> int:
    return [event.name for event in store.events].count("ContactToConfirm")


def test_given_a_foreign_contact_when_set_then_it_is_no_reply_to_until_it_said_yes(store: MemoryStore) -> None:
    programme = founded(store, contact="ofiara@bank.example")
    assert (kept(store, programme).reply_to, asked(store)) == ("", 1)

    for _ in range(2):
        contacts.confirm(context_at(store=store), contact_token(store, programme))

    assert kept(store, programme).reply_to == "ofiara@bank.example"


def test_given_ones_own_address_when_set_as_contact_then_nobody_is_asked(store: MemoryStore) -> None:
    programme = founded(store, contact="Mallory@zlo.example")

    assert (kept(store, programme).reply_to, asked(store)) == ("Mallory@zlo.example", 0)


def test_given_a_confirmed_contact_when_another_is_set_then_the_old_link_and_reply_to_are_gone(
    store: MemoryStore,
) -> None:
    programme = founded(store, contact="a@bank.example")
    old = contact_token(store, programme)
    contacts.confirm(context_at(store=store), old)

    programmes.change_programme(mallory(store), programme.programme_id, {"contact": "b@bank.example"}, ANY)
    assert kept(store, programme).reply_to == ""
    with pytest.raises(contacts.LinkUsed):
        contacts.confirm(context_at(store=store), old)
    programmes.change_programme(mallory(store), programme.programme_id, {"contact": "a@bank.example"}, ANY)
    assert (kept(store, programme).reply_to, asked(store)) == ("a@bank.example", 2)


def test_given_a_contact_that_was_just_asked_when_asked_again_then_it_waits_and_then_it_may(store: MemoryStore) -> None:
    programme = founded(store, contact="a@bank.example")

    with pytest.raises(contacts.AskedJustNow):
        contacts.ask_again(mallory(store), programme.programme_id)
    contacts.ask_again(mallory(store, days=0.01), programme.programme_id)
    assert asked(store) == 2


def test_given_many_addresses_when_set_one_after_another_then_few_are_asked_and_all_count(store: MemoryStore) -> None:
    programme = founded(store, contact="a0@bank.example")
    for number in range(1, 20):
        change = {"contact": f"a{number}@bank.example"}
        programmes.change_programme(mallory(store), programme.programme_id, change, ANY)

    assert asked(store) == standing.CONTACTS_A_DAY
    assert organization(store, programme).mailed == standing.CONTACTS_A_DAY
