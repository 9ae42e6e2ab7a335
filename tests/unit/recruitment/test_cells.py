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
    """Return (column, code) of what is said of one otherwise good row."""
    base = MENTOR if "Mentor" in changes.get("role", "Mentee") else GOOD
    return [(error.column, error.code) for error in read(file(base | changes)).said]


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


@pytest.mark.parametrize(
    "slots", ["pn 16-18", "PN. 16:00–18:00", "pon. 16.00-18.00", "poniedziałki od 16 do 18", "Mondays 4pm-6pm"]
)
def test_given_a_weekly_time_in_any_writing_when_read_then_it_is_a_slot(slots: str) -> None:
    assert profile(availability=slots)["availability"] == [{"weekday": 0, "start": 16, "end": 18}]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("wtorek 17:30-19:00", [(1, 17.5, 19)]),
        ("Poniedziałki po 17", [(0, 17, 21)]),
        ("środa, 16-18", [(2, 16, 18)]),
        ("śr do 10; pt po 21:30", [(2, 8, 10), (4, 21.5, 22.5)]),
        ("pn-śr 17-19", [(0, 17, 19), (1, 17, 19), (2, 17, 19)]),
        ("pn, śr i pt 17:00–19:00", [(0, 17, 19), (2, 17, 19), (4, 17, 19)]),
        ("od czwartku do piątku od 8 do 9:15", [(3, 8, 9.25), (4, 8, 9.25)]),
        ("weekends 10-12", [(5, 10, 12), (6, 10, 12)]),
        ("Tue after 5 pm", [(1, 17, 21)]),
        ("Sat 11am-1pm", [(5, 11, 13)]),
        ("pn 16-18 i 19-20, pn 16-18", [(0, 16, 18), (0, 19, 20)]),
        ("elastycznie", []),
    ],
)
def test_given_times_in_somebody_s_own_words_when_read_then_they_are_slots(
    typed: str, kept: list[tuple[int, float, float]]
) -> None:
    found = profile(availability=typed)["availability"]

    assert [(one["weekday"], one["start"], one["end"]) for one in found] == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("polski, angielski", ["pl", "en"]),
        ("PL, EN", ["pl", "en"]),
        ("polski - C2, angielski (B2)", ["pl C2", "en B2"]),
        ("polski (ojczysty), angielski - komunikatywnie", ["pl C2", "en B1"]),
        ("Polish and English C1", ["pl", "en C1"]),
    ],
)
def test_given_languages_with_levels_in_words_or_without_when_read_then_what_is_not_told_stays_empty(
    typed: str, kept: list[str]
) -> None:
    assert [f"{one['code']} {one['level']}".strip() for one in profile(languages=typed)["languages"]] == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2.0", 2), ("2 osoby", 2), ("1-2 osoby", 2), ("1–2", 2), ("max. 3", 3), ("0", 0), ("dwie", 2), ("²", 2)],
)
def test_given_a_number_of_mentees_in_words_when_read_then_the_most_counts(typed: str, kept: int) -> None:
    assert profile(role="Mentor", capacity=typed)["capacity"] == kept


@pytest.mark.parametrize(
    ("typed", "roles"),
    [
        ("Mentor / Mentorka", ["mentor"]),
        ("Chcę zostać mentorem / mentorką", ["mentor"]),
        ("I want to be a mentor", ["mentor"]),
        ("Szukam mentora / mentorki", ["mentee"]),
        ("I need a mentor", ["mentee"]),
        ("Mentor/Mentee", ["mentor", "mentee"]),
        ("zarówno mentor jak i mentee", ["mentor", "mentee"]),
    ],
)
def test_given_a_role_in_somebody_s_own_words_when_read_then_it_is_one_or_both(typed: str, roles: list[str]) -> None:
    found = read(file(MENTOR | {"role": typed, "capacity": "" if roles == ["mentee"] else "2"}))

    assert (found.said, [row.role for row in found.good]) == ((), roles)
    assert [row.profile["capacity"] for row in found.good] == [2 if role == "mentor" else 0 for role in roles]


@pytest.mark.parametrize(
    "typed", ["Tak, zapoznałam/em się i akceptuję", "Wyrażam zgodę", "PRAWDA", "TRUE", "x", "☑", "I agree"]
)
def test_given_a_consent_as_forms_write_it_when_read_then_it_is_given(typed: str) -> None:
    assert len(profile(rules_consent=typed, privacy_consent=typed)["consents"]) == 2


