"""Charts: whatever the numbers, the picture says what the table says, in words or by its shapes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.tables.vocabulary import Sighting
from mentoring.web import charts
from mentoring.web.charts import Lane, Meeting, Span, Step

NUMBERS = st.lists(st.integers(0, 20_000), min_size=1, max_size=9)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAYS = st.integers(-400, 400).map(lambda days: NOON + timedelta(days=days))


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - made by the product


def texts(drawn: ET.Element) -> list[str]:
    return [one.text or "" for one in drawn.iter("text")]


def of_class(drawn: ET.Element, tag: str, kind: str) -> list[dict[str, str]]:
    return [one.attrib for one in drawn.iter(tag) if one.get("class") == kind]


@given(NUMBERS)
def test_given_any_steps_when_drawn_as_a_funnel_then_every_number_is_written_and_bars_are_as_long(
    numbers: list[int],
) -> None:
    steps = [Step(f"step {nth}", number, str(number)) for nth, number in enumerate(numbers)]
    drawn = parsed(charts.funnel(steps, title="t", told="d"))
    assert texts(drawn) == [text for one in steps for text in (one.name, one.said)]
    long = [float(one["width"]) for one in of_class(drawn, "rect", "wanted")]
    full = charts.WIDE - charts.ROOM_FOR_NUMBER
    assert long == pytest.approx([full * one / (max(numbers) or 1) for one in numbers], abs=0.051)


@given(st.lists(st.lists(st.none() | st.integers(0, 5_000), min_size=5, max_size=5), min_size=1, max_size=4))
def test_given_any_figures_when_drawn_in_lanes_then_each_has_its_column_to_its_lanes_scale_and_none_where_unknown(
    rows: list[list[int | None]],
) -> None:
    days = [f"day {nth}" for nth in range(5)]
    lanes = [Lane(f"lane {nth}", "wanted", tuple(one)) for nth, one in enumerate(rows)]
    drawn = parsed(charts.lanes(days, lanes, title="t", told="d", name="n"))
    known = [(day, one) for row in rows for day, one in zip(days, row, strict=True) if one is not None]
    bars = list(drawn.iter("rect"))
    assert [one.findtext("title") for one in bars] == [f"{day}: {number}" for day, number in known]
    tall = [float(one.attrib["height"]) for one in bars]
    scales = [max((one for one in row if one), default=0) or 1 for row in rows]
    shares = [one / most for row, most in zip(rows, scales, strict=True) for one in row if one is not None]
    assert tall == pytest.approx([charts.TALLEST * one for one in shares], abs=0.051)
    assert sorted(one for one in texts(drawn) if one.isdigit()) == sorted(str(number) for _, number in known)


def test_given_a_year_of_weeks_when_drawn_then_the_highest_and_the_last_have_their_numbers() -> None:
    numbers = (*range(40), 90, *range(11))
    drawn = parsed(
        charts.lanes([str(one) for one in range(52)], [Lane("a", "red", numbers)], title="t", told="d", name="n")
    )
    assert [one for one in texts(drawn) if one in ("90", "10")] == ["90", "10"]


@given(st.lists(st.tuples(st.sampled_from(sorted(charts.SHAPES)), DAYS), max_size=20), DAYS)
def test_given_any_meetings_when_drawn_on_a_line_then_each_has_its_shape_at_its_day(
    told: list[tuple[Sighting, datetime]], begun: datetime
) -> None:
    meetings = sorted((Meeting(*one) for one in told), key=lambda one: one.at)
    span = Span.over([begun, *(one.at for one in meetings)], NOON)
    drawn = parsed(charts.line(span, meetings, lived=(begun, NOON), now=NOON, pause=30, said="in words"))
    assert drawn.get("aria-label") == "in words"
    marks = [(one.get("href"), float(one.get("x", "-1"))) for one in drawn.iter("use")]
    assert marks == [(f"#m{charts.SHAPES[one.kind]}", span.x(one.at)) for one in meetings]
    assert all(0 <= x <= charts.LINE for _, x in marks)


def test_given_a_long_silence_when_drawn_then_that_part_of_the_line_is_dotted_and_no_other() -> None:
    at = [NOON - timedelta(days=days) for days in (90, 70, 10)]
    span = Span.over(at, NOON)
    meetings = [Meeting(Sighting.HELD, one) for one in at[1:]]
    drawn = parsed(charts.line(span, meetings, lived=(at[0], NOON), now=NOON, pause=30, said=""))
    assert [one["d"] for one in of_class(drawn, "path", "gap")] == [f"M{span.x(at[1]):g} 8H{span.x(at[2]):g}"]
    solid = f"M{span.x(at[0]):g} 8H{span.x(at[1]):g}M{span.x(at[2]):g} 8H{span.x(NOON):g}"
    assert [one["d"] for one in of_class(drawn, "path", "life")] == [solid]


def test_given_words_with_markup_when_drawn_then_they_are_text() -> None:
    evil = "<script>&\"'"
    drawn = parsed(charts.funnel([Step(evil, 1, evil)], title=evil, told=evil))
    assert (texts(drawn), drawn.findtext("title"), drawn.findtext("desc")) == ([evil, evil], evil, evil)
    line = charts.line(Span(NOON, NOON), [], lived=(NOON, NOON), now=NOON, pause=1, said=evil)
    assert parsed(line).get("aria-label") == evil
    lanes = charts.lanes([evil], [Lane(evil, "red", (1,))], title=evil, told=evil, name="n")
    assert evil in texts(parsed(lanes))


def test_given_a_picture_when_read_aloud_then_it_is_an_image_with_title_and_description() -> None:
    drawn = parsed(charts.funnel([Step("a", 1, "1")], title="How far", told="See the table", name="f"))
    ids = drawn.attrib["aria-labelledby"].split()
    assert drawn.get("role") == "img"
    assert [one.text for one in drawn.iter() if one.get("id") in ids] == ["How far", "See the table"]


@given(DAYS, st.integers(1, 900))
def test_given_any_span_when_its_months_are_named_then_they_lie_in_it_and_are_few(begins: datetime, days: int) -> None:
    span = Span(begins, begins + timedelta(days=days))
    months = span.months()
    assert len(months) <= 8
    assert all(one.day == 1 and span.begins < one < span.ends for one in months)
