"""Self-matching: the list of a mentee, three requests at a time, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import NotFound, SignInRequired
from mentoring.events import catalogue
from mentoring.tables.pairing import Proposal, Round, Seats
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import PairingMode
from pairing import domain, use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.use_cases import attempts, solving
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.unit.pairing.givens import Kept, consumer_at, event, participant, season
from tests.unit.pairing.test_rescue import by, crowd, leave, nobody, proposals, propose, settle

if TYPE_CHECKING:
    from datetime import datetime

DAY = timedelta(days=1)


def opened(memory: MemoryStore, times: int = 1) -> Round:
    """Given: an organizer opened the choice."""
    wanted = use_cases.request_round(by("ola", memory), "p", use_cases.Wish(PairingMode.SELF_MATCHING))
    for _ in range(times):
        asked = event(catalogue.PairingRequested("p", wanted.round_id))
        consume(consumer_at(memory, asked, name="pairing-worker"), solving.take_up, asked)
    found = memory.get(Round, *Round.key("p", wanted.round_id))
    assert found is not None
    return found


def look(memory: MemoryStore, who: str = "jan") -> use_cases.Choice:
    return use_cases.choice(by(who, memory), "p")


def ask(memory: MemoryStore, mentor: str, who: str = "jan", at: datetime = NOON) -> Proposal:
    return use_cases.ask_mentor(by(who, memory, at), "p", f"mentor-{mentor}")


def answer(memory: MemoryStore, request: Proposal, *, yes: bool = True) -> Proposal:
    use_case = use_cases.accept if yes else use_cases.decline
    return use_case(nobody(memory), "p", request.proposal_id, request.mentor_id)


def named(memory: MemoryStore, name: str) -> list[Any]:
    return [one.data for one in memory.events if one.name == name]


def test_given_an_opened_choice_when_looked_at_then_suitable_mentors_best_first_with_reasons() -> None:
    memory = season(
        participant("anna", MENTOR, topics=["sen"], capacity=2),
        participant("iga", MENTOR, topics=["negocjacje"]),
        participant("zoe", MENTOR, languages=[{"code": "fi", "level": "C1"}]),
        participant("jan", MENTEE, topics=["negocjacje"], languages=[{"code": "pl", "level": "C1"}]),
    )
    assert not look(memory).opened
    found = opened(memory, times=2)
    assert (found.state, found.figures["matched"]) == ("sent", 1)
    choice = look(memory)
    assert [(one.mentor.participant_id, one.free) for one in choice.mentors] == [("mentor-iga", 1), ("mentor-anna", 2)]
    assert choice.mentors[0].reasons["pl"] == ["wspólne tematy: negocjacje"]
    assert (choice.left, choice.paired) == (3, False)
    assert named(memory, "MentorsSuggested") == [catalogue.MentorsSuggested("p", found.round_id, "mentee-jan", 2)]


def test_given_many_mentors_when_opened_then_the_best_twenty_and_every_mentee_once() -> None:
    memory = season(
        *(participant(f"m{number:02}", MENTOR) for number in range(25)),
        *(participant(f"e{number:02}", MENTEE) for number in range(45)),
    )
    opened(memory, times=2)
    assert len(look(memory, "e07").mentors) == domain.MOST_SUITABLE
    assert len(named(memory, "MentorsSuggested")) == 45


def test_given_a_profile_that_cannot_be_read_when_opened_then_the_round_failed() -> None:
    memory = season(participant("anna", MENTOR, zone="Nowhere/At_All"), participant("jan", MENTEE))
    found = opened(memory)
    assert (found.state, found.problem, Kept(memory).kept) == ("failed", attempts.UNREADABLE, {})


def test_given_nobody_to_choose_from_or_for_when_opened_then_the_figures_say_so() -> None:
    assert opened(season(participant("anna", MENTOR))).figures["matched"] == 0
    memory = season(participant("jan", MENTEE))
    assert opened(memory).figures["unmatched"] == 1
    assert named(memory, "MentorsSuggested") == []


def test_given_a_request_when_the_mentor_agrees_then_a_pair_and_the_other_requests_end() -> None:
    memory = season(*crowd("anna iga zoe", "jan"))
    opened(memory)
    wanted, *others = [ask(memory, one) for one in ("anna", "iga", "zoe")]
    assert (wanted.state, wanted.origin, wanted.accepted_by) == ("accepted_by_one", "request", ["mentee-jan"])
    assert answer(memory, wanted).state == "agreed"
    settle(memory)
    assert {(one.state, one.why) for one in proposals(memory) if one.state != "agreed"} == {("expired", "paired")}
    assert look(memory).paired
    assert look(memory).left == 0
    with pytest.raises(domain.AlreadyPaired):
        answer(memory, others[0])
    with pytest.raises(domain.HasMentor):
        ask(memory, "iga")


def test_given_three_requests_when_a_fourth_is_wished_then_after_an_answer_only() -> None:
    memory = season(*crowd("a b c d e", "jan"))
    opened(memory)
    first, *_ = [ask(memory, one) for one in ("a", "b", "c")]
    with pytest.raises(domain.RequestsUsedUp):
        ask(memory, "d")
    answer(memory, first, yes=False)
    settle(memory)
    assert [one.origin for one in proposals(memory)] == ["request"] * 3
    ask(memory, "d")
    for days in (3, 7):
        use_cases.remind_and_expire(nobody(memory, NOON + days * DAY))
    assert sorted(one.waiting_for for one in named(memory, "ProposalReminded")) == [
        ["mentor-b"],
        ["mentor-c"],
        ["mentor-d"],
    ]
    assert named(memory, "RematchRequested") == []
    assert look(memory).left == 3
    ask(memory, "e", at=NOON + 8 * DAY)


def test_given_two_clicks_at_once_when_only_one_more_may_be_asked_then_one_request() -> None:
    memory = season(*crowd("a b c d", "jan"))
    opened(memory)
    for one in ("a", "b"):
        ask(memory, one)
    inner, once = memory.commit, [1]

    def overtaken(changes: Any) -> None:
        if once:
            once.pop()
            ask(memory, "c")
        inner(changes)

    memory.commit = overtaken  # type: ignore[method-assign]
    with pytest.raises(domain.RequestsUsedUp):
        ask(memory, "d")
    assert len(proposals(memory)) == 3


def test_given_a_request_when_asked_again_then_it_is_the_same_one_and_after_a_no_never_again() -> None:
    memory = season(*crowd("anna iga", "jan"))
    opened(memory)
    request = ask(memory, "anna")
    assert ask(memory, "anna").proposal_id == request.proposal_id
    answer(memory, request, yes=False)
    with pytest.raises(domain.ProposedBefore):
        ask(memory, "anna")
    propose(memory, "jan", "iga")
    with pytest.raises(domain.ProposedBefore):
        ask(memory, "iga")


def test_given_a_mentor_with_one_place_when_many_ask_then_the_mentor_chooses_and_the_others_hear_it() -> None:
    memory = season(*crowd("anna iga", "jan ewa kim"))
    opened(memory)
    first, second = ask(memory, "anna"), ask(memory, "anna", "ewa")
    answer(memory, first)
    settle(memory)
    assert [(one.state, one.why) for one in proposals(memory)] == [("expired", "full"), ("agreed", "")]
    with pytest.raises(domain.OwnSeatsTaken):
        answer(memory, second)
    with pytest.raises(domain.ChoiceTaken):
        ask(memory, "anna", "kim")
    assert {one.mentor.participant_id: one.free for one in look(memory, "kim").mentors} == {
        "mentor-anna": 0,
        "mentor-iga": 1,
    }
    assert not [one for one in look(memory, "ewa").mentors if one.state and one.may_be_asked]


def test_given_a_mentor_who_leaves_when_paired_by_choice_then_the_mentee_chooses_again() -> None:
    memory = season(*crowd("anna iga", "jan"))
    opened(memory)
    answer(memory, ask(memory, "anna"))
    leave(memory, "mentor-anna")
    settle(memory)
    assert named(memory, "RematchRequested") == []
    assert [one.mentor.participant_id for one in look(memory).mentors] == ["mentor-iga"]
    assert ask(memory, "iga").state == "accepted_by_one"


def test_given_others_when_they_look_or_ask_then_nothing_is_there() -> None:
    memory = season(*crowd("anna", "jan ewa"))
    with pytest.raises(domain.NotOpen):
        ask(memory, "anna")
    opened(memory)
    for who in ("anna", "ola", "wit", "stranger"):
        with pytest.raises(NotFound):
            look(memory, who)
        with pytest.raises(NotFound):
            ask(memory, "anna", who)
    with pytest.raises(NotFound):
        ask(memory, "unknown")
    with pytest.raises(SignInRequired):
        look(memory, "")
    leave(memory, "mentee-ewa")
    with pytest.raises(NotFound):
        look(memory, "ewa")
    for item in (memory.items[Participant.key("p", "mentor-anna")],):
        del memory.items[Participant.key("p", "mentor-anna")]
        with pytest.raises(NotFound):
            ask(memory, "anna")
        memory.items[Participant.key("p", "mentor-anna")] = item


def test_given_a_programme_that_closes_when_asked_then_refused() -> None:
    memory = season(*crowd("anna", "jan"))
    opened(memory)
    memory.items |= season(*crowd("anna", "jan"), stage="closing").items
    with pytest.raises(domain.NotTheStage):
        ask(memory, "anna")


def test_given_seats_of_mentees_when_the_choice_is_opened_again_then_the_new_list_counts() -> None:
    memory = season(*crowd("anna", "jan"))
    opened(memory)
    memory.put(participant("iga", MENTOR))
    again = opened(memory)
    seats = memory.get(Seats, *Seats.key("p", "mentee-jan"))
    assert seats is not None
    assert seats.suitable_key == f"rounds/p/{again.round_id}/mentee-jan.json"
    assert len(look(memory).mentors) == 2
    assert clock.iso(NOON) == again.requested_at
