"""The worker: what a round is calculated from, and the proposals a sent one makes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import NotFound
from mentoring.events.catalogue import PairingPreviewed, PairingRequested, PairingRoundSent, PairProposed
from mentoring.tables.pairing import Proposal, ProposalSide, Round, Seats
from mentoring.tables.recruitment import Programme
from pairing import use_cases, worker
from pairing.domain import MENTEE, MENTOR
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import MemoryResults, consumer_at, event, participant, season

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Participant


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> MemoryResults:
    """Given: a place for results in memory."""
    kept = MemoryResults()
    monkeypatch.setattr(worker, "RESULTS", kept)
    return kept


def crowd(mentors: int, mentees: int, capacity: int = 1) -> list[Participant]:
    return [
        *(participant(f"m{number:02}", MENTOR, capacity=capacity) for number in range(mentors)),
        *(participant(f"e{number:02}", MENTEE) for number in range(mentees)),
    ]


def request(memory: MemoryStore, **wish: Any) -> Round:
    return use_cases.request_round(context_at(store=memory, person_id="ola", service="pairing"), "p", **wish)


def deliver(memory: MemoryStore, data: Any, event_id: str = "") -> str:
    one = event(data, event_id=event_id)
    function = worker.solve if isinstance(data, PairingRequested) else worker.propose
    return consume(consumer_at(memory, one, name="pairing-worker"), function, one)


def solved(memory: MemoryStore, **wish: Any) -> Round:
    """Given: a round with its preview."""
    round_id = str(request(memory, **wish).round_id)
    deliver(memory, PairingRequested("p", round_id))
    return read(memory, round_id)


def sent(memory: MemoryStore) -> str:
    """Given: a round that was sent."""
    round_id = str(solved(memory).round_id)
    use_cases.send_round(context_at(store=memory, person_id="ola", service="pairing"), "p", round_id)
    return round_id


def read(memory: MemoryStore, round_id: str) -> Round:
    found = memory.get(Round, *Round.key("p", round_id))
    assert found is not None
    return found


def proposals(memory: MemoryStore) -> list[Proposal]:
    return memory.query(Proposal, "PAIRING#p", "PROPOSAL#")


def test_given_a_requested_round_when_solved_twice_then_one_preview_with_its_figures(results: MemoryResults) -> None:
    memory = season(*crowd(3, 2))
    round_id = str(request(memory).round_id)
    asked = PairingRequested("p", round_id)
    assert [deliver(memory, asked, "one"), deliver(memory, asked, "one"), deliver(memory, asked, "two")] == [
        "done",
        "done before",
        "done",
    ]
    found = read(memory, round_id)
    assert (found.state, found.figures["matched"], found.figures["proved_optimal"]) == ("preview", 2, True)
    assert results.kept[f"rounds/p/{round_id}.json"]["input_hash"] == found.input_hash
    previews = [one.data for one in memory.events if isinstance(one.data, PairingPreviewed)]
    assert previews == [PairingPreviewed("p", round_id, 2, 0)]


def test_given_the_same_people_when_solved_again_then_the_result_is_the_same(results: MemoryResults) -> None:
    memory = season(*crowd(3, 3))
    first, second = solved(memory), solved(memory)
    assert results.kept[str(first.result_key)] == results.kept[str(second.result_key)]


def test_given_a_profile_that_cannot_be_read_when_solved_then_the_round_failed_with_a_reason(
    results: MemoryResults,
) -> None:
    memory = season(participant("anna", MENTOR, zone="Nowhere/At_All"), participant("jan", MENTEE))
    found = solved(memory)
    assert (found.state, found.problem, results.kept) == ("failed", worker.UNREADABLE, {})
    assert [one.name for one in memory.events] == ["PairingRequested"]


def test_given_a_programme_with_and_without_dates_when_asked_then_the_season_is_its_own_or_nine_months() -> None:
    memory = season(dates={"kick_off": "2026-04-01", "closing": "2026-11-30"})
    programme, wanted = memory.get(Programme, *Programme.key("p")), request(memory)
    assert programme is not None
    given = worker.input_of(context_at(store=memory), programme, wanted)
    assert (given.start, given.end) == (date(2026, 4, 1), date(2026, 11, 30))
    programme.dates = {}
    given = worker.input_of(context_at(store=memory), programme, wanted)
    assert (given.start, given.end) == (NOON.date(), NOON.date() + timedelta(days=270))


def input_now(memory: MemoryStore) -> Any:
    programme = memory.get(Programme, *Programme.key("p"))
    assert programme is not None
    return worker.input_of(context_at(store=memory), programme, request(memory))


@pytest.mark.usefixtures("results")
def test_given_open_and_agreed_proposals_when_asked_again_then_only_the_places_left_count() -> None:
    memory = season(*crowd(1, 3, capacity=3))
    deliver(memory, PairingRoundSent("p", sent(memory)))
    assert (len(input_now(memory).mentees), input_now(memory).mentors[0].capacity) == (0, 0)
    first, second, third = proposals(memory)
    nobody = context_at(store=memory, service="pairing")
    for side in (first.mentor_id, first.mentee_id):
        use_cases.accept(nobody, "p", first.proposal_id, side)
    use_cases.decline(nobody, "p", second.proposal_id, second.mentee_id)
    given = input_now(memory)
    assert [one.id for one in given.mentees] == [second.mentee_id]
    assert given.mentors[0].capacity == 1
    assert set(given.forbidden) == {(one.mentee_id, one.mentor_id) for one in (first, second, third)}


@pytest.mark.usefixtures("results")
def test_given_a_declined_proposal_when_paired_again_then_somebody_else_is_proposed() -> None:
    memory = season(*crowd(2, 1))
    deliver(memory, PairingRoundSent("p", sent(memory)))
    (first,) = proposals(memory)
    use_cases.decline(context_at(store=memory, service="pairing"), "p", first.proposal_id, first.mentor_id)
    deliver(memory, PairingRoundSent("p", sent(memory)))
    assert len({one.mentor_id for one in proposals(memory)}) == 2
    (second,) = [one for one in proposals(memory) if one.state == "sent"]
    use_cases.decline(context_at(store=memory, service="pairing"), "p", second.proposal_id, "mentee-e00")
    assert solved(memory).figures["matched"] == 0


@pytest.mark.usefixtures("results")
def test_given_a_sent_round_of_many_when_delivered_again_after_a_crash_then_each_proposal_is_there_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = season(*crowd(45, 45))
    asked = PairingRoundSent("p", sent(memory))
    keep = worker._keep
    calls: list[int] = []

    def dies_after_the_first(*arguments: Any) -> None:
        if calls:
            raise TimeoutError
        calls.append(1)
        keep(*arguments)

    monkeypatch.setattr(worker, "_keep", dies_after_the_first)
    with pytest.raises(TimeoutError):
        deliver(memory, asked, "one")
    assert len(proposals(memory)) == worker.TOGETHER
    monkeypatch.setattr(worker, "_keep", keep)
    assert [deliver(memory, asked, "one"), deliver(memory, asked, "one"), deliver(memory, asked, "two")] == [
        "done",
        "done before",
        "done",
    ]
    assert len(proposals(memory)) == len(memory.query(ProposalSide, "PAIRING#p", "SIDE#mentee-")) == 45
    assert sum(isinstance(one.data, PairProposed) for one in memory.events) == 45
    assert len(memory.due(Proposal, NOON + timedelta(days=3))) == 45


@pytest.mark.usefixtures("results")
def test_given_places_that_went_since_the_preview_when_sent_then_those_pairs_are_left_out() -> None:
    memory = season(*crowd(2, 2))
    round_id = sent(memory)
    memory.put(Seats(*Seats.key("p", "mentor-m00"), participant_id="mentor-m00", programme_id="p", capacity=1, taken=1))
    deliver(memory, PairingRoundSent("p", round_id))
    assert [one.mentor_id for one in proposals(memory)] == ["mentor-m01"]


@pytest.mark.usefixtures("results")
def test_given_a_participant_who_left_since_the_preview_when_sent_then_nobody_is_proposed_to_them() -> None:
    memory = season(*crowd(1, 1))
    round_id = sent(memory)
    del memory.items["PROGRAMME#p", "PARTICIPANT#mentee-e00"]
    deliver(memory, PairingRoundSent("p", round_id))
    assert proposals(memory) == []


@pytest.mark.usefixtures("results")
def test_given_a_round_that_is_unknown_or_has_no_result_when_delivered_then_it_fails_and_is_seen() -> None:
    memory = season()
    requested = str(request(memory).round_id)
    for data in (PairingRequested("p", "x"), PairingRoundSent("p", "x"), PairingRoundSent("p", requested)):
        with pytest.raises(NotFound):
            deliver(memory, data)
    del memory.items[Programme.key("p")]
    with pytest.raises(NotFound):
        deliver(memory, PairingRequested("p", requested))


@pytest.mark.usefixtures("results")
def test_given_a_proposal_when_made_then_it_is_due_on_day_3_and_carries_the_reasons() -> None:
    memory = season(*crowd(1, 1))
    deliver(memory, PairingRoundSent("p", sent(memory)))
    (one,) = proposals(memory)
    assert (one.state, one.due_at, set(one.reasons)) == ("sent", clock.iso(NOON + timedelta(days=3)), {"pl", "en"})
