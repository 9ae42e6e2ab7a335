"""Figures: what was published and consumed, what died, and schedules run at a chosen time."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.engine.ledger import RECENT_SECONDS, Ledger, restored
from infra.local.figures import settled, unsettled
from infra.template import functions, resources

if TYPE_CHECKING:
    from tests.e2e.client import RunningStack


def _figures(**changes: Any) -> dict[str, Any]:
    quiet = {"consumers": {"A": {"expected": 3, "consumed": 3}}, "outbox": 0, "in_flight": 0}
    return quiet | changes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"outbox": 1}, ["outbox 1"]),
        ({"in_flight": 2}, ["in flight 2"]),
        ({"consumers": {"A": {"expected": 3, "consumed": 2}}}, ["A had 2 of 3 events"]),
    ],
    ids=str,
)
def test_given_figures_when_judged_then_only_nothing_on_its_way_is_settled(
    changes: dict[str, Any], words: list[str]
) -> None:
    assert unsettled(_figures(**changes)) == words
    assert settled(_figures(**changes)) is not bool(words)


def test_given_an_event_published_again_when_noted_then_it_counts_once() -> None:
    ledger = Ledger()
    ledger.note("e1", "PairAgreed", 1.0)
    ledger.note("e1", "PairAgreed", 2.0)
    ledger.note("e2", "PairAgreed", 3.0)
    assert ledger.as_json(4.0) == {
        "totals": {"PairAgreed": 2},
        "recent": {"e1": ("PairAgreed", 1.0), "e2": ("PairAgreed", 3.0)},
    }


def test_given_a_stack_in_the_past_when_its_ledger_is_shown_then_no_event_waits_for_a_marker_that_has_expired() -> None:
    ledger = Ledger()
    ledger.note("long ago", "PairAgreed", 1.0)
    ledger.note("lately", "PairAgreed", RECENT_SECONDS)
    told = ledger.as_json(RECENT_SECONDS + 2)
    assert (told["totals"], set(told["recent"])) == ({"PairAgreed": 2}, {"lately"})


def test_given_an_old_ledger_when_restored_then_totals_stay_and_only_recent_ids_are_compared() -> None:
    ledger = Ledger()
    ledger.note("old", "PairAgreed", 0.0)
    ledger.note("new", "PairAgreed", RECENT_SECONDS)
    again = restored(json.loads(json.dumps(ledger.as_json(RECENT_SECONDS))), now=RECENT_SECONDS + 1)
    assert again.totals == {"PairAgreed": 2}
    assert set(again.recent) == {"new"}


def test_given_an_event_when_published_then_it_is_counted_and_awaited_of_its_consumers(stack: RunningStack) -> None:
    before = stack.settle()
    address = f"liczby-{time.time_ns()}@firma.example"
    stack.http.post("/v1/sessions/requests", json={"email": address}).raise_for_status()
    after = stack.settle()
    published = [figures["events_published"].get("SignInRequested", 0) for figures in (before, after)]
    consumed = [figures["consumers"]["NotificationsConsumer"]["consumed"] for figures in (before, after)]
    assert published[1] - published[0] == 1
    assert consumed[1] - consumed[0] == 1
    assert sum(after["dead_letters"].values()) == sum(before["dead_letters"].values())


def test_given_the_template_when_figures_are_asked_for_then_every_consumer_and_dead_letter_queue_is_in_them(
    stack: RunningStack,
) -> None:
    figures = stack.figures()
    queued = {name for name, one in functions().items() if "Deliveries" in one.get("Events", {})}
    assert set(figures["consumers"]) == queued - {"NotificationsBounces"}
    dead = {name for name in resources("AWS::SQS::Queue") if not name.endswith("Queue")}
    assert set(figures["dead_letters"]) == dead
    assert {"RelayFailures", "ScheduleFailures", "UndeliveredEvents"} <= dead


def test_given_a_message_nobody_can_read_when_it_is_tried_enough_then_it_is_counted_dead(stack: RunningStack) -> None:
    sqs, queue = stack.aws("sqs"), stack.physical["IdentityConsumerQueue"]
    given = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout", "RedrivePolicy"])[
        "Attributes"
    ]
    policy = json.loads(given["RedrivePolicy"]) | {"maxReceiveCount": 1}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1", "RedrivePolicy": json.dumps(policy)})
    before = stack.figures()["dead_letters"]["IdentityConsumerDead"]
    try:
        sqs.send_message(QueueUrl=queue, MessageBody="no event")
        deadline = time.monotonic() + 60
        while stack.figures()["dead_letters"]["IdentityConsumerDead"] == before:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes=given)
    assert stack.figures()["dead_letters"]["IdentityConsumerDead"] == before + 1
    sqs.purge_queue(QueueUrl=stack.physical["IdentityConsumerDead"])


def test_given_something_stuck_when_asked_to_settle_then_it_gives_up_in_time_and_says_what(stack: RunningStack) -> None:
    sqs, queue = stack.aws("sqs"), stack.physical["IdentityConsumerQueue"]
    sqs.send_message(QueueUrl=queue, MessageBody="no event", DelaySeconds=60)
    try:
        started = time.monotonic()
        answer = stack.control.post("/api/settle", json={"seconds": 0.5})
        assert time.monotonic() - started < 10
        assert answer.status_code == 504
        assert answer.json()["settled"] is False
        assert answer.json()["in_flight"] == 1
        assert answer.json()["error"].startswith("in flight 1")
    finally:
        sqs.purge_queue(QueueUrl=queue)


def test_given_a_function_that_failed_when_settling_fails_then_its_words_are_told(stack: RunningStack) -> None:
    sqs, queue = stack.aws("sqs"), stack.physical["SurveysConsumerQueue"]
    sqs.send_message(QueueUrl=queue, MessageBody="no event")
    try:
        answer = stack.control.post("/api/settle", json={"seconds": 3})
        assert answer.status_code == 504
        assert any("JSONDecodeError" in told for told in answer.json()["errors"])
    finally:
        sqs.purge_queue(QueueUrl=queue)


def test_given_the_schedules_when_listed_then_they_are_those_of_the_template(stack: RunningStack) -> None:
    listed = stack.control.get("/api/schedules").json()["schedules"]
    assert set(listed) == {name for name, one in functions().items() if "Schedule" in one.get("Events", {})}
    assert "RelaySweep" in listed


def test_given_a_schedule_when_it_is_run_at_a_time_then_its_function_answers(stack: RunningStack) -> None:
    assert stack.run("RelaySweep", "2026-03-01T12:00:00Z") == {"published": 0}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/schedules/Nobody", {"time": "2026-03-01T12:00:00Z"}, 404),
        ("/api/schedules/RelaySweep", {}, 400),
        ("/api/schedules/RelaySweep", {"time": "noon"}, 400),
        ("/api/nothing", {}, 404),
    ],
    ids=str,
)
def test_given_a_question_without_an_answer_when_asked_then_it_is_told(
    stack: RunningStack, path: str, body: dict[str, str], status: int
) -> None:
    answer = stack.control.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]
