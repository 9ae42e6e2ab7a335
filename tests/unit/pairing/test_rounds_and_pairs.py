"""Rounds, proposals and pairs over a store that keeps the promises of the real one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.errors import AlreadyDone, Invalid, NotFound, SignInRequired, Stale
from mentoring.events.meetings import MeetingHeld, MeetingNotHeld
from mentoring.events.pairing import PairAgreed, PairingRequested, PairingRoundSent, PairPaused, ProposalReminded
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.events.workspace import ContractProposed, ContractSigned, GoalAgreed, SummaryApproved
from mentoring.tables.meetings import Meeting
from mentoring.tables.pairing import Pair, PairMember, Proposal, Round, Seats
from mentoring.tables.recruitment import Participant, Programme
from mentoring.weights import PARTS
from pairing import domain, store, use_cases
from pairing.domain import MENTEE, MENTOR
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.pairing.givens import Kept, consumer_at, event, participant, season, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mentoring.context import Context

DAY = timedelta(days=1)


def by(person_id: str, memory: MemoryStore, at: datetime = NOON) -> Context:
    return context_at(at, store=memory, person_id=person_id, service="pairing")


def published(memory: MemoryStore) -> list[str]:
    return [one.name for one in memory.events]


def proposal(memory: MemoryStore, proposal_id: str = "x", mentor: str = "anna", mentee: str = "jan") -> Proposal:
    """Given: a proposal sent at noon."""
    one = Proposal(
        *Proposal.key("p", proposal_id), proposal_id=proposal_id, programme_id="p", round_id="r",
        mentor_id=f"mentor-{mentor}", mentee_id=f"mentee-{mentee}", score=7000, reasons={"pl": ["a"], "en": ["b"]},
        state="sent", sent_at=clock.iso(NOON),
    )  # fmt: skip
    one.set_due(domain.due(NOON, reminded=False))
    memory.put(one, store.side(one, one.mentor_id), store.side(one, one.mentee_id))
    return one


def read(memory: MemoryStore, proposal_id: str = "x") -> Proposal:
    found = memory.get(Proposal, *Proposal.key("p", proposal_id))
    assert found is not None
    return found


def seats(memory: MemoryStore, participant_id: str) -> int:
    found = memory.get(Seats, *Seats.key("p", participant_id))
    return 0 if found is None else int(found.taken)


def accept(memory: MemoryStore, side: str, proposal_id: str = "x") -> Proposal:
    return use_cases.accept(by("", memory), "p", proposal_id, side)


def agreed(memory: MemoryStore, proposal_id: str = "x", mentor: str = "anna", mentee: str = "jan") -> Pair:
    """Given: a pair both said yes to."""
    proposal(memory, proposal_id, mentor, mentee)
    accept(memory, f"mentor-{mentor}", proposal_id)
    accept(memory, f"mentee-{mentee}", proposal_id)
    found = [one for one in memory.listed(Pair, "PROGRAMME#p") if one.mentee_id == f"mentee-{mentee}"]
    return found[-1]


def round_in(memory: MemoryStore, round_id: str, state: str, at: datetime = NOON, key: str = "") -> None:
    memory.put(
        Round(
            *Round.key("p", round_id), round_id=round_id, programme_id="p", state=state, mode="most_served",
            requested_by="ola", requested_at=clock.iso(at), result_key=key, figures={"matched": 1} if key else {},
        )
    )  # fmt: skip


def state_of(memory: MemoryStore, round_id: str) -> str:
    found = memory.get(Round, *Round.key("p", round_id))
    assert found is not None
    return str(found.state)


# Rounds --------------------------------------------------------------------------------------------------------------


def test_given_matching_when_an_organizer_asks_then_a_round_is_requested_with_the_programmes_settings() -> None:
    memory = season(weights={"topics": 1}, pairing_mode="best_quality")
    wanted = use_cases.request_round(by("ola", memory), "p")
    assert (wanted.state, wanted.mode, wanted.weights) == ("requested", "best_quality", {"topics": 1})
    assert memory.events[0].data == PairingRequested("p", wanted.round_id)
    own = use_cases.request_round(by("ola", memory), "p", use_cases.Wish("most_served", {}))
    assert (own.mode, own.weights) == ("most_served", {})


@pytest.mark.parametrize(("wished", "kept"), [(None, (7000, True)), ((10, False), (10, False))])
def test_given_a_programmes_threshold_and_rule_when_a_round_is_asked_for_then_they_hold_unless_it_says_otherwise(
    wished: tuple[int, bool] | None, kept: tuple[int, bool]
) -> None:
    memory = season(threshold=7000, must_cross=True)
    threshold, must_cross = wished or (None, None)
    found = use_cases.request_round(by("ola", memory), "p", use_cases.Wish(threshold=threshold, must_cross=must_cross))
    assert (found.threshold, found.must_cross) == kept


def test_given_weights_that_rank_nothing_when_asked_then_refused_and_nothing_is_requested() -> None:
    memory = season()
    with pytest.raises(Invalid):
        use_cases.request_round(by("ola", memory), "p", use_cases.Wish(weights=dict.fromkeys(PARTS, 0.0)))
    assert memory.events == []


@pytest.mark.parametrize("stage", ["draft", "recruiting", "closing", "closed"])
def test_given_another_stage_when_a_round_is_asked_for_then_refused(stage: str) -> None:
    with pytest.raises(domain.NotTheStage):
        use_cases.request_round(by("ola", season(stage=stage)), "p")


ORGANIZERS_ONLY: list[Callable[[Context], Any]] = [
    lambda context: use_cases.request_round(context, "p"),
    lambda context: use_cases.rounds(context, "p"),
    lambda context: use_cases.read_round(context, "p", "r"),
    lambda context: use_cases.bench(context, "p"),
    lambda context: send(context, "p", "r"),
]


@pytest.mark.parametrize("use_case", ORGANIZERS_ONLY)
@pytest.mark.parametrize("who", ["anna", "jan", "wit", "stranger"])
def test_given_somebody_who_does_not_decide_when_rounds_are_asked_for_then_they_do_not_exist(
    use_case: Callable[[Context], Any], who: str
) -> None:
    memory = season()
    round_in(memory, "r", "preview")
    with pytest.raises(NotFound):
        use_case(by(who, memory))


@pytest.mark.parametrize("use_case", ORGANIZERS_ONLY)
def test_given_nobody_signed_in_when_rounds_are_asked_for_then_sign_in(use_case: Callable[[Context], Any]) -> None:
    with pytest.raises(SignInRequired):
        use_case(by("", season()))


def test_given_rounds_when_listed_then_the_newest_comes_first() -> None:
    memory = season()
    for number in range(3):
        round_in(memory, f"r{number}", "preview", NOON + number * DAY)
    assert [one.round_id for one in use_cases.rounds(by("ola", memory), "p")] == ["r2", "r1", "r0"]


def test_given_a_preview_when_read_then_its_result_with_names() -> None:
    memory = season()
    round_in(memory, "r", "preview", key="k")
    pair = {"score": 1, "mentee_id": "mentee-jan", "mentor_id": "mentor-anna"}
    Kept(memory).put("k", {"pairs": [pair], "unmatched": []})
    _, found = use_cases.read_round(by("ola", memory), "p", "r")
    assert found.pairs == [pair | {"locked": False, "by_hand": False}]
    assert {one: person.name for one, person in found.people.items()} == {"mentor-anna": "Anna", "mentee-jan": "Jan"}
    assert use_cases.bench(by("ola", memory), "p").pairs == found.pairs


def test_given_a_round_without_a_result_or_none_at_all_when_read_then_it_is_empty_or_unknown() -> None:
    memory = season()
    assert use_cases.bench(by("ola", memory), "p").round is None
    round_in(memory, "r", "requested")
    assert use_cases.read_round(by("ola", memory), "p", "r")[1].pairs == []
    assert use_cases.bench(by("ola", memory), "p").pairs == []
    for use_case in (send, lambda *args: use_cases.read_round(args[0], *args[1:])):
        with pytest.raises(NotFound):
            use_case(by("ola", memory), "p", "unknown")


def test_given_several_previews_when_one_is_sent_then_the_others_close_and_it_cannot_be_sent_again() -> None:
    memory = season()
    for name, state in (("a", "preview"), ("b", "preview"), ("c", "requested"), ("d", "failed")):
        round_in(memory, name, state)
    send(by("ola", memory), "p", "a")
    assert [state_of(memory, one) for one in "abcd"] == ["sent", "closed", "cancelled", "failed"]
    assert [one.data for one in memory.events] == [PairingRoundSent("p", "a")]
    for again in "abcd":
        with pytest.raises(domain.RoundNotReady):
            send(by("ola", memory), "p", again)


# Proposals -----------------------------------------------------------------------------------------------------------


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


class Rival(MemoryStore):
    """Given: somebody who commits first, between this use case's reads and its commit, `times` over."""

    def __init__(self, rival: Callable[[MemoryStore], object], times: int = 1) -> None:
        super().__init__()
        self.rival, self.times = rival, times

    def commit(self, changes: Any) -> None:
        if self.times:
            self.times -= 1
            before, self.times = self.times, 0
            self.rival(self)
            self.times = before
        super().commit(changes)


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


