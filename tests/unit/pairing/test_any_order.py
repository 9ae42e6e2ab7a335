"""Whatever people do, in whatever order: what must never happen does not."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mentoring.consumers import consume
from mentoring.errors import DomainError
from mentoring.events import catalogue
from mentoring.tables.pairing import Pair, PairCounts, Proposal, Seats
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import OPEN_PROPOSALS, PairingMode, ProposalOrigin
from pairing import domain, use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.use_cases import proposing, solving
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.unit.pairing.givens import consumer_at, event, participant, season, send
from tests.unit.pairing.test_rescue import CONSUMED, by, leave, nobody

MENTORS, MENTEES = ("anna", "iga", "zoe"), ("jan", "ewa", "kim", "leo")


class AnyOrder(RuleBasedStateMachine):
    """Proposals, requests, answers, silence, leaving, unwinding; events arrive late, twice and out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.at = NOON
        self.heard: set[int] = set()

    @initialize(capacities=st.tuples(*(st.integers(0, 3) for _ in MENTORS)), chosen=st.booleans())
    def begin(self, capacities: tuple[int, ...], chosen: bool) -> None:
        self.memory: MemoryStore = season(
            *(participant(one, MENTOR, capacity=many) for one, many in zip(MENTORS, capacities, strict=True)),
            *(participant(one, MENTEE) for one in MENTEES),
            stage="running",
        )
        self.round(chosen)

    def round(self, chosen: bool) -> None:
        mode = PairingMode.SELF_MATCHING if chosen else "most_served"
        wanted = use_cases.request_round(by("ola", self.memory), "p", use_cases.Wish(mode))
        self.deliver(solving.take_up, event(catalogue.PairingRequested("p", wanted.round_id)))
        if not chosen:
            send(by("ola", self.memory), "p", wanted.round_id)
            self.deliver(proposing.propose, event(catalogue.PairingRoundSent("p", wanted.round_id)))

    def deliver(self, function: Any, one: Any, name: str = "pairing-worker") -> None:
        consume(consumer_at(self.memory, one, self.at, name), function, one)

    def tried(self, use_case: Any, *arguments: Any, **values: Any) -> None:
        try:
            use_case(*arguments, **values)
        except DomainError as refused:
            assert refused.status in (404, 409)  # noqa: PT017 - every refusal is one a person can understand

    @property
    def proposals(self) -> list[Proposal]:
        return self.memory.query(Proposal, "PAIRING#p", "PROPOSAL#")

    @property
    def pairs(self) -> list[Pair]:
        return self.memory.listed(Pair, "PROGRAMME#p", "PAIR#")

    @rule(number=st.integers(0, 30), mentor=st.booleans(), yes=st.booleans())
    def answer(self, number: int, mentor: bool, yes: bool) -> None:
        if known := self.proposals:
            one = known[number % len(known)]
            side = one.mentor_id if mentor else one.mentee_id
            use_case = use_cases.accept if yes else use_cases.decline
            self.tried(use_case, nobody(self.memory, self.at), "p", one.proposal_id, side)

    @rule(number=st.integers(0, 30))
    def both_accept(self, number: int) -> None:
        if known := [one for one in self.proposals if one.state in OPEN_PROPOSALS]:
            one = known[number % len(known)]
            for side in (one.mentor_id, one.mentee_id):
                self.tried(use_cases.accept, nobody(self.memory, self.at), "p", one.proposal_id, side)

    @rule(days=st.integers(1, 4))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        use_cases.remind_and_expire(nobody(self.memory, self.at))

    @rule(mentee=st.sampled_from(MENTEES), mentor=st.sampled_from(MENTORS))
    def ask(self, mentee: str, mentor: str) -> None:
        context = by(mentee, self.memory, self.at)
        self.tried(use_cases.ask_mentor, context, "p", f"mentor-{mentor}")

    @rule(one=st.sampled_from([*(f"mentor-{name}" for name in MENTORS), *(f"mentee-{name}" for name in MENTEES)]))
    def leaves(self, one: str) -> None:
        known = self.memory.get(Participant, *Participant.key("p", one))
        assert known is not None
        if not known.withdrawn_at:
            leave(self.memory, one, self.at)

    @rule(number=st.integers(0, 9), rematch=st.booleans())
    def unwind(self, number: int, rematch: bool) -> None:
        if known := self.pairs:
            pair_id = known[number % len(known)].pair_id
            self.tried(use_cases.close_early, by("ola", self.memory, self.at), pair_id, "", rematch=rematch)

    @rule(chosen=st.booleans())
    def another_round(self, chosen: bool) -> None:
        self.round(chosen)

    @rule(number=st.integers(0, 50), again=st.booleans())
    def an_event_arrives(self, number: int, again: bool) -> None:
        waiting = [
            index
            for index, one in enumerate(self.memory.events)
            if one.name in CONSUMED and (again or index not in self.heard)
        ]
        if waiting:
            index = waiting[number % len(waiting)]
            self.heard.add(index)
            function, name = CONSUMED[self.memory.events[index].name]
            self.deliver(function, self.memory.events[index], name)

    @rule()
    def all_events_arrive(self) -> None:
        while missing := [
            (index, one)
            for index, one in enumerate(self.memory.events)
            if one.name in CONSUMED and index not in self.heard
        ]:
            for index, one in missing:
                self.heard.add(index)
                function, name = CONSUMED[one.name]
                self.deliver(function, one, name)
        self.nothing_is_open_with_who_left()
        self.mentees_who_have_had_a_pair_are_counted_once()

    def nothing_is_open_with_who_left(self) -> None:
        people = self.memory.query(Participant, "PROGRAMME#p", "PARTICIPANT#")
        gone = {one.participant_id for one in people if one.withdrawn_at}
        assert not [
            one for one in self.proposals if one.state in OPEN_PROPOSALS and {one.mentor_id, one.mentee_id} & gone
        ]
        assert not [one for one in self.pairs if not one.outcome and {one.mentor_id, one.mentee_id} & gone]

    def mentees_who_have_had_a_pair_are_counted_once(self) -> None:
        """Of who is there, those whose last pair goes on, or ended without another mentor being looked for."""
        people = self.memory.query(Participant, "PROGRAMME#p", "PARTICIPANT#")
        there = {one.participant_id for one in people if one.role == MENTEE and not one.withdrawn_at}
        last = {one.mentee_id: one for one in sorted(self.pairs, key=lambda one: self.agreed.index(one.pair_id))}
        had = {mentee for mentee, one in last.items() if mentee in there and not one.rematch}
        counted = PairCounts.total(self.memory.get_many(PairCounts, PairCounts.keys("p")))
        assert sorted(one.mentee_id for one in self.pairs if not one.is_undone) == sorted(had)
        assert len(self.pairs) - counted["undone"] == len(had)

    @property
    def agreed(self) -> list[str]:
        """Return the pairs in the order in which they were agreed."""
        return [one.data.pair_id for one in self.memory.events if one.name == "PairAgreed"]

    @invariant()
    def capacity_is_never_exceeded_and_seats_say_the_truth(self) -> None:
        running = Counter(side for one in self.pairs if not one.outcome for side in (one.mentor_id, one.mentee_id))
        for one in self.memory.query(Participant, "PROGRAMME#p", "PARTICIPANT#"):
            offered = int(one.profile["capacity"]) if one.role == MENTOR else 1
            assert running[one.participant_id] <= offered
            seats = self.memory.get(Seats, *Seats.key("p", one.participant_id))
            assert running[one.participant_id] == (int(seats.taken) if seats is not None else 0)

    @invariant()
    def a_mentee_without_a_pair_has_at_most_one_suggestion_and_three_requests(self) -> None:
        waiting = [one for one in self.proposals if one.state in OPEN_PROPOSALS]
        assert (
            max(Counter(one.mentee_id for one in waiting if one.origin != ProposalOrigin.REQUEST).values(), default=0)
            <= 1
        )
        assert max(Counter(one.mentee_id for one in waiting).values(), default=0) <= domain.MOST_REQUESTS
        paired = {one.mentee_id for one in self.pairs if not one.outcome}
        assert not [one for one in waiting if one.mentee_id in paired]

    @invariant()
    def nobody_is_suggested_to_the_same_person_twice(self) -> None:
        met = Counter((one.mentee_id, one.mentor_id) for one in self.proposals)
        assert max(met.values(), default=0) <= 1


AnyOrder.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnyOrder = AnyOrder.TestCase


@pytest.mark.parametrize("then", ["leaves", "is paired again", "is paired again and leaves"])
def test_given_a_mentee_who_ended_and_wanted_no_other_when_more_happens_then_pairs_of_mentees_are_still_counted_once(
    then: str,
) -> None:
    here = AnyOrder()
    here.begin((3, 3, 3), chosen=False)
    here.both_accept(0)
    (first,) = here.pairs
    here.unwind(0, rematch=False)
    here.all_events_arrive()
    if "paired" in then:
        here.another_round(chosen=False)
        (number,) = (
            nth
            for nth, one in enumerate(one for one in here.proposals if one.state in OPEN_PROPOSALS)
            if one.mentee_id == first.mentee_id
        )
        here.both_accept(number)
        here.all_events_arrive()
        assert len(here.pairs) == 2
    if "leaves" in then:
        here.leaves(first.mentee_id)
    here.all_events_arrive()
    assert all(one.is_undone for one in here.pairs) is ("leaves" in then)
