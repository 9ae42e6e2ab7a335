"""The pages: what applicants and organizers see, without JavaScript."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from mentoring.weights import PARTS
from tests.integration.recruitment.conftest import ANNA, NOBODY, Person

SAMPLES = Path(__file__).parents[2] / "samples"
ADA = Person("ada")
FORM = {
    "first_name": "Ada", "last_name": "Lovelace", "form": "f", "mode": "hybrid", "topics": "negocjacje",
    "goal": "I want to negotiate better.", "zone": "Europe/London", "languages": "English C2", "hours_per_month": "2.5",
    "availability": "mon 16:00-18:00", "rules_consent": "yes", "privacy_consent": "yes",
}  # fmt: skip


@pytest.fixture
def people(programme: str) -> str:
    """Given: the people of the good sample have applied; return the programme's page for organizers."""
    answer = ANNA.import_(f"/organizer/programmes/{programme}/import", (SAMPLES / "zgloszenia.csv").read_bytes())
    assert answer.status == 200
    return f"/organizer/programmes/{programme}"


def ids_of(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="application_ids" value="')[1:]]


def test_given_no_programme_when_the_catalogue_opens_then_it_says_what_to_do(aws: None) -> None:
    page = NOBODY.get("/")

    assert page.status == 200
    assert "No programme is announced" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_given_a_programme_when_the_catalogue_opens_then_it_leads_to_its_page(programme: str) -> None:
    assert 'href="/programmes/wiosna"' in NOBODY.get("/").text
    page = NOBODY.get("/programmes/wiosna").text
    assert "/programmes/wiosna/apply/mentee" in page
    assert "8 meetings, 60 minutes each" in page
    assert "8 spotkań, po 60 minut" in Person("", "pl").get("/programmes/wiosna").text
    assert NOBODY.get("/programmes/lato").status == 404
    assert NOBODY.get("/programmes").headers["location"] == "/"


def test_given_nobody_signed_in_when_they_want_to_apply_then_they_sign_in_and_come_back(programme: str) -> None:
    answer = NOBODY.get("/programmes/wiosna/apply/mentee")

    assert answer.status == 303
    assert answer.headers["location"].endswith("%2Fprogrammes%2Fwiosna%2Fapply%2Fmentee")


def test_given_a_half_filled_form_when_saved_then_it_is_there_again(programme: str) -> None:
    url = "/programmes/wiosna/apply/mentee"

    assert ADA.submit(url, first_name="Ada", goal="Zażółć <b>", availability="mon 16:00-18:00").status == 303

    page = ADA.get(url).text
    assert 'value="Ada"' in page
    assert "Zażółć &lt;b&gt;</textarea>" in page
    assert 'value="mon 16:00-18:00"' in page
    assert "Only you can see a draft" in page


def test_given_a_form_with_mistakes_when_sent_then_each_is_named_and_nothing_typed_is_lost(programme: str) -> None:
    typed = FORM | {"zone": "Europa/Warszawa", "goal": "", "rules_consent": "", "city": "Łódź 100%"}

    page = ADA.submit("/programmes/wiosna/apply/mentee", submit="yes", **typed)

    assert page.status == 422
    assert "Which one do you mean?" in page.text
    assert 'name="zone" type="text" value="Europa/Warszawa"' in page.text
    assert '<input type="radio" name="zone" value="Europe/Warsaw">' in page.text
    assert "Write your goal in one to three sentences." in page.text
    assert "This consent is not given" in page.text
    assert 'value="Łódź 100%"' in page.text
    assert ANNA.get(f"/v1/programmes/{programme}/applications").json["items"] == []


def test_given_a_mistake_in_a_draft_when_saved_then_it_is_named_but_gaps_are_fine(programme: str) -> None:
    url = "/programmes/wiosna/apply/mentee"

    assert ADA.submit(url, languages="klingoński C1").status == 303

    assert ADA.get(url).text.count('class="why"') == 1


def test_given_a_complete_form_when_sent_then_it_waits_for_the_decision(programme: str) -> None:
    url = "/programmes/wiosna/apply/mentee"

    assert ADA.submit(url, submit="yes", **FORM).status == 303

    page = ADA.get(url).text
    assert "sent, the organizers will decide" in page
    assert '<dt>Your goal</dt><dd class="written">I want to negotiate better.</dd>' in page
    assert "Send the changes" in page
    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    assert (one["email"], one["state"], one["profile"]["mode"]) == ("ada@firma.example", "submitted", "hybrid")
    assert one["profile"]["languages"] == [{"code": "en", "level": "C2"}]


def test_given_a_sent_form_when_changed_before_the_decision_then_the_organizers_read_the_new_one(
    programme: str,
) -> None:
    url = "/programmes/wiosna/apply/mentee"
    ADA.submit(url, submit="yes", **FORM)

    ADA.submit(f"{url}/draft", **(FORM | {"city": "Gdynia"}))
    assert "The organizers see it once you send it." in ADA.get(url).text
    ADA.submit(url, submit="yes", **(FORM | {"city": "Gdynia"}))

    (one,) = ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]
    assert (one["profile"]["city"], one["state"]) == ("Gdynia", "submitted")
    ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": "rejected"})
    assert ADA.submit(url, submit="yes", **FORM).status == 409


