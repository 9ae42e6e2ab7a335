"""Correcting an address: the person stays the same application, nobody gets into somebody else's account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring import clock, ids
from mentoring.errors import NotFound, Stale
from mentoring.events.recruitment import AddressCorrected, AddressTrusted
from mentoring.tables.identity import Address
from mentoring.tables.notifications import Mailbox
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import Application, Participant, Readdressed
from recruitment.use_cases import address, applications, deciding, importing, proposed_address, reached, wishing
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import World, file, profile

OLD, NEW = "jan@firma.example", "janek@firma.example"


@pytest.fixture
def world() -> World:
    """Given: Jan was imported with a wrong address."""
    return World()


def correct(world: World, application_id: str, email: str = NEW, who: str = "anna", version: str = "") -> Application:
    """Let an organizer correct an address."""
    version = version or application(world, application_id).tag
    return address.correct(world.who(who), world.programme_id, application_id, email, version, reason="literówka")


def application(world: World, application_id: str) -> Application:
    """Return an application."""
    found = world.store.get(Application, *Application.key(world.programme_id, application_id))
    assert found is not None
    return found


def test_given_a_wrong_address_when_corrected_then_the_same_application_has_the_right_one_and_it_is_told(
    world: World,
) -> None:
    (jan,) = world.take("Mentee:jan")
    assert correct(world, jan, " Janek@Firma.Example ").email == NEW
    (told,) = [one.data for one in world.store.events if isinstance(one.data, AddressCorrected)]
    assert told == AddressCorrected(jan, world.programme_id, ids.address_key(OLD), ids.address_key(NEW))
    assert not any("@" in one.detail for one in world.store.outbox)


def test_given_a_corrected_address_when_imported_again_then_it_is_already_there_and_the_old_one_is_somebody_new(
    world: World,
) -> None:
    (jan,) = world.take("Mentee:jan")
    correct(world, jan)
    assert importing.import_applications(world.who("anna"), world.programme_id, file("Mentee:janek")).imported == 0
    assert importing.import_applications(world.who("anna"), world.programme_id, file("Mentee:jan")).imported == 1
    found = applications.applications(world.who("anna"), world.programme_id).items
    assert sorted((one.email, one.application_id == jan) for one in found) == [(OLD, False), (NEW, True)]


def test_given_a_corrected_address_when_each_signs_in_then_only_the_new_one_sees_the_application(world: World) -> None:
    (jan,) = world.take("Mentee:jan")
    correct(world, jan)
    _, theirs = applications.my_application(world.who("janek"), "wiosna", "mentee")
    assert theirs is not None
    assert theirs.application_id == jan
    assert applications.my_application(world.who("jan"), "wiosna", "mentee")[1] is None
    applications.keep_application(world.who("jan"), "wiosna", "mentee", profile(), submit=False)
    _, own = applications.my_application(world.who("jan"), "wiosna", "mentee")
    assert own is not None
    assert own.application_id != jan


def test_given_a_correction_when_corrected_back_then_all_is_as_before(world: World) -> None:
    (jan,) = world.take("Mentee:jan")
    correct(world, jan)
    correct(world, jan, OLD)
    assert not world.store.query(Readdressed, f"PROGRAMME#{world.programme_id}", "READDRESSED#")
    assert reached.application_ids(world.who("anna"), world.programme_id, [("mentee", OLD), ("mentee", NEW)])[0] == jan


def test_given_two_corrections_when_each_address_asks_then_only_the_last_reaches_the_application(world: World) -> None:
    (jan,) = world.take("Mentee:jan")
    correct(world, jan)
    correct(world, jan, "jasiek@firma.example")
    found = reached.application_ids(
        world.who("anna"), world.programme_id, [("mentee", one) for one in (OLD, NEW, "jasiek@firma.example")]
    )
    assert [one == jan for one in found] == [False, False, True]


def test_given_a_participant_when_corrected_then_the_person_of_the_new_address_takes_part(world: World) -> None:
    (jan,) = world.take("Mentee:jan")
    deciding.decide(world.who("anna"), world.programme_id, [jan], "accepted")
    world.store.put(Address(*Address.key(NEW), person_id="known", email=NEW, verified_at="2026-03-01T12:00:00Z"))
    correct(world, jan)
    found = world.store.get(Participant, *Participant.key(world.programme_id, jan))
    assert found is not None
    assert (found.email, found.person_id, found.list_pk) == (NEW, "known", "PERSON#known")
    assert application(world, jan).list_pk == "PERSON#known"


def test_given_an_address_somebody_signed_in_with_when_an_organizer_changes_it_then_it_is_proposed(
    world: World,
) -> None:
    (jan,) = world.take("Mentee:jan")
    world.store.put(Address(*Address.key(OLD), person_id="p", email=OLD, verified_at="2026-03-01T12:00:00Z"))
    assert correct(world, jan).email == OLD
    assert proposed_address.waiting(world.who("anna"), application(world, jan)) is not None


def test_given_a_participant_in_a_pair_when_an_organizer_changes_the_address_then_it_is_proposed(world: World) -> None:
    (jan,) = world.take("Mentee:jan")
    deciding.decide(world.who("anna"), world.programme_id, [jan], "accepted")
    person_id = ids.derived("person", OLD)
    member = PairMember(
        *PairMember.key("pair", person_id), pair_id="pair", programme_id=world.programme_id, person_id=person_id,
        participant_id=jan, role="mentee", partner_name="x", list_pk=f"PERSON#{person_id}", list_sk="PAIR#pair",
    )  # fmt: skip
    world.store.put(member)
    assert correct(world, jan).email == OLD
    assert proposed_address.waiting(world.who("anna"), application(world, jan)) is not None


def test_given_an_address_of_another_application_when_corrected_to_it_then_it_is_refused(world: World) -> None:
    jan, _ = world.take("Mentee:jan", "Mentee:janek")
    with pytest.raises(address.AddressTaken):
        correct(world, jan)


@pytest.mark.parametrize("who", ["widz", "obcy"])
def test_given_somebody_who_decides_nothing_when_correcting_or_trusting_then_it_is_not_theirs(
    world: World, who: str
) -> None:
    (jan,) = world.take("Mentee:jan")
    with pytest.raises(NotFound):
        correct(world, jan, who=who)
    with pytest.raises(NotFound):
        address.trust(world.who(who), world.programme_id, jan)


def test_given_a_page_that_is_old_when_corrected_then_it_is_told(world: World) -> None:
    (jan,) = world.take("Mentee:jan")
    correct(world, jan)
    with pytest.raises(Stale):
        correct(world, jan, OLD, version="1")


def test_given_an_address_that_works_again_when_trusted_then_it_is_told(world: World) -> None:
    (jan,) = world.take("Mentee:jan")
    address.trust(world.who("kora"), world.programme_id, jan)
    (told,) = [one.data for one in world.store.events if isinstance(one.data, AddressTrusted)]
    assert told == AddressTrusted(jan, world.programme_id, ids.address_key(OLD))


@pytest.mark.parametrize(("days", "shown"), [(-9, False), (9, True)])
def test_given_wishes_about_mails_when_they_are_older_than_the_application_then_they_are_none_of_its_organizers(
    world: World, days: int, *, shown: bool
) -> None:
    (jan,) = world.take("Mentee:jan")
    at = clock.iso(NOON + timedelta(days=days))
    box = Mailbox(*Mailbox.key(OLD), mailbox_id=ids.address_key(OLD), complained_at=at, unsubscribed_at=at)
    world.store.put(box)

    found = address.mailboxes(world.who("anna"), [application(world, jan)])[OLD]

    assert (found.complained_at, found.unsubscribed_at) == ((at, at) if shown else ("", ""))


def test_given_a_mentor_somebody_wished_for_when_the_address_is_corrected_then_the_wish_still_means_them(
    world: World,
) -> None:
    (jan,) = world.take("Mentor:jan")
    deciding.decide(world.who("anna"), world.programme_id, [jan], "accepted")
    correct(world, jan)
    found = world.store.get(Participant, *Participant.key(world.programme_id, jan))
    assert found is not None
    assert found.known_as == [OLD]
    assert wishing.tokens(world.who("ada"), world.programme_id, [OLD, NEW]) == [jan, jan]
    (other,) = world.take("Mentor:jan")
    assert wishing.tokens(world.who("ada"), world.programme_id, [OLD]) == [jan], "nobody else takes part with it yet"
    deciding.decide(world.who("anna"), world.programme_id, [other], "accepted")
    assert wishing.tokens(world.who("ada"), world.programme_id, [OLD]) == [other]
    correct(world, jan, "jasiek@firma.example")
    correct(world, jan, NEW)
    assert application(world, jan).known_as == [OLD, "jasiek@firma.example"]
