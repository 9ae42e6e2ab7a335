"""A new edition of a programme, and its set-up as a file: everything but people, ids and what it is itself."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest

from mentoring import clock
from mentoring.tables.recruitment import Application, Audit, FormPlan, Programme
from recruitment.schemas import ProgrammeSetup
from tests.integration.lambdas import outbox
from tests.integration.recruitment.conftest import ANNA, STRANGER, Person
from tests.integration.recruitment.test_own_questions import TRADE, add
from tests.integration.recruitment.test_pages import FORM

SETTINGS: dict[str, Any] = {
    "purpose": "Uczymy się od siebie.",
    "audience": "Wszyscy po okresie próbnym",
    "outcomes": "8 na 10 par kończy program",
    "type": "ongoing",
    "mode": "online",
    "website": "https://firma.example/mentoring",
    "faq": {"pl": [{"question": "Ile to trwa?", "answer": "Pół roku."}]},
    "rolling": {"weekday": 3, "hour": 9, "automatic": True, "weeks": 5, "days": 90},
    "mailing": {"digest_hour": 7, "report_weekday": 4, "report_hour": 15},
    "languages": ["pl", "en"],
    "dates": {"recruitment_opens": "2026-03-02", "kick_off": "2026-04-01", "closing": "2026-10-01"},
    "planned_meetings": 6,
    "meeting_minutes": 45,
    "interval_days": 14,
    "consent_texts": {"rules": {"pl": "Spotykamy się.", "en": "We meet."}},
    "topics": ["Negocjacje", "Zarządzanie, także sobą"],
    "own_topics": False,
    "pairing_mode": "best_quality",
    "weights": {"topics": 30.5, "time": 7},
    "threshold": 6500,
    "must_cross": True,
    "no_juniors": True,
    "levels": {"partner*": 5},
    "rules": {"silence_nudge": 40},
    "clauses": [{"pl": "Przychodzimy na czas.", "en": "We come on time."}],
    "visibility": "unlisted",
    "accent": "plum",
    "zone": "Europe/London",
    "call_pattern": "https://meet.firma.example/{pair}-{secret}",
}


@pytest.fixture
def full(store: Any, programme: str) -> str:
    """Given: a programme with everything set, a contact, an applicant, two versions of a text, and its own form."""
    here = f"/v1/programmes/{programme}"
    old = {"consent_texts": {"rules": {"pl": "Dawny tekst"}}, "contact": "anna@firma.example"}
    assert ANNA.patch(here, old, if_match="*").status == 200
    answer = ANNA.patch(here, SETTINGS, if_match="*")
    assert answer.status == 200, answer.text
    question = add(programme, weight="5")
    gone = add(programme, text_pl="Pytanie zdjęte")
    fields = {"mentee": {"phone": "hidden", "city": "required"}}
    put = ANNA.put(f"{here}/form", {"questions": [question, gone], "fields": fields}, if_match="*")
    assert put.status == 200, put.text
    sent = Person("ada").submit(
        "/programmes/wiosna/apply/mentee", submit="yes", **FORM, **{f"q-{question['id']}": question["options"][0]["id"]}
    )
    assert sent.status in (303, 422), sent.text
    assert ANNA.put(f"{here}/form", {"questions": [question], "fields": fields}, if_match="*").status == 200
    return programme


def setup_of(programme: str) -> dict[str, Any]:
    answer = ANNA.get(f"/v1/programmes/{programme}/setup")
    assert answer.status == 200, answer.text
    told: dict[str, Any] = answer.json
    return told


def test_given_a_programme_when_its_setup_is_read_then_all_settings_are_in_it_and_nobody_and_no_id(full: str) -> None:
    told = setup_of(full)

    assert told["schema_version"] == 1
    assert set(SETTINGS) == set(ProgrammeSetup.model_fields), "a setting that nobody tries to carry over"
    assert {name: value for name, value in told["programme"].items() if value is not None} == SETTINGS
    (question,) = told["form"]["questions"]
    assert question["text"] == {"pl": TRADE["text_pl"]}
    assert told["form"]["fields"] == {"mentee": {"phone": "hidden", "city": "required"}}
    kept = Programme.get(*Programme.key(full))
    text = json.dumps(told)
    for gone in (full, kept.organization_id, "@", "anna", "Dawny", "zdjęte", '"id"', '"slug"'):
        assert gone not in text


def test_given_a_setup_when_a_programme_is_made_of_it_then_its_own_setup_is_the_same(
    full: str, organization: str
) -> None:
    told = setup_of(full)

    made = ANNA.post(f"/v1/organizations/{organization}/setups", told)

    assert made.status == 201, made.text
    new = made.json["programme_id"]
    assert made.headers["location"] == f"/v1/programmes/{new}"
    assert setup_of(new) == told
    old_ids = {one["id"] for one in FormPlan.get(*FormPlan.key(full)).questions}
    assert not old_ids & {one["id"] for one in FormPlan.get(*FormPlan.key(new)).questions}


def test_given_a_plain_programme_when_its_setup_goes_round_then_it_is_the_same(
    programme: str, organization: str
) -> None:
    told = setup_of(programme)

    made = ANNA.post(f"/v1/organizations/{organization}/setups", told)

    assert setup_of(made.json["programme_id"]) == told


@pytest.mark.parametrize(
    ("locale", "said"), [("pl", "Ten plik zapisała nowsza wersja Tandemu."), ("en", "A newer version of Tandem wrote")]
)
def test_given_a_newer_file_when_it_is_sent_then_that_alone_is_said_in_the_readers_language(
    organization: str, locale: str, said: str
) -> None:
    told = {"schema_version": 2, "name": "Wiosna", "programme": {"mood": "good"}, "people": []}

    answer = Person("anna", locale).post(f"/v1/organizations/{organization}/setups", told)

    assert answer.status == 422
    assert answer.json["type"].endswith(":newer-setup")
    ((pointer, detail),) = [(one["pointer"], one["detail"]) for one in answer.json["errors"]]
    assert pointer == "/schema_version"
    assert detail.startswith(said)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"people": []}, "/people"),
        ({"schema_version": 0}, "/schema_version"),
        ({"schema_version": "one"}, "/schema_version"),
        ({"programme": {"contact": "anna@firma.example"}}, "/programme/contact"),
        ({"programme": {"planned_meetings": 0}}, "/programme/planned_meetings"),
        ({"programme": {"levels": {"": 3}}}, ""),
        ({"form": {"fields": {"mentee": {"first_name": "hidden"}}}}, "/form/first_name"),
        ({"form": {"questions": [{"kind": "one_of", "roles": ["mentee"], "text": {"pl": "?"}}]}},
         "/form/questions/0/options"),
    ],
)  # fmt: skip
def test_given_a_bad_file_when_it_is_sent_then_what_is_wrong_is_named_and_nothing_is_made(
    organization: str, wrong: dict[str, Any], pointer: str
) -> None:
    told = {"schema_version": 1, "name": "Wiosna", "programme": {}} | wrong

    answer = ANNA.post(f"/v1/organizations/{organization}/setups", told)

    assert answer.status == 422, answer.text
    assert pointer in [one["pointer"] for one in answer.json["errors"]] or not pointer
    assert outbox("ProgrammeCreated") == []


def test_given_a_programme_when_a_new_edition_is_made_twice_then_there_is_one_with_all_but_its_people(
    full: str,
) -> None:
    events = len(outbox("ProgrammeCreated"))
    wish = {"name": "Wiosna", "kick_off": "2027-04-08"}
    first, again = (
        ANNA.post(f"/v1/programmes/{full}/copies", wish, idempotency_key="twice-the-same") for _ in range(2)
    )

    assert first.status == 201, first.text
    assert again.json == first.json
    new = first.json["programme_id"]
    assert first.headers["location"] == f"/v1/programmes/{new}"
    assert new != full
    moved = {"recruitment_opens": "2027-03-09", "kick_off": "2027-04-08", "closing": "2027-10-08"}
    told = setup_of(full)
    assert setup_of(new) == told | {"programme": told["programme"] | {"dates": moved}}
    kept = Programme.get(*Programme.key(new))
    assert (kept.stage, kept.contact, kept.reply_to, kept.fixed_version) == ("draft", "", "", 0)
    assert kept.slug.startswith("wiosna-")
    assert kept.consent_texts["rules"]["number"] == 1
    assert not list(Application.query(Programme.partition(new), Application.sk.startswith("APPLICATION#")))
    (entry,) = Audit.query(Programme.partition(new), Audit.sk.startswith("AUDIT#"))
    assert (entry.act, entry.by) == ("created", "anna")
    assert len(outbox("ProgrammeCreated")) == events + 1


def test_given_the_page_when_a_day_is_too_far_then_it_is_said_there_and_a_good_one_makes_the_edition(
    full: str,
) -> None:
    here = f"/organizer/programmes/{full}"
    assert f'href="{here}/edition"' in ANNA.get(here).text
    page = Person("anna", "pl").get(f"{here}/edition").text
    assert "1 kwietnia 2026" in page

    nearly = clock.now().date() + timedelta(days=3600)
    far = ANNA.submit(f"{here}/edition", name="Jesień", kick_off=nearly.isoformat())
    assert far.status == 422
    assert "Choose a date within ten years of today." in far.text
    assert 'value="Jesień"' in far.text
    done = ANNA.submit(f"{here}/edition", name="Jesień", kick_off="2026-09-01")

    assert done.status == 303
    assert "Jesień" in ANNA.get(done.headers["location"]).text
    assert STRANGER.get(f"{here}/edition").status == 404


def named(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def test_given_a_downloaded_file_when_looked_at_and_confirmed_then_only_then_there_is_a_programme_like_it(
    full: str, organization: str
) -> None:
    events = len(outbox("ProgrammeCreated"))
    assert f'href="/organizer/programmes/{full}/setup.json"' in ANNA.get(f"/organizer/programmes/{full}/edition").text
    where = f"/organizer/setups?organization={organization}"
    assert f'href="{where}"' in ANNA.get(f"/organizer/programmes?organization={organization}").text
    file = ANNA.get(f"/organizer/programmes/{full}/setup.json")
    assert "attachment" in file.headers["content-disposition"]

    looked = Person("anna", "pl").upload("/organizer/setups", file.text.encode(), organization_id=organization)
    assert looked.status == 200, looked.text
    told = named(looked.text)
    for said in ("1 kwietnia 2026", "Negocjacje", TRADE["text_pl"], "Spotykamy się.", "Ile to trwa?"):
        assert said in told
    assert len(outbox("ProgrammeCreated")) == events
    kept = html.unescape(re.search(r'name="file_text" value="([^"]*)"', looked.text)[1])  # type: ignore[index]

    without = ANNA.submit("/organizer/setups/made", organization_id=organization, name="", file_text=kept)
    assert (without.status, "This is required." in without.text) == (422, True)
    far = ANNA.submit(
        "/organizer/setups/made", organization_id=organization, name="Jesień", kick_off="2099-01-01", file_text=kept
    )
    assert (far.status, 'value="Jesień"' in far.text) == (422, True)
    assert len(outbox("ProgrammeCreated")) == events
    done = ANNA.submit(
        "/organizer/setups/made", organization_id=organization, name="Jesień", kick_off="2026-04-08", file_text=kept
    )

    assert done.status == 303, done.text
    new = done.headers["location"].rpartition("/")[2]
    moved = {"recruitment_opens": "2026-03-09", "kick_off": "2026-04-08", "closing": "2026-10-08"}
    before = setup_of(full)
    assert setup_of(new) == before | {"name": "Jesień", "programme": before["programme"] | {"dates": moved}}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('{\n "schema_version": 1,\n "name": "Wiosna"\n "programme": {}}', "Line 4: From here on it can't be read"),
        ('{\n "schema_version": 1, "name": "W",\n "programme": {\n  "planned_meetings": 0}}',
         'Line 4: This number is too small: at least 1. "planned_meetings": 0}}'),
        ('{\n "schema_version": 1, "name": "W",\n "programme": {\n  "mood": "good"}}', "Line 4: We don't know this field."),
        (('{\n "schema_version": 1, "name": "W",\n "programme": {\n  "dates": {"kick_off": "2026-05-01",\n'
         '  "closing": "2026-01-01"}}}'), "Line 5:"),
        (('{"schema_version": 1,\n "name": "W", "programme": {}, "form": {"questions": [\n'
         '{"kind": "one_of", "roles": ["mentee"], "text": {"pl": "?"}}]}}'), "Line 3:"),
        ('{"schema_version": 1,\n "name": "Pisz na www.zle.example", "programme": {}}', "Line 2: Leave web addresses"),
        ('{"schema_version": 2, "name": "W",\n "people": []}', "Line 1: A newer version of Tandem"),
        ("[1]", "This file holds no set-up"),
        ("\udcff", "This file holds no set-up"),
        ("[" * 500 + "]" * 500, "This file holds no set-up"),
    ],
)  # fmt: skip
def test_given_a_bad_file_on_the_page_when_looked_at_then_each_fault_stands_beside_its_line_and_nothing_is_made(
    organization: str, wrong: str, said: str
) -> None:
    content = wrong.encode(errors="surrogateescape")

    looked = ANNA.upload("/organizer/setups", content, organization_id=organization)

    assert looked.status == 422
    assert said in named(looked.text)
    if "\udcff" not in wrong:
        made = ANNA.submit("/organizer/setups/made", organization_id=organization, name="W", file_text=wrong)
        assert (made.status, said in named(made.text)) == (422, True)
    assert outbox("ProgrammeCreated") == []
