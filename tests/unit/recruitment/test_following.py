"""Applications follow their person's addresses, and lead nobody into somebody else's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mentoring import ids
from mentoring.context import Principal
from mentoring.errors import NotFound
from mentoring.events.identity import AddressesChanged
from mentoring.events.recruitment import AddressCorrected
from mentoring.tables.identity import Address, Person
from mentoring.tables.once import OnceItem
from mentoring.tables.recruitment import Application, Participant
from recruitment.use_cases import applications, deciding, following, importing
from tests.fakes.people import event
from tests.unit.recruitment.givens import World, file, profile

if TYPE_CHECKING:
    from mentoring.context import Context

WORK, HOME = "jan@firma.example", "janek@firma.example"
JAN, JANEK = ids.derived("person", WORK), ids.derived("person", HOME)


def _in(world: World, person_id: str, email: str) -> Context:
    return replace(world.who("x"), principal=Principal(person_id, email))


def _person(world: World, main: str, *others: str, person_id: str = JAN) -> None:
    """Given: somebody with these addresses, all of them verified."""
    before = world.store.get(Person, *Person.key(person_id))
    one = before or Person(*Person.key(person_id), person_id=person_id, registered_at="2026-01-01T00:00:00Z")
    one.email, one.others = main, list(others)
    world.store.put(one, *(Address.verified(person_id, email, "2026-01-01T00:00:00Z") for email in (main, *others)))


def _changed(world: World, *, came_from: str = "", removed: tuple[str, ...] = ()) -> None:
    """Let the addresses of Jan have changed, and his applications follow twice."""
    item = OnceItem(OnceItem.address("c"), data={"before": WORK, "removed": list(removed)}, expires_at=1)
    world.store.put(item)
    told = event(AddressesChanged(JAN, "c", came_from, main=True, removed=bool(removed)), world.store)
    for _ in range(2):
        following.follow(world.who(""), told)


def _kept(world: World, application_id: str) -> Application:
    found = world.store.get(Application, *Application.key(world.programme_id, application_id))
    assert found is not None
    return found


def _mine(world: World, person_id: str, email: str) -> Application | None:
    return applications.my_application(_in(world, person_id, email), "wiosna", "mentee")[1]


def test_given_an_application_when_the_main_address_changes_then_mail_goes_there_and_both_lead_to_it() -> None:
    world = World()
    (jan,) = world.take("Mentee:jan")
    _person(world, HOME, WORK)
    _changed(world)
    assert _kept(world, jan).email == HOME
    for email in (HOME, WORK):
        found = _mine(world, JAN, email)
        assert found is not None
        assert found.application_id == jan
    told = [one.data for one in world.store.events if isinstance(one.data, AddressCorrected)]
    assert told == [AddressCorrected(jan, world.programme_id, ids.address_key(WORK), ids.address_key(HOME))]
    for name in ("jan", "janek"):
        assert (
            importing.import_applications(world.who("anna"), world.programme_id, file(f"Mentee:{name}")).imported == 0
        )


def test_given_an_accepted_person_when_the_address_is_changed_then_their_place_has_the_new_one() -> None:
    world = World()
    (jan,) = world.take("Mentee:jan")
    deciding.decide(world.who("anna"), world.programme_id, [jan], "accepted")
    _person(world, HOME)
    _changed(world, removed=(WORK,))
    part = world.store.get(Participant, *Participant.key(world.programme_id, jan))
    assert part is not None
    assert (part.email, part.person_id) == (HOME, JAN)


def test_given_an_address_that_was_given_up_when_its_new_owner_applies_then_it_is_an_application_of_their_own() -> None:
    world = World()
    (jan,) = world.take("Mentee:jan")
    _person(world, HOME)
    _changed(world, removed=(WORK,))
    assert _mine(world, "stranger", WORK) is None
    fresh = applications.keep_application(_in(world, "stranger", WORK), "wiosna", "mentee", profile(), submit=True)
    assert fresh.application_id != jan
    assert _kept(world, jan).email == HOME


def test_given_an_address_given_up_before_anything_followed_when_its_new_owner_comes_then_they_see_nothing() -> None:
    world = World()
    world.take("Mentee:jan")
    _person(world, HOME)
    with pytest.raises(NotFound):
        _mine(world, "stranger", WORK)


def test_given_an_imported_application_when_its_address_joins_an_account_then_it_is_theirs() -> None:
    world = World()
    (janek,) = world.take("Mentee:janek")
    _person(world, WORK, HOME)
    _changed(world, came_from=JANEK)
    one = _kept(world, janek)
    assert (one.email, one.list_pk) == (WORK, Person.listing(JAN))
    found = _mine(world, JAN, WORK)
    assert found is not None
    assert found.application_id == janek


def test_given_an_address_of_theirs_when_imported_later_then_they_find_it_with_their_main_address() -> None:
    world = World()
    _person(world, WORK, HOME)
    (janek,) = world.take("Mentee:janek")
    found = _mine(world, JAN, WORK)
    assert found is not None
    assert found.application_id == janek


def test_given_two_applications_of_one_role_when_the_main_address_changes_then_each_stays_reachable() -> None:
    world = World()
    jan, janek = world.take("Mentee:jan", "Mentee:janek")
    _person(world, HOME, WORK)
    _changed(world)
    assert {_kept(world, jan).email, _kept(world, janek).email} == {WORK, HOME}
