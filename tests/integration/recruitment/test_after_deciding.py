"""Over HTTP: organizers take out, put back, correct and undo; nobody else can, and the same request counts once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.integration.recruitment.conftest import ANNA, Person
from tests.integration.recruitment.test_pages import FORM

if TYPE_CHECKING:
    from tests.integration.recruitment.conftest import Answer

ADA = Person("ada")
APPLY = "/programmes/wiosna/apply/mentee"
WHY, SAID = "powód tylko dla nas", "Do zobaczenia za rok!"


@pytest.fixture
def here(programme: str) -> str:
    """Given: Ada has applied; return the path of her application behind /v1 and /organizer."""
    assert ADA.submit(APPLY, submit="yes", **FORM).status == 303
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    return f"/programmes/{programme}/applications/{one['application_id']}"


def decide(here: str, decision: str) -> None:
    one, programme = here.rpartition("/")[2], here.split("/")[2]
    body = {"decision": decision, "application_ids": [one]}
    assert ANNA.post(f"/v1/programmes/{programme}/decisions", body).json == {"decided": 1}


def tag(answer: Answer) -> str:
    (found,) = set(re.findall('name="version" value="([0-9a-f]+)"', answer.text))
    return str(found)


def test_given_somebody_accepted_when_taken_out_and_put_back_on_pages_then_each_reads_their_part(here: str) -> None:
    decide(here, "accepted")
    page = f"/organizer{here}"
    shown = ANNA.get(page).text
    assert f'{page}/removal"' in shown
    assert "Correct name, department, position or city" in shown, "a mentee has no places"
    asked = ANNA.get(f"{page}/removal")
    assert "no pair, no open proposal and no seat" in asked.text
    empty = ANNA.submit(f"{page}/removal", version=tag(asked), message=SAID)
    assert (empty.status, "Write why" in empty.text, SAID in empty.text) == (422, True, True)
    old = ANNA.submit(f"{page}/removal", version="0" * 32, reason=WHY)
    assert (old.status, "Something changed while you were looking" in old.text) == (412, True)
    assert ANNA.submit(f"{page}/removal", version=tag(asked), reason=WHY, message=SAID).status == 303
    mine = ADA.get(APPLY).text
    assert "have ended your part" in mine
    assert SAID in mine
    assert WHY not in mine
    organizers = ANNA.get(page)
    assert WHY in organizers.text
    assert ANNA.submit(f"{page}/reinstatement", version="999", reason=WHY).status == 412
    assert ANNA.submit(f"{page}/reinstatement", version=tag(organizers), reason=WHY).status == 303
    assert "Welcome!" in ADA.get(APPLY).text


def test_given_a_refusal_when_its_applicant_looks_then_it_is_said_kindly_and_leads_on(here: str) -> None:
    decide(here, "rejected")
    mine = ADA.get(APPLY).text
    assert ("not accepted this time" in mine, "rejected" in mine) == (True, False)
    assert 'class="button quiet" href="/"' in mine


def test_given_a_refusal_when_undone_twice_with_one_key_then_it_is_undone_once(here: str) -> None:
    decide(here, "rejected")
    version = ANNA.get(f"/v1{here}").headers["etag"]
    assert "decided on" in ANNA.get(f"/organizer{here}").text
    body = {"reason": WHY, "message": SAID}
    sent = {"if-match": version, "idempotency-key": "k1"}
    first = ANNA.post(f"/v1{here}/reconsideration", body, **sent)
    again = ANNA.post(f"/v1{here}/reconsideration", body, **sent)
    assert (first.status, first.json["state"], again.json) == (200, "submitted", first.json)
    assert "decided on" not in ANNA.get(f"/organizer{here}").text, "it waits for a decision"
    assert ANNA.post(f"/v1{here}/reconsideration", body, **{"if-match": version}).status == 412
    assert ANNA.post(f"/v1{here}/reconsideration", body).status == 428
    page = ADA.get(APPLY).text
    assert SAID in page
    assert WHY not in page


def test_given_a_refusal_that_was_undone_when_something_else_happens_then_the_message_stays_until_the_next_decision(
    here: str,
) -> None:
    decide(here, "rejected")
    any_ = {"if-match": "*"}
    assert ANNA.post(f"/v1{here}/reconsideration", {"reason": WHY, "message": SAID}, **any_).status == 200
    assert ANNA.patch(f"/v1{here}", {"city": "Kraków", "reason": WHY}, **any_).status == 200
    assert SAID in ADA.get(APPLY).text
    decide(here, "waitlisted")
    assert SAID not in ADA.get(APPLY).text


def test_given_an_application_when_corrected_then_page_list_and_json_say_so(here: str, programme: str) -> None:
    page = f"/organizer{here}/correction"
    told = {"first_name": "Adela", "last_name": "Lis", "city": "Łódź", "department": "Finanse", "position": ""}
    form = ANNA.get(page)
    wrong = ANNA.submit(page, version=tag(form), **told)
    assert (wrong.status, "Write why" in wrong.text, "Adela" in wrong.text) == (422, True, True)
    assert ANNA.submit(page, version=tag(form), reason=WHY, **told).status == 303
    assert ANNA.submit(page, version=tag(form), reason=WHY, **told).status == 412
    assert "Adela Lis" in ANNA.get(f"/organizer/programmes/{programme}/applications?city=lodz&q=ADELA").text
    version = ANNA.get(f"/v1{here}").headers["etag"]
    done = ANNA.patch(f"/v1{here}", {"city": "Kraków", "reason": WHY}, **{"if-match": version})
    assert (done.status, done.json["profile"]["city"], done.json["profile"]["first_name"]) == (200, "Kraków", "Adela")


@pytest.mark.parametrize("name", ["obcy", "ada"])
def test_given_others_when_they_try_any_of_it_then_nothing_is_there(here: str, programme: str, name: str) -> None:
    decide(here, "accepted")
    other, body, any_ = Person(name), {"reason": WHY}, {"if-match": "*"}
    answers = [
        other.get(f"/v1{here}/removal"),
        other.post(f"/v1{here}/removal", body, **any_),
        other.post(f"/v1{here}/reinstatement", body, **any_),
        other.post(f"/v1{here}/reconsideration", body, **any_),
        other.patch(f"/v1{here}", body, **any_),
        other.post(f"/v1/programmes/{programme}/decisions/preview", {"decision": "accepted"}),
        other.get(f"/organizer{here}/removal"),
        other.get(f"/organizer{here}/correction"),
        *(other.submit(f"/organizer{here}/{one}", reason=WHY, version="1") for one in ("removal", "reinstatement")),
        other.submit(f"/organizer{here}/reconsideration", reason=WHY, version="1"),
        other.submit(f"/organizer{here}/correction", reason=WHY, version="1", first_name="X", last_name="Y"),
    ]
    assert [one.status for one in answers] == [404] * len(answers)


def test_given_a_filter_when_previewed_by_json_then_what_was_seen_is_decided_or_nothing(
    here: str, programme: str
) -> None:
    url, wish = f"/v1/programmes/{programme}/decisions", {"decision": "accepted", "filter": {"q": "ada"}}
    seen = ANNA.post(f"{url}/preview", wish)
    assert (seen.status, seen.json["decided"], seen.json["passed_over"]) == (200, 1, [])
    assert [(one["locale"], one["number"]) for one in seen.json["mails"]] == [("en", 1)]
    assert ANNA.post(url, wish).status == 409
    decide(here, "waitlisted")
    assert ANNA.post(url, wish, **{"if-match": '"0"'}).status == 412
    again = ANNA.post(f"{url}/preview", wish)
    assert ANNA.post(url, wish, **{"if-match": again.headers["etag"]}).json == {"decided": 1}
    late = ANNA.post(f"{url}/preview", wish).json
    assert (late["decided"], [(one["reason"], one["number"]) for one in late["passed_over"]]) == (
        0,
        [("decided_so", 1)],
    )
