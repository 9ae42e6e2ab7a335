"""An address that organizers proposed and its reader confirmed becomes the main one of the person it is for."""

from __future__ import annotations

import pytest

from identity import use_cases
from mentoring.addresses import OF_ONE
from mentoring.context import Context
from mentoring.events.identity import AddressesChanged
from mentoring.events.recruitment import AddressGiven
from mentoring.tables.identity import Address, Person
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import AddressProposal
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import event

OLD, NEW, AT = "jan@firma.example", "jan@inna.example", "2026-03-01T12:00:00Z"
GIVEN = AddressGiven("a", "p", "proposed", "jan")


@pytest.fixture
def store() -> MemoryStore:
    """Given: Jan has an account, and another address was proposed and confirmed."""
    found = MemoryStore()
    proposal = AddressProposal(
        *AddressProposal.key("p", "a"), programme_id="p", application_id="a", proposal_id="proposed",
        person_id="jan", email=NEW, by="anna", at=AT, confirmed_at=AT, given_at=AT,
    )  # fmt: skip
    someone = Person(*Person.key("jan"), person_id="jan", email=OLD, registered_at=AT)
    found.put(proposal, someone, Address.verified("jan", OLD, AT))
    return found


def take(store: MemoryStore, given: AddressGiven = GIVEN) -> Person:
    told = event(given, store)
    use_cases.take_address(acting(store), told)
    use_cases.take_address(acting(store), told)
    found = store.get(Person, *Person.key("jan"))
    assert found is not None
    return found


def acting(store: MemoryStore) -> Context:
    return context_at(NOON, store=store, service="identity")


def changed(store: MemoryStore) -> list[AddressesChanged]:
    return [one.data for one in store.events if isinstance(one.data, AddressesChanged)]


def test_given_a_confirmed_address_when_it_holds_then_mail_goes_there_and_the_old_one_still_signs_in(
    store: MemoryStore,
) -> None:
    someone = take(store)
    assert (someone.email, someone.others) == (NEW, [OLD])
    owner = store.get(Address, *Address.key(NEW))
    assert owner is not None
    assert (owner.person_id, owner.is_verified) == ("jan", True)
    (told,) = changed(store)
    assert (told.person_id, told.main, told.removed) == ("jan", True, False)


def test_given_an_address_of_another_account_by_then_when_it_holds_then_nothing_changes(store: MemoryStore) -> None:
    member = PairMember(
        *PairMember.key("x", "ola"), pair_id="x", programme_id="p", person_id="ola", participant_id="o", role="mentee",
        partner_name="x", list_pk="PERSON#ola", list_sk="PAIR#x",
    )  # fmt: skip
    store.put(Address.verified("ola", NEW, AT), member)
    assert (take(store).email, changed(store)) == (OLD, [])


def test_given_another_proposal_by_then_when_an_old_one_is_told_then_nothing_changes(store: MemoryStore) -> None:
    assert take(store, AddressGiven("a", "p", "earlier", "jan")).email == OLD


def test_given_as_many_addresses_as_anybody_may_have_when_one_more_is_given_then_the_main_one_makes_room(
    store: MemoryStore,
) -> None:
    someone = store.get(Person, *Person.key("jan"))
    assert someone is not None
    someone.others = [f"a{number}@dom.example" for number in range(OF_ONE - 1)]
    store.put(someone)
    after = take(store)
    assert (after.email, len(after.others), OLD in after.others) == (NEW, OF_ONE - 1, False)


def test_given_one_of_as_many_addresses_as_anybody_may_have_when_it_is_given_then_none_has_to_make_room(
    store: MemoryStore,
) -> None:
    someone = store.get(Person, *Person.key("jan"))
    assert someone is not None
    someone.others = [NEW, *(f"a{number}@dom.example" for number in range(OF_ONE - 2))]
    store.put(someone, Address.verified("jan", NEW, AT))
    after = take(store)
    assert (after.email, len(after.others), OLD in after.others) == (NEW, OF_ONE - 1, True)
