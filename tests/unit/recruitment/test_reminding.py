"""Mails that ask again: consents to a new text, and drafts that are to be sent soon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mentoring.events import Event, Meta
from mentoring.events.recruitment import ConsentsAsked
from mentoring.tables.recruitment import Application
from recruitment import domain
from recruitment.use_cases import answering, applications, asking_again, programmes, reminding
from tests.fakes import context_at
from tests.unit.recruitment.givens import World, kept, profile

CLOSES = "2026-04-10"
MORNING = datetime(2026, 4, 7, 7, tzinfo=UTC)
"""Three days before, 9:00 in Warsaw in summer."""


def begun(world: World, **typed: Any) -> Application:
    draft = domain.Draft({"first_name": "Ada"} | typed)
    return answering.keep(world.who("ada"), "wiosna", "mentee", draft, send=False).application


def run(world: World, now: datetime = MORNING) -> int:
    context = context_at(now, store=world.store, service="recruitment")
    return reminding.remind_drafts(context)["drafts"]


def test_given_a_draft_when_recruitment_closes_in_three_days_then_it_is_reminded_of_once_in_the_morning() -> None:
    world = World(dates={"recruitment_closes": CLOSES})
    begun(world)

    assert run(world, MORNING - timedelta(minutes=1)) == 0
    assert run(world) == 1
    assert run(world, MORNING + timedelta(hours=1)) == 0
    assert world.published.count("DraftWaits") == 1


def _sent(world: World) -> None:
    applications.keep_application(world.who("ada"), "wiosna", "mentee", profile(), submit=True)


def _withdrawn(world: World) -> None:
    applications.withdraw(world.who("ada"), world.programme_id, "mentee")


@pytest.mark.parametrize("after", [_sent, _withdrawn, lambda world: world.to("matching")])
def test_given_a_draft_that_is_sent_withdrawn_or_late_when_its_time_comes_then_nobody_is_reminded(after: Any) -> None:
    world = World(dates={"recruitment_closes": CLOSES})
    begun(world)
    after(world)

    assert run(world) == 0


def test_given_a_last_day_that_moved_when_the_first_time_comes_then_the_draft_waits_for_the_new_one() -> None:
    world = World(dates={"recruitment_closes": CLOSES})
    begun(world)
    change = {"dates": {"recruitment_closes": "2026-04-20"}}
    programmes.change_programme(world.who("anna"), world.programme_id, change, world.programme.tag)

    assert run(world) == 0
    assert run(world, MORNING + timedelta(days=10)) == 1


@pytest.mark.parametrize("dates", [{}, {"recruitment_closes": "2026-03-04"}])
def test_given_no_last_day_or_one_that_is_near_when_a_draft_is_saved_then_it_isnt_reminded_of(dates: Any) -> None:
    world = World(dates=dates)

    assert begun(world).due_at is None


def ask(world: World, event_id: str = "e") -> None:
    """When: the worker hears that consents are asked for again."""
    meta = Meta(
        id=event_id, version=1, occurred_at=MORNING, aggregate="programme", aggregate_id=world.programme_id, sequence=1,
        programme_id=world.programme_id, correlation_id="c", causation_id=None,
    )  # fmt: skip
    context = context_at(MORNING, store=world.store, service="recruitment")
    asking_again.ask_again(context, Event(meta, ConsentsAsked(world.programme_id)))


def test_given_texts_asked_about_again_when_saved_then_whoever_applied_before_is_asked_and_nobody_else() -> None:
    world = World()
    ada, jan = world.take("Mentee:ada", "Mentor:jan")
    begun(world)
    item = kept(world, jan)
    item.state = "withdrawn"
    world.store.put(item)
    texts = {"consent_texts": {"rules": {"pl": "Zasady"}}, "ask_again": ["rules"]}

    programmes.change_programme(world.who("anna"), world.programme_id, texts, world.programme.tag)
    assert world.published.count("ConsentsAsked") == 1
    ask(world)

    asked = [event.data.application_id for event in world.store.events if event.name == "ConsentToRenew"]
    assert asked == [ada]


def test_given_a_new_text_that_is_not_asked_about_when_saved_then_nobody_hears_of_it() -> None:
    world = World()
    texts = {"consent_texts": {"rules": {"pl": "Zasady"}}}

    programmes.change_programme(world.who("anna"), world.programme_id, texts, world.programme.tag)

    assert "ConsentsAsked" not in world.published
