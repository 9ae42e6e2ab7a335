"""Several addresses of one person: added by a link, one is the main one, removed, changed for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from identity import use_cases
from identity.domain import SignInPaused
from identity.domain.addresses import (
    Addresses,
    AddressLinkOver,
    LastAddress,
    TooManyAddresses,
)
from identity.use_cases import addresses
from mentoring import ids, links
from mentoring.addresses import OF_ONE
from mentoring.context import Principal
from mentoring.errors import DomainError, Invalid, NotFound, SignInRequired, Stale
from mentoring.joining import AddressOfAnother, Standing
from mentoring.tables.identity import Address, Person
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import Application
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import profile

WORK, HOME, OTHER = "anna@firma.example", "anna@dom.example", "anna@inna.example"


def _at(store: MemoryStore, seconds: float = 0) -> Any:
    return context_at(NOON + timedelta(seconds=seconds), store=store, service="identity")


def _signed_in(store: MemoryStore, email: str = WORK, seconds: float = 0) -> Any:
    """Return the context of somebody who has just signed in."""
    request_id = use_cases.request_sign_in(_at(store, seconds), email, "en")
    token = links.sign("sign_in", request_id, expires_at=NOON + timedelta(days=9))
    session = use_cases.sign_in_by_link(_at(store, seconds), token)
    access = links.read("access", session.access_token, NOON)
    principal = Principal(access.subject, access.claims["email"], access.claims["session"])
    return replace(_at(store, seconds + 1), principal=principal)


def _link(store: MemoryStore, who: Any, email: str, wish: str = "also") -> str:
    request_id = addresses.ask(who, email, main=wish == "main", instead=wish == "instead")
    assert store.events[-1].name == "AddressAsked"
    assert email not in str(store.outbox)
    return links.sign("address", request_id, expires_at=NOON + timedelta(days=1))


def _added(store: MemoryStore, who: Any, email: str, wish: str = "also") -> addresses.Offer:
    return addresses.confirm(who, _link(store, who, email, wish))


def _person(store: MemoryStore, who: Any) -> Person:
    found = store.get(Person, *Person.key(who.principal.person_id))
    assert found is not None
    return found


def _version(store: MemoryStore, who: Any) -> str:
    return str(_person(store, who).tag)


def test_given_a_second_address_when_somebody_signs_in_with_it_then_they_are_the_same_person() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    assert _added(store, who, HOME).standing is Standing.FREE
    again = _signed_in(store, HOME, 60)
    assert again.principal.person_id == who.principal.person_id
    assert again.principal.email == WORK, "mail goes to the main address, whichever they signed in with"


def test_given_a_link_when_used_twice_late_or_by_another_then_it_does_nothing() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    token = _link(store, who, HOME)
    with pytest.raises(NotFound):
        addresses.confirm(_signed_in(store, OTHER), token)
    with pytest.raises(SignInRequired):
        addresses.confirm(_at(store), token)
    assert store.get(Address, *Address.key(HOME)) is None
    addresses.confirm(who, token)
    with pytest.raises(AddressLinkOver):
        addresses.confirm(who, token)
    late = replace(_at(store, 86_400), principal=who.principal)
    with pytest.raises(DomainError):
        addresses.confirm(late, _link(store, who, OTHER))


def test_given_an_address_of_another_account_when_asked_for_then_the_answer_and_the_event_are_the_same() -> None:
    store = MemoryStore()
    _signed_in(store, OTHER)
    who = _signed_in(store)
    told = []
    for email in (OTHER, HOME):
        assert len(addresses.ask(who, email, main=False, instead=False)) == len(ids.new())
        told.append((store.events[-1].name, store.events[-1].data.person_id))
    assert told[0] == told[1]


@pytest.mark.parametrize("kind", ["pair", "second address", "the same role"])
def test_given_an_account_with_a_life_of_its_own_when_its_address_is_added_then_nothing_changes(kind: str) -> None:
    store = MemoryStore()
    other = _signed_in(store, OTHER)
    who = _signed_in(store)
    theirs = other.principal.person_id
    if kind == "pair":
        one = PairMember(
            *PairMember.key("p", theirs),
            person_id=theirs,
            pair_id="p",
            programme_id="w",
            role="mentee",
            participant_id="x",
            partner_name="Ola",
        )
        one.list_pk, one.list_sk = PairMember.list_key(theirs, "p")
        store.put(one)
    elif kind == "second address":
        _added(store, other, HOME)
    else:
        store.put(*(_application(person_id, str(n)) for n, person_id in enumerate((theirs, who.principal.person_id))))
    token = _link(store, who, OTHER)
    assert addresses.look(who, token).standing is Standing.ANOTHERS
    with pytest.raises(AddressOfAnother):
        addresses.confirm(who, token)
    assert _signed_in(store, OTHER, 90).principal.person_id == theirs


def _application(person_id: str, application_id: str) -> Application:
    one = Application(
        *Application.key("w", application_id),
        application_id=application_id,
        programme_id="w",
        role="mentee",
        email="x@firma.example",
        profile=profile(),
    )
    one.list_pk, one.list_sk = Application.list_key(person_id, "w", one.role)
    return one


def test_given_an_account_with_applications_when_its_address_is_added_then_they_come_along_and_it_ends() -> None:
    store = MemoryStore()
    other = _signed_in(store, OTHER)
    store.put(_application(other.principal.person_id, "a"))
    who = _signed_in(store)
    offer = _added(store, who, OTHER)
    assert (offer.standing, offer.applications) == (Standing.JOINS, 1)
    assert store.events[-1].data.came_from == other.principal.person_id
    with pytest.raises(SignInRequired):
        use_cases.refresh(_at(store, 400), _refresh_token(store, other))
    assert _signed_in(store, OTHER, 90).principal.person_id == who.principal.person_id


def _refresh_token(store: MemoryStore, who: Any) -> str:
    return f"{who.principal.session}.{who.principal.person_id}.x"


def test_given_an_address_that_was_changed_when_its_mailbox_has_a_new_owner_then_they_are_a_new_person() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    _added(store, who, HOME, "instead")
    assert (_person(store, who).email, list(_person(store, who).others)) == (HOME, [])
    changed = store.events[-1].data
    assert (changed.main, changed.removed) == (True, True)
    assert WORK not in str([one.detail for one in store.outbox])
    stranger = _signed_in(store, WORK, 120)
    assert stranger.principal.person_id != who.principal.person_id
    assert _signed_in(store, WORK, 240).principal.person_id == stranger.principal.person_id
    assert _signed_in(store, HOME, 240).principal.person_id == who.principal.person_id


def test_given_several_when_another_becomes_the_main_one_then_mail_goes_there_and_it_can_not_be_removed() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    _added(store, who, HOME)
    addresses.make_main(who, ids.address_key(HOME), _version(store, who))
    assert _person(store, who).email == HOME
    with pytest.raises(LastAddress):
        addresses.remove(who, ids.address_key(HOME), _version(store, who))
    addresses.remove(who, ids.address_key(WORK), _version(store, who))
    with pytest.raises(NotFound):
        addresses.remove(who, ids.address_key(WORK), _version(store, who))
    assert [one.data.removed for one in store.events if one.name == "AddressesChanged"] == [False, False, True]


def test_given_an_address_a_partner_sees_when_it_is_removed_then_they_see_the_main_one() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    _added(store, who, HOME)
    use_cases.change_me(who, {"contact_email": HOME}, _version(store, who))
    addresses.remove(who, ids.address_key(HOME), _version(store, who))
    assert _person(store, who).contact_email == ""


def test_given_an_older_version_when_an_address_is_removed_then_it_is_refused() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    seen = _version(store, who)
    _added(store, who, HOME)
    with pytest.raises(Stale):
        addresses.remove(who, ids.address_key(HOME), seen)


def test_given_ones_own_address_or_too_many_when_asked_for_then_it_is_refused_without_a_mail() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    with pytest.raises(Invalid):
        addresses.ask(who, WORK.upper(), main=False, instead=False)
    for number in range(OF_ONE - 1):
        _added(store, who, f"a{number}@dom.example")
    with pytest.raises(TooManyAddresses):
        addresses.ask(who, HOME, main=False, instead=False)
    _added(store, who, HOME, "instead")


def test_given_many_mails_to_one_mailbox_when_one_more_is_asked_for_then_it_waits() -> None:
    store = MemoryStore()
    who = _signed_in(store)
    for number in range(5):
        addresses.ask(who, f"anna+{number}@dom.example", main=False, instead=False)
    with pytest.raises(SignInPaused):
        addresses.ask(who, HOME, main=False, instead=False)


class Keeping(RuleBasedStateMachine):
    """Whatever somebody does with their addresses, there is one main one, and none twice."""

    emails = st.sampled_from([f"{one}@firma.example" for one in "abcdefghijkl"])

    @initialize()
    def begin(self) -> None:
        self.kept = Addresses("a@firma.example")
        self.known = {"a@firma.example"}

    @rule(email=emails, verb=st.sampled_from(["with_one_more", "led_by", "without"]))
    def change(self, email: str, verb: str) -> None:
        before = self.kept
        try:
            self.kept = getattr(before, verb)(email)
        except (NotFound, LastAddress, TooManyAddresses):
            if verb == "with_one_more":
                assert len(self.known) == OF_ONE
            assert email not in self.known or (verb, email) == ("without", before.main)
            return
        if verb == "with_one_more":
            self.known.add(email)
        if verb == "without":
            self.known.remove(email)
        assert verb != "led_by" or self.kept.main == email

    @invariant()
    def one_leads_and_none_is_there_twice(self) -> None:
        kept = getattr(self, "kept", None)
        if kept is not None:
            both = [kept.main, *kept.others]
            assert len(both) == len(set(both)) <= OF_ONE
            assert set(both) == self.known


TestKeeping = Keeping.TestCase