def tick(memory: MemoryStore, days: float) -> dict[str, int]:
    return use_cases.tick(context_at(NOON + days * DAY, store=memory, service="pairing"))


def test_given_an_open_proposal_when_the_days_pass_then_reminded_on_day_3_and_expired_on_day_7_once_each() -> None:
    memory = season()
    proposal(memory)
    accept(memory, "mentor-anna")
    counts = [tick(memory, days) for days in (2.9, 3, 3, 6.9, 7, 7, 30)]
    assert [(one["reminded"], one["expired"]) for one in counts] == [
        (0, 0), (1, 0), (0, 0), (0, 0), (0, 1), (0, 0), (0, 0),
    ]  # fmt: skip
    assert published(memory) == ["ProposalAcceptedByOne", "ProposalReminded", "ProposalExpired", "RematchRequested"]
    assert memory.events[1].data == ProposalReminded("p", "x", ["mentee-jan"])
    with pytest.raises(domain.ProposalAnswered):
        accept(memory, "mentee-jan")


def test_given_an_answer_at_the_moment_of_the_tick_when_it_runs_then_the_answer_stands() -> None:
    memory = Rival(lambda one: use_cases.decline(by("", one), "p", "x", "mentee-jan"))
    memory.items = season().items
    proposal(memory)
    assert tick(memory, 3) == {"reminded": 0, "expired": 0, "moved_on": 0}
    assert published(memory) == ["ProposalDeclined", "RematchRequested"]


