"""Rounds, proposals and pairs, from a request to the end of a process."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock
from mentoring.consumers import consume
from mentoring.context import Marker
from mentoring.errors import NotFound
from mentoring.events import catalogue
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair, Proposal, Round, Seats
from mentoring.tables.recruitment import Programme
from mentoring.weights import WeightsUseless
from pairing import domain, use_cases
from pairing import store as stores
from pairing.use_cases import proposing, solving
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import (
    MENTEE,
    MENTOR,
    ORGANIZER,
    PAIR,
    PROGRAMME,
    STRANGER,
    event,
    participant,
    programme,
    world,
)
from tests.unit.pairing.givens import send


def _as(person_id: str, store: MemoryStore, at: Any = NOON) -> Any:
    return context_at(at, store=store, person_id=person_id, service="pairing")


@pytest.fixture
def store() -> MemoryStore:
    """Given: a programme in pairing with two mentors (one place each) and two mentees."""
    from mentoring.tables.recruitment import Member

    store = MemoryStore()
    store.put(
        programme(stage="matching"),
        Member(*Member.key("org-1", ORGANIZER), organization_id="org-1", person_id=ORGANIZER, role="owner"),
        *(participant(name, "mentor", person_id=f"{name}-person", capacity=1) for name in ("ewa", "jan")),
        *(participant(name, "mentee", person_id=f"{name}-person") for name in ("ola", "piotr")),
    )
    for one in store.query(stores.Participant, f"PROGRAMME#{PROGRAMME}", "PARTICIPANT#"):
        one.list_pk, one.list_sk = f"PERSON#{one.person_id}", f"PARTICIPANT#{PROGRAMME}#{one.role}"
        uow = _as("", store).begin()
        uow.save(one)
        uow.commit()
    return store


def _previewed(store: MemoryStore) -> Round:
    wanted = use_cases.request_round(_as(ORGANIZER, store), PROGRAMME)
    solving.solve(_as("", store), store.events[-1])
    return wanted


def _sent(store: MemoryStore) -> list[Proposal]:
    send(_as(ORGANIZER, store), PROGRAMME, _previewed(store).round_id)
    for _ in range(2):
        proposing.propose(_as("", store), next(one for one in store.events if one.name == "PairingRoundSent"))
    return use_cases.proposals(_as(ORGANIZER, store), PROGRAMME).items


def _agreed(store: MemoryStore, proposal: Proposal) -> Proposal:
    for side in (proposal.mentor_id, proposal.mentee_id):
        proposal = use_cases.accept(_as("", store), PROGRAMME, proposal.proposal_id, side)
    return proposal


def test_given_a_request_when_solved_twice_then_one_preview_with_proof(store: MemoryStore) -> None:
    wanted = _previewed(store)
    solving.solve(_as("", store), event(catalogue.PairingRequested(PROGRAMME, wanted.round_id), store))
    _, read = use_cases.read_round(_as(ORGANIZER, store), PROGRAMME, wanted.round_id)
    figures = read.round.figures
    assert (read.round.state, figures["matched"], figures["proved_optimal"]) == ("preview", 2, True)
    assert len(read.pairs) == 2
    assert [one.name for one in store.events] == ["PairingRequested", "PairingPreviewed"]


def test_given_weights_that_cannot_be_when_asked_for_then_refused_before_anything_is_written(
    store: MemoryStore,
) -> None:
    with pytest.raises(WeightsUseless):
        use_cases.request_round(_as(ORGANIZER, store), PROGRAMME, use_cases.Wish(weights={"nonsense": 1}))
    assert use_cases.rounds(_as(ORGANIZER, store), PROGRAMME) == []


def test_given_a_programme_in_another_stage_when_a_round_is_asked_for_then_refused() -> None:
    store = world(stage="recruiting")
    with pytest.raises(domain.NotTheStage):
        use_cases.request_round(_as(ORGANIZER, store), PROGRAMME)


def test_given_a_stranger_when_touching_a_round_then_there_is_none(store: MemoryStore) -> None:
    wanted = _previewed(store)
    for act in (
        lambda who: use_cases.request_round(who, PROGRAMME),
        lambda who: use_cases.read_round(who, PROGRAMME, wanted.round_id),
        lambda who: send(who, PROGRAMME, wanted.round_id),
        lambda who: use_cases.proposals(who, PROGRAMME),
    ):
        with pytest.raises(NotFound):
            act(_as(STRANGER, store))
    for act in (send, lambda *a: use_cases.read_round(a[0], *a[1:])):
        with pytest.raises(NotFound):
            act(_as(ORGANIZER, store), PROGRAMME, "none")


def test_given_a_preview_when_sent_then_both_sides_have_a_proposal_and_it_is_sent_once(store: MemoryStore) -> None:
    proposals = _sent(store)
    assert {one.state for one in proposals} == {"sent"}
    assert len(proposals) == 2
    assert [one.name for one in store.events].count("PairProposed") == 2
    with pytest.raises(domain.RoundNotReady):
        send(_as(ORGANIZER, store), PROGRAMME, proposals[0].round_id)
    own = use_cases.proposals(_as(f"{proposals[0].mentor_id}-person", store), PROGRAMME).items
    assert [one.proposal_id for one in own] == [proposals[0].proposal_id]


def test_given_a_proposal_when_both_accept_then_the_pair_exists_once(store: MemoryStore) -> None:
    proposal = _agreed(store, _sent(store)[0])
    again = use_cases.accept(_as("", store), PROGRAMME, proposal.proposal_id, proposal.mentor_id)
    assert again.state == "agreed"
    (pair,) = use_cases.pairs(_as(ORGANIZER, store), PROGRAMME).items
    assert (pair.stage, pair.mentor_id, pair.mentee_id) == ("active", proposal.mentor_id, proposal.mentee_id)
    seats = store.get(Seats, *Seats.key(PROGRAMME, proposal.mentor_id))
    assert seats is not None
    assert int(seats.taken) == 1


def test_given_one_yes_when_clicked_twice_then_it_is_one_yes(store: MemoryStore) -> None:
    proposal = _sent(store)[0]
    for _ in range(2):
        answered = use_cases.accept(_as("", store), PROGRAMME, proposal.proposal_id, proposal.mentor_id)
    assert (answered.state, len(answered.accepted_by)) == ("accepted_by_one", 1)


def test_given_the_last_seat_taken_when_accepted_then_it_is_told_and_nothing_is_written(store: MemoryStore) -> None:
    proposal = _sent(store)[0]
    store.put(
        Seats(
            *Seats.key(PROGRAMME, proposal.mentor_id),
            participant_id=proposal.mentor_id,
            programme_id=PROGRAMME,
            capacity=1,
            taken=1,
        )
    )
    use_cases.accept(_as("", store), PROGRAMME, proposal.proposal_id, proposal.mentor_id)
    with pytest.raises(domain.SeatTaken):
        use_cases.accept(_as("", store), PROGRAMME, proposal.proposal_id, proposal.mentee_id)
    assert use_cases.pairs(_as(ORGANIZER, store), PROGRAMME).items == []


def test_given_a_no_when_said_then_the_proposal_is_declined_for_good(store: MemoryStore) -> None:
    proposal = _sent(store)[0]
    use_cases.decline(_as("", store), PROGRAMME, proposal.proposal_id, proposal.mentee_id, "Nie teraz")
    for answer in (use_cases.accept, use_cases.decline):
        with pytest.raises(domain.ProposalAnswered):
            answer(_as("", store), PROGRAMME, proposal.proposal_id, proposal.mentor_id)


def test_given_somebody_else_when_answering_then_there_is_no_proposal(store: MemoryStore) -> None:
    proposal = _sent(store)[0]
    for proposal_id, side in ((proposal.proposal_id, "nobody"), ("none", proposal.mentor_id)):
        for answer in (use_cases.accept, use_cases.decline):
            with pytest.raises(NotFound):
                answer(_as("", store), PROGRAMME, proposal_id, side)
    with pytest.raises(NotFound):
        use_cases.own_side(_as(STRANGER, store), PROGRAMME, proposal.proposal_id)
    assert (
        use_cases.own_side(_as(f"{proposal.mentor_id}-person", store), PROGRAMME, proposal.proposal_id)
        == proposal.mentor_id
    )


def test_given_silence_when_the_schedule_runs_then_reminded_on_day_3_and_expired_on_day_7_once(
    store: MemoryStore,
) -> None:
    _sent(store)
    counted = [use_cases.remind_and_expire(_as("", store, NOON + timedelta(days=day))) for day in (2, 3, 3, 6, 7, 8)]
    assert [(one["reminded"], one["expired"]) for one in counted] == [(0, 0), (2, 0), (0, 0), (0, 0), (0, 2), (0, 0)]
    assert {one.state for one in use_cases.proposals(_as(ORGANIZER, store), PROGRAMME).items} == {"expired"}


@pytest.mark.parametrize("stage", ["draft", "recruiting", "closing", "closed"])
def test_given_a_programme_that_forms_no_pairs_when_the_schedule_runs_then_nobody_is_reminded_of_a_proposal(
    store: MemoryStore, stage: str
) -> None:
    _sent(store)
    programme = store.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.stage = stage
    store.put(programme)
    counted = use_cases.remind_and_expire(_as("", store, NOON + timedelta(days=3)))
    assert (counted["reminded"], counted["moved_on"]) == (0, 2)
    assert "ProposalReminded" not in [one.name for one in store.events]


def test_given_open_proposals_when_a_new_round_is_solved_then_nobody_is_proposed_twice(store: MemoryStore) -> None:
    _sent(store)
    wanted = _previewed(store)
    assert use_cases.read_round(_as(ORGANIZER, store), PROGRAMME, wanted.round_id)[1].pairs == []
    assert len(use_cases.rounds(_as(ORGANIZER, store), PROGRAMME)) == 2


# Pairs ---------------------------------------------------------------------------------------------------------------


def _pair(store: MemoryStore) -> Pair:
    return use_cases.read_pair(_as(MENTOR, store), PAIR)


def _hear(store: MemoryStore, function: Any, data: Any, marker: str = "") -> None:
    context = context_at(store=store, service="pairing", marker=Marker(marker) if marker else None)
    consume(context, function, event(data, store))


SIGNED = catalogue.ContractSigned(PROGRAMME, PAIR, 1, "hash")
HELD = Meeting(
    *Meeting.key(PAIR, "m"), meeting_id="m", pair_id=PAIR, programme_id=PROGRAMME, starts_at="2026-03-05T10:00:00Z",
    minutes=60, zone="Europe/Warsaw", state="held", proposed_by=MENTOR, uid="m",
)  # fmt: skip
FACTS = {
    "note_contract_proposed": catalogue.ContractProposed(PROGRAMME, PAIR, 1, MENTOR),
    "note_contract_signed": SIGNED,
    "note_goal_agreed": catalogue.GoalAgreed(PROGRAMME, PAIR, "g"),
    "note_meeting": catalogue.MeetingHeld(PROGRAMME, PAIR, "m", "2026-03-05T10:00:00Z", 1, presumed=False),
}


@given(st.permutations(sorted(FACTS)))
def test_given_facts_in_any_order_when_heard_twice_then_the_stage_is_the_same(order: list[str]) -> None:
    store = world()
    store.put(Meeting.from_raw_data(HELD.serialize()))
    for name in order:
        for _ in range(2):
            _hear(store, getattr(use_cases, name), FACTS[name], f"inbox#pairing#{name}")
    assert (_pair(store).stage, int(_pair(store).meetings_held)) == ("working", 1)


def test_given_a_closing_programme_when_heard_of_then_its_pairs_close_and_complete(store: MemoryStore) -> None:
    for to in ("running", "closing"):
        store = world(stage=to)
        _hear(store, use_cases.follow_programme, catalogue.ProgrammeStageChanged(PROGRAMME, "matching", to))
    assert _pair(store).stage == "closing"
    for _ in range(2):
        _hear(store, use_cases.complete, catalogue.SummaryApproved(PROGRAMME, PAIR))
    assert (_pair(store).stage, _pair(store).outcome) == ("completed", "completed")
    assert [one.name for one in store.events].count("PairClosed") == 1
    with pytest.raises(domain.PairEnded):
        use_cases.pause(_as(MENTOR, store), PAIR, NOON)


def test_given_a_pair_when_paused_and_resumed_then_both_are_told() -> None:
    store = world()
    assert use_cases.pause(_as(MENTEE, store), PAIR, NOON + timedelta(days=9)).paused_until == "2026-03-11T12:00:00Z"
    assert use_cases.pause(_as(ORGANIZER, store), PAIR, None).paused_until is None
    assert [one.data.until for one in store.events] == ["2026-03-11T12:00:00Z", ""]


def test_given_a_pair_when_it_ends_early_then_the_seats_are_free_again() -> None:
    store = world()
    store.put(
        Seats(*Seats.key(PROGRAMME, "mentor"), participant_id="mentor", programme_id=PROGRAMME, capacity=2, taken=1)
    )
    closed = use_cases.close_early(_as(ORGANIZER, store), PAIR, "Cisza")
    assert (closed.stage, closed.close_reason) == ("closed_early", "Cisza")
    seats = store.get(Seats, *Seats.key(PROGRAMME, "mentor"))
    assert seats is not None
    assert int(seats.taken) == 0


def test_given_a_stranger_or_no_pair_when_asked_then_not_found() -> None:
    store = world()
    for person_id, pair_id in ((STRANGER, PAIR), (ORGANIZER, "none")):
        with pytest.raises(NotFound):
            use_cases.read_pair(_as(person_id, store), pair_id)
    with pytest.raises(NotFound):
        use_cases.complete(_as("", store), event(catalogue.SummaryApproved(PROGRAMME, "none"), store))
    with pytest.raises(NotFound):
        use_cases.note_contract_signed(
            _as("", store), event(catalogue.ContractSigned(PROGRAMME, "none", 1, "h"), store)
        )


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ({}, "active"),
        ({"contract_proposed": True}, "contracting"),
        ({"contract_signed": True}, "goals"),
        ({"closed_early": True}, "closed_early"),
    ],
)
def test_given_facts_when_asked_for_the_stage_then_it_follows(facts: dict[str, bool], stage: str) -> None:
    assert domain.Facts(**facts).stage == stage
    assert clock.iso(domain.due(NOON, reminded=True)) == "2026-03-09T12:00:00Z"
