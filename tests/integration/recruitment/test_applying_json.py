"""Applying as JSON: draft, send, change, withdraw, with the rules and the errors of the page."""

from __future__ import annotations

from typing import Any

from tests.integration.recruitment.conftest import ANNA, NOBODY, Person
from tests.integration.recruitment.test_own_questions import add
from tests.integration.recruitment.test_pages import FORM

ADA, EWA = Person("ada"), Person("ewa")
TOLD: dict[str, Any] = FORM | {"topics": ["negocjacje"], "languages": ["en C2"]}


def mine(programme: str, role: str = "mentee") -> str:
    return f"/v1/programmes/{programme}/mine/{role}"


def put(who: Person, url: str, programme: str, role: str = "mentee", **answers: Any) -> Any:
    """When: somebody puts answers, based on what they read."""
    tag = who.get(mine(programme, role)).headers["etag"]
    return who.put(url, {"answers": answers}, **{"if-match": tag})


def test_given_nothing_saved_when_read_then_it_is_an_empty_draft_that_says_what_is_asked(programme: str) -> None:
    question = add(programme)

    found = ADA.get(mine(programme)).json

    assert (found["state"], found["answers"], found["unsent"], found["wrong"]) == ("draft", {}, False, [])
    assert [one["id"] for one in found["asked"]["questions"]] == [question["id"]]
    assert found["asked"]["required"] == ["goal"]
    assert NOBODY.get(mine(programme)).status == 401
    assert ADA.get(mine("unknown")).status == 404


def test_given_a_wrong_draft_when_saved_then_it_is_kept_as_typed_and_the_page_says_the_same(programme: str) -> None:
    answer = put(ADA, mine(programme), programme, first_name="Ada", zone="Europa/Warszawa", topics=["a"] * 7)

    assert answer.status == 200, answer.text
    assert answer.json["answers"]["zone"] == "Europa/Warszawa"
    assert answer.json["wrong"] == [{"field": "zone", "code": "zone", "reason": "Which one do you mean? Choose below."}]
    assert "Which one do you mean?" in ADA.get("/programmes/wiosna/apply/mentee").text


def test_given_answers_when_sent_then_the_organizers_have_them_and_they_can_be_changed_and_withdrawn(
    programme: str,
) -> None:
    refused = put(ADA, f"{mine(programme)}/sent", programme, **(TOLD | {"goal": ""}))
    assert (refused.status, refused.json["type"]) == (422, "urn:tandem:problem:incomplete")
    assert refused.json["errors"] == [
        {"pointer": "/answers/goal", "detail": "Write your goal in one to three sentences."}
    ]
    assert put(ADA, mine(programme), programme, nonsense="x").json["errors"][0]["pointer"] == "/answers/nonsense"

    assert put(ADA, f"{mine(programme)}/sent", programme, **TOLD).json["state"] == "submitted"
    put(ADA, mine(programme), programme, **(TOLD | {"city": "Gdynia"}))
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    assert (one["profile"]["city"], ADA.get(mine(programme)).json["unsent"]) == ("", True)
    put(ADA, f"{mine(programme)}/sent", programme, **(TOLD | {"city": "Gdynia"}))
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    assert one["profile"]["city"] == "Gdynia"

    ADA.post(f"/v1/programmes/{programme}/withdrawals", {"role": "mentee"})
    assert ADA.get(mine(programme)).json["state"] == "withdrawn"


def test_given_an_older_version_when_put_then_it_is_refused(programme: str) -> None:
    tag = ADA.get(mine(programme)).headers["etag"]
    assert ADA.put(mine(programme), {"answers": {"city": "Łódź"}}, **{"if-match": tag}).status == 200

    assert ADA.put(mine(programme), {"answers": {"city": "Gdynia"}}, **{"if-match": tag}).status == 412
    assert ADA.put(mine(programme), {"answers": {}}).status == 428


def test_given_who_takes_part_when_they_change_their_answers_then_pairing_reads_them(programme: str) -> None:
    told = TOLD | {"goal": "", "capacity": "2", "listed": "yes"}
    put(EWA, f"{mine(programme, 'mentor')}/sent", programme, "mentor", **told)
    ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": "accepted"})
    (listed,) = ADA.get(f"/v1/programmes/{programme}/mentors?topic=negocjacje").json["items"]
    assert (listed["name"], listed["free"], "email" in listed) == ("Ada Lovelace", 2, False)
    assert put(ADA, f"{mine(programme)}/sent", programme, **(TOLD | {"choices": [listed["mentor_id"]]})).status == 200
    assert ADA.get(mine(programme)).json["answers"]["choices"] == [listed["mentor_id"]]

    answer = put(EWA, f"{mine(programme, 'mentor')}/sent", programme, "mentor", **(told | {"paused": "yes"}))

    assert (answer.status, answer.json["answers"]["paused"]) == (200, "yes")
    assert ADA.get(f"/v1/programmes/{programme}/mentors").json["items"] == []
    assert put(EWA, mine(programme, "mentor"), programme, "mentor", **told).status == 409
