"""What holds for every route: input that can't be read, HEAD, caching, and who isn't signed in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from infra.contracts import openapi
from mentoring.http import Model
from tests.fakes.nasty import BODIES, FORM, JSON, TEXTS, UNREADABLE, VALUES
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER
from tests.faults.aws import real_enough
from tests.integration.furnished import IDS as EVERYTHING
from tests.integration.furnished import furnish
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.store.dynamo import DynamoStore

IDS = {
    "programme_id": PROGRAMME, "pair_id": PAIR, "organization_id": "org-1", "participant_id": "mentee", "slug": "wiosna",
    "mentor_id": "mentor", "mentee_id": "mentee", "role": "mentor",
}  # fmt: skip
QUERIES = ("page", "below", "limit", "cursor", "q", "state", "round", "week", "next", "lang", "programme_id", "first")
PROTECTED = [one for one in ROUTES if one.protected]
CHANGES = [one for one in ROUTES if one.method != "GET"]

pytestmark = pytest.mark.usefixtures("agreed")


@pytest.fixture
def aws() -> Iterator[None]:
    """Given: an empty account, its tables in memory: thirty thousand requests would spend two thirds of a run in moto.

    What is tested here lies before the tables, which refuse keys and items as DynamoDB does.
    """
    with real_enough():
        yield


def _told(answer: dict[str, Any], route: Route) -> str:
    """Return what is wrong with an answer to bad input: a fault, or a refusal without our words."""
    kind = answer["multiValueHeaders"]["Content-Type"][0] if answer["body"] else ""
    if answer["statusCode"] >= 500:
        return f"{route.method} {route.rule}: {answer['statusCode']}"
    wanted = "application/problem+json" if route.json else "text/html"
    if answer["statusCode"] >= 400 and not kind.startswith(wanted):
        return f"{route.method} {route.rule}: {answer['statusCode']} as {kind!r}"
    return ""


def _all(found: list[str]) -> None:
    assert not (wrong := sorted({one for one in found if one})), "\n".join(wrong)


def test_given_the_routes_when_listed_then_the_document_has_the_same() -> None:
    documented = {(method.upper(), path) for path, methods in openapi()["paths"].items() for method in methods}
    assert {(one.method, one.rule.replace("<", "{").replace(">", "}")) for one in ROUTES if one.json} == documented
    assert len(PROTECTED) > 80


def _who(route: Route) -> str:
    """Return who may use a route, so that bad input gets as far as it can."""
    at_desk = any(f"/{root}/<" in route.rule for root in ("handbook", "announcements"))
    return MENTEE if route.service in ("workspace", "meetings", "surveys") and not at_desk else ORGANIZER


@pytest.mark.parametrize("body", BODIES, ids=lambda one: one.name)
def test_given_a_body_nobody_can_read_when_sent_anywhere_then_it_is_refused_in_words(body: Any) -> None:
    found = []
    for route in CHANGES:
        answer = route.send(_who(route), IDS, **body.event())
        found.append(_told(answer, route))
        if route.json and body in UNREADABLE and answer["statusCode"] not in (400, 415):
            found.append(f"{route.method} {route.rule}: {answer['statusCode']} to what can't be read")
    _all(found)


def test_given_odd_values_when_sent_for_all_fields_then_nothing_fails() -> None:
    found = []
    paths = openapi()
    for route in [one for one in CHANGES if one.json]:
        operation = paths["paths"][route.rule.replace("<", "{").replace(">", "}")][route.method.lower()]
        if names := _fields(operation, paths["components"]["schemas"]):
            for value in VALUES:
                body = json.dumps(dict.fromkeys(names, value))
                sent = route.send(_who(route), IDS, body=body, headers={"content-type": JSON, "if-match": "*"})
                found.append(_told(sent, route) and f"{_told(sent, route)} {value!r:.40}")
    _all(found)


def _fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    return list(schemas.get(content.get("$ref", "").rpartition("/")[2], {}).get("properties", {}))


def test_given_odd_texts_when_sent_in_path_query_cookie_and_form_then_nothing_fails() -> None:
    found = []
    for route in [one for one in ROUTES if one.method == "GET" or not one.json]:
        for text in TEXTS:
            query = dict.fromkeys(QUERIES, text)
            event = {
                "queryStringParameters": query,
                "multiValueQueryStringParameters": {name: [text] for name in query},
                "headers": {"cookie": f"tandem_flash={text}; tandem_zone={text}; tandem_lang={text}", "if-match": text},
            }
            if route.method != "GET":
                event["body"] = ""
                event["headers"] |= {"content-type": FORM}
            ids = IDS if route.method == "GET" else dict.fromkeys(route.names, text or "x")
            found.append(_told(route.send(_who(route), ids, **event), route) and f"{route} {text!r:.40}")
    _all(found)


def _form_fields() -> set[str]:
    """Return the names of the fields of every form there is."""
    kinds = [kind for kind in _below(Model) if kind.__name__.endswith("Form")]
    return {name for kind in kinds for name in kind.model_fields} | {"camera", "propose"}


def _below(kind: type[Model]) -> list[type[Model]]:
    return [each for one in kind.__subclasses__() for each in (one, *_below(one))]


def test_given_odd_texts_when_typed_into_every_field_of_a_form_then_nothing_fails(agreed: DynamoStore) -> None:
    furnish(agreed)
    names, found = sorted(_form_fields()), []
    assert len(names) > 60
    bodies = {text: urlencode(dict.fromkeys(names, text)) for text in TEXTS}
    for route in [one for one in CHANGES if not one.json]:
        for text, body in bodies.items():
            answer = route.send(_who(route), EVERYTHING, body=body, headers={"content-type": FORM})
            found.append(_told(answer, route) and f"{_told(answer, route)} {text!r:.40}")
    _all(found)


def test_given_half_a_surrogate_pair_when_sent_anywhere_then_it_is_refused_in_words() -> None:
    bad = "\ud800"
    found = []
    for route in ROUTES:
        events: list[dict[str, Any]] = [
            {"queryStringParameters": {"q": bad}, "multiValueQueryStringParameters": {"q": [bad]}},
            {"headers": {"cookie": f"tandem_zone={bad}"}},
        ]
        found += [_told(route.send(_who(route), IDS, **one), route) for one in events]
        found.append(_told(route.send(_who(route), dict.fromkeys(route.names, bad)), route))
    _all(found)


@pytest.mark.parametrize("who", ["", MENTEE, ORGANIZER], ids=["nobody", "mentee", "organizer"])
def test_given_a_page_or_json_when_only_its_head_is_asked_for_then_it_is_the_same_without_a_body(who: str) -> None:
    for route in [one for one in ROUTES if one.method == "GET"]:
        whole, head = route.send(who, IDS), route.send(who, IDS, httpMethod="HEAD")
        assert (head["statusCode"], head["body"]) == (whole["statusCode"], ""), route
        assert head["multiValueHeaders"] == whole["multiValueHeaders"], route


@pytest.mark.parametrize("who", ["", MENTOR, ORGANIZER], ids=["nobody", "mentor", "organizer"])
def test_given_any_answer_when_looked_at_then_it_says_how_long_it_may_be_kept(who: str) -> None:
    for route in ROUTES:
        kept = route.send(who, IDS)["multiValueHeaders"].get("Cache-Control", [""])[0]
        assert "no-store" in kept or route.rule == "/static/<name>", (route, kept)


def test_given_nobody_signed_in_when_a_protected_route_is_used_then_nothing_tells_what_exists() -> None:
    for route in PROTECTED:
        for body in ("", "{}", '{"nonsense": 1}'):
            there, missing = (route.send("", ids, body=body) for ids in (IDS, {}))
            assert there["statusCode"] == (401 if route.json else 303 if route.method == "GET" else 307), route
            assert _masked(there, IDS) == _masked(missing, {}), route


def test_given_a_stranger_when_any_route_is_used_then_what_is_foreign_and_what_is_missing_look_the_same(
    agreed: DynamoStore,
) -> None:
    foreign = {name: IDS[name] for name in IDS if name != "role"}
    for route in [one for one in PROTECTED if set(one.names) & set(foreign)]:
        for body in ("", "{}"):
            there, missing = (route.send(STRANGER, ids, body=body) for ids in (foreign, {}))
            assert _masked(there, foreign) == _masked(missing, {}), route


def _masked(answer: dict[str, Any], ids: dict[str, str]) -> str:
    """Return an answer without what the asker sent themselves."""
    sent = "|".join(sorted(ids.values(), key=len, reverse=True)) or "none"
    return re.sub(rf"(/|%2F)({sent})(?=[/?#%\"\\]|$)", r"\1none", json.dumps(answer))


def test_given_a_change_of_what_was_read_when_no_version_or_another_one_is_told_then_it_is_refused(
    agreed: DynamoStore,
) -> None:
    furnish(agreed)
    paths, found = openapi()["paths"], []
    for route in [one for one in CHANGES if one.json]:
        operation = paths[route.rule.replace("<", "{").replace(">", "}")][route.method.lower()]
        if "428" not in operation["responses"]:
            continue
        media = operation.get("requestBody", {}).get("content", {}).get(JSON, {"example": None})
        body = json.dumps(media["example"] if route.rule != "/v1/programmes/<programme_id>" else {"name": "Lato"})
        for tag, wanted in (("", 428), ('"another"', 412)):
            headers = {"content-type": JSON} | ({"if-match": tag} if tag else {})
            status = route.send(_who(route), EVERYTHING, body=body, headers=headers)["statusCode"]
            absent = (401, 404, 409) if route.method == "DELETE" else (401, 404)  # a session, a round, an amendment
            if status not in (wanted, *absent):
                found.append(f"{route.method} {route.rule} {tag}: {int(status)}")
    _all(found)
