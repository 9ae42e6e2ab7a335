"""What happens when a proposal or a pair comes to nothing: the next suggestion, for all concerned together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import NotFound
from mentoring.events import catalogue
from mentoring.tables.pairing import Pair, Proposal, Round, Seats
from mentoring.tables.recruitment import Participant, Programme
from pairing import domain, store, use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.use_cases import inputs, rescuing
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import consumer_at, event, participant, season

if TYPE_CHECKING:
    from datetime import datetime

DAY = timedelta(days=1)
CONSUMED: dict[str, Any] = {
    "RematchRequested": (rescuing.rescue, "pairing-worker"),
    "PairAgreed": (use_cases.agreed, "pairing"),
    "ApplicationWithdrawn": (use_cases.leave, "pairing"),
}


def propose(memory: MemoryStore, mentee: str, mentor: str, **values: Any) -> Proposal:
    """Given: an open proposal, sent at noon."""
    proposal_id = f"{mentee}+{mentor}"
    one = Proposal(
        *Proposal.key("p", proposal_id), proposal_id=proposal_id, programme_id="p", round_id="r", score=7000,
        mentor_id=f"mentor-{mentor}", mentee_id=f"mentee-{mentee}", reasons={"pl": ["a"], "en": ["b"]},
        **{"state": "sent", "sent_at": clock.iso(NOON)} | values,
    )  # fmt: skip
    one.set_due(domain.due(NOON, reminded=False))
    memory.put(one, store.side(one, one.mentor_id), store.side(one, one.mentee_id))
    return one


def agree(memory: MemoryStore, mentee: str, mentor: str, **values: Any) -> str:
    """Given: an agreed pair; return its id."""
    one = propose(memory, mentee, mentor, **values)
    for side in (one.mentor_id, one.mentee_id):
        use_cases.accept(nobody(memory), "p", one.proposal_id, side)
    return store.pair_id_of(one)


def nobody(memory: MemoryStore, at: datetime = NOON) -> Any:
    return context_at(at, store=memory, service="pairing")


def by(person_id: str, memory: MemoryStore, at: datetime = NOON) -> Any:
    return context_at(at, store=memory, person_id=person_id, service="pairing")


def settle(memory: MemoryStore, at: datetime = NOON, *, times: int = 1) -> None:
    """Deliver what was published and not delivered yet, `times` each, until nothing new comes."""
    heard = 0
    while heard < len(memory.events):
        one = memory.events[heard]
        heard += 1
        if one.name in CONSUMED:
            function, name = CONSUMED[one.name]
            for _ in range(times):
                consume(consumer_at(memory, one, at, name), function, one)


def proposals(memory: MemoryStore) -> list[Proposal]:
    found = memory.query(Proposal, "PAIRING#p", "PROPOSAL#")
    return sorted(found, key=lambda one: (one.origin == "reserve", str(one.mentee_id), str(one.mentor_id)))


def reserves(memory: MemoryStore) -> list[tuple[str, str]]:
    return [(str(one.mentee_id), str(one.mentor_id)) for one in proposals(memory) if one.origin == "reserve"]


def left_alone(memory: MemoryStore) -> list[Any]:
    return [one.data for one in memory.events if one.name == "MenteeLeftUnmatched"]


def leave(memory: MemoryStore, one: str, at: datetime = NOON) -> None:
    """Given: a participant withdrew, as recruitment writes and tells it."""
    known = memory.get(Participant, *Participant.key("p", one))
    assert known is not None
    known.withdrawn_at = clock.iso(at)
    uow = nobody(memory, at).begin()
    uow.save(known)
    uow.publish(catalogue.ApplicationWithdrawn(one, "p"))
    uow.commit()


def crowd(mentors: str, mentees: str, **told: Any) -> list[Participant]:
    return [
        *(participant(one, MENTOR, **told) for one in mentors.split()),
        *(participant(one, MENTEE) for one in mentees.split()),
    ]


# The reserve ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decliner", ["mentor-anna", "mentee-jan"])
def test_given_a_reserve_when_one_side_declines_then_the_mentee_is_offered_the_reserve_once(decliner: str) -> None:
    memory = season(*crowd("anna iga zoe", "jan"))
    one = propose(memory, "jan", "anna", reserve_id="mentor-zoe")
    use_cases.decline(nobody(memory), "p", one.proposal_id, decliner, "nie po drodze")
    settle(memory, times=2)
    assert reserves(memory) == [("mentee-jan", "mentor-zoe")]
    (made,) = [each for each in proposals(memory) if each.origin == "reserve"]
    assert (made.state, made.reserve_id) == ("sent", "mentor-iga")
    assert made.due_at == clock.iso(NOON + 3 * DAY)
    assert [one.name for one in memory.events].count("PairProposed") == 1


def test_given_a_reserve_that_is_taken_when_declined_then_the_best_other_one_with_a_place() -> None:
    memory = season(
        *crowd("anna zoe", "jan ewa"),
        participant("iga", MENTOR, style="x"),
        participant("ola", MENTOR, style="y"),
    )
    memory.put(participant("kim", MENTEE, style="y"))
    propose(memory, "ewa", "zoe")
    one = propose(memory, "kim", "anna", reserve_id="mentor-zoe")
    use_cases.decline(nobody(memory), "p", one.proposal_id, "mentor-anna")
    settle(memory)
    assert reserves(memory) == [("mentee-kim", "mentor-ola")]


def test_given_a_reserve_a_rule_forbids_today_when_declined_then_somebody_else() -> None:
    memory = season(*crowd("anna iga", "jan"), participant("zoe", MENTOR, languages=[{"code": "fi", "level": "C1"}]))
    memory.put(participant("kim", MENTEE, languages=[{"code": "pl", "level": "C1"}]))
    one = propose(memory, "kim", "anna", reserve_id="mentor-zoe")
    use_cases.decline(nobody(memory), "p", one.proposal_id, "mentee-kim")
    settle(memory)
    assert reserves(memory) == [("mentee-kim", "mentor-iga")]


def test_given_silence_when_seven_days_pass_then_the_reserve_is_offered() -> None:
    memory = season(*crowd("anna zoe", "jan"))
    propose(memory, "jan", "anna", reserve_id="mentor-zoe")
    for days in (3, 7, 8):
        use_cases.remind_and_expire(nobody(memory, NOON + days * DAY))
        settle(memory, NOON + days * DAY)
    assert reserves(memory) == [("mentee-jan", "mentor-zoe")]


def test_given_reserve_after_reserve_when_all_decline_then_nobody_twice_and_at_last_everybody_is_told() -> None:
    memory = season(*crowd("anna iga zoe", "jan"))
    propose(memory, "jan", "anna", reserve_id="mentor-zoe")
    while waiting := [one for one in proposals(memory) if one.state == "sent"]:
        use_cases.decline(nobody(memory), "p", waiting[0].proposal_id, waiting[0].mentor_id)
        settle(memory, times=2)
    assert sorted(one.mentor_id for one in proposals(memory)) == ["mentor-anna", "mentor-iga", "mentor-zoe"]
    assert left_alone(memory) == [catalogue.MenteeLeftUnmatched("p", "mentee-jan", "forbidden")]


def test_given_the_last_seat_gone_when_a_yes_comes_too_late_then_kind_words_and_the_reserve() -> None:
    memory = season(*crowd("anna zoe", "jan ewa"))
    late = propose(memory, "ewa", "anna", reserve_id="mentor-zoe", state="accepted_by_one", accepted_by=["mentor-anna"])
    agree(memory, "jan", "anna")
    with pytest.raises(domain.SeatTaken) as told:
        use_cases.accept(nobody(memory), "p", late.proposal_id, "mentee-ewa")
    assert "nobody's fault" in told.value.message
    settle(memory)
    assert reserves(memory) == [("mentee-ewa", "mentor-zoe")]
    with pytest.raises(domain.SeatTaken):
        use_cases.accept(nobody(memory), "p", late.proposal_id, "mentee-ewa")


def test_given_a_mentor_whose_last_place_went_when_heard_then_those_who_wait_are_looked_after_at_once() -> None:
    memory = season(*crowd("anna zoe", "jan ewa"))
    waiting = propose(memory, "ewa", "anna")
    agree(memory, "jan", "anna")
    settle(memory, times=2)
    found = memory.get(Proposal, *Proposal.key("p", waiting.proposal_id))
    assert found is not None
    assert (found.state, found.why, found.due_pk) == ("expired", "full", None)
    assert reserves(memory) == [("mentee-ewa", "mentor-zoe")]
    with pytest.raises(domain.OwnSeatsTaken):
        use_cases.accept(nobody(memory), "p", waiting.proposal_id, "mentor-anna")


def test_given_a_round_of_good_pairs_only_when_declined_then_its_rules_hold_for_the_reserve() -> None:
    memory = season(*crowd("anna zoe", "jan"), weights={"topics": 1})
    memory.put(
        participant("zoe", MENTOR, topics=["a"]),
        participant("jan", MENTEE, topics=["b"]),
        Round(
            *Round.key("p", "r"), round_id="r", programme_id="p", state="sent", mode="best_quality",
            weights={"topics": 1} | dict.fromkeys(["experience", "time", "crossing", "style", "choices"], 0),
            requested_by="ola", requested_at=clock.iso(NOON),
        ),
    )  # fmt: skip
    one = propose(memory, "jan", "anna", reserve_id="mentor-zoe")
    use_cases.decline(nobody(memory), "p", one.proposal_id, "mentee-jan")
    settle(memory)
    assert (reserves(memory), [one.cause for one in left_alone(memory)]) == ([], ["quality"])


@pytest.mark.parametrize(("must_cross", "found"), [(False, 1), (True, 0)])
def test_given_a_rule_against_pairs_in_a_department_when_declined_then_it_holds_for_the_reserve(
    must_cross: bool, found: int
) -> None:
    memory = season(*crowd("anna", "jan"), must_cross=must_cross)
    memory.put(participant("zoe", MENTOR, department="IT"), participant("jan", MENTEE, department="IT"))
    one = propose(memory, "jan", "anna", reserve_id="mentor-zoe")
    use_cases.decline(nobody(memory), "p", one.proposal_id, "mentee-jan")
    settle(memory)
    assert (len(reserves(memory)), len(left_alone(memory))) == (found, 1 - found)


def test_given_dates_nobody_can_calculate_with_when_declined_then_a_person_hears_that_somebody_has_to_be_found() -> (
    None
):
    memory = season(*crowd("anna zoe", "jan"), dates={"kick_off": "2026-03-01", "closing": "9999-12-31"})
    one = propose(memory, "jan", "anna", reserve_id="mentor-zoe")
    use_cases.decline(nobody(memory), "p", one.proposal_id, "mentee-jan")
    settle(memory)
    assert reserves(memory) == []
    assert [(one.mentee_id, one.cause) for one in left_alone(memory)] == [("mentee-jan", "unsolved")]


def test_given_a_programme_that_closes_or_a_mentee_who_is_paired_when_heard_then_nothing_is_proposed() -> None:
    for stage, paired in (("closing", False), ("running", True)):
        memory = season(*crowd("anna zoe", "jan"), stage="running")
        propose(memory, "jan", "anna")
        if paired:
            agree(memory, "jan", "zoe")
        programme = memory.get(Programme, *Programme.key("p"))
        assert programme is not None
        programme.stage = stage
        memory.put(programme)
        asked = event(catalogue.RematchRequested("p", "m", ["mentee-jan", "mentee-unknown"]))
        assert consume(consumer_at(memory, asked, name="pairing-worker"), rescuing.rescue, asked) == "done"
        assert reserves(memory) == []
    lost = event(catalogue.RematchRequested("q", "m", []))
    with pytest.raises(NotFound):
        rescuing.rescue(consumer_at(memory, lost), lost)


def test_given_two_rescues_at_once_when_both_want_the_same_place_then_it_is_held_for_one() -> None:
    memory = season(*crowd("anna iga zoe", "jan ewa"))
    for mentee, mentor in (("jan", "anna"), ("ewa", "iga")):
        propose(memory, mentee, mentor, reserve_id="mentor-zoe")
        use_cases.decline(nobody(memory), "p", f"{mentee}+{mentor}", f"mentee-{mentee}")
    first, second = [one for one in memory.events if one.name == "RematchRequested"]
    inner = memory.commit
    once: list[int] = []

    def overtaken(changes: Any) -> None:
        if not once:
            once.append(1)
            consume(consumer_at(memory, second, name="pairing-worker"), rescuing.rescue, second)
        inner(changes)

    memory.commit = overtaken  # type: ignore[method-assign]
    consume(consumer_at(memory, first, name="pairing-worker"), rescuing.rescue, first)
    assert sorted(mentor for _, mentor in reserves(memory)) == ["mentor-iga", "mentor-zoe"]


# Leaving -------------------------------------------------------------------------------------------------------------


def test_given_a_mentor_of_three_when_they_leave_then_all_three_are_matched_together_and_optimally() -> None:
    speak = {code: [{"code": code, "level": "C1"}] for code in ("pl", "en", "de")}
    memory = season(
        participant("anna", MENTOR, capacity=3),
        participant("one", MENTOR, languages=[*speak["pl"], *speak["en"]]),
        participant("two", MENTOR, languages=[*speak["pl"], *speak["de"]]),
        participant("three", MENTOR, languages=[*speak["en"]]),
        participant("jan", MENTEE, languages=speak["pl"]),
        participant("ewa", MENTEE, languages=speak["en"]),
        participant("kim", MENTEE, languages=speak["de"]),
        participant("other", MENTEE),
        participant("own", MENTOR),
    )
    fixed = agree(memory, "other", "own")
    pairs = [agree(memory, one, "anna", reserve_id="mentor-one") for one in ("jan", "ewa", "kim")]
    leave(memory, "mentor-anna")
    settle(memory, times=2)
    ended = [memory.get(Pair, *Pair.key(one)) for one in pairs]
    assert {(one.stage, one.close_reason, one.left_by, one.rematch) for one in ended if one} == {
        ("closed_early", "withdrawn", "mentor-anna", True)
    }
    assert dict(reserves(memory)) == {
        "mentee-ewa": "mentor-three",
        "mentee-jan": "mentor-one",
        "mentee-kim": "mentor-two",
    }
    assert [one.name for one in memory.events].count("RematchRequested") == 1
    stays = memory.get(Pair, *Pair.key(fixed))
    assert stays is not None
    assert stays.stage == "active"
    assert left_alone(memory) == []


def test_given_open_proposals_when_a_mentee_leaves_then_they_end_and_nothing_is_looked_for() -> None:
    memory = season(*crowd("anna zoe", "jan"))
    propose(memory, "jan", "anna", reserve_id="mentor-zoe", state="accepted_by_one", accepted_by=["mentor-anna"])
    leave(memory, "mentee-jan")
    with pytest.raises(domain.ProposalAnswered):
        use_cases.accept(nobody(memory), "p", "jan+anna", "mentee-jan")
    settle(memory, times=2)
    (one,) = proposals(memory)
    assert (one.state, one.why) == ("expired", "left")
    assert [each.name for each in memory.events] == ["ApplicationWithdrawn", "ProposalExpired"]
    with pytest.raises(domain.ProposalAnswered):
        use_cases.accept(nobody(memory), "p", "jan+anna", "mentor-anna")


def test_given_a_crash_in_the_middle_when_leaving_is_delivered_again_then_nobody_is_forgotten() -> None:
    memory = season(participant("anna", MENTOR, capacity=3), *crowd("a b c", "jan ewa kim"))
    for one in ("jan", "ewa", "kim"):
        agree(memory, one, "anna")
    leave(memory, "mentor-anna")
    told = memory.events[-1]
    inner, commits = memory.commit, iter(range(100))

    def dies(changes: Any) -> None:
        if next(commits) == 3:
            raise TimeoutError
        inner(changes)

    memory.commit = dies  # type: ignore[method-assign]
    with pytest.raises(TimeoutError):
        use_cases.leave(consumer_at(memory, told), told)
    settle(memory)
    assert len(reserves(memory)) == 3
    assert [one.name for one in memory.events].count("PairClosed") == 3


def test_given_who_left_when_a_round_is_asked_for_then_they_are_not_in_it_and_hold_no_place() -> None:
    memory = season(*crowd("anna zoe", "jan ewa"))
    leave(memory, "mentor-anna")
    leave(memory, "mentee-jan")
    programme = memory.get(Programme, *Programme.key("p"))
    assert programme is not None
    given = inputs.input_of(nobody(memory), programme, use_cases.request_round(by("ola", memory), "p"))
    assert [one.id for one in (*given.mentors, *given.mentees)] == ["mentor-zoe", "mentee-ewa"]


def test_given_somebody_who_is_no_participant_when_they_withdraw_then_there_is_nothing_to_do() -> None:
    memory = season(*crowd("anna", "jan"))
    for application_id in ("unknown", "mentor-anna"):
        told = event(catalogue.ApplicationWithdrawn(application_id, "p"))
        assert consume(consumer_at(memory, told), use_cases.leave, told) == "done"
    assert memory.items.keys() == season(*crowd("anna", "jan")).items.keys()


# Unwinding -----------------------------------------------------------------------------------------------------------


def test_given_a_failing_pair_when_an_organizer_closes_it_with_a_rematch_then_the_mentee_is_proposed_somebody() -> None:
    memory = season(*crowd("anna zoe", "jan"), stage="running")
    pair_id = agree(memory, "jan", "anna")
    with pytest.raises(NotFound):
        use_cases.close_early(by("jan", memory), pair_id, "x", rematch=True)
    closed = use_cases.close_early(by("ola", memory), pair_id, "nie zaiskrzyło", rematch=True)
    assert (closed.stage, closed.rematch) == ("closed_early", True)
    settle(memory, times=2)
    assert reserves(memory) == [("mentee-jan", "mentor-zoe")]
    seats = memory.get(Seats, *Seats.key("p", "mentor-anna"))
    assert seats is not None
    assert int(seats.taken) == 0


def test_given_a_pair_when_closed_without_a_rematch_then_nothing_is_looked_for() -> None:
    memory = season(*crowd("anna zoe", "jan"), stage="running")
    use_cases.close_early(by("jan", memory), agree(memory, "jan", "anna"), "")
    settle(memory)
    assert reserves(memory) == []
