"""Ongoing programmes: pairs every week, an own end for each, and honesty towards who waits."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import DomainError
from mentoring.events import catalogue
from mentoring.rolling import Rolling
from mentoring.tables.pairing import Pair, Proposal, Round, Seats, WeeklyPairing
from mentoring.tables.recruitment import FormPlan, Participant, Programme
from mentoring.tables.vocabulary import OPEN_PROPOSALS, PairStage, RoundState
from pairing import use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.use_cases import proposing, rescuing, solving
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.unit.pairing.givens import consumer_at, event, participant, season, send
from tests.unit.pairing.test_rescue import by, nobody

MONDAY = datetime(2026, 3, 9, 7, tzinfo=UTC)
"""The Monday after noon of Monday, 2 March, at eight in Warsaw."""
WEEK = timedelta(days=7)
CONSUMED: dict[str, Any] = {
    "PairingRequested": (solving.take_up, "pairing-worker"),
    "PairingRoundSent": (proposing.propose, "pairing-worker"),
    "RematchRequested": (rescuing.rescue, "pairing-worker"),
    "PairAgreed": (use_cases.agreed, "pairing"),
    "ProgrammeChanged": (use_cases.follow_settings, "pairing"),
    "ProgrammeStageChanged": (use_cases.follow_stage, "pairing"),
}


class Ongoing:
    """An ongoing programme that runs, and whose events are delivered."""

    def __init__(self, *people: Participant, **rolling: Any) -> None:
        self.memory: MemoryStore = season(*people, stage="running", type="ongoing", rolling=rolling)
        self.heard = 0
        self.at = NOON
        self.deliver(event(catalogue.ProgrammeStageChanged("p", "matching", "running")))

    def deliver(self, one: Any) -> None:
        function, name = CONSUMED[one.name]
        consume(consumer_at(self.memory, one, self.at, name), function, one)

    def settle(self) -> None:
        """Deliver what is published, until nothing new comes."""
        while self.heard < len(self.memory.events):
            one = self.memory.events[self.heard]
            self.heard += 1
            if one.name in CONSUMED:
                self.deliver(one)

    def runs(self, at: datetime) -> int:
        """Run the hourly schedule and let everything follow; return how many rounds it requested."""
        self.at = at
        context = nobody(self.memory, at)
        use_cases.remind_and_expire(context)
        use_cases.end_overdue(context)
        found = use_cases.pair_weekly(context)["weekly"]
        self.settle()
        return found

    def joins(self, *people: Participant) -> None:
        for one in people:
            one.accepted_at = clock.iso(self.at)
        self.memory.put(*people)

    def says(self, change: Any, name: str) -> None:
        """Let both sides of the proposal with a mentee say the same."""
        for one in self.proposals:
            if one.mentee_id == f"mentee-{name}" and one.state in OPEN_PROPOSALS:
                for side in (one.mentor_id, one.mentee_id) if change is use_cases.accept else (one.mentee_id,):
                    change(nobody(self.memory, self.at), "p", one.proposal_id, side)
        self.settle()

    def told(self, name: str) -> list[Any]:
        return [one.data for one in self.memory.events if one.name == name]

    @property
    def proposals(self) -> list[Proposal]:
        return self.memory.query(Proposal, "PAIRING#p", "PROPOSAL#")

    @property
    def rounds(self) -> list[Round]:
        return sorted(self.memory.query(Round, *Round.of("p")), key=lambda one: one.requested_at)

    @property
    def pairs(self) -> list[Pair]:
        return self.memory.listed(Pair, "PROGRAMME#p", "PAIR#")

    @property
    def due(self) -> str | None:
        kept = self.memory.get(WeeklyPairing, *WeeklyPairing.key("p"))
        return kept.due_at if kept is not None else None


def mentor(name: str, capacity: int = 1) -> Participant:
    return participant(name, MENTOR, capacity=capacity)


def mentee(name: str) -> Participant:
    return participant(name, MENTEE)


def test_given_people_who_joined_when_the_day_comes_then_a_proposal_waits_for_the_organizers_word() -> None:
    ongoing = Ongoing(mentor("anna"), mentee("jan"))

    assert ongoing.runs(MONDAY - timedelta(seconds=1)) == 0
    assert ongoing.runs(MONDAY) == 1
    assert (ongoing.runs(MONDAY), ongoing.runs(MONDAY + timedelta(hours=1))) == (0, 0)
    (found,) = ongoing.rounds
    assert (found.state, found.figures["matched"]) == (RoundState.PREVIEW, 1)
    (told,) = ongoing.told("WeeklyPairsFound")
    assert (told.matched, told.long) == (1, 0)
    assert ongoing.proposals == []
    send(by("ola", ongoing.memory, ongoing.at), "p", found.round_id)
    ongoing.settle()
    assert [one.mentee_id for one in ongoing.proposals] == ["mentee-jan"]


def test_given_a_programme_that_confirms_by_itself_when_the_day_comes_then_pairs_are_proposed_at_once() -> None:
    ongoing = Ongoing(mentor("anna"), mentee("jan"), automatic=True)
    ongoing.runs(MONDAY)

    assert [(one.mentor_id, one.mentee_id) for one in ongoing.proposals] == [("mentor-anna", "mentee-jan")]
    assert ongoing.told("WeeklyPairsFound") == []


def test_given_a_question_that_keeps_two_apart_when_the_day_comes_then_they_are_not_paired() -> None:
    mine, theirs = mentor("anna"), mentee("jan")
    mine.profile, theirs.profile = (
        {**one.profile, "answers": {"remote": said}} for one, said in ((mine, "yes"), (theirs, "no"))
    )
    ongoing = Ongoing(mine, theirs, automatic=True)
    plan = FormPlan(*FormPlan.key("p"), programme_id="p")
    plan.questions = [
        {"id": "remote", "kind": "yes_no", "roles": ["mentor", "mentee"], "text": {"pl": "Zdalnie?"}, "rule": "same"}
    ]
    ongoing.memory.put(plan)
    ongoing.runs(MONDAY)
    assert ongoing.proposals == []
    plan.questions = [plan.questions[0] | {"rule": ""}]
    ongoing.memory.put(plan)
    ongoing.runs(MONDAY + WEEK)
    assert [one.mentee_id for one in ongoing.proposals] == ["mentee-jan"]


def test_given_an_organizer_who_works_on_a_round_when_the_day_comes_then_nothing_is_sent_behind_their_back() -> None:
    ongoing = Ongoing(mentor("anna"), mentee("jan"), automatic=True)
    own = use_cases.request_round(by("ola", ongoing.memory, ongoing.at), "p", use_cases.Wish())
    ongoing.runs(MONDAY)

    assert {one.state for one in ongoing.rounds} == {RoundState.PREVIEW}
    assert own.round_id in [one.round_id for one in ongoing.rounds]
    assert ongoing.proposals == []


def test_given_a_proposal_nobody_confirmed_when_a_week_has_passed_then_the_next_one_takes_its_place() -> None:
    ongoing = Ongoing(mentor("anna", 2), mentee("jan"))
    ongoing.runs(MONDAY)
    ongoing.joins(mentee("ewa"))
    ongoing.runs(MONDAY + WEEK)

    assert [(one.state, one.figures["matched"]) for one in ongoing.rounds] == [
        (RoundState.CLOSED, 1),
        (RoundState.PREVIEW, 2),
    ]


def test_given_agreed_pairs_and_open_proposals_when_others_join_then_only_the_free_are_paired() -> None:
    ongoing = Ongoing(mentor("anna", 2), mentor("iga"), mentee("jan"), mentee("ewa"), automatic=True)
    ongoing.runs(MONDAY)
    ongoing.says(use_cases.accept, "jan")
    before = [(one.proposal_id, one.state) for one in ongoing.proposals]
    ongoing.joins(mentee("leo"), mentee("kim"))
    ongoing.runs(MONDAY + timedelta(days=6, hours=23))
    assert [(one.proposal_id, one.state) for one in ongoing.proposals] == before
    ongoing.runs(MONDAY + timedelta(days=7) - timedelta(hours=1))
    open_, paired = "sent", [one.mentee_id for one in ongoing.pairs]
    assert paired == ["mentee-jan"]
    assert Counter(one.state for one in ongoing.proposals)[open_] == 1


def test_given_a_refusal_when_weeks_pass_then_the_two_are_never_proposed_again() -> None:
    ongoing = Ongoing(mentor("anna"), mentee("jan"), automatic=True)
    ongoing.runs(MONDAY)
    ongoing.says(use_cases.decline, "jan")
    for week in range(1, 4):
        ongoing.runs(MONDAY + week * WEEK)

    assert [one.state for one in ongoing.proposals] == ["declined"]


def test_given_nobody_who_waits_when_the_day_comes_then_no_trace_of_it_stays() -> None:
    ongoing = Ongoing(mentor("anna"))
    ongoing.runs(MONDAY)

    assert ongoing.rounds == []
    assert ongoing.due == clock.iso(MONDAY + WEEK)


def test_given_a_mentee_for_whom_there_is_nobody_when_weeks_pass_then_they_are_told_and_organizers_see_it() -> None:
    ongoing = Ongoing(mentee("jan"), automatic=True, weeks=3)
    for week in range(9):
        ongoing.runs(MONDAY + week * WEEK)

    told = ongoing.told("MenteeWaitsLong")
    assert [one.weeks for one in told] == [3, 6]
    assert [(one.matched, one.long) for one in ongoing.told("WeeklyPairsFound")] == [(0, 1), (0, 1)]


def test_given_a_round_that_is_solved_again_when_it_tells_then_nobody_hears_twice() -> None:
    ongoing = Ongoing(mentee("jan"), weeks=1)
    ongoing.runs(MONDAY + WEEK)
    (found,) = ongoing.rounds
    found.state = RoundState.REQUESTED
    ongoing.memory.put(found)
    ongoing.deliver(event(catalogue.PairingRequested("p", found.round_id)))

    assert len(ongoing.told("MenteeWaitsLong")) == 1
    assert [one.long for one in ongoing.told("WeeklyPairsFound")] == [1, 1]


def test_given_a_pair_when_its_time_is_over_then_it_closes_and_the_mentor_has_a_place_again() -> None:
    ongoing = Ongoing(mentor("anna"), mentee("jan"), automatic=True, days=30)
    ongoing.runs(MONDAY)
    ongoing.says(use_cases.accept, "jan")
    (pair,) = ongoing.pairs
    assert pair.ends_at == "2026-04-08T22:00:00Z"  # the end of 8 April in Warsaw, after clocks went forward
    ongoing.runs(MONDAY + timedelta(hours=2))
    end = clock.parse(pair.ends_at)
    ongoing.runs(end - timedelta(seconds=1))
    assert ongoing.pairs[0].stage == PairStage.ACTIVE
    ongoing.runs(end)
    assert ongoing.pairs[0].stage == PairStage.CLOSING
    ongoing.deliver(event(catalogue.ProgrammeStageChanged("p", "matching", "running")))
    assert ongoing.pairs[0].stage == PairStage.CLOSING

    ongoing.runs(end + timedelta(days=30))
    assert ongoing.pairs[0].outcome == "closed_early"
    taken = {one.participant_id: one.taken for one in ongoing.memory.query(Seats, *Seats.of("p"))}
    assert taken == {"mentor-anna": 0, "mentee-jan": 1}
    ongoing.joins(mentee("ewa"))
    ongoing.runs(end + timedelta(days=37))
    assert [one.mentee_id for one in ongoing.proposals if one.state in OPEN_PROPOSALS] == ["mentee-ewa"]


def test_given_pairs_without_an_own_end_when_years_pass_then_they_go_on() -> None:
    ongoing = Ongoing(mentor("anna"), mentee("jan"), automatic=True, days=0)
    ongoing.runs(MONDAY)
    ongoing.says(use_cases.accept, "jan")
    ongoing.runs(MONDAY + timedelta(days=900))

    assert (ongoing.pairs[0].ends_at, ongoing.pairs[0].stage) == (None, PairStage.ACTIVE)


@pytest.mark.parametrize(("stage", "type_"), [("closing", "ongoing"), ("recruiting", "ongoing"), ("running", "cohort")])
def test_given_a_programme_that_pairs_nobody_weekly_when_it_changes_then_nothing_is_due(stage: str, type_: str) -> None:
    ongoing = Ongoing(mentor("anna"), mentee("jan"))
    item = ongoing.memory.get(Programme, *Programme.key("p"))
    assert item is not None
    item.stage, item.type = stage, type_
    ongoing.memory.put(item)
    ongoing.deliver(event(catalogue.ProgrammeChanged("p")))

    assert ongoing.due is None
    assert ongoing.runs(MONDAY) == 0


def test_given_another_day_when_organizers_set_it_then_it_counts_from_now_on() -> None:
    ongoing = Ongoing(mentor("anna"), mentee("jan"))
    item = ongoing.memory.get(Programme, *Programme.key("p"))
    assert item is not None
    item.rolling = {"weekday": 3, "hour": 17}
    ongoing.memory.put(item)
    ongoing.deliver(event(catalogue.ProgrammeChanged("p")))

    assert ongoing.due == "2026-03-05T16:00:00Z"


@given(
    st.sampled_from(["Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"]),
    st.integers(0, 6), st.integers(0, 23),
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)),
)  # fmt: skip
@example("Europe/Warsaw", 6, 2, datetime(2026, 3, 28, 12))  # an hour that is skipped
def test_given_any_moment_when_the_next_time_is_asked_then_it_is_that_hour_of_that_day_within_a_week(
    zone: str, weekday: int, hour: int, moment: datetime
) -> None:
    now = moment.replace(tzinfo=UTC)
    found = Rolling(weekday=weekday, hour=hour).next(now, zone)
    there = found.astimezone(ZoneInfo(zone))

    assert now < found <= now + WEEK + timedelta(hours=1)
    assert there.weekday() == weekday
    assert there.hour == hour or there.replace(tzinfo=None) - timedelta(hours=1) == there.replace(
        hour=hour, minute=0, tzinfo=None
    )


class Weeks(RuleBasedStateMachine):
    """People come, answer, fall silent and end their pairs, week after week."""

    def __init__(self) -> None:
        super().__init__()
        self.names = 0
        self.agreed: dict[str, tuple[str, str]] = {}
        self.had: Counter[str] = Counter()

    @initialize(automatic=st.booleans(), days=st.sampled_from([0, 20, 60]))
    def begin(self, automatic: bool, days: int) -> None:
        self.ongoing = Ongoing(
            mentor("anna", 2), mentor("iga", 3), *(mentee(name) for name in ("jan", "ewa", "kim")),
            automatic=automatic, days=days, weeks=2,
        )  # fmt: skip
        self.ongoing.runs(MONDAY)

    @rule(capacity=st.integers(-1, 3))
    def somebody_joins(self, capacity: int) -> None:
        if self.names < 12:
            self.names += 1
            self.ongoing.joins(mentee(f"e{self.names}") if capacity < 0 else mentor(f"o{self.names}", capacity))

    @rule(hours=st.sampled_from([1, 5 * 24]))
    def time_passes(self, hours: int) -> None:
        self.ongoing.runs(self.ongoing.at + timedelta(hours=hours))

    @rule()
    def an_organizer_confirms(self) -> None:
        for one in self.ongoing.rounds:
            if one.state == RoundState.PREVIEW:
                send(by("ola", self.ongoing.memory, self.ongoing.at), "p", one.round_id)
        self.ongoing.settle()

    @rule(number=st.integers(0, 20), yes=st.integers(0, 3))
    def somebody_answers(self, number: int, yes: int) -> None:
        waiting = [one for one in self.ongoing.proposals if one.state in OPEN_PROPOSALS]
        if waiting:
            one = waiting[number % len(waiting)]
            use_case = use_cases.accept if yes else use_cases.decline
            for side in (one.mentor_id, one.mentee_id) if yes else (one.mentor_id,):
                try:
                    use_case(nobody(self.ongoing.memory, self.ongoing.at), "p", one.proposal_id, side)
                except DomainError as refused:
                    assert refused.status in (404, 409)  # noqa: PT017 - a refusal that a person can understand
            self.ongoing.settle()

    @rule(number=st.integers(0, 20), rematch=st.booleans())
    def a_pair_ends_early(self, number: int, rematch: bool) -> None:
        going_on = [one for one in self.ongoing.pairs if not one.outcome]
        if going_on:
            pair = going_on[number % len(going_on)]
            use_cases.close_early(by("ola", self.ongoing.memory, self.ongoing.at), pair.pair_id, "", rematch=rematch)
            self.ongoing.settle()

    @rule(number=st.integers(0, 20), places=st.integers(0, 3))
    def a_mentor_changes_places(self, number: int, places: int) -> None:
        asked = [one.mentor_id for one in self.ongoing.proposals if one.state in OPEN_PROPOSALS] or ["mentor-anna"]
        one = self.ongoing.memory.get(Participant, *Participant.key("p", asked[number % len(asked)]))
        assert one is not None
        one.profile = {**one.profile, "capacity": places}
        self.ongoing.memory.put(one)

    @invariant()
    def agreed_pairs_never_change(self) -> None:
        now = {one.pair_id: (one.mentor_id, one.mentee_id) for one in self.ongoing.pairs}
        assert {pair_id: now.get(pair_id) for pair_id in self.agreed} == self.agreed
        self.agreed = now

    @invariant()
    def places_are_never_exceeded(self) -> None:
        """Who takes back places keeps their pairs, and gets no more."""
        going_on = [one for one in self.ongoing.pairs if not one.outcome]
        with_mentor = Counter(one.mentor_id for one in going_on)
        for one in self.ongoing.memory.query(Participant, *Participant.of("p")):
            now, before = with_mentor[one.participant_id], self.had[one.participant_id]
            seats = self.ongoing.memory.get(Seats, *Seats.key("p", one.participant_id))
            if one.role == MENTOR:
                assert now <= max(before, one.profile["capacity"])
                assert now == (seats.taken if seats is not None else 0)
        assert max(Counter(one.mentee_id for one in going_on).values(), default=0) <= 1
        self.had = with_mentor

    @invariant()
    def nobody_is_proposed_twice_to_the_same_person(self) -> None:
        met = Counter((one.mentee_id, one.mentor_id) for one in self.ongoing.proposals)
        assert max(met.values(), default=0) <= 1

    @invariant()
    def who_is_paired_has_no_open_proposal(self) -> None:
        paired = {one.mentee_id for one in self.ongoing.pairs if not one.outcome}
        assert not [one for one in self.ongoing.proposals if one.state in OPEN_PROPOSALS and one.mentee_id in paired]


Weeks.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestWeeks = Weeks.TestCase