def test_given_a_mentor_when_they_apply_then_they_say_how_many_mentees_they_take(programme: str) -> None:
    url = "/programmes/wiosna/apply/mentor"
    assert "How many mentees?" in ADA.submit(url, submit="yes", **FORM).text

    assert ADA.submit(url, submit="yes", **FORM, capacity="3").status == 303

    assert ANNA.get(f"/v1/programmes/{programme}/applications").json["items"][0]["profile"]["capacity"] == 3


def test_given_an_application_when_withdrawn_then_it_may_be_sent_again(programme: str) -> None:
    url = "/programmes/wiosna/apply/mentee"
    ADA.submit(url, submit="yes", **FORM)

    assert ADA.submit(f"{url}/withdraw").status == 303

    page = ADA.get(url).text
    assert "Changed your mind?" in page
    assert 'value="Lovelace"' in page


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("accepted", "Welcome!"),
        ("needs_info", "The organizers ask you to complete it."),
        ("waitlisted", "We write to you about every decision."),
    ],
)
def test_given_a_decision_when_the_applicant_looks_then_they_see_what_comes_next(
    programme: str, decision: str, said: str
) -> None:
    url = "/programmes/wiosna/apply/mentee"
    ADA.submit(url, submit="yes", **FORM)
    ANNA.post(f"/v1/programmes/{programme}/decisions", {"decision": decision, "message": "Cel?"})

    assert said in ADA.get(url).text


def test_given_a_closed_recruitment_when_somebody_wants_to_apply_then_it_is_said(programme: str) -> None:
    ANNA.post(f"/v1/programmes/{programme}/stage", {"to": "matching"})

    assert "take applications at the moment" in ADA.get("/programmes/wiosna/apply/mentee").text
    assert ADA.submit("/programmes/wiosna/apply/mentee", submit="yes", **FORM).status == 409
    assert ADA.get("/programmes/wiosna/apply/observer").status == 404


def test_given_a_newcomer_when_they_organize_then_they_found_create_and_open(aws: None) -> None:
    assert "Start with your organization" in ANNA.get("/organizer").text
    assert ANNA.submit("/organizer/organizations").status == 422

    founded = ANNA.submit("/organizer/organizations", name="Firma")
    assert founded.status == 303
    new = ANNA.get(founded.headers["location"])
    assert "Firma" in new.text
    organization = founded.headers["location"].partition("=")[2]
    wrong = ANNA.submit("/organizer/programmes", organization_id=organization, name="Wiosna", planned_meetings="0")
    assert (wrong.status, 'value="Wiosna"' in wrong.text) == (422, True)
    created = ANNA.submit("/organizer/programmes", organization_id=organization, name="Wiosna", contact="")
    board = created.headers["location"]
    assert "Look at the settings of this draft" in ANNA.get(board).text
    assert ANNA.submit(f"{board}/stage", to="recruiting").status == 303
    assert "Nobody has applied yet" in ANNA.get(board).text
    assert "Wiosna" in ANNA.get("/organizer").text
    assert ANNA.submit(f"{board}/stage", to="draft").status == 422


def test_given_a_file_when_uploaded_then_the_page_tells_what_happened(programme: str) -> None:
    url = f"/organizer/programmes/{programme}/import"

    page = Person("anna", "pl").import_(url, (SAMPLES / "zgloszenia-z-bledami.csv").read_bytes())

    assert page.status == 200
    assert "<span>zaimportowane</span><strong>6</strong>" in page.text
    assert "<span>niezaimportowane</span><strong>4</strong>" in page.text
    assert "Europa/Warszawa" in page.text
    assert "czy chodzi o Europe/Warsaw?" in page.text
    assert "Which columns?" in ANNA.get(url).text


