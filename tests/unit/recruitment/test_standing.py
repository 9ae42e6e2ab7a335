"""What a new organization may send: its limits, and what lifts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock
from mentoring.context import Principal
from mentoring.tables.core import ANY
from mentoring.tables.identity import Address, Person
from recruitment import domain, standing
from recruitment.use_cases import (
    applications,
    claims,
    deciding,
    importing,
    organizations,
    programmes,
    telling,
)
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.recruitment.strangers import DAILY, TOTAL, added, founded, import_, mallory, organization, token


def test_given_200_strangers_when_imported_then_as_many_as_allowed_are_mailed_and_nobody_is_lost(
    store: MemoryStore,
) -> None:
    programme = founded(store)

    done = import_(store, programme, 0, 200)

    assert (done.imported, done.told, done.waiting) == (200, DAILY, 180)
    assert added(store) == DAILY
    quota = telling.quota(mallory(store), programme)
    assert (quota.unlimited, quota.left, quota.waiting, quota.total) == (False, 0, 180, TOTAL)
    with pytest.raises(standing.NoMailsLeft):
        telling.send_waiting(mallory(store), programme.programme_id)


def test_given_people_who_wait_when_days_pass_then_some_more_are_mailed_until_the_limit_in_all(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 200)

    assert telling.send_waiting(mallory(store, days=1), programme.programme_id) == (TOTAL - DAILY, 170)
    with pytest.raises(standing.NoMailsLeft):
        telling.send_waiting(mallory(store, days=2), programme.programme_id)
    assert added(store) == TOTAL


def test_given_somebody_who_confirms_when_mails_wait_then_only_the_limit_a_day_is_left(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, 200)

    claims.answer(mallory(store), token(programme, "m0"), me=True)

    assert telling.send_waiting(mallory(store, days=1), programme.programme_id) == (DAILY, 160)


def test_given_five_who_confirm_when_mails_wait_then_all_go_and_the_catalogue_shows_the_programme(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    assert programmes.catalogue(mallory(store)) == []

    for number in range(5):
        claims.answer(mallory(store), token(programme, f"m{number}"), me=True)

    assert telling.send_waiting(mallory(store), programme.programme_id) == (80, 0)
    assert [one.slug for one, _ in programmes.catalogue(mallory(store))] == ["wiosna"]


def test_given_people_who_signed_in_since_when_counted_then_they_have_confirmed_but_not_who_was_known(
    store: MemoryStore,
) -> None:
    for name, at in (("m0", NOON - timedelta(days=9)), ("m1", NOON + timedelta(hours=1))):
        email = f"{name}@firma.example"
        if at < NOON:
            store.put(Address(*Address.key(email), person_id=name, email=email, verified_at=clock.iso(at)))
    programme = founded(store)
    import_(store, programme, 0, 3)
    email = "m1@firma.example"
    store.put(
        Address(*Address.key(email), person_id="m1", email=email, verified_at=clock.iso(NOON + timedelta(hours=1)))
    )

    assert organizations.refresh(mallory(store), str(programme.organization_id)).confirmed == 1
    assert organization(store, programme).mailed == 3


def test_given_people_known_elsewhere_when_a_new_organization_imports_then_nothing_tells_them_apart(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    before = clock.iso(NOON - timedelta(days=9))
    for number in range(DAILY - 5, DAILY + 5):
        email = f"m{number}@firma.example"
        store.put(Address(*Address.key(email), person_id=email, email=email, verified_at=before))

    done = import_(store, programme, 0, DAILY + 10)

    assert (done.told, done.waiting) == (DAILY, 10)
    everybody = applications.applications(mallory(store), programme.programme_id).items
    assert deciding.unconfirmed(mallory(store), everybody) == everybody


def test_given_a_known_contact_address_when_no_mail_is_left_then_it_waits_like_any(store: MemoryStore) -> None:
    programme = founded(store)
    import_(store, programme, 0, DAILY)
    for email in ("znana@firma.example", "nieznana@firma.example"):
        if email.startswith("znana"):
            store.put(Address(*Address.key(email), person_id=email, email=email, verified_at=clock.iso(NOON)))
        programmes.change_programme(mallory(store), programme.programme_id, {"contact": email}, ANY)

    assert "ContactToConfirm" not in [event.name for event in store.events]


def test_given_sub_addresses_and_the_organizer_s_own_when_they_say_yes_then_they_are_few_people(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    own = [f"Mentee,A,B,mallory+{number}@zlo.example,t,tak,tak" for number in range(5)]
    theirs = [f"Mentee,A,B,ada+{number}@zlo.example,t,tak,tak" for number in range(5)]
    header = "Rola,Imię,Nazwisko,E-mail,Tematy,Zgoda na regulamin,Zgoda RODO"
    importing.import_applications(mallory(store), programme.programme_id, "\n".join([header, *own, *theirs]).encode())
    key = Person.key("mallory")
    store.put(Person(*key, person_id="mallory", email="mallory@zlo.example", registered_at=clock.iso(NOON)))

    for one in applications.applications(mallory(store), programme.programme_id).items:
        one.answered = "me"
        store.put(one)

    assert organizations.refresh(mallory(store), str(programme.organization_id)).confirmed == 1


def test_given_a_sub_address_when_it_founds_another_new_organization_then_it_waits_too(store: MemoryStore) -> None:
    founded(store)
    other = replace(mallory(store), principal=Principal("mallory-2", "mallory+2@zlo.example"))

    with pytest.raises(standing.OneNewOrganization):
        organizations.found(other, "Jeszcze jedna")


def test_given_the_operator_vouches_later_when_the_organizer_acts_then_the_limit_is_gone(
    store: MemoryStore, installation: Any
) -> None:
    programme = founded(store)
    import_(store, programme, 0, 100)
    installation(founders="mallory@zlo.example")

    assert telling.send_waiting(mallory(store), programme.programme_id) == (80, 0)
    assert [one.slug for one, _ in programmes.catalogue(mallory(store))] == ["wiosna"]


def test_given_two_imports_at_once_when_both_count_then_the_limit_holds(store: MemoryStore) -> None:
    programme = founded(store)
    honest, raced = store.commit, []

    def race(changes: Any) -> None:
        if not raced:
            raced.append(True)
            import_(store, programme, 100, 115)
        honest(changes)

    store.commit = race  # type: ignore[method-assign]
    done = import_(store, programme, 0, 15)

    assert (done.imported, done.told) == (15, 5)
    assert added(store) == DAILY


@given(
    st.builds(
        standing.Record,
        mailed=st.integers(0, 99),
        today=st.integers(0, 99),
        confirmed=st.integers(0, 4),
        disowned=st.integers(0, 9),
    )
)
def test_given_any_new_organization_when_it_mails_all_it_may_then_no_limit_is_passed(record: standing.Record) -> None:
    policy = standing.Policy("open", (), TOTAL, DAILY)
    left = record.left(policy)

    assert left == 0 or record.today + left <= DAILY
    if record.confirmed <= record.disowned:
        assert left == 0 or record.mailed + left <= TOTAL


def test_given_nobody_who_is_trusted_when_the_programme_is_public_then_it_works_by_its_link_alone(
    store: MemoryStore,
) -> None:
    programme = founded(store)
    nobody = context_at(store=store)

    assert programmes.catalogue(nobody) == []
    assert programmes.public_programme(nobody, "wiosna").programme_id == programme.programme_id
    assert domain.Programme("recruiting", "public").is_public
