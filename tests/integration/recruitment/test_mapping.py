"""The page that shows what a file means before it is imported: columns, words, what happens to each row."""

from __future__ import annotations

import json
import re
from html import unescape

from tests.integration.recruitment.conftest import ANNA, NOBODY, STRANGER, VIEWER, Person
from tests.unit.recruitment.test_field_files import FIELD

OWN = (
    "Kim jestem;Imię i nazwisko;E-mail;W czym urosłem;Uwagi;Zgoda RODO\n"
    "Chętnie wspieram;Ada Nowak;ada@firma.example;finanse;;może\n"
    "Wolę się uczyć;Jan Ćwik;jan@firma.example;finanse;;może\n"
)


def test_given_the_untouched_export_of_a_form_when_uploaded_then_it_is_understood_and_one_button_imports_it(
    programme: str,
) -> None:
    home = f"/organizer/programmes/{programme}"
    led = ANNA.upload(f"{home}/import", (FIELD / "google-forms-30.csv").read_bytes())
    page = ANNA.get(led.headers["location"]).text

    assert "<span>new</span><strong>29</strong>" in page
    assert "<span>answered twice</span><strong>1</strong>" in page
    assert "15 columns we know" in page
    assert "answers again in line 23" in page
    assert ANNA.get(f"/v1/programmes/{programme}/applications").json["items"] == []
    done = ANNA.submit(led.headers["location"], do="import").text
    assert "<span>imported</span><strong>29</strong>" in done


def test_given_a_file_that_was_imported_when_its_button_is_pressed_again_then_the_first_result_is_shown(
    programme: str,
) -> None:
    """In a tab that still stands there; «0 imported» would say that something went wrong."""
    home = f"/organizer/programmes/{programme}"
    file = "Rola;Imię i nazwisko;E-mail\nmentor;Ada Nowak;ada@firma.example\nmentee;Jan Ćwik;jan@firma\n"
    place = ANNA.upload(f"{home}/import", file.encode()).headers["location"]
    for _ in range(2):
        done = ANNA.submit(place, do="import").text
        assert "<span>imported</span><strong>1</strong>" in done
        assert "<span>not imported</span><strong>1</strong>" in done
        assert "<span>already there</span><strong>0</strong>" in done
        assert "jan@firma" in done

    later = ANNA.upload(f"{home}/import", file.replace("jan@firma", "jan@firma.example").encode()).headers["location"]
    assert "<span>already there</span><strong>1</strong>" in ANNA.submit(later, do="import").text


def as_browsers_send_it(page: str) -> dict[str, str]:
    """Return what a browser sends of the form on the page: the chosen option of every column."""
    found = {}
    for name, options in re.findall(r'<select id="[^"]*" name="(column-[^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        (chosen, *_) = re.findall(r'value="([^"]*)" selected', options) or [""]
        found[name] = unescape(chosen)
    return found


def test_given_an_exported_list_when_one_cell_is_edited_and_it_comes_back_by_the_page_then_only_that_changes(
    programme: str,
) -> None:
    home = f"/organizer/programmes/{programme}"
    file = "Rola;Imię i nazwisko;E-mail\nmentor;Ada Nowak;ada@firma.example\nmentee;Jan Ćwik;jan@firma.example\n"
    place = ANNA.upload(f"{home}/import", file.encode()).headers["location"]
    ANNA.submit(place, do="import")
    exported = ANNA.get(f"{home}/applications.csv").text
    edited = exported.replace("Ćwik", "Ćwiklak")
    assert edited != exported

    place = ANNA.upload(f"{home}/import", edited.encode()).headers["location"]
    page = ANNA.get(place).text
    sent = as_browsers_send_it(page)
    assert len(sent) > 20
    assert "<span>corrected</span><strong>1</strong>" in page
    assert "<span>corrected</span><strong>1</strong>" in ANNA.submit(place, do="look", **sent).text
    done = ANNA.submit(place, do="import", **sent).text

    assert "<span>corrected</span><strong>1</strong>" in done
    names = [one["profile"]["last_name"] for one in ANNA.get(f"/v1/programmes/{programme}/applications").json["items"]]
    assert sorted(names) == ["Nowak", "Ćwiklak"]


