"""Goals: changed while they wait, rated, concluded by both; what is overdue, and the chart of ratings."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mentoring import clock
from mentoring.errors import DomainError, Invalid, NotFound, Overtaken
from mentoring.tables.core import ANY
from mentoring.tables.vocabulary import GOAL_ENDS, GoalState
from mentoring.tables.workspace import Goal, RoomHead
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, PAIR, world
from tests.fakes.racing import RacingStore, race
from workspace import domain
from workspace.domain import End, Rating, chart
from workspace.sharing import AuthorOnly
from workspace.use_cases import goals, rooms
from workspace.use_cases.goals import Conclusion

if TYPE_CHECKING:
    from mentoring.tables.attributes import Opened

GOAL: dict[str, Any] = {"title": "Cel", "start_level": 3, "target_level": 8, "due_on": "2026-04-01"}
PARTLY = Conclusion(GoalState.PARTLY, evidence="Dwie osoby")
BOTH = (MENTOR, MENTEE)


def _as(person_id: str, store: MemoryStore) -> Any:
    return context_at(store=store, person_id=person_id, service="workspace")


@pytest.fixture
def store() -> MemoryStore:
    """Given: a pair with its room."""
    return world()


@pytest.fixture
def agreed(store: MemoryStore) -> str:
    """Given: the mentee's goal, to which the mentor agreed."""
    goal = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    goals.agree_goal(_as(MENTOR, store), PAIR, goal.goal_id, goal.tag)
    return str(goal.goal_id)


def _read(store: MemoryStore, goal_id: str) -> Opened[Goal]:
    return goals.read_goal(_as(MENTOR, store), PAIR, goal_id)


def _names(store: MemoryStore) -> list[str]:
    return [one.name for one in store.events]


def test_given_a_draft_when_its_author_changes_it_then_the_other_one_is_asked_anew_and_only_the_new_text_is_agreed_on(
    store: MemoryStore,
) -> None:
    goal = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    was_read = goal.tag
    steps = ["Krok pierwszy", "Krok drugi"]
    changed = goals.change_goal(
        _as(MENTEE, store), PAIR, goal.goal_id, GOAL | {"title": "Odwaga", "steps": steps}, was_read
    )
    assert (changed.title, changed.steps, _names(store)) == ("Odwaga", steps, ["GoalProposed", "GoalProposed"])
    with pytest.raises(Overtaken):
        goals.agree_goal(_as(MENTOR, store), PAIR, goal.goal_id, was_read)
    assert goals.agree_goal(_as(MENTOR, store), PAIR, goal.goal_id, changed.tag).state == GoalState.AGREED


def test_given_a_draft_when_nothing_in_it_changes_then_nobody_is_asked_again(store: MemoryStore) -> None:
    goal = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    goals.change_goal(_as(MENTEE, store), PAIR, goal.goal_id, dict(GOAL), goal.tag)
    assert _names(store) == ["GoalProposed"]


def test_given_a_goal_when_it_may_not_be_changed_then_that_is_said(store: MemoryStore, agreed: str) -> None:
    draft = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    with pytest.raises(AuthorOnly):
        goals.change_goal(_as(MENTOR, store), PAIR, draft.goal_id, GOAL, draft.tag)
    for change in (goals.change_goal, goals.move_due):
        told: Any = GOAL if change is goals.change_goal else None
        with pytest.raises(Overtaken):
            change(_as(MENTEE, store), PAIR, agreed, told, "7")
    with pytest.raises(domain.NotDraft):
        goals.change_goal(_as(MENTEE, store), PAIR, agreed, GOAL, ANY)
    with pytest.raises(domain.NotAgreed):
        goals.move_due(_as(MENTEE, store), PAIR, draft.goal_id, None, ANY)


@pytest.mark.parametrize("who", BOTH)
def test_given_a_draft_when_withdrawn_then_nothing_of_it_is_left(store: MemoryStore, who: str) -> None:
    goal = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    goals.withdraw_goal(_as(who, store), PAIR, goal.goal_id, goal.tag)
    assert rooms.room(_as(MENTEE, store), PAIR)[1].goals == []
    assert store.query(Goal, *Goal.of(PAIR)) == []
    head = store.get(RoomHead, *RoomHead.key(PAIR))
    assert head is not None
    assert (head.goals, _names(store)[-1]) == ({}, "GoalWithdrawn")


