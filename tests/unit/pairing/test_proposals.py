"""Proposals: answers, reminders, expiry, and the pair that two yeses make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring.errors import NotFound, SignInRequired
from mentoring.events.pairing import PairAgreed, ProposalReminded
from mentoring.tables.pairing import Pair, PairMember, Proposal
from mentoring.tables.recruitment import Participant, Programme
from pairing import domain, use_cases
from pairing.domain import MENTEE, MENTOR
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import (
    DAY,
    Rival,
    accept,
    agreed,
    by,
    participant,
    proposal,
    published,
    season,
    seats,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def read(memory: MemoryStore, proposal_id: str = "x") -> Proposal:
    found = memory.get(Proposal, *Proposal.key("p", proposal_id))
    assert found is not None
    return found


def test_given_a_proposal_when_both_accept_then_one_transaction_makes_the_pair() -> None:
    memory = season()
    proposal(memory)
    assert accept(memory, "mentor-anna").state == "accepted_by_one"
    commits = memory.commits
    assert accept(memory, "mentee-jan").state == "agreed"
    assert memory.commits == commits + 1
    assert published(memory) == ["ProposalAcceptedByOne", "PairAgreed"]
    fact = memory.events[-1].data
    assert isinstance(fact, PairAgreed)
    assert (fact.mentor_person_id, fact.mentee_person_id, fact.proposal_id) == ("anna", "jan", "x")
    pair = memory.get(Pair, *Pair.key(fact.pair_id))
    assert pair is not None
    assert (pair.stage, pair.mentor_name, pair.mentee_name, pair.score) == ("active", "Anna", "Jan", 7000)
    assert [one.partner_name for one in memory.listed(PairMember, "PERSON#anna", "PAIR#")] == ["Jan"]
    assert [one.role for one in memory.listed(PairMember, "PERSON#jan", "PAIR#")] == ["mentee"]
    assert (seats(memory, "mentor-anna"), seats(memory, "mentee-jan")) == (1, 1)
    assert memory.due_page(Proposal, NOON + 30 * DAY).items == []


def test_given_one_side_when_it_accepts_twice_then_the_second_click_changes_nothing() -> None:
    memory = season()
    proposal(memory)
    accept(memory, "mentor-anna")
    assert accept(memory, "mentor-anna").accepted_by == ["mentor-anna"]
    assert published(memory) == ["ProposalAcceptedByOne"]


def test_given_one_seat_and_two_mentees_when_all_accept_then_one_pair_and_the_other_hears_it_in_words() -> None:
    memory = season(participant("anna", MENTOR), participant("jan", MENTEE), participant("ewa", MENTEE))
    agreed(memory)
    proposal(memory, "y", mentee="ewa")
    accept(memory, "mentor-anna", "y")
    with pytest.raises(domain.SeatTaken):
        accept(memory, "mentee-ewa", "y")
    assert (read(memory, "y").state, seats(memory, "mentor-anna"), seats(memory, "mentee-ewa")) == ("expired", 1, 0)
    assert published(memory)[-2:] == ["ProposalExpired", "RematchRequested"]
    assert len(memory.listed(Pair, "PROGRAMME#p")) == 1
    with pytest.raises(domain.SeatTaken):
        accept(memory, "mentee-ewa", "y")


def test_given_a_mentee_who_is_paired_when_another_proposal_is_accepted_then_it_is_over() -> None:
    memory = season(participant("anna", MENTOR), participant("iga", MENTOR), participant("jan", MENTEE))
    agreed(memory)
    proposal(memory, "y", mentor="iga")
    accept(memory, "mentee-jan", "y")
    with pytest.raises(domain.AlreadyPaired):
        accept(memory, "mentor-iga", "y")
    assert read(memory, "y").state == "expired"


def test_given_a_mentor_of_two_when_two_mentees_accept_then_both_are_pairs() -> None:
    memory = season(participant("anna", MENTOR, capacity=2), participant("jan", MENTEE), participant("ewa", MENTEE))
    agreed(memory)
    agreed(memory, "y", mentee="ewa")
    assert seats(memory, "mentor-anna") == 2


def test_given_two_sides_when_they_accept_at_the_same_moment_then_the_pair_is_made_once() -> None:
    memory = Rival(lambda one: accept(one, "mentor-anna"))
    memory.items = season().items
    proposal(memory)
    assert accept(memory, "mentee-jan").state == "agreed"
    assert published(memory) == ["ProposalAcceptedByOne", "PairAgreed"]


def test_given_the_last_seat_when_it_goes_between_reading_and_writing_then_the_slower_one_is_told() -> None:
    people = participant("anna", MENTOR), participant("jan", MENTEE), participant("ewa", MENTEE)
    memory = Rival(lambda one: accept(one, "mentee-jan"), times=0)
    memory.items = season(*people).items
    proposal(memory)
    proposal(memory, "y", mentee="ewa")
    accept(memory, "mentor-anna")
    accept(memory, "mentor-anna", "y")
    memory.times = 1
    with pytest.raises(domain.SeatTaken):
        accept(memory, "mentee-ewa", "y")
    assert [one.mentee_name for one in memory.listed(Pair, "PROGRAMME#p")] == ["Jan"]
    assert seats(memory, "mentor-anna") == 1


def test_given_a_programme_that_closes_when_the_second_side_accepts_then_no_pair_is_formed() -> None:
    memory = season(stage="closing")
    proposal(memory)
    accept(memory, "mentor-anna")
    with pytest.raises(domain.NotTheStage):
        accept(memory, "mentee-jan")
    assert read(memory).state == "accepted_by_one"


def test_given_a_proposal_when_declined_then_only_the_item_keeps_the_reason() -> None:
    memory = season()
    proposal(memory)
    use_cases.decline(by("", memory), "p", "x", "mentee-jan", "wolę kogoś z innego działu")
    found = read(memory)
    assert (found.state, found.declined_by, found.decline_reason) == (
        "declined",
        "mentee-jan",
        "wolę kogoś z innego działu",
    )
    assert "innego" not in "".join(str(one.detail) for one in memory.outbox)
    assert memory.due_page(Proposal, NOON + 30 * DAY).items == []


@pytest.mark.parametrize("answer", [use_cases.accept, use_cases.decline])
def test_given_a_stranger_or_nothing_when_answered_then_it_does_not_exist(answer: Callable[..., Any]) -> None:
    memory = season()
    proposal(memory)
    for arguments in (("p", "x", "mentee-else"), ("p", "unknown", "mentee-jan"), ("q", "x", "mentee-jan")):
        with pytest.raises(NotFound):
            answer(by("", memory), *arguments)


def test_given_a_participant_who_left_when_the_proposal_is_read_then_it_does_not_exist() -> None:
    memory = season()
    proposal(memory)
    del memory.items[Participant.key("p", "mentee-jan")]
    with pytest.raises(NotFound):
        use_cases.read_proposal(by("", memory), "p", "x")


def test_given_a_programme_that_is_gone_when_both_accept_then_it_does_not_exist() -> None:
    memory = season()
    proposal(memory)
    accept(memory, "mentor-anna")
    del memory.items[Programme.key("p")]
    with pytest.raises(NotFound):
        accept(memory, "mentee-jan")


def test_given_proposals_when_listed_then_organizers_see_all_and_participants_their_own() -> None:
    memory = season(participant("anna", MENTOR), participant("jan", MENTEE), participant("ewa", MENTEE))
    proposal(memory)
    proposal(memory, "y", mentee="ewa")
    seen = {
        who: {one.proposal_id for one in use_cases.proposals(by(who, memory), "p").items}
        for who in ("ola", "wit", "anna", "jan")
    }
    assert seen == {"ola": {"x", "y"}, "wit": {"x", "y"}, "anna": {"x", "y"}, "jan": {"x"}}
    for who, error in (("stranger", NotFound), ("", SignInRequired)):
        with pytest.raises(error):
            use_cases.proposals(by(who, memory), "p")


def test_given_who_is_signed_in_when_asked_for_their_side_then_it_is_theirs_alone() -> None:
    memory = season()
    proposal(memory)
    assert use_cases.own_side(by("anna", memory), "p", "x") == "mentor-anna"
    assert use_cases.own_side(by("jan", memory), "p", "x") == "mentee-jan"
    with pytest.raises(NotFound):
        use_cases.own_side(by("ola", memory), "p", "x")


@pytest.mark.parametrize("proposal_id", ["x", "unknown"])
def test_given_nobody_signed_in_when_a_side_is_asked_for_then_nothing_tells_what_exists(proposal_id: str) -> None:
    memory = season()
    proposal(memory)
    with pytest.raises(SignInRequired):
        use_cases.own_side(by("", memory), "p", proposal_id)


def hourly(memory: MemoryStore, days: float) -> dict[str, int]:
    return use_cases.remind_and_expire(context_at(NOON + days * DAY, store=memory, service="pairing"))


def test_given_an_open_proposal_when_the_days_pass_then_reminded_on_day_3_and_expired_on_day_7_once_each() -> None:
    memory = season()
    proposal(memory)
    accept(memory, "mentor-anna")
    counts = [hourly(memory, days) for days in (2.9, 3, 3, 6.9, 7, 7, 30)]
    assert [(one["reminded"], one["expired"]) for one in counts] == [
        (0, 0), (1, 0), (0, 0), (0, 0), (0, 1), (0, 0), (0, 0),
    ]  # fmt: skip
    assert published(memory) == ["ProposalAcceptedByOne", "ProposalReminded", "ProposalExpired", "RematchRequested"]
    assert memory.events[1].data == ProposalReminded("p", "x", ["mentee-jan"])
    with pytest.raises(domain.ProposalAnswered):
        accept(memory, "mentee-jan")


def test_given_an_answer_at_the_moment_of_the_schedule_when_it_runs_then_the_answer_stands() -> None:
    memory = Rival(lambda one: use_cases.decline(by("", one), "p", "x", "mentee-jan"))
    memory.items = season().items
    proposal(memory)
    assert hourly(memory, 3) == {"reminded": 0, "expired": 0, "moved_on": 0}
    assert published(memory) == ["ProposalDeclined", "RematchRequested"]
