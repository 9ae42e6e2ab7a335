"""Many at one instant: whatever a pair or a person may have once or so often is counted right in the worst order."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from meetings import domain, use_cases
from mentoring import clock
from mentoring.errors import Invalid
from mentoring.events.pairing import PairClosed
from mentoring.tables.meetings import STANDING, Arranged, BusyDay, PairCalendar
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.pairing import Pair
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, event, pair, world
from tests.fakes.racing import RacingStore, race

HOUR = timedelta(hours=1)
TOMORROW = NOON + timedelta(days=2)
ZONE = "Europe/Warsaw"


def _as(person_id: str, store: MemoryStore, at: datetime = NOON) -> Any:
    return context_at(at, store=store, person_id=person_id, service="meetings")


@pytest.fixture
def store() -> RacingStore:
    """Given: a pair, and others of the same mentor."""
    made = RacingStore()
    world(made)
    made.put(*[_other(number) for number in range(20)])
    return made


def _other(number: int) -> Pair:
    """Return one more pair of the mentor."""
    made = pair(mentee_name=f"Mentee {number}")
    made.pair_id, made.mentee_id, made.mentee_person_id = f"other-{number}", f"mentee-{number}", f"person-{number}"
    made.pk, made.sk = Pair.key(made.pair_id)
    made.list_sk = f"PAIR#{made.pair_id}"
    return made


def _held(store: MemoryStore, pair_id: str = PAIR) -> list[Item]:
    return [one for one in store.query(Item, f"MEETINGS#{pair_id}", "MEETING#") if one.state == "held"]


def test_given_one_past_meeting_when_both_note_it_at_once_then_it_counts_once(store: RacingStore) -> None:
    later = NOON + 5 * HOUR
    ends = race(
        store, [partial(use_cases.log, _as(who, store, later), PAIR, NOON + HOUR, ZONE) for who in (MENTOR, MENTEE)]
    )
    assert sorted(ends) == ["done", "invalid"]
    assert len(_held(store)) == 1


def test_given_two_past_meetings_when_noted_at_once_then_each_has_its_own_number(store: RacingStore) -> None:
    later = NOON + 5 * HOUR
    times = (NOON + HOUR, NOON + 3 * HOUR)
    assert race(store, [partial(use_cases.log, _as(MENTOR, store, later), PAIR, at, ZONE) for at in times]) == [
        "done",
        "done",
    ]
    assert sorted(int(one.number) for one in _held(store)) == [1, 2]


@pytest.mark.parametrize(
    "answer", [use_cases.accept, use_cases.cancel, partial(use_cases.move, starts_at=TOMORROW + 5 * HOUR)]
)
def test_given_a_time_when_it_is_moved_just_before_an_answer_to_it_then_the_answer_is_not_one_to_the_new_time(
    store: RacingStore, answer: Any
) -> None:
    made = use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW, ZONE)
    read = int(made.sequence)
    ends = race(
        store,
        [
            lambda: answer(_as(MENTEE, store), PAIR, made.meeting_id, sequence=read),
            lambda: use_cases.move(_as(MENTOR, store), PAIR, made.meeting_id, TOMORROW + 3 * HOUR),
        ],
    )
    assert ends == ["meeting-decided", "done"]
    (kept,) = store.query(Item, f"MEETINGS#{PAIR}", "MEETING#")
    assert (kept.state, kept.starts_at, kept.accepted_by) == ("proposed", clock.iso(TOMORROW + 3 * HOUR), [MENTOR])


def test_given_one_hour_when_it_is_proposed_twenty_times_at_once_then_it_is_proposed_once(store: RacingStore) -> None:
    ends = race(store, [partial(use_cases.propose, _as(MENTOR, store), PAIR, TOMORROW, ZONE) for _ in range(20)])
    assert len(store.query(Item, f"MEETINGS#{PAIR}", "MEETING#")) == 1
    assert ends == ["done"] * 20, "a second click on the same time finds what the first one made"


def test_given_a_proposed_time_when_the_other_one_proposes_an_overlapping_one_then_they_are_told(
    store: RacingStore,
) -> None:
    use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW, ZONE)
    with pytest.raises(Invalid) as refused:
        use_cases.propose(_as(MENTEE, store), PAIR, TOMORROW + HOUR / 2, ZONE)
    assert "open proposal" in refused.value.fields["/starts_at"]
    use_cases.propose(_as(MENTEE, store), PAIR, TOMORROW + HOUR, ZONE)


def test_given_twenty_pairs_that_propose_one_hour_when_the_mentor_accepts_all_at_once_then_only_one_meeting_is_made(
    store: RacingStore,
) -> None:
    asked = [
        use_cases.propose(_as(f"person-{number}", store), f"other-{number}", TOMORROW, ZONE) for number in range(20)
    ]
    ends = race(store, [partial(use_cases.accept, _as(MENTOR, store), one.pair_id, one.meeting_id) for one in asked])
    assert sorted(ends) == ["already-busy"] * 19 + ["done"]
    found = [store.get(Item, *Item.key(one.pair_id, one.meeting_id)) for one in asked]
    assert sum(one is not None and one.state == "confirmed" for one in found) == 1


def test_given_a_confirmed_meeting_when_another_pair_wants_that_time_then_each_side_hears_it_in_its_words(
    store: RacingStore,
) -> None:
    one = use_cases.propose(_as("person-1", store), "other-1", TOMORROW, ZONE)
    use_cases.accept(_as(MENTOR, store), "other-1", one.meeting_id)
    with pytest.raises(Invalid) as mine:
        use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW + HOUR / 2, ZONE)
    assert mine.value.fields["/starts_at"] == domain.AlreadyBusy.message
    with pytest.raises(Invalid) as theirs:
        use_cases.propose(_as(MENTEE, store), PAIR, TOMORROW + HOUR / 2, ZONE)
    assert theirs.value.fields["/starts_at"] == domain.PartnerBusy.message
    use_cases.propose(_as(MENTEE, store), PAIR, TOMORROW + HOUR, ZONE)


@pytest.mark.parametrize("how", ["cancel", "move", "close", "not held"])
def test_given_a_confirmed_meeting_when_it_gives_its_time_back_then_another_pair_can_have_it(
    store: RacingStore, how: str
) -> None:
    one = use_cases.propose(_as("person-1", store), "other-1", TOMORROW, ZONE)
    two = use_cases.propose(_as("person-2", store), "other-2", TOMORROW, ZONE)
    use_cases.accept(_as(MENTOR, store), "other-1", one.meeting_id)
    with pytest.raises(domain.AlreadyBusy):
        use_cases.accept(_as(MENTOR, store), "other-2", two.meeting_id)
    if how == "cancel":
        use_cases.cancel(_as(MENTOR, store), "other-1", one.meeting_id)
    elif how == "move":
        use_cases.move(_as(MENTOR, store), "other-1", one.meeting_id, TOMORROW + 3 * HOUR)
    elif how == "close":
        use_cases.close(
            context_at(store=store, service="meetings"),
            event(PairClosed("programme-1", "other-1", "closed_early", MENTOR), store),
        )
    else:
        begun = TOMORROW + HOUR
        use_cases.decide(_as(MENTOR, store, begun), "other-1", one.meeting_id, "technical")
        use_cases.log(_as(MENTOR, store, begun), "other-2", TOMORROW, ZONE)
        with pytest.raises(domain.AlreadyBusy):
            use_cases.decide(_as(MENTOR, store, begun), "other-1", one.meeting_id, "held")
        return
    assert use_cases.accept(_as(MENTOR, store), "other-2", two.meeting_id).state == "confirmed"


def test_given_a_meeting_across_midnight_when_confirmed_then_it_takes_time_on_both_days(store: RacingStore) -> None:
    late = datetime(2026, 3, 6, 23, 30, tzinfo=NOON.tzinfo)
    one = use_cases.propose(_as("person-1", store), "other-1", late, ZONE)
    use_cases.accept(_as(MENTOR, store), "other-1", one.meeting_id)
    days = store.query(BusyDay, f"MEETINGS#PERSON#{MENTOR}", "DAY#")
    assert [one.sk for one in days] == ["DAY#2026-03-06", "DAY#2026-03-07"]
    two = use_cases.propose(_as("person-2", store), "other-2", late + 2 * HOUR, ZONE)
    three = use_cases.propose(_as("person-3", store), "other-3", late + 2.5 * HOUR, ZONE)
    use_cases.accept(_as(MENTOR, store), "other-2", two.meeting_id)
    with pytest.raises(domain.AlreadyBusy):
        use_cases.accept(_as(MENTOR, store), "other-3", three.meeting_id)


def test_given_more_open_meetings_than_a_transaction_holds_when_the_pair_closes_then_all_are_called_off(
    store: RacingStore,
) -> None:
    for number in range(60):
        one = use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW + 2 * number * HOUR, ZONE)
        use_cases.accept(_as(MENTEE, store), PAIR, one.meeting_id)
    closed = event(PairClosed("programme-1", PAIR, "closed_early", MENTOR), store)
    use_cases.close(context_at(store=store, service="meetings"), closed)
    assert {one.state for one in store.query(Item, f"MEETINGS#{PAIR}", "MEETING#")} == {"not_held"}
    assert not any(one.taken for one in store.query(BusyDay, f"MEETINGS#PERSON#{MENTEE}", "DAY#"))


def test_given_a_calendar_of_before_it_knew_the_meetings_when_a_time_is_proposed_then_they_count_as_well(
    store: RacingStore,
) -> None:
    one = use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW, ZONE)
    use_cases.log(_as(MENTOR, store, NOON + 5 * HOUR), PAIR, NOON + HOUR, ZONE)
    kept = store.get(PairCalendar, *PairCalendar.key(PAIR))
    assert kept is not None
    kept.known = None
    store.put(kept)
    with pytest.raises(Invalid):
        use_cases.propose(_as(MENTEE, store), PAIR, TOMORROW + HOUR / 2, ZONE)
    assert use_cases.log(_as(MENTEE, store, NOON + 5 * HOUR), PAIR, NOON + 3 * HOUR, ZONE).number == 2
    use_cases.cancel(_as(MENTEE, store), PAIR, one.meeting_id)
    use_cases.propose(_as(MENTEE, store), PAIR, TOMORROW + HOUR / 2, ZONE)


def test_given_any_course_of_meetings_when_its_calendar_is_read_then_it_says_what_the_meetings_say(
    store: RacingStore,
) -> None:
    moved = use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW, ZONE)
    use_cases.accept(_as(MENTEE, store), PAIR, moved.meeting_id)
    use_cases.move(_as(MENTEE, store), PAIR, moved.meeting_id, TOMORROW + 3 * HOUR)
    lapses = use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW + 6 * HOUR, ZONE)
    use_cases.accept(_as(MENTOR, store), PAIR, moved.meeting_id)
    ends = TOMORROW + 8 * HOUR
    use_cases.do_due(context_at(ends, store=store, service="meetings"))
    assert store.get(Item, *Item.key(PAIR, lapses.meeting_id)).state == "cancelled"  # type: ignore[union-attr]
    for outcome in ("technical", "held"):
        _says_the_same(store)
        use_cases.decide(_as(MENTEE, store, ends), PAIR, moved.meeting_id, outcome)
    use_cases.log(_as(MENTOR, store, ends), PAIR, NOON + HOUR, ZONE)
    use_cases.cancel(_as(MENTOR, store), PAIR, use_cases.propose(_as(MENTOR, store), PAIR, ends, ZONE).meeting_id)
    _says_the_same(store)


def _says_the_same(store: MemoryStore) -> None:
    kept = store.get(PairCalendar, *PairCalendar.key(PAIR))
    assert kept is not None
    standing = [one for one in store.query(Item, *Item.of(PAIR)) if one.state in STANDING]
    assert kept.arranged() == [
        Arranged(one.meeting_id, one.starts_at, one.minutes, one.state, one.proposed_by)
        for one in sorted(standing, key=lambda one: one.starts_at)
    ]


def test_given_a_meeting_when_its_days_are_asked_for_then_its_end_at_midnight_is_not_on_the_next() -> None:
    begins = clock.parse("2026-03-06T23:00:00Z")
    assert domain.Meeting(begins, 60, "confirmed", MENTOR).days == ("2026-03-06",)
    assert domain.Meeting(begins, 61, "confirmed", MENTOR).days == ("2026-03-06", "2026-03-07")


def test_given_two_meetings_at_one_time_from_before_when_one_was_not_held_then_that_can_be_said(
    store: RacingStore,
) -> None:
    one = use_cases.propose(_as("person-1", store), "other-1", TOMORROW, ZONE)
    use_cases.accept(_as(MENTOR, store), "other-1", one.meeting_id)
    (day,) = store.query(BusyDay, f"MEETINGS#PERSON#{MENTOR}", "DAY#")
    day.taken = {**day.taken, "older": day.taken[one.meeting_id]}
    store.put(day)
    decided = use_cases.decide(_as(MENTOR, store, TOMORROW + HOUR), "other-1", one.meeting_id, "technical")
    assert decided.state == "not_held"
    assert list(store.query(BusyDay, f"MEETINGS#PERSON#{MENTOR}", "DAY#")[0].taken) == ["older"]


def _kept(store: MemoryStore) -> Item:
    (one,) = store.query(Item, f"MEETINGS#{PAIR}", "MEETING#")
    return one


def test_given_three_times_when_two_of_them_are_accepted_at_once_then_one_is_agreed_and_the_other_press_is_told(
    store: RacingStore,
) -> None:
    times = [TOMORROW + number * 3 * HOUR for number in range(3)]
    made = use_cases.propose(_as(MENTOR, store), PAIR, times[0], ZONE, more=times[1:])
    ends = race(
        store,
        [
            partial(use_cases.accept, _as(MENTEE, store), PAIR, made.meeting_id, made.sequence, at=at)
            for at in times[1:]
        ],
    )
    assert sorted(ends) == ["done", "meeting-decided"]
    kept = _kept(store)
    assert (kept.state, kept.options, clock.parse(kept.starts_at) in times[1:]) == ("confirmed", [], True)
    taken = [one.taken for one in store.query(BusyDay, f"MEETINGS#PERSON#{MENTEE}", "DAY#")]
    assert [list(one) for one in taken if one] == [[made.meeting_id]], "the times that weren't chosen are free"


def test_given_a_choice_when_its_proposer_offers_other_times_just_before_the_yes_then_the_yes_is_not_one_to_these(
    store: RacingStore,
) -> None:
    made = use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW, ZONE, more=[TOMORROW + 3 * HOUR])
    stays = TOMORROW + 3 * HOUR
    ends = race(
        store,
        [
            lambda: use_cases.accept(_as(MENTEE, store), PAIR, made.meeting_id, made.sequence, at=stays),
            lambda: use_cases.move(_as(MENTOR, store), PAIR, made.meeting_id, stays, more=[stays + 6 * HOUR]),
        ],
    )
    assert ends == ["meeting-decided", "done"]
    assert (_kept(store).state, _kept(store).options) == (
        "proposed", [clock.iso(stays), clock.iso(stays + 6 * HOUR)],
    )  # fmt: skip


def test_given_a_choice_when_another_meeting_takes_one_of_its_times_then_only_that_one_is_refused(
    store: RacingStore,
) -> None:
    made = use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW, ZONE, more=[TOMORROW + 3 * HOUR])
    other = use_cases.propose(_as("person-1", store), "other-1", TOMORROW, ZONE)
    use_cases.accept(_as(MENTOR, store), "other-1", other.meeting_id)
    with pytest.raises(domain.PartnerBusy):
        use_cases.accept(_as(MENTEE, store), PAIR, made.meeting_id, at=TOMORROW)
    accepted = use_cases.accept(_as(MENTEE, store), PAIR, made.meeting_id, at=TOMORROW + 3 * HOUR)
    assert accepted.state == "confirmed"


def test_given_a_choice_when_its_calendar_is_read_then_all_of_its_times_are_taken_until_one_is_chosen(
    store: RacingStore,
) -> None:
    made = use_cases.propose(_as(MENTOR, store), PAIR, TOMORROW, ZONE, more=[TOMORROW + 3 * HOUR])
    with pytest.raises(Invalid):
        use_cases.propose(_as(MENTEE, store), PAIR, TOMORROW + 3 * HOUR, ZONE)
    use_cases.accept(_as(MENTEE, store), PAIR, made.meeting_id, at=TOMORROW)
    use_cases.propose(_as(MENTEE, store), PAIR, TOMORROW + 3 * HOUR, ZONE)
