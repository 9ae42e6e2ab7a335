"""Sign-ups and the waiting list, through the use cases over a store in memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from gatherings.domain.signup import NoSuchSeat, NotAnnounced, NothingOffered, SeatTaken, SignUpClosed
from gatherings.use_cases import leaving, moving_up, planning, signing_up
from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.gatherings import GatheringTold, SeatsChanged
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.tables.core import Item
from mentoring.tables.gatherings.signup import GatheringSeats, Queued, SignUp
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import GatheringNews, GatheringState, Invited, Seat, SignUpState, Venue
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER, event, participant, world
from tests.fakes.racing import RacingStore, race
from tests.unit.gatherings.givens import IN_TEN_DAYS, announced, gathering, item, plan

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def somebody(number: int) -> str:
    return f"person-{number}"


def crowd(store: MemoryStore, number: int) -> None:
    """Given: so many more people take part, as mentees."""
    store.put(*(participant(f"p{one}", "mentee", person_id=somebody(one)) for one in range(number)))


@pytest.fixture
def store() -> MemoryStore:
    """Given: an opening with two seats online is announced."""
    store = world()
    crowd(store, 6)
    announced(store, seats_online=2)
    return store


def come(store: MemoryStore, who: str, seat: Seat | None = None, at: datetime = NOON) -> SignUpState:
    return signing_up.sign_up(context_at(at, store=store, person_id=who), PROGRAMME, "g", seat).state


def leave(store: MemoryStore, who: str, at: datetime = NOON) -> None:
    signing_up.leave(context_at(at, store=store, person_id=who), PROGRAMME, "g")


def look(store: MemoryStore, at: datetime = NOON) -> None:
    """When the events about seats are heard."""
    moving_up.move_up(context_at(at, store=store), event(SeatsChanged(PROGRAMME, "g"), store))


def state(store: MemoryStore, who: str) -> SignUpState:
    found = store.get(SignUp, *SignUp.key("g", who))
    assert found is not None
    return found.state


def seats(store: MemoryStore) -> GatheringSeats:
    found = store.get(GatheringSeats, *GatheringSeats.key("g"))
    assert found is not None
    return found


def told(store: MemoryStore) -> list[tuple[str, str]]:
    return [(one.data.person_id, one.data.news) for one in store.events if isinstance(one.data, GatheringTold)]


def consistent(store: MemoryStore) -> None:
    """Then: the numbers are those of the sign-ups, and nobody sits on nothing."""
    ups, now = store.query(SignUp, *SignUp.of("g")), seats(store)
    for seat in Seat:
        mine = [one.state for one in ups if one.seat == seat]
        assert now.taken(seat) == sum(one in (SignUpState.GOING, SignUpState.OFFERED) for one in mine)
        assert now.waiting(seat) == mine.count(SignUpState.WAITING)
        most = now.capacity(seat)
        assert most is None or now.taken(seat) <= most
    places = store.query(Queued, *Queued.of("g"))
    waiting = {one.person_id: one.seat for one in ups if one.state == SignUpState.WAITING}
    assert {one.person_id: one.seat for one in places} == waiting
    assert len(places) == len(waiting)


def test_given_two_seats_when_three_sign_up_then_the_third_waits_and_each_is_told() -> None:
    store = world()
    crowd(store, 3)
    announced(store, seats_online=2)
    found = [come(store, somebody(one)) for one in range(3)]
    assert found == [SignUpState.GOING, SignUpState.GOING, SignUpState.WAITING]
    assert come(store, somebody(0)) == SignUpState.GOING
    assert told(store) == [(somebody(0), "seated"), (somebody(1), "seated"), (somebody(2), "queued")]
    consistent(store)


def test_given_a_full_one_when_somebody_cancels_then_who_waited_longest_is_offered_the_seat_and_takes_it(
    store: MemoryStore,
) -> None:
    for one in range(4):
        come(store, somebody(one), at=NOON + one * timedelta(seconds=1))
    leave(store, somebody(0))
    look(store)
    look(store)
    assert [state(store, somebody(one)) for one in range(4)] == ["cancelled", "going", "offered", "waiting"]
    consistent(store)
    assert come(store, somebody(5), at=NOON + HOUR) == SignUpState.WAITING
    taken = signing_up.accept(context_at(store=store, person_id=somebody(2)), PROGRAMME, "g")
    assert taken.state == SignUpState.GOING
    assert signing_up.accept(context_at(store=store, person_id=somebody(2)), PROGRAMME, "g").state == SignUpState.GOING
    with pytest.raises(NothingOffered):
        signing_up.accept(context_at(store=store, person_id=somebody(3)), PROGRAMME, "g")
    assert told(store)[-3:] == [(somebody(2), "offer"), (somebody(5), "queued"), (somebody(2), "seated")]
    consistent(store)


def test_given_an_offer_when_declined_or_lapsed_then_the_next_is_asked(store: MemoryStore) -> None:
    for one in range(5):
        come(store, somebody(one), at=NOON + one * timedelta(seconds=1))
    leave(store, somebody(0))
    look(store)
    leave(store, somebody(2))
    look(store)
    assert state(store, somebody(3)) == SignUpState.OFFERED
    early, late = NOON + DAY - HOUR, NOON + DAY
    assert moving_up.lapse_due(context_at(early, store=store)) == {"lapsed": 0}
    assert moving_up.lapse_due(context_at(late, store=store)) == {"lapsed": 1}
    assert moving_up.lapse_due(context_at(late, store=store)) == {"lapsed": 0}
    look(store, late)
    assert [state(store, somebody(one)) for one in (2, 3, 4)] == ["cancelled", "cancelled", "offered"]
    assert (somebody(3), GatheringNews.LAPSED) in told(store)
    consistent(store)


@pytest.mark.parametrize(
    ("ahead", "kept"),
    [(10 * DAY, DAY), (2 * DAY, 12 * HOUR), (4 * HOUR, HOUR), (HOUR, HOUR / 2), (HOUR / 4, HOUR / 4)],
)
def test_given_an_offer_when_it_is_near_then_it_is_kept_for_a_shorter_time(
    store: MemoryStore, ahead: timedelta, kept: timedelta
) -> None:
    for one in range(3):
        come(store, somebody(one))
    now = IN_TEN_DAYS - ahead
    leave(store, somebody(0), now)
    look(store, now)
    found = store.get(SignUp, *SignUp.key("g", somebody(2)))
    assert found is not None
    assert found.offered_until == (now + kept).isoformat().replace("+00:00", "Z")


def test_given_it_has_begun_when_a_seat_becomes_free_then_nobody_is_asked(store: MemoryStore) -> None:
    for one in range(3):
        come(store, somebody(one))
    leave(store, somebody(0), IN_TEN_DAYS)
    look(store, IN_TEN_DAYS)
    assert state(store, somebody(2)) == SignUpState.WAITING


def test_given_who_waits_when_there_are_more_seats_then_as_many_are_asked(store: MemoryStore) -> None:
    for one in range(6):
        come(store, somebody(one), at=NOON + one * timedelta(seconds=1))
    me = context_at(store=store, person_id=ORGANIZER)
    now = planning.to_change(me, PROGRAMME, "g")[1]
    planning.change(me, PROGRAMME, "g", plan(seats_online=4), now.tag)
    assert [one.meta.organizer for one in store.events if one.name == "GatheringChanged"] == [ORGANIZER]
    look(store)
    assert [state(store, somebody(one)) for one in range(2, 6)] == ["offered", "offered", "waiting", "waiting"]
    again = planning.to_change(me, PROGRAMME, "g")[1]
    planning.change(me, PROGRAMME, "g", plan(seats_online=None), again.tag)
    look(store)
    assert [state(store, somebody(one)) for one in range(2, 6)] == ["offered"] * 4
    consistent(store)


def test_given_both_kinds_of_seats_when_somebody_changes_then_they_keep_theirs_until_there_is_another() -> None:
    store = world()
    crowd(store, 4)
    announced(store, venue=Venue.BOTH, place="Rynek 1, Kraków", seats_in_person=1)
    assert come(store, somebody(0), Seat.IN_PERSON) == SignUpState.GOING
    assert come(store, somebody(1)) == SignUpState.GOING
    with pytest.raises(SeatTaken):
        come(store, somebody(1), Seat.IN_PERSON)
    assert come(store, somebody(2), Seat.IN_PERSON) == SignUpState.WAITING
    assert come(store, somebody(3), Seat.IN_PERSON, NOON + HOUR) == SignUpState.WAITING
    assert come(store, somebody(2), Seat.ONLINE) == SignUpState.GOING
    assert come(store, somebody(0), Seat.ONLINE) == SignUpState.GOING
    look(store)
    assert state(store, somebody(3)) == SignUpState.OFFERED
    consistent(store)
    assert (seats(store).taken(Seat.ONLINE), seats(store).taken(Seat.IN_PERSON)) == (3, 1)


@pytest.mark.parametrize(
    ("who", "changes", "refused"),
    [
        (STRANGER, {}, NotFound),
        (ORGANIZER, {}, NotFound),
        (MENTEE, {"audience": Invited.MENTORS}, NotFound),
        (MENTEE, {"audience": Invited.CHOSEN, "chosen": ("mentor",)}, NotFound),
        (MENTEE, {"sign_up_until": NOON}, SignUpClosed),
        (MENTEE, {"venue": Venue.IN_PERSON, "place": "Kraków"}, NoSuchSeat),
    ],
)
def test_given_somebody_it_isnt_for_or_too_late_when_they_sign_up_then_they_cannot(
    who: str, changes: dict[str, Any], refused: type[Exception]
) -> None:
    store = world()
    announced(store, **changes)
    with pytest.raises(refused):
        come(store, who, Seat.ONLINE)
    assert seats(store).taken(Seat.ONLINE) == 0


@pytest.mark.parametrize("audience", [Invited.EVERYBODY, Invited.MENTORS, Invited.CHOSEN])
def test_given_somebody_it_is_for_when_they_sign_up_then_they_have_a_seat(audience: Invited) -> None:
    store = world()
    announced(store, audience=audience, chosen=("mentor",))
    assert come(store, MENTOR) == SignUpState.GOING


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        (GatheringState.DRAFT, NotFound),
        (GatheringState.CANCELLED, NotAnnounced),
        (GatheringState.ENDED, NotAnnounced),
    ],
)
def test_given_one_that_isnt_announced_when_somebody_signs_up_then_they_cannot(
    kind: GatheringState, refused: type[Exception]
) -> None:
    store = world()
    store.put(item("g", gathering(kind)))
    with pytest.raises(refused):
        come(store, MENTEE)


@pytest.mark.parametrize("free", [1, 7])
def test_given_few_seats_when_a_hundred_want_one_at_the_same_moment_then_no_seat_is_given_twice(free: int) -> None:
    store = RacingStore()
    world(store)
    crowd(store, 100)
    announced(store, seats_online=free)
    ends = race(store, [lambda one=one: come(store, somebody(one)) for one in range(100)])  # type: ignore[misc]
    assert set(ends) == {"done"}
    states = [state(store, somebody(one)) for one in range(100)]
    assert (states.count(SignUpState.GOING), states.count(SignUpState.WAITING)) == (free, 100 - free)
    consistent(store)


def test_given_the_last_seat_when_somebody_queues_while_it_becomes_free_then_it_is_offered_all_the_same() -> None:
    store = RacingStore()
    world(store)
    crowd(store, 2)
    announced(store, seats_online=1)
    come(store, somebody(0))

    def leave_and_look() -> None:
        leave(store, somebody(0))
        look(store)

    heard = len(store.events)
    assert race(store, [lambda: come(store, somebody(1)), leave_and_look]) == ["done", "done"]
    since = [one for one in store.events[heard:] if isinstance(one.data, SeatsChanged)]
    for one in since[1:]:
        moving_up.move_up(context_at(store=store), one)
    assert state(store, somebody(1)) == SignUpState.OFFERED
    consistent(store)


def test_given_items_when_read_back_then_each_is_what_it_was(store: MemoryStore) -> None:
    come(store, MENTEE)
    assert {type(one).__name__ for one in store.query(Item, "GATHERING#g")} == {"GatheringSeats", "SignUp"}
    (mine,) = store.listed(SignUp, *SignUp.listed(MENTEE, PROGRAMME))
    assert mine.gathering_id == "g"
    leave(store, MENTEE)
    assert store.listed(SignUp, *SignUp.listed(MENTEE)) == []


def test_given_who_has_a_seat_and_who_waits_when_they_leave_the_programme_then_the_first_hears_it_is_given_up(
    store: MemoryStore,
) -> None:
    for number in range(3):
        come(store, somebody(number))
    for number in (0, 2):
        part = store.get(Participant, *Participant.key(PROGRAMME, f"p{number}"))
        assert part is not None
        part.withdrawn_at = clock.iso(NOON)
        store.put(part)
        leaving.leave(context_at(store=store), event(ApplicationWithdrawn(part.participant_id, PROGRAMME), store))
    assert [who for who, news in told(store) if news == GatheringNews.LEFT] == [somebody(0)]
    consistent(store)
