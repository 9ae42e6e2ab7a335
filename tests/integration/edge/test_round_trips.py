"""Each route asks the tables as often as docs/round-trips.md says, and no more."""

from __future__ import annotations

import pytest

from tests.bench import trips
from tests.bench.trips import Trips


@pytest.fixture(scope="module")
def played() -> trips.Table:
    """Given: a season, played through the real handlers."""
    return trips.measured()


def test_given_a_season_when_every_call_is_counted_then_no_route_takes_more_than_its_row(played: trips.Table) -> None:
    assert trips.beyond(played, trips.committed()) == []


def test_given_a_season_when_it_was_played_then_every_route_was_counted(played: trips.Table) -> None:
    assert trips.uncounted(played) == set()


def test_given_a_season_when_a_route_takes_more_than_it_should_then_it_says_a_reason_of_its_own(
    played: trips.Table,
) -> None:
    assert trips.unsaid(played) == []


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ({}, "GET /home says no reason"),
        ({r"GET /home$": "two lists", r"POST /home$": "none"}, "POST /home$ is no route's reason"),
        ({r"GET /\S+$": "lists"}, r"GET /\S+$ is the reason of 11 routes"),
    ],
)
def test_given_routes_over_the_limit_when_a_reason_is_missing_shared_or_dead_then_it_is_told(
    monkeypatch: pytest.MonkeyPatch, reasons: dict[str, str], told: str
) -> None:
    monkeypatch.setattr(trips, "WHY", reasons)
    found = {f"GET /{one}": Trips(3) for one in ("home", *(range(10) if "11" in told else ()))}
    assert trips.unsaid(found) == [told]


@pytest.mark.parametrize("more", [Trips(2, 1), Trips(1, 2), Trips(1, 1, 1), Trips(1, 1, 0, 1)])
def test_given_a_route_when_it_takes_one_call_more_then_it_is_told(more: Trips) -> None:
    told = trips.beyond({"GET /home": more}, {"GET /home": Trips(1, 1)})
    assert told == [f"GET /home: {more}, allowed Trips(reads=1, writes=1, bucket=0, keys=0)"]


def test_given_a_route_when_it_has_no_row_then_it_is_told() -> None:
    assert trips.beyond({"GET /new": Trips(1)}, {}) == ["GET /new has no row"]