@pytest.mark.parametrize(
    ("whole", "first", "last"),
    [
        ("Jan Sęk", "Jan", "Sęk"),
        ("Małgorzata van der Berg", "Małgorzata", "van der Berg"),
        ("Anna Maria Kowalska-Nowak", "Anna Maria", "Kowalska-Nowak"),
        ("Nowak, Anna", "Anna", "Nowak"),
        ("KOWALSKA-NOWAK Anna", "Anna", "KOWALSKA-NOWAK"),
        ("dr hab. Jan  Kowalski", "Jan", "Kowalski"),
        ("prof. dr Ewa Lis, PhD", "Ewa", "Lis"),
        ("Katarzyna O'Connor", "Katarzyna", "O'Connor"),
    ],
)
def test_given_a_whole_name_in_one_column_when_read_then_it_is_divided(whole: str, first: str, last: str) -> None:
    text = file({name: value for name, value in GOOD.items() if name != "last_name"} | {"first_name": f'"{whole}"'})

    (row,) = read(text.replace("Imię", "Imię i nazwisko").replace('"""', '"')).good

    assert (row.profile["first_name"], row.profile["last_name"]) == (first, last)


@pytest.mark.parametrize(("hours", "kept"), [("2 godz.", 2), ("2,5", 2.5), ("2.5", 2.5), ("100", 100.0), ("", None)])
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
        ("role", "Obserwator", "role"),
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
        ("languages", "polski C3", "languages"),
        ("languages", "klingoński C1", "languages"),
        ("languages", "polski C1, Polish C2", "languages"),
        ("manager_email", "szef", "email"),
        ("topics", "", "topics"),
        ("topics", "a,b,c,d,e,f", "topics"),
        ("topics", "x" * 101, "too-long"),
        ("topics", "05.03.2026", "topic-spoilt"),
        ("mode", "w biurze", "mode"),
        ("hours_per_month", "dwie", "hours"),
        ("hours_per_month", "0", "hours"),
        ("hours_per_month", "101", "hours"),
        ("hours_per_month", "nan", "hours"),
        ("hours_per_month", "1.000,5", "hours"),
        ("availability", "9:00-11:00", "availability"),
        ("availability", "xx 9:00-11:00", "availability"),
        ("availability", "pn 9:20-11:00", "availability"),
        ("availability", "popołudnia", "availability"),
        ("availability", "pn 25:00-27:00", "availability"),
        ("availability", "pn 11:00-9:00", "availability"),
        ("availability", "w poniedziałki nie, wt 9-11", "availability"),
        ("capacity", "2", "seats"),
        ("goal", "x" * 4001, "too-long"),
        ("choices", "Anna Nowak", "email"),
        ("choices", ", ".join(f"{n}@firma.example" for n in range(6)), "choices"),
        ("not_with", "szef", "email"),
        ("rules_consent", "nie", "consent"),
        ("rules_consent", "nie akceptuję", "consent"),
        ("rules_consent", "może", "consent-unclear"),
        ("privacy_consent", "", "consent-missing"),
    ],
)
def test_given_a_cell_that_can_be_read_in_no_way_or_two_when_read_then_it_is_said(
    field: str, cell: str, code: str
) -> None:
    assert refused(**{field: cell}) == [(COLUMNS[field][0], code)]


@pytest.mark.parametrize("capacity", ["", "-2", "21", "kilkoro", "1,5", "3-1"])
def test_given_a_mentor_without_a_number_of_mentees_when_read_then_it_is_asked_for(capacity: str) -> None:
    assert refused(role="Mentor", capacity=capacity) == [("Liczba mentees", "capacity")]


def test_given_a_mentor_in_a_file_without_that_column_when_read_then_the_column_is_named() -> None:
    error = read(file({name: value for name, value in MENTOR.items() if name != "capacity"})).notes[0]

    assert (error.column, error.code) == ("Liczba mentees", "capacity")


names = st.text(st.characters(codec="cp1250", categories=["L"]), min_size=1, max_size=20)


words = st.text(st.characters(codec="utf-8", categories=["L", "Nd", "P", "Zs"]), max_size=60).map(letters.line)


addresses = st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@firma\.example", fullmatch=True)


slots = st.tuples(st.integers(0, 6), st.integers(0, 95)).flatmap(
    lambda begin: st.builds(
        lambda end: {"weekday": begin[0], "start": begin[1] / 4, "end": end / 4}, st.integers(begin[1] + 1, 96)
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
            st.tuples(st.sampled_from(["pl", "en", "uk", "pt"]), st.sampled_from(["", *LEVELS])),
            max_size=3,
            unique_by=lambda one: one[0],
        ).map(lambda known: [{"code": code, "level": level} for code, level in known]),
        "department": words,
        "position": words,
        "manager_email": st.just("") | addresses,
        "topics": st.lists(
            names | names.map(lambda one: f"{one} ({one}, {one}), {one}"), min_size=1, max_size=5, unique=True
        ),
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
    assert completed(told | {"consents": []}, drafted)["consents"] == consents["person"]
