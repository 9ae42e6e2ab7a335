"""Summaries through the handler: written by two, approved, closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.fakes.people import MENTEE, MENTOR, PAIR
from tests.integration.lambdas import outbox, said
from tests.integration.workspace.givens import GOAL, ROOM, call, closing, hidden, summary, token

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


@pytest.mark.parametrize("by_mail", [True, False])
def test_given_another_summary_saved_while_reading_when_the_page_is_approved_then_the_new_one_is_shown_first(
    agreed: DynamoStore, by_mail: bool
) -> None:
    closing(agreed)
    summary(MENTEE, "Odwaga")
    path = f"/rooms/answer/{token('summary', PAIR, MENTOR)}" if by_mail else f"/rooms/{PAIR}/summary/approval"
    page, who = (path, "") if by_mail else (f"/rooms/{PAIR}/closing", MENTOR)
    read = hidden(call("GET", page, who)["body"], "sha256")
    summary(MENTEE, "Spokój")
    again = call("POST", path, who, form={"sha256": read}, language="pl")
    assert again["statusCode"] == 412
    assert "Tekst zmienił się podczas czytania." in again["body"]
    assert "Spokój" in again["body"]
    assert outbox("SummaryApproved") == []
    assert call("POST", path, who, form={"sha256": hidden(again["body"], "sha256")})["statusCode"] == 303
    assert len(outbox("SummaryApproved")) == 1


def test_given_a_summary_when_it_is_written_again_then_the_form_holds_every_part_of_it(agreed: DynamoStore) -> None:
    closing(agreed)
    assert 'name="takeaways"' in call("GET", f"/rooms/{PAIR}/closing", MENTOR)["body"]
    told = {"takeaways": ["Odwaga", "Spokój"], "helped": "Pytania", "hindered": "Czas", "thanks": "Dziękuję"}
    first = {"if-none-match": "*"}
    call("PUT", f"{ROOM}/summary", MENTEE, body=told | {"next_steps": ["Rozmowa", "Kurs"]}, headers=first)
    page = call("GET", f"/rooms/{PAIR}/closing", MENTOR)["body"]
    for text in ("Odwaga\nSpokój", "Pytania", "Czas", "Rozmowa\nKurs", "Dziękuję"):
        assert f">{text}</textarea>" in page


def test_given_an_ended_process_when_its_pages_are_opened_then_nothing_can_be_sent_from_them(
    agreed: DynamoStore,
) -> None:
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL)
    call("POST", f"{ROOM}/tasks", MENTEE, body={"text": "Zadanie", "visibility": "pair"})
    closing(agreed)
    summary(MENTEE, "Odwaga")
    goal_id = said(call("GET", ROOM, MENTEE))["goals"][0]["goal_id"]
    links_of_mails = [
        f"/rooms/answer/{token('contract', PAIR, MENTOR)}",
        f"/rooms/answer/{token('goal', goal_id, MENTOR, pair_id=PAIR)}",
        f"/rooms/answer/{token('goal_end', goal_id, MENTOR, pair_id=PAIR)}",
        f"/rooms/answer/{token('summary', PAIR, MENTOR)}",
    ]
    for proposed in (False, True):
        if proposed:
            call("POST", f"{ROOM}/contract/proposal", MENTOR)
        closing(agreed, outcome="closed_early")
        pages = ("", "/closing", "/contract", "/goals", "/tasks", "/takeaways")
        for path in (*(f"/rooms/{PAIR}{one}" for one in pages), *links_of_mails):
            page = call("GET", path, MENTOR)
            assert page["statusCode"] == 200
            assert set(re.findall(r'action="(/rooms/[^"]*)"', page["body"])) <= {f"/rooms/{PAIR}/search"}
        closing(agreed, outcome="")
    closing(agreed, outcome="closed_early")
    refused = call("PUT", f"{ROOM}/contract", MENTOR, body={"own": {}}, headers={"if-match": "*"}, language="pl")
    assert refused["statusCode"] == 409
    assert said(refused)["title"].startswith("Wasz proces się zakończył.")


def test_given_a_summary_written_by_both_at_once_when_the_second_is_saved_then_nothing_is_lost(
    agreed: DynamoStore,
) -> None:
    closing(agreed)
    path = f"/rooms/{PAIR}/summary"
    typed = {"takeaways": "Spokój", "version": "0"}
    for _ in range(2):
        sent = {"takeaways": "Odwaga", "version": "0", "form_key": "the-key-of-a-page"}
        assert call("POST", path, MENTEE, form=sent)["statusCode"] == 303
    assert len(outbox("SummaryProposed")) == 1
    late = call("POST", path, MENTOR, form=typed)
    assert late["statusCode"] == 412
    for words in ("Spokój", "Odwaga", "Put the two together"):
        assert words in late["body"]
    version = hidden(late["body"], "version")
    assert call("POST", path, MENTOR, form={"takeaways": "Odwaga\nSpokój", "version": version})["statusCode"] == 303
    assert said(call("GET", ROOM, MENTEE))["summary"]["takeaways"] == ["Odwaga", "Spokój"]


def test_given_a_summary_when_approved_as_json_then_the_hash_of_what_was_read_is_needed(agreed: DynamoStore) -> None:
    closing(agreed)
    text = said(summary(MENTEE, "Odwaga"))["sha256"]
    answers = [call("POST", f"{ROOM}/summary/approval", MENTOR, body=sent) for sent in ({}, {"sha256": "x"})]
    assert [one["statusCode"] for one in answers] == [422, 412]
    assert said(answers[1])["type"].endswith("text-changed")
    assert said(call("POST", f"{ROOM}/summary/approval", MENTOR, body={"sha256": text}))["state"] == "approved"
