"""That organizers wrote is something that was tried: on the line and the time line, the fact and the day only."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from mentoring import clock
from mentoring.errors import AlreadyDone
from mentoring.events.pairing import PairClosed
from mentoring.events.workspace import DeskMessageWritten
from mentoring.tables.monitoring import Matter, Watch, Written
from mentoring.tables.pairing import PairMember
from mentoring.tables.vocabulary import Happened, Worry
from monitoring import domain
from monitoring.domain.letters import APART, MOST_LETTERS, Letter, noted
from monitoring.sight import words
from monitoring.use_cases import desk, sight, writing
from monitoring.use_cases.raising import About, change, why
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.monitoring.givens import AGREED, consumer_at, day, event, scan, season, silent, take


def membership(pair_id: str = "1", person: str = "jan", who: str = "e1", programme_id: str = "p") -> PairMember:
    one = PairMember(
        *PairMember.key(pair_id, person), pair_id=pair_id, programme_id=programme_id, person_id=person,
        participant_id=who, role="mentee", partner_name="",
    )  # fmt: skip
    one.list_pk, one.list_sk = PairMember.list_key(person, pair_id)
    return one


def needy() -> MemoryStore:
    """Given: a pair that has been silent for so long that it is a matter."""
    given = silent()
    given.put(membership())
    scan(given, day(46))
    return given


def wrote(store: MemoryStore, at: datetime, number: int = 1, by: str = "ola", times: int = 1) -> None:
    """When somebody writes a line in the conversation of mentee and organizers; it may be told twice."""
    one = event(DeskMessageWritten("p", "jan", number, by, by_mail=False, participant_id="e1"), at)
    for _ in range(times):
        with suppress(AlreadyDone):
            writing.note(consumer_at(store, one, at), one)


def needs_somebody(store: MemoryStore, about: About, rule: Worry, at: datetime) -> None:
    """Given: a reason for which somebody is needed."""
    context = consumer_at(store, event(AGREED), at)
    uow = context.begin()
    change(context, uow, about, lambda need: need.because(why(context, rule)))
    uow.commit()


def line(store: MemoryStore, at: float, about: str = "1") -> desk.Line:
    context = context_at(day(at), store=store, person_id="wit")
    (found,) = desk.desk(context, "p", [desk.matter(context, "p", about)]).lines
    return found


def watch(store: MemoryStore) -> Watch:
    found = store.get(Watch, *Watch.key("1"))
    assert found is not None
    return found


def test_given_letters_in_any_order_and_twice_when_noted_then_the_same_few_are_known() -> None:
    told = [Letter(NOON + timedelta(hours=hours), "e1") for hours in (0, 1, 30)] + [Letter(NOON, "m1")]
    for order in permutations(told):
        known: tuple[Letter, ...] = ()
        for one in [*order, *order]:
            known = noted(known, one)
        assert known == (Letter(NOON, "e1"), Letter(NOON, "m1"), Letter(NOON + timedelta(hours=30), "e1"))


def test_given_many_letters_when_noted_then_the_latest_are_kept() -> None:
    known: tuple[Letter, ...] = ()
    for number in range(MOST_LETTERS + 3):
        known = noted(known, Letter(NOON + number * APART, "e1"))
    assert [one.at for one in known] == [NOON + number * APART for number in range(3, MOST_LETTERS + 3)]


def test_given_an_organizer_who_wrote_when_the_line_and_the_page_are_looked_at_then_both_say_the_day_once() -> None:
    given = needy()
    given.put(membership("2", who="x", programme_id="q"))
    wrote(given, day(48), times=2)
    wrote(given, day(48) + timedelta(minutes=5), number=2)
    assert line(given, 49).wrote == [day(48)]
    seen = sight.pair(context_at(day(49), store=given, person_id="wit"), "p", "1")
    (found,) = [one for one in seen.past if one.what is Happened.WRITTEN]
    assert (found.at, found.who) == (day(48), "Jan")
    said = {locale: words.happened(found, day(49), locale, "Europe/Warsaw") for locale in ("en", "pl")}
    assert said == {"en": "The organizers wrote to Jan", "pl": "Osoby organizujące napisały wiadomość (do: Jan)"}


def test_given_what_the_mentee_wrote_when_told_then_nothing_was_tried() -> None:
    given = needy()
    wrote(given, day(48), by="jan")
    assert watch(given).written == []


def test_given_a_letter_when_the_matter_gets_another_reason_or_is_reopened_then_it_is_still_known() -> None:
    given = needy()
    wrote(given, day(48))
    for rule in (Worry.HELP, Worry.UNREACHABLE):
        needs_somebody(given, About("p", "1"), rule, day(49))
    assert {one["rule"] for one in line(given, 50).matter.reasons} >= {"silence", "help", "unreachable"}
    assert line(given, 50).wrote == [day(48)]


def test_given_a_process_that_has_ended_and_needs_nobody_when_somebody_is_written_to_then_nothing_is_noted() -> None:
    given = needy()
    take(given, event(PairClosed("p", "1", "closed_early", "ola"), day(50)))
    wrote(given, day(51))
    assert watch(given).written == []


@pytest.mark.parametrize("lacks", [True, False])
def test_given_somebody_without_a_pair_when_written_to_then_their_line_says_so_if_they_need_somebody(
    lacks: bool,
) -> None:
    given = season()
    if lacks:
        needs_somebody(given, About("p", participant_id="e1"), Worry.UNMATCHED, day(1))
    before = given.get(Matter, *Matter.key("p", "e1"))
    wrote(given, day(2), times=2)
    kept = given.get(Written, *Written.key("e1"))
    assert (kept.written if kept else None) == ([{"at": clock.iso(day(2)), "to": "e1"}] if lacks else None)
    if before is not None:
        assert line(given, 3, "e1").wrote == [day(2)]
        assert line(given, 3, "e1").matter.tag == before.tag, "a letter changes no matter that somebody looks at"


def test_given_a_matter_that_was_settled_when_another_begins_about_the_same_person_then_older_letters_are_gone() -> (
    None
):
    given, about = season(), About("p", participant_id="e1")
    needs_somebody(given, about, Worry.UNMATCHED, day(1))
    wrote(given, day(2))
    needs_somebody(given, about, Worry.UNMATCHED, day(3))
    assert line(given, 3, "e1").wrote == [day(2)], "the same matter, told again"
    desk.deal(context_at(day(4), store=given, person_id="ola"), "p", "e1", domain.Deed.DONE)
    needs_somebody(given, about, Worry.UNMATCHED, day(30))
    assert line(given, 30, "e1").wrote == []
    assert given.get(Written, *Written.key("e1")) is None
    wrote(given, day(31), number=2)
    assert line(given, 31, "e1").wrote == [day(31)]
