"""Files of applications: what is read, what is refused and how that is said."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring import clock, letters
from recruitment import imports
from recruitment.domain import completed
from recruitment.imports import COLUMNS, FileUnreadable, Intake, cells
from tests.fakes.context import NOON

SAMPLES = Path(__file__).parents[2] / "samples"
GOOD = {
    "role": "Mentee", "first_name": "Łucja", "last_name": "Żółć", "email": "lucja@firma.example",
    "topics": "negocjacje",
    "rules_consent": "tak", "privacy_consent": "tak",
}  # fmt: skip
MENTOR = GOOD | {"role": "Mentorka", "capacity": "2"}


def file(*rows: dict[str, str], delimiter: str = ";", language: int = 0, end: str = "\r\n") -> str:
    """Return a CSV file with a column for every field that any row has."""
    fields = [name for name in COLUMNS if any(name in row for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow([COLUMNS[name][language] for name in fields])
    writer.writerows([row.get(name, "") for name in fields] for row in rows)
    return out.getvalue()


def read(text: str | bytes) -> Intake:
    return imports.read(text if isinstance(text, bytes) else text.encode(), NOON, "Europe/London")


def refused(**changes: str) -> list[tuple[str, str]]:
    """Return (column, code) of the errors of one otherwise good row."""
    base = MENTOR if "Mentor" in changes.get("role", "Mentee") else GOOD
    return [(error.column, error.code) for error in read(file(base | changes)).errors]


def profile(**changes: str) -> Any:
    """Return the profile of one good row."""
    base = MENTOR if "Mentor" in changes.get("role", "Mentee") else GOOD
    found = read(file(base | changes))
    assert found.errors == ()
    return found.good[0].profile


# Whole files ----------------------------------------------------------------------------------------------------------


def test_given_a_polish_export_with_a_bom_and_mixed_line_ends_when_read_then_every_row_is_good() -> None:
    found = read((SAMPLES / "zgloszenia.csv").read_bytes())

    assert (found.count, found.errors, found.ignored) == (4, (), ())
    assert [row.line for row in found.good] == [2, 3, 6, 8]
    assert [row.role for row in found.good] == ["mentor", "mentee", "mentor", "mentee"]
    assert found.good[2].email == "michal.oconnor@firma.example"


def test_given_the_first_row_of_that_export_when_read_then_its_profile_is_complete() -> None:
    assert read((SAMPLES / "zgloszenia.csv").read_bytes()).good[0].profile == {
        "first_name": "Łucja",
        "last_name": "Żółkiewska",
        "form": "f",
        "city": "Gdańsk",
        "zone": "Europe/Warsaw",
        "languages": [{"code": "pl", "level": "C2"}, {"code": "en", "level": "C1"}],
        "department": "Finanse",
        "position": "dyrektorka",
        "manager_email": "",
        "topics": ["negocjacje", "delegowanie"],
        "mode": "online",
        "hours_per_month": 2.5,
        "availability": [{"weekday": 0, "start": 16, "end": 18}, {"weekday": 2, "start": 9, "end": 11}],
        "capacity": 2,
        "goal": "",
        "experience": 'Prowadzę zespół 12 osób w trzech krajach; od 2019 r. "zdalnie".',
        "style": "pytający",
        "choices": [],
        "not_with": ["department"],
        "consents": [
            {"kind": kind, "version": "2026-01", "at": clock.iso(NOON), "by": "file"} for kind in ("rules", "privacy")
        ],
    }


def test_given_windows_1250_with_bad_rows_when_read_then_every_error_of_every_bad_row_is_told() -> None:
    found = read((SAMPLES / "zgloszenia-z-bledami.csv").read_bytes())

    assert found.count == 11
    assert [(row.line, row.profile["first_name"]) for row in found.good] == [
        (2, "Łucja"), (3, "Jędrzej"), (8, "Michał"), (14, "Świętosława")
    ]  # fmt: skip
    assert [(error.line, error.column, error.code) for error in found.errors] == [
        (6, "Rola", "role"),
        (7, "E-mail", "email"),
        (7, "Strefa czasowa", "zone"),
        (7, "Języki", "languages"),
        (7, "Tematy", "topics"),
        (7, "Tryb", "mode"),
        (7, "Godziny miesięcznie", "hours"),
        (7, "Dostępność", "availability"),
        (7, "Zgoda RODO", "consent"),
        (9, "Liczba mentees", "capacity"),
        (10, "E-mail", "duplicate"),
        (11, "", "cells"),
        (12, "", "quotation"),
        (13, "Imię", "missing"),
        (13, "Nazwisko", "missing"),
        (13, "Forma", "form"),
        (13, "E-mail", "email"),
        (13, "Tematy", "topics"),
        (13, "Zgoda na regulamin", "consent"),
        (13, "Zgoda RODO", "consent"),
    ]


def test_given_errors_when_said_then_they_hold_the_cell_and_a_hint() -> None:
    errors = {error.code: error for error in read((SAMPLES / "zgloszenia-z-bledami.csv").read_bytes()).errors}

    assert errors["zone"].message % errors["zone"].params == (
        "There is no time zone of this name; did you mean Europe/Warsaw?"
    )
    assert errors["duplicate"].params == {"line": 3}
    assert (errors["cells"].params["found"], errors["cells"].params["expected"]) == (19, 23)
    assert (errors["role"].value, errors["hours"].value) == ("Obserwator", "dwie")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859-2"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_given_any_encoding_and_separator_when_read_then_the_letters_are_right(encoding: str, delimiter: str) -> None:
    row = GOOD | {"goal": "Zażółć gęślą jaźń; średnik, przecinek\ti tabulator", "availability": "śr 9:00-11:00"}

    found = read(file(row, delimiter=delimiter).encode(encoding))

    assert [one.profile["goal"] for one in found.good] == ["Zażółć gęślą jaźń; średnik, przecinek\ti tabulator"]
    assert found.good[0].profile["last_name"] == "Żółć"


def test_given_english_titles_in_another_order_and_case_when_read_then_they_are_known() -> None:
    text = "TOPICS,e-mail,surname,First Name,ROLE,consent to the rules,Consent  to data processing,Shoe size\n"
    text += "negotiation,a@firma.example,Smith,Ann,Mentee,yes,Yes,38\n"

    found = read(text)

    assert [(row.email, row.profile["last_name"]) for row in found.good] == [("a@firma.example", "Smith")]
    assert found.ignored == ("Shoe size",)


def test_given_titles_without_diacritics_when_read_then_they_are_known() -> None:
    titles, row = (
        file(MENTOR | {"languages": "polski C1"}).replace("Imię", "imie").replace("Języki", "JEZYKI").split("\r\n")[:2]
    )

    assert read(f"{titles}\n{row}").good[0].profile["languages"] == [{"code": "pl", "level": "C1"}]


def test_given_excels_separator_line_and_blank_rows_when_read_then_lines_are_counted_as_an_editor_does() -> None:
    titles, row = file(GOOD).split("\r\n")[:2]

    found = read(f"sep=;\n\n{titles}\n;;;;;;\n\n{row}\n\n")

    assert [row.line for row in found.good] == [6]


def test_given_cells_over_several_lines_with_any_line_end_when_read_then_rows_start_where_they_are_seen() -> None:
    rows = [GOOD | {"email": f"{n}@firma.example", "goal": "a\r\nb\nc\rd"} for n in range(3)]

    assert [row.line for row in read(file(*rows)).good] == [2, 6, 10]


def test_given_empty_cells_after_the_last_column_when_read_then_they_do_no_harm() -> None:
    titles, row = file(GOOD).split("\r\n")[:2]

    assert len(read(f"{titles}\n{row};;\n").good) == 1
    assert [error.code for error in read(f"{titles}\n{row};;x\n").errors] == ["cells"]


def test_given_a_misplaced_quotation_mark_when_read_then_only_its_lines_are_lost() -> None:
    titles, row = file(GOOD).split("\r\n")[:2]
    other = row.replace("lucja@", "inna@")

    found = read(f'{titles}\n"Mentee;x\ny"z;;\n{other}\n')

    assert [one.line for one in found.good] == [4]
    assert [(error.line, error.params) for error in found.errors] == [(2, {"first": 2, "last": 3})]


def test_given_the_same_person_in_both_roles_when_read_then_both_are_good() -> None:
    assert len(read(file(MENTOR, GOOD)).good) == 2


def test_given_a_bad_row_and_then_a_good_one_of_the_same_person_when_read_then_the_good_one_counts() -> None:
    found = read(file(GOOD | {"topics": ""}, GOOD))

    assert [row.line for row in found.good] == [3]
    assert [error.code for error in found.errors] == ["topics"]


def test_given_the_header_alone_when_read_then_there_are_no_rows() -> None:
    assert read(file(GOOD).split("\r\n")[0]) == Intake(0, (), ())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf\n  \n", "file-empty"),
        (b"PK\x03\x04 a workbook", "file-is-workbook"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "file-is-workbook"),
        (b"\x00\x01\x02", "file-encoding"),
        (b"\xff\xfea", "file-encoding"),
        ("Imię;Nazwisko".encode() + b"\xb9", "file-encoding"),
        (b"\x81\x8d", "file-header"),
        (b"Name;Surname\nA;B\n", "file-header"),
        (b'"Rola', "file-header"),
        (file(GOOD).replace("Nazwisko", "Imię").encode(), "file-column-twice"),
        (file(GOOD).encode() + b'Mentee;"x\n', "file-quote-open"),
    ],
)
def test_given_no_table_of_applications_when_read_then_there_is_one_clear_error(content: bytes, code: str) -> None:
    with pytest.raises(FileUnreadable) as refusal:
        read(content)

    assert refusal.value.code == code
    assert refusal.value.message % refusal.value.params


def test_given_missing_columns_when_read_then_they_are_named_in_both_languages() -> None:
    with pytest.raises(FileUnreadable) as refusal:
        read("Rola;Imię;Nazwisko;E-mail;Tematy;Zgoda RODO\n")

    assert refusal.value.params == {"missing": "Zgoda na regulamin / Consent to the rules"}


def test_given_more_rows_than_one_import_takes_when_read_then_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_ROWS", 2)

    with pytest.raises(FileUnreadable) as refusal:
        read(file(*(GOOD | {"email": f"{n}@firma.example"} for n in range(3))))

    assert refusal.value.params == {"most": 2}


def test_given_more_rows_than_an_import_takes_when_more_are_allowed_then_all_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "MOST_ROWS", 2)
    content = file(*(GOOD | {"email": f"{n}@firma.example"} for n in range(3)))

    assert len(imports.read(content.encode(), NOON, most=3).good) == 3


@given(st.binary(max_size=400))
def test_given_any_bytes_when_read_then_nothing_but_its_own_refusal_is_raised(content: bytes) -> None:
    with contextlib.suppress(FileUnreadable):
        read(content)


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_given_any_text_under_a_good_header_when_read_then_every_row_is_good_or_told(text: str) -> None:
    try:
        found = read((file(GOOD) + text).encode("utf-8", "surrogatepass"))
    except FileUnreadable:
        return
    assert len(found.good) + len({error.line for error in found.errors}) == found.count


# Cells ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "kept"), [("ż", "f"), ("K", "f"), ("m", "m"), ("N", "n"), ("", "n")])
def test_given_a_form_when_read_then_it_is_kept_as_f_m_or_n(form: str, kept: str) -> None:
    assert profile(form=form)["form"] == kept


@pytest.mark.parametrize(
    ("mode", "kept"),
    [
        ("online", "online"),
        ("Zdalnie", "online"),
        ("hybrydowo", "hybrid"),
        ("stacjonarnie", "in_person"),
        ("", "online"),
    ],
)
def test_given_a_mode_when_read_then_it_is_one_of_three(mode: str, kept: str) -> None:
    assert profile(mode=mode)["mode"] == kept


def test_given_no_zone_when_read_then_it_is_that_of_the_programme() -> None:
    assert profile(zone="")["zone"] == "Europe/London"


def test_given_languages_by_name_or_code_when_read_then_they_are_codes_with_levels() -> None:
    assert profile(languages="ukraiński b2, English C1; es A1")["languages"] == [
        {"code": "uk", "level": "B2"},
        {"code": "en", "level": "C1"},
        {"code": "es", "level": "A1"},
    ]


@pytest.mark.parametrize("slots", ["pn 16-18", "PN. 16:00–18:00", "poniedziałek 16:00 - 18:00", "Mon 16:00-18:00"])
def test_given_a_weekly_time_in_any_writing_when_read_then_it_is_a_slot(slots: str) -> None:
    assert profile(availability=slots)["availability"] == [{"weekday": 0, "start": 16, "end": 18}]


@pytest.mark.parametrize(("hours", "kept"), [("2,5", 2.5), ("2.5", 2.5), ("100", 100.0), ("", None)])
def test_given_hours_when_read_then_comma_and_point_are_the_same(hours: str, kept: float | None) -> None:
    assert profile(hours_per_month=hours)["hours_per_month"] == kept


def test_given_the_same_topic_twice_when_read_then_it_counts_once() -> None:
    assert profile(topics="negocjacje,  delegowanie\n, negocjacje,")["topics"] == ["negocjacje", "delegowanie"]


def test_given_choices_and_exclusions_when_read_then_addresses_are_normalised() -> None:
    told = profile(choices="A@firma.example, b@Firma.example", not_with="Mój dział, C@firma.example, dział")

    assert told["choices"] == ["a@firma.example", "b@firma.example"]
    assert told["not_with"] == ["department", "c@firma.example"]


def test_given_a_formula_in_a_name_when_read_then_it_is_text_like_any_other() -> None:
    assert profile(first_name='=HYPERLINK("http://zlo.example")')["first_name"] == '=HYPERLINK("http://zlo.example")'


def test_given_a_mentee_when_read_then_they_take_no_mentees() -> None:
    assert profile(capacity="0")["capacity"] == 0


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("role", "Mentor/Mentee", "role"),
        ("role", "", "role"),
        ("first_name", " ", "missing"),
        ("first_name", "x" * 101, "too-long"),
        ("last_name", "a\x07b", "letters"),
        ("form", "pani", "form"),
        ("email", "a@b@firma.example", "email-several"),
        ("email", "ola.żak@firma.example", "email-letters"),
        ("email", "anna.o’connor@firma.example", "email-apostrophe"),
        ("manager_email", "ola.żak@firma.example", "email-letters"),
        ("choices", "ola.żak@firma.example", "email-letters"),
        ("not_with", "anna.o’connor@firma.example", "email-apostrophe"),
        ("email", "jan@firma", "email-domain"),
        ("email", "jan..k@firma.example", "email-local"),
        ("zone", "CET+1", "zone"),
        ("zone", "Warszawa, Polska", "zone"),
        ("languages", "polski", "languages"),
        ("languages", "polski C3", "languages"),
        ("languages", "klingoński C1", "languages"),
        ("languages", "polski C1, Polish C2", "languages"),
        ("manager_email", "szef", "email"),
        ("topics", "", "topics"),
        ("topics", "a,b,c,d,e,f", "topics"),
        ("topics", "x" * 101, "too-long"),
        ("mode", "w biurze", "mode"),
        ("hours_per_month", "dwie", "hours"),
        ("hours_per_month", "0", "hours"),
        ("hours_per_month", "101", "hours"),
        ("hours_per_month", "nan", "hours"),
        ("hours_per_month", "1.000,5", "hours"),
        ("availability", "9:00-11:00", "availability"),
        ("availability", "xx 9:00-11:00", "availability"),
        ("availability", "pn 9:30-11:00", "availability"),
        ("availability", "pn 25:00-27:00", "availability"),
        ("availability", "pn 11:00-9:00", "availability"),
        ("availability", "pn-pt 9:00-11:00", "availability"),
        ("capacity", "2", "capacity"),
        ("goal", "x" * 4001, "too-long"),
        ("choices", "Anna Nowak", "email"),
        ("choices", ", ".join(f"{n}@firma.example" for n in range(6)), "choices"),
        ("not_with", "szef", "email"),
        ("rules_consent", "nie", "consent"),
        ("privacy_consent", "", "consent"),
    ],
)
def test_given_a_cell_that_can_be_read_in_no_way_or_two_when_read_then_it_is_refused(
    field: str, cell: str, code: str
) -> None:
    assert refused(**{field: cell}) == [(COLUMNS[field][0], code)]


@pytest.mark.parametrize("capacity", ["", "-2", "21", "dwoje", "1,5", "²"])
def test_given_a_mentor_without_a_number_of_mentees_when_read_then_it_is_asked_for(capacity: str) -> None:
    assert refused(role="Mentor", capacity=capacity) == [("Liczba mentees", "capacity")]


def test_given_a_mentor_in_a_file_without_that_column_when_read_then_the_column_is_named() -> None:
    error = read(file({name: value for name, value in MENTOR.items() if name != "capacity"})).errors[0]

    assert (error.column, error.code) == ("Liczba mentees", "capacity")


# What is shown again --------------------------------------------------------------------------------------------------

names = st.text(st.characters(codec="cp1250", categories=["L"]), min_size=1, max_size=20)
words = st.text(st.characters(codec="utf-8", categories=["L", "Nd", "P", "Zs"]), max_size=60).map(letters.line)
addresses = st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@firma\.example", fullmatch=True)
slots = st.tuples(st.integers(0, 6), st.integers(0, 23)).flatmap(
    lambda begin: st.builds(
        lambda end: {"weekday": begin[0], "start": begin[1], "end": end}, st.integers(begin[1] + 1, 24)
    )
)
profiles = st.fixed_dictionaries(
    {
        "first_name": names,
        "last_name": names,
        "form": st.sampled_from("fmn"),
        "city": words,
        "zone": st.sampled_from(["Europe/Warsaw", "Asia/Kolkata", "America/Sao_Paulo"]),
        "languages": st.lists(
            st.tuples(st.sampled_from(["pl", "en", "uk", "pt"]), st.sampled_from(cells.LEVELS)),
            max_size=3,
            unique_by=lambda one: one[0],
        ).map(lambda known: [{"code": code, "level": level} for code, level in known]),
        "department": words,
        "position": words,
        "manager_email": st.just("") | addresses,
        "topics": st.lists(names, min_size=1, max_size=5, unique=True),
        "mode": st.sampled_from(["online", "hybrid", "in_person"]),
        "hours_per_month": st.none() | st.integers(1, 400).map(lambda quarters: quarters / 4),
        "availability": st.lists(slots, max_size=4, unique_by=str),
        "capacity": st.integers(0, 20),
        "goal": words,
        "experience": words,
        "style": words,
        "choices": st.lists(addresses, max_size=5, unique=True),
        "not_with": st.lists(st.just("department") | addresses, max_size=3, unique=True),
        "consents": st.just(
            [{"kind": kind, "version": "2026-01", "at": clock.iso(NOON), "by": "file"} for kind in ("rules", "privacy")]
        ),
    }
)


@given(
    profiles,
    st.sampled_from(["mentor", "mentee"]),
    addresses,
    st.sampled_from(["pl", "en"]),
    st.sampled_from([";", ","]),
)
def test_given_any_profile_when_written_to_a_file_and_read_then_it_is_the_same(
    told: Any, role: str, email: str, locale: str, delimiter: str
) -> None:
    if role == "mentee":
        told["capacity"] = 0
    typed = imports.as_text(told, role, locale) | {"role": role, "email": email}

    found = read(file(typed, delimiter=delimiter, language=0 if locale == "pl" else 1))

    assert found.errors == ()
    assert [(row.role, row.email, row.profile) for row in found.good] == [(role, email, told)]


def test_given_a_draft_without_consents_when_shown_then_none_is_ticked() -> None:
    values, _ = cells.read_cells({"role": "mentee"})
    typed = imports.as_text(
        cells.profile_of(cells.BLANK | values, "", "Europe/Warsaw", by=cells.PERSON), "mentee", "en"
    )

    assert (typed["rules_consent"], typed["privacy_consent"], typed["hours_per_month"]) == ("", "", "")


def test_given_a_person_s_own_consents_in_a_draft_when_their_row_is_imported_then_those_stay_theirs() -> None:
    consents = {by: [{"kind": "rules", "version": "2026-01", "at": by, "by": by}] for by in ("person", "file")}
    file_too = {"kind": "privacy", "version": "2026-01", "at": "file", "by": "file"}
    told = {"goal": "", "consents": [*consents["file"], file_too]}
    drafted = {"goal": "słuchać", "consents": consents["person"]}

    assert completed(told, drafted) == {"goal": "słuchać", "consents": [*consents["person"], file_too]}
    assert completed(told, None) == told