@pytest.mark.parametrize(
    ("content", "said"), [(b"PK\x03\x04", "This workbook can&#39;t be opened"), (b"", "Choose a file.")]
)
def test_given_no_table_when_uploaded_then_the_page_says_what_to_do(programme: str, content: bytes, said: str) -> None:
    page = ANNA.upload(f"/organizer/programmes/{programme}/import", content)

    assert page.status == 422
    assert said in page.text


def test_given_columns_nobody_knows_when_uploaded_then_they_are_named(programme: str) -> None:
    content = (SAMPLES / "zgloszenia.csv").read_text(encoding="utf-8-sig").replace("Cel", "Numer buta")

    page = ANNA.import_(f"/organizer/programmes/{programme}/import", content.encode())

    assert "Numer buta" in page.text


def test_given_applications_when_the_list_opens_then_it_can_be_searched_and_decided(people: str) -> None:
    page = ANNA.get(f"{people}/applications").text
    assert len(ids_of(page)) == 4
    mentees = ANNA.get(f"{people}/applications?role=mentee&state=submitted&q=ges")
    (one,) = ids_of(mentees.text)
    assert "Świętosława" in mentees.text

    decided = ANNA.submit(
        f"{people}/applications?role=mentee", application_ids=one, decision="waitlisted", comment="później"
    )

    assert decided.headers["location"].endswith("/applications?role=mentee")
    detail = ANNA.get(f"{people}/applications/{one}").text
    assert "później" in detail
    assert 'value="accepted"' in detail
    assert 'value="needs_info"' not in detail
    assert "No application fits." in ANNA.get(f"{people}/applications?q=nikt").text


def test_given_nothing_ticked_when_decided_then_the_list_says_so(people: str) -> None:
    page = ANNA.submit(f"{people}/applications", decision="accepted")

    assert page.status == 422
    assert "Tick at least one application." in page.text


def test_given_everybody_who_waits_when_accepted_at_once_then_the_board_counts_them(people: str) -> None:
    assert "4 applications wait for your decision" in ANNA.get(people).text

    unseen = ANNA.submit(f"{people}/applications", decision="accepted", everybody="yes")
    assert (unseen.status, "4 people are decided on and get an email." in unseen.text) == (412, True)
    (tag,) = re.findall('name="tag" value="([0-9a-f]+)"', unseen.text)
    assert ANNA.submit(f"{people}/applications", decision="accepted", everybody="yes", tag=tag).status == 303

    board = ANNA.get(people).text
    assert "wait for your decision" not in board
    assert '<td class="number">2</td><td class="number">2</td><td class="number">4</td>' in board
    assert "There is nothing to decide now." in ANNA.get(f"{people}/applications/{_first(people)}").text


def _first(people: str) -> str:
    return ids_of(ANNA.get(f"{people}/applications").text)[0]


def test_given_more_than_a_page_when_the_list_opens_then_it_has_pages(programme: str) -> None:
    head, row = (SAMPLES / "zgloszenia.csv").read_text(encoding="utf-8-sig").splitlines()[:2]
    rows = [row.replace("lucja.", f"lucja{n:02}.") for n in range(60)]
    for part in (rows[:30], rows[30:]):
        ANNA.import_(f"/organizer/programmes/{programme}/import", "\n".join([head, *part]).encode())
    url = f"/organizer/programmes/{programme}/applications?role=mentor"

    first = ANNA.get(url).text
    further = first.split('" rel="next"')[0].rpartition('href="')[2].replace("&amp;", "&")
    second = ANNA.get(url.partition("?")[0] + further).text

    assert "60 of 60" in first
    assert "role=mentor" in further
    assert (len(ids_of(first)), len(ids_of(second))) == (50, 10)
    assert len({*ids_of(first), *ids_of(second)}) == 60
    assert 'rel="next"' not in second
    assert ANNA.get(f"{url}&cursor=x").status == 422


@pytest.mark.parametrize(
    ("locale", "delimiter", "title", "state"),
    [("pl", ";", "Imię", "do decyzji"), ("en", ",", "First name", "to decide")],
)
def test_given_applications_when_exported_then_the_file_is_safe_and_can_be_imported_again(
    people: str, locale: str, delimiter: str, title: str, state: str
) -> None:
    ADA.submit("/programmes/wiosna/apply/mentee", submit="yes", **(FORM | {"first_name": "=1+1", "goal": "@SUM(A1)"}))

    answer = Person("anna", locale).get(f"{people}/applications.csv")

    assert answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=delimiter))
    assert len(rows) == 5
    assert "'=1+1" in [row[title] for row in rows]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]
    assert "attachment" in answer.headers["content-disposition"]
    again = ANNA.import_(f"{people}/import", answer.text.encode())
    assert "<span>already there</span><strong>5</strong>" in again.text
    assert state in {row["Stan" if locale == "pl" else "State"] for row in rows}
    assert ("Komentarz dla osób organizujących" if locale == "pl" else "Comment for organizers") in rows[0]


