"""A form sent again, by a second click, a browser that lost the answer or a restored page, is the same request."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from identity import api as identity
from mentoring import rooms, runtime
from mentoring.http.resent import keyed
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import Task
from tests.fakes import context_at
from tests.fakes.people import MENTEE, PAIR
from tests.faults.injector import Killed, crash_points, watched
from tests.integration.lambdas import outbox, send
from workspace import api as workspace

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

ROOM = f"/rooms/{PAIR}"
TASKS = f"{ROOM}/tasks"
call = partial(send, workspace.handler)
ask = partial(send, identity.handler)


def form_key(page: dict[str, Any]) -> str:
    (key,) = {*re.findall(r'name="form_key" value="([^"]+)"', page["body"])}
    return str(key)


def tasks(store: DynamoStore) -> list[Task]:
    return store.query(Task, f"ROOM#{PAIR}", "TASK#")


def opened(store: DynamoStore) -> list[Opened[Task]]:
    key = rooms.key(context_at(store=store, keys=runtime.ports().keys), PAIR)
    return [Opened(one, key) for one in tasks(store)]


def test_given_a_page_with_forms_when_rendered_then_those_that_change_something_have_a_key() -> None:
    page = keyed('<form method="get" action="/a"></form><form method="post" action="/b" class="x"><p></p></form>')
    assert re.fullmatch(
        r'<form method="get" action="/a"></form><form method="post" action="/b" class="x">'
        r'<input type="hidden" name="form_key" value="[\w-]{16}"><p></p></form>',
        page,
    )


def test_given_a_form_when_it_is_sent_twice_then_it_was_done_once_and_both_answers_are_the_same(
    agreed: DynamoStore,
) -> None:
    sent = {"text": "Przeczytaj rozdział 3", "form_key": form_key(call("GET", TASKS, MENTEE))}
    first, again = (call("POST", TASKS, MENTEE, form=sent) for _ in range(2))
    assert first["statusCode"] == 303
    assert again == first
    assert [one.text for one in opened(agreed)] == ["Przeczytaj rozdział 3"]
    assert len(outbox("TaskAssigned")) == 1


def test_given_a_form_when_another_text_is_sent_from_the_same_page_then_it_is_another_request(
    agreed: DynamoStore,
) -> None:
    key = form_key(call("GET", TASKS, MENTEE))
    for text in ("Jedno", "Drugie"):
        assert call("POST", TASKS, MENTEE, form={"text": text, "form_key": key})["statusCode"] == 303
    assert {one.text for one in opened(agreed)} == {"Jedno", "Drugie"}


def test_given_a_form_that_was_refused_when_it_is_corrected_then_it_is_done(agreed: DynamoStore) -> None:
    key = form_key(call("GET", TASKS, MENTEE))
    assert call("POST", TASKS, MENTEE, form={"text": "", "form_key": key})["statusCode"] == 422
    assert call("POST", TASKS, MENTEE, form={"text": "Teraz dobrze", "form_key": key})["statusCode"] == 303
    assert len(tasks(agreed)) == 1


@pytest.mark.usefixtures("agreed")
def test_given_a_sign_in_form_when_its_answer_is_lost_at_any_call_then_sending_it_again_brings_one_mail() -> None:
    sent = {"email": "nowa@firma.example", "form_key": form_key(ask("GET", "/sign-in"))}
    points = crash_points(lambda: ask("POST", "/sign-in", form={**sent, "form_key": "another-key-0"}))
    assert points
    for number, fault in enumerate(points):
        mine = sent | {"form_key": f"key-of-this-form-{number}", "email": f"nowa{number}@firma.example"}
        before = len(outbox("SignInRequested"))
        try:
            with watched(fault):
                ask("POST", "/sign-in", form=mine)
        except (Killed, AssertionError):  # an answer that is lost, or one of a fault
            pass
        again = ask("POST", "/sign-in", form=mine)
        assert again["statusCode"] == 303
        assert again["multiValueHeaders"]["Location"][0].startswith("/sign-in/code/")
        assert len(outbox("SignInRequested")) == before + 1


@pytest.mark.usefixtures("agreed")
def test_given_one_key_when_two_addresses_are_sent_with_it_then_each_has_a_request_of_its_own() -> None:
    key = {"idempotency-key": "k" * 20}
    ids_ = [
        ask("POST", "/v1/sessions/requests", body={"email": email}, headers=key)["body"]
        for email in ("a@firma.example", "b@firma.example", "a@firma.example")
    ]
    assert ids_[0] == ids_[2] != ids_[1]
    assert len(outbox("SignInRequested")) == 2


def test_given_a_form_that_is_sent_to_the_bucket_when_shown_then_it_has_no_field_that_s3_does_not_know() -> None:
    ours = '<form method="post" action="/rooms/1/notes"></form>'
    bucket = '<form method="post" action="https://bucket.s3.eu-central-1.amazonaws.com/" enctype="multipart/form-data">'
    assert keyed(bucket) == bucket
    assert keyed(bucket.replace("https:", "http:")).count("<input") == 0
    assert keyed(ours).count("<input") == 1
