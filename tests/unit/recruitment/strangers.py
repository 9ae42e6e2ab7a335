"""A new organization, its founder, and the people it may or may not mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import ids, links
from mentoring.context import Principal
from mentoring.settings import settings
from mentoring.tables.recruitment import Organization, Programme
from recruitment.use_cases import (
    importing,
    organizations,
    programmes,
    reached,
    stages,
)
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.context import Context


TOTAL, DAILY = 30, 20


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Given: an installation whose settings a test may say."""

    def say(founding: str = "open", founders: str = "vouched.example") -> None:
        monkeypatch.setenv("FOUNDING", founding)
        monkeypatch.setenv("FOUNDERS", founders)
        settings.cache_clear()

    say()
    yield say
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def store(installation: Any) -> MemoryStore:
    return MemoryStore()


def mallory(store: MemoryStore, *, email: str = "mallory@zlo.example", days: float = 0) -> Context:
    found = context_at(NOON + timedelta(days=days), store=store, service="recruitment", person_id="mallory")
    return replace(found, principal=Principal("mallory", email))


def founded(store: MemoryStore, **settings_: Any) -> Programme:
    """Given: a fresh account's organization and its public programme that recruits."""
    context = mallory(store)
    one = organizations.found(context, "Zło")
    wish = {"name": "Wiosna", "slug": "wiosna"} | settings_
    programme = programmes.create_programme(context, one.organization_id, wish)
    return stages.move_programme(context, programme.programme_id, "recruiting")


def import_(store: MemoryStore, programme: Programme, first: int, last: int, **when: Any) -> importing.Imported:
    people = [f"Mentee:m{number}" for number in range(first, last)]
    return importing.import_applications(mallory(store, **when), programme.programme_id, file(*people))


def added(store: MemoryStore) -> int:
    return [event.name for event in store.events].count("ApplicantAdded")


def organization(store: MemoryStore, programme: Programme) -> Organization:
    return organizations.get(mallory(store), str(programme.organization_id))


def token(programme: Programme, name: str) -> str:
    """Return the link's token of the first mail to somebody."""
    one = reached.application_id_of(str(programme.programme_id), "mentee", f"{name}@firma.example")
    claims = {"programme_id": str(programme.programme_id), "address": ids.address_key(f"{name}@firma.example")}
    return links.sign("added", one, expires_at=NOON + timedelta(days=30), **claims)


def kept(store: MemoryStore, programme: Programme) -> Programme:
    found = store.get(Programme, *Programme.key(str(programme.programme_id)))
    assert found
    return found
