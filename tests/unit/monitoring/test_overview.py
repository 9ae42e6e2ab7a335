"""A programme seen as a whole: numbers from counters, pairs in the order somebody asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock
from mentoring.errors import NotFound, SignInRequired
from mentoring.events.meetings import MeetingConfirmed, MeetingHeld
from mentoring.events.pairing import PairClosed, PairPaused
from mentoring.events.workspace import ContractSigned, GoalAgreed
from mentoring.tables.pairing import PairCounts
from mentoring.tables.recruitment import Counts
from mentoring.tables.reporting import Weeks
from mentoring.tables.surveys import AssignmentCounts
from mentoring.tables.vocabulary import Come, Lacking, Sorting
from monitoring.domain.overview import RESTING, Funnel, Glance, Wanted, Week, monday, over_time
from monitoring.use_cases import overview
from tests.fakes import MemoryStore, context_at
from tests.unit.monitoring.givens import day, event, pair, scan, season, take

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYBODY = Wanted()


def seen(given_: MemoryStore, at: float = 50, wanted: Wanted = EVERYBODY, colour: str = "", who: str = "wit") -> Any:
    context = context_at(day(at), store=given_, person_id=who)
    found = overview.watches(context, "p", colour, wanted, "")
    return overview.of_programme(context, "p", found.items)


def names(found: overview.Overview) -> list[str]:
    return [one.pair.pair_id for one in found.pairs]


@pytest.fixture
def three() -> MemoryStore:
    """Given: Jan's pair met twice and signed, Ewa's never met, Leon's agreed on a goal and has a meeting ahead."""
    given_ = season(pair("1"), pair("2", "ola2", "ewa"), pair("3", "iga", "leon"))
    for one, at in (("1", 2), ("1", 30), ("3", 10)):
        take(given_, event(MeetingHeld("p", one, f"h{at}", clock.iso(day(at)), 1, presumed=False)))
    take(given_, event(ContractSigned("p", "1", 1, "hash")), event(GoalAgreed("p", "3", "g")))
    take(given_, event(MeetingConfirmed("p", "3", "n", clock.iso(day(60)), 0), sequence=2))
    take(
        given_,
        event(
            PairPaused(
                "p",
                "2",
                "",
            ),
            day(0),
            sequence=2,
        ),
    )
    scan(given_, day(50))
    return given_


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(sorting=Sorting.NAME), ["2", "1", "3"]),
        (Wanted(sorting=Sorting.NAME, backwards=True), ["3", "1", "2"]),
        (Wanted(sorting=Sorting.HELD), ["2", "3", "1"]),
        (Wanted(sorting=Sorting.LAST), ["2", "3", "1"]),
        (Wanted(sorting=Sorting.COLOUR), ["2", "3", "1"]),
        (Wanted(lacking=Lacking.MEETING), ["2"]),
        (Wanted(lacking=Lacking.PLAN, sorting=Sorting.NAME), ["2", "1"]),
        (Wanted(lacking=Lacking.CONTRACT, sorting=Sorting.NAME), ["2", "3"]),
        (Wanted(lacking=Lacking.GOAL, sorting=Sorting.NAME), ["2", "1"]),
        (Wanted(lacking=Lacking.SURVEY), []),
        (Wanted(text="LEÓ"), ["3"]),
    ],
)
def test_given_pairs_when_sorted_or_filtered_then_those_in_that_order(
    three: MemoryStore, wanted: Wanted, expected: list[str]
) -> None:
    assert names(seen(three, wanted=wanted)) == expected


def test_given_a_colour_when_asked_for_then_only_its_pairs(three: MemoryStore) -> None:
    assert names(seen(three, colour="green")) == ["1"]
    assert names(seen(three, colour="no such colour")) == names(seen(three))


def test_given_a_pair_that_ended_when_filtered_by_what_is_missing_then_it_lacks_nothing(three: MemoryStore) -> None:
    take(three, event(PairClosed("p", "2", "closed_early", "ola"), day(50), sequence=9), at=day(50))
    assert names(seen(three, wanted=Wanted(lacking=Lacking.MEETING))) == []
    assert len(names(seen(three))) == 3


def test_given_counters_when_seen_as_a_whole_then_the_funnel_and_the_present_are_theirs(three: MemoryStore) -> None:
    three.put(
        Counts(
            *Counts.key("p", 0), programme_id="p",
            applications={"mentee/accepted": 3, "mentee/rejected/waits": 1, "mentor/accepted": 2, "mentor/waitlisted": 1},
        ),
        PairCounts(*PairCounts.key("p", 0), programme_id="p", goals=2, completed=1, closed_early=1),
        AssignmentCounts(*AssignmentCounts.key("p", 0), programme_id="p", start=4, pair_fit=2, gathering=9, answered=3),
    )  # fmt: skip
    found = seen(three)
    assert found.funnel.steps == (
        (Come.APPLIED, 4), (Come.ACCEPTED, 3), (Come.PAIRED, 7), (Come.SIGNED, 1), (Come.AGREED, 1),
        (Come.HALFWAY, 0), (Come.COMPLETED, 1),
    )  # fmt: skip
    assert (found.funnel.early, found.funnel.mentors) == (1, (3, 2))
    (present,) = found.weeks
    assert (present.known("meetings_held"), found.asked) == (None, 6)
    assert dict(found.counted[-1].figures) == {"signed": 1, "agreed": 1, "answered": 3}
    assert sum(found.colours.values()) == 3


