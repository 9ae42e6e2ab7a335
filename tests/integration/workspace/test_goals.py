"""Goals and homework through the handler."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from infra.season.forms import forms
from mentoring import runtime
from mentoring.i18n import day_in
from tests.fakes import context_at
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, STRANGER
from tests.integration.lambdas import outbox, said
from tests.integration.workspace.givens import GOAL, ROOM, STATUS, call, opened, token
from workspace.use_cases import tasks

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


ANY = {"if-match": "*"}
GOALS = f"/rooms/{PAIR}/goals"


def proposed(**changes: Any) -> Any:
    """Given: a goal that the mentee wrote."""
    return said(call("POST", f"{ROOM}/goals", MENTEE, body=GOAL | changes))


def agreed_on(**changes: Any) -> str:
    """Given: a goal that both agreed on."""
    goal_id = str(proposed(**changes)["goal_id"])
    assert call("POST", f"{ROOM}/goals/{goal_id}/agreement", MENTOR, headers=ANY)["statusCode"] == 200
    return goal_id


def read(goal_id: str, who: str = MENTOR) -> Any:
    return said(call("GET", f"{ROOM}/goals/{goal_id}", who))


def version(page: dict[str, Any], action: str) -> str:
    """Return the version in the form of a page that goes to `action`."""
    (found,) = [one for one in forms(page["body"]) if one.action == action]
    return str(found.values["version"])


def press(path: str, action: str, who: str = "", **typed: str) -> dict[str, Any]:
    """Open a page, fill in its form that goes to `action`, and send it."""
    sent = typed | {"version": version(call("GET", path, who), action)}
    return dict(call("POST", action, who, form=sent))


def test_given_a_goal_when_agreed_from_the_mail_then_it_is_the_pairs_to_rate_and_conclude_with_both_of_them() -> None:
    goal_id = proposed(steps=["Krok <b>"])["goal_id"]
    link = f"/rooms/answer/{token('goal', goal_id, MENTOR, pair_id=PAIR)}"
    page = call("GET", link)
    assert all(one in page["body"] for one in ("Prowadzę zespół", "Krok &lt;b&gt;"))
    for _ in range(2):
        assert call("POST", link, form={"version": version(page, link)})["statusCode"] == 303
    assert len(outbox("GoalAgreed")) == 1
    here = f"{GOALS}/{goal_id}"
    assert press(GOALS, f"{here}/level", MENTOR, current_level="5", word="Pierwsze zebranie")["statusCode"] == 303
    page = call("GET", GOALS, MENTEE)["body"]
    assert all(one in page for one in ("now 5", "Pierwsze zebranie", '<svg class="chart"', "1 rating"))
    end = {"state": "partly", "current_level": "7", "evidence": "Dwie osoby"}
    late = call("POST", f"{here}/conclusion", MENTEE, form=end | {"version": "2"})
    assert (late["statusCode"], "Dwie osoby" in late["body"]) == (412, True)
    again = call("POST", f"{here}/conclusion", MENTEE, form=end | {"version": version(late, f"{here}/conclusion")})
    assert again["statusCode"] == 303
    assert read(goal_id)["state"] == "in_progress"
    asks = f"/rooms/answer/{token('goal_end', goal_id, MENTOR, pair_id=PAIR)}"
    assert all(one in call("GET", asks)["body"] for one in ("partly achieved", "Dwie osoby", "Not yet"))
    for _ in range(2):
        assert call("POST", asks, form={"version": "4", "answer": "yes"})["statusCode"] == 303
    goal = said(call("GET", ROOM, MENTOR))["goals"][0]
    assert (goal["state"], goal["current_level"], goal["end_by"]) == ("partly", 7, MENTEE)
    assert [(one["level"], one["by"], one["word"]) for one in goal["ratings"]] == [
        (5, MENTOR, "Pierwsze zebranie"),
        (7, MENTEE, ""),
    ]
    assert "This goal is concluded" in call("GET", asks)["body"]
    assert len(outbox("GoalConcluded")) == 1


def test_given_an_end_proposed_when_answered_on_the_page_with_not_yet_then_the_goal_goes_on_and_can_be_proposed_anew() -> (
    None
):
    goal_id = agreed_on()
    here = f"{GOALS}/{goal_id}"
    told = {"state": "dropped", "reason": "Zmiana pracy"}
    assert press(GOALS, f"{here}/conclusion", MENTEE, current_level="4", **told)["statusCode"] == 303
    seen = {who: call("GET", GOALS, who, language="pl")["body"] for who in (MENTEE, MENTOR)}
    assert "nie udało się tym razem" in seen[MENTOR]
    assert "Zmiana pracy" in seen[MENTOR]
    assert ("Jeszcze nie" in seen[MENTOR], "Jeszcze nie" in seen[MENTEE]) == (True, False)
    assert press(GOALS, f"{here}/conclusion/answer", MENTOR, answer="not_yet")["statusCode"] == 303
    assert (read(goal_id)["state"], read(goal_id)["end_state"]) == ("in_progress", None)
    asks = f"/rooms/answer/{token('goal_end', goal_id, MENTOR, pair_id=PAIR)}"
    assert "Nobody proposes" in call("GET", asks)["body"]
    late = call("POST", asks, form={"version": "*", "answer": "yes"})
    assert (late["statusCode"], "Nobody proposes" in late["body"]) == (409, True)
    assert "Zmiana pracy</textarea>" in call("GET", GOALS, MENTEE)["body"]


def test_given_a_draft_when_its_author_changes_it_then_the_partner_who_read_the_old_one_is_told_on_page_and_mail() -> (
    None
):
    goal_id = proposed()["goal_id"]
    here = f"{GOALS}/{goal_id}"
    link = f"/rooms/answer/{token('goal', goal_id, MENTOR, pair_id=PAIR)}"
    old = {
        page: version(call("GET", page, MENTOR), action)
        for page, action in ((GOALS, f"{here}/agreement"), (link, link))
    }
    changed = GOAL | {"title": "Odwaga", "steps": "Jeden\n\n Dwa "}
    assert press(GOALS, here, MENTEE, **{name: str(value) for name, value in changed.items()})["statusCode"] == 303
    assert (read(goal_id)["title"], read(goal_id)["steps"]) == ("Odwaga", ["Jeden", "Dwa"])
    assert len(outbox("GoalProposed")) == 2
    for page, action in ((GOALS, f"{here}/agreement"), (link, link)):
        late = call("POST", action, MENTOR, form={"version": old[page]})
        assert late["statusCode"] == 412
        assert "Odwaga" in late["body"]
        assert version(late, action) == "2"
    assert press(link, link)["statusCode"] == 303
    assert read(goal_id)["state"] == "agreed"


@pytest.mark.parametrize("meanwhile", ["agreement", "withdrawal"])
def test_given_the_partner_decides_while_the_author_writes_when_it_is_sent_then_what_was_typed_is_still_there(
    meanwhile: str,
) -> None:
    goal_id = proposed()["goal_id"]
    here = f"{GOALS}/{goal_id}"
    typed = {"title": "Odwaga", "why": "Bo zespół rośnie", "start_level": "1", "target_level": "9", "version": "1"}
    assert call("POST", f"{ROOM}/goals/{goal_id}/{meanwhile}", MENTOR, headers=ANY)["statusCode"] in (200, 204)
    late = call("POST", here, MENTEE, form=typed)
    assert late["statusCode"] == {"agreement": 412, "withdrawal": 404}[meanwhile]
    assert "Bo zespół rośnie" in late["body"]
    assert opened(late["body"]) == {"agreement": [], "withdrawal": ["Write a goal"]}[meanwhile]


def test_given_a_goal_whose_date_has_passed_when_the_room_is_opened_then_it_is_asked_about_and_each_answer_is_a_click() -> (
    None
):
    goal_id = agreed_on(due_on="2026-01-31")
    page = call("GET", GOALS, MENTEE)["body"]
    assert "has passed. How is it?" in page
    for end, word in (("achieved", "achieved"), ("dropped", "dropped")):
        chosen = call("GET", GOALS, MENTEE, goal=goal_id, end=end)["body"]
        assert opened(chosen) == ["Conclude this goal"]
        assert f'value="{word}" checked' in chosen
    assert opened(call("GET", GOALS, MENTEE, goal=goal_id)["body"]) == ["Move the date"]
    assert opened(call("GET", GOALS, MENTEE, goal=goal_id, end="x")["body"]) == ["Move the date"]
    assert press(GOALS, f"{GOALS}/{goal_id}/due", MENTEE, due_on="2099-01-31")["statusCode"] == 303
    assert "has passed. How is it?" not in call("GET", GOALS, MENTEE)["body"]
    assert read(goal_id)["due_on"] == "2099-01-31"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "", GOAL),
        ("PUT", "/due", {"due_on": None}),
        ("PATCH", "", {"current_level": 5}),
        ("POST", "/agreement", None),
        ("POST", "/conclusion", {"state": "partly"}),
        ("POST", "/conclusion/answer", {"answer": "yes"}),
    ],
)
def test_given_a_change_without_the_version_that_was_read_when_sent_then_it_is_asked_for(
    method: str, path: str, body: Any
) -> None:
    goal_id = proposed()["goal_id"] if path == "/agreement" else agreed_on()
    here = f"{ROOM}/goals/{goal_id}{path}"
    assert call(method, here, MENTOR, body=body)["statusCode"] == 428
    assert call(method, here, MENTOR, body=body, headers={"if-match": '"77"'})["statusCode"] == 412
    for who in (STRANGER, ORGANIZER):
        assert call(method, here, who, body=body, headers=ANY)["statusCode"] == 404


def test_given_a_form_with_mistakes_when_sent_then_the_room_names_them_and_keeps_the_rest() -> None:
    page = call("POST", f"/rooms/{PAIR}/goals", MENTEE, form={"title": "Odwaga", "start_level": "11"})
    assert page["statusCode"] == 422
    assert "Odwaga" in page["body"]
    assert "This number is too big: at most 10." in page["body"]
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
    assert page["body"].count(">Wycofaj</button>") == 3
    assert "To nie ten cel" in call("GET", f"/rooms/{PAIR}/goals", MENTOR, language="pl")["body"]
    assert press(GOALS, f"{GOALS}/{ids[0]}/withdrawal", MENTOR)["statusCode"] == 303
    assert call("POST", f"{ROOM}/goals/{ids[1]}/withdrawal", MENTEE)["statusCode"] == 204
    assert [one["goal_id"] for one in said(call("GET", ROOM, MENTOR))["goals"]] == [ids[2]]
    assert said(call("GET", STATUS, ORGANIZER))["goal_states"] == ["draft"]
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


def test_given_a_goal_to_agree_on_when_each_of_the_pair_looks_then_it_says_for_whom_it_waits() -> None:
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    for path in ("", "/goals"):
        mine, asked = (call("GET", f"/rooms/{PAIR}{path}", who)["body"] for who in (MENTEE, MENTOR))
        assert ("waits for the other one" in mine, "waits for you" in mine) == (True, False)
        assert ("waits for the other one" in asked, "waits for you" in asked) == (False, True)


def test_given_a_date_to_type_when_the_page_is_opened_then_the_browser_offers_none_that_has_passed() -> None:
    today = day_in(datetime.now(UTC), "Europe/Warsaw")
    old = agreed_on(due_on="2026-01-31")
    draft = proposed(due_on="2026-01-31")["goal_id"]
    earliest = {
        name: re.findall(rf'<input id="{name}-due_on"[^>]* min="([^"]*)"', call("GET", GOALS, MENTEE)["body"])
        for name in ("goal", f"due-{old}", f"change-{draft}")
    }
    assert earliest == {"goal": [today], f"due-{old}": [today], f"change-{draft}": ["2026-01-31"]}
    page = call("GET", f"/rooms/{PAIR}/tasks", MENTEE)["body"]
    assert re.findall(r'<input id="task-due_on"[^>]* min="([^"]*)"', page) == [today]
