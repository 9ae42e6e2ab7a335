"""What pairing's tests are given: people, a programme and its season."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from mentoring import clock, ids
from mentoring.context import Marker
from mentoring.events import Event, Meta
from mentoring.tables.core import ANY
from mentoring.tables.recruitment import Member, Participant, Programme
from mentoring.weights import Weights
from pairing import use_cases
from pairing.domain import MENTEE, MENTOR, Person
from pairing.store import Results
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events.base import EventData

START, END = date(2026, 3, 2), date(2026, 12, 18)
EVENINGS = [{"weekday": 0, "start": 17, "end": 19}]


def profile(**told: Any) -> dict[str, Any]:
    """Return a profile in which nothing is told but what is given."""
    blank: dict[str, Any] = {
        "first_name": "", "last_name": "", "form": "n", "city": "", "zone": "Europe/Warsaw", "languages": [],
        "department": "", "position": "", "manager_email": "", "topics": [], "mode": "", "hours_per_month": None,
        "availability": [], "capacity": 0, "goal": "", "experience": "", "style": "", "choices": [], "not_with": [],
        "consents": [],
    }  # fmt: skip
    assert set(told) <= set(blank)
    return blank | told


def person(one: str, capacity: int = 1, person_id: str = "", **told: Any) -> Person:
    return Person(one, f"{one}@firma.example", capacity, profile(**told), person_id)


def speaks(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "level": "C1"} for code in codes]


def participant(one: str, role: str, programme_id: str = "p", **told: Any) -> Participant:
    """Return a participant whose person is called as they are."""
    told = {"first_name": one.title(), "capacity": 1 if role == MENTOR else 0} | told
    item = Participant(
        *Participant.key(programme_id, f"{role}-{one}"), participant_id=f"{role}-{one}", programme_id=programme_id,
        person_id=one, role=role, email=f"{one}@firma.example", name=one.title(), form="n", locale="pl",
        zone="Europe/Warsaw", profile=profile(**told), accepted_at=clock.iso(NOON),
    )  # fmt: skip
    item.list_pk, item.list_sk = f"PERSON#{one}", f"PARTICIPANT#{programme_id}#{role}"
    return item


def programme(programme_id: str = "p", **values: Any) -> Programme:
    given = {"organization_id": "o", "slug": programme_id, "name": "Wiosna", "stage": "matching"}
    return Programme(*Programme.key(programme_id), programme_id=programme_id, **given | values)


def member(person_id: str, role: str) -> Member:
    return Member(*Member.key("o", person_id), organization_id="o", person_id=person_id, role=role)


def season(*people: Participant, **values: Any) -> MemoryStore:
    """Given: a programme in matching with its owner (ola) and viewer (wit), and these participants."""
    store = MemoryStore()
    asked = people or (participant("anna", MENTOR), participant("jan", MENTEE))
    store.put(programme(**values), member("ola", "owner"), member("wit", "viewer"), *asked)
    return store


def event(data: EventData, at: datetime = NOON, event_id: str = "") -> Event:
    meta = Meta(
        id=event_id or ids.new(), version=1, occurred_at=at, aggregate=data.aggregate, aggregate_id="a", sequence=1,
        programme_id="p", correlation_id="c", causation_id=None,
    )  # fmt: skip
    return Event(meta, data)


def consumer_at(store: Any, one: Event, at: datetime = NOON, name: str = "pairing") -> Context:
    """Return the context in which a consumer takes an event."""
    return context_at(at, store=store, service="pairing", marker=Marker(f"inbox#{name}#{one.meta.id}"))


class Kept(Results):
    """The results of rounds in a memory store's bucket; `kept` are those that are there, by key."""

    def __init__(self, memory: MemoryStore) -> None:
        super().__init__(memory.files)
        self._memory = memory

    @property
    def kept(self) -> dict[str, dict[str, Any]]:
        return {key: self.get(key) for key in self._memory.files.kept if key.endswith(".json")}


WEIGHTS = Weights()


def send(context: Any, programme_id: str, round_id: str) -> Any:
    """Send a round as it stands now."""
    return use_cases.send_round(context, programme_id, round_id, ANY)
