"""A second round of groups: who is in one that goes on is left out, and no two groups have one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.people import ORGANIZER, PROGRAMME, participant
from tests.integration.gatherings.circles import call, mentors, propose, sent
from tests.integration.lambdas import keep, said

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def people_of(made: dict[str, object]) -> int:
    return sum(len(one["people"]) for one in made["groups"])  # type: ignore[attr-defined]


def test_given_groups_that_go_on_when_others_came_and_groups_are_proposed_then_these_alone_are_in_them(
    agreed: DynamoStore,
) -> None:
    mentors(agreed, 9)
    assert len(sent()) == 2
    keep(agreed, *(participant(f"late{one}", "mentor", department=f"L{one}") for one in range(5)))
    made = said(propose())
    assert people_of(made) == 5
    assert people_of(said(propose(again=True))) == 15
    page = call("GET", f"/intervision/{PROGRAMME}/rounds/{made['round_id']}", ORGANIZER)["body"]
    assert "Group 3" in page, "the first two are taken"
    assert page.count("in a group that goes on") == 10
    assert "in a second group" not in page


def test_given_groups_that_go_on_when_all_are_in_them_then_it_is_said_what_can_be_done(agreed: DynamoStore) -> None:
    mentors(agreed, 9)
    sent()
    refused = propose()
    assert (refused["statusCode"], said(refused)["type"].rpartition(":")[2]) == (409, "nobody-new-for-groups")


def test_given_people_who_may_be_in_two_groups_when_these_are_sent_then_it_is_said_and_their_numbers_go_on(
    agreed: DynamoStore,
) -> None:
    mentors(agreed, 9)
    sent()
    made = said(propose(again=True))
    page = call("GET", f"/intervision/{PROGRAMME}/rounds/{made['round_id']}", ORGANIZER)["body"]
    assert "These would be in a second group, beside one that goes on:" in page
    assert sorted(one["number"] for one in sent(again=True)) == [1, 2, 3, 4]


def test_given_a_move_that_cannot_be_when_it_is_tried_then_what_was_chosen_is_still_chosen(
    agreed: DynamoStore,
) -> None:
    people = mentors(agreed, 9)
    made = said(propose())
    here = f"/intervision/{PROGRAMME}/rounds/{made['round_id']}"
    answer = call("GET", here, ORGANIZER, person=people[3], group="2", swap=people[3])
    assert answer["statusCode"] == 422
    assert '<option value="2" selected>' in answer["body"]
