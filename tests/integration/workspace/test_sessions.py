"""Session guides through the handler: what organizers write for each meeting."""

from __future__ import annotations

from tests.fakes.people import ORGANIZER, PROGRAMME
from tests.integration.lambdas import published, said
from tests.integration.workspace.givens import call, hidden

DESK, JSON = f"/handbook/{PROGRAMME}/sessions", f"/v1/handbook/{PROGRAMME}/sessions"


def test_given_a_programme_when_its_session_guides_are_listed_then_all_are_starter_ones() -> None:
    items = said(call("GET", JSON, ORGANIZER))["items"]
    assert [one["slot"] for one in items] == ["1", "2", "3", "4", "5", "6", "7", "further", "last"]
    assert not any(one["is_own"] for one in items)
    page = call("GET", DESK, ORGANIZER, language="pl")["body"]
    for words in ("Poznajcie się", "Podsumowanie i co dalej", "Tak jak każde kolejne spotkanie"):
        assert words in page


def test_given_a_session_guide_when_written_by_form_then_its_lines_are_kept_and_the_starter_one_can_come_back() -> None:
    page = call("GET", f"{DESK}/1", ORGANIZER)["body"]
    assert "Getting to know each other" in page
    form = {"title_pl": "Start", "agenda_pl": "Raz\r\n\r\n Dwa ", "version": hidden(page, "version")}
    assert call("POST", f"{DESK}/1", ORGANIZER, form=form)["statusCode"] == 303
    first = said(call("GET", JSON, ORGANIZER))["items"][0]
    assert first["is_own"]
    assert first["texts"]["pl"] == {"title": "Start", "agenda": ["Raz", "Dwa"], "prompts": []}
    late = call("POST", f"{DESK}/1", ORGANIZER, form=form | {"title_pl": "Inny"})
    assert (late["statusCode"], "Inny" in late["body"]) == (412, True)
    version = {"version": hidden(call("GET", f"{DESK}/1", ORGANIZER)["body"], "version")}
    assert call("POST", f"{DESK}/1/reset", ORGANIZER, form=version)["statusCode"] == 303
    assert not said(call("GET", JSON, ORGANIZER))["items"][0]["is_own"]
    told = [(one.data.slot, one.data.own, one.meta.organizer) for one in published("SessionGuideChanged")]
    assert sorted(told) == [("1", False, ORGANIZER), ("1", True, ORGANIZER)]


def test_given_questions_without_a_title_when_saved_then_the_title_is_asked_for() -> None:
    page = call("POST", f"{DESK}/2", ORGANIZER, form={"prompts_pl": "Po co?", "version": "0"})
    assert page["statusCode"] == 422
    assert 'href="#title_pl"' in page["body"]


def test_given_a_meeting_that_no_programme_has_when_asked_for_then_it_is_not_there() -> None:
    assert call("GET", f"{DESK}/13", ORGANIZER)["statusCode"] == 404
    put = call("PUT", f"{JSON}/0", ORGANIZER, body={"texts": {}}, headers={"if-match": '"0"'})
    assert put["statusCode"] == 404
