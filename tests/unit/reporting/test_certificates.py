"""Certificates of attendance: who gets one, and what is drawn."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.vocabulary import GatheringKind, GatheringState
from reporting import pdf
from reporting.domain import Certificate
from reporting.use_cases import certificates
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER, world
from tests.unit.gatherings.givens import IN_TEN_DAYS, gathering, item
from tests.unit.reporting.givens import PANGRAM

OVER = IN_TEN_DAYS + timedelta(minutes=90)
ONE = Certificate(
    organization="Fundacja Źródło", programme="Wiosna", accent="plum", name="Łucja Święcicka", title="Warsztat rozmów",
    what=GatheringKind.WORKSHOP, starts_at=NOON, minutes=95, zone="America/New_York",
)  # fmt: skip


def been(store: MemoryStore, person_id: str, participant_id: str, *, present: bool) -> None:
    """Given: it is noted whether somebody was there."""
    noted = Attendance(
        *Attendance.key("g", person_id), gathering_id="g", programme_id=PROGRAMME, person_id=person_id,
        participant_id=participant_id, present=present, noted="host", by=ORGANIZER, at=clock.iso(NOON),
    )  # fmt: skip
    noted.place()
    store.put(noted)


@pytest.fixture
def store() -> MemoryStore:
    """Given: an opening at which the mentee was, and the mentor wasn't."""
    store = world()
    store.put(item("g", gathering(GatheringState.ENDED)))
    been(store, MENTEE, "mentee", present=True)
    been(store, MENTOR, "mentor", present=False)
    return store


def ask(store: MemoryStore, who: str, at: datetime = OVER, locale: str = "pl") -> Certificate:
    return certificates.certificate(context_at(at, store=store, person_id=who), PROGRAMME, "g", locale)


def test_given_who_was_there_when_they_ask_then_it_says_who_where_and_when(store: MemoryStore) -> None:
    one = ask(store, MENTEE)
    assert (one.name, one.title, one.programme, one.organization) == ("Mentee", "Otwarcie", "Wiosna", "Firma")
    assert (one.starts_at, one.minutes, one.zone) == (IN_TEN_DAYS, 90, "Europe/Warsaw")
    assert ask(store, MENTEE, locale="en").title == "Opening"
    (listed,) = certificates.mine(context_at(OVER, store=store, person_id=MENTEE))
    assert listed.path == f"/reports/certificates/{PROGRAMME}/g/certificate.pdf"


def test_given_anybody_else_when_they_ask_then_there_is_none(store: MemoryStore) -> None:
    for who in (MENTOR, ORGANIZER, STRANGER):
        assert certificates.mine(context_at(OVER, store=store, person_id=who)) == []
        with pytest.raises(NotFound):
            ask(store, who)


@pytest.mark.parametrize(
    ("state", "changes", "at"),
    [
        (GatheringState.ENDED, {"certificate": False}, OVER),
        (GatheringState.CANCELLED, {}, OVER),
        (GatheringState.ANNOUNCED, {}, OVER - timedelta(seconds=1)),
    ],
)
def test_given_one_that_is_not_over_or_has_none_when_asked_then_there_is_none(
    store: MemoryStore, state: GatheringState, changes: dict[str, Any], at: datetime
) -> None:
    store.put(item("g", gathering(state, **changes)))
    assert certificates.mine(context_at(at, store=store, person_id=MENTEE)) == []
    with pytest.raises(NotFound):
        ask(store, MENTEE, at)


def test_given_its_time_has_passed_and_nobody_noted_it_yet_when_asked_then_there_is_one(store: MemoryStore) -> None:
    store.put(item("g", gathering(GatheringState.ANNOUNCED)))
    assert ask(store, MENTEE).name == "Mentee"


def drawn(one: Certificate, locale: str) -> tuple[str, int]:
    """Return the text of a certificate and its number of pages."""
    pages = PdfReader(io.BytesIO(pdf.certificate(one, locale).content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)


@pytest.mark.parametrize(
    ("locale", "wanted"),
    [
        ("pl", ("Zaświadczenie o udziale", "udział w warsztacie", "2 marca 2026, 07:00–08:35 (Nowy Jork)", "1 godzina 35 minut")),
        ("en", ("Certificate of attendance", "took part in the workshop", "2 March 2026, 07:00–08:35 (New York)", "1 hour 35 minutes")),
    ],
)  # fmt: skip
def test_given_a_language_when_drawn_then_all_of_it_is_there_with_the_time_where_it_was_held(
    locale: str, wanted: tuple[str, ...]
) -> None:
    text, pages = drawn(ONE, locale)
    assert pages == 1
    for words in (*wanted, "Łucja Święcicka", "Warsztat rozmów", "Wiosna", "Fundacja Źródło"):
        assert words in text, words


def test_given_long_names_in_polish_when_drawn_then_every_letter_is_there_on_one_page() -> None:
    text, pages = drawn(replace(ONE, name=PANGRAM, title=f"{PANGRAM} {PANGRAM}"), "pl")
    assert (text.count(PANGRAM), pages) == (3, 1)
    words = dict.fromkeys(("name", "title", "programme", "organization"), "Ź" * 150)
    assert drawn(replace(ONE, **words), "pl")[1] == 1


def test_given_every_kind_when_drawn_then_it_has_its_words_and_is_the_same_when_drawn_again() -> None:
    for kind in GatheringKind:
        assert pdf.certificate(replace(ONE, what=kind), "pl") == pdf.certificate(replace(ONE, what=kind), "pl")
