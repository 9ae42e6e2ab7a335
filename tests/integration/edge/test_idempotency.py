"""`Idempotency-Key`: whatever crashes, a request with the same key has one effect and a truthful answer."""

from __future__ import annotations

import contextlib
import contextvars
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, runtime
from mentoring.http import idempotency
from mentoring.sealing import SealBroken
from mentoring.store.dynamo import DynamoStore
from mentoring.tables.core import Item
from mentoring.tables.once import OnceItem
from mentoring.tables.outbox import OutboxItem
from mentoring.tables.recruitment import Organization, Slug
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, everybody
from tests.fakes.rooms import Room
from tests.faults.injector import Killed, crash_points, watched
from tests.integration.lambdas import keep
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from mentoring.store import Changes
    from tests.faults.injector import Fault

pytestmark = pytest.mark.usefixtures("agreed")

KEY = {"idempotency-key": "key-1", "content-type": "application/json"}


def route(method: str, rule: str) -> Route:
    return next(one for one in ROUTES if (one.method, one.rule) == (method, rule))


FOUND = route("POST", "/v1/organizations")


def post(  # whose, where, and with which key and version
    one: Route, who: str, ids: dict[str, str] | None = None, key: str = "key-1", tag: str = "", **body: Any
) -> dict[str, Any]:
    headers = KEY | {"idempotency-key": key} | ({"if-match": tag} if tag else {})
    return one.send(who, ids, body=json.dumps(body), headers=headers)


def everything() -> list[str]:
    """Return what is in the tables, without the records of answers and what tells two runs apart."""
    core = [f"{type(one).__name__} {one.sk.partition('#')[0]} v{one.version}" for one in Item.scan()]
    events = [f"event {one.detail_type}" for one in OutboxItem.scan()]
    return sorted([*core, *events])


def records() -> list[OnceItem]:
    return [one for one in OnceItem.scan() if one.pk.startswith("idempotency#")]


def test_given_a_key_when_sent_twice_then_it_is_done_once_and_the_first_answer_is_given_again() -> None:
    first, again = (post(FOUND, ORGANIZER, name="Firma") for _ in range(2))
    assert first["statusCode"] == 201
    assert again == first
    assert sum(one.startswith("Organization ") for one in everything()) == 1
    assert post(FOUND, ORGANIZER, key="key-2", name="Firma") != first


GOAL = route("POST", "/v1/rooms/<pair_id>/goals")
SECRET = "Boję się rozmowy o podwyżce"


def test_given_words_of_a_room_when_sent_twice_then_the_answer_is_the_same_and_they_lie_nowhere() -> None:
    wish = {"title": SECRET, "start_level": 1, "target_level": 9}
    first, again = (post(GOAL, MENTEE, {"pair_id": PAIR}, **wish) for _ in range(2))
    assert (first["statusCode"], SECRET in first["body"], again == first) == (201, True, True)
    (kept,) = records()
    assert set(kept.data) == {"whose", "owner", "sealed"}
    other = post(GOAL, MENTEE, {"pair_id": PAIR}, **wish | {"title": "other"})
    assert (other["statusCode"], "already used for a different request" in other["body"]) == (422, True)
    forged = OnceItem(kept.pk + "x", data=kept.data, expires_at=kept.expires_at)
    with pytest.raises(SealBroken):
        idempotency._opened(forged)


def test_given_a_key_when_another_body_comes_with_it_then_it_is_refused_in_words() -> None:
    post(FOUND, ORGANIZER, name="Firma")
    other = post(FOUND, ORGANIZER, name="Inna")
    assert (other["statusCode"], "already used for a different request" in other["body"]) == (422, True)


def test_given_a_key_when_another_person_or_path_uses_it_then_it_is_another_key() -> None:
    assert len({post(FOUND, who, name="Firma")["body"] for who in (ORGANIZER, MENTEE)}) == 2


def test_given_a_refused_request_when_sent_again_then_nothing_was_kept_of_it() -> None:
    assert post(FOUND, ORGANIZER, name="")["statusCode"] == 422
    assert records() == []
    assert post(FOUND, ORGANIZER, name="Firma")["statusCode"] == 201


def test_given_sessions_when_opened_with_a_key_then_nothing_secret_is_kept() -> None:
    post(route("POST", "/v1/sessions/requests"), "", email="anna@firma.example")
    assert records() == []


def test_given_an_answer_that_is_too_large_when_asked_again_then_it_leads_to_what_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from mentoring.http import idempotency

    monkeypatch.setattr(idempotency, "LARGEST", 10)
    first, again = (post(FOUND, ORGANIZER, name="Firma") for _ in range(2))
    assert (first["statusCode"], again["statusCode"]) == (201, 303)
    assert again["multiValueHeaders"]["Location"] == first["multiValueHeaders"]["Location"]