def test_given_weekly_figures_when_seen_over_time_then_oldest_first_and_what_no_report_told_is_unknown(
    three: MemoryStore,
) -> None:
    told = {
        week: {"made_at": clock.iso(day(at)), "figures": figures}
        for week, at, figures in (
            ("2026-W11", 14, {"red": 1, "amber": 0, "green": 1, "active": 3, "meetings_held": 1, "trend": {"red": 0}}),
            ("2026-W10", 7, {"red": 0, "amber": 2, "green": 1, "active": 3}),
        )
    }
    three.put(Weeks(*Weeks.key("p"), programme_id="p", told=told))
    weeks = seen(three).weeks
    assert over_time(weeks, "red")[:2] == (0, 1)
    assert over_time(weeks, "meetings_held") == (None, 1, None)
    assert over_time(weeks, RESTING)[:2] == (0, 1)


@pytest.mark.parametrize("who", ["anna", "obca"])
def test_given_somebody_who_does_not_organize_when_asking_for_the_whole_then_there_is_none(
    three: MemoryStore, who: str
) -> None:
    with pytest.raises(NotFound):
        seen(three, who=who)


def test_given_nobody_signed_in_when_asking_for_the_whole_then_sign_in_is_required(three: MemoryStore) -> None:
    with pytest.raises(SignInRequired):
        seen(three, who="")


def test_given_a_programme_of_any_size_when_its_numbers_are_asked_for_then_no_pair_is_read() -> None:
    given_ = season(*(pair(str(nth)) for nth in range(30)))
    context = context_at(day(1), store=given_, person_id="ola")
    assert overview.of_programme(context, "p").pairs == ()


COUNTS = st.dictionaries(
    st.sampled_from([("mentee", "accepted", ""), ("mentee", "submitted", "waits"), ("mentor", "rejected", "")]),
    st.integers(0, 99),
)


@given(COUNTS, st.dictionaries(st.sampled_from(["working", "completed", "closed_early"]), st.integers(0, 99)))
def test_given_any_counters_when_put_together_then_no_number_is_lost(
    applications: Mapping[tuple[str, str, str], int], stages: Mapping[str, int]
) -> None:
    funnel = Funnel.of(applications, stages, {})
    steps = dict(funnel.steps)
    assert steps[Come.APPLIED] + funnel.mentors[0] == sum(applications.values())
    assert steps[Come.PAIRED] == sum(stages.values())
    assert [number for _, number, _ in funnel.shares()] == [number for _, number in funnel.steps]
    assert funnel.begun == (steps[Come.APPLIED] + steps[Come.PAIRED] > 0)


def test_given_more_goals_than_contracts_when_put_together_then_no_step_is_more_than_all_of_the_one_before() -> None:
    shares = {what: share for what, _, share in Funnel.of({}, {"working": 20}, {"signed": 19, "agreed": 20}).shares()}
    assert (shares[Come.SIGNED], shares[Come.AGREED]) == (95, None)


GLANCES = st.lists(
    st.builds(
        Glance, pair_id=st.uuids().map(str), name=st.sampled_from(["Łucja", "Lucjan", "Ewa"]), place=st.integers(0, 3),
        held=st.integers(0, 9), last=st.sampled_from(["", "2026-01-01T00:00:00Z"]), lacks=st.just(frozenset()),
    ),
    max_size=20,
)  # fmt: skip


@given(GLANCES, st.sampled_from(Sorting), st.booleans())
def test_given_any_pairs_when_sorted_either_way_then_none_is_lost_and_the_order_is_always_the_same(
    pairs: list[Glance], sorting: Sorting, backwards: bool
) -> None:
    wanted = Wanted(sorting=sorting, backwards=backwards)
    assert sorted(one.pair_id for one in wanted.of(pairs)) == sorted(one.pair_id for one in pairs)
    assert wanted.of(pairs) == wanted.of(reversed(pairs))


def test_given_a_week_without_some_colour_when_asked_who_paused_then_it_is_unknown() -> None:
    assert Week(day(0), {"active": 3}).resting is None


def test_given_contracts_goals_and_answers_in_some_weeks_when_seen_over_time_then_each_counts_from_its_week_on() -> (
    None
):
    given_ = season(pair("1"), pair("2", "iga", "leon"))
    take(
        given_, event(ContractSigned("p", "1", 1, "hash"), day(0)), event(GoalAgreed("p", "1", "g"), day(8)), at=day(8)
    )
    take(
        given_, event(ContractSigned("p", "1", 2, "hash"), day(9)), event(GoalAgreed("p", "1", "h"), day(9)), at=day(9)
    )
    take(given_, event(ContractSigned("p", "2", 1, "hash"), day(22)), at=day(22))
    found = seen(given_, 23)
    assert over_time(found.counted, "signed") == (1, 1, 1, 2)
    assert over_time(found.counted, "agreed") == (0, 1, 1, 1)


WEEKS = st.dictionaries(st.integers(0, 20), st.fixed_dictionaries({"signed": st.integers(0, 9)}), max_size=10)


@given(WEEKS, st.integers(0, 50))
def test_given_any_weeks_when_counted_back_then_sums_never_fall_and_end_with_the_present(
    told: dict[int, dict[str, int]], more: int
) -> None:
    added = {monday(day(-7 * back)): numbers for back, numbers in told.items()}
    total = more + sum(one["signed"] for one in told.values())
    sums = [one.figures["signed"] for one in Week(day(0), {"signed": total}).counted_back(added)]
    assert sums == sorted(sums)
    assert sums[-1] == total
    assert len(sums) == max(told, default=0) + 1
    if told:
        assert sums[0] == more + told[max(told)]["signed"]
