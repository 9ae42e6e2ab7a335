"""Lists of applications and participants: filters, and who may see them."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.errors import NotFound
from recruitment.use_cases import applications, boards, deciding, listing
from tests.unit.recruitment.givens import World, profile


def test_given_applications_when_filtered_then_state_role_and_any_word_count() -> None:
    world = World()
    world.take("Mentor:łucja", "Mentee:jan", "Mentee:ewa")
    deciding.decide(world.who("anna"), world.programme_id, None, "waitlisted")
    world.take("Mentee:ola")

    def names(**wanted: str) -> list[str]:
        found = applications.applications(world.who("kora"), world.programme_id, wanted)
        assert found.next == ""
        return sorted(one.profile["first_name"] for one in found.items)

    assert names() == ["ewa", "jan", "ola", "łucja"]
    assert names(state="submitted") == ["ola"]
    assert names(role="mentor") == ["łucja"]
    assert names(q="nowak ŁUC") == ["łucja"]
    assert names(q="nowak", state="waitlisted", role="mentee") == ["ewa", "jan"]
    assert names(q=" Lucja@Firma.example") == ["łucja"]
    assert names(q="lucja@firma.example", role="mentee") == names(q="nowak kora") == []
    assert names(q="wak", state="submitted") == ["ola"]


def test_given_a_draft_when_organizers_look_then_it_is_its_applicants_own() -> None:
    world = World()
    draft = applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=False)
    applications.keep_application(world.who("jan"), "wiosna", "mentee", profile(), submit=False)
    applications.withdraw(world.who("jan"), world.programme_id, "mentee")

    assert applications.applications(world.who("anna"), world.programme_id).items == []
    assert boards.board(world.who("anna"), world.programme_id).count() == 0
    with pytest.raises(NotFound):
        applications.application(world.who("anna"), world.programme_id, draft.application_id)


@pytest.mark.parametrize("read", [applications.applications, applications.participants])
@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_decide_when_they_look_at_people_then_nothing_is_found(read: Any, name: str) -> None:
    world = World()
    world.take("Mentee:ada")

    with pytest.raises(NotFound):
        read(world.who(name), world.programme_id)


def test_given_an_application_when_opened_by_its_organizer_then_it_is_there_and_a_foreign_one_is_not() -> None:
    world, other = World(), World()
    (one,) = world.take("Mentee:ada")

    assert applications.application(world.who("anna"), world.programme_id, one).email == "ada@firma.example"
    with pytest.raises(NotFound):
        applications.application(other.who("anna"), other.programme_id, one)


def test_given_applications_older_than_the_rows_of_lists_when_listed_then_they_are_there_all_the_same() -> None:
    world = World()
    world.take("Mentor:ada", "Mentee:jan")
    for key in listing.rows.keys(world.programme_id):
        world.store.items.pop(key, None)
    found = applications.applications(world.who("anna"), world.programme_id)
    assert sorted(one.profile["first_name"] for one in found.items) == ["ada", "jan"]
