"""Pairs: who may read, pause and close one, and the stage that its facts give it."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.errors import NotFound, SignInRequired, Stale
from mentoring.events.meetings import MeetingHeld, MeetingNotHeld
from mentoring.events.pairing import PairPaused
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.events.workspace import ContractProposed, ContractSigned, GoalAgreed, SummaryApproved
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from pairing import domain, use_cases
from pairing.domain import MENTEE, MENTOR
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.unit.pairing.givens import (
    DAY,
    Rival,
    agreed,
    by,
    consumer_at,
    event,
    pair_in,
    participant,
    published,
    season,
    seats,
    take,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context


def test_given_a_pair_when_read_then_by_its_two_and_the_organizers_only() -> None:
    memory = season(participant("anna", MENTOR), participant("jan", MENTEE), participant("ewa", MENTEE))
    pair_id = str(agreed(memory).pair_id)
    for who in ("anna", "jan", "ola", "wit"):
        assert use_cases.read_pair(by(who, memory), pair_id).pair_id == pair_id
    for one in (pair_id, "unknown"):
        with pytest.raises(NotFound):
            use_cases.read_pair(by("ewa", memory), one)
        with pytest.raises(SignInRequired):
            use_cases.read_pair(by("", memory), one)
    assert [one.pair_id for one in use_cases.pairs(by("wit", memory), "p").items] == [pair_id]
    with pytest.raises(NotFound):
        use_cases.pairs(by("anna", memory), "p")


@pytest.mark.parametrize("who", ["anna", "jan", "ola"])
def test_given_a_pair_when_paused_and_resumed_then_each_is_told_once(who: str) -> None:
    memory = season()
    pair_id = str(agreed(memory).pair_id)
    until = NOON + 20 * DAY
    for _ in range(2):
        assert use_cases.pause(by(who, memory), pair_id, until).paused_until == clock.iso(until)
    for _ in range(2):
        assert use_cases.pause(by(who, memory), pair_id, None).paused_until is None
    assert published(memory)[2:] == ["PairPaused", "PairPaused"]
    assert [one.data for one in memory.events[2:]] == [
        PairPaused("p", pair_id, clock.iso(until), who),
        PairPaused("p", pair_id, "", who),
    ]


def test_given_a_viewer_when_pausing_or_closing_then_the_pair_does_not_exist() -> None:
    memory = season()
    pair_id = str(agreed(memory).pair_id)
    with pytest.raises(NotFound):
        use_cases.pause(by("wit", memory), pair_id, None)
    with pytest.raises(NotFound):
        use_cases.close_early(by("wit", memory), pair_id, "")


def test_given_a_pair_when_closed_early_then_both_places_are_free_and_nothing_more_can_happen() -> None:
    memory = season()
    pair_id = str(agreed(memory).pair_id)
    closed = use_cases.close_early(by("jan", memory), pair_id, "zmiana pracy")
    assert (closed.stage, closed.outcome, closed.closed_by) == ("closed_early", "closed_early", "jan")
    assert (seats(memory, "mentor-anna"), seats(memory, "mentee-jan")) == (0, 0)
    assert published(memory)[2:] == ["PairStageChanged", "PairClosed"]
    assert "zmiana" not in "".join(str(one.detail) for one in memory.outbox)
    with pytest.raises(domain.PairEnded):
        use_cases.close_early(by("jan", memory), pair_id, "")
    with pytest.raises(domain.PairEnded):
        use_cases.pause(by("jan", memory), pair_id, None)


def meeting(memory: MemoryStore, pair_id: str, meeting_id: str, state: str, days: int) -> None:
    """Given: a meeting of a pair in a state."""
    memory.items.pop(Meeting.key(pair_id, meeting_id), None)
    memory.put(
        Meeting(
            *Meeting.key(pair_id, meeting_id), meeting_id=meeting_id, pair_id=pair_id, programme_id="p",
            starts_at=clock.iso(NOON + days * DAY), minutes=60, zone="Europe/Warsaw", state=state, proposed_by="anna",
            uid=meeting_id,
        )
    )  # fmt: skip


def held_in(memory: MemoryStore, pair_id: str) -> tuple[int, str | None]:
    pair = pair_in(memory, pair_id)
    return int(pair.meetings_held), pair.last_held_at


def test_given_facts_when_they_arrive_in_the_wrong_order_then_the_stage_is_right_in_the_end() -> None:
    memory = season()
    pair_id = str(agreed(memory).pair_id)
    facts: list[tuple[Callable[[Context, Any], None], Any]] = [
        (use_cases.note_goal_agreed, GoalAgreed("p", pair_id, "g")),
        (use_cases.note_contract_signed, ContractSigned("p", pair_id, 1, "hash")),
        (use_cases.note_contract_proposed, ContractProposed("p", pair_id, 1, "anna")),
    ]
    stages = []
    for consumer, data in facts:
        take(memory, consumer, data)
        stages.append(pair_in(memory, pair_id).stage)
    assert stages == ["active", "working", "working"]
    assert published(memory)[2:] == ["PairStageChanged"]


def test_given_a_second_contract_and_goal_when_noted_then_the_first_dates_stay() -> None:
    memory = season()
    pair_id = str(agreed(memory).pair_id)
    for days in (1, 5):
        take(memory, use_cases.note_contract_proposed, ContractProposed("p", pair_id, days, "anna"), days)
        take(memory, use_cases.note_contract_signed, ContractSigned("p", pair_id, days, "h"), days)
        take(memory, use_cases.note_goal_agreed, GoalAgreed("p", pair_id, str(days)), days)
    pair = pair_in(memory, pair_id)
    first = clock.iso(NOON + DAY)
    assert (pair.contract_proposed_at, pair.contract_signed_at, pair.goal_agreed_at) == (first, first, first)


def test_given_versions_of_a_contract_when_told_in_any_order_then_the_figures_of_the_newest_count() -> None:
    for order in permutations(((1, 14, 6, 45), (2, 28, 0, 90))):
        memory = season()
        pair_id = str(agreed(memory).pair_id)
        for number, *figures in order:
            take(memory, use_cases.note_contract_signed, ContractSigned("p", pair_id, number, "h", *figures), number)
        pair = pair_in(memory, pair_id)
        assert (pair.interval_days, pair.planned_meetings, pair.meeting_minutes) == (28, 0, 90)


@pytest.mark.parametrize(("own", "planned"), [(0, 8), (5, 5)])
def test_given_a_pair_when_asked_how_many_meetings_it_plans_then_its_own_number_is_before_the_programmes(
    own: int, planned: int
) -> None:
    memory = season()
    pair = agreed(memory)
    pair.planned_meetings = own
    assert (pair.plans(Programme(planned_meetings=8)), pair.plans(None)) == (planned, own)


def test_given_meetings_when_held_and_taken_back_then_the_count_is_what_is_held_now() -> None:
    memory = season()
    pair_id = str(agreed(memory).pair_id)
    meeting(memory, pair_id, "a", "held", 2)
    meeting(memory, pair_id, "b", "held", 9)
    meeting(memory, pair_id, "c", "confirmed", 16)
    held = MeetingHeld("p", pair_id, "a", clock.iso(NOON + 2 * DAY), 1, presumed=True)
    take(memory, use_cases.note_meeting, held)
    assert held_in(memory, pair_id) == (2, clock.iso(NOON + 9 * DAY))
    meeting(memory, pair_id, "b", "not_held", 9)
    take(memory, use_cases.note_meeting, MeetingNotHeld("p", pair_id, "b", "technical"))
    assert held_in(memory, pair_id) == (1, clock.iso(NOON + 2 * DAY))
    meeting(memory, pair_id, "a", "not_held", 2)
    take(memory, use_cases.note_meeting, MeetingNotHeld("p", pair_id, "a", "technical"))
    assert held_in(memory, pair_id) == (0, None)


def test_given_an_event_when_it_comes_twice_then_its_marker_stops_the_second() -> None:
    from mentoring.consumers import consume

    memory = season()
    pair_id = str(agreed(memory).pair_id)
    one = event(ContractProposed("p", pair_id, 1, "anna"))
    outcomes = [consume(consumer_at(memory, one), use_cases.note_contract_proposed, one) for _ in range(2)]
    assert outcomes == ["done", "done before"]
    assert pair_in(memory, pair_id).stage == "contracting"


def test_given_a_summary_both_approved_when_noted_then_the_process_is_completed_and_stays_so() -> None:
    memory = season()
    pair_id = str(agreed(memory).pair_id)
    for _ in range(2):
        take(memory, use_cases.complete, SummaryApproved("p", pair_id))
    pair = pair_in(memory, pair_id)
    assert (pair.stage, pair.outcome, pair.closed_by) == ("completed", "completed", "system")
    assert published(memory)[2:] == ["PairStageChanged", "PairClosed"]
    assert (seats(memory, "mentor-anna"), seats(memory, "mentee-jan")) == (1, 1)
    take(memory, use_cases.note_contract_signed, ContractSigned("p", pair_id, 1, "late"))
    assert pair_in(memory, pair_id).stage == "completed"


LOST: list[tuple[Callable[[Context, Any], None], Any]] = [
    (use_cases.note_contract_proposed, ContractProposed("p", "lost", 1, "anna")),
    (use_cases.note_meeting, MeetingNotHeld("p", "lost", "m", "technical")),
    (use_cases.complete, SummaryApproved("p", "lost")),
    (use_cases.follow_programme, ProgrammeStageChanged("lost", "running", "closing")),
]


@pytest.mark.parametrize(("consumer", "data"), LOST)
def test_given_a_fact_about_nothing_when_it_arrives_then_it_fails_and_is_seen(
    consumer: Callable[[Context, Any], None], data: Any
) -> None:
    with pytest.raises(NotFound):
        take(season(), consumer, data)


def test_given_a_rival_who_never_rests_when_a_fact_arrives_then_it_fails_and_comes_back() -> None:
    memory = season()
    pair_id = str(agreed(memory).pair_id)

    def touch(one: MemoryStore) -> None:
        item = one.get(Pair, *Pair.key(pair_id))
        assert item is not None
        one.put(item)

    busy = Rival(touch, times=99)
    busy.items = memory.items
    with pytest.raises(Stale):
        take(busy, use_cases.note_contract_proposed, ContractProposed("p", pair_id, 1, "anna"))
