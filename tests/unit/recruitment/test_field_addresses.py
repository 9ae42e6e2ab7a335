"""Addresses and names as people copy them into files: the import and `make pair` take and refuse the same."""

from __future__ import annotations

import pytest

from infra.pair import applications
from recruitment import imports
from tests.fakes.context import NOON

HEADER = "Rola;Imię;Nazwisko;E-mail;Języki;Tematy;Dostępność;Liczba mentees;Zgoda na regulamin;Zgoda RODO"
JAN = "Mentor;Jan;Sęk;{};polski C2;delegowanie, negocjacje;pn 16:00-18:00;2;tak;tak"
OLA = "Mentee;Ola;Żak;ola.zak@firma.example;polski C2;delegowanie;pn 16:00-18:00;;tak;tak"


def both(text: str) -> imports.ParsedFile:
    """Return what the import makes of a file; `make pair` must make the same of it."""
    imported = imports.read(text.encode(), NOON)
    paired = applications.taken(text.encode(), "plik.csv")
    assert [(row.line, row.email) for row in imported.good] == [(row.line, row.email) for row in paired.good]
    assert imported.errors == paired.errors
    people = applications.people_of([("plik.csv", paired)])
    assert sorted(row.email for row in paired.good) == sorted(one.email for one in (*people.mentees, *people.mentors))
    return imported


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("\u200bjan.sek@firma.example", "jan.sek@firma.example"),
        ("jan.sek@firma.example\u200b", "jan.sek@firma.example"),
        ("\ufeffjan.sek@firma.example", "jan.sek@firma.example"),
        ("jan.sek@firma.example\u00a0", "jan.sek@firma.example"),
        ("mailto:jan.sek@firma.example", "jan.sek@firma.example"),
        ("Jan Sęk <jan.sek@firma.example>", "jan.sek@firma.example"),
        ("  Jan.SEK+mentoring@Firma.EXAMPLE ", "jan.sek+mentoring@firma.example"),
        ("jan@łódź.pl", "jan@łódź.pl"),
        ("jan@xn--d-uga0v4h.pl", "jan@łódź.pl"),
    ],
)
def test_given_an_address_as_it_is_copied_when_a_file_is_read_then_it_is_cleaned(cell: str, kept: str) -> None:
    found = both("\r\n".join((HEADER, JAN.format(cell), OLA)))

    assert [row.email for row in found.good] == [kept, "ola.zak@firma.example"]


@pytest.mark.parametrize(
    ("cell", "code"), [("jan.sęk@firma.example", "email-letters"), ("anna.o’connor@firma.example", "email-apostrophe")]
)
def test_given_letters_mail_is_not_delivered_to_when_a_file_is_read_then_the_row_is_refused_in_words(
    cell: str, code: str
) -> None:
    found = both("\r\n".join((HEADER, JAN.format(cell), OLA)))

    assert [row.email for row in found.good] == ["ola.zak@firma.example"]
    assert [(one.line, one.column, one.code, one.value) for one in found.errors] == [(2, "E-mail", code, cell)]


@pytest.mark.parametrize("text", ["jan@łódź.pl;JAN@XN--D-UGA0V4H.PL", "a@firma.example;A <a@firma.example>\u200b"])
def test_given_one_mailbox_written_twice_when_a_file_is_read_then_the_second_row_is_told(text: str) -> None:
    found = both("\n".join((HEADER, *(JAN.format(one) for one in text.split(";")))))

    assert [one.code for one in found.said] == ["replaced"]


@pytest.mark.parametrize("title", ["E-mail\u200b", "\ufeffE-mail", "E-mail\u00a0", "Adres\u00a0e-mail"])
def test_given_a_title_with_letters_nobody_sees_when_a_file_is_read_then_it_is_known(title: str) -> None:
    assert len(both("\n".join((HEADER.replace("E-mail", title), JAN.format("a@firma.example"), OLA))).good) == 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Jan\u202e", "Jan"),
        ('"Jan\nBcc: zly@zly.example"', "Jan Bcc: zly@zly.example"),
        ("Ja\u00adn\u200b", "Jan"),
        ("Jan\u00a0Maria", "Jan Maria"),
        ("Jan 👩‍💻", "Jan 👩‍💻"),
    ],
)
def test_given_a_name_as_it_is_copied_when_a_file_is_read_then_only_visible_letters_on_one_line_stay(
    name: str, kept: str
) -> None:
    found = both("\n".join((HEADER, JAN.format("a@firma.example").replace(";Jan;", f";{name};"), OLA)))

    assert found.good[0].profile["first_name"] == kept


def test_given_a_name_nobody_sees_when_a_file_is_read_then_it_is_missing() -> None:
    assert [one.code for one in both("\n".join((HEADER, OLA.replace(";Ola;", ";\u200b\u00ad;")))).errors] == ["missing"]
