"""Workbooks, titles and topics as spreadsheets and forms have them."""

from __future__ import annotations

import contextlib
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mentoring.letters import line
from recruitment import imports
from recruitment.imports import FileUnreadable, titles, topics, workbooks
from tests.fakes.context import NOON
from tests.unit.recruitment.rows import GOOD, file, read


def workbook(*rows: list[Any], before: list[list[Any]] | None = None) -> bytes:
    """Given: an XLSX file as a spreadsheet saves it; a formula has the value it had."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    if before is not None:
        sheet = book.add_worksheet("Notatki")
        for number, row in enumerate(before):
            sheet.write_row(number, 0, row)
    sheet = book.add_worksheet("Odpowiedzi")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_formula(number, column, cell[0], None, cell[1])
            else:
                sheet.write(number, column, cell)
    book.close()
    return out.getvalue()


TITLES = ["Rola", "Imię i nazwisko", "E-mail", "Tematy", "Liczba mentees", "Języki", "Zgoda na regulamin", "Zgoda RODO"]
JAN = ["Mentee", "Jan Ćwik", "jan@firma.example", "HR", "", "PL", "tak", "tak"]
SMALL = workbook(TITLES, JAN)


def test_given_a_workbook_when_read_then_numbers_formulas_and_ticks_are_what_a_spreadsheet_shows() -> None:
    address = ('=LOWER("L@FIRMA.EXAMPLE")', "l@firma.example")
    content = workbook(
        TITLES,
        ["Mentor / Mentorka", "Łucja Żółć", address, "HR", 2.0, "PL", True, "tak"],
        [],
        [*JAN, ""],
        before=[["co zrobić"], ["zadzwonić"]],
    )

    found = read(content)

    assert [(row.line, row.role, row.email, row.profile["capacity"]) for row in found.good] == [
        (2, "mentor", "l@firma.example", 2),
        (4, "mentee", "jan@firma.example", 0),
    ]
    assert found.said == ()


def test_given_an_ods_when_read_then_its_rows_are_there() -> None:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell office:value-type='string'><text:p>{one}</text:p></table:table-cell>" for one in row
        )
        + "</table:table-row>"
        for row in (TITLES, JAN)
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = "".join(f' xmlns:{one}="{space}:{one}:1.0"' for one in ("office", "table", "text"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>')
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet><table:table table:name='A'>"
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        )

    assert [(one.line, one.email) for one in read(out.getvalue()).good] == [(2, "jan@firma.example")]


@pytest.mark.parametrize("lies", [False, True])
def test_given_a_workbook_that_unpacks_to_too_much_when_read_then_it_is_refused_whatever_it_promises(
    lies: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    content = out.getvalue()
    if lies:
        content = content.replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    with pytest.raises(FileUnreadable) as refused:
        read(content)

    assert refused.value.code == "file-unpacks-too-big"


@given(st.binary(max_size=300), st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0"]))
def test_given_any_bytes_that_begin_as_a_workbook_when_read_then_it_is_refused(content: bytes, begin: bytes) -> None:
    with pytest.raises(FileUnreadable):
        read(begin + content)


@given(st.integers(0, len(SMALL) - 1), st.integers(0, 255))
def test_given_a_workbook_with_a_wrong_byte_when_read_then_nothing_but_its_own_refusal_is_raised(
    place: int, byte: int
) -> None:
    content = bytearray(SMALL)
    content[place] = byte
    with contextlib.suppress(FileUnreadable):
        read(bytes(content))


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("E-mail*", "email"),
        ("Tematy\n(od 1 do 5)", "topics"),
        ("Zgoda\u00a0RODO", "privacy_consent"),
        ("What is your goal? (mentees only)", "goal"),
        ("When can you meet?", "availability"),
        ("How many mentees can you take?", "capacity"),
        ("Your full name", "full_name"),
        ("Adres e-mail przełożonej / przełożonego", "manager_email"),
        ("Z kim nie chcesz być w parze?", "not_with"),
        ("I accept the rules of the programme", "rules_consent"),
        ("Numer buta", ""),
        ("Skąd wiesz o programie?", ""),
    ],
)
def test_given_a_title_in_somebody_s_own_words_when_looked_at_then_it_is_known_by_what_it_means(
    title: str, field: str
) -> None:
    assert titles.meaning(title)[0] == field


@given(st.lists(st.text(st.characters(categories=["L", "P", "Zs"]), min_size=1, max_size=12), max_size=5))
def test_given_a_programme_s_own_topics_when_joined_and_read_then_they_hold_together(own: list[str]) -> None:
    told = {line(one).strip(",; "): None for one in own}
    known = list({imports.plain(one): one for one in told if imports.plain(one)}.values())

    assert topics.split(topics.joined(known), known) == known


def test_given_a_programme_s_topic_with_a_comma_when_a_form_joins_it_with_others_then_it_stays_whole() -> None:
    known = ["Feedback, trudne rozmowy", "2026"]
    content = file(GOOD | {"topics": "feedback, trudne rozmowy, Delegowanie, 2026"}).encode()

    found = imports.read(content, NOON, imports.Into(topics=known))

    assert found.good[0].profile["topics"] == ["Feedback, trudne rozmowy", "Delegowanie", "2026"]