def test_given_titles_and_words_nobody_knows_when_chosen_once_then_they_count_now_and_for_the_next_file(
    programme: str,
) -> None:
    home = f"/organizer/programmes/{programme}"
    place = ANNA.upload(f"{home}/import", OWN.encode()).headers["location"]
    first = ANNA.get(place).text
    assert "These are missing: Rola / Role." in first
    assert 'role="alert"' in first
    assert ANNA.submit(place, do="import").status == 422
    choices = {"column-0": "role", "column-1": "full_name", "column-2": "email", "column-3": "topics", "column-4": ""}
    choices |= {"column-5": "privacy_consent"}
    seen = ANNA.submit(place, do="look", **choices).text
    assert "Role: „Chętnie wspieram”" in seen
    assert "Consent to data processing: „może”" in seen
    words = {"text-1": "Chętnie wspieram", "field-1": "role", "word-1": "mentor"}
    words |= {"text-2": "Wolę się uczyć", "field-2": "role", "word-2": "mentee"}
    words |= {"text-3": "może", "field-3": "privacy_consent", "word-3": "tak"}
    again = ANNA.submit(place, do="look", **choices, **words).text
    assert "<span>new</span><strong>2</strong>" in again
    assert 'name="word-role-1" value="mentor"' in again

    assert "<span>imported</span><strong>2</strong>" in ANNA.submit(place, do="import", **choices, **words).text

    more = OWN.replace("ada@", "iga@").replace("jan@", "ewa@").replace("Kim jestem", "KIM JESTEM ")
    other = ANNA.upload(f"{home}/import", more.encode()).headers["location"]
    page = ANNA.get(other).text
    assert "what you chose then is chosen again" in page
    assert "<span>new</span><strong>2</strong>" in page
    told = json.loads(ANNA.get(f"{other}/mapping.json").text)
    assert told["columns"]["kim jestem"] == "role"
    assert told["values"]["role"] == {"chetnie wspieram": "mentor", "wole sie uczyc": "mentee"}
    sent = ANNA.post(f"/v1/programmes/{programme}/imports", body_of(more))
    assert (sent.status, sent.json["imported"]) == (200, 2)


def test_given_titles_nobody_knows_when_what_stands_under_them_is_clear_then_it_is_suggested_and_said(
    programme: str,
) -> None:
    content = "Ja;Imię i nazwisko;Gdzie pisać;Najlepsze pory;Uwagi\nmentorka;Ada Nowak;ada@firma.example;pn po 17;ok\n"
    place = ANNA.upload(f"/organizer/programmes/{programme}/import", content.encode()).headers["location"]

    page = ANNA.get(place).text

    assert page.count("This is our guess; look whether it is right.") == 3
    assert "<span>new</span><strong>1</strong>" in page
    assert ANNA.post(f"/v1/programmes/{programme}/imports", body_of(content)).status == 422


def test_given_a_saved_mapping_when_sent_with_a_file_then_it_counts_and_a_wrong_one_is_refused(programme: str) -> None:
    mapping = {"columns": {"kim jestem": ""}, "everybody": {"role": "mentee"}}
    url = f"/v1/programmes/{programme}/imports"

    assert ANNA.post(url, body_of(OWN)).status == 422
    told = ANNA.post(url, body_of(OWN) | {"mapping": mapping}).json
    assert (told["imported"], told["asked_rows"], told["asked_of_all"]) == (2, 2, ["topics", "rules_consent"])
    wrong = ANNA.post(url, body_of(OWN) | {"mapping": {"columns": {"uwagi": "shoe"}}})
    assert (wrong.status, wrong.json["type"]) == (422, "urn:tandem:problem:mapping")


def test_given_no_column_for_the_role_when_everybody_is_a_mentee_then_they_are_imported(programme: str) -> None:
    content = "Imię i nazwisko;E-mail;Tematy\nAda Nowak;ada@firma.example;finanse\n"
    place = ANNA.upload(f"/organizer/programmes/{programme}/import", content.encode()).headers["location"]

    page = ANNA.submit(
        place,
        do="import",
        **{"everybody-role": "mentee", "column-0": "full_name", "column-1": "email", "column-2": "topics"},
    )

    assert "<span>imported</span><strong>1</strong>" in page.text


def test_given_no_file_yet_when_asked_for_then_there_is_one_to_begin_with(programme: str) -> None:
    home = f"/organizer/programmes/{programme}"

    answer = ANNA.get(f"{home}/sample.csv")
    assert (answer.status, "sample.csv" in answer.headers["content-disposition"]) == (200, True)
    for kind in ("csv", "xlsx"):
        assert STRANGER.get(f"{home}/sample.{kind}").status == 404
        assert f'href="{home}/sample.{kind}"' in ANNA.get(f"{home}/import").text
        assert VIEWER.get(f"{home}/applications.{kind}").status == 404


def test_given_a_file_of_somebody_s_programme_when_others_look_then_nothing_is_there(programme: str) -> None:
    place = ANNA.upload(f"/organizer/programmes/{programme}/import", OWN.encode()).headers["location"]

    for who in (STRANGER, VIEWER):
        for url in (place, f"{place}/mapping.json"):
            assert who.get(url).status == 404
        assert who.submit(place, do="import").status == 404
    assert NOBODY.get(place).status in (303, 307)
    assert ANNA.get(place.replace(place[-4:], "0000")).status == 404
    assert "Zgłoszenia" not in Person("anna", "en").get(place).text


def body_of(text: str) -> dict[str, object]:
    import base64

    return {"filename": "a.csv", "content_base64": base64.b64encode(text.encode()).decode()}
