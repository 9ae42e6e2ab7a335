"""A gathering: what can be planned, and what becomes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.domain.gathering import AHEAD, Gathering, GatheringDecided, StartsTooSoon
from gatherings.store import gatherings as store
from mentoring.errors import Invalid
from mentoring.tables.vocabulary import Ahead, GatheringState, Invited, Seat, Venue
from tests.fakes.context import NOON
from tests.unit.gatherings.givens import IN_TEN_DAYS, gathering, item, plan

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"texts": {"pl": {"title": " "}}}, "/title_pl"),
        ({"texts": {"pl": {"title": "a"}, "en": {"title": "", "text": "b"}}}, "/title_en"),
        ({"venue": Venue.IN_PERSON}, "/place"),
        ({"venue": Venue.BOTH}, "/place"),
        ({"link": "javascript:alert(1)"}, "/link"),
        ({"audience": Invited.CHOSEN}, "/chosen"),
        ({"sign_up_until": IN_TEN_DAYS + timedelta(minutes=1)}, "/sign_up_until"),
    ],
)
def test_given_a_plan_that_cannot_be_when_checked_then_the_field_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        plan(**changes).checked()
    assert list(told.value.fields) == [field]


def test_given_a_plan_when_checked_then_it_keeps_only_what_its_kind_of_place_has() -> None:
    here = plan(venue=Venue.IN_PERSON, place="Rynek 1, Kraków", seats_online=5, seats_in_person=7).checked()
    assert (here.link, here.place, here.seats) == ("", "Rynek 1, Kraków", {Seat.IN_PERSON: 7})
    assert plan(place="Rynek 1", seats_in_person=7).checked().seats == {Seat.ONLINE: None}
    one = plan(texts={"pl": {"title": "Otwarcie"}, "en": {"title": "", "text": " "}}).checked()
    assert one.texts == {"pl": {"title": "Otwarcie", "text": "", "before": "", "after": ""}}


def test_given_an_announced_one_when_it_moves_then_calendars_are_told_once_more() -> None:
    before = gathering()
    assert before.change(plan(texts={"pl": {"title": "Start"}}), NOON).sequence == 0
    moved = before.change(plan(starts_at=IN_TEN_DAYS + DAY), NOON)
    assert (moved.sequence, moved.state) == (1, GatheringState.ANNOUNCED)
    with pytest.raises(StartsTooSoon):
        before.change(plan(starts_at=NOON), NOON)


def test_given_one_that_is_over_when_changed_then_only_its_texts_can_be() -> None:
    over = gathering().end()
    told = plan(texts={"pl": {"title": "Otwarcie", "after": "Slajdy"}})
    assert over.change(told, NOON).plan.texts["pl"]["after"] == "Slajdy"
    for other in (over, gathering().cancel("")):
        with pytest.raises(GatheringDecided):
            other.change(plan(minutes=30), NOON)


def test_given_its_states_when_asked_for_others_then_only_those_of_the_domain_follow() -> None:
    draft = gathering(GatheringState.DRAFT)
    assert draft.announce(NOON).state == GatheringState.ANNOUNCED
    with pytest.raises(GatheringDecided):
        draft.cancel("")
    with pytest.raises(StartsTooSoon):
        draft.announce(IN_TEN_DAYS)
    off = gathering().cancel("burza")
    assert (off.state, off.why, off.sequence, off.cancel("x")) == (GatheringState.CANCELLED, "burza", 1, off)
    for gone in (off, gathering().end()):
        with pytest.raises(GatheringDecided):
            gone.announce(NOON)


def test_given_reminders_when_time_goes_on_then_each_comes_once_and_the_last_one_alone_if_both_are_late() -> None:
    one = gathering(GatheringState.DRAFT).announce(NOON)
    assert one.due_at == IN_TEN_DAYS - WEEK
    assert one.reminder(NOON) is None
    assert one.reminder(IN_TEN_DAYS - WEEK) == Ahead.WEEK
    assert one.reminder(IN_TEN_DAYS - DAY) == Ahead.DAY
    assert one.reminder(IN_TEN_DAYS) is None


def test_given_one_announced_late_or_moved_when_it_is_near_then_what_the_mail_says_isnt_said_again() -> None:
    late = gathering(GatheringState.DRAFT).announce(IN_TEN_DAYS - 3 * DAY)
    assert (late.reminded, late.due_at) == ((Ahead.WEEK,), IN_TEN_DAYS - DAY)
    moved = late.change(plan(starts_at=IN_TEN_DAYS + 30 * DAY), IN_TEN_DAYS - 3 * DAY)
    assert moved.reminded == (Ahead.WEEK,)
    assert moved.reminder(IN_TEN_DAYS + 25 * DAY) is None


steps = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(("move", "look", "announce", "cancel"))), max_size=12)


@given(steps)
def test_given_any_history_when_looked_at_then_no_reminder_comes_twice_and_what_is_due_is_never_lost(
    told: list[tuple[int, str]],
) -> None:
    one, now, sent = gathering(GatheringState.DRAFT), NOON, []
    for hours, what in told:
        now += timedelta(hours=hours * 6)
        one = _step(one, what, now)
        if (ahead := one.reminder(now)) is not None:
            sent.append(ahead)
            one = Gathering(one.plan, one.state, one.sequence, one.passed(now), one.why)
        assert one.reminder(now) is None
        assert (one.due_at is None) == (not one.stands)
        assert store.read(item(told=one)) == one
    assert len(sent) == len(set(sent)) <= len(AHEAD)


def _step(one: Gathering, what: str, now: datetime) -> Gathering:
    try:
        if what == "move":
            return one.change(plan(starts_at=now + WEEK * 2), now)
        if what == "announce":
            return one.announce(now)
        return one.cancel("") if what == "cancel" else one
    except (GatheringDecided, StartsTooSoon):
        return one
