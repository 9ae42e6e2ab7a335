"""Several pairs at once: each in a transaction of its own, and of whom it can't be done it is said why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mentoring import clock
from mentoring.errors import Invalid, NotFound, Overtaken
from pairing import domain, use_cases
from pairing.domain import MENTEE, MENTOR
from pairing.use_cases import Together, WishTogether
from tests.fakes.context import NOON
from tests.unit.pairing.givens import Rival, agreed, by, pair_in, participant, published, season, seats

if TYPE_CHECKING:
    from mentoring.tables.pairing import Pair
    from tests.fakes import MemoryStore

UNTIL = NOON + timedelta(days=20)
REST, END = WishTogether(Together.PAUSE, UNTIL), WishTogether(Together.END, reason="zmiana pracy")
MENTEES = ("jan", "ewa", "iza")


def three(memory: MemoryStore | None = None) -> tuple[MemoryStore, list[Pair]]:
    """Given: three pairs of one mentor with three places."""
    given = season(participant("anna", MENTOR, capacity=3), *(participant(one, MENTEE) for one in MENTEES))
    if memory is not None:
        memory.items = given.items
        given = memory
    return given, [agreed(given, f"x{one}", "anna", one) for one in MENTEES]


def tags(pairs: list[Pair]) -> dict[str, str]:
    return {one.pair_id: one.tag for one in pairs}


def test_given_three_pairs_when_ended_together_then_each_is_and_all_their_places_are_free_and_once() -> None:
    memory, pairs = three()
    before = len(published(memory))
    for _ in range(2):
        outcome = use_cases.together(by("ola", memory), "p", END, tags(pairs))
        assert (len(outcome.done), list(outcome.failed)) == (3, [])
    assert seats(memory, "mentor-anna") == 0
    assert published(memory)[before:] == ["PairStageChanged", "PairClosed"] * 3


def test_given_three_pairs_when_they_are_to_rest_then_all_rest_until_that_day_and_once() -> None:
    memory, pairs = three()
    before = len(published(memory))
    for _ in range(2):
        use_cases.together(by("ola", memory), "p", REST, tags(pairs))
    assert {pair_in(memory, one.pair_id).paused_until for one in pairs} == {clock.iso(UNTIL)}
    assert published(memory)[before:] == ["PairPaused"] * 3
    assert {one.meta.organizer for one in memory.events[before:]} == {"ola"}, "the audit hears who did it"


@pytest.mark.parametrize("wish", [REST, END])
def test_given_one_that_ended_and_one_that_changed_when_done_together_then_with_the_third_and_it_is_said_why(
    wish: WishTogether,
) -> None:
    memory, pairs = three()
    seen = tags(pairs)
    use_cases.close_early(by("jan", memory), pairs[0].pair_id, "sami")
    use_cases.pause(by("ewa", memory), pairs[1].pair_id, NOON + timedelta(days=3))
    outcome = use_cases.together(by("ola", memory), "p", wish, seen)
    assert [one.pair_id for one in outcome.done] == [pairs[2].pair_id]
    assert {one.pair_id: type(why) for one, why in outcome.failed} == {
        pairs[0].pair_id: domain.PairEnded, pairs[1].pair_id: Overtaken,
    }  # fmt: skip
    assert pair_in(memory, pairs[1].pair_id).outcome == ""


def test_given_a_conflict_in_the_middle_when_done_together_then_it_begins_anew_and_what_was_done_counts_as_done() -> (
    None
):
    rival = Rival(lambda memory: use_cases.pause(by("iza", memory), ids[2], NOON + timedelta(days=5)), times=0)
    memory, pairs = three(rival)
    ids = [one.pair_id for one in pairs]
    seen = tags(pairs)
    rival.times = 1
    outcome = use_cases.together(by("ola", memory), "p", END, seen)
    assert [one.pair_id for one in outcome.done] == ids[:2]
    assert [one.pair_id for one, _ in outcome.failed] == ids[2:]


def test_given_wishes_that_say_too_little_when_sent_then_nothing_is_done() -> None:
    memory, pairs = three()
    for wish, where in (
        (WishTogether(Together.PAUSE), "/until"), (WishTogether(Together.PAUSE, NOON), "/until"),
        (WishTogether(Together.END), "/reason"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            use_cases.together(by("ola", memory), "p", wish, tags(pairs))
        assert list(refused.value.fields) == [where]
    assert not any(pair_in(memory, one.pair_id).outcome for one in pairs)


@pytest.mark.parametrize("who", ["wit", "anna", "obca"])
def test_given_somebody_who_may_not_decide_when_they_ask_then_nothing_is_there(who: str) -> None:
    memory, pairs = three()
    with pytest.raises(NotFound):
        use_cases.chosen(by(who, memory), "p", list(tags(pairs)))
    with pytest.raises(NotFound):
        use_cases.together(by(who, memory), "p", END, tags(pairs))


def test_given_ids_of_no_pair_of_the_programme_when_chosen_then_they_are_passed_over() -> None:
    memory, pairs = three()
    foreign = pair_in(memory, pairs[0].pair_id)
    foreign.programme_id = "q"
    memory.put(foreign)
    found = use_cases.chosen(by("ola", memory), "p", [*tags(pairs), "mentee-jan"])
    assert ([one.pair_id for one in found.going], found.others) == ([one.pair_id for one in pairs[1:]], 2)
    assert len(use_cases.together(by("ola", memory), "p", END, tags(pairs)).done) == 2
    assert pair_in(memory, foreign.pair_id).outcome == ""
