"""A draft of the application form keeps what was typed, whatever is wrong with it, and on whichever device."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mentoring import letters
from recruitment.pages.forms import LABELS
from tests.integration.recruitment.conftest import ANNA, Person
from tests.integration.recruitment.test_pages import FORM

ADA = Person("ada")
URL = "/programmes/wiosna/apply/mentee"
WRONG = {"manager_email": "szef@", "phone": "brak", "hours_per_month": "dużo"}


def _hidden(page: str, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[0]


def _opened(person: Person = ADA) -> dict[str, str]:
    page = person.get(URL).text
    return {name: _hidden(page, name) for name in ("version", "page")}


@pytest.mark.parametrize("sent", [{}, {"submit": "yes"}], ids=["saved", "sent"])
def test_given_wrong_answers_when_kept_then_they_are_there_again_as_typed_and_named(
    programme: str, sent: dict[str, str]
) -> None:
    ADA.submit(URL, **_opened(), **WRONG, city="Łódź", **sent)

    page = ADA.get(URL).text
    for typed in (*WRONG.values(), "Łódź"):
        assert f'value="{typed}"' in page
    assert page.count('class="why"') == len(WRONG)
    assert '<a href="#phone"><strong>Phone:</strong>' in page
    assert ANNA.get(f"/v1/programmes/{programme}/applications").json["items"] == []


def test_given_a_form_with_gaps_when_saved_then_nothing_is_wrong_yet(programme: str) -> None:
    assert ADA.submit(URL, **_opened(), city="Łódź").status == 303

    assert 'class="why"' not in ADA.get(URL).text


def test_given_mistakes_when_sent_then_each_leads_to_its_field(programme: str) -> None:
    page = ADA.submit(URL, **_opened(), **(FORM | {"goal": "", "rules_consent": ""}), submit="yes")

    assert page.status == 422
    assert '<a href="#goal"><strong>Your goal:</strong> Write your goal' in page.text
    assert '<a href="#rules_consent"><strong>The rules:</strong>' in page.text
    assert 'id="rules_consent" aria-invalid="true"' in page.text
    ADA.submit(URL, version=_hidden(page.text, "version"), page=_hidden(page.text, "page"), **FORM, submit="yes")
    assert len(ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]) == 1


def test_given_somebody_typing_when_saved_meanwhile_then_a_line_says_when(programme: str) -> None:
    opened = _opened()

    said = ADA.submit(f"{URL}/draft", **opened, **WRONG)
    again = ADA.submit(f"{URL}/draft", **opened, **WRONG, city="Łódź")

    assert re.search(r"saved \d{1,2}:\d{2}", said.text)
    assert "saved" in again.text, "its own answers don't make a page an old one"
    assert 'value="Łódź"' in ADA.get(URL).text


def test_given_two_devices_when_the_older_page_saves_then_it_is_asked_and_nothing_is_lost(programme: str) -> None:
    laptop, phone = _opened(), _opened()
    ADA.submit(f"{URL}/draft", **phone, city="Gdynia", goal="z telefonu")

    assert "on another device" in ADA.submit(f"{URL}/draft", **laptop, city="Sopot").text
    page = ADA.submit(URL, **laptop, city="Sopot")

    assert page.status == 412
    assert 'value="Sopot"' in page.text
    assert '<dt>City</dt><dd class="written">Gdynia</dd>' in page.text
    assert 'value="Gdynia"' in ADA.get(URL).text, "nothing is overwritten unasked"
    newer = {name: _hidden(page.text, name) for name in ("version", "page")}
    assert ADA.submit(URL, **newer, city="Sopot").status == 303
    assert 'value="Sopot"' in ADA.get(URL).text
    assert "on another device" in ADA.submit(f"{URL}/draft", **phone, city="Gdynia").text


def test_given_a_draft_when_wanted_on_another_device_then_it_is_saved_and_the_link_is_asked_for(
    programme: str,
) -> None:
    answer = ADA.submit(URL, **_opened(), city="Łódź", elsewhere="yes", email="ada@firma.example", next=URL)

    assert (answer.status, answer.headers["location"]) == (307, "/sign-in")
    assert 'value="Łódź"' in ADA.get(URL).text
    assert f'name="next" value="{URL}"' in ADA.get(URL).text


def test_given_more_than_a_draft_keeps_when_saved_then_the_page_says_so_and_shows_it_again(programme: str) -> None:
    page = ADA.submit(URL, **_opened(), goal="ż" * 60_001)

    assert page.status == 422
    assert "at most 60000 characters" in page.text
    assert "ż" * 60_001 in page.text
    assert "60000" in ADA.submit(f"{URL}/draft", **_opened(), goal="ż" * 60_001).text


def test_given_a_question_of_the_organizers_when_answered_by_half_then_they_see_what_was_sent(programme: str) -> None:
    ADA.submit(URL, submit="yes", **FORM)
    ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": "needs_info", "message": "Cel?"})

    ADA.submit(f"{URL}/draft", **_opened(), **(FORM | {"goal": "half", "phone": "12"}))

    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    assert (one["profile"]["goal"], one["state"]) == (FORM["goal"], "needs_info")
    assert "half</textarea>" in ADA.get(URL).text


LINES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20).map(str.strip)
TEXTS = ("first_name", "last_name", "city", "department", "position", "manager_email", "phone", "goal", "not_with")


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.fixed_dictionaries(dict.fromkeys(TEXTS, LINES)))
def test_given_anything_typed_when_saved_then_the_form_shows_it_again(programme: str, typed: dict[str, Any]) -> None:
    ADA.submit(f"{URL}/draft", **_opened(), **typed)

    shown = _values(ADA.get(URL).text)
    assert {name: shown[name] for name in TEXTS} == {name: letters.line(value) for name, value in typed.items()}


def _values(page: str) -> dict[str, str]:
    from html import unescape

    told = dict.fromkeys(LABELS, "")
    for name, value in re.findall(r'<input id="(\w+)" name="\w+" type="\w+"[^>]*? value="([^"]*)"', page):
        told[name] = " ".join(unescape(value).split())
    for name, value in re.findall(r'<textarea id="(\w+)"[^>]*>([^<]*)</textarea>', page):
        told[name] = " ".join(unescape(value).split())
    return told
