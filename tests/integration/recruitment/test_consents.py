"""The texts people agree to: versions, dates, who agreed to which, and who is asked again."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import ProgrammeStage
from tests.integration.lambdas import keep
from tests.integration.recruitment.conftest import ANNA, NOBODY, Person
from tests.integration.recruitment.test_pages import FORM

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

ADA = Person("ada")
URL = "/programmes/wiosna/apply/mentee"
TEXTS = {"rules": {"pl": "# Regulamin\n\nPo **polsku**.", "en": "# Rules\n\nIn *English*."}}


def _change(programme: str, **settings: Any) -> None:
    kept = ANNA.get(f"/v1/programmes/{programme}")
    assert ANNA.patch(f"/v1/programmes/{programme}", settings, **{"if-match": kept.headers["etag"]}).status == 200


@pytest.fixture
def ruled(programme: str) -> str:
    """Given: a programme with rules of its own."""
    _change(programme, consent_texts=TEXTS)
    return programme


def _consents(programme: str) -> list[tuple[str, str]]:
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    return [(told["kind"], told["version"]) for told in one["profile"]["consents"]]


def test_given_a_text_when_somebody_applies_then_they_can_read_it_and_their_consent_says_its_version(
    ruled: str,
) -> None:
    assert 'href="/programmes/wiosna/texts/rules"' in ADA.get(URL).text
    assert "<em>English</em>" in NOBODY.get("/programmes/wiosna/texts/rules").text
    assert "<strong>polsku</strong>" in Person("", "pl").get("/programmes/wiosna/texts/rules").text
    assert NOBODY.get("/programmes/wiosna/texts/privacy").status == 404

    ADA.submit(URL, submit="yes", **FORM)

    assert _consents(ruled) == [("rules", "1"), ("privacy", "2026-01")]


def test_given_a_changed_text_when_nobody_is_asked_then_earlier_consents_hold_and_can_be_read(ruled: str) -> None:
    ADA.submit(URL, submit="yes", **FORM)
    _change(ruled, consent_texts={"rules": {"en": "New rules."}})

    page = ADA.get(URL).text
    assert "ask for your consent again" not in page
    assert "/programmes/wiosna/texts/rules?version=1" in page
    assert "<em>English</em>" in NOBODY.get("/programmes/wiosna/texts/rules?version=1").text
    assert "New rules." in NOBODY.get("/programmes/wiosna/texts/rules").text
    assert ANNA.get(f"/v1/programmes/{ruled}").json["consent_texts"]["rules"]["number"] == 2


def test_given_organizers_who_ask_again_when_somebody_agrees_then_both_versions_are_kept(ruled: str) -> None:
    ADA.submit(URL, submit="yes", **FORM)
    ANNA.post(f"/v1/programmes/{ruled}/decisions", {"decision": "accepted"})
    _change(ruled, consent_texts={"rules": {"en": "New rules."}}, ask_again=["rules"])
    assert "ask for your consent again" in ADA.get(URL).text

    for _ in range(2):
        assert ADA.submit(f"{URL}/consents", kinds="rules").status == 303

    assert "ask for your consent again" not in ADA.get(URL).text
    assert _consents(ruled) == [("rules", "1"), ("privacy", "2026-01"), ("rules", "2")]
    (one,) = ANNA.get(f"/v1/programmes/{ruled}/participants").json["items"]
    assert len(one["profile"]["consents"]) == 3


def test_given_a_text_saved_as_it_is_when_the_settings_are_saved_then_there_is_no_new_version(ruled: str) -> None:
    form = {
        "name": "Wiosna", "visibility": "public", "accent": "plum", "zone": "Europe/London", "planned_meetings": "6",
        "meeting_minutes": "45", "interval_days": "14", "rules_pl": TEXTS["rules"]["pl"],
        "rules_en": TEXTS["rules"]["en"], "version": "3",
    }  # fmt: skip
    here = f"/organizer/programmes/{ruled}/settings"
    assert "In *English*." in ANNA.get(here).text

    assert ANNA.submit(here, **form).status == 303
    assert ANNA.get(f"/v1/programmes/{ruled}").json["consent_texts"]["rules"]["number"] == 1
    assert ANNA.submit(here, **(form | {"rules_en": "Other.", "version": "4"})).status == 303
    assert ANNA.get(f"/v1/programmes/{ruled}").json["consent_texts"]["rules"]["number"] == 2


def test_given_a_tick_from_before_when_the_text_is_asked_about_again_then_it_is_ticked_anew(ruled: str) -> None:
    ADA.submit(f"{URL}/draft", **FORM)
    assert 'name="rules_consent" value="yes" checked' in ADA.get(URL).text

    _change(ruled, consent_texts={"rules": {"en": "New rules."}}, ask_again=["rules"])

    page = ADA.get(URL).text
    assert 'name="rules_consent" value="yes" checked' not in page
    assert 'name="privacy_consent" value="yes" checked' in page


def test_given_a_programme_nobody_knows_of_when_its_text_is_asked_for_then_only_organizers_read_it(
    organization: str,
) -> None:
    wish = {"organization_id": organization, "name": "Lato", "slug": "lato", "consent_texts": TEXTS}
    assert ANNA.post("/v1/programmes", wish).status == 201

    assert NOBODY.get("/programmes/lato/texts/rules").status in (401, 404, 303)
    assert ADA.get("/programmes/lato/texts/rules").status == 404
    assert ANNA.get("/programmes/lato/texts/rules").status == 200


@pytest.mark.parametrize("language", ["pl", "en"])
def test_given_an_edition_that_is_over_when_somebody_wants_the_next_one_then_their_page_takes_it_and_takes_it_back(
    store: DynamoStore, programme: str, language: str
) -> None:
    ADA.submit(URL, submit="yes", **FORM)
    ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": "accepted"})
    kept = store.get(Programme, *Programme.key(programme))
    assert kept is not None
    kept.stage = ProgrammeStage.CLOSED
    keep(store, kept)
    mine = Person("ada", language)
    ask, end = {
        "pl": ("Chcę wiedzieć o kolejnych edycjach", "Nie powiadamiaj mnie więcej"),
        "en": ("Tell me about the next editions", "Don't tell me any more"),
    }[language]
    over = {"pl": "Ta edycja się skończyła", "en": "This edition is over"}[language]
    assert over in mine.get(URL).text
    for wants, before, after in (("yes", ask, end), ("", end, ask)):
        assert before in html.unescape(mine.get(URL).text)
        assert mine.submit(f"{URL}/news", news=wants).status == 303
        page = html.unescape(mine.get(URL).text)
        assert [before in page, after in page] == [False, True]
    assert NOBODY.submit(f"{URL}/news", news="yes").status in (303, 307), "to sign in"
    assert Person("obca").submit(f"{URL}/news", news="yes").status == 404
    there = f"/v1/programmes/{programme}/mine/mentee"
    assert ADA.post(f"{there}/news", {}).json["answers"]["news"] == "yes"
    assert [kind for kind, _ in _consents(programme)].count("news") == 1
    assert ADA.delete(f"{there}/news").status == 204
    assert [kind for kind, _ in _consents(programme)].count("news") == 0


def test_given_who_wants_to_be_told_and_waits_for_a_decision_when_they_look_then_their_page_says_so(
    programme: str,
) -> None:
    ADA.submit(URL, submit="yes", **FORM, news="yes")
    page = ADA.get(URL)
    assert (page.status, "To be told of the next editions" in page.text) == (200, True)
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    seen = ANNA.get(f"/organizer/programmes/{programme}/applications/{one['application_id']}").text
    assert (seen.count("To be told of the next editions"), seen.count("Data processing")) == (1, 1)
    assert [kind for kind, _ in _consents(programme)] == ["rules", "privacy", "news"]
