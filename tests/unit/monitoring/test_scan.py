"""The scan: each due pair nudged, brought to the organizers or left alone, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.errors import Stale
from mentoring.events.meetings import (
    MeetingConfirmed,
)
from mentoring.events.monitoring import MatterRaised, PairWentInactive
from mentoring.events.pairing import MenteeLeftUnmatched
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import GoalAgreed
from mentoring.tables.monitoring import Nudged, Watch
from monitoring import domain
from monitoring.use_cases import organizers
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.monitoring.givens import (
    AGREED,
    called,
    day,
    event,
    pair,
    person,
    programme,
    published,
    scan,
    season,
    silent,
    take,
    waiting,
    watched,
)

if TYPE_CHECKING:
    from mentoring.tables.pairing import Pair


def test_given_a_silent_pair_when_scanned_twice_then_it_is_nudged_once() -> None:
    given = silent()
    assert scan(given, day(31)) == {"due": 0, "nudged": 0, "alerted": 0, "suggested": 0, "advanced": 0}
    assert scan(given, day(32))["nudged"] == 1
    assert scan(given, day(32)) == {"due": 0, "nudged": 0, "alerted": 0, "suggested": 0, "advanced": 0}
    assert published(given, PairWentInactive) == [PairWentInactive("p", "1", "silence", 32, 1)]
    assert watched(given).due_at == clock.iso(day(45))


def test_given_a_silent_pair_when_days_pass_then_nudge_alert_suggestion_and_then_nothing() -> None:
    given = silent()
    kinds = [{name for name, number in scan(given, day(at)).items() if number} - {"due"} for at in range(70)]
    acted = {at: kind for at, kind in enumerate(kinds) if kind}
    assert acted == {32: {"nudged"}, 45: {"alerted"}, 60: {"suggested"}}
    assert published(given, MatterRaised)[0].days == 45
    assert (watched(given).colour, watched(given).reason) == (
        "red",
        {"rule": "silence", "days": 60, "since": clock.iso(NOON)},
    )


def test_given_a_mentor_of_two_silent_pairs_when_scanned_then_she_is_nudged_once_in_five_days() -> None:
    given = silent(pair("1"), pair("2", mentee="ewa"))
    assert scan(given, day(32))["nudged"] == 1
    assert [scan(given, day(at))["nudged"] for at in (33, 36, 37)] == [0, 0, 1]
    assert {one.pair_id for one in published(given, PairWentInactive)} == {"1", "2"}
    assert [one.at for one in given.query(Nudged, "WATCH#PERSON#anna")] == [clock.iso(day(37))]


def surveyed(*pairs: Pair) -> MemoryStore:
    """Given: these pairs agreed, and an open survey each; the first one has planned its meeting."""
    given = season(*pairs)
    for one in pairs:
        take(given, event(SurveyAssigned("p", one.pair_id, "a" + one.pair_id, "anna", "start")))
    take(given, event(MeetingConfirmed("p", pairs[0].pair_id, "n", clock.iso(day(90)), 0), sequence=2))
    return given


def nudges(given: MemoryStore) -> list[tuple[str, str]]:
    return [(one.pair_id, one.rule) for one in published(given, PairWentInactive)]


def test_given_a_survey_of_one_pair_when_another_has_no_first_meeting_then_it_hears_on_the_day() -> None:
    given = surveyed(pair("1"), pair("2", mentee="ewa"))
    assert [scan(given, day(at))["nudged"] for at in (5, 6, 7)] == [1, 0, 1]
    assert nudges(given)[1] == ("2", "first_meeting")


def test_given_a_mentor_of_two_pairs_when_both_are_due_then_the_survey_waits_for_the_meeting() -> None:
    given = surveyed(pair("1"), pair("2", mentee="ewa"))
    assert [scan(given, day(at))["nudged"] for at in (7, 7, 11, 12)] == [1, 0, 0, 1]
    assert nudges(given)[0] == ("2", "first_meeting")
    assert nudges(given)[1][1] == "survey"


def test_given_a_rule_of_the_programme_when_scanned_then_it_is_the_one_that_counts() -> None:
    given = season(rules={"first_meeting_nudge": 2})
    take(given, event(AGREED))
    assert scan(given, day(2))["nudged"] == 1


def test_given_many_due_pairs_when_scanned_then_all_are_looked_at() -> None:
    pairs = [pair(str(number), f"m{number}", f"e{number}") for number in range(120)]
    assert scan(silent(*pairs), day(46))["alerted"] == 120


class Slipping(MemoryStore):
    """Somebody is always quicker, for one pair."""

    lost = "1"

    def commit(self, changes: Any) -> None:
        if any(isinstance(one, Watch) and one.pair_id == self.lost for one in changes.saves):
            raise Stale
        super().commit(changes)


def test_given_a_pair_somebody_else_changes_when_scanned_then_it_is_left_and_the_scan_ends() -> None:
    given = Slipping()
    given.items = silent(pair("1"), pair("2", "ewa", "piotr")).items
    assert scan(given, day(32))["nudged"] == 1
    assert watched(given).history == []


def test_given_a_pair_that_cannot_be_looked_at_when_scanned_then_the_others_are_and_the_fault_is_told() -> None:
    given = silent(pair("1"), pair("2", "ewa", "piotr"))
    broken = watched(given)
    broken.started_at = "long ago"
    given.put(broken)
    with pytest.raises(ExceptionGroup, match="not looked at: 1"):
        scan(given, day(32))
    assert published(given, PairWentInactive)[0].pair_id == "2"


def test_given_a_programme_that_is_gone_when_scanned_then_the_defaults_hold() -> None:
    given = silent()
    del given.items["PROGRAMME#p", "PROGRAMME"]
    assert scan(given, day(32))["nudged"] == 1


def test_given_a_silent_pair_when_one_of_them_sleeps_then_it_is_nudged_in_the_morning_of_both() -> None:
    given = silent()
    given.put(person("anna", "Europe/Warsaw"), person("jan", "America/New_York"))
    night, early, morning = (clock.parse(f"2026-04-{at}:00:00Z") for at in ("03T22", "04T06", "04T12"))
    assert [scan(given, at)["nudged"] for at in (night, early)] == [0, 0]
    assert watched(given).due_at == clock.iso(morning)
    assert [scan(given, at)["nudged"] for at in (morning, morning)] == [1, 0]


def test_given_a_new_pair_when_its_first_step_falls_into_the_night_then_it_is_amber_and_due_in_the_morning() -> None:
    given = season()
    given.put(person("anna", "Asia/Tokyo"), person("jan", "Asia/Tokyo"))
    take(given, event(AGREED))
    assert watched(given).zones == ["Asia/Tokyo", "Asia/Tokyo"]
    assert (scan(given, day(7))["nudged"], watched(given).colour) == (0, "amber")
    assert watched(given).due_at == "2026-03-09T23:00:00Z"


def test_given_a_closed_programme_when_scanned_then_its_pairs_rest_for_good_and_nobody_is_called() -> None:
    given = silent()
    given.put(programme(stage="closed"))
    assert scan(given, day(46)) == {"due": 1, "nudged": 0, "alerted": 0, "suggested": 0, "advanced": 1}
    assert (watched(given).colour, watched(given).reason["rule"], watched(given).due_pk) == ("grey", "over", None)
    take(given, event(SurveyAnswered("p", "1", "a", "end", low=True)), event(MenteeLeftUnmatched("p", "e9", "nobody")))
    assert (waiting(given), nudges(given)) == ([], [])
    with pytest.raises(domain.NothingToRemindOf):
        organizers.nudge(context_at(day(46), store=given, person_id="ola"), "p", "1")


def test_given_a_programme_that_closes_when_something_is_heard_of_then_its_matters_wait_for_nobody() -> None:
    given = called()
    given.put(programme(stage="closed"))
    take(given, event(GoalAgreed("p", "2", "g"), sequence=9), at=day(47))
    assert waiting(given) == [("1", ["silence"])]


def test_given_a_watch_without_people_when_scanned_then_the_pair_is_nudged_all_the_same() -> None:
    given = silent()
    watch = watched(given)
    watch.people = []
    given.put(watch)
    assert scan(given, day(32))["nudged"] == 1


@pytest.mark.parametrize(("stage", "dates"), [("draft", {}), ("running", {"kick_off": "2026-09-01"})])
def test_given_a_programme_before_its_kick_off_or_in_draft_when_scanned_for_months_then_nobody_hears_anything(
    stage: str, dates: dict[str, str]
) -> None:
    given = season(stage=stage, dates=dates)
    take(given, event(AGREED))
    for number in range(0, 150, 10):
        scan(given, day(number))
    assert not published(given, PairWentInactive)
    assert not published(given, MatterRaised)
    assert watched(given).colour == "green"


def test_given_a_kick_off_when_its_day_comes_where_the_programme_is_at_home_then_the_first_week_begins() -> None:
    given = season(dates={"kick_off": "2026-03-10"}, zone="America/New_York")
    take(given, event(AGREED))
    assert watched(given).due_at == "2026-03-17T04:00:00Z"
