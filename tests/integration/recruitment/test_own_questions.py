"""The organizers' own questions: made on the page, answered in the form, shown in the review, in files and in JSON."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.integration.recruitment.conftest import ANNA, STRANGER, VIEWER, Person
from tests.integration.recruitment.test_pages import FORM

ADA = Person("ada")
URL = "/programmes/wiosna/apply/mentee"
TRADE: dict[str, Any] = {
    "kind": "one_of", "roles": ["mentor", "mentee"], "text_pl": "W jakiej branży pracujesz?",
    "options_pl": "IT\nFinanse", "options_en": "IT\nFinance", "required": "yes",
}  # fmt: skip


def form_of(programme: str) -> dict[str, Any]:
    found: dict[str, Any] = ANNA.get(f"/v1/programmes/{programme}/form").json
    return found


def add(programme: str, **question: Any) -> dict[str, Any]:
    """Given: a question added on the page; return it as JSON has it."""
    version = ANNA.get(f"/v1/programmes/{programme}/form").headers["etag"].strip('"')
    here = f"/organizer/programmes/{programme}/form/questions"
    answer = ANNA.submit(here, version=version, **(TRADE | question))
    assert answer.status == 303, answer.text
    last: dict[str, Any] = form_of(programme)["questions"][-1]
    return last


def profile(programme: str) -> dict[str, Any]:
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    found: dict[str, Any] = one["profile"]
    return found


def test_given_a_required_question_when_answered_then_the_organizers_read_it_in_their_language(programme: str) -> None:
    question = add(programme)
    name, finance = f"q-{question['id']}", question["options"][1]["id"]
    page = ADA.get(URL).text
    assert "W jakiej branży pracujesz?" in page
    assert f'<input type="radio" name="{name}" value="{finance}" required> Finance' in page

    refused = ADA.submit(URL, submit="yes", **FORM)
    assert refused.status == 422
    assert f'<a href="#{name}"><strong>W jakiej branży pracujesz?:</strong> Answer this question.' in refused.text
    assert ADA.submit(URL, submit="yes", **FORM, **{name: finance}).status == 303

    assert profile(programme)["answers"] == {question["id"]: finance}
    assert '<dt>W jakiej branży pracujesz?</dt><dd class="written">Finance</dd>' in ADA.get(URL).text
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    review = f"/organizer/programmes/{programme}/applications/{one['application_id']}"
    assert '<dd class="written">Finanse</dd>' in Person("anna", "pl").get(review).text


def test_given_a_wrong_answer_in_a_draft_when_saved_then_it_stays_as_typed_and_is_named(programme: str) -> None:
    name = f"q-{add(programme, kind='scale', text_en='How <senior> are you, in 100%?')['id']}"

    assert ADA.submit(URL, **{name: "9"}).status == 303

    page = ADA.get(URL).text
    assert "Choose a number from 1 to 5." in page
    assert "How &lt;senior&gt; are you, in 100%?" in page


def test_given_answers_when_the_question_is_removed_then_they_stay_in_review_and_export(programme: str) -> None:
    question = add(programme)
    name, first = f"q-{question['id']}", question["options"][0]["id"]
    ADA.submit(URL, submit="yes", **FORM, **{name: first})
    here = f"/organizer/programmes/{programme}/form"

    assert ANNA.submit(f"{here}/questions/{question['id']}/remove", version="1").status == 303

    assert name not in ADA.get(URL).text.replace(f'href="#{name}"', "")
    assert ADA.submit(URL, submit="yes", **FORM).status == 303
    assert profile(programme)["answers"] == {question["id"]: first}
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    assert '<dd class="written">IT</dd>' in ANNA.get(f"{here[:-5]}/applications/{one['application_id']}").text
    assert ANNA.submit(f"{here}/questions/{question['id']}/restore", version="2").status == 303
    assert name in ADA.get(URL).text


def test_given_two_organizers_when_both_change_the_form_then_the_second_sees_what_they_typed(programme: str) -> None:
    add(programme)

    again = ANNA.submit(
        f"/organizer/programmes/{programme}/form/questions", **(TRADE | {"version": "0", "text_pl": "A druga?"})
    )

    assert again.status == 412
    assert 'value="A druga?"' in again.text
    assert 'name="version" value="1"' in again.text
    assert len(form_of(programme)["questions"]) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text_pl": ""}, "Write the question in Polish or in English."),
        ({"options_pl": "IT", "options_en": ""}, "Give from 2 to 30 options, one per line."),
        ({"options_pl": "IT\nit", "options_en": ""}, "Two options are the same."),
        ({"options_en": "IT"}, "Both languages need the same number of lines"),
        ({"roles": ["mentee"], "weight": "10"}, "Only what both mentors and mentees choose can count"),
        ({"weight": "x"}, "number"),
    ],
)
def test_given_a_wrong_question_when_saved_then_it_is_shown_again_with_the_reason(
    programme: str, wrong: dict[str, Any], said: str
) -> None:
    page = ANNA.submit(f"/organizer/programmes/{programme}/form/questions", **(TRADE | {"version": "0"} | wrong))

    assert page.status == 422
    assert said in page.text
    assert form_of(programme)["questions"] == []


def test_given_questions_when_moved_then_applicants_are_asked_in_that_order(programme: str) -> None:
    first, second = add(programme, text_pl="Pierwsze"), add(programme, text_pl="Drugie")

    here = f"/organizer/programmes/{programme}/form/questions/{second['id']}/move"
    assert ANNA.submit(here, version="2", by="up").status == 303

    assert [one["id"] for one in form_of(programme)["questions"]] == [second["id"], first["id"]]
    assert re.findall("Pierwsze|Drugie", ADA.get(URL).text) == ["Drugie", "Pierwsze"]


def test_given_the_usual_fields_when_hidden_or_required_then_the_form_follows(programme: str) -> None:
    ADA.submit(URL, submit="yes", **FORM)
    here = f"/organizer/programmes/{programme}/form/fields/mentee"
    fields = {"goal": "hidden", "city": "required", "hours_per_month": "if_wanted", "mode": "hidden"}

    assert ANNA.submit(here, version="0", **fields).status == 303

    page = ADA.get(URL).text
    assert 'name="goal"' not in page
    assert 'name="city" type="text" value="" required' in page
    refused = ADA.submit(URL, submit="yes", **(FORM | {"goal": "", "mode": ""}))
    assert refused.status == 422
    assert "<strong>City:</strong> This is required." in refused.text
    assert ADA.submit(URL, submit="yes", **(FORM | {"goal": "", "mode": "", "city": "Łódź"})).status == 303
    told = profile(programme)
    assert (told["city"], told["goal"], told["mode"]) == ("Łódź", FORM["goal"], "hybrid")
    exported = ANNA.get(f"/organizer/programmes/{programme}/applications.csv").text.splitlines()[0]
    assert "Mode" in exported  # mentors are still asked
    assert "Goal" not in exported
    assert ANNA.submit(here, version="1", mode="required").status == 422


def test_given_the_preview_when_opened_then_it_is_the_form_and_cannot_be_sent(programme: str) -> None:
    add(programme, required="")

    page = ANNA.get(f"/organizer/programmes/{programme}/form/preview/mentee")

    assert page.status == 200
    assert "W jakiej branży pracujesz?" in page.text
    assert 'name="submit"' not in page.text
    assert 'name="goal"' in page.text


def test_given_who_does_not_decide_when_they_open_the_questions_then_there_is_nothing(programme: str) -> None:
    for who in (STRANGER, VIEWER):
        for path in ("", "/preview/mentee", "/questions?kind=short", "/questions/x"):
            assert who.get(f"/organizer/programmes/{programme}/form{path}").status == 404
        assert who.submit(f"/organizer/programmes/{programme}/form/questions", **TRADE).status == 404
        assert who.get(f"/v1/programmes/{programme}/form").status == 404


def test_given_json_when_the_whole_form_is_put_then_what_is_left_out_is_asked_no_more(programme: str) -> None:
    kept, gone = add(programme), add(programme, text_pl="Druga")
    body = {"questions": [kept | {"text": {"en": "Your trade?"}}, {"kind": "short", "roles": ["mentor"],
            "text": {"pl": "Hobby"}}], "fields": {"mentor": {"style": "hidden"}}}  # fmt: skip

    assert ANNA._send("PUT", f"/v1/programmes/{programme}/form", "{}", {"content-type": "application/json"}).status in (
        422, 428,
    )  # fmt: skip
    answer = ANNA.put(f"/v1/programmes/{programme}/form", body, **{"if-match": '"2"'})

    assert answer.status == 200, answer.text
    told = form_of(programme)
    assert [(one["text"], one["removed"]) for one in told["questions"]] == [
        ({"en": "Your trade?"}, False), ({"pl": "Hobby"}, False), ({"pl": "Druga"}, True),
    ]  # fmt: skip
    assert told["questions"][2]["id"] == gone["id"]
    assert told["fields"] == {"mentor": {"style": "hidden"}}
