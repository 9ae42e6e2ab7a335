"""A process that one of the two ended early is a matter until it is looked after or the mentee is matched again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mentoring import clock, matters
from mentoring.events.monitoring import MatterRaised
from mentoring.events.pairing import PairAgreed, PairClosed, RematchRequested
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.events.surveys import SurveyAnswered
from mentoring.tables.monitoring import URGENCIES, Matter
from mentoring.tables.pairing import Pair, PairMember, Seats
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import Urgency, Worry
from monitoring.domain import Deed
from monitoring.use_cases import desk, events, requests
from tests.fakes import MemoryStore, context_at
from tests.unit.monitoring.givens import consumer_at, day, event, pair, programme, scan, silent, take, waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.store import Changes

ENDED = [("1", ["ended"])]


def ended(
    given: MemoryStore, by: str = "jan", organizer: str = "", outcome: str = "closed_early", **kept: object
) -> None:
    """When the process ends on day 10."""
    one = given.get(Pair, *Pair.key("1"))
    assert one is not None
    for name, value in {"outcome": outcome, "close_reason": "Za mało czasu", "closed_by": by, **kept}.items():
        setattr(one, name, value)
    given.put(one)
    told = event(PairClosed("p", "1", outcome, by), day(10), sequence=9)
    take(given, replace(told, meta=replace(told.meta, organizer=organizer)), at=day(10))


def test_given_one_of_the_two_when_they_end_the_process_then_it_is_one_matter_of_which_the_digest_tells() -> None:
    given = silent()
    ended(given)
    take(given, event(SurveyAnswered("p", "1", "a", "early_end", low=False), day(12)), at=day(12))
    scan(given, day(60))
    assert waiting(given) == ENDED
    told = [one.data for one in given.events if isinstance(one.data, MatterRaised)]
    assert told == [MatterRaised("p", "1", "1", "", "ended", "ended", 0)]
    assert URGENCIES.index(Urgency.STUCK) + 1 == URGENCIES.index(Urgency.ENDED)
    found = line(given)
    assert matters.reasons(found.matter, day(11), "en") == ["one of them ended the process early"]
    assert matters.reasons(found.matter, day(11), "pl") == ["ktoś z pary zakończył proces przed czasem"]
    assert (found.next_step, found.given, found.left) == (Worry.ENDED, "Za mało czasu", "")


def line(given: MemoryStore) -> desk.Line:
    context = context_at(day(11), store=given, person_id="ola")
    (found,) = desk.desk(context, "p", [desk.matter(context, "p", "1")]).lines
    return found


@pytest.mark.parametrize(
    "how",
    [
        {"by": "ola"}, {"by": "system"}, {"outcome": "completed"}, {"organizer": "jan"},
        {"by": "anna", "left_by": "m1", "rematch": True},
    ],
)  # fmt: skip
def test_given_an_end_that_organizers_decided_or_that_is_followed_up_when_told_then_it_is_no_matter(
    how: dict[str, str],
) -> None:
    given = silent()
    ended(given, **how)
    assert waiting(given) == []


def test_given_a_programme_that_is_over_when_somebody_ends_a_process_then_nobody_has_to_decide() -> None:
    given = silent()
    given.put(programme(stage="closed"))
    ended(given)
    assert waiting(given) == []


def test_given_a_mentee_who_left_when_their_process_ends_then_the_line_says_so_and_no_code() -> None:
    given = silent()
    ended(given, left_by="e1", close_reason="withdrawn")
    assert (line(given).left, line(given).given) == ("Jan", "")


def test_given_a_matter_for_other_reasons_when_the_process_ends_then_only_that_is_left_and_it_is_told() -> None:
    given = silent()
    requests.ask(context_at(day(5), store=given, person_id="jan", service="monitoring"), "1", Worry.HELP)
    ended(given)
    assert waiting(given) == ENDED
    assert [one.data.rule for one in given.events if isinstance(one.data, MatterRaised)] == ["help", "ended"]


def test_given_the_matter_when_an_organizer_ticks_it_off_then_it_is_done_and_a_second_telling_changes_nothing() -> None:
    given = silent()
    ended(given)
    desk.deal(context_at(day(11), store=given, person_id="ola"), "p", "1", Deed.DONE)
    scan(given, day(40))
    assert waiting(given) == []


def test_given_the_matter_when_its_mentee_is_matched_again_then_it_is_settled() -> None:
    given = silent()
    ended(given)
    for told in (RematchRequested("p", "r", ["e1"]), RematchRequested("p", "r", ["e2"], "2")):
        one = event(told, day(12))
        events.note_rematch(consumer_at(given, one, day(12)), one)
    assert waiting(given) == ENDED, "another pair's, or none"
    one = event(RematchRequested("p", "r", ["e1"], "1"), day(12))
    events.note_rematch(consumer_at(given, one, day(12)), one)
    assert waiting(given) == []
    assert handled_by(given) is None


def handled_by(given: MemoryStore) -> str | None:
    found = given.get(Matter, *Matter.key("p", "1"))
    assert found is not None
    return found.handled_by


def in_pairs(given: MemoryStore, *pairs: str) -> None:
    """Given: two people have been in these pairs of theirs."""
    for who, role, participant in (("jan", "mentee", "e1"), ("anna", "mentor", "m1")):
        known = {"programme_id": "p", "person_id": who, "role": role, "partner_name": "", "participant_id": participant}
        for name in pairs:
            one = PairMember(*PairMember.key(name, who), pair_id=name, **known)
            one.list_pk, one.list_sk = PairMember.list_key(who, name)
            given.put(one)


def leaves(given: MemoryStore, who: str, person: str) -> None:
    """When somebody withdraws from the programme on day 12, and monitoring hears of it."""
    given.put(
        Participant(
            *Participant.key("p", who), participant_id=who, programme_id="p", person_id=person, profile={}, form="n",
            role="mentee" if who == "e1" else "mentor", email=f"{person}@firma.example", name=person, locale="pl",
            zone="Europe/Warsaw", accepted_at=clock.iso(day(0)), withdrawn_at=clock.iso(day(12)),
        )
    )  # fmt: skip
    take(given, event(ApplicationWithdrawn(who, "p"), day(12)), at=day(12))


@pytest.mark.parametrize(("who", "person", "settled"), [("e1", "jan", True), ("m1", "anna", False)])
def test_given_the_matter_when_one_of_the_two_leaves_the_programme_then_it_is_settled_if_that_is_the_mentee(
    who: str, person: str, *, settled: bool
) -> None:
    given = silent()
    in_pairs(given, "1")
    ended(given)
    leaves(given, who, person)
    assert (waiting(given) == []) is settled


def test_given_a_mentee_whose_process_ended_by_leaving_when_both_are_told_in_any_order_then_it_stays_a_matter() -> None:
    given = silent()
    in_pairs(given, "1")
    ended(given, left_by="e1", close_reason="withdrawn")
    leaves(given, "e1", "jan")
    assert waiting(given) == ENDED


def test_given_a_mentee_who_ended_and_left_when_the_end_is_told_afterwards_then_it_is_no_matter() -> None:
    given = silent()
    in_pairs(given, "1")
    leaves(given, "e1", "jan")
    ended(given)
    assert waiting(given) == []


@pytest.mark.parametrize(("mentee", "settled"), [("e1", True), ("somebody", False)])
def test_given_the_matter_when_its_mentee_has_another_pair_then_it_is_settled(mentee: str, *, settled: bool) -> None:
    given = silent()
    ended(given)
    in_pairs(given, "1", "2")
    given.put(pair("2", "ewa", "jan"))
    told = event(PairAgreed("p", "2", "x", "m2", mentee, "ewa", "jan"), day(20))
    events.start(consumer_at(given, told, day(20)), told)
    assert (waiting(given) == []) is settled


def seats(taken: int) -> Seats:
    return Seats(*Seats.key("p", "e1"), participant_id="e1", programme_id="p", capacity=1, taken=taken)


def test_given_a_mentee_who_has_another_pair_when_the_end_of_the_last_one_is_told_late_then_it_is_no_matter() -> None:
    given = silent()
    given.put(seats(1))
    ended(given)
    assert waiting(given) == []


class Meanwhile(MemoryStore):
    """A store in which something happens right before the first transaction."""

    def __init__(self, before: MemoryStore, happens: Callable[[MemoryStore], None]) -> None:
        super().__init__()
        self.__dict__.update(before.__dict__)
        self._happens: Callable[[MemoryStore], None] | None = happens

    def commit(self, changes: Changes) -> None:
        happens, self._happens = self._happens, None
        if happens is not None:
            happens(self)
        super().commit(changes)


def matched_again(given: MemoryStore) -> None:
    one = given.get(Pair, *Pair.key("1"))
    assert one is not None
    one.rematch = True
    given.put(one)


def paired_again(given: MemoryStore) -> None:
    one = given.get(Seats, *Seats.key("p", "e1"))
    assert one is not None
    one.taken = 1
    given.put(one)


@pytest.mark.parametrize("happens", [matched_again, paired_again])
def test_given_a_mentee_who_is_matched_again_while_the_end_is_noted_when_told_then_it_is_no_matter(
    happens: Callable[[MemoryStore], None],
) -> None:
    before = silent()
    before.put(seats(0))
    given = Meanwhile(before, happens)
    ended(given)
    assert waiting(given) == []
