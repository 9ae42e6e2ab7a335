"""The clock the stack controls: forward only, and every function lives by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from infra.local import clock, deploy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.client import RunningStack


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clock"


def test_given_a_new_stack_when_asked_then_its_clock_is_the_machine_s(file: Path) -> None:
    assert clock.ahead(file) == timedelta(0)


def test_given_a_later_instant_when_moved_then_the_clock_stands_there_and_goes_on(file: Path) -> None:
    to = datetime.now(UTC) + timedelta(days=40)
    assert timedelta(0) <= clock.move(file, to) - to < timedelta(seconds=5)
    assert timedelta(0) <= clock.now(file) - to < timedelta(seconds=5)


def test_given_an_earlier_instant_when_moved_then_it_is_refused_and_nothing_changes(file: Path) -> None:
    clock.move(file, datetime.now(UTC) + timedelta(days=40))
    before = clock.ahead(file)
    with pytest.raises(clock.BackInTime):
        clock.move(file, datetime.now(UTC) + timedelta(days=39))
    assert clock.ahead(file) == before


def test_given_a_new_stack_when_its_clock_starts_behind_then_it_goes_forward_until_it_has_caught_up(file: Path) -> None:
    clock.start_behind(file, timedelta(days=4))
    assert clock.ahead(file) == -timedelta(days=4)
    clock.move(file, clock.now(file) + timedelta(days=3))
    with pytest.raises(clock.BackInTime):
        clock.move(file, clock.now(file) - timedelta(hours=1))
    clock.catch_up(file)
    assert clock.ahead(file) == timedelta(0)


def test_given_a_start_that_was_broken_off_when_it_begins_again_then_the_clock_is_as_far_behind_as_before(
    file: Path,
) -> None:
    clock.start_behind(file, timedelta(days=4))
    clock.move(file, clock.now(file) + timedelta(days=3))
    clock.start_behind(file, timedelta(days=4))
    assert clock.ahead(file) == -timedelta(days=4)


def test_given_a_clock_that_was_moved_when_told_to_start_behind_or_catch_up_then_it_stays_where_it_is(
    file: Path,
) -> None:
    clock.move(file, datetime.now(UTC) + timedelta(days=40))
    before = clock.ahead(file)
    clock.start_behind(file, timedelta(days=4))
    clock.catch_up(file)
    assert clock.ahead(file) == before


def test_given_a_clock_behind_when_items_would_expire_by_the_machine_s_then_none_does_until_it_has_caught_up(
    stack: RunningStack,
) -> None:
    def state() -> str:
        told = stack.aws("dynamodb").describe_time_to_live(TableName=stack.outputs["OnceTableName"])
        return str(told["TimeToLiveDescription"]["TimeToLiveStatus"])

    deploy.set_time_to_live(stack.layout, enabled=False)
    assert state() == "DISABLED"
    deploy.set_time_to_live(stack.layout)
    assert state() == "ENABLED"


@pytest.mark.parametrize(
    ("wish", "length"),
    [
        ("P7D", timedelta(days=7)),
        ("P2W", timedelta(weeks=2)),
        ("PT36H", timedelta(hours=36)),
        ("P1DT2H3M4S", timedelta(days=1, hours=2, minutes=3, seconds=4)),
    ],
)
def test_given_a_duration_when_read_then_it_is_what_iso_8601_says(wish: str, length: timedelta) -> None:
    assert clock.duration(wish) == length


@pytest.mark.parametrize("wish", ["", "P", "PT", "7 days", "P1M", "P1Y", "-P1D", "P1.5D"])
def test_given_something_else_when_read_as_a_duration_then_it_is_refused(wish: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        clock.duration(wish)


def _newest_sign_in(stack: RunningStack) -> datetime:
    """Return when the last sign-in request ends, as the product wrote it (a day after its 15 minutes)."""
    found = stack.aws("dynamodb").scan(TableName=stack.outputs["OnceTableName"])["Items"]
    ends = [int(item["expires_at"]["N"]) for item in found if item["pk"]["S"].startswith("signin#")]
    return datetime.fromtimestamp(max(ends), UTC)


def test_given_a_moved_clock_when_a_function_runs_then_it_lives_at_that_time(stack: RunningStack) -> None:
    moved = datetime.fromisoformat(stack.clock(advance="P40D")["now"])
    answer = stack.http.post("/v1/sessions/requests", json={"email": "zegar@firma.example"})
    assert answer.status_code == 202, answer.text
    assert _newest_sign_in(stack) >= moved
    assert _newest_sign_in(stack) - moved < timedelta(days=2)


@pytest.mark.parametrize(
    ("move", "status"),
    [
        ({"to": "2000-01-01T00:00:00Z"}, 409),
        ({"to": "2100-01-01T00:00:00"}, 400),
        ({"advance": "tomorrow"}, 400),
        ({}, 400),
    ],
    ids=str,
)
def test_given_a_move_that_cannot_be_when_asked_for_then_it_is_refused_in_words(
    stack: RunningStack, move: dict[str, str], status: int
) -> None:
    before = stack.clock()["ahead_seconds"]
    answer = stack.control.post("/api/clock", json=move)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert stack.clock()["ahead_seconds"] == before


def test_given_an_instant_and_a_distance_when_moved_then_both_count_from_the_stack_s_time(stack: RunningStack) -> None:
    before = datetime.fromisoformat(stack.clock()["now"])
    after = datetime.fromisoformat(stack.clock(to=(before + timedelta(days=3)).isoformat())["now"])
    assert after - before == pytest.approx(timedelta(days=3), abs=timedelta(seconds=5))
    later = datetime.fromisoformat(stack.clock(advance=3600)["now"])
    assert later - after == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=5))
