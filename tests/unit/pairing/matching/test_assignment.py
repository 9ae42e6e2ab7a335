"""The assignment is what it says: feasible, of maximum size, with the best worst pair, with the best total."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pairing.matching import assignment
from pairing.matching.assignment import Assignment, LockRefused
from pairing.matching.edges import ALONE, Edges
from pairing.matching.total import bound, worth

Case = tuple[Any, Any, Any]


def solve(score: Any, feasible: Any, capacity: Any, locked: Any = (), candidates: int = 2) -> Assignment:
    """Solve with so few candidates at first that proofs have to find the rest."""
    cells = np.where(feasible, score, -1).astype(np.int16)
    return assignment.solve(cells, capacity, locked, candidates)


@st.composite
def cases(draw: st.DrawFn, most: int = 5, values: int = 6, seats: int = 3) -> Case:
    """Score, feasible and capacity; few different scores, so that ties are frequent."""
    mentees, mentors = draw(st.integers(0, most)), draw(st.integers(0, most))
    cells = mentees * mentors
    score = draw(st.lists(st.integers(0, values), min_size=cells, max_size=cells))
    feasible = draw(st.lists(st.booleans(), min_size=cells, max_size=cells))
    capacity = draw(st.lists(st.integers(0, seats), min_size=mentors, max_size=mentors))
    shape = (mentees, mentors)
    return (
        np.array(score, dtype=np.int16).reshape(shape),
        np.array(feasible, dtype=bool).reshape(shape),
        np.array(capacity, dtype=np.int64),
    )


def everything(case: Case, locked: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, int, int]]:
    """Return (matched, worst, total) of every assignment that keeps the rules and the locks."""
    score, feasible, capacity = case
    found = []
    for choice in product([None, *range(len(capacity))], repeat=score.shape[0]):
        pairs = [(row, column) for row, column in enumerate(choice) if column is not None]
        kept = all(pair in pairs for pair in locked) and all(feasible[pair] for pair in pairs)
        if kept and all(choice.count(column) <= capacity[column] for column in range(len(capacity))):
            values = [int(score[pair]) for pair in pairs]
            found.append((len(pairs), min(values, default=0), sum(values)))
    return found


def figures(found: Assignment) -> tuple[int, int, int]:
    return len(found.pairs), found.worst, found.total


@settings(max_examples=400)
@given(cases(most=4, seats=2))
def test_given_a_small_case_when_solved_then_no_other_assignment_is_better(case: Case) -> None:
    assert figures(solve(*case)) == max(everything(case))


@settings(max_examples=400)
@given(cases(most=12, values=40))
def test_given_any_case_when_solved_then_rules_and_capacities_are_kept_and_it_is_proved(case: Case) -> None:
    score, feasible, capacity = case
    found = solve(*case)
    rows = [row for row, _ in found.pairs]
    assert len(rows) == len(set(rows))
    assert all(feasible[pair] for pair in found.pairs)
    assert (np.bincount([column for _, column in found.pairs], minlength=len(capacity)) <= capacity).all()
    assert found.total == sum(int(score[pair]) for pair in found.pairs)
    assert found.proved


@settings(max_examples=300)
@given(cases(most=4, seats=2), st.data())
def test_given_locks_when_solved_then_they_are_kept_and_the_rest_is_optimal_or_they_are_refused(
    case: Case, data: st.DataObject
) -> None:
    cells = list(np.ndindex(case[0].shape))
    locked = tuple(data.draw(st.lists(st.sampled_from(cells), unique=True, max_size=3))) if cells else ()
    allowed = everything(case, locked)
    if not allowed:
        with pytest.raises(LockRefused):
            solve(*case, locked)
        return
    found = solve(*case, locked)
    assert set(locked) <= set(found.pairs)
    assert figures(found) == max(allowed)
    assert found.proved


@settings(max_examples=200)
@given(cases(most=8, values=20), st.randoms(use_true_random=False))
def test_given_a_permutation_when_solved_then_the_figures_are_the_same(case: Case, random: Any) -> None:
    score, feasible, capacity = case
    rows, columns = list(range(score.shape[0])), list(range(score.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    turned = (score[rows][:, columns], feasible[rows][:, columns], capacity[columns])
    assert figures(solve(*turned)) == figures(solve(*case))


@settings(max_examples=200)
@given(cases(most=8, values=20))
def test_given_an_unused_pair_when_forbidden_then_the_figures_stay(case: Case) -> None:
    score, feasible, capacity = case
    before = solve(*case)
    unused = [pair for pair in zip(*np.nonzero(feasible), strict=True) if pair not in before.pairs]
    for pair in unused[:3]:
        fewer = feasible.copy()
        fewer[pair] = False
        assert figures(solve(score, fewer, capacity)) == figures(before)


@settings(max_examples=200)
@given(cases(most=8, values=20), st.data())
def test_given_one_more_mentor_when_solved_then_never_fewer_and_at_equal_number_never_worse(
    case: Case, data: st.DataObject
) -> None:
    score, feasible, capacity = case
    column = data.draw(st.lists(st.integers(0, 20), min_size=len(score), max_size=len(score)))
    more = (
        np.column_stack([score, np.array(column, dtype=np.int16)]),
        np.column_stack([feasible, np.ones(len(score), dtype=bool)]),
        np.append(capacity, 1),
    )
    assert figures(solve(*more)) >= figures(solve(*case))


@settings(max_examples=200)
@given(cases(most=6, values=20), st.data())
def test_given_a_chosen_pair_when_its_score_rises_then_it_may_stay_chosen(case: Case, data: st.DataObject) -> None:
    score, feasible, capacity = case
    before = solve(*case)
    if not before.pairs:
        return
    pair = data.draw(st.sampled_from(before.pairs))
    raised = score.copy()
    raised[pair] += data.draw(st.integers(1, 30))
    assert figures(solve(raised, feasible, capacity)) == figures(solve(raised, feasible, capacity, [pair]))


def test_given_a_low_locked_pair_when_solved_then_it_alone_decides_the_worst_and_the_total_is_free() -> None:
    score = np.array([[1, 0, 0], [0, 50, 90], [0, 40, 50]], dtype=np.int16)
    found = solve(score, np.ones((3, 3), dtype=bool), np.array([1, 1, 1]), [(0, 0)])
    assert (found.pairs, found.worst, found.total, found.proved) == (((0, 0), (1, 2), (2, 1)), 1, 131, True)


def test_given_the_same_without_a_lock_when_solved_then_the_worst_comes_before_the_total() -> None:
    score = np.array([[50, 90], [40, 50]], dtype=np.int16)
    found = solve(score, np.ones((2, 2), dtype=bool), np.array([1, 1]))
    assert (found.pairs, found.worst, found.total, found.proved) == (((0, 0), (1, 1)), 50, 100, True)


def test_given_one_star_mentor_when_solved_then_the_star_takes_as_many_as_the_capacity() -> None:
    score = np.full((6, 1), 9000, dtype=np.int16)
    found = solve(score, np.ones((6, 1), dtype=bool), np.array([3]))
    assert figures(found) == (3, 9000, 27000)


def test_given_everybody_equal_when_solved_twice_then_the_pairs_are_the_same() -> None:
    case = (np.full((30, 20), 5000, dtype=np.int16), np.ones((30, 20), dtype=bool), np.full(20, 2))
    assert solve(*case).pairs == solve(*case).pairs
    assert figures(solve(*case)) == (30, 5000, 150_000)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_given_nobody_on_a_side_when_solved_then_there_is_nothing_and_that_is_proved(shape: tuple[int, int]) -> None:
    found = solve(np.zeros(shape, dtype=np.int16), np.ones(shape, dtype=bool), np.ones(shape[1], dtype=np.int64))
    assert (found.pairs, found.worst, found.total, found.proved) == ((), 0, 0, True)


@settings(max_examples=300)
@given(cases(most=8, values=20), st.integers(1, 9))
def test_given_more_or_fewer_candidates_when_solved_then_the_figures_are_the_same(case: Case, candidates: int) -> None:
    assert figures(solve(*case, candidates=candidates)) == figures(solve(*case, candidates=1))


@settings(max_examples=300)
@given(cases(most=8, values=20))
def test_given_a_solved_case_when_its_prices_are_taken_then_the_dual_is_worth_the_same(case: Case) -> None:
    score, feasible, capacity = case
    found = solve(*case)
    worth = np.where(feasible & (score >= found.worst), found.match + score.astype(np.int64), 0)
    open_ = worth[:, capacity > 0]
    content = np.maximum(open_ - found.prices[capacity > 0], 0).max(axis=1, initial=0)
    assert (found.prices >= 0).all()
    assert content.sum() + (found.prices * capacity).sum() == found.total + found.match * len(found.pairs)


@settings(max_examples=200)
@given(cases(most=6, values=9), st.data())
def test_given_another_assignment_than_the_best_when_the_bound_is_taken_then_it_lies_above(
    case: Case, data: st.DataObject
) -> None:
    score, feasible, capacity = case
    found = solve(*case)
    if not found.pairs:
        return
    tried = Edges(np.where(feasible, score, -1).astype(np.int16), np.arange(len(score)), capacity, 9)
    most = bound(tried, found.prices, found.match, found.worst)
    mentor = np.full(len(score), ALONE)
    for row, column in found.pairs:
        mentor[row] = column
    assert worth(tried, mentor, found.match) == most
    mentor[data.draw(st.sampled_from(found.pairs))[0]] = ALONE
    assert worth(tried, mentor, found.match) < most


def test_given_many_who_are_all_alike_when_solved_with_few_candidates_then_everybody_is_served() -> None:
    cells = np.full((300, 200), 5000, dtype=np.int16)
    found = assignment.solve(cells, np.full(200, 2), candidates=3)
    assert figures(found) == (300, 5000, 1_500_000)
    assert found.proved


def reference(score: Any, feasible: Any, capacity: Any) -> tuple[int, int, int]:
    """Return the three figures by another road: linear programmes (HiGHS), one after the other."""
    edges = np.argwhere(feasible)
    points = score[feasible].astype(float)
    incidence = np.zeros((sum(feasible.shape), len(edges)))
    incidence[edges[:, 0], np.arange(len(edges))] = 1
    incidence[len(score) + edges[:, 1], np.arange(len(edges))] = 1
    limits = np.concatenate([np.ones(len(score)), capacity])

    def best(values: Any, bounds: Any, size: float | None = None) -> float:
        equal: dict[str, Any] = {} if size is None else {"A_eq": np.ones((1, len(edges))), "b_eq": [size]}
        answer = linprog(-values, A_ub=incidence, b_ub=limits, bounds=bounds, **equal)
        return -answer.fun if answer.status == 0 else -1

    most = best(np.ones(len(edges)), (0, 1))

    def above(threshold: float) -> Any:
        return np.column_stack([np.zeros(len(edges)), (points >= threshold).astype(float)])

    worst = max(t for t in np.unique(points) if best(np.ones(len(edges)), above(t)) > most - 0.5)
    return round(most), round(worst), round(best(points, above(worst), most))


@pytest.mark.parametrize("seed", range(3))
def test_given_a_middling_case_when_solved_then_a_linear_programme_finds_the_same_figures(seed: int) -> None:
    random = np.random.default_rng(seed)
    score = random.integers(0, 60, (30, 20)).astype(np.int16)
    case = (score, random.random((30, 20)) < 0.25, random.integers(0, 4, 20))
    assert figures(solve(*case)) == reference(*case)
