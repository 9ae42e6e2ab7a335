"""The input of a round: who takes part, with which places, and in which season."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mentoring.events.pairing import PairingRoundSent
from mentoring.tables.identity import Address
from mentoring.tables.recruitment import Programme
from pairing import use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.use_cases import inputs
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import (
    crowd,
    deliver,
    participant,
    proposals,
    request,
    season,
    sent,
    solved,
)


def test_given_a_programme_with_and_without_dates_when_asked_then_the_season_is_its_own_or_nine_months() -> None:
    memory = season(dates={"kick_off": "2026-04-01", "closing": "2026-11-30"})
    programme, wanted = memory.get(Programme, *Programme.key("p")), request(memory)
    assert programme is not None
    given = inputs.input_of(context_at(store=memory), programme, wanted)
    assert (given.start, given.end) == (date(2026, 4, 1), date(2026, 11, 30))
    programme.dates = {}
    given = inputs.input_of(context_at(store=memory), programme, wanted)
    assert (given.start, given.end) == (NOON.date(), NOON.date() + timedelta(days=270))


def input_now(memory: MemoryStore) -> Any:
    programme = memory.get(Programme, *Programme.key("p"))
    assert programme is not None
    return inputs.input_of(context_at(store=memory), programme, request(memory))


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


def test_given_wishes_typed_as_addresses_when_these_have_changed_then_they_still_mean_the_same_people() -> None:
    before = {"choices": ["ewa@dawna.example"], "not_with": ["department", "jan@dom.example"]}
    mentee = participant("ada", MENTEE, manager_email="Ola@Dawna.Example", **before)
    ewa, jan, ola = (participant(one, MENTOR) for one in ("ewa", "jan", "ola"))
    ewa.known_as, ola.known_as = ["ewa@dawna.example"], ["ola@dawna.example"]
    memory = season(mentee, ewa, jan, ola)
    memory.put(Address.verified("jan", "jan@dom.example", "2026-03-01T12:00:00Z"))
    (asked,) = input_now(memory).mentees
    assert asked.profile["choices"] == ["ewa@firma.example"]
    assert asked.profile["not_with"] == ["department", "jan@firma.example"]
    assert asked.profile["manager_email"] == "ola@firma.example"
