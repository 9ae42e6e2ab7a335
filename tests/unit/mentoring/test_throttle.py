"""A growing pause: pure counting, the names under which somebody is counted, and its refusal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import limits, throttle
from mentoring.errors import Paused
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON

MINUTE = timedelta(minutes=1)
LIMIT = limits.Limit("trial", 3, MINUTE, 8 * MINUTE, 10 * MINUTE)


def _pauses(times: int) -> list[float]:
    """Return the pauses in minutes when each comes in the instant the pause before it ends."""
    count, now, pauses = limits.Count(), NOON, []
    for _ in range(times):
        count = count.with_one_more(LIMIT, now)
        pauses.append(count.wait(now) / MINUTE)
        now = max(now, count.until)
    return pauses


def test_given_somebody_who_never_stops_when_counted_then_the_pause_grows_up_to_the_longest() -> None:
    assert _pauses(8) == [0, 0, 1, 2, 4, 4, 8, 8]


def test_given_a_long_quiet_time_when_counted_again_then_everything_is_forgotten() -> None:
    count = limits.Count()
    for _ in range(3):
        count = count.with_one_more(LIMIT, NOON)
    later = NOON + 60 * MINUTE
    assert count.with_one_more(LIMIT, later).wait(later) == timedelta(0)


@given(st.lists(st.integers(0, 3600), max_size=200))
def test_given_any_rhythm_when_counted_then_an_hour_lets_no_more_through_than_is_free_and_forgotten(
    gaps: list[int],
) -> None:
    count, now, let_through = limits.Count(), NOON, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        if not count.wait(now):
            count = count.with_one_more(LIMIT, now)
            let_through.append(now)
    for start in let_through:
        hour = [one for one in let_through if start <= one < start + timedelta(hours=1)]
        assert len(hour) <= LIMIT.free + timedelta(hours=1) / LIMIT.forgotten + 4  # 4: while the pause doubles


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_given_an_address_of_a_request_when_named_then_a_subscriber_of_ipv6_is_one_network(
    address: str, name: str
) -> None:
    assert limits.network(address) == name


def test_given_sub_addresses_and_other_letters_when_named_then_it_is_one_mailbox() -> None:
    written = ("anna@firma.example", "Anna+1@Firma.example", " ANNA+a+b@firma.example ")
    assert {limits.mailbox(one) for one in written} == {"anna@firma.example"}


def test_given_a_pause_when_refused_then_nothing_is_written_and_nobody_is_named_in_the_key() -> None:
    store = MemoryStore()

    def once(seconds: int) -> None:
        context = context_at(NOON + timedelta(seconds=seconds), store=store)
        uow = context.begin()
        throttle.count(context, uow, LIMIT, "anna@firma.example")
        uow.commit()

    for _ in range(3):
        once(0)
    with pytest.raises(Paused) as refused:
        once(1)
    assert refused.value.headers == {"Retry-After": "59"}
    assert store.commits == 3
    assert "anna" not in str(store.markers)
    once(60)