# Pairs ---------------------------------------------------------------------------------------------------------------


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
        PairPaused("p", pair_id, clock.iso(until)),
        PairPaused("p", pair_id, ""),
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


# Events in -----------------------------------------------------------------------------------------------------------


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


def take(memory: MemoryStore, consumer: Callable[[Context, Any], None], data: Any, days: int = 1) -> None:
    one = event(data, NOON + days * DAY)
    consumer(consumer_at(memory, one), one)


def held_in(memory: MemoryStore, pair_id: str) -> tuple[int, str | None]:
    pair = pair_in(memory, pair_id)
    return int(pair.meetings_held), pair.last_held_at


def pair_in(memory: MemoryStore, pair_id: str) -> Pair:
    found = memory.get(Pair, *Pair.key(pair_id))
    assert found is not None
    return found


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


def stage(memory: MemoryStore, to: str) -> None:
    programme = memory.get(Programme, *Programme.key("p"))
    assert programme is not None
    programme.stage = to
    memory.put(programme)


def test_given_a_programme_that_closes_and_goes_back_when_followed_then_open_pairs_do_too() -> None:
    people = participant("anna", MENTOR, capacity=2), participant("jan", MENTEE), participant("ewa", MENTEE)
    memory = season(*people)
    ended, open_ = str(agreed(memory).pair_id), str(agreed(memory, "y", mentee="ewa").pair_id)
    use_cases.close_early(by("jan", memory), ended, "")
    to_closing, back = (
        ProgrammeStageChanged("p", "running", "closing"),
        ProgrammeStageChanged("p", "closing", "running"),
    )
    stage(memory, "closing")
    for _ in range(2):
        take(memory, use_cases.follow_programme, to_closing, 5)
    assert (pair_in(memory, open_).stage, pair_in(memory, ended).stage) == ("closing", "closed_early")
    assert pair_in(memory, open_).closing_at == clock.iso(NOON + 5 * DAY)
    stage(memory, "running")
    take(memory, use_cases.follow_programme, back, 6)
    take(memory, use_cases.follow_programme, to_closing, 5)  # late again: what the programme says now counts
    assert pair_in(memory, open_).stage == "active"
    assert not pair_in(memory, open_).closing_at


def in_closing(held: int) -> tuple[MemoryStore, str]:
    """Given: a pair in closing since day 5, with so many of three planned meetings held."""
    memory = season(planned_meetings=3)
    pair = agreed(memory)
    pair.meetings_held = held
    memory.put(pair)
    stage(memory, "closing")
    take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "running", "closing"), 5)
    return memory, str(pair.pair_id)