def _strike(fault: Fault, one: Route, who: str, ids: dict[str, str], body: dict[str, Any]) -> None:
    with contextlib.suppress(Killed), watched(fault):
        post(one, who, ids, **body)


CASES = [
    ("/v1/organizations", ORGANIZER, {"name": "Firma"}),
    ("/v1/programmes", ORGANIZER, {"organization_id": "org-1", "name": "Jesień", "slug": "jesien"}),
    ("/v1/programmes/<programme_id>/stage", ORGANIZER, {"to": "closing"}),
    ("/v1/meetings/pair/<pair_id>", MENTOR, {"starts_at": None}),
    ("/v1/rooms/<pair_id>/goals", MENTEE, {"title": "Cel", "start_level": 1, "target_level": 5}),
    ("/v1/rooms/<pair_id>/tasks", MENTEE, {"text": "Zadanie"}),
    ("/v1/pairs/<pair_id>/close", MENTEE, {"reason": "czas"}),
]


@pytest.mark.parametrize(("rule", "who", "body"), CASES, ids=[one[0] for one in CASES])
def test_given_a_crash_at_any_call_when_the_request_comes_again_then_it_was_done_once_and_says_so(
    rule: str, who: str, body: dict[str, Any]
) -> None:
    one, ids = route("POST", rule), {"programme_id": PROGRAMME, "pair_id": PAIR}
    if "starts_at" in body:
        body = body | {"starts_at": clock.iso(clock.now() + timedelta(days=3))}
    _given()
    if "to" in body:  # what the change does must have been seen
        preview = route("GET", rule).send(who, ids, queryStringParameters={"to": body["to"]})
        body = body | {"tag": preview["multiValueHeaders"]["ETag"][0]}
    before = everything()
    points = crash_points(lambda: post(one, who, ids, **body))
    undisturbed = everything()
    assert undisturbed != before
    assert len(records()) == 1
    assert sum(fault.operation == "TransactWriteItems" and fault.after and fault.dies for fault in points) == 1
    for fault in points:
        _given()
        _strike(fault, one, who, ids, body)
        answer = post(one, who, ids, **body)
        assert answer["statusCode"] in (200, 201), (str(fault), answer)
        assert everything() == undisturbed, str(fault)
        assert post(one, who, ids, **body) == answer, str(fault)


def _given() -> None:
    """Given: everybody, an organization and a programme's address, and nothing else."""
    for model in (Item, OutboxItem, OnceItem):
        for one in model.scan():
            one.delete()
    keep(
        DynamoStore(),
        *everybody(),
        Room(PAIR, runtime.ports().keys).item,
        Organization(*Organization.key("org-1"), organization_id="org-1", name="Firma"),
        Slug(*Slug.key("wiosna"), slug="wiosna", programme_id=PROGRAMME),
    )


def test_given_two_requests_with_a_key_at_once_when_answered_then_both_get_the_one_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, others = DynamoStore.commit, []

    def commit(self: DynamoStore, changes: Changes) -> None:
        """The second request comes, and is done, while the first is about to write."""
        monkeypatch.setattr(DynamoStore, "commit", real)
        others.append(contextvars.copy_context().run(post, FOUND, ORGANIZER, name="Firma"))
        real(self, changes)

    monkeypatch.setattr(DynamoStore, "commit", commit)
    first = post(FOUND, ORGANIZER, name="Firma")
    assert [first] == others
    assert first["statusCode"] == 201
    assert sum(one.startswith("Organization ") for one in everything()) == 1


def test_given_the_state_changed_by_the_same_request_when_its_twin_is_refused_then_it_gets_the_answer_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _given()
    rule, ids = route("POST", "/v1/programmes"), {"programme_id": PROGRAMME}
    real, others = DynamoStore.get_many, []
    wish = {"organization_id": "org-1", "name": "Jesień", "slug": "jesien"}

    def get_many(self: DynamoStore, *asked: Any) -> Any:
        monkeypatch.setattr(DynamoStore, "get_many", real)
        others.append(contextvars.copy_context().run(post, rule, ORGANIZER, ids, **wish))
        return real(self, *asked)

    monkeypatch.setattr(DynamoStore, "get_many", get_many)
    first = post(rule, ORGANIZER, ids, **wish)
    assert [first] == others
    assert first["statusCode"] == 201


def test_given_a_slug_that_is_taken_when_a_programme_is_made_with_a_key_then_the_words_are_the_same_as_without() -> (
    None
):
    _given()
    refused = post(route("POST", "/v1/programmes"), ORGANIZER, organization_id="org-1", name="Inna", slug="wiosna")
    assert (refused["statusCode"], "already has this address" in refused["body"]) == (409, True)
