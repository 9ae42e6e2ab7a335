"""Cells of an imported file: each way to write a value, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock, letters
from recruitment import imports
from recruitment.domain import completed
from recruitment.imports import COLUMNS, cells
from recruitment.imports.profiles import PERSON, profile_of
from recruitment.imports.words import LEVELS
from tests.fakes.context import NOON
from tests.unit.recruitment.rows import GOOD, MENTOR, file, read


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


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Warszawa, Polska", "Europe/Warsaw"), ("Bombaj", "Asia/Kolkata"), ("India Standard Time", "Asia/Kolkata")],
)
def test_given_a_city_or_a_name_of_windows_when_read_then_it_is_that_zone(typed: str, zone: str) -> None:
    assert profile(zone=typed)["zone"] == zone


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
        ("zone", "Portland", "zone"),
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
            st.tuples(st.sampled_from(["pl", "en", "uk", "pt"]), st.sampled_from(LEVELS)),
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
        "phone": st.sampled_from(["", "+48 600 100 200", "(22) 555-01-00"]),
        "prefers": st.sampled_from(["", "by_mail", "by_phone"]),
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
    typed = imports.as_text(profile_of(cells.BLANK | values, "", "Europe/Warsaw", by=PERSON), "mentee", "en")

    assert (typed["rules_consent"], typed["privacy_consent"], typed["hours_per_month"]) == ("", "", "")


def test_given_a_person_s_own_consents_in_a_draft_when_their_row_is_imported_then_those_stay_theirs() -> None:
    consents = {by: [{"kind": "rules", "version": "2026-01", "at": by, "by": by}] for by in ("person", "file")}
    file_too = {"kind": "privacy", "version": "2026-01", "at": "file", "by": "file"}
    told = {"goal": "", "consents": [*consents["file"], file_too]}
    drafted = {"goal": "słuchać", "consents": consents["person"]}

    assert completed(told, drafted) == {"goal": "słuchać", "consents": [*consents["person"], file_too]}
    assert completed(told, None) == told
