"""Organizers' forms that are refused stand there again with what was written, each where it was sent from."""

from __future__ import annotations

import html
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.tables.recruitment import Application, Participant
from recruitment import api
from tests.fakes.people import ORGANIZER, PROGRAMME, STRANGER
from tests.fakes.rows import rows_of
from tests.integration.furnished import furnish
from tests.integration.lambdas import keep, send

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
LIST = f"/organizer/programmes/{PROGRAMME}/applications"
ONE = f"{LIST}/a"
LONG = "Pierwsze słowo" + " i jeszcze jedno" * 400 + " ostatnie słowo"
WHY = "Zmiana planów"


@pytest.fixture(autouse=True)
def _furnished(agreed: DynamoStore) -> None:
    furnish(agreed)
    one = agreed.get(Application, *Application.key(PROGRAMME, "a"))
    assert one is not None
    keep(agreed, *rows_of([one]))


def refused(path: str, form: dict[str, Any], status: int = 422) -> str:
    answer = call("POST", path, ORGANIZER, form=form)
    assert answer["statusCode"] == status, answer["body"]
    page = html.unescape(answer["body"])
    assert 'id="written"' not in page, "its own page, not that of any error"
    assert 'role="alert"' in page
    return page


def test_given_a_message_that_is_too_long_when_decided_then_it_stands_in_the_form_it_was_sent_from() -> None:
    sent = {"application_ids": "a", "decision": "accepted", "message": LONG, "comment": WHY}
    for path, form, heading in (
        (LIST, sent, "those ticked on this page"),
        (f"{LIST}/preview", sent, "those ticked on this page"),
        (LIST, sent | {"alone": "yes"}, "Take out of the programme"),
    ):
        page = refused(path, form)
        assert [one in page for one in (LONG, WHY, "This is too long: at most ")] == [True, True, True]
        assert heading in page or 'name="alone"' in page


def test_given_nobody_ticked_when_decided_then_the_message_stays() -> None:
    for path in (LIST, f"{LIST}/preview"):
        page = refused(path, {"decision": "accepted", "message": "Witamy w programie"})
        assert "Tick at least one application." in page
        assert "Witamy w programie" in page


def test_given_a_list_when_only_some_ticked_then_they_stay_ticked() -> None:
    page = refused(LIST, {"application_ids": "a", "decision": "accepted", "message": LONG})
    assert 'value="a" checked' in page


def test_given_a_reason_that_is_too_long_when_taken_out_then_reason_and_message_stay(agreed: DynamoStore) -> None:
    one = agreed.get(Application, *Application.key(PROGRAMME, "a"))
    assert one is not None
    one.state, one.email, one.role = "accepted", "a@firma.example", "mentee"
    part = Participant(
        *Participant.key(PROGRAMME, "a"), participant_id="a", person_id="a", programme_id=PROGRAMME, role="mentee",
        email="a@firma.example", name="A", form="n", locale="pl", zone="Europe/Warsaw", profile=one.profile, accepted_at="2026-03-01T12:00:00Z",
    )  # fmt: skip
    keep(agreed, one, part)
    page = refused(f"{ONE}/removal", {"reason": WHY, "message": LONG, "version": "1"})
    assert [each in page for each in (WHY, LONG, "What happens")] == [True, True, True]


def test_given_a_reason_that_is_too_long_when_taken_back_then_it_stays() -> None:
    for path in ("reinstatement", "reconsideration"):
        answer = call("POST", f"{ONE}/{path}", ORGANIZER, form={"reason": LONG, "message": WHY, "version": "1"})
        assert answer["statusCode"] == 422


def test_given_a_reason_that_is_too_long_when_a_stage_is_taken_back_then_it_stays() -> None:
    page = refused(f"/organizer/programmes/{PROGRAMME}/stage", {"to": "matching", "reason": LONG})
    assert LONG in page


@pytest.mark.parametrize("language", ["pl", "en"])
def test_given_any_other_page_when_a_form_is_refused_then_it_shows_what_was_written_but_no_code_and_no_page_of_others(
    language: str,
) -> None:
    path = f"/organizer/programmes/{PROGRAMME}/stage"
    form = {"to": "matching", "reason": "Za <wcześnie> zaczęte", "version": "1"}
    answer = call("POST", path, STRANGER, form=form, language=language)
    assert answer["statusCode"] == 404
    assert "Za &lt;wcześnie&gt; zaczęte</textarea>" in answer["body"]
    assert ">matching<" not in answer["body"]
    foreign = call("POST", path, ORGANIZER, form=form, headers={"origin": "https://zly.example"})
    assert (foreign["statusCode"], "wcześnie" in foreign["body"]) == (403, False)