def test_given_a_goal_withdrawn_in_former_times_when_the_room_is_read_then_it_is_not_there(store: MemoryStore) -> None:
    goal = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    goal.set(state=GoalState.DROPPED)
    store.put(goal.item)
    assert rooms.room(_as(MENTEE, store), PAIR)[1].goals == []


def test_given_a_goal_when_rated_then_each_rating_is_kept_with_its_word_and_work_on_it_began(
    store: MemoryStore, agreed: str
) -> None:
    for who, level, word in ((MENTEE, 4, "Pierwsze zebranie"), (MENTOR, 6, "")):
        goal = goals.rate_goal(_as(who, store), PAIR, agreed, level, _read(store, agreed).tag, word)
    at = clock.iso(_as(MENTEE, store).clock())
    assert goals.ratings(goal) == [Rating(4, MENTEE, at, "Pierwsze zebranie"), Rating(6, MENTOR, at, "")]
    assert (goal.current_level, goal.state) == (6, GoalState.IN_PROGRESS)
    assert b"Pierwsze" not in bytes(goal.item.ratings.blob)


def test_given_a_draft_when_rated_or_concluded_then_it_waits_for_agreement(store: MemoryStore) -> None:
    goal = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    with pytest.raises(domain.NotAgreed):
        goals.rate_goal(_as(MENTEE, store), PAIR, goal.goal_id, 5, ANY)
    for state in GOAL_ENDS:
        with pytest.raises(domain.NotAgreed):
            goals.propose_end(_as(MENTEE, store), PAIR, goal.goal_id, Conclusion(state, "bo tak"), ANY)
    with pytest.raises(NotFound):
        goals.read_goal(_as(MENTEE, store), PAIR, "none")


def test_given_an_agreed_goal_when_its_date_moves_then_home_knows_it(store: MemoryStore, agreed: str) -> None:
    goals.move_due(_as(MENTOR, store), PAIR, agreed, "2026-06-01", _read(store, agreed).tag)
    head = store.get(RoomHead, *RoomHead.key(PAIR))
    assert head is not None
    assert head.goals[agreed]["due"] == "2026-06-01"


def test_given_a_proposed_end_when_the_other_one_consents_then_the_goal_is_concluded_once(
    store: MemoryStore, agreed: str
) -> None:
    end = goals.propose_end(_as(MENTEE, store), PAIR, agreed, PARTLY, _read(store, agreed).tag)
    assert (end.state, end.end_state, end.end_by) == (GoalState.AGREED, GoalState.PARTLY, MENTEE)
    with pytest.raises(domain.NotYours):
        goals.answer_end(_as(MENTEE, store), PAIR, agreed, "yes", end.tag)
    for _ in range(2):
        done = goals.answer_end(_as(MENTOR, store), PAIR, agreed, "yes", end.tag)
    assert (done.state, done.evidence, done.concluded_at is not None) == (GoalState.PARTLY, "Dwie osoby", True)
    assert _names(store)[-2:] == ["GoalEndProposed", "GoalConcluded"]


def test_given_a_proposed_end_when_the_answer_is_not_yet_then_the_goal_goes_on_and_the_words_stay(
    store: MemoryStore, agreed: str
) -> None:
    end = goals.propose_end(_as(MENTEE, store), PAIR, agreed, PARTLY, _read(store, agreed).tag)
    for _ in range(2):
        goal = goals.answer_end(_as(MENTOR, store), PAIR, agreed, "not_yet", end.tag)
    assert (goal.state, goal.end_state, goal.end_at, goal.evidence) == (GoalState.AGREED, None, None, "Dwie osoby")
    assert _names(store).count("GoalEndRefused") == 1
    with pytest.raises(domain.NothingProposed):
        goals.confirm_end(_as(MENTOR, store), PAIR, agreed, goal.tag)


def test_given_a_proposed_end_when_it_changes_while_the_other_one_reads_then_the_old_one_is_not_confirmed(
    store: MemoryStore, agreed: str
) -> None:
    seen = goals.propose_end(_as(MENTEE, store), PAIR, agreed, PARTLY, _read(store, agreed).tag).tag
    goals.propose_end(_as(MENTEE, store), PAIR, agreed, Conclusion(GoalState.ACHIEVED), seen)
    with pytest.raises(Overtaken):
        goals.confirm_end(_as(MENTOR, store), PAIR, agreed, seen)


