"""What organizers see and do: the board, a pair reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring import clock
from mentoring.errors import NotFound, SignInRequired
from mentoring.events.meetings import (
    MeetingConfirmed,
)
from mentoring.events.monitoring import PairWentInactive
from mentoring.events.pairing import PairPaused
from monitoring import domain
from monitoring.domain import Deed
from monitoring.use_cases import desk, organizers
from tests.fakes import context_at
from tests.unit.monitoring.givens import (
    day,
    event,
    pair,
    published,
    scan,
    silent,
    take,
)

if TYPE_CHECKING:
    from mentoring.tables.pairing import Pair


def test_given_pairs_when_an_organizer_looks_then_those_that_need_a_person_come_first_judged_now() -> None:
    given = silent(pair("1"), pair("2", "ewa", "piotr"), pair("3", "iga", "leon"))
    take(given, event(MeetingConfirmed("p", "1", "n", clock.iso(day(60)), 0), sequence=2))
    take(given, event(PairPaused("p", "3", clock.iso(day(90))), sequence=2))
    scan(given, day(45))
    context = context_at(day(51), store=given, person_id="wit")
    watches = organizers.watches(context, "p", "", "", 40).items
    found = organizers.beside(context, organizers.watchlist(context, "p").programme, watches)
    assert [(one.pair.pair_id, one.verdict.colour, one.days) for one in found] == [
        ("2", "red", 51), ("1", "green", 0), ("3", "grey", 0),
    ]  # fmt: skip
    assert (found[1].ahead, found[0].may_be_nudged, found[1].may_be_nudged) == ((day(60),), True, False)


def test_given_a_board_when_seen_by_owner_and_viewer_then_only_the_owner_may_decide() -> None:
    given = silent()
    scan(given, day(45))
    boards = [organizers.watchlist(context_at(day(46), store=given, person_id=who), "p") for who in ("ola", "wit")]
    assert [one.may_decide for one in boards] == [True, False]
    assert [one.matters for one in boards] == [1, 1]
    assert [one.colours for one in boards] == [{"red": 1, "amber": 0, "green": 0, "grey": 0}] * 2


@pytest.mark.parametrize("who", ["anna", "jan", "obca"])
def test_given_somebody_who_does_not_organize_when_asking_then_there_is_nothing(who: str) -> None:
    context = context_at(store=silent(), person_id=who)
    for ask in (organizers.watchlist, organizers.pairs, desk.desk):
        with pytest.raises(NotFound):
            ask(context, "p")
    with pytest.raises(NotFound):
        organizers.nudge(context, "p", "1")
    with pytest.raises(NotFound):
        desk.deal(context, "p", "1", Deed.DONE)


def test_given_nobody_signed_in_when_asking_then_sign_in_is_required() -> None:
    with pytest.raises(SignInRequired):
        organizers.pairs(context_at(store=silent()), "p")


def test_given_a_viewer_when_deciding_then_it_is_not_theirs() -> None:
    given = silent()
    for change in (
        lambda context: organizers.nudge(context, "p", "1"),
        lambda context: desk.deal(context, "p", "1", Deed.DONE),
    ):
        with pytest.raises(NotFound):
            change(context_at(day(40), store=given, person_id="wit"))


def test_given_an_amber_pair_when_the_organizer_reminds_it_then_once_in_five_days() -> None:
    given = silent()
    context = context_at(day(40), store=given, person_id="ola")
    seen = organizers.nudge(context, "p", "1")
    assert (seen.verdict.colour, published(given, PairWentInactive)) == (
        "amber",
        [PairWentInactive("p", "1", "silence", 40, 1)],
    )
    with pytest.raises(domain.NudgedLately):
        organizers.nudge(context, "p", "1")
    assert scan(given, day(40))["nudged"] == 0
    organizers.nudge(context_at(day(45), store=given, person_id="ola"), "p", "1")
    assert published(given, PairWentInactive)[1].occurrence == 2


def test_given_a_pair_on_track_when_the_organizer_reminds_it_then_there_is_nothing_to_say() -> None:
    with pytest.raises(domain.NothingToRemindOf):
        organizers.nudge(context_at(day(3), store=silent(), person_id="ola"), "p", "1")


def test_given_a_pair_of_another_programme_when_reminded_then_not_found() -> None:
    given = silent()
    given.put(_elsewhere())
    for pair_id in ("9", "none"):
        with pytest.raises(NotFound):
            organizers.nudge(context_at(day(40), store=given, person_id="ola"), "p", pair_id)


def _elsewhere() -> Pair:
    one = pair("9")
    one.programme_id = "q"
    return one
