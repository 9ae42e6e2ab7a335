"""Files of applications: what is read, what is refused and how that is said."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring import clock
from recruitment import imports
from recruitment.imports import FileUnreadable, ParsedFile
from tests.fakes.context import NOON
from tests.unit.recruitment.rows import GOOD, MENTOR, file, read

SAMPLES = Path(__file__).parents[2] / "samples"


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
        "phone": "",
        "prefers": "",
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
        (2, "Łucja"), (8, "Michał"), (9, "Ewa"), (10, "Jędrzej"), (11, "Filip"), (14, "Świętosława")
    ]  # fmt: skip
    assert [(note.line, note.column, note.code, note.kind) for note in found.notes] == [
        (9, "Liczba mentees", "capacity", "asked"),
        (3, "E-mail", "replaced", "replaced"),
        (11, "Zgoda na regulamin", "consent-missing", "asked"),
        (11, "Zgoda RODO", "consent-missing", "asked"),
    ]
    assert [(error.line, error.column, error.code) for error in found.errors] == [
        (6, "Rola", "role"),
        (7, "E-mail", "email"),
        (7, "Strefa czasowa", "zone"),
        (7, "Tematy", "topics"),
        (7, "Tryb", "mode"),
        (7, "Godziny miesięcznie", "hours"),
        (7, "Zgoda RODO", "consent"),
        (12, "", "quotation"),
        (13, "Imię", "missing"),
        (13, "Nazwisko", "missing"),
        (13, "Forma", "form"),
        (13, "E-mail", "email"),
        (13, "Tematy", "topics"),
    ]


def test_given_errors_when_said_then_they_hold_the_cell_and_a_hint() -> None:
    errors = {error.code: error for error in read((SAMPLES / "zgloszenia-z-bledami.csv").read_bytes()).said}

    assert errors["zone"].message % errors["zone"].params == (
        "There is no time zone of this name; did you mean Europe/Warsaw?"
    )
    assert errors["replaced"].params == {"line": 10}
    assert (errors["role"].value, errors["hours"].value) == ("Obserwator", "dwie")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859-2", "mac_latin2"]
)
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


def test_given_somebody_who_answers_twice_when_read_then_the_later_answer_counts_and_it_is_said() -> None:
    found = read(file(GOOD | {"goal": "dawniej"}, MENTOR, GOOD | {"email": "LUCJA@firma.example", "goal": "teraz"}))

    assert [(row.line, row.role, row.profile["goal"]) for row in found.good] == [
        (3, "mentor", ""),
        (4, "mentee", "teraz"),
    ]
    assert [(note.line, note.code, note.params) for note in found.notes] == [(2, "replaced", {"line": 4})]


def test_given_a_later_answer_that_is_refused_when_read_then_the_earlier_one_counts() -> None:
    found = read(file(GOOD, GOOD | {"rules_consent": "nie"}))

    assert ([row.line for row in found.good], [one.code for one in found.said]) == ([2], ["consent"])


def test_given_a_bad_row_and_then_a_good_one_of_the_same_person_when_read_then_the_good_one_counts() -> None:
    found = read(file(GOOD | {"topics": ""}, GOOD))

    assert [row.line for row in found.good] == [3]
    assert [note.code for note in found.notes] == ["topics", "replaced"]


def test_given_the_header_alone_when_read_then_there_are_no_rows() -> None:
    assert read(file(GOOD).split("\r\n")[0]) == ParsedFile(0, (), ())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf\n  \n", "file-empty"),
        (b"PK\x03\x04 a workbook", "file-broken-workbook"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "file-broken-workbook"),
        (b"\xef\xbb\xbf \n<html><body><table><tr><td>Rola</td></tr></table>", "file-is-page"),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", "file-is-page"),
        (b"\x00\x01\x02", "file-encoding"),
        (b"\xff\xfea", "file-encoding"),
        ("Imię;Nazwisko".encode() + b"\xb9", "file-encoding"),
        (b"\x81\x8d", "file-header"),
        (b"Colour;Shoe\nA;B\n", "file-header"),
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
        read("Imię;Nazwisko;Tematy;Zgoda RODO\n")

    assert refusal.value.params == {"missing": "Rola / Role, E-mail / E-mail address"}


def test_given_no_columns_for_consents_when_read_then_everybody_is_asked_for_them_and_no_row_is_refused() -> None:
    found = read(file({name: cell for name, cell in GOOD.items() if "consent" not in name}))

    assert (found.errors, found.notes, found.absent) == ((), (), ("rules_consent", "privacy_consent"))
    assert (found.good[0].asked, found.good[0].profile["consents"]) == (
        {"rules_consent": "", "privacy_consent": ""},
        [],
    )


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
    lines = {row.line for row in found.good} | {one.line for one in found.said}
    assert len(lines) == found.count