@pytest.mark.parametrize("state", [GoalState.CHANGED, GoalState.DROPPED])
def test_given_an_end_that_was_not_the_plan_when_proposed_without_a_reason_then_one_is_asked_for(
    store: MemoryStore, agreed: str, state: GoalState
) -> None:
    with pytest.raises(Invalid) as refused:
        goals.propose_end(_as(MENTEE, store), PAIR, agreed, Conclusion(state, " "), ANY)
    assert list(refused.value.fields) == ["/reason"]
    assert (
        goals.propose_end(_as(MENTEE, store), PAIR, agreed, Conclusion(state, "Nowa praca"), ANY).reason == "Nowa praca"
    )


@pytest.mark.parametrize(("level", "kept"), [(7, [5, 7]), (0, [5, 0]), (5, [5]), (None, [5])])
def test_given_a_goal_when_its_end_is_proposed_then_how_far_it_got_is_a_rating(
    store: MemoryStore, agreed: str, level: int | None, kept: list[int]
) -> None:
    goals.rate_goal(_as(MENTEE, store), PAIR, agreed, 5, ANY)
    end = Conclusion(GoalState.PARTLY, level=level)
    goal = goals.propose_end(_as(MENTOR, store), PAIR, agreed, end, ANY)
    assert ([one.level for one in goals.ratings(goal)], goal.current_level) == (kept, kept[-1])


def test_given_both_conclude_at_once_with_different_ends_then_one_is_proposed_and_the_other_one_is_told() -> None:
    store = RacingStore()
    world(store)
    goal = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    tag = goals.agree_goal(_as(MENTOR, store), PAIR, goal.goal_id, goal.tag).tag
    wishes = {MENTOR: Conclusion(GoalState.ACHIEVED), MENTEE: Conclusion(GoalState.DROPPED, "Nowa praca")}
    ends = race(
        store,
        [partial(goals.propose_end, _as(who, store), PAIR, goal.goal_id, end, tag) for who, end in wishes.items()],
    )
    assert sorted(ends) == ["done", "stale"]
    found = goals.standing(_read(store, goal.goal_id))
    assert found.end in [End(end.state, who) for who, end in wishes.items()]
    assert not found.is_over


def test_given_the_author_edits_while_the_partner_agrees_then_only_what_was_read_is_agreed_on() -> None:
    store = RacingStore()
    world(store)
    goal = goals.propose_goal(_as(MENTEE, store), PAIR, GOAL)
    edit = partial(goals.change_goal, _as(MENTEE, store), PAIR, goal.goal_id, GOAL | {"title": "Inny"}, goal.tag)
    agree = partial(goals.agree_goal, _as(MENTOR, store), PAIR, goal.goal_id, goal.tag)
    assert sorted(race(store, [edit, agree])) == ["done", "stale"]
    found = _read(store, goal.goal_id)
    assert (found.state, found.title) in [(GoalState.AGREED, "Cel"), (GoalState.DRAFT, "Inny")]


