"""The workbench of a thousand pairs comes in pieces that a phone can load."""

from __future__ import annotations

import re

import pytest

from mentoring import clock
from mentoring.events.pairing import PairingRequested
from mentoring.tables.pairing import Proposal
from mentoring.tables.vocabulary import ProposalState
from pairing import api, use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.use_cases import solving
from tests.fakes import context_at
from tests.fakes.context import NOON
from tests.integration.lambdas import Call, over
from tests.unit.pairing.givens import consumer_at, event, participant, season

MANY, LARGEST = 1000, 60_000


@pytest.fixture
def call() -> Call:
    """Given: a preview of a thousand pairs, as many without one, and as many proposals."""
    people = [participant(f"mentor{nth:04}", MENTOR, topics=["negocjacje", "delegowanie"]) for nth in range(MANY)]
    people += [
        participant(f"mentee{nth:04}", MENTEE, topics=["negocjacje", "delegowanie"]) for nth in range(MANY + 300)
    ]
    memory = season(*people)
    for _ in range(2):
        wanted = use_cases.request_round(context_at(store=memory, person_id="ola", service="pairing"), "p")
        one = event(PairingRequested("p", str(wanted.round_id)))
        solving.solve(consumer_at(memory, one, name="pairing-worker"), one)
    for nth in range(MANY):
        proposal_id = f"r{nth:04}"
        memory.put(
            Proposal(
                *Proposal.key("p", proposal_id), proposal_id=proposal_id, programme_id="p", round_id="before",
                mentor_id=f"mentor-mentor{nth:04}", mentee_id=f"mentee-mentee{nth:04}", score=1, state=ProposalState.DECLINED,
                sent_at=clock.iso(NOON), decline_reason="Mamy już inne plany, a terminy nam się nie schodzą.",
            )
        )  # fmt: skip
    return over(api.app, memory)


def test_given_a_thousand_pairs_when_the_workbench_is_opened_then_in_pieces_and_the_figures_are_of_all(
    call: Call,
) -> None:
    for query in ({}, {"page": "2", "proposals": "3", "alone": "2"}):
        body = call("GET", "/pairing/p", "ola", **query)["body"]
        assert len(body.encode()) <= LARGEST
        assert f"of {MANY}" in body
        assert 'rel="next"' in body
    assert "?page=3&amp;proposals=3&amp;alone=2#pairs" in body


def test_given_two_rounds_of_a_thousand_pairs_when_compared_then_what_they_share_comes_in_pieces(call: Call) -> None:
    first, second = sorted(set(re.findall(r"round=([0-9a-f]{32})\"", call("GET", "/pairing/p", "ola")["body"])))
    body = call("GET", "/pairing/p/comparison", "ola", first=first, second=second, both="2")["body"]
    assert len(body.encode()) <= LARGEST
    assert f"({MANY})" in body
    assert f"?first={first}&amp;second={second}&amp;both=3#both" in body
