"""What was shared with others of the programme is taken back, also after the process has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring.tables.pairing import Pair
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME
from tests.integration.lambdas import keep, outbox, said
from tests.integration.workspace.givens import OTHER_MENTOR, ROOM, call, others

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

SHARED = f"/v1/shared/{PROGRAMME}"
NEW = {
    "notes": {"title": "Książki", "text": "Warto", "visibility": "pair"},
    "materials": {"title": "Książki", "url": "https://example.org/list", "visibility": "pair"},
}
KINDS = pytest.mark.parametrize("kind", NEW)


@pytest.fixture(autouse=True)
def _others(agreed: DynamoStore, room: None) -> None:
    others(agreed)


def _tag(place: str) -> dict[str, str]:
    return {"if-match": call("GET", place, MENTEE)["multiValueHeaders"]["ETag"][0]}


def _shared(agreed: DynamoStore, kind: str) -> str:
    """Given: what the mentee shared with all mentors, before their process ended. Return its address."""
    made = said(call("POST", f"{ROOM}/{kind}", MENTEE, body=NEW[kind]))
    place = f"{ROOM}/{kind}/{made[f'{kind[:-1]}_id']}"
    wide = call("POST", f"{place}/widening", MENTEE, body={"visibility": "mentors"}, headers=_tag(place))
    assert wide["statusCode"] == 200
    assert len(said(call("GET", SHARED, OTHER_MENTOR))["items"]) == 1
    pair = agreed.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    keep(agreed, pair)
    return place


def _page(place: str) -> str:
    return str(call("GET", place.removeprefix("/v1"), MENTEE)["body"])


@KINDS
def test_given_a_process_that_has_ended_when_the_author_takes_it_back_then_the_pair_alone_sees_it(
    agreed: DynamoStore, kind: str
) -> None:
    place = _shared(agreed, kind)
    copy = said(call("GET", SHARED, OTHER_MENTOR))["items"][0]["shared_id"]
    assert "Take it back from the others" in _page(place)
    answer = call("POST", f"{place}/withdrawal", MENTEE, headers=_tag(place))
    assert (answer["statusCode"], said(answer)["visibility"]) == (200, "pair")
    assert said(call("GET", SHARED, OTHER_MENTOR))["items"] == []
    assert call("GET", f"{SHARED}/{copy}", OTHER_MENTOR)["statusCode"] == 404
    assert said(call("GET", place, MENTOR))["title"] == "Książki"
    assert "Take it back from the others" not in _page(place)
    again = call("POST", f"{place}/withdrawal", MENTEE, headers={"if-match": "*"})
    assert (again["statusCode"], len(outbox(f"{kind[:-1].title()}TakenBack"))) == (200, 1)


@KINDS
@pytest.mark.parametrize("wish", ["widening", "withdrawal"])
def test_given_another_version_when_nothing_would_change_then_it_is_refused_all_the_same(kind: str, wish: str) -> None:
    made = said(call("POST", f"{ROOM}/{kind}", MENTEE, body=NEW[kind]))
    place = f"{ROOM}/{kind}/{made[f'{kind[:-1]}_id']}/{wish}"
    body = {"visibility": "pair"} if wish == "widening" else {}
    assert call("POST", place, MENTEE, body=body, headers={"if-match": '"another"'})["statusCode"] == 412
    assert call("POST", place, MENTEE, body=body, headers={"if-match": "*"})["statusCode"] == 200


@KINDS
def test_given_a_click_on_the_page_when_it_is_taken_back_then_the_page_says_so(agreed: DynamoStore, kind: str) -> None:
    place = _shared(agreed, kind)
    form: dict[str, Any] = {"version": _tag(place)["if-match"].strip('"')}
    sent = call("POST", f"{place.removeprefix('/v1')}/withdrawal", MENTEE, form=form)
    assert sent["statusCode"] == 303
    assert said(call("GET", SHARED, OTHER_MENTOR))["items"] == []


@KINDS
def test_given_the_partner_when_they_take_it_back_then_it_stays_and_others_do_not_find_it(
    agreed: DynamoStore, kind: str
) -> None:
    place = _shared(agreed, kind)
    assert call("POST", f"{place}/withdrawal", MENTOR, headers=_tag(place))["statusCode"] == 409
    assert call("POST", f"{place}/withdrawal", OTHER_MENTOR, headers=_tag(place))["statusCode"] == 404
    stale = call("POST", f"{place}/withdrawal", MENTEE, headers={"if-match": '"0"'})
    assert stale["statusCode"] == 412
    assert len(said(call("GET", SHARED, OTHER_MENTOR))["items"]) == 1
