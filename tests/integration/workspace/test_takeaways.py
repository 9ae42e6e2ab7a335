"""What the two take away from a meeting, through the handler."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from mentoring.tables.meetings import Meeting, PairCalendar
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER
from tests.fakes.racing_handlers import race
from tests.integration.lambdas import keep, outbox, said
from tests.integration.workspace.givens import ROOM, call, closing, hidden, summary
from workspace import api

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

HERE = f"/rooms/{PAIR}/takeaways"
NEW = {"if-none-match": "*"}


@pytest.fixture(autouse=True)
def _met(room: None, agreed: DynamoStore) -> None:
    """Given: a pair that has met once and will meet again."""
    calendar = PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known={})
    for meeting_id, starts_at, state in (
        ("m", "2026-02-20T12:00:00Z", "held"),
        ("n", "2099-03-20T12:00:00Z", "confirmed"),
    ):
        meeting = Meeting(
            *Meeting.key(PAIR, meeting_id), meeting_id=meeting_id, pair_id=PAIR, programme_id=PROGRAMME, minutes=60,
            starts_at=starts_at, zone="Europe/Warsaw", state=state, proposed_by=MENTOR, uid=meeting_id,
        )  # fmt: skip
        calendar.note(meeting)
        keep(agreed, meeting)
    keep(agreed, calendar)


def test_given_a_meeting_held_when_noted_on_its_page_then_only_the_author_reads_it_until_it_is_shared() -> None:
    assert call("GET", HERE, MENTEE)["body"].count("Write down what you take away") == 1
    page = call("GET", f"{HERE}/m", MENTEE)["body"]
    assert 'value="author" checked' in page
    sent = {"text": "Najpierw <pytać>", "visibility": "author", "version": hidden(page, "version")}
    assert call("POST", f"{HERE}/m", MENTEE, form=sent)["statusCode"] == 303
    shown = {who: call("GET", HERE, who)["body"] for who in (MENTEE, MENTOR)}
    assert ("Najpierw &lt;pytać&gt;" in shown[MENTEE], "Najpierw" in shown[MENTOR]) == (True, False)
    assert "Only you can see this." in shown[MENTEE]
    again = call("POST", f"{HERE}/m", MENTEE, form=sent | {"text": "Inaczej"})
    assert again["statusCode"] == 412
    assert ">Inaczej</textarea>" in again["body"]
    wider = {"text": "Najpierw pytać", "visibility": "pair", "version": hidden(again["body"], "version")}
    assert call("POST", f"{HERE}/m", MENTEE, form=wider)["statusCode"] == 303
    assert "Najpierw pytać" in call("GET", HERE, MENTOR)["body"]
    page = call("GET", f"{HERE}/m", MENTEE)["body"]
    assert 'type="radio"' not in page
    assert len(outbox("TakeawayNoted")) == 2


@pytest.mark.parametrize("noted", [True, False])
def test_given_an_ended_process_when_takeaways_are_read_then_nothing_is_asked_for_any_more(
    agreed: DynamoStore, *, noted: bool
) -> None:
    if noted:
        fresh = hidden(call("GET", f"{HERE}/m", MENTEE)["body"], "version")
        call("POST", f"{HERE}/m", MENTEE, form={"text": "Najpierw pytać", "visibility": "pair", "version": fresh})
    closing(agreed, stage="completed", outcome="completed")
    page = call("GET", HERE, MENTOR)["body"]
    assert ("Najpierw pytać" in page, "No takeaway." in page) == (noted, not noted)
    assert page.count("<li><h2") == int(noted)
    assert "After each meeting" not in page


def test_given_a_takeaway_as_json_when_written_read_and_deleted_then_versions_are_kept_to() -> None:
    body = {"text": "Pytać"}
    assert call("PUT", f"{ROOM}/takeaways/m", MENTEE, body=body)["statusCode"] == 428
    made = call("PUT", f"{ROOM}/takeaways/m", MENTEE, body=body, headers=NEW)
    assert (made["statusCode"], said(made)["visibility"]) == (200, "author")
    assert call("PUT", f"{ROOM}/takeaways/m", MENTEE, body=body, headers=NEW)["statusCode"] == 412
    assert said(call("GET", f"{ROOM}/takeaways/m", MENTEE))["text"] == "Pytać"
    assert [one["text"] for one in said(call("GET", f"{ROOM}/takeaways", MENTEE))["items"]] == ["Pytać"]
    assert said(call("GET", f"{ROOM}/takeaways", MENTOR))["items"] == []
    assert call("GET", f"{ROOM}/takeaways/m", MENTOR)["statusCode"] == 404
    assert call("DELETE", f"{ROOM}/takeaways/m", MENTEE)["statusCode"] == 428
    assert call("DELETE", f"{ROOM}/takeaways/m", MENTEE, headers={"if-match": "*"})["statusCode"] == 204
    assert call("GET", f"{ROOM}/takeaways/m", MENTEE)["statusCode"] == 404
    assert len(outbox("TakeawayDeleted")) == 1


def test_given_a_takeaway_when_deleted_on_its_page_then_it_is_gone() -> None:
    call("PUT", f"{ROOM}/takeaways/m", MENTEE, body={"text": "Pytać"}, headers=NEW)
    assert "Nobody else has seen it." in call("GET", f"{HERE}/m", MENTEE)["body"]
    assert call("POST", f"{HERE}/m/deletion", MENTEE, form={"version": "7"})["statusCode"] == 412
    assert call("POST", f"{HERE}/m/deletion", MENTEE, form={"version": "1"})["statusCode"] == 303
    assert "Pytać" not in call("GET", HERE, MENTEE)["body"]


@pytest.mark.parametrize("who", [STRANGER, ORGANIZER])
def test_given_somebody_else_when_they_look_then_there_is_nothing(who: str) -> None:
    call("PUT", f"{ROOM}/takeaways/m", MENTEE, body={"text": "Pytać", "visibility": "pair"}, headers=NEW)
    for path in (HERE, f"{HERE}/m", f"{ROOM}/takeaways", f"{ROOM}/takeaways/m"):
        assert call("GET", path, who)["statusCode"] == 404
    assert call("PUT", f"{ROOM}/takeaways/m", who, body={"text": "x"}, headers=NEW)["statusCode"] == 404


def test_given_a_meeting_that_is_to_come_or_none_when_noted_then_it_is_refused_in_words() -> None:
    ahead = call("PUT", f"{ROOM}/takeaways/n", MENTEE, body={"text": "x"}, headers=NEW)
    assert (ahead["statusCode"], said(ahead)["title"]) == (
        409,
        "Say first that this meeting took place; then you can note what you take away.",
    )
    assert call("GET", f"{HERE}/n", MENTEE)["statusCode"] == 409
    assert call("GET", f"{HERE}/none", MENTEE)["statusCode"] == 404
    assert call("PUT", f"{ROOM}/takeaways/m", MENTEE, body={"text": " "}, headers=NEW)["statusCode"] == 422


def test_given_the_form_as_a_part_of_another_page_when_loaded_then_it_has_no_frame_and_sends_to_its_own_page() -> None:
    part = call("GET", f"{HERE}/m", MENTEE, headers={"hx-request": "true"})["body"]
    assert "<html" not in part
    assert f'action="{HERE}/m"' in part


def test_given_takeaways_when_the_summary_is_written_or_something_is_searched_then_they_are_at_hand(
    agreed: DynamoStore,
) -> None:
    call("PUT", f"{ROOM}/takeaways/m", MENTEE, body={"text": "Moja łąka"}, headers=NEW)
    call("PUT", f"{ROOM}/takeaways/m", MENTOR, body={"text": "Nasza łąka", "visibility": "pair"}, headers=NEW)
    found = {
        who: [one["excerpt"] for one in said(call("GET", f"{ROOM}/search", who, q="laka"))["items"]]
        for who in (MENTEE, MENTOR)
    }
    assert {who: sorted(texts) for who, texts in found.items()} == {
        MENTEE: ["Moja łąka", "Nasza łąka"],
        MENTOR: ["Nasza łąka"],
    }
    closing(agreed)
    summary(MENTEE, "Odwaga")
    page = call("GET", f"/rooms/{PAIR}/closing", MENTEE)["body"]
    assert "What you noted after your meetings" in page
    assert "Moja łąka" in page
    assert "Moja łąka" not in call("GET", f"/rooms/{PAIR}/closing", MENTOR)["body"]


@pytest.mark.parametrize("shared_first", [True, False])
def test_given_a_takeaway_when_shared_while_it_is_deleted_then_one_wins_and_the_other_is_told(
    monkeypatch: pytest.MonkeyPatch, shared_first: bool
) -> None:
    path = f"{ROOM}/takeaways/m"
    call("PUT", path, MENTEE, body={"text": "Tajne", "visibility": "author"}, headers=NEW)
    tag = {"if-match": call("GET", path, MENTEE)["multiValueHeaders"]["ETag"][0]}
    share = partial(call, "PUT", path, MENTEE, body={"text": "Tajne", "visibility": "pair"}, headers=tag)
    delete = partial(call, "DELETE", path, MENTEE, headers=tag)
    answers = race(monkeypatch, api.app, [share, delete] if shared_first else [delete, share])
    assert sorted(one["statusCode"] // 100 for one in answers) == [2, 4]
    seen = "Tajne" in call("GET", HERE, MENTOR)["body"]
    assert seen == (answers[0 if shared_first else 1]["statusCode"] == 200)
    assert len(outbox("TakeawayDeleted")) == (not seen)
