"""New applications are told once a day, in the morning, only when something is new; and each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring import clock
from mentoring.mailing import Mailing
from mentoring.tables.recruitment import Digest
from recruitment.use_cases import applications, deciding, digests
from tests.fakes import context_at
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import World, kept, profile

MORNING = datetime.fromisoformat("2026-03-03T07:10:00+00:00")
"""The run after eight in Warsaw, the day after NOON."""


def apply(world: World, name: str, role: str = "mentee", at: datetime = NOON) -> str:
    who = context_at(at, store=world.store, person_id=name, service="recruitment")
    done = applications.keep_application(who, "wiosna", role, profile(role, last_name=name), submit=True)
    return str(done.application_id)


def run(world: World, at: datetime) -> dict[str, int]:
    return digests.tell_due(context_at(at, store=world.store, service="recruitment"))


def digest(world: World) -> Digest:
    found = world.store.get(Digest, *Digest.key(world.programme_id))
    assert found is not None
    return found


def told(world: World) -> int:
    return world.published.count("ApplicationsCollected")


def test_given_applications_when_morning_comes_then_organizers_are_told_once_by_role_and_of_who_waits_longest() -> None:
    world = World()
    apply(world, "ola")
    apply(world, "jan", "mentor", NOON + timedelta(hours=2))
    world.take("Mentee:ewa")  # imported: no news, but it waits
    assert run(world, NOON + timedelta(hours=3)) == {"digests": 0}
    assert run(world, MORNING) == {"digests": 1}
    assert run(world, MORNING) == run(world, MORNING + timedelta(hours=1)) == {"digests": 0}
    one = digest(world)
    assert (one.new, one.waiting) == ({"mentee": 1, "mentor": 1}, {"mentee": 2, "mentor": 1})
    assert [each["name"] for each in one.longest][:1] in (["Ada ola"], ["ewa Nowak"])
    assert told(world) == 1


def test_given_nothing_new_when_the_next_morning_comes_then_nobody_is_told() -> None:
    world = World()
    apply(world, "ola")
    run(world, MORNING)
    assert run(world, MORNING + timedelta(days=1)) == {"digests": 0}
    apply(world, "jan", at=MORNING + timedelta(days=1, hours=2))
    assert run(world, MORNING + timedelta(days=2)) == {"digests": 1}
    assert digest(world).new == {"mentee": 1}


def test_given_what_is_decided_before_morning_when_it_comes_then_it_is_no_news() -> None:
    world = World()
    one = apply(world, "ola")
    deciding.decide(world.who("anna"), world.programme_id, [one], "accepted")
    assert run(world, MORNING) == {"digests": 0}
    assert kept(world, one).state == "accepted"


def test_given_a_programme_that_closes_when_the_run_comes_then_it_is_not_looked_at_again() -> None:
    world = World()
    apply(world, "ola")
    world.to("closing")
    assert run(world, MORNING) == {"digests": 0}
    assert digest(world).due_at is None


def test_given_a_programme_that_fails_when_the_run_comes_then_the_others_are_told_and_the_failure_is_heard() -> None:
    world = World()
    apply(world, "ola")
    world.store.put(
        Digest(*Digest.key("broken"), programme_id="broken", due_pk="DIGEST#0", due_at="2026-01-01T00:00:00Z")
    )
    honest = world.store.get_many

    def get_many(kind: Any, keys: Any) -> Any:
        wanted = list(keys)
        if ("PROGRAMME#broken", "DIGEST") in wanted:
            raise OSError("the power is off")
        return honest(kind, wanted)

    world.store.get_many = get_many  # type: ignore[method-assign]
    with pytest.raises(OSError, match="power"):
        run(world, MORNING)
    assert told(world) == 1


@pytest.mark.parametrize(
    ("now", "zone", "again"),
    [
        ("2026-03-02T12:00:00Z", "Europe/Warsaw", "2026-03-03T07:00:00Z"),
        ("2026-03-02T06:59:00Z", "Europe/Warsaw", "2026-03-02T07:00:00Z"),
        ("2026-03-02T07:00:00Z", "Europe/Warsaw", "2026-03-03T07:00:00Z"),
        ("2026-03-28T12:00:00Z", "Europe/Warsaw", "2026-03-29T06:00:00Z"),  # summer time begins that night
        ("2026-03-02T12:00:00Z", "America/New_York", "2026-03-02T13:00:00Z"),
    ],
)
def test_given_a_zone_when_the_hour_is_looked_for_then_it_is_the_next_eight_there(
    now: str, zone: str, again: str
) -> None:
    assert clock.iso(Mailing().next_digest(clock.parse(now), zone)) == again


HOURS = st.lists(st.integers(0, 96), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(HOURS, st.integers(0, 3))
def test_given_any_times_when_every_hour_runs_and_some_come_twice_then_each_is_news_exactly_once(
    hours: list[int], twice: int
) -> None:
    world = World()
    heard = 0
    for hour in range(130):
        for number in (number for number, one in enumerate(hours) if one == hour):
            apply(world, f"p{number}", at=NOON + timedelta(hours=hour))
        at = NOON + timedelta(hours=hour, minutes=10)
        before = told(world)
        for _ in range(1 + (hour % 4 == twice)):
            run(world, at)
        if told(world) > before:
            heard += sum(digest(world).new.values())
            assert told(world) == before + 1
    assert heard == len(hours)
