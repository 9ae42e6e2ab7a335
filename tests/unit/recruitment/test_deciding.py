"""Deciding on applications: one, many and all, each decision told once."""

from __future__ import annotations

import pytest

from mentoring import ids
from mentoring.errors import NotFound
from mentoring.tables.identity import Address
from mentoring.tables.recruitment import Participant
from recruitment import domain
from recruitment.use_cases import applications, deciding
from tests.unit.recruitment.givens import World, kept


def test_given_submitted_applications_when_accepted_then_each_becomes_a_participant() -> None:
    world = World()
    mentor, mentee = world.take("Mentor:ada", "Mentee:jan")
    world.store.outbox.clear()

    decided = deciding.decide(
        world.who("anna"), world.programme_id, [mentor, mentee, mentor], "accepted", comment="świetnie"
    )

    assert [one.application_id for one in decided] == [mentor, mentee]
    one = world.store.get(Participant, *Participant.key(world.programme_id, mentor))
    assert one is not None
    assert (one.role, one.name, one.profile["capacity"], one.locale) == ("mentor", "ada Nowak", 2, "pl")
    assert one.person_id == ids.derived("person", "ada@firma.example")
    assert (one.list_pk, one.list_sk) == (f"PERSON#{one.person_id}", f"PARTICIPANT#{world.programme_id}#mentor")
    application = kept(world, mentor)
    assert (application.state, application.decided_by, application.comment) == ("accepted", "anna", "świetnie")
    assert [(event.name, event.data.role) for event in world.store.events] == [  # type: ignore[attr-defined]
        ("ApplicationAccepted", "mentor"), ("ApplicationAccepted", "mentee")
    ]  # fmt: skip
    assert len(applications.participants(world.who("anna"), world.programme_id).items) == 2


def test_given_an_address_somebody_is_known_by_when_accepted_then_it_is_that_person() -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    email = "ada@firma.example"
    world.store.put(Address(*Address.key(email), person_id="p-ada", email=email, verified_at="2026-01-01T00:00:00Z"))

    deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")

    assert applications.participants(world.who("anna"), world.programme_id).items[0].person_id == "p-ada"


@pytest.mark.parametrize("decision", ["waitlisted", "rejected", "needs_info"])
def test_given_any_other_decision_when_made_then_it_is_told_and_nobody_takes_part(decision: str) -> None:
    world = World()
    (one,) = world.take("Mentee:ada")
    world.store.outbox.clear()

    deciding.decide(world.who("kora"), world.programme_id, [one], decision, message="Cel?")

    assert kept(world, one).state == decision
    assert [event.data.state for event in world.store.events] == [decision]  # type: ignore[attr-defined]
    assert applications.participants(world.who("anna"), world.programme_id).items == []


def test_given_a_decision_when_sent_again_then_nothing_changes_and_nothing_is_told() -> None:
    world = World()
    chosen = world.take("Mentee:ada", "Mentee:jan")
    deciding.decide(world.who("anna"), world.programme_id, chosen, "accepted")
    events = len(world.store.outbox)

    assert deciding.decide(world.who("anna"), world.programme_id, chosen, "accepted") == []
    assert len(world.store.outbox) == events


@pytest.mark.parametrize("size", [2, deciding.DECIDED_TOGETHER + 5])
def test_given_one_that_cannot_be_decided_when_many_are_then_none_is(size: int) -> None:
    world = World()
    chosen = world.take(*(f"Mentee:m{n}" for n in range(size)))
    deciding.decide(world.who("anna"), world.programme_id, chosen[-1:], "rejected")

    with pytest.raises(domain.DecisionRefused):
        deciding.decide(world.who("anna"), world.programme_id, chosen, "needs_info", message="Cel?")

    assert {kept(world, one).state for one in chosen[:-1]} == {"submitted"}


def test_given_a_foreign_application_when_decided_then_it_is_not_found_and_nothing_changes() -> None:
    world, other = World(), World()
    (own,), (foreign,) = world.take("Mentee:ada"), other.take("Mentee:ada")

    with pytest.raises(NotFound):
        deciding.decide(world.who("anna"), world.programme_id, [own, foreign], "accepted")

    assert kept(world, own).state == "submitted"


def test_given_all_submitted_when_accepted_at_once_then_the_others_stay() -> None:
    world = World()
    chosen = world.take(*(f"Mentee:m{n}" for n in range(70)))
    deciding.decide(world.who("anna"), world.programme_id, chosen[:1], "needs_info", message="Cel?")
    before = world.store.commits

    decided = deciding.decide(world.who("anna"), world.programme_id, None, "accepted")

    assert (len(decided), world.store.commits - before) == (69, 3)
    assert kept(world, chosen[0]).state == "needs_info"


@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_decide_when_they_decide_then_it_is_not_found(name: str) -> None:
    world = World()
    chosen = world.take("Mentee:ada")

    with pytest.raises(NotFound):
        deciding.decide(world.who(name), world.programme_id, chosen, "accepted")


def test_given_a_closing_programme_when_somebody_is_accepted_then_it_is_refused() -> None:
    world = World()
    chosen = world.take("Mentee:ada")
    world.to("closing")

    with pytest.raises(domain.DecisionRefused):
        deciding.decide(world.who("anna"), world.programme_id, chosen, "accepted")


def test_given_hundreds_of_applications_when_decided_at_once_then_all_are_and_no_transaction_is_too_large() -> None:
    world = World()
    chosen = world.take(*(f"Mentee:m{n}" for n in range(deciding.DECIDED_AT_ONCE)))
    world.store.outbox.clear()
    done = deciding.decide(world.who("anna"), world.programme_id, chosen, "accepted")
    assert len(done) == len(world.store.outbox) == len(chosen)
    assert max(world.store.sizes) <= 100
