"""What organizers say on the public page: questions and answers, their own page, the mode; how a shared link looks."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from tests.integration.recruitment.conftest import ANNA, NOBODY, Answer, Person

PAGE = "/programmes/wiosna"
POLE = Person("", "pl")
SETTINGS = {
    "name": "Wiosna", "visibility": "public", "accent": "plum", "zone": "Europe/Warsaw", "planned_meetings": "6",
    "meeting_minutes": "45", "interval_days": "14",
}  # fmt: skip
FAQ = {"pl": [{"question": "Kto <może>?", "answer": "**Każda** osoba.\n\n<script>alert(1)</script>"}]}


def _change(programme: str, **settings: Any) -> Answer:
    kept = ANNA.get(f"/v1/programmes/{programme}")
    return ANNA.patch(f"/v1/programmes/{programme}", settings, **{"if-match": kept.headers["etag"]})


def _save(programme: str, **typed: str) -> Answer:
    url = f"/organizer/programmes/{programme}/settings"
    version = re.search(r'name="version" value="([^"]+)"', ANNA.get(url).text)
    assert version
    return ANNA.submit(url, **(SETTINGS | {"version": version[1]} | typed))


def test_given_questions_in_one_language_when_the_page_opens_then_both_read_them_safely_and_marked(
    programme: str,
) -> None:
    assert _change(programme, faq=FAQ).status == 200

    polish, english = POLE.get(PAGE).text, NOBODY.get(PAGE).text

    assert "<summary>Kto &lt;może&gt;?</summary>" in polish
    assert "<strong>Każda</strong> osoba." in polish
    assert "<script>alert" not in polish + english
    assert '<div id="faq" lang="pl">' in english
    assert "The organizers wrote this in Polish only." in english
    assert '<div id="faq">' in polish
    assert _change(programme, faq={"pl": []}).status == 200
    assert ANNA.get(f"/v1/programmes/{programme}").json["faq"] == {}
    assert 'id="faq"' not in NOBODY.get(PAGE).text


def test_given_questions_in_the_settings_when_saved_then_each_language_has_its_own_and_the_form_shows_them_again(
    programme: str,
) -> None:
    pl, en = "? Kto?\nWszyscy.\n\n? Kiedy?\nW maju.", "? Who?\nEverybody."

    assert _save(programme, faq_pl=pl, faq_en=en).status == 303

    kept = ANNA.get(f"/v1/programmes/{programme}").json["faq"]
    assert [one["question"] for one in kept["pl"]] == ["Kto?", "Kiedy?"]
    assert "<summary>Who?</summary>" in NOBODY.get(PAGE).text
    assert "Kiedy?" not in NOBODY.get(PAGE).text
    shown = html.unescape(ANNA.get(f"/organizer/programmes/{programme}/settings").text)
    assert f"{pl}</textarea>" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"faq_en": "? <b>Who?"}, "The question “&lt;b&gt;Who?” has no answer."),
        ({"website": "http://firma.example"}, "This address begins with http://."),
        ({"website": "javascript:alert(1)"}, "Give the whole address of your page"),
        ({"mode": "somewhere"}, "Choose one of the offered values."),
    ],
)
def test_given_a_mistake_when_settings_are_saved_then_it_is_said_beside_its_field(
    programme: str, typed: dict[str, str], said: str
) -> None:
    page = _save(programme, **typed)

    assert page.status == 422
    (name,) = typed
    assert f'id="{name}-note"><strong class="why">{said}' in page.text
    assert ANNA.get(f"/v1/programmes/{programme}").json["faq"] == {}


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"faq": {"en": [{"question": "Who?", "answer": " "}]}}, "/faq/en"),
        ({"faq": {"en": [{"question": "Who?", "answer": "All"}] * 21}}, "/faq/en"),
        ({"faq": {"de": []}}, "/faq/de"),
        ({"website": "https://anna@firma.example"}, "/website"),
        ({"mode": "somewhere"}, "/mode"),
    ],
)
def test_given_a_mistake_in_json_when_sent_then_its_pointer_is_said(
    programme: str, settings: dict[str, Any], pointer: str
) -> None:
    answer = _change(programme, **settings)
    assert answer.status == 422
    assert next(one["pointer"] for one in answer.json["errors"]).startswith(pointer)


def test_given_a_page_of_the_organizers_when_linked_then_its_host_is_seen(programme: str) -> None:
    assert _change(programme, website="Firma.example/mentoring?a=1&b=2").status == 200

    assert ANNA.get(f"/v1/programmes/{programme}").json["website"] == "https://firma.example/mentoring?a=1&b=2"
    link = '<a href="https://firma.example/mentoring?a=1&amp;b=2" rel="noopener">firma.example</a>'
    assert link in NOBODY.get(PAGE).text


def test_given_a_shared_link_when_it_is_looked_at_then_title_and_purpose_are_there_without_markup(
    programme: str,
) -> None:
    assert 'name="description" content="Mentoring programme: Firma"' in NOBODY.get(PAGE).text
    assert _change(programme, purpose='Uczymy się "od siebie"\n<b>nawzajem</b>. ' + "dalej " * 100).status == 200

    head = POLE.get(PAGE).text.split("</head>")[0]

    tags = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', head))
    assert (tags["og:title"], tags["og:site_name"], tags["og:locale"]) == ("Wiosna", "Firma", "pl_PL")
    assert tags["og:url"] == "https://tandem.firma.example/programmes/wiosna"
    assert tags["og:description"].startswith("Uczymy się &#34;od siebie&#34; &lt;b&gt;nawzajem")
    assert len(html.unescape(tags["og:description"])) <= 200
    assert (tags["twitter:card"], tags["twitter:title"]) == ("summary", "Wiosna")
    assert "og:image" not in tags


def test_given_programmes_when_the_catalogue_is_filtered_by_mode_then_those_that_said_it_are_shown(
    programme: str,
) -> None:
    assert 'href="/programmes/wiosna"' not in NOBODY.get("/?mode=online").text, "it hasn't said how"
    assert _save(programme, mode="mixed").status == 303

    assert 'href="/programmes/wiosna"' in NOBODY.get("/?mode=mixed").text
    assert 'href="/programmes/wiosna"' in NOBODY.get("/?mode=nonsense").text
    online = NOBODY.get("/?mode=online").text
    assert 'href="/programmes/wiosna"' not in online
    assert "No programme fits what you look for." in online
    assert '<option value="online" selected>' in online
    assert "online and in person" in NOBODY.get("/").text
    assert "online i stacjonarnie" in POLE.get(PAGE).text
    assert "Everything can be done remotely" not in NOBODY.get(PAGE).text


def test_given_a_form_somebody_saved_meanwhile_when_sent_then_both_lists_of_questions_are_shown(programme: str) -> None:
    assert _save(programme, faq_pl="? Kto?\nWszyscy.").status == 303

    stale = _save(programme, faq_pl="? Kiedy?\nW maju.", version="2")

    assert stale.status == 412
    assert "Meanwhile somebody saved:</strong> ? Kto?\nWszyscy." in html.unescape(stale.text)
    assert "? Kiedy?\nW maju.</textarea>" in html.unescape(stale.text)
