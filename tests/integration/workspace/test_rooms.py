"""Rooms and homes through the handler: what each of the two sees, and nobody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mentoring.tables.recruitment import Participant
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER
from tests.integration.lambdas import said
from tests.integration.workspace.givens import GOAL, ROOM, STATUS, call, closing, opened, summary

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def test_given_a_mistake_in_one_form_of_the_room_when_sent_then_only_that_form_is_open_and_marked(
    agreed: DynamoStore,
) -> None:
    goal_id = said(call("POST", f"{ROOM}/goals", MENTEE, body=GOAL))["goal_id"]
    call("POST", f"{ROOM}/goals/{goal_id}/agreement", MENTOR)
    closing(agreed)
    summary(MENTEE, "Odwaga")
    day = {"due_on": "jutro"}
    for path, form, words, field in (
        ("goals", {"title": "Cel", **day}, "Write a goal", "goal-due_on"),
        ("tasks", {"text": "Zadanie", **day}, "Note homework", "task-due_on"),
        ("summary", {"helped": "Pytania"}, "Change the joint summary", "summary-takeaways"),
        (f"goals/{goal_id}/level", {"current_level": "11"}, "", f"level-{goal_id}-current_level"),
        (f"goals/{goal_id}/conclusion", {"evidence": "Opinia"}, "Conclude this goal", f"conclusion-{goal_id}-state"),
    ):
        page = call("POST", f"/rooms/{PAIR}/{path}", MENTEE, form=form)
        assert page["statusCode"] == 422
        assert opened(page["body"]) == ([words] if words else [])
        wrong = re.findall(r'<a href="#([^"]*)">', page["body"])
        assert field in wrong
        ids = re.findall(r' id="([^"]*)"', page["body"])
        assert len(ids) == len(set(ids))
        assert set(wrong) <= set(ids)
        assert page["body"].count('class="field wrong"') == len(wrong)
        kept = next(iter(form.values()))
        assert page["body"].count(f'value="{kept}"') + page["body"].count(f">{kept}</textarea>") == 1


@pytest.mark.parametrize("who", ["", STRANGER, ORGANIZER])
def test_given_anybody_else_when_they_ask_then_no_room_exists(who: str) -> None:
    reads = [ROOM, f"{ROOM}/contract", f"{ROOM}/contract/versions", f"/rooms/{PAIR}", f"/rooms/{PAIR}/contract"]
    answers = {call("GET", path, who)["statusCode"] for path in reads}
    answers |= {call("POST", f"{ROOM}/{path}", who, body={})["statusCode"] for path in ("contract/proposal",)}
    assert answers <= ({404} if who else {401, 303})


def test_given_an_organizer_when_they_ask_for_the_state_then_dates_only() -> None:
    state = said(call("GET", STATUS, ORGANIZER))
    assert "own" not in str(state)
    assert call("GET", STATUS, STRANGER)["statusCode"] == 404


def test_given_somebodys_home_when_opened_then_the_next_thing_to_do_comes_first() -> None:
    page = call("GET", "/home", MENTEE, language="pl")["body"]
    assert f"/rooms/{PAIR}/contract" in page
    assert call("GET", "/home")["statusCode"] == 303


ADDRESSES = ("mentor@firma.example", "mentee@firma.example")


def abroad(store: DynamoStore) -> None:
    """Given: the mentee moved to New York."""
    mentee = store.get(Participant, *Participant.key(PROGRAMME, "mentee"))
    assert mentee is not None
    mentee.zone, mentee.profile = "America/New_York", mentee.profile | {"city": "Nowy Jork"}
    mentee.save()


def test_given_a_pair_when_its_room_and_home_are_opened_then_each_knows_how_and_when_to_reach_the_other(
    agreed: DynamoStore,
) -> None:
    abroad(agreed)
    for path in (f"/rooms/{PAIR}", "/home"):
        page = call("GET", path, MENTOR, language="en")["body"]
        assert "mentee@firma.example" in page
        assert re.search(r"\d\d:\d\d with you · ([A-Z][a-z]+, )?\d\d:\d\d with Mentee \(New York\)", page)
        assert "mentor@firma.example" in call("GET", path, MENTEE)["body"]
    partner = said(call("GET", ROOM, MENTOR))["partner"]
    assert partner == {
        "name": "Mentee", "email": "mentee@firma.example", "city": "Nowy Jork", "zone": "America/New_York"
    }  # fmt: skip


def test_given_two_in_one_zone_when_the_room_is_opened_then_one_time_is_said_for_both() -> None:
    assert " with both of you" in call("GET", f"/rooms/{PAIR}", MENTOR, language="en")["body"]


@pytest.mark.parametrize("outcome", ["completed", "closed_early"])
def test_given_a_process_that_ended_when_its_members_look_then_the_name_stays_and_the_contact_is_gone(
    agreed: DynamoStore, outcome: str
) -> None:
    closing(agreed, stage=outcome, outcome=outcome)
    for who, other in ((MENTOR, "Mentee"), (MENTEE, "Mentor")):
        for path in (f"/rooms/{PAIR}", "/home"):
            page = call("GET", path, who)["body"]
            assert other in page or path == "/home"
            assert not any(one in page for one in ADDRESSES)
        assert said(call("GET", ROOM, who))["partner"] is None


@pytest.mark.parametrize("who", [ORGANIZER, STRANGER, ""])
def test_given_a_pair_when_anybody_else_asks_then_nobodys_contact_is_told(who: str) -> None:
    for path in (f"/rooms/{PAIR}", ROOM, STATUS, "/home", f"/rooms/{PAIR}/contract"):
        assert not any(one in call("GET", path, who)["body"] for one in ADDRESSES)


def test_given_a_process_that_ended_early_when_its_room_is_opened_then_it_says_so_and_asks_for_nothing(
    agreed: DynamoStore,
) -> None:
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    closing(agreed, stage="closed_early", outcome="closed_early", closed_at="2026-03-02T12:00:00Z")
    page = call("GET", f"/rooms/{PAIR}", MENTEE)["body"]
    assert "closed early" in page
    assert "2 March 2026" in page
    assert "not agreed" in page
    assert "0 of 8 planned meetings held" in page
    for untrue in ("Completed", "waits for the other one", "Plan or look at meetings", "Small steps between meetings"):
        assert untrue not in page
