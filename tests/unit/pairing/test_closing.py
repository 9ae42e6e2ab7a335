"""Pairs of a programme that closes: they enter closing, end after 30 days, and go back with it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mentoring import clock
from mentoring.errors import AlreadyDone
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from pairing import use_cases
from pairing.domain import MENTEE, MENTOR
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import (
    DAY,
    accept,
    agreed,
    by,
    consumer_at,
    event,
    pair_in,
    participant,
    proposal,
    published,
    season,
    stage,
    take,
)


def test_given_a_programme_that_closes_and_goes_back_when_followed_then_open_pairs_do_too() -> None:
    people = participant("anna", MENTOR, capacity=2), participant("jan", MENTEE), participant("ewa", MENTEE)
    memory = season(*people)
    ended, open_ = str(agreed(memory).pair_id), str(agreed(memory, "y", mentee="ewa").pair_id)
    use_cases.close_early(by("jan", memory), ended, "")
    to_closing, back = (
        ProgrammeStageChanged("p", "running", "closing"),
        ProgrammeStageChanged("p", "closing", "running"),
    )
    stage(memory, "closing")
    for _ in range(2):
        take(memory, use_cases.follow_programme, to_closing, 5)
    assert (pair_in(memory, open_).stage, pair_in(memory, ended).stage) == ("closing", "closed_early")
    assert pair_in(memory, open_).closing_at == clock.iso(NOON + 5 * DAY)
    stage(memory, "running")
    take(memory, use_cases.follow_programme, back, 6)
    take(memory, use_cases.follow_programme, to_closing, 5)  # late again: what the programme says now counts
    assert pair_in(memory, open_).stage == "active"
    assert not pair_in(memory, open_).closing_at


def in_closing(held: int) -> tuple[MemoryStore, str]:
    """Given: a pair in closing since day 5, with so many of three planned meetings held."""
    memory = season(planned_meetings=3)
    pair = agreed(memory)
    pair.meetings_held = held
    memory.put(pair)
    stage(memory, "closing")
    take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "running", "closing"), 5)
    return memory, str(pair.pair_id)


@pytest.mark.parametrize(("held", "outcome"), [(3, "completed"), (2, "closed_early")])
def test_given_a_pair_in_closing_when_thirty_days_bring_no_summary_then_it_ends_once(held: int, outcome: str) -> None:
    memory, pair_id = in_closing(held)
    ended = [
        use_cases.end_overdue(context_at(NOON + days * DAY, store=memory, service="pairing"))["ended"]
        for days in (34, 35, 36)
    ]
    assert ended == [0, 1, 0]
    assert (pair_in(memory, pair_id).outcome, pair_in(memory, pair_id).closed_by) == (outcome, "system")
    assert published(memory).count("PairClosed") == 1


def test_given_a_pair_in_closing_when_the_programme_is_closed_then_it_keeps_its_thirty_days() -> None:
    memory, pair_id = in_closing(2)
    stage(memory, "closed")
    take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "closing", "closed"), 6)
    assert pair_in(memory, pair_id).stage == "closing"
    ended = [
        use_cases.end_overdue(context_at(NOON + days * DAY, store=memory, service="pairing"))["ended"]
        for days in (34, 35, 36)
    ]
    assert (ended, pair_in(memory, pair_id).outcome) == ([0, 1, 0], "closed_early")


def test_given_a_pair_that_never_met_when_the_programme_is_closed_then_it_ends_and_stays_ended_when_it_goes_back() -> (
    None
):
    memory, pair_id = in_closing(0)
    stage(memory, "closed")
    for _ in range(2):
        take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "closing", "closed"), 6)
    stage(memory, "closing")
    take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "closed", "closing"), 7)
    assert pair_in(memory, pair_id).stage == "closed_early"
    assert published(memory).count("PairClosed") == 1


def test_given_a_pair_in_closing_when_the_programme_goes_back_then_no_end_is_due() -> None:
    memory, pair_id = in_closing(3)
    stage(memory, "running")
    take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "closing", "running"), 6)
    assert use_cases.end_overdue(context_at(NOON + 99 * DAY, store=memory, service="pairing")) == {"ended": 0}
    assert not pair_in(memory, pair_id).outcome


def closes(memory: MemoryStore, to: str = "closed") -> None:
    """When: the programme comes to a stage, and all its pairs that the index shows follow it."""
    programme = memory.get(Programme, *Programme.key("p"))
    assert programme is not None
    programme.stage, programme.stage_version = to, int(programme.version) + 1
    memory.put(programme)
    told = event(ProgrammeStageChanged("p", "running", to))
    told = replace(told, meta=replace(told.meta, sequence=int(programme.version)))
    use_cases.follow_programme(consumer_at(memory, told), told)


def hear_of(memory: MemoryStore) -> None:
    """When: the agreement reaches the consumer."""
    (told,) = [one for one in memory.events if one.name == "PairAgreed"]
    with suppress(AlreadyDone):
        use_cases.agreed(consumer_at(memory, told), told)


def only_pair(memory: MemoryStore) -> Pair:
    (found,) = memory.listed(Pair, "PROGRAMME#p")
    return found


@pytest.mark.parametrize(("to", "stage"), [("closed", "closed_early"), ("closing", "closing")])
def test_given_a_programme_that_closes_between_reading_and_writing_when_the_pair_is_heard_of_then_it_follows(
    to: str, stage: str
) -> None:
    memory = season()
    proposal(memory)
    accept(memory, "mentor-anna")
    whole, closed = memory.commit, []

    def commit(changes: Any) -> None:
        if not closed:
            closed.append(True)
            closes(memory, to)
        whole(changes)

    memory.commit = commit  # type: ignore[method-assign]
    accept(memory, "mentee-jan")
    assert only_pair(memory).stage == "active"

    for _ in range(2):
        hear_of(memory)

    assert only_pair(memory).stage == stage


def test_given_an_index_that_lags_when_the_programme_closes_then_the_pair_it_missed_follows_within_hours() -> None:
    memory = season()
    made = agreed(memory)
    hear_of(memory)
    made = only_pair(memory)
    made.list_pk = None
    memory.put(made)
    closes(memory)
    made.list_pk = "PROGRAMME#p"
    memory.put(made)
    assert not only_pair(memory).outcome

    counts = [use_cases.end_overdue(by("", memory, NOON + timedelta(hours=2))) for _ in range(2)]

    assert counts == [{"ended": 1}, {"ended": 0}]
    assert only_pair(memory).outcome == "closed_early"


def test_given_a_pair_of_a_programme_that_runs_when_it_is_seen_again_then_nothing_changes_and_it_is_due_no_more() -> (
    None
):
    memory = season()
    agreed(memory)
    hear_of(memory)
    before = published(memory)

    assert use_cases.end_overdue(by("", memory, NOON + timedelta(hours=2))) == {"ended": 0}

    assert (only_pair(memory).stage, only_pair(memory).due_at, published(memory)) == ("active", None, before)
