"""The PDF: right letters, hostile text harmless, nothing loaded, nothing private in the organizer's edition."""

from __future__ import annotations

import io
import logging
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from xhtml2pdf import pisa

from mentoring import palettes
from reporting import pdf
from reporting.domain import GoalLine, Levels, MeetingLine, Noted
from tests.fakes.context import NOON
from tests.unit.reporting.givens import PANGRAM, facts_only, report

if TYPE_CHECKING:
    from pathlib import Path

    from reporting.domain import ProcessReport

BOX = "\N{BLACK SQUARE}"
HOSTILE = (
    '<script>alert(1)</script><img src="http://firma.example/x.png"><pdf:nextpage> & </td></table>{{ 7 * 7 }} %(day)s'
)


def text_of(content: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return " ".join(" ".join(pages).split())


def drawn(one: ProcessReport, locale: str = "en") -> str:
    return text_of(pdf.render(one, locale).content)


def test_given_polish_text_when_drawn_then_every_letter_is_there_in_regular_and_bold() -> None:
    text = drawn(report(programme=PANGRAM, thanks=PANGRAM))
    assert text.count(PANGRAM) >= 4
    assert BOX not in text


def test_given_a_report_when_it_is_drawn_again_later_then_it_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = pdf.render(report(), "pl").content
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    assert pdf.render(report(), "pl").content == first


def test_given_a_completed_process_when_drawn_then_cover_facts_contract_summary_and_certificate() -> None:
    made = pdf.render(report(), "en")
    text = text_of(made.content)
    for wanted in (
        "Mentoring Wiosna 2026", "Fundacja Źródło", "Łucja Święcicka", "Grażyna Brzęczyk", "0123456789abcdef",
        "Form of meetings Online.", "called off at the last moment", "(presumed)", "start 3, target 8, end 8, of 10",
        "Szczere pytania.", "Strefy czasowe.", "Rozmowa o roli.", "Certificate", "3 meetings",
        f"page 2 of {made.pages}",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "Topics we leave out" not in text


def test_given_a_process_that_ended_early_and_bare_when_drawn_then_it_says_so_without_a_certificate() -> None:
    bare = report(
        outcome="closed_early", contract_signed_at=None, clauses=(), own_clauses=(), goals=(), meetings=(),
        takeaways=(), helped="", hindered="", next_steps=(), thanks="",
    )  # fmt: skip
    text = drawn(bare)
    assert "without fault of anybody" in text
    assert "No contract was signed." in text
    assert "Certificate" not in text
    assert "Joint summary" not in text


def test_given_the_organizer_s_edition_when_drawn_then_facts_only() -> None:
    text = drawn(facts_only(report()))
    for wanted in (
        "The organizer's: facts only.",
        "Goal 1",
        "achieved",
        "held",
        "0123456789abcdef",
        "Rozmowy są poufne.",
    ):
        assert wanted in text, wanted
    for private in (
        "Prowadzę zebranie",
        "Trzy zebrania.",
        "Online.",
        "Szczere pytania.",
        "start 3",
        "gęślą",
        "Dziękuję",
    ):
        assert private not in text, private


def test_given_goals_and_shared_takeaways_when_drawn_then_how_each_ended_why_and_what_was_on_the_way_is_told() -> None:
    goals = (
        GoalLine("dropped", "Pierwszy", Levels(5, 7, 2), "", "Nowa praca.", None, ((NOON, 4), (NOON, 2))),
        GoalLine("in_progress", "Drugi", Levels(5, 7, 6), "Dwie osoby.", "", "partly"),
    )
    whole = replace(report(), goals=goals, noted=(Noted(NOON, "Jan", "Najpierw pytać."),))
    text = drawn(whole)
    for wanted in (
        "not this time", "Why: Nowa praca.", "On the way: 2 March 2026: 4 · 2 March 2026: 2", "What shows it: Dwie osoby.",
        "proposed to conclude it as: partly achieved. The other one didn't answer.", "What we noted after our meetings",
        "Jan Najpierw pytać.",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "nie udało się tym razem" in drawn(whole, "pl")
    assert "didn't answer" in drawn(facts_only(whole))
    assert "Najpierw" not in drawn(facts_only(whole))


def test_given_hostile_text_when_drawn_then_it_is_printed_as_it_is_and_nothing_is_loaded() -> None:
    one = replace(
        report(programme=HOSTILE, mentor=HOSTILE, thanks=HOSTILE),
        goals=(GoalLine("achieved", HOSTILE, Levels(1, 2, 3), HOSTILE),),
        own_clauses=(("form", HOSTILE), (HOSTILE, "x")),
    )
    text = drawn(one)
    assert "<script>alert(1)</script>" in text
    assert "{{ 7 * 7 }} %(day)s" in text
    assert "http://firma.example" in text


def test_given_letters_our_font_lacks_when_drawn_then_there_are_no_boxes_and_the_rest_stays() -> None:
    text = drawn(
        report(
            thanks="Dziękuję 😀 z\N{COMBINING DOT ABOVE}o\N{COMBINING ACUTE ACCENT}łw 日本",
            helped="Дякую\N{NO-BREAK SPACE}!",
        )
    )
    assert "Dziękuję żółw ??" in text
    assert "Дякую" in text
    assert BOX not in text


def test_given_words_longer_than_a_line_when_drawn_then_they_are_broken_and_names_of_any_length_fit_their_page() -> (
    None
):
    name = "Grażyna Maria " * 14
    made = pdf.render(report(thanks="x" * 200, mentee=name, mentor=name, programme=name, organization=name), "en")
    assert made.pages == 4
    assert text_of(made.content).count("x" * 40) == 5
    assert "x" * 41 not in text_of(made.content)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_given_any_text_when_drawn_then_there_is_a_document_without_boxes(text: str) -> None:
    assert BOX not in drawn(report(thanks=text.replace(BOX, ""), mentee=text.replace(BOX, ""), meetings=()))


def test_given_fifty_meetings_when_drawn_then_they_flow_over_pages_all_numbered() -> None:
    meetings = tuple(MeetingLine(NOON + timedelta(days=7 * week), 45, "held", presumed=False) for week in range(50))
    made = pdf.render(report(meetings=meetings), "en")
    text = text_of(made.content)
    assert made.pages == 5
    assert text.count("45 min") == 50
    assert all(f"page {number} of 5" in text for number in range(2, 5))
    assert len(made.content) < 200_000


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_a_document_when_opened_then_title_and_language_are_set(locale: str) -> None:
    reader = PdfReader(io.BytesIO(pdf.render(report(), locale).content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Grażyna Brzęczyk \N{EN DASH} Łucja Święcicka: Mentoring Wiosna 2026"
    assert str(reader.root_object["/Lang"]) == locale


def test_given_another_working_directory_when_drawn_then_the_fonts_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "gęślą" in drawn(report())


@pytest.mark.parametrize("accent", [*palettes.PALETTES, "unknown"])
def test_given_a_programme_s_colour_when_drawn_then_there_is_a_document(accent: str) -> None:
    assert pdf.render(report(accent=accent, meetings=()), "en").pages == 4


@pytest.mark.parametrize("uri", ["http://firma.example/x.ttf", "/etc/passwd", "../secret.ttf", ""])
def test_given_a_file_that_is_not_our_font_when_asked_for_then_the_document_fails(uri: str) -> None:
    with pytest.raises(pdf.PdfFailed):
        pdf._only_fonts(uri, "")


def test_given_a_warning_of_the_library_when_drawn_then_the_document_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = pisa.CreatePDF

    def warned(*given: object, **named: object) -> object:
        logging.getLogger("xhtml2pdf.context").warning("something is odd")
        return draw(*given, **named)

    monkeypatch.setattr(pisa, "CreatePDF", warned)
    with pytest.raises(pdf.PdfFailed, match="something is odd"):
        pdf.render(report(), "en")


def test_given_a_missing_font_when_drawn_then_the_document_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(pdf.PdfFailed):
        pdf.render(report(), "en")
