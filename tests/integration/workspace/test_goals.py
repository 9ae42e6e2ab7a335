"""Goals and homework through the handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring import runtime
from tests.fakes import context_at
from tests.fakes.people import MENTEE, MENTOR, PAIR
from tests.integration.lambdas import outbox, said
from tests.integration.workspace.givens import GOAL, ROOM, call, hidden, opened, token
from workspace.use_cases import tasks

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def test_given_a_goal_when_agreed_from_the_mail_then_it_is_the_pairs_to_move_and_conclude() -> None:
    made = call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    assert made["statusCode"] == 201
    goal_id = said(made)["goal_id"]
    link = f"/rooms/answer/{token('goal', goal_id, MENTOR, pair_id=PAIR)}"
    assert "Prowadzę zespół" in call("GET", link)["body"]
    for _ in range(2):
        assert call("POST", link, form={})["statusCode"] == 303
    assert len(outbox("GoalAgreed")) == 1
    assert (
        call("POST", f"/rooms/{PAIR}/goals/{goal_id}/level", MENTOR, form={"current_level": "5", "version": "2"})[
            "statusCode"
        ]
        == 303
    )
    assert "now 5" in call("GET", f"/rooms/{PAIR}/goals", MENTEE)["body"]
    done = call("POST", f"/rooms/{PAIR}/goals/{goal_id}/conclusion", MENTEE, form={})
    assert done["statusCode"] == 422
    ended = {"state": "partly", "current_level": "7", "evidence": "Dwie osoby", "version": "2"}
    late = call("POST", f"/rooms/{PAIR}/goals/{goal_id}/conclusion", MENTEE, form=ended)
    assert (late["statusCode"], "Dwie osoby" in late["body"]) == (412, True)
    ended["version"] = hidden(late["body"].partition('/conclusion"')[2], "version")
    assert call("POST", f"/rooms/{PAIR}/goals/{goal_id}/conclusion", MENTEE, form=ended)["statusCode"] == 303
    goal = said(call("GET", ROOM, MENTOR))["goals"][0]
    assert (goal["state"], goal["current_level"]) == ("partly", 7)


def test_given_a_form_with_mistakes_when_sent_then_the_room_names_them_and_keeps_the_rest() -> None:
    page = call("POST", f"/rooms/{PAIR}/goals", MENTEE, form={"title": "Odwaga", "start_level": "11"})
    assert page["statusCode"] == 422
    assert "Odwaga" in page["body"]
    assert "This number is too big." in page["body"]
    assert call("POST", f"/rooms/{PAIR}/tasks", MENTEE, form={"due_on": "jutro"})["statusCode"] == 422


@pytest.mark.parametrize("day", ["2027-02-31", "2027-13-01", "jutro"])
def test_given_a_day_that_is_none_when_sent_as_json_or_in_a_form_then_the_field_is_named(day: str) -> None:
    for path, told in (("goals", GOAL), ("tasks", {"text": "Zadanie"})):
        refused = call("POST", f"{ROOM}/{path}", MENTEE, body=told | {"due_on": day})
        assert refused["statusCode"] == 422
        assert said(refused)["errors"] == [{"pointer": "/due_on", "detail": "This must be a date."}]
        page = call("POST", f"/rooms/{PAIR}/{path}", MENTEE, form=told | {"due_on": day})
        assert page["statusCode"] == 422
        assert "This must be a date." in page["body"]


def test_given_a_title_or_a_text_of_blanks_when_sent_as_json_then_it_is_required_and_blanks_around_it_go() -> None:
    for path, told, name in (("goals", GOAL, "title"), ("tasks", {}, "text")):
        refused = call("POST", f"{ROOM}/{path}", MENTEE, body=told | {name: " \n"})
        assert refused["statusCode"] == 422
        assert said(refused)["errors"][0]["pointer"] == f"/{name}"
        assert said(call("POST", f"{ROOM}/{path}", MENTEE, body=told | {name: " Odwaga "}))[name] == "Odwaga"


def test_given_three_drafts_when_a_fourth_is_sent_then_the_room_keeps_it_and_after_a_withdrawal_it_fits() -> None:
    ids = [said(call("POST", f"{ROOM}/goals", MENTEE, body=GOAL))["goal_id"] for _ in range(3)]
    fourth = GOAL | {"title": "Odwaga"}
    page = call("POST", f"/rooms/{PAIR}/goals", MENTEE, form=fourth, language="pl")
    assert page["statusCode"] == 409
    assert "Najpierw zakończcie lub wycofajcie jeden." in page["body"]
    assert opened(page["body"]) == ["Zapisz cel"]
    assert 'value="Odwaga"' in page["body"]
    assert page["body"].count("Wycofaj") == 3
    assert "To nie ten cel" in call("GET", f"/rooms/{PAIR}/goals", MENTOR, language="pl")["body"]
    assert call("POST", f"/rooms/{PAIR}/goals/{ids[0]}/withdrawal", MENTOR, form={})["statusCode"] == 303
    assert said(call("POST", f"{ROOM}/goals/{ids[1]}/withdrawal", MENTEE))["state"] == "dropped"
    assert call("POST", f"/rooms/{PAIR}/goals", MENTEE, form=fourth)["statusCode"] == 303
    link = f"/rooms/answer/{token('goal', ids[0], MENTOR, pair_id=PAIR)}"
    assert "This goal was withdrawn." in call("GET", link)["body"]


def test_given_a_day_of_the_calendar_when_sent_then_it_is_kept() -> None:
    assert call("POST", f"/rooms/{PAIR}/goals", MENTEE, form=GOAL | {"due_on": "2028-02-29"})["statusCode"] == 303
    assert said(call("GET", ROOM, MENTEE))["goals"][0]["due_on"] == "2028-02-29"


def test_given_an_impossible_day_of_former_times_when_the_room_is_opened_then_it_shows_the_text(
    agreed: DynamoStore,
) -> None:
    tasks.add_task(
        context_at(store=agreed, keys=runtime.ports().keys, person_id=MENTEE, service="workspace"),
        PAIR,
        "x",
        "2027-02-31",
        "pair",
    )
    for path in ("", "/tasks"):
        page = call("GET", f"/rooms/{PAIR}{path}", MENTEE)
        assert page["statusCode"] == 200
        assert "2027-02-31" in page["body"]


def test_given_homework_of_ones_own_when_the_other_looks_then_it_is_not_there() -> None:
    for visibility in ("author", "pair"):
        assert call("POST", f"{ROOM}/tasks", MENTEE, body={"text": visibility, "visibility": visibility})
    seen = {who: {one["text"] for one in said(call("GET", ROOM, who))["tasks"]} for who in (MENTOR, MENTEE)}
    assert seen == {MENTOR: {"pair"}, MENTEE: {"author", "pair"}}


def test_given_a_goal_to_agree_on_when_each_of_the_pair_looks_then_it_says_for_whom_it_waits() -> None:
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    for path in ("", "/goals"):
        mine, asked = (call("GET", f"/rooms/{PAIR}{path}", who)["body"] for who in (MENTEE, MENTOR))
        assert ("waits for the other one" in mine, "waits for you" in mine) == (True, False)
        assert ("waits for the other one" in asked, "waits for you" in asked) == (False, True)
