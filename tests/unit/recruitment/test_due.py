"""What is due in a programme's recruitment every hour: all of it at once, in parts, whatever fails beside it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.events.recruitment import RecruitmentWorkContinued
from mentoring.tables.recruitment import Application, DatesAhead, Digest, Programme
from recruitment import domain, worker
from recruitment.use_cases import answering
from tests.bulk import MANY
from tests.fakes import bus
from tests.unit.recruitment.givens import World

if TYPE_CHECKING:
    from tests.fakes import MemoryStore

pytestmark = pytest.mark.bulk
assert worker.handler

CLOSES = "2026-04-10"
MORNING = datetime(2026, 4, 7, 7, tzinfo=UTC)
"""Three days before the last day, 9:00 in Warsaw in summer."""
A_WEEK_BEFORE = datetime(2026, 4, 3, 7, tzinfo=UTC)


def told(store: MemoryStore, name: str) -> list[Any]:
    return [one.data for one in store.events if one.name == name]


def programmes(world: World, number: int) -> None:
    """Given: so many more programmes like the one there is, with all that is due in it."""
    of = world.programme_id
    kept = [world.store.get(kind, *kind.key(of)) for kind in (Programme, DatesAhead, Digest)]
    for count in range(number):
        for one in filter(None, kept):
            made = deepcopy(one)
            made.programme_id = f"p{count:05}"
            made.pk, made.sk = type(made).key(made.programme_id)
            world.store.put(made)


def test_given_many_drafts_when_their_morning_comes_then_each_is_reminded_of_then_and_none_holds_up_the_rest() -> None:
    world = World(dates={"recruitment_closes": CLOSES})
    draft = answering.keep(
        world.who("ada"), "wiosna", "mentee", domain.Draft({"first_name": "Ada"}), send=False
    ).application
    for count in range(MANY):
        made = deepcopy(draft)
        made.application_id = f"a{count:05}"
        made.pk, made.sk = Application.key(world.programme_id, made.application_id)
        made.profile = draft.profile | {"zone": "Nowhere/Nothing" if count == 7 else "Europe/Warsaw"}
        world.store.put(made)
    with pytest.raises(Exception, match="Nowhere"):
        bus.run(world.store, "recruitment", RecruitmentWorkContinued, "drafts", MORNING)
    rest = bus.Bus(world.store, "recruitment", now=MORNING, seed=4)
    rest.run()
    reminded = [one.application_id for one in told(world.store, "DraftWaits")]
    assert (rest.dead, len(reminded), len(set(reminded))) == ([], MANY, MANY), (
        "the first one and all but the broken one"
    )
    bus.assert_bounded(world.store)


@pytest.mark.parametrize(("schedule", "event", "at"), [("dates", "ProgrammeDateNears", A_WEEK_BEFORE)])
def test_given_many_programmes_when_a_date_nears_then_the_organizers_of_each_are_told_at_that_hour(
    schedule: str, event: str, at: datetime
) -> None:
    world = World(dates={"recruitment_closes": CLOSES})
    programmes(world, 300)
    bus.run(world.store, "recruitment", RecruitmentWorkContinued, schedule, at)
    found = [one.programme_id for one in told(world.store, event)]
    assert (len(found), len(set(found))) == (301, 301)


def test_given_many_programmes_with_news_when_morning_comes_then_each_is_looked_at_that_morning() -> None:
    world = World()
    answering.keep(world.who("ada"), "wiosna", "mentee", domain.Draft({"first_name": "Ada"}), send=False)
    one = Digest(*Digest.key(world.programme_id), programme_id=world.programme_id)
    one.set_due(A_WEEK_BEFORE)
    world.store.put(one)
    programmes(world, 300)
    bus.run(world.store, "recruitment", RecruitmentWorkContinued, "digests", A_WEEK_BEFORE + timedelta(minutes=1))
    assert world.store.due_page(Digest, A_WEEK_BEFORE, after="", limit=10).items == []
