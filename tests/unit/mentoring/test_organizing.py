"""Events name the organizer who did something: whoever may decide in the programme, was asked for it, and no one else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mentoring import access
from mentoring.errors import NotFound
from mentoring.events import from_detail, to_detail
from mentoring.events.pairing import PairPaused
from mentoring.tables.recruitment import Member, Programme
from tests.fakes import MemoryStore, context_at

if TYPE_CHECKING:
    from mentoring.context import Context

ROLES = {"anna": "owner", "kora": "coordinator", "widz": "viewer"}


@pytest.fixture
def store() -> MemoryStore:
    """Given: two programmes of an organization, and those who organize it."""
    made = MemoryStore()
    for one in ("1", "2"):
        made.put(Programme(*Programme.key(one), programme_id=one, organization_id="o", slug=one, name="n"))
    for who, role in ROLES.items():
        made.put(Member(*Member.key("o", who), organization_id="o", person_id=who, role=role))
    return made


def told(context: Context, programme_id: str = "1") -> str | None:
    """Return the organizer whom an event of this use case names."""
    return context.begin().publish(PairPaused(programme_id, "p", "")).meta.organizer


@pytest.mark.parametrize("who", ["anna", "kora"])
def test_given_who_may_decide_when_asked_for_it_before_or_after_the_transaction_began_then_events_name_them(
    store: MemoryStore, who: str
) -> None:
    context = context_at(store=store, person_id=who)
    begun = context.begin()
    access.organizer(context, "1")
    assert [told(context), begun.publish(PairPaused("1", "p", "")).meta.organizer] == [who, who]


def test_given_an_organizer_when_another_programme_or_person_is_meant_then_events_name_nobody(
    store: MemoryStore,
) -> None:
    context = context_at(store=store, person_id="kora")
    access.organizer(context, "1")
    assert told(context, "2") is None
    assert told(context.acting_as("ola")) is None
    assert told(replace(context, locale="en")) == "kora", "the same person in another language"


@pytest.mark.parametrize("who", ["kora", "widz"])
def test_given_who_only_looks_when_they_do_something_then_events_name_nobody(store: MemoryStore, who: str) -> None:
    context = context_at(store=store, person_id=who)
    access.organizer(context, "1", access.ORGANIZERS)
    assert told(context) is None


@pytest.mark.parametrize("who", ["widz", "ola"])
def test_given_who_may_not_decide_when_refused_then_events_name_nobody(store: MemoryStore, who: str) -> None:
    context = context_at(store=store, person_id=who)
    with pytest.raises(NotFound):
        access.organizer(context, "1")
    assert told(context) is None


def test_given_an_event_when_it_was_written_by_an_earlier_version_then_it_names_nobody(store: MemoryStore) -> None:
    event = context_at(store=store).begin().publish(PairPaused("1", "p", ""))
    detail = to_detail(event)
    del detail["meta"]["organizer"]
    assert from_detail(event.name, detail) == event
