"""The application form: what is offered is chosen, and only what the programme allows is taken."""

from __future__ import annotations

from typing import Any

import pytest

from infra.season.forms import form_to
from tests.integration.recruitment.conftest import ANNA, Person
from tests.integration.recruitment.test_pages import FORM

ADA = Person("ada")
URL = "/programmes/wiosna/apply/mentee"
TOPICS = ["Negocjacje", "Planowanie, priorytety", "Feedback"]


@pytest.fixture
def offering(programme: str) -> str:
    """Given: a programme with a list of topics."""
    _change(programme, topics=TOPICS)
    return programme


def _change(programme: str, **settings: Any) -> None:
    kept = ANNA.get(f"/v1/programmes/{programme}")
    assert ANNA.patch(f"/v1/programmes/{programme}", settings, **{"if-match": kept.headers["etag"]}).status == 200


def _profile(programme: str) -> dict[str, Any]:
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    found: dict[str, Any] = one["profile"]
    return found


def test_given_what_is_offered_when_chosen_and_sent_then_it_is_kept_in_order(offering: str) -> None:
    chosen: dict[str, Any] = {
        "topics": TOPICS[:2], "rank": [TOPICS[1], TOPICS[0]], "own_topics": "Sen, czyli odpoczynek",
        "week": ["0-32", "0-33", "2-20"], "availability": "",
        "languages": ["pl C2", "", "en B1"], "other_language": "eo", "other_level": "A1", "hours_per_month": "4",
    }  # fmt: skip

    assert ADA.submit(URL, submit="yes", **(FORM | chosen)).status == 303

    told = _profile(offering)
    assert told["topics"] == [TOPICS[1], TOPICS[0], "Sen, czyli odpoczynek"]
    assert [(one["weekday"], one["start"], one["end"]) for one in told["availability"]] == [(0, 16, 17), (2, 10, 10.5)]
    assert [one["code"] for one in told["languages"]] == ["pl", "en", "eo"]


def test_given_choices_when_saved_then_the_page_shows_them_again(offering: str) -> None:
    ADA.submit(URL, topics=TOPICS[1:], first_topic=TOPICS[2], week=["0-32"], languages=["pl C2"], hours_per_month="5")

    page = ADA.get(URL).text
    assert f'name="topics" value="{TOPICS[1]}" checked' in page
    assert f'<li><input type="hidden" name="rank" value="{TOPICS[2]}"><span>{TOPICS[2]}</span></li>' in page
    assert 'value="0-32" aria-labelledby="d0 h32" checked' in page
    assert page.count('name="week"') == 7 * 32
    assert '<option value="pl C2" selected>' in page
    assert '<option value="5" selected>' in page


def test_given_only_the_list_when_somebody_adds_a_topic_then_it_is_refused_by_name(offering: str) -> None:
    _change(offering, own_topics=False)
    assert 'name="own_topics"' not in ADA.get(URL).text

    page = ADA.submit(URL, submit="yes", **(FORM | {"topics": TOPICS[0], "own_topics": "Sen"}))

    assert page.status == 422
    assert "“Sen” isn&#39;t on the list." in page.text
    assert "Sen</textarea>" in page.text


def test_given_the_setting_when_saved_on_the_page_then_it_is_kept(offering: str) -> None:
    form = {
        "name": "Wiosna", "visibility": "public", "accent": "plum", "zone": "Europe/London", "planned_meetings": "6",
        "meeting_minutes": "45", "interval_days": "14", "topics": "\n".join(TOPICS), "version": "3",
    }  # fmt: skip
    here = f"/organizer/programmes/{offering}/settings"
    assert 'name="own_topics" value="yes" checked' in ANNA.get(here).text

    assert ANNA.submit(here, **form).status == 303

    assert ANNA.get(f"/v1/programmes/{offering}").json["own_topics"] is False
    assert 'name="own_topics" value="yes">' in ANNA.get(here).text


def test_given_the_form_when_enter_is_pressed_in_a_field_then_the_application_is_sent(programme: str) -> None:
    page = "/programmes/wiosna/apply/mentee"
    form = form_to(Person("ada").get(page).text, page, page)
    assert form.buttons[0] == ("submit", "yes")
