"""Homework through the handler: noted, changed, done, open again, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, STRANGER
from tests.integration.lambdas import outbox, said
from tests.integration.workspace.givens import ROOM, call, hidden, opened

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

TASKS = f"/rooms/{PAIR}/tasks"
ANY = {"if-match": "*"}


@pytest.fixture
def task_id(room: None) -> str:
    """Given: homework that the mentee wrote for both."""
    body = {"text": "Rozdział 3", "visibility": "pair", "due_on": "2026-01-31"}
    return str(said(call("POST", f"{ROOM}/tasks", MENTEE, body=body))["task_id"])


def read(task_id: str, who: str = MENTOR) -> Any:
    return said(call("GET", f"{ROOM}/tasks/{task_id}", who))


def test_given_homework_of_ones_own_when_the_other_looks_then_it_is_not_there() -> None:
    made = [
        said(call("POST", f"{ROOM}/tasks", MENTEE, body={"text": visibility, "visibility": visibility}))["task_id"]
        for visibility in ("author", "pair")
    ]
    seen = {who: {one["text"] for one in said(call("GET", ROOM, who))["tasks"]} for who in (MENTOR, MENTEE)}
    assert seen == {MENTOR: {"pair"}, MENTEE: {"author", "pair"}}
    shown = {
        who: [call("GET", f"{ROOM}/tasks/{one}", who)["statusCode"] for one in made]
        for who in (MENTOR, MENTEE, STRANGER)
    }
    assert shown == {MENTOR: [404, 200], MENTEE: [200, 200], STRANGER: [404, 404]}


def test_given_homework_when_done_then_either_can_open_it_again(task_id: str) -> None:
    for _ in range(2):
        assert call("POST", f"{TASKS}/{task_id}/done", MENTOR, form={})["statusCode"] == 303
    assert "Not done after all" in call("GET", TASKS, MENTEE)["body"]
    for _ in range(2):
        assert call("POST", f"{TASKS}/{task_id}/reopening", MENTEE, form={})["statusCode"] == 303
    assert read(task_id)["state"] == "open"
    assert said(call("POST", f"{ROOM}/tasks/{task_id}/done", MENTOR))["state"] == "done"
    assert said(call("POST", f"{ROOM}/tasks/{task_id}/reopening", MENTOR))["state"] == "open"
    assert (len(outbox("TaskDone")), len(outbox("TaskReopened"))) == (2, 2)


def test_given_homework_when_its_author_changes_it_then_it_is_changed_and_the_partner_can_not(task_id: str) -> None:
    page = call("GET", TASKS, MENTEE)["body"]
    assert "31 January 2026 has passed" in page
    assert ("Change or delete it" in page, "Change or delete it" in call("GET", TASKS, MENTOR)["body"]) == (True, False)
    sent = {"text": "Rozdział 4", "due_on": "2099-01-31", "visibility": "pair", "version": "1"}
    assert call("POST", f"{TASKS}/{task_id}", MENTEE, form=sent)["statusCode"] == 303
    late = call("POST", f"{TASKS}/{task_id}", MENTEE, form=sent | {"text": "Rozdział 5"})
    assert (late["statusCode"], opened(late["body"])) == (412, ["Change or delete it"])
    assert ">Rozdział 5</textarea>" in late["body"]
    task = read(task_id)
    assert (task["text"], task["due_on"]) == ("Rozdział 4", "2099-01-31")
    for method, body in (("PUT", {"text": "x", "visibility": "pair"}), ("DELETE", None)):
        refused = call(method, f"{ROOM}/tasks/{task_id}", MENTOR, body=body, headers=ANY)
        assert (refused["statusCode"], said(refused)["type"].rpartition(":")[2]) == (409, "author-only")
        assert call(method, f"{ROOM}/tasks/{task_id}", MENTEE, body=body)["statusCode"] == 428
        assert call(method, f"{ROOM}/tasks/{task_id}", ORGANIZER, body=body, headers=ANY)["statusCode"] == 404


def test_given_ones_own_homework_when_the_partner_is_let_see_it_then_they_are_told_and_it_can_not_be_turned_back() -> (
    None
):
    task_id = said(call("POST", f"{ROOM}/tasks", MENTEE, body={"text": "Moje"}))["task_id"]
    assert len(outbox("TaskAssigned")) == 1
    wider = {"text": "Nasze", "visibility": "pair"}
    assert call("PUT", f"{ROOM}/tasks/{task_id}", MENTEE, body=wider, headers=ANY)["statusCode"] == 200
    assert (read(task_id)["text"], len(outbox("TaskAssigned"))) == ("Nasze", 2)
    assert (
        call("PUT", f"{ROOM}/tasks/{task_id}", MENTEE, body=wider | {"visibility": "author"}, headers=ANY)["statusCode"]
        == 409
    )


def test_given_homework_when_its_author_deletes_it_then_it_is_gone_and_what_is_typed_meanwhile_is_kept(
    task_id: str, agreed: DynamoStore
) -> None:
    late = call("POST", f"{TASKS}/{task_id}/deletion", MENTEE, form={"version": "9"})
    assert late["statusCode"] == 412
    assert call("POST", f"{TASKS}/{task_id}/deletion", MENTEE, form={"version": "1"})["statusCode"] == 303
    assert call("GET", f"{ROOM}/tasks/{task_id}", MENTEE)["statusCode"] == 404
    assert len(outbox("TaskDeleted")) == 1
    lost = call("POST", f"{TASKS}/{task_id}", MENTEE, form={"text": "Rozdział 6", "version": "1"})
    assert (lost["statusCode"], opened(lost["body"])) == (404, ["Add homework"])
    assert ">Rozdział 6</textarea>" in lost["body"]


def test_given_a_process_that_has_ended_when_homework_is_sent_then_the_page_says_so(agreed: DynamoStore) -> None:
    from tests.integration.workspace.givens import closing

    closing(agreed, outcome="closed_early")
    page = call("POST", TASKS, MENTEE, form={"text": "Zadanie"})
    assert page["statusCode"] == 409
    assert "Your process has ended." in page["body"]


def test_given_homework_of_both_when_its_author_gives_it_to_the_partner_then_page_and_json_say_so(task_id: str) -> None:
    assert read(task_id, MENTEE)["doer"] == "both"
    page = call("GET", TASKS, MENTEE)["body"]
    version = hidden(page, "version")
    form = {"text": "Razem", "doer": "partner", "visibility": "pair", "version": version}
    assert call("POST", f"{TASKS}/{task_id}", MENTEE, form=form)["statusCode"] == 303
    assert {who: read(task_id, who)["doer"] for who in (MENTEE, MENTOR)} == {MENTEE: "partner", MENTOR: "me"}
    assert "for you" in call("GET", TASKS, MENTOR)["body"]
    body = {"text": "Razem", "visibility": "pair", "doer": "nobody"}
    assert call("PUT", f"{ROOM}/tasks/{task_id}", MENTEE, body=body, headers=ANY)["statusCode"] == 422


def test_given_homework_somebody_sets_themselves_when_both_look_then_it_is_named_as_their_own(room: None) -> None:
    """«for you · you set it» reads as if somebody else had given it."""
    body = {"text": "Rozdział 3", "visibility": "pair", "doer": "me"}
    said(call("POST", f"{ROOM}/tasks", MENTEE, body=body))
    seen = {who: call("GET", TASKS, who)["body"] for who in (MENTEE, MENTOR)}
    assert ("homework of your own" in seen[MENTEE], "You set it" in seen[MENTEE]) == (True, False)
    assert ("of their own accord" in seen[MENTOR], "set it" in seen[MENTOR]) == (True, False)
