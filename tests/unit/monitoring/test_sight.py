"""What organizers see of a pair: a time line of facts, from whatever order things were told in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingHeld,
    MeetingNotHeld,
    MeetingRescheduled,
)
from mentoring.events.pairing import PairPaused
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, GoalAgreed
from mentoring.tables.core import Item
from mentoring.tables.gatherings.attendance import GatheringRecord
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Matter, WatchCounts
from mentoring.tables.recruitment import Participant
from mentoring.tables.reporting import Document
from mentoring.tables.vocabulary import Happened
from monitoring.sight import words
from monitoring.use_cases import organizers, sight
from tests.fakes import MemoryStore, context_at
from tests.unit.monitoring.givens import AGREED, day, event, pair, scan, season, silent, take, watched

if TYPE_CHECKING:
    from mentoring.context import Context


def confirmed(meeting: str, at: float) -> MeetingConfirmed:
    return MeetingConfirmed("p", "1", meeting, clock.iso(day(at)), 0)


def held(meeting: str, at: float) -> MeetingHeld:
    return MeetingHeld("p", "1", meeting, clock.iso(day(at)), 1, presumed=False)


def looking(given: MemoryStore, at: float, who: str = "wit") -> Context:
    return context_at(day(at), store=given, person_id=who)


def told(seen: sight.PairSeen) -> list[tuple[Happened, int]]:
    """Return what is on the time line, the first thing first, with its day."""
    return [(one.what, round((one.at - day(0)).total_seconds() / 86400)) for one in [*seen.past[::-1], *seen.ahead]]


def test_given_meetings_held_planned_moved_and_called_off_when_seen_then_each_on_its_day() -> None:
    given = season()
    take(
        given,
        event(held("a", 3), sequence=1),
        event(confirmed("b", 10), sequence=1),
        event(MeetingCancelled("p", "1", "b", "jan", 1, was_confirmed=True, starts_at=clock.iso(day(10))), sequence=2),
        event(confirmed("c", 12), sequence=1),
        event(MeetingNotHeld("p", "1", "c", "technical", clock.iso(day(12))), sequence=2),
        event(MeetingCancelled("p", "1", "d", "jan", 1, was_confirmed=False, starts_at=clock.iso(day(13))), sequence=2),
        event(confirmed("e", 15), sequence=1),
        event(MeetingRescheduled("p", "1", "e", "jan", clock.iso(day(16)), 1), sequence=2),
        event(confirmed("f", 30), sequence=1),
    )
    seen = sight.pair(looking(given, 20), "p", "1")
    assert [one for one in told(seen) if one[0] in (Happened.HELD, Happened.OFF, Happened.PLANNED)] == [
        (Happened.HELD, 3), (Happened.OFF, 10), (Happened.OFF, 12), (Happened.PLANNED, 30),
    ]  # fmt: skip
    assert [one.what for one in seen.ahead] == [Happened.PLANNED]
    assert [(str(state), at) for state, at in sight.meetings(seen.one)] == [
        ("held", day(3)), ("off", day(10)), ("off", day(12)), ("planned", day(30)),
    ]  # fmt: skip


@pytest.mark.parametrize(("at", "said"), [(8, "was called off"), (11, "didn't take place")])
def test_given_a_meeting_called_off_when_its_day_is_to_come_then_it_is_not_told_as_past(at: float, said: str) -> None:
    given = season()
    off = MeetingCancelled("p", "1", "b", "jan", 1, was_confirmed=True, starts_at=clock.iso(day(10)))
    take(given, event(confirmed("b", 10), sequence=1), event(off, sequence=2))
    seen = sight.pair(looking(given, at), "p", "1")
    (found,) = [one for one in (*seen.ahead, *seen.past) if one.what == Happened.OFF]
    assert said in words.happened(found, day(at), "en", "UTC")


def test_given_a_pause_and_its_early_end_when_seen_then_both_are_on_the_line() -> None:
    given = season()
    take(
        given,
        event(PairPaused("p", "1", ""), day(9), sequence=3),
        event(PairPaused("p", "1", clock.iso(day(20))), day(5), sequence=2),
        at=day(9),
    )
    seen = sight.pair(looking(given, 10), "p", "1")
    assert told(seen) == [(Happened.AGREED, 0), (Happened.PAUSED, 5), (Happened.RESUMED, 9)]
    assert seen.past[1].until == day(20)


def test_given_surveys_when_answered_then_they_are_numbers_and_an_open_one_is_on_the_line() -> None:
    given = season()
    take(
        given,
        event(SurveyAssigned("p", "1", "a", "jan", "pair_fit"), day(4)),
        event(SurveyAnswered("p", "1", "a", "pair_fit", low=False), day(5)),
        event(SurveyAssigned("p", "1", "b", "anna", "pair_fit"), day(4)),
        at=day(5),
    )
    seen = sight.pair(looking(given, 10), "p", "1")
    assert (seen.answered, len(seen.one.facts.surveys)) == (1, 1)
    assert told(seen) == [(Happened.AGREED, 0), (Happened.ASKED, 4)]


def test_given_reminders_and_an_alert_when_seen_then_why_and_for_how_long_is_in_words() -> None:
    given = silent()
    for at in (33, 46):
        scan(given, day(at))
    seen = sight.pair(looking(given, 47), "p", "1")
    said = [words.happened(one, day(47), "en", "Europe/Warsaw") for one in seen.past if one.rule]
    assert "Both were reminded by email: no meeting for 33 days and nothing planned" in said
    assert "The organizers were told: no meeting for 46 days and nothing planned" in said


def test_given_a_survey_that_one_of_them_did_not_answer_when_reminded_then_it_is_not_said_of_both() -> None:
    given = season()
    take(given, event(SurveyAssigned("p", "1", "a", "jan", "pair_fit"), day(0)))
    scan(given, day(6))
    said = [words.happened(one, day(7), "en", "UTC") for one in sight.pair(looking(given, 7), "p", "1").past]
    assert any(one.startswith("Those who hadn't answered were reminded by email") for one in said)
    assert not any(one.startswith("Both were reminded") for one in said)


def test_given_gatherings_attended_by_one_and_by_both_when_seen_then_it_says_who_was_there() -> None:
    given = season()
    take(given, event(AGREED))
    for which, title in (("g1", "Otwarcie"), ("g2", "Warsztat")):
        given.put(
            Gathering(
                *Gathering.key("p", which), gathering_id=which, programme_id="p", what="opening", venue="online",
                starts_at=clock.iso(day(2)), minutes=60, zone="Europe/Warsaw", by="ola", made_at=clock.iso(day(0)),
                texts={"pl": {"title": title, "text": ""}}, uid=which,
            )
        )  # fmt: skip
    for who, where in (("m1", ("g1",)), ("e1", ("g1", "g2"))):
        noted = {one: {"present": True, "sequence": 1} for one in where}
        given.put(GatheringRecord(*GatheringRecord.key("p", who), programme_id="p", participant_id=who, noted=noted))
    seen = sight.pair(looking(given, 10), "p", "1")
    said = {words.happened(one, day(10), "en", "UTC") for one in seen.past if one.what == Happened.ATTENDED}
    assert said == {"Both were at “Otwarcie”", "Jan was at “Warsztat”"}


def test_given_a_report_when_made_then_the_page_leads_to_it() -> None:
    given = season(pair(outcome="completed", closed_at=clock.iso(day(90)), stage="completed"))
    take(given, event(held("a", 3)))
    given.put(
        Document(
            *Document.key("1", "organizer"), document_id="d", pair_id="1", programme_id="p", edition="organizer",
            object_key="k", pages=2, sha256="x", made_at=clock.iso(day(91)),
        )
    )  # fmt: skip
    seen = sight.pair(looking(given, 100), "p", "1")
    assert seen.has_report
    assert told(seen)[-2:] == [(Happened.CLOSED, 90), (Happened.REPORT, 91)]


@pytest.mark.parametrize("who", ["anna", "jan", "obca"])
def test_given_somebody_who_does_not_organize_when_asking_for_a_pair_then_there_is_none(who: str) -> None:
    with pytest.raises(NotFound):
        sight.pair(looking(silent(), 5, who), "p", "1")


def test_given_a_pair_of_another_programme_when_asked_for_then_there_is_none() -> None:
    elsewhere = pair("9")
    given = silent(pair(), elsewhere)
    elsewhere.programme_id = "q"
    given.put(elsewhere)
    for pair_id in ("9", "none"):
        with pytest.raises(NotFound):
            sight.pair(looking(given, 5), "p", pair_id)


def test_given_a_viewer_when_looking_then_they_may_see_and_not_act() -> None:
    given = silent()
    assert [sight.pair(looking(given, 5, who), "p", "1").may_decide for who in ("ola", "wit")] == [True, False]
    with pytest.raises(NotFound):
        organizers.nudge(looking(given, 40), "p", "1")


def test_given_how_far_a_pair_has_come_when_its_watch_changes_then_it_is_counted_once() -> None:
    given = season(planned_meetings=4)
    take(given, event(ContractSigned("p", "1", 1, "hash")), event(GoalAgreed("p", "1", "g")))
    take(given, event(held("a", 1)))
    assert counted(given) == {"green": 1, "signed": 1, "agreed": 1}
    take(given, event(held("b", 2)), event(held("b", 2)))
    assert counted(given) == {"green": 1, "signed": 1, "agreed": 1, "halfway": 1}
    take(given, event(ContractSigned("p", "1", 2, "hash", 21, 8)))
    assert not watched(given).halfway
    assert counted(given) == {"green": 1, "signed": 1, "agreed": 1}


def counted(given: MemoryStore) -> dict[str, int]:
    found = given.get_many(Item, WatchCounts.keys("p"))
    return {name: number for name, number in WatchCounts.total(found).items() if number}


def test_given_people_who_left_when_seen_then_nobody_is_written_to() -> None:
    given = season()
    take(given, event(held("a", 1)))
    given.put(
        Participant(
            *Participant.key("p", "e1"), participant_id="e1", programme_id="p", person_id="jan", role="mentee",
            name="Jan", email="jan@firma.example", locale="pl", zone="Europe/Warsaw", form="m", profile={},
            accepted_at=clock.iso(day(0)), withdrawn_at=clock.iso(day(1)),
        )
    )  # fmt: skip
    assert [one.withdrawn_at is None for one in sight.pair(looking(given, 3), "p", "1").people] == [False]


def test_given_a_matter_of_a_pair_when_seen_then_why_and_who_has_it_and_once_done_who_did_it() -> None:
    given = silent()
    given.put(
        Person(*Person.key("ola"), person_id="ola", email="o@firma.example", name="Ola", own=["name"], registered_at="")
    )
    scan(given, day(46))
    matter = given.get(Matter, *Matter.key("p", "1"))
    assert matter is not None
    matter.taken_by = "ola"
    given.put(matter)
    seen = sight.pair(looking(given, 47), "p", "1")
    assert seen.matter is not None
    assert (seen.taker, [one["rule"] for one in seen.matter.reasons]) == ("Ola", ["silence"])
    matter.state, matter.handled_at, matter.handled_by = "done", clock.iso(day(48)), "ola"
    given.put(matter)
    seen = sight.pair(looking(given, 49), "p", "1")
    assert seen.matter is None
    assert words.happened(seen.past[0], day(49), "en", "UTC") == "Ola took care of what needed an organizer"
