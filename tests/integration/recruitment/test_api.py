"""The JSON side: an organizer's season up to the list of participants, and who may not."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.tables.recruitment import Member
from tests.integration.lambdas import keep
from tests.integration.recruitment.conftest import ANNA, NOBODY, STRANGER, VIEWER, Person

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

SAMPLES = Path(__file__).parents[2] / "samples"


def import_sample(programme: str, name: str, who: Person = ANNA) -> Any:
    content = base64.b64encode((SAMPLES / name).read_bytes()).decode()
    return who.post(f"/v1/programmes/{programme}/imports", {"filename": name, "content_base64": content})


def test_given_an_organizer_when_they_found_and_create_then_each_thing_can_be_read_where_it_was_said(
    store: DynamoStore,
) -> None:
    founded = ANNA.post("/v1/organizations", {"name": "Firma"})
    created = ANNA.post("/v1/programmes", {"organization_id": founded.json["organization_id"], "name": "Wiosna 2026"})

    assert (founded.status, created.status) == (201, 201)
    assert ANNA.get(founded.headers["location"]).json == founded.json
    read = ANNA.get(created.headers["location"])
    assert (read.json, read.headers["etag"]) == (created.json, '"1"')
    assert read.json["slug"] == "wiosna-2026"
    assert (read.json["stage"], read.json["planned_meetings"], read.json["interval_days"]) == ("draft", 8, 21)
    assert [one["name"] for one in ANNA.get("/v1/organizations").json["items"]] == ["Firma"]


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"planned_meetings": 0}, "/planned_meetings"),
        ({"dates": {"kick_off": "2026-02-30"}}, "/dates/kick_off"),
        ({"dates": {"party": "2026-02-03"}}, "/dates/party"),
        ({"dates": {"kick_off": "2026-05-01", "closing": "2026-04-01"}}, "/dates/closing"),
        ({"weights": {"luck": 1}}, "/weights/luck/[key]"),
        ({"weights": {"topics": -1}}, "/weights/topics"),
        ({"zone": "Mars/Base"}, "/zone"),
        ({"slug": "Ala ma kota"}, "/slug"),
        ({"visibility": "secret"}, "/visibility"),
    ],
)
def test_given_settings_that_cannot_be_when_a_programme_is_created_then_the_field_is_named(
    organization: str, wish: dict[str, Any], pointer: str
) -> None:
    answer = ANNA.post("/v1/programmes", {"organization_id": organization, "name": "Lato"} | wish)

    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json["errors"]]


def test_given_a_programme_when_changed_then_only_with_the_version_that_was_read(programme: str) -> None:
    url = f"/v1/programmes/{programme}"
    etag = ANNA.get(url).headers["etag"]

    assert ANNA.patch(url, {"name": "Lato"}).status == 428
    changed = ANNA.patch(
        url, {"name": "Lato", "contact": "", "zone": "Asia/Tokyo", "dates": {"kick_off": "2026-03-01"}}, if_match=etag
    )
    assert (changed.status, changed.json["name"], changed.json["dates"]) == (200, "Lato", {"kick_off": "2026-03-01"})
    assert ANNA.patch(url, {"name": "Zima"}, if_match=etag).status == 412
    assert ANNA.get(url).json["name"] == "Lato"


def test_given_a_programme_when_it_moves_then_only_one_step_and_back_with_a_reason(programme: str) -> None:
    url = f"/v1/programmes/{programme}/stage"

    assert ANNA.post(url, {"to": "running"}).status == 409
    refused = ANNA.post(url, {"to": "draft"})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/reason")
    assert ANNA.post(url, {"to": "draft", "reason": "za wcześnie"}).json["stage"] == "draft"
    assert ANNA.post(url, {"to": "recruiting"}).json["stage"] == "recruiting"


def test_given_a_file_with_bad_rows_when_imported_then_reasons_come_in_the_readers_language(programme: str) -> None:
    report = import_sample(programme, "zgloszenia-z-bledami.csv", Person("anna", "pl"))

    assert report.status == 200
    told = report.json
    assert (told["rows"], told["imported"], told["already_there"], told["rejected_rows"]) == (11, 6, 0, 4)
    assert (told["taken_rows"], told["asked_rows"], told["replaced_rows"]) == (6, 2, 1)
    assert [(one["line"], one["kind"]) for one in told["rejected"][:2]] == [(3, "replaced"), (6, "refused")]
    assert told["rejected"][1] == {
        "line": 6, "column": "Rola", "code": "role", "value": "Obserwator", "kind": "refused",
        "reason": "Mentor czy Mentee? Z tego, co tu jest, nie da się tego odczytać.",
    }  # fmt: skip
    zone = next(one for one in told["rejected"] if one["code"] == "zone")
    assert zone["reason"] == "Nie ma strefy czasowej o tej nazwie; czy chodzi o Europe/Warsaw?"


def test_given_an_import_when_repeated_then_everything_is_already_there(programme: str) -> None:
    first, second = import_sample(programme, "zgloszenia.csv").json, import_sample(programme, "zgloszenia.csv").json

    assert (first["imported"], first["already_there"]) == (4, 0)
    assert (second["imported"], second["already_there"]) == (0, 4)


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "file-empty"), ("Imię;Nazwisko\n", "file-header")],
)
def test_given_an_unreadable_file_when_imported_then_there_is_one_clear_problem(
    programme: str, content: str, code: str
) -> None:
    body = {"content_base64": base64.b64encode(content.encode()).decode()}

    answer = Person("anna", "pl").post(f"/v1/programmes/{programme}/imports", body)

    assert answer.status == 422
    assert answer.json["type"] == f"urn:tandem:problem:{code}"
    assert "%" not in answer.json["title"]


def test_given_no_base64_when_imported_then_the_field_is_named(programme: str) -> None:
    answer = ANNA.post(f"/v1/programmes/{programme}/imports", {"content_base64": "ó"})

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/content_base64")


def test_given_applications_when_decided_then_they_become_participants(programme: str) -> None:
    import_sample(programme, "zgloszenia.csv")
    base = f"/v1/programmes/{programme}"
    found = ANNA.get(f"{base}/applications?role=mentee&q=cwikla").json["items"]
    assert [one["profile"]["last_name"] for one in found] == ["Ćwikła"]

    wish = {"application_ids": [found[0]["application_id"]], "decision": "rejected", "comment": "może jesienią"}
    assert ANNA.post(f"{base}/decisions", wish).json == {"decided": 1}
    assert ANNA.post(f"{base}/decisions", {"decision": "accepted"}).json == {"decided": 3}

    one = ANNA.get(f"{base}/applications/{found[0]['application_id']}")
    assert (one.json["state"], one.json["comment"], one.headers["etag"]) == ("rejected", "może jesienią", '"2"')
    people = ANNA.get(f"{base}/participants").json["items"]
    assert sorted(one["name"] for one in people) == ["Michał O’Connor", "Łucja Żółkiewska", "Świętosława Gęś"]


def test_given_a_long_list_when_read_page_by_page_then_everybody_comes_once(programme: str) -> None:
    import_sample(programme, "zgloszenia.csv")
    url = f"/v1/programmes/{programme}/applications"

    first = ANNA.get(f"{url}?limit=3").json
    second = ANNA.get(f"{url}?limit=3&cursor={first['next']}").json

    assert (len(first["items"]), len(second["items"]), second["next"]) == (3, 1, None)
    assert len({one["application_id"] for one in first["items"] + second["items"]}) == 4
    assert ANNA.get(f"{url}?cursor=made-up").status == 422


def test_given_an_unknown_state_when_filtered_then_it_is_said(programme: str) -> None:
    assert ANNA.get(f"/v1/programmes/{programme}/applications?state=lost").status == 422


def test_given_an_applicant_when_they_withdraw_then_their_own_application_only(programme: str) -> None:
    import_sample(programme, "zgloszenia.csv")
    url = f"/v1/programmes/{programme}/withdrawals"

    assert Person("swietoslawa.ges").post(url, {"role": "mentee"}).json["state"] == "withdrawn"
    assert STRANGER.post(url, {"role": "mentee"}).status == 404


ROUTES = [
    ("get", "/v1/programmes/{id}"),
    ("patch", "/v1/programmes/{id}"),
    ("post", "/v1/programmes/{id}/stage"),
    ("post", "/v1/programmes/{id}/imports"),
    ("get", "/v1/programmes/{id}/applications"),
    ("get", "/v1/programmes/{id}/applications/x"),
    ("post", "/v1/programmes/{id}/decisions"),
    ("get", "/v1/programmes/{id}/participants"),
    ("get", "/organizer/programmes/{id}"),
    ("get", "/organizer/programmes/{id}/settings"),
    ("post", "/organizer/programmes/{id}/settings"),
    ("post", "/organizer/programmes/{id}/stage"),
    ("get", "/organizer/programmes/{id}/applications"),
    ("post", "/organizer/programmes/{id}/applications"),
    ("get", "/organizer/programmes/{id}/applications/x"),
    ("get", "/organizer/programmes/{id}/applications.csv"),
    ("get", "/organizer/programmes/{id}/import"),
    ("post", "/organizer/programmes/{id}/import"),
]
BODIES = {
    "/v1/programmes/{id}": {"name": "X"},
    "/v1/programmes/{id}/stage": {"to": "matching"},
    "/v1/programmes/{id}/imports": {"content_base64": "UGw="},
    "/v1/programmes/{id}/decisions": {"decision": "accepted"},
}
FORMS = {
    "/organizer/programmes/{id}/settings": {
        "version": "2", "name": "X", "visibility": "public", "accent": "plum", "zone": "UTC", "planned_meetings": "1",
        "meeting_minutes": "60", "interval_days": "7", "pairing_mode": "best_quality",
    },
    "/organizer/programmes/{id}/stage": {"to": "matching"},
    "/organizer/programmes/{id}/applications": {"decision": "accepted", "everybody": "yes"},
}  # fmt: skip
MAY_VIEW = {("get", "/v1/programmes/{id}"), ("get", "/organizer/programmes/{id}")}


def _call(who: Person, method: str, route: str, programme: str) -> int:
    url = route.replace("{id}", programme)
    if method == "get":
        return who.get(url).status
    if route in FORMS:
        return who.submit(url, **FORMS[route]).status
    if route.endswith("/import"):
        return who.upload(url, b"x").status
    return (who.patch if method == "patch" else who.post)(url, BODIES[route], if_match="*").status


def test_given_every_route_when_others_take_it_then_nothing_is_there_for_them(
    store: DynamoStore, programme: str, organization: str
) -> None:
    key = Member.key(organization, "widz")
    keep(store, Member(*key, organization_id=organization, person_id="widz", role="viewer"))

    def answers(who: Person) -> dict[tuple[str, str], int]:
        return {(method, route): _call(who, method, route, programme) for method, route in ROUTES}

    assert answers(STRANGER) == dict.fromkeys(ROUTES, 404)
    assert answers(VIEWER) == {one: 200 if one in MAY_VIEW else 404 for one in ROUTES}
    assert answers(NOBODY) == {
        (method, route): 401 if route.startswith("/v1") else 303 if method == "get" else 307 for method, route in ROUTES
    }
    assert ANNA.get(f"/v1/programmes/{programme}").headers["etag"] == '"2"'


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ("ola.żak@firma.example", "letters such as ą or é"),
        ("anna.o’connor@firma.example", "a curly one"),
        ("a@firma.example, b@firma.example", "one email address"),
        ("anna@firma", "the name of an email service"),
    ],
)
def test_given_a_contact_mail_cannot_be_delivered_to_when_sent_or_typed_then_the_cause_is_told(
    organization: str, contact: str, words: str
) -> None:
    wish = {"organization_id": organization, "name": "Lato", "contact": contact}
    sent, typed = ANNA.post("/v1/programmes", wish), ANNA.submit("/organizer/programmes", **wish)

    assert (sent.status, typed.status) == (422, 422)
    assert [error["pointer"] for error in sent.json["errors"]] == ["/contact"]
    assert words in sent.text
    assert words in typed.text


def test_given_letters_nobody_sees_when_sent_or_typed_then_they_are_not_kept(organization: str) -> None:
    wish = {
        "organization_id": organization,
        "name": "\ufeffWios\u00adna\n\u202e2026\u200b",
        "purpose": "Dla\u200b wszystkich:\r\n\t1. tak\x07",
        "contact": "Ola <mailto:Ola@ŁÓDŹ.example>\u200b",
    }
    sent = ANNA.post("/v1/programmes", wish).json
    page = ANNA.submit("/organizer/programmes", **wish)
    typed = ANNA.get(f"/v1{page.headers['location'].removeprefix('/organizer')}").json

    for kept in (sent, typed):
        assert (kept["name"], kept["contact"]) == ("Wiosna 2026", "ola@łódź.example")
        assert kept["purpose"] == "Dla wszystkich:\n\t1. tak"


def test_given_a_line_manager_and_choices_as_they_are_copied_when_applied_then_they_are_cleaned_or_told(
    programme: str,
) -> None:
    form = {
        "first_name": "Ada\u202e", "last_name": "Love\u00adlace", "topics": "negocjacje", "rules_consent": "yes",
        "privacy_consent": "yes", "goal": "Negocjować:\r\nspokojnie.", "submit": "yes",
    }  # fmt: skip
    ada = Person("ada")
    refused = ada.submit("/programmes/wiosna/apply/mentee", **form, manager_email="szef.żak@firma.example")
    good = {
        "manager_email": "Szef <mailto:Szef@firma.example>",
        "choices": "Jan <jan@xn--d-uga0v4h.pl>; b@firma.example",
    }
    taken = ada.submit("/programmes/wiosna/apply/mentee", **form, **good)

    assert (refused.status, taken.status) == (422, 303)
    assert "letters such as ą or é" in refused.text
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    told = one["profile"]
    assert (told["first_name"], told["last_name"], told["goal"]) == ("Ada", "Lovelace", "Negocjować:\nspokojnie.")
    assert (told["manager_email"], told["choices"]) == ("szef@firma.example", ["jan@łódź.pl", "b@firma.example"])