@pytest.mark.parametrize(("held", "outcome"), [(3, "completed"), (2, "closed_early")])
def test_given_a_pair_in_closing_when_thirty_days_bring_no_summary_then_it_ends_once(held: int, outcome: str) -> None:
    memory, pair_id = in_closing(held)
    ended = [
        use_cases.end_overdue(context_at(NOON + days * DAY, store=memory, service="pairing"))["ended"]
        for days in (34, 35, 36)
    ]
    assert ended == [0, 1, 0]
    assert (pair_in(memory, pair_id).outcome, pair_in(memory, pair_id).closed_by) == (outcome, "system")
    assert published(memory).count("PairClosed") == 1


def test_given_a_pair_in_closing_when_the_programme_is_closed_then_it_ends_and_when_it_goes_back_it_stays_ended() -> (
    None
):
    memory, pair_id = in_closing(2)
    stage(memory, "closed")
    for _ in range(2):
        take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "closing", "closed"), 6)
    stage(memory, "closing")
    take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "closed", "closing"), 7)
    assert pair_in(memory, pair_id).stage == "closed_early"
    assert published(memory).count("PairClosed") == 1


def test_given_a_pair_in_closing_when_the_programme_goes_back_then_no_end_is_due() -> None:
    memory, pair_id = in_closing(3)
    stage(memory, "running")
    take(memory, use_cases.follow_programme, ProgrammeStageChanged("p", "closing", "running"), 6)
    assert use_cases.end_overdue(context_at(NOON + 99 * DAY, store=memory, service="pairing")) == {"ended": 0}
    assert not pair_in(memory, pair_id).outcome


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


# A programme that closes while two agree -----------------------------------------------------------------------------


def closes(memory: MemoryStore, to: str = "closed") -> None:
    """When: the programme comes to a stage, and all its pairs that the index shows follow it."""
    programme = memory.get(Programme, *Programme.key("p"))
    assert programme is not None
    programme.stage, programme.stage_version = to, int(programme.version) + 1
    memory.put(programme)
    told = event(ProgrammeStageChanged("p", "running", to))
    told = replace(told, meta=replace(told.meta, sequence=int(programme.version)))
    use_cases.follow_programme(consumer_at(memory, told), told)


def hear_of(memory: MemoryStore) -> None:
    """When: the agreement reaches the consumer."""
    (told,) = [one for one in memory.events if one.name == "PairAgreed"]
    with suppress(AlreadyDone):
        use_cases.agreed(consumer_at(memory, told), told)


def only_pair(memory: MemoryStore) -> Pair:
    (found,) = memory.listed(Pair, "PROGRAMME#p")
    return found


@pytest.mark.parametrize(("to", "stage"), [("closed", "closed_early"), ("closing", "closing")])
def test_given_a_programme_that_closes_between_reading_and_writing_when_the_pair_is_heard_of_then_it_follows(
    to: str, stage: str
) -> None:
    memory = season()
    proposal(memory)
    accept(memory, "mentor-anna")
    whole, closed = memory.commit, []

    def commit(changes: Any) -> None:
        if not closed:
            closed.append(True)
            closes(memory, to)
        whole(changes)

    memory.commit = commit  # type: ignore[method-assign]
    accept(memory, "mentee-jan")
    assert only_pair(memory).stage == "active"

    for _ in range(2):
        hear_of(memory)

    assert only_pair(memory).stage == stage


def test_given_an_index_that_lags_when_the_programme_closes_then_the_pair_it_missed_follows_within_hours() -> None:
    memory = season()
    made = agreed(memory)
    hear_of(memory)
    made = only_pair(memory)
    made.list_pk = None
    memory.put(made)
    closes(memory)
    made.list_pk = "PROGRAMME#p"
    memory.put(made)
    assert not only_pair(memory).outcome

    counts = [use_cases.end_overdue(by("", memory, NOON + timedelta(hours=2))) for _ in range(2)]

    assert counts == [{"ended": 1}, {"ended": 0}]
    assert only_pair(memory).outcome == "closed_early"


def test_given_a_pair_of_a_programme_that_runs_when_it_is_seen_again_then_nothing_changes_and_it_is_due_no_more() -> (
    None
):
    memory = season()
    agreed(memory)
    hear_of(memory)
    before = published(memory)

    assert use_cases.end_overdue(by("", memory, NOON + timedelta(hours=2))) == {"ended": 0}

    assert (only_pair(memory).stage, only_pair(memory).due_at, published(memory)) == ("active", None, before)
