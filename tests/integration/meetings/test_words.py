"""What pages of meetings say and where they lead: zones by their city, lines of an agenda, the other language."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest

from meetings import api
from mentoring import clock
from mentoring.tables.recruitment import Programme
from tests.fakes.people import MENTEE, MENTOR, PROGRAMME
from tests.integration.lambdas import keep, said, send
from tests.integration.meetings.test_handlers import PAGE, PLACE, in_days, link, proposed

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

call = partial(send, api.handler)


@pytest.fixture(autouse=True)
def _pair(agreed: DynamoStore) -> None:
    """Given: a pair."""


@pytest.mark.parametrize(("language", "city"), [("en", "Warsaw"), ("pl", "Warszawa")])
def test_given_a_zone_when_a_page_names_it_then_in_words_of_its_reader(language: str, city: str) -> None:
    for path in (PAGE, f"{PAGE}/times"):
        body = call("GET", path, MENTOR, language=language)["body"]
        assert f": {city}." in body
        assert not re.search(r"Europe/Warsaw(?!\")", body)


def test_given_a_programme_with_a_colour_when_meetings_are_opened_then_the_page_has_it(agreed: DynamoStore) -> None:
    programme = agreed.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.accent = "plum"
    keep(agreed, programme)
    assert 'data-accent="plum"' in call("GET", PAGE, MENTOR)["body"]
    proposed()
    assert 'data-accent="plum"' in call("GET", PAGE, MENTOR)["body"]


@pytest.mark.parametrize(
    ("path", "form", "here"),
    [
        ("/past", {}, "?lang=pl"),
        ("/{}/answers", {"answer": "counter"}, "?lang=pl"),
        ("/{}/answers", {"answer": "counter", "instead": "yes"}, "/times?instead={}&amp;lang=pl"),
        ("", {}, "/times?lang=pl"),
    ],
)
def test_given_a_refused_form_when_its_page_is_wanted_in_another_language_then_it_is_found_there(
    path: str, form: dict[str, str], here: str
) -> None:
    meeting_id = proposed()
    refused = call("POST", PAGE + path.format(meeting_id), MENTOR, form=form)
    assert refused["statusCode"] == 422
    (other,) = re.findall(r'href="([^"]+)" hreflang="pl"', refused["body"])
    assert other == PAGE + here.format(meeting_id)


def test_given_an_agenda_of_several_lines_when_the_mails_link_is_opened_then_they_stay_lines() -> None:
    meeting_id = said(
        call("POST", PLACE, MENTOR, body={"starts_at": clock.iso(in_days(3)), "zone": "Europe/Warsaw",
             "agenda": "One\nTwo", "place": "https://meet.example/us"})
    )["meeting_id"]  # fmt: skip
    page = call("GET", link("meeting", meeting_id, MENTEE))["body"]
    assert '<p class="written">One\nTwo</p>' in page
    assert 'href="https://meet.example/us"' in page


def test_given_an_answer_from_the_mail_when_given_then_the_page_leads_on_to_the_meeting() -> None:
    meeting_id = proposed()
    answer = link("meeting", meeting_id, MENTEE)
    assert f'href="{PAGE}/{meeting_id}"' not in call("GET", answer)["body"]
    assert call("POST", answer, form={"answer": "accept"})["statusCode"] == 303
    assert f'href="{PAGE}/{meeting_id}"' in call("GET", answer)["body"]
