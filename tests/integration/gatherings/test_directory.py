"""The directory and «introduce us», through the real handlers over the tables of the template."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from gatherings import api, consumer, schedule
from mentoring import clock, links
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.tables.core import Item
from mentoring.tables.gatherings.directory import Introduction
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event
from tests.integration.gatherings.workshops import signed_up
from tests.integration.lambdas import LAMBDA, deliver, keep, published, said, send
from tests.unit.gatherings.givens import item

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)
HERE, JSON = f"/directory/{PROGRAMME}", f"/v1/directory/{PROGRAMME}"
CARD = {"name": "Anna", "job": "Logistyka", "languages": ["pl", "uk"], "about": "Uczę się.", "zone": "Europe/Warsaw"}


def enter(who: str, **told: Any) -> dict[str, Any]:
    tag = call("GET", f"{JSON}/me", who)["multiValueHeaders"]["ETag"][0]
    answer = call("PUT", f"{JSON}/me", who, body=CARD | told, headers={"if-match": tag})
    assert answer["statusCode"] == 200, answer["body"]
    found: dict[str, Any] = said(answer)
    return found


def ended(store: DynamoStore, at: str | None) -> None:
    """Given: the two are a pair that has ended, or goes on."""
    one = store.get(Pair, *Pair.key(PAIR))
    assert one is not None
    one.closed_at = at
    keep(store, one)


@pytest.fixture
def anna(agreed: DynamoStore) -> str:
    """Given: a mentor in the directory, whose mentee they were."""
    ended(agreed, "2026-03-01T12:00:00Z")
    return str(enter(MENTOR)["entry_id"])


def test_given_an_entry_when_read_by_json_then_it_says_what_is_shown_and_no_person_id(anna: str) -> None:
    (found,) = said(call("GET", JSON, MENTEE))["items"]
    assert found == CARD | {"entry_id": anna, "place": "", "topics": [], "roles": ["mentor"], "may_ask": True}
    assert MENTOR not in call("GET", JSON, MENTEE)["body"] + call("GET", HERE, MENTEE)["body"]
    assert said(call("GET", f"{JSON}/me", MENTEE))["entry_id"] is None


def test_given_a_pair_when_one_reads_and_asks_then_nothing_is_offered_and_it_is_refused_in_words(
    agreed: DynamoStore, anna: str
) -> None:
    ended(agreed, None)
    page = call("GET", f"{HERE}/{anna}", MENTEE, headers={"accept-language": "pl"})["body"]
    assert "Jesteście parą w tym programie." in page
    assert "<textarea" not in page
    refused = call("POST", f"{JSON}/{anna}/introduction", MENTEE, body={"sentence": ""})
    assert (refused["statusCode"], "already-a-pair" in refused["body"]) == (409, True)
    page = call("POST", f"{HERE}/{anna}/introduction", MENTEE, form={"sentence": "Cześć"})
    assert (page["statusCode"], "You two are a pair in this programme." in page["body"]) == (409, True)


def test_given_an_old_version_when_the_entry_is_changed_then_it_is_refused(anna: str) -> None:
    answer = call("PUT", f"{JSON}/me", MENTOR, body=CARD, headers={"if-match": '"0"'})
    assert answer["statusCode"] == 412


@pytest.mark.parametrize("who", [STRANGER, ""])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""), ("GET", "/me"), ("GET", "/introductions"), ("GET", "/{entry}"), ("POST", "/{entry}/introduction"),
        ("POST", "/introductions/x/answer"), ("DELETE", "/me"),
    ],
)  # fmt: skip
def test_given_somebody_outside_when_they_ask_then_there_is_nothing(
    anna: str, who: str, method: str, path: str
) -> None:
    body = {} if method != "POST" else {"answer": "yes"} if "answer" in path else {"sentence": ""}
    answer = call(method, JSON + path.format(entry=anna), who, body=body)
    assert answer["statusCode"] == (404 if who else 401)


def test_given_a_form_when_saved_and_removed_by_pages_then_others_find_and_lose_them(agreed: DynamoStore) -> None:
    ended(agreed, "2026-03-01T12:00:00Z")
    empty = call("GET", HERE, MENTEE)["body"]
    assert ("Nobody is in this list yet" in empty, 'role="search"' in empty) == (True, False)
    assert "Fill in from my application" in call("GET", f"{HERE}/me", MENTOR)["body"]
    filled = call("GET", f"{HERE}/me", MENTOR, **{"from": "application"})["body"]
    assert 'value="Kraków"' in filled
    assert "negocjacje" not in filled, "the programme has no topics"
    form = {"version": "0", "name": "Anna", "languages": "polski, Ukrainian", "clock": "yes", "about": "Uczę się."}
    saved = call("POST", f"{HERE}/me", MENTOR, form=form)
    assert saved["statusCode"] == 303, saved["body"]
    page = call("GET", HERE, MENTEE)["body"]
    assert all(words in page for words in ("Anna", "Polish, Ukrainian", "Uczę się.", "Introduce us"))
    assert "Anna" in call("GET", HERE, MENTEE, speaks="ukraiński")["body"]
    assert call("POST", f"{HERE}/me/removal", MENTOR, form={})["statusCode"] == 303
    assert "Nobody is in this list yet" in call("GET", HERE, MENTEE)["body"]


def test_given_a_language_that_is_none_when_looked_for_or_saved_then_the_field_says_so(anna: str) -> None:
    asked = call("GET", HERE, MENTEE, speaks="klingon")
    assert asked["statusCode"] == 422
    assert "klingon" in asked["body"]
    saved = call("POST", f"{HERE}/me", MENTEE, form={"version": "0", "name": "Jan", "languages": "klingoński"})
    assert saved["statusCode"] == 422
    assert "klingoński" in saved["body"]


def test_given_a_question_when_answered_from_the_mail_then_both_are_introduced_without_signing_in(
    anna: str, agreed: DynamoStore
) -> None:
    asked = call("POST", f"{HERE}/{anna}/introduction", MENTEE, form={"sentence": "Cześć"})
    assert asked["statusCode"] == 303
    (told,) = published("IntroductionAsked")
    until = clock.now() + timedelta(days=30)
    claims = {"programme_id": PROGRAMME, "asker": MENTEE}
    token = links.sign("introduction", told.data.introduction_id, person_id=MENTOR, expires_at=until, **claims)
    page = call("GET", f"/directory/answer/{token}")["body"]
    assert "Mentee would like to meet you" in page
    assert "Cześć" in page
    assert published("IntroductionAccepted") == [], "looking does nothing"
    for _ in range(2):
        assert call("POST", f"/directory/answer/{token}", form={"answer": "yes"})["statusCode"] == 303
    assert len(published("IntroductionAccepted")) == 1
    assert "You said yes" in call("GET", f"/directory/answer/{token}")["body"]
    assert call("POST", f"/directory/answer/{token}", form={"answer": "no"})["statusCode"] == 409
    other = links.sign("introduction", told.data.introduction_id, person_id=STRANGER, expires_at=until, **claims)
    assert call("GET", f"/directory/answer/{other}")["statusCode"] == 404


def test_given_a_no_when_the_asker_reads_json_or_pages_then_they_read_what_they_did_before(anna: str) -> None:
    item = said(call("POST", f"{JSON}/{anna}/introduction", MENTEE, body={"sentence": "Cześć"}))
    before = [call("GET", path, MENTEE)["body"] for path in (f"{JSON}/introductions", f"{HERE}/introductions", HERE)]
    (wish,) = said(call("GET", f"{JSON}/introductions", MENTOR))["to_me"]
    assert (wish["name"], wish["sentence"]) == ("Mentee", "Cześć")
    answered = call("POST", f"{JSON}/introductions/{item['introduction_id']}/answer", MENTOR, body={"answer": "no"})
    assert answered["statusCode"] == 200
    after = [call("GET", path, MENTEE)["body"] for path in (f"{JSON}/introductions", f"{HERE}/introductions", HERE)]
    keys = re.compile(r'name="form_key" value="[^"]+"|value="[^"]{20,}"')
    assert [keys.sub("", one) for one in after] == [keys.sub("", one) for one in before]
    assert said(call("POST", f"{JSON}/{anna}/introduction", MENTEE, body={"sentence": "Znowu"})) == item


def test_given_a_link_in_the_sentence_or_too_many_questions_when_asked_then_the_page_says_why(
    anna: str, agreed: DynamoStore
) -> None:
    lure = call("POST", f"{HERE}/{anna}/introduction", MENTEE, form={"sentence": "https://example.org"})
    assert lure["statusCode"] == 422
    assert "Leave out addresses" in lure["body"]


def test_given_a_gathering_when_its_company_is_read_then_those_are_named_who_agreed(
    anna: str, agreed: DynamoStore
) -> None:
    part = agreed.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert part is not None
    keep(agreed, item("g"), signed_up(part))
    path = f"/gatherings/{PROGRAMME}/g/company"
    assert said(call("GET", f"/v1{path}", MENTEE))["items"] == []
    enter(MENTOR, at_gatherings=True)
    assert [one["name"] for one in said(call("GET", f"/v1{path}", MENTEE))["items"]] == ["Anna"]
    assert "Anna" in call("GET", path, MENTEE)["body"]
    shown = call("GET", path, ORGANIZER)["body"]
    assert "Anna" in shown
    entry = f"/directory/{PROGRAMME}/me"
    assert entry in call("GET", path, MENTEE)["body"]
    assert entry not in shown, "an organizer who takes no part has no entry"
    for outside in (path, f"/v1{path}"):
        assert call("GET", outside, STRANGER)["statusCode"] == 404
    assert f'{path}" hx-trigger' in call("GET", f"/gatherings/{PROGRAMME}/g", MENTEE)["body"]


def test_given_who_left_when_the_event_comes_twice_then_nothing_of_them_is_left(anna: str, agreed: DynamoStore) -> None:
    call("POST", f"{JSON}/{anna}/introduction", MENTEE, body={"sentence": "Cześć"})
    part = agreed.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert part is not None
    part.withdrawn_at = clock.iso(clock.now())
    keep(agreed, part)
    left = event(ApplicationWithdrawn("mentor", PROGRAMME), agreed)  # type: ignore[arg-type]
    for _ in range(2):
        assert deliver(consumer.handler, left) == []
    assert agreed.query(Item, f"DIRECTORY#{PROGRAMME}") == []


def test_given_a_month_when_it_has_passed_then_the_schedule_forgets_the_question(
    anna: str, agreed: DynamoStore
) -> None:
    call("POST", f"{JSON}/{anna}/introduction", MENTEE, body={"sentence": "Cześć"})
    later = {"time": clock.iso(clock.now() + timedelta(days=30, minutes=1))}
    assert [schedule.handler(later, LAMBDA)["forgotten"] for _ in range(2)] == [1, 0]
    assert agreed.get(Introduction, *Introduction.key(PROGRAMME, MENTEE, MENTOR)) is None