SETTINGS = {
    "name": "Lato", "visibility": "unlisted", "accent": "plum", "zone": "Europe/London", "planned_meetings": "6",
    "meeting_minutes": "45", "interval_days": "14", "pairing_mode": "best_quality", "topics": "negocjacje\n\nfinanse ",
    "kick_off": "2026-03-01", "closing": "2026-09-01",
}  # fmt: skip


def _settings(programme: str, **typed: str) -> Any:
    return ANNA.submit(f"/organizer/programmes/{programme}/settings", **(SETTINGS | typed))


def test_given_settings_when_saved_then_they_are_shown_again(programme: str) -> None:
    assert _settings(programme, version="2").status == 303

    kept = ANNA.get(f"/v1/programmes/{programme}").json
    assert (kept["name"], kept["topics"], kept["accent"]) == ("Lato", ["negocjacje", "finanse"], "plum")
    assert kept["dates"] == {"kick_off": "2026-03-01", "closing": "2026-09-01"}
    page = ANNA.get(f"/organizer/programmes/{programme}/settings").text
    assert 'value="2026-03-01"' in page
    assert "negocjacje\nfinanse</textarea>" in page
    assert 'data-accent="plum"' in page


def test_given_how_a_programme_pairs_when_saved_then_scores_and_rules_are_kept(programme: str) -> None:
    pairing = {"threshold": "62.5", "must_cross": "yes", "weight_topics": "90", "weight_style": ""}
    pairing |= {"no_juniors": "yes", "levels": "partner* = 5"}
    assert _settings(programme, version="2", **pairing).status == 303

    kept = ANNA.get(f"/v1/programmes/{programme}").json
    assert (kept["weights"], kept["threshold"], kept["must_cross"]) == ({"topics": 90}, 6250, True)
    page = ANNA.get(f"/organizer/programmes/{programme}/settings").text
    for shown in ('name="weight_topics" type="number" value="90"', 'name="weight_style" type="number" value="5"'):
        assert shown in page
    assert 'value="62.5"' in page
    assert 'name="must_cross" value="yes" checked' in page
    assert (kept["no_juniors"], kept["levels"]) == (True, {"partner*": 5})
    assert 'name="no_juniors" value="yes" checked' in page
    assert "partner* = 5" in page


def test_given_settings_tried_in_the_workbench_when_the_page_is_opened_with_them_then_they_wait_to_be_saved(
    programme: str,
) -> None:
    page = f"/organizer/programmes/{programme}/settings"
    tried = ANNA.get(f"{page}?weight_topics=90&pairing_mode=best_quality&threshold=70&must_cross=yes").text
    assert "it counts for the programme once you save" in tried
    assert 'name="weight_topics" type="number" value="90"' in tried
    assert ANNA.get(f"/v1/programmes/{programme}").json["weights"] == {}
    for nonsense in ("weight_topics=lots", "threshold=-1", "pairing_mode=%22%3E", "name=Hacked"):
        plain = ANNA.get(f"{page}?{nonsense}").text
        assert "once you save" not in plain
        other_language = f'href="?{nonsense}&amp;lang=pl"'  # the link there keeps what the page was asked
        assert "Hacked" not in plain.replace(other_language, "")


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"version": "2", "weight_topics": "-1"}, 422, "This number is too small: at least 0."),
        (
            {"version": "2"} | {f"weight_{part}": "0" for part in PARTS},
            422,
            "at least one must be more than 0",
        ),
        ({"version": "1"}, 412, "Somebody changed this in the meantime."),
        ({"version": "2", "closing": "2026-01-01"}, 422, "This date comes before the one it should follow."),
        ({"version": "2", "zone": "Qwxyz"}, 422, "We don't know this time zone."),
        ({"version": "2", "name": ""}, 422, "This is required."),
    ],
)
def test_given_settings_that_cannot_be_saved_when_sent_then_what_was_typed_is_still_there(
    programme: str, typed: dict[str, str], status: int, said: str
) -> None:
    page = _settings(programme, **typed)

    assert page.status == status
    assert said in page.text
    assert 'value="45"' in page.text
    assert ANNA.get(f"/v1/programmes/{programme}").json["name"] == "Wiosna"
