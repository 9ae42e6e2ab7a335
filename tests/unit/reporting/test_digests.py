"""What can wait comes in one mail a day at most, at the hour of the programme, and only when something is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, settings
from hypothesis import given as any_of
from hypothesis import strategies as st

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import NotFound
from mentoring.events.monitoring import MatterRaised
from mentoring.events.recruitment import ApplicationsCollected, ProgrammeChanged, ProgrammeDateNears
from mentoring.events.reporting import DigestPrepared
from mentoring.i18n import day_in
from mentoring.mailing import Mailing
from mentoring.tables.reporting import DailyDigest
from reporting.use_cases import digests, when
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.reporting.givens import consumer_at, event, programme, season

if TYPE_CHECKING:
    from datetime import datetime

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EIGHT = NOON.replace(hour=7) + DAY
"""Eight in Warsaw, the day after NOON."""
NOTED = {
    ApplicationsCollected: digests.note_applications,
    ProgrammeDateNears: digests.note_date,
    MatterRaised: digests.note_matter,
}
KICK_OFF = ProgrammeDateNears("p", "kick_off", "2026-03-09", 2)


def happen(store: MemoryStore, data: Any, at: datetime, event_id: str = "") -> str:
    one = event(data, event_id or f"{data} {at}")
    one = replace(one, meta=replace(one.meta, occurred_at=at))
    return consume(replace(consumer_at(store, one), clock=clock.fixed(at)), NOTED[type(data)], one)


def collected(at: datetime) -> ApplicationsCollected:
    return ApplicationsCollected("p", clock.iso(at))


def run(store: MemoryStore, at: datetime) -> int:
    return digests.tell_due(context_at(at, store=store, service="reporting"))["digests"]


def told(store: MemoryStore) -> list[str]:
    return [one.data.day for one in store.events if isinstance(one.data, DigestPrepared)]


def kept(store: MemoryStore) -> DailyDigest:
    found = store.get(DailyDigest, *DailyDigest.key("p"))
    assert found is not None
    return found


def test_given_several_news_when_the_hour_comes_then_one_digest_has_all_and_the_next_day_none() -> None:
    store = season()
    happen(store, KICK_OFF, NOON)
    happen(store, collected(EIGHT), EIGHT + 10 * timedelta(minutes=1))  # of the same morning, found at its hour
    assert run(store, EIGHT + 25 * timedelta(minutes=1)) == 1
    assert kept(store).told == {
        "applications": clock.iso(EIGHT),
        "dates": {"kick_off": {"day": "2026-03-09", "undecided": 2}},
    }
    assert (kept(store).coming, kept(store).due_at, told(store)) == ({}, None, ["2026-03-03"])
    assert run(store, EIGHT + DAY) == 0


def test_given_matters_when_they_are_raised_then_those_that_can_wait_are_told_together_and_each_once() -> None:
    store = season()
    for about, rule, urgency in (("1", "silence", "silent"), ("2", "help", "help"), ("1", "contract", "stuck")):
        happen(store, MatterRaised("p", about, about, "", rule, urgency, 0), NOON)
    assert run(store, EIGHT) == 1
    assert kept(store).told == {"matters": ["1"]}


@pytest.mark.parametrize("urgency", ["help", "bad_fit", "unreachable"])
def test_given_what_cannot_wait_when_it_is_raised_then_no_digest_tells_of_it_again(urgency: str) -> None:
    store = season()
    happen(store, MatterRaised("p", "1", "1", "", "help", urgency, 0), NOON)
    assert (run(store, EIGHT), store.get(DailyDigest, *DailyDigest.key("p"))) == (0, None)


def test_given_news_after_the_digest_when_the_next_hour_comes_then_they_wait_for_tomorrow() -> None:
    store = season()
    happen(store, KICK_OFF, NOON)
    run(store, EIGHT + 25 * timedelta(minutes=1))
    happen(store, collected(EIGHT + HOUR / 2), EIGHT + HOUR / 2)
    assert [run(store, EIGHT + number * HOUR) for number in range(1, 24)] == [0] * 23
    assert run(store, EIGHT + DAY) == 1
    assert kept(store).told == {"applications": clock.iso(EIGHT + HOUR / 2)}


def test_given_an_event_twice_when_it_comes_then_it_is_told_once() -> None:
    store = season()
    assert [happen(store, KICK_OFF, NOON, "e") for _ in range(2)] == ["done", "done before"]
    assert [run(store, EIGHT) for _ in range(2)] == [1, 0]


def test_given_a_programme_that_is_over_or_gone_when_the_hour_comes_then_nobody_is_told() -> None:
    store = season()
    happen(store, KICK_OFF, NOON)
    stored = store.get(type(programme()), "PROGRAMME#p", "PROGRAMME")
    assert stored is not None
    stored.stage = "closed"
    store.put(stored)
    assert (run(store, EIGHT), told(store), kept(store).due_at) == (0, [], None)
    with pytest.raises(NotFound):
        happen(store, ProgrammeDateNears("q", "kick_off", "2026-03-09", 2), NOON)


def test_given_an_hour_when_it_is_moved_then_what_waits_comes_then_and_still_once_a_day() -> None:
    store = season()
    happen(store, KICK_OFF, NOON)
    stored = store.get(type(programme()), "PROGRAMME#p", "PROGRAMME")
    assert stored is not None
    stored.mailing = {"digest_hour": 16}
    store.put(stored)
    one = event(ProgrammeChanged("p"))
    consume(replace(consumer_at(store, one), clock=clock.fixed(NOON)), when.note_settings, one)
    assert kept(store).due_at == "2026-03-02T15:00:00Z"
    assert run(store, NOON + 3 * HOUR) == 1
    happen(store, collected(NOON), NOON + 4 * HOUR)
    assert kept(store).due_at == "2026-03-03T15:00:00Z"


def test_given_a_digest_looked_at_after_midnight_when_it_is_told_then_it_is_of_the_day_it_was_due() -> None:
    midnight = NOON.replace(hour=23) + DAY
    due = midnight - HOUR
    late = [due + HOUR / 6, midnight + HOUR / 2, midnight + 20 * HOUR]
    assert [Mailing.day_of(due, at, "Europe/Warsaw") for at in late] == ["2026-03-03", "2026-03-03", "2026-03-04"]
    assert Mailing.day_of(midnight, midnight + HOUR / 2, "Europe/Warsaw") == "2026-03-04"


@settings(max_examples=25, deadline=None)
@any_of(
    st.lists(st.integers(0, 96 * 60), min_size=1, max_size=8),
    st.integers(0, 23),
    st.sampled_from(["Europe/Warsaw", "Asia/Kathmandu", "America/New_York"]),
)
@example([3206, 3266], 23, "Asia/Kathmandu")  # the digest of 23:00 is looked at at 0:10
def test_given_any_news_when_every_hour_runs_then_each_is_told_within_a_day_and_no_day_has_two(
    minutes: list[int], hour: int, zone: str
) -> None:
    store = season(programme(zone=zone, mailing={"digest_hour": hour}))
    waiting = sorted(NOON + timedelta(minutes=one) for one in minutes)
    heard: list[datetime] = []
    for number in range(130):
        at = NOON + number * HOUR + timedelta(minutes=25)
        while waiting and waiting[0] <= at:
            happen(store, collected(waiting[0]), waiting[0])
            heard.append(waiting.pop(0))
        if run(store, at):
            assert all(at - one <= DAY + 2 * HOUR for one in heard)
            assert kept(store).told_on in (day_in(at - 2 * HOUR, zone), day_in(at, zone))
            heard = []
    assert (heard, max(Counter(told(store)).values())) == ([], 1)
