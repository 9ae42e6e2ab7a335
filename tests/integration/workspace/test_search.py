"""Search in a room, through the handler."""

from __future__ import annotations

import pytest

from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, STRANGER
from tests.integration.lambdas import said
from tests.integration.workspace.givens import GOAL, ROOM, call


@pytest.fixture(autouse=True)
def _written(room: None) -> None:
    """Given: the same word in everything that a room has, of both and of each alone."""
    for who, visibility in ((MENTEE, "author"), (MENTEE, "pair"), (MENTOR, "author")):
        told = {"visibility": visibility}
        assert call(
            "POST", f"{ROOM}/notes", who, body=told | {"title": f"{who} {visibility}", "text": "Była tam łąka."}
        )
        call("POST", f"{ROOM}/tasks", who, body=told | {"text": f"Łąka {who} {visibility}"})
        link = {"title": f"ŁĄKA {who} {visibility}", "url": "https://a.example/"}
        call("POST", f"{ROOM}/materials", who, body=told | link)
    call("POST", f"{ROOM}/goals", MENTEE, body=GOAL | {"why": "Chcę mieć łąkę i łąka"})
    call("POST", f"{ROOM}/messages", MENTOR, body={"text": "Jaka łąka?"})


def search(who: str, asked: str) -> list[str]:
    items = said(call("GET", f"{ROOM}/search", who, q=asked))["items"]
    return sorted(f"{one['what']} {one['title'] or one['excerpt']}" for one in items)


def test_given_a_room_when_searched_then_everything_the_user_may_see_is_found_and_nothing_else() -> None:
    both = [
        "goal Prowadzę zespół", f"material ŁĄKA {MENTEE} pair", "message Jaka łąka?", f"note {MENTEE} pair",
        f"task Łąka {MENTEE} pair",
    ]  # fmt: skip
    for who in (MENTOR, MENTEE):
        own = [f"material ŁĄKA {who} author", f"note {who} author", f"task Łąka {who} author"]
        assert search(who, "laka") == sorted([*both, *own])
    assert search(MENTEE, "laka nigdzie") == []
    assert search(MENTEE, " ") == []


def test_given_a_note_that_was_changed_when_searched_then_only_its_text_of_now_counts() -> None:
    note_id = next(
        one["note_id"] for one in said(call("GET", f"{ROOM}/notes", MENTEE))["items"] if one["visibility"] == "pair"
    )
    sent = {"title": "Nowy", "text": "Tylko las"}
    assert call("PUT", f"{ROOM}/notes/{note_id}", MENTEE, body=sent, headers={"if-match": "*"})["statusCode"] == 200
    assert f"note {MENTEE} pair" not in search(MENTOR, "laka")
    assert search(MENTOR, "las") == ["note Nowy"]


def test_given_somebody_else_when_searching_then_there_is_no_room() -> None:
    for who in (STRANGER, ORGANIZER):
        for path in (f"{ROOM}/search", f"/rooms/{PAIR}/search"):
            assert call("GET", path, who, q="laka")["statusCode"] == 404


def test_given_the_page_when_searched_then_what_was_found_leads_to_its_place_and_what_was_asked_stays() -> None:
    assert 'role="search"' in call("GET", f"/rooms/{PAIR}", MENTEE)["body"]
    page = call("GET", f"/rooms/{PAIR}/search", MENTEE, q="<b>łąka", language="pl")
    assert "Niczego nie znaleziono." in page["body"]
    assert "&lt;b&gt;łąka" in page["body"]
    page = call("GET", f"/rooms/{PAIR}/search", MENTEE, q="LAKA")["body"]
    assert "<mark>łąka</mark>" in page
    assert f"/rooms/{PAIR}/messages#line-1" in page
