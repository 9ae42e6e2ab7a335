"""Erasing what a pair wrote, through the handler: both agree, or one hears nothing; then no word opens any more."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from mentoring import clock, runtime
from mentoring.events.workspace import RoomErased
from mentoring.files import FileGone
from mentoring.i18n import format_date, in_zone
from mentoring.tables.workspace import Erasure, RoomKey, SharedItem
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event
from tests.fakes.racing_handlers import race
from tests.integration.furnished import IDS
from tests.integration.lambdas import deliver, outbox, published, said
from tests.integration.routes import ROUTES
from tests.integration.workspace.givens import GOAL, ROOM, call, closing, others, summary
from workspace import api, consumer
from workspace.use_cases import erasure, materials

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

HERE, PAGE = f"{ROOM}/erasure", f"/rooms/{PAIR}/erasure"
WORDS = ("Tajny cel", "Tajna notatka", "Tajna rozmowa", "Tajny wniosek", "Tajny link", "Tajne zadanie")


@pytest.fixture
def written(agreed: DynamoStore) -> DynamoStore:
    """Given: a pair that wrote in all corners of its room, and whose process has ended."""
    others(agreed)
    goal = said(call("POST", f"{ROOM}/goals", MENTEE, body=GOAL | {"title": "Tajny cel"}))["goal_id"]
    call("POST", f"{ROOM}/goals/{goal}/agreement", MENTOR, headers={"if-match": "*"})
    told = {"title": "Tajna notatka", "text": "x", "visibility": "pair"}
    note = said(call("POST", f"{ROOM}/notes", MENTEE, body=told))["note_id"]
    wide = {"body": {"visibility": "programme"}, "headers": {"if-match": "*"}}
    assert call("POST", f"{ROOM}/notes/{note}/widening", MENTEE, **wide)["statusCode"] == 200
    call("POST", f"{ROOM}/messages", MENTEE, body={"text": "Tajna rozmowa"})
    link = {"title": "Tajny link", "url": "https://x.example/", "visibility": "pair"}
    call("POST", f"{ROOM}/materials", MENTEE, body=link)
    call("POST", f"{ROOM}/tasks", MENTEE, body={"text": "Tajne zadanie", "visibility": "pair"})
    closing(agreed)
    summary(MENTEE, "Tajny wniosek")
    closing(agreed, stage="completed", outcome="completed", closed_at="2026-03-02T12:00:00Z", meetings_held=1)
    return agreed


def test_given_a_process_that_goes_on_when_erasing_is_asked_for_then_nothing_can_be_erased() -> None:
    refused = call("POST", HERE, MENTEE)
    assert (refused["statusCode"], said(refused)["type"]) == (409, "urn:tandem:problem:still-goes-on")
    assert "Erase what we wrote" not in call("GET", f"/rooms/{PAIR}", MENTEE, language="en")["body"]
    assert 'method="post"' not in call("GET", PAGE, MENTEE)["body"].partition("<main")[2]


@pytest.mark.parametrize("who", ["", STRANGER, ORGANIZER])
def test_given_anybody_else_when_they_ask_then_there_is_nothing_to_erase(written: DynamoStore, who: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert call(method, HERE, who)["statusCode"] in ((404,) if who else (401,))
    assert call("POST", PAGE, who, form={})["statusCode"] in (404, 307)
    assert written.get(Erasure, *Erasure.key(PAIR)) is None


def test_given_both_want_it_when_the_second_agrees_then_no_word_opens_and_the_facts_stay(written: DynamoStore) -> None:
    for word in WORDS[:2]:
        assert word in str(said(call("GET", ROOM, MENTOR)))
    assert call("POST", PAGE, MENTEE, form={})["statusCode"] == 303
    assert len(outbox("RoomErasureAsked")) == 1
    call("POST", HERE, MENTEE)
    assert outbox("RoomErased") == []
    assert "Mentee asks to erase" in call("GET", PAGE, MENTOR, language="en")["body"]
    erased = said(call("POST", HERE, MENTOR))
    assert erased["erased_at"]
    key = written.get(RoomKey, *RoomKey.key(PAIR))
    assert (key is not None and key.wrapped, key is not None and key.erased_at) == (None, erased["erased_at"])
    page = call("GET", f"/rooms/{PAIR}", MENTEE, language="en")
    assert page["statusCode"] == 200
    for told in ("What the two of you wrote is erased", "You became a pair", "Goal agreed", "Process completed"):
        assert told in page["body"]
    for path in ("/messages", "/notes", "/materials", "/goals", "/tasks", "/closing", "/erasure", ""):
        answer = call("GET", f"/rooms/{PAIR}{path}", MENTEE, language="en")
        assert answer["statusCode"] in (200, 409)
        assert not [word for word in WORDS if word in answer["body"]]
        said_so = re.search(r"was erased on \d+ [A-Z][a-z]+ 20\d\d", answer["body"])
        assert answer["statusCode"] == 200 or (said_so and "try again" not in answer["body"]), path
    assert call("GET", f"/rooms/{PAIR}/search", MENTEE, q="tajn")["statusCode"] == 409
    assert call("POST", HERE, MENTOR)["statusCode"] == 200
    assert len(outbox("RoomErased")) == 1


def test_given_an_erased_room_when_asked_as_json_then_each_route_has_facts_or_says_that_it_was_erased(
    written: DynamoStore,
) -> None:
    for who in (MENTEE, MENTOR):
        call("POST", HERE, who)
    asked = [one for one in ROUTES if one.json and one.method == "GET" and one.rule.startswith("/v1/rooms/<pair_id>")]
    answers = {one.rule: one.send(MENTEE, IDS | {"pair_id": PAIR}) for one in asked}
    assert {answer["statusCode"] for answer in answers.values()} == {200, 404, 409}, answers
    for rule in ("messages", "notes", "materials"):
        answer = answers[f"/v1/rooms/<pair_id>/{rule}"]
        assert (answer["statusCode"], said(answer)["type"]) == (409, "urn:tandem:problem:room-erased")


def test_given_an_erased_room_when_its_event_comes_twice_then_files_and_shared_copies_are_gone(
    written: DynamoStore,
) -> None:
    files = runtime.ports().files
    (material,) = said(call("GET", ROOM, MENTEE))["materials"]
    file = materials.kept(PAIR, material["material_id"])
    files.put(file, b"x", "text/plain")
    assert written.page(SharedItem, *SharedItem.of(PROGRAMME)).items
    for who in (MENTEE, MENTOR):
        call("POST", HERE, who)
    done = event(RoomErased(PROGRAMME, PAIR, agreed=True), MemoryStore())
    assert deliver(consumer.handler, done, done) == []
    assert written.page(SharedItem, *SharedItem.of(PROGRAMME)).items == []
    with pytest.raises(FileGone):
        files.get(file)


def test_given_no_answer_for_thirty_days_when_the_schedule_comes_then_it_is_erased_once(written: DynamoStore) -> None:
    asked = said(call("POST", HERE, MENTEE))
    then = clock.parse(asked["until"]) + timedelta(seconds=1)
    before = context_at(then, store=written, keys=runtime.ports().keys, service="workspace")
    assert erasure.erase_due(context_at(store=written, service="workspace")) == {"erased": 0}
    assert [erasure.erase_due(before), erasure.erase_due(before)] == [{"erased": 1}, {"erased": 0}]
    (told,) = published("RoomErased")
    assert told.data.agreed is False
    assert said(call("GET", HERE, MENTOR))["erased_at"]


def test_given_a_wish_when_the_room_is_opened_then_the_other_one_is_asked_first_and_both_see_until_when(
    written: DynamoStore,
) -> None:
    def room(who: str) -> str:
        return str(call("GET", f"/rooms/{PAIR}", who, language="en")["body"])

    asks = "asks to erase what the two of you wrote"
    assert asks not in room(MENTOR)
    call("POST", HERE, MENTEE)
    until = clock.parse(said(call("GET", HERE, MENTOR))["until"])
    day = format_date(in_zone(until, "Europe/Warsaw").date(), "en")
    asked, asking = room(MENTOR), room(MENTEE)
    assert asked.index(asks) < asked.index("In this room")
    assert f">{day}</time>" in asked
    assert "stays here for the two of you" not in asked + asking
    assert f">{day}</time>" in asking
    call("DELETE", HERE, MENTOR)
    assert asks not in room(MENTOR)


@pytest.mark.parametrize("who", [MENTEE, MENTOR])
def test_given_a_wish_when_either_drops_it_then_everything_stays_and_it_can_be_asked_again(
    written: DynamoStore, who: str
) -> None:
    assert call("DELETE", HERE, who)["statusCode"] == 409
    call("POST", HERE, MENTEE)
    assert said(call("DELETE", HERE, who)) == {"pair_id": PAIR, "asked_by": "", "until": "", "erased_at": ""}
    item = written.get(Erasure, *Erasure.key(PAIR))
    assert item is not None
    assert item.due_pk is None
    assert "Tajny cel" in call("GET", f"/rooms/{PAIR}/goals", MENTOR)["body"]
    assert said(call("POST", HERE, MENTOR))["asked_by"] == MENTOR


def test_given_a_room_of_before_words_were_sealed_when_it_is_opened_then_its_facts_are_there(
    written: DynamoStore,
) -> None:
    key = written.get(RoomKey, *RoomKey.key(PAIR))
    assert key is not None
    key.delete()
    page = call("GET", f"/rooms/{PAIR}", MENTEE, language="en")
    assert (page["statusCode"], "can't be opened" in page["body"]) == (200, True)
    assert call("GET", f"/rooms/{PAIR}/notes", MENTEE)["statusCode"] == 409


@pytest.mark.parametrize(
    ("first", "then", "erased", "asked_by"),
    [
        (("DELETE", MENTEE), ("POST", MENTOR), True, MENTEE),
        (("POST", MENTOR), ("DELETE", MENTEE), False, MENTOR),
        (("POST", MENTEE), ("POST", MENTEE), False, MENTEE),
    ],
    ids=["agreed while taken back", "taken back while agreed", "asked twice by one"],
)
def test_given_a_wish_when_both_decide_at_once_then_nothing_is_erased_that_only_one_wants(
    written: DynamoStore,
    monkeypatch: pytest.MonkeyPatch,
    first: tuple[str, str],
    then: tuple[str, str],
    erased: bool,
    asked_by: str,
) -> None:
    """The second is answered while the first one, who has read already, is about to write."""
    call("POST", HERE, MENTEE)
    answers = race(monkeypatch, api.app, [partial(call, method, HERE, who) for method, who in (first, then)])
    item = written.get(Erasure, *Erasure.key(PAIR))
    assert item is not None
    assert (bool(item.erased_at), item.asked_by) == (erased, asked_by)
    assert [one["statusCode"] for one in answers] == [409 if erased else 200, 200]
    assert len(outbox("RoomErased")) == erased
