"""Which guide a pair's meeting has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mentoring import sessions
from mentoring.i18n import LOCALES
from mentoring.tables.meetings import PairCalendar


def own(title: str, *prompts: str) -> dict[str, Any]:
    return {"pl": {"title": title, "agenda": [], "prompts": list(prompts)}}


@pytest.mark.parametrize(
    ("number", "planned", "slot"),
    [(1, 8, "1"), (6, 8, "6"), (7, 8, "further"), (8, 8, "last"), (9, 8, "further"), (1, 1, "1"), (2, 0, "2")],
)
def test_given_a_meeting_when_its_guide_is_looked_for_then_it_is_that_of_its_number(
    number: int, planned: int, slot: str
) -> None:
    assert sessions.slot_of({}, number, planned) == slot


def test_given_organizers_words_when_a_guide_is_shown_then_they_replace_the_starter_one_in_every_language() -> None:
    written = {"1": own("Nasze", "Po co?"), "7": own("Siódme")}
    for locale in LOCALES:
        shown = sessions.for_meeting(written, 1, 8, locale)
        assert shown == sessions.SessionGuide("Nasze", (), ("Po co?",))
    seventh = sessions.for_meeting(written, 7, 8, "en")
    assert seventh is not None
    assert seventh.title == "Siódme"


def test_given_a_guide_that_organizers_left_blank_when_looked_for_then_nothing_is_shown() -> None:
    assert sessions.for_meeting({"1": own("")}, 1, 8, "pl") is None
    assert sessions.for_meeting({"1": {}}, 1, 8, "pl") is None


@pytest.mark.parametrize("slot", sorted(sessions.starters()))
def test_given_a_starter_guide_when_read_then_both_languages_say_as_much_and_an_hour_is_an_hour(slot: str) -> None:
    told = [sessions.SessionGuide.of(sessions.starter(slot)[locale]) for locale in LOCALES]
    assert len({(len(one.agenda), len(one.prompts)) for one in told}) == 1
    for one in told:
        assert one.title
        assert sum(int(step.partition(" min: ")[0]) for step in one.agenda) == 60
        assert all(question.rstrip().endswith(("?", "…")) for question in one.prompts[:1])


def test_given_the_starter_guides_when_listed_then_there_are_eight() -> None:
    assert sessions.starters() == {"1", "2", "3", "4", "5", "6", "further", "last"}


def test_given_a_calendar_when_asked_which_meeting_one_is_then_those_before_it_count() -> None:
    told = {"minutes": 60, "proposed_by": "x"}
    known = {
        "b": {"starts_at": "2026-03-09T10:00:00Z", "state": "confirmed", **told},
        "a": {"starts_at": "2026-03-02T10:00:00Z", "state": "held", **told},
    }
    calendar = PairCalendar("pk", "sk", pair_id="p", known=known)
    assert [calendar.number_of(one) for one in ("a", "b", "none")] == [1, 2, 0]
    assert PairCalendar("pk", "sk", pair_id="p", known=None).number_of("a") == 0


@pytest.mark.parametrize("path", sorted(sessions.STARTER.glob("*.md")), ids=lambda path: path.name)
def test_given_a_starter_file_when_read_then_every_line_of_it_is_shown(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if line]
    assert [line for line in lines if not line.startswith(("# ", "## ", "- "))] == []