@given(st.lists(st.integers(0, 10), min_size=1, max_size=80), st.integers(0, 10), st.integers(0, 10))
def test_given_ratings_when_drawn_then_each_kept_one_is_a_point_within_the_chart_in_order(
    levels: list[int], start: int, target: int
) -> None:
    kept: list[Rating] = []
    for day, level in enumerate(levels):
        at = clock.iso(datetime(2026, 3, 1 + day % 28, day // 28, tzinfo=UTC))
        kept = domain.with_another(kept, Rating(level, MENTEE, at))
    drawn = chart.chart(start, target, "2026-03-01T00:00:00Z", sorted(kept, key=lambda one: one.at))
    assert drawn is not None
    assert len(kept) == min(len(levels), domain.MOST_RATINGS)
    assert len(drawn.points) == 1 + len(kept)
    assert all(0 <= one.x <= chart.WIDE and 0 <= one.y <= chart.HIGH for one in drawn.points)
    assert [one.x for one in drawn.points] == sorted(one.x for one in drawn.points)
    assert drawn.target == chart.HIGH - 10 * target
    assert drawn.line.count(",") == len(drawn.points)


def test_given_no_rating_or_one_at_the_first_moment_when_drawn_then_there_is_nothing_or_a_point() -> None:
    at = "2026-03-01T00:00:00Z"
    assert chart.chart(3, 8, at, []) is None
    drawn = chart.chart(3, 8, at, [Rating(4, MENTEE, at)])
    assert drawn is not None
    assert [tuple(one) for one in drawn.points] == [(0.0, 70.0), (0.0, 60.0)]


class GoalMachine(RuleBasedStateMachine):
    """Whatever the two do, and in which order: a goal is agreed on, and concluded, by both of them, as both read it."""

    def __init__(self) -> None:
        super().__init__()
        self.store = world()
        self.texts: dict[str, str] = {}
        """Goals that are there → the text that was last written."""
        self.agreed: dict[str, str] = {}
        self.proposed: dict[str, End] = {}
        self.over: dict[str, GoalState] = {}

    def _goal(self, number: int) -> str:
        known = list(self.texts)
        return known[number % len(known)] if known else "none"

    def _do(self, verb: Any, who: str, *more: Any) -> Any:
        try:
            return verb(_as(who, self.store), PAIR, *more) or True
        except DomainError:
            return None

    @rule(who=st.sampled_from(BOTH), text=st.sampled_from("abc"))
    def propose(self, who: str, text: str) -> None:
        if goal := self._do(goals.propose_goal, who, GOAL | {"title": text}):
            self.texts[goal.goal_id] = text

    @rule(who=st.sampled_from(BOTH), number=st.integers(0, 5), text=st.sampled_from("abc"))
    def change(self, who: str, number: int, text: str) -> None:
        goal_id = self._goal(number)
        if self._do(goals.change_goal, who, goal_id, GOAL | {"title": text}, ANY):
            assert goal_id not in self.agreed
            self.texts[goal_id] = text

    @rule(who=st.sampled_from(BOTH), number=st.integers(0, 5))
    def agree(self, who: str, number: int) -> None:
        goal_id = self._goal(number)
        if self._do(goals.agree_goal, who, goal_id, ANY):
            assert _read(self.store, goal_id).proposed_by != who
            self.agreed[goal_id] = self.texts[goal_id]

    @rule(who=st.sampled_from(BOTH), number=st.integers(0, 5))
    def withdraw(self, who: str, number: int) -> None:
        goal_id = self._goal(number)
        if self._do(goals.withdraw_goal, who, goal_id):
            assert goal_id not in self.agreed
            del self.texts[goal_id]

    @rule(who=st.sampled_from(BOTH), number=st.integers(0, 5), level=st.integers(0, 10))
    def rate(self, who: str, number: int, level: int) -> None:
        self._do(goals.rate_goal, who, self._goal(number), level, ANY)

    @rule(who=st.sampled_from(BOTH), number=st.integers(0, 5), state=st.sampled_from(GOAL_ENDS))
    def propose_end(self, who: str, number: int, state: GoalState) -> None:
        goal_id = self._goal(number)
        if self._do(goals.propose_end, who, goal_id, Conclusion(state, "bo tak"), ANY):
            self.proposed[goal_id] = End(state, who)

    @rule(who=st.sampled_from(BOTH), number=st.integers(0, 5))
    def confirm(self, who: str, number: int) -> None:
        goal_id = self._goal(number)
        if self._do(goals.confirm_end, who, goal_id, ANY):
            assert self.proposed[goal_id].by != who
            self.over[goal_id] = self.proposed[goal_id].state

    @rule(who=st.sampled_from(BOTH), number=st.integers(0, 5))
    def refuse(self, who: str, number: int) -> None:
        goal_id = self._goal(number)
        if self._do(goals.refuse_end, who, goal_id, ANY):
            assert goal_id not in self.over
            self.proposed.pop(goal_id, None)

    @invariant()
    def both_consented(self) -> None:
        found = {one.goal_id: one for one in rooms.room(_as(MENTOR, self.store), PAIR)[1].goals}
        assert {goal_id: one.title for goal_id, one in found.items()} == self.texts
        assert {goal_id for goal_id, one in found.items() if one.agreed_at} == self.agreed.keys()
        assert all(found[goal_id].title == text for goal_id, text in self.agreed.items())
        assert {goal_id: one.state for goal_id, one in found.items() if one.state in GOAL_ENDS} == self.over
        assert len(found) - len(self.over) <= domain.MOST_GOALS

    @invariant()
    def the_head_knows_how_each_stands(self) -> None:
        head = self.store.get(RoomHead, *RoomHead.key(PAIR))
        for goal_id, told in (head.goals if head and head.goals else {}).items():
            item = self.store.get(Goal, *Goal.key(PAIR, goal_id))
            assert item is not None
            assert (told["state"], told["agreed"], told["end_by"]) == (
                item.state,
                bool(item.agreed_at),
                item.end_by or "",
            )
        assert set(head.goals if head and head.goals else {}) == set(self.texts)


TestGoalMachine = GoalMachine.TestCase
