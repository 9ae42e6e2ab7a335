"""Founding an organization, and its programmes."""

from __future__ import annotations

import pytest

from mentoring.errors import NotFound, SignInRequired
from mentoring.tables.monitoring import Matter
from mentoring.tables.recruitment import Member, Organization, Programme
from mentoring.tables.vocabulary import ProgrammeStage
from recruitment.use_cases import boards, organizations, programmes
from tests.fakes import context_at
from tests.unit.recruitment.givens import World


def test_given_somebody_signed_in_when_they_found_an_organization_then_they_own_it() -> None:
    context = context_at(person_id="anna")

    one = organizations.found(context, "Firma")

    member = context.store.get(Member, *Member.key(one.organization_id, "anna"))
    assert member is not None
    assert member.role == "owner"
    assert [event.name for event in context.store.events] == ["OrganizationFounded"]  # type: ignore[attr-defined]
    assert organizations.organization(context, one.organization_id).name == "Firma"


def test_given_nobody_signed_in_when_they_found_an_organization_then_they_are_asked_to_sign_in() -> None:
    with pytest.raises(SignInRequired):
        organizations.found(context_at(), "Firma")


def test_given_two_organizations_when_listed_then_each_has_its_programmes_by_name() -> None:
    world = World()
    programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Jesień"})
    organizations.found(world.who("anna"), "Ansa")

    mine = boards.mine(world.who("anna"))

    assert [(one.organization.name, one.may_edit) for one in mine] == [("Ansa", True), ("Firma", True)]
    assert [programme.name for programme in mine[1].programmes] == ["Jesień", "Wiosna"]
    assert boards.mine(world.who("obcy")) == []


def test_given_programmes_when_listed_then_each_says_how_much_needs_its_organizers_as_its_board_does() -> None:
    world = World()
    world.take("Mentor:ada", "Mentee:jan")
    matter = Matter(
        *Matter.key(world.programme_id, "1"), about="1", programme_id=world.programme_id, pair_id="1", urgency="help",
        since="2026-03-01T00:00:00Z",
    )  # fmt: skip
    world.store.put(matter)
    second = programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Jesień"}).programme_id

    (mine,) = boards.mine(world.who("anna"))

    numbers = {one: boards.board(world.who("anna"), one).number for one in (world.programme_id, second)}
    assert mine.needing == numbers == {world.programme_id: 2, second: 0}
    closed = world.store.get(Programme, *Programme.key(world.programme_id))
    assert closed is not None
    closed.stage = ProgrammeStage.CLOSED
    world.store.put(closed)
    assert boards.mine(world.who("anna"))[0].needing == {second: 0}


def test_given_a_member_whose_organization_is_gone_when_asked_for_then_it_is_not_found() -> None:
    world = World()
    world.store.items.pop(Organization.key(world.organization_id))

    with pytest.raises(NotFound):
        organizations.organization(world.who("anna"), world.organization_id)


@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_organize_when_they_create_a_programme_then_it_is_not_found(name: str) -> None:
    world = World()

    with pytest.raises(NotFound):
        programmes.create_programme(world.who(name), world.organization_id, {"name": "Jesień"})
