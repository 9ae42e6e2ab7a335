"""The rules of a programme: trying other numbers, and looking at pairs again after a change."""

from __future__ import annotations

import pytest

from mentoring import clock, watching
from mentoring.errors import Invalid, NotFound
from mentoring.events.monitoring import PairWentInactive
from mentoring.events.recruitment import RulesChanged
from mentoring.tables.vocabulary import Colour
from monitoring.domain import Rules
from monitoring.use_cases import ruling
from tests.fakes import MemoryStore, context_at
from tests.unit.monitoring.givens import day, event, pair, programme, published, scan, silent, take, watched


def asked(given: MemoryStore, at: float, person_id: str = "wit", **tried: float) -> ruling.Preview:
    return ruling.preview(context_at(day(at), store=given, person_id=person_id), "p", tried)


def of_rhythms() -> MemoryStore:
    """Given: two pairs that met on day 0, one of which agreed to meet every four weeks; the programme says weekly."""
    given = silent(pair("1"), pair("2", "ewa", "piotr"))
    given.put(programme(interval_days=7))
    slow = watched(given, "2")
    slow.interval_days = 28
    given.put(slow)
    take(given, event(RulesChanged("p")))
    return given


def test_given_smaller_numbers_when_tried_then_the_pairs_they_concern_are_named_with_what_changes_and_nothing_is_kept() -> (
    None
):
    given = of_rhythms()
    found = asked(given, 24, silence_nudge=20)
    assert [(one.name, one.before.colour, one.after.colour, one.after.rule, one.days) for one in found.changes] == [
        ("Jan – Anna", "green", "amber", "silence", (0, 24))
    ]
    assert (found.changed, found.reminded, found.told, found.judged, found.all_of_them) == (
        {Colour.AMBER: 1}, 1, 0, 2, True,
    )  # fmt: skip
    assert scan(given, day(24))["nudged"] == 0


def test_given_numbers_that_are_tried_at_night_when_somebody_would_be_reminded_in_the_morning_then_they_count() -> None:
    given = of_rhythms()
    assert watched(given, "1").zones
    assert asked(given, 24.5, silence_nudge=20).reminded == 1


def test_given_larger_numbers_when_tried_then_pairs_turn_green_and_nothing_more_is_sent() -> None:
    given = of_rhythms()
    scan(given, day(46))
    found = asked(given, 46, silence_nudge=60, silence_alert=90, silence_suggest=120)
    assert (found.changed, found.reminded, found.told) == ({Colour.GREEN: 2}, 0, 0)


def test_given_the_saved_numbers_when_tried_then_nothing_changes() -> None:
    found = asked(of_rhythms(), 40)
    assert (found.changes, found.changed, found.reminded, found.told) == ((), {}, 0, 0)


def test_given_many_pairs_when_tried_then_twelve_are_named_and_the_rest_is_counted() -> None:
    given = silent(*(pair(f"{number:02}", f"m{number}", f"e{number}") for number in range(20)))
    found = asked(given, 24, silence_nudge=20, silence_factor=1)
    assert (len(found.changes), found.more, found.changed, found.reminded) == (12, 8, {Colour.AMBER: 20}, 20)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"silence_nudge": 3}, {"/rules/silence_nudge": watching.OUTSIDE}),
        ({"silent_days": 20}, {"/rules/silent_days": watching.UNKNOWN}),
        ({"silence_alert": 20}, {"/rules/silence_alert": watching.TOO_EARLY}),
        ({"contract_nudge": 40}, {"/rules/contract_alert": watching.TOO_EARLY}),
        ({"survey_nudge": float("nan")}, {"/rules/survey_nudge": watching.OUTSIDE}),
    ],
)
def test_given_numbers_that_make_no_sense_when_tried_then_it_is_said_where(
    wrong: dict[str, float], where: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        asked(of_rhythms(), 40, **wrong)
    assert refused.value.fields == where


@pytest.mark.parametrize("person_id", ["jan", "obca"])
def test_given_who_does_not_organize_when_trying_then_not_found(person_id: str) -> None:
    with pytest.raises(NotFound):
        asked(of_rhythms(), 40, person_id=person_id)


def test_given_the_numbers_that_are_usual_then_they_are_those_by_which_pairs_are_judged() -> None:
    usual = {name: limits.usual for name, limits in watching.LIMITS.items()}
    assert Rules.of(21, usual) == Rules()
    assert watching.checked(usual) == {}


@pytest.mark.parametrize(
    ("typed", "read", "wrong"),
    [
        ({"silence_nudge": "21", "silence_factor": "1,5"}, {"silence_nudge": 21, "silence_factor": 1.5}, {}),
        ({"silence_nudge": "21.5"}, {}, {"silence_nudge": watching.NO_NUMBER}),
        ({"silence_nudge": "²"}, {}, {"silence_nudge": watching.NO_NUMBER}),
        ({"silence_nudge": "", "onboarding_nudge": "3", "version": "1"}, {}, {"silence_nudge": watching.NO_NUMBER}),
        ({"silence_nudge": "400"}, {"silence_nudge": 400}, {"silence_nudge": watching.OUTSIDE}),
    ],
)
def test_given_texts_when_typed_then_numbers_are_read_and_the_rest_is_said(
    typed: dict[str, str], read: dict[str, float], wrong: dict[str, str]
) -> None:
    found, why = watching.typed(typed)
    assert found == read
    assert why == wrong


def test_given_other_rules_when_they_are_saved_then_every_pair_is_looked_at_again_and_the_scan_does_what_is_due() -> (
    None
):
    given = of_rhythms()
    assert watched(given).due_at == clock.iso(day(30))
    given.put(programme(interval_days=7, rules={"silence_nudge": 20}))
    take(given, event(RulesChanged("p")), at=day(24))
    assert (watched(given).colour, watched(given).due_at) == ("amber", clock.iso(day(24)))
    assert (watched(given, "2").colour, watched(given, "2").due_at) == ("green", clock.iso(day(42)))
    assert published(given, PairWentInactive) == []
    assert scan(given, day(24))["nudged"] == 1


def test_given_a_pair_that_other_rules_do_not_concern_when_looked_at_again_then_it_is_not_written() -> None:
    given = of_rhythms()
    before = [watched(given, one).version for one in ("1", "2")]
    given.put(programme(interval_days=7, rules={"silence_nudge": 20}))
    take(given, event(RulesChanged("p")), at=day(1))
    assert [watched(given, one).version for one in ("1", "2")] == [before[0] + 1, before[1]]
