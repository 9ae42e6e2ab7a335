"""Sending a round: one proposal for each pair that is still possible."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.pairing import PairingRequested, PairingRoundSent, PairProposed
from mentoring.tables.pairing import Proposal, ProposalSide, Seats
from mentoring.tables.recruitment import Programme
from pairing.use_cases import proposing
from tests.fakes.context import NOON
from tests.unit.pairing.givens import (
    click,
    crowd,
    deliver,
    ola,
    pairs_of,
    proposals,
    request,
    season,
    send,
    sent,
    solved,
)


def test_given_a_sent_round_of_many_when_delivered_again_after_a_crash_then_each_proposal_is_there_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = season(*crowd(45, 45))
    asked = PairingRoundSent("p", sent(memory))
    commit = memory.commit

    def dies_after_the_first(changes: Any) -> None:
        if proposals(memory):
            raise TimeoutError
        commit(changes)

    monkeypatch.setattr(memory, "commit", dies_after_the_first)
    with pytest.raises(TimeoutError):
        deliver(memory, asked, "one")
    assert len(proposals(memory)) == proposing.TOGETHER
    monkeypatch.setattr(memory, "commit", commit)
    assert [deliver(memory, asked, "one"), deliver(memory, asked, "one"), deliver(memory, asked, "two")] == [
        "done",
        "done before",
        "done",
    ]
    assert len(proposals(memory)) == len(memory.query(ProposalSide, "PAIRING#p", "SIDE#mentee-")) == 45
    assert sum(isinstance(one.data, PairProposed) for one in memory.events) == 45
    assert len(memory.due_page(Proposal, NOON + timedelta(days=3)).items) == 45


def test_given_places_that_went_since_the_preview_when_sent_then_those_pairs_are_left_out() -> None:
    memory = season(*crowd(2, 2))
    round_id = sent(memory)
    memory.put(Seats(*Seats.key("p", "mentor-m00"), participant_id="mentor-m00", programme_id="p", capacity=1, taken=1))
    deliver(memory, PairingRoundSent("p", round_id))
    assert [one.mentor_id for one in proposals(memory)] == ["mentor-m01"]


def test_given_a_participant_who_left_since_the_preview_when_sent_then_nobody_is_proposed_to_them() -> None:
    memory = season(*crowd(1, 1))
    round_id = sent(memory)
    del memory.items["PROGRAMME#p", "PARTICIPANT#mentee-e00"]
    deliver(memory, PairingRoundSent("p", round_id))
    assert proposals(memory) == []


def test_given_a_round_that_is_unknown_or_has_no_result_when_delivered_then_it_fails_and_is_seen() -> None:
    memory = season()
    requested = str(request(memory).round_id)
    for data in (PairingRequested("p", "x"), PairingRoundSent("p", "x"), PairingRoundSent("p", requested)):
        with pytest.raises(NotFound):
            deliver(memory, data)
    del memory.items[Programme.key("p")]
    with pytest.raises(NotFound):
        deliver(memory, PairingRequested("p", requested))


def test_given_a_proposal_when_made_then_it_is_due_on_day_3_and_carries_the_reasons() -> None:
    memory = season(*crowd(1, 1))
    deliver(memory, PairingRoundSent("p", sent(memory)))
    (one,) = proposals(memory)
    assert (one.state, one.due_at, set(one.reasons)) == ("sent", clock.iso(NOON + timedelta(days=3)), {"pl", "en"})


def test_given_an_edited_preview_when_sent_then_the_edited_pairs_are_proposed_with_reasons() -> None:
    memory = season(*crowd(3, 3))
    found = solved(memory)
    before = pairs_of(memory, found)
    one, two, three = sorted(before)
    click(memory, found, "swap", one, two)
    click(memory, found, "forbid", three)
    send(ola(memory), "p", str(found.round_id))
    deliver(memory, PairingRoundSent("p", str(found.round_id)))
    made = {str(one.mentee_id): one for one in proposals(memory)}
    assert {mentee: one.mentor_id for mentee, one in made.items()} == {one: before[two], two: before[one]}
    assert all(one.reasons["pl"] and one.score for one in made.values())
