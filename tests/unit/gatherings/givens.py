"""Given: a gathering as organizers planned it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gatherings.domain.gathering import Gathering, Plan
from gatherings.store import gatherings as store
from mentoring import clock
from mentoring.tables.gatherings.gathering import Gathering as Item
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.vocabulary import GatheringKind, GatheringState, Seat, Venue
from tests.fakes import MemoryStore
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME

IN_TEN_DAYS = NOON + timedelta(days=10)
LINK = "https://meet.example/otwarcie"


def plan(**changes: Any) -> Plan:
    """Return a plan: an opening online in ten days."""
    texts = {"pl": {"title": "Otwarcie", "text": "## Plan"}, "en": {"title": "Opening", "text": "## Agenda"}}
    values: dict[str, Any] = {
        "what": GatheringKind.OPENING, "venue": Venue.ONLINE, "starts_at": IN_TEN_DAYS, "minutes": 90,
        "zone": "Europe/Warsaw", "texts": texts, "link": LINK,
    }  # fmt: skip
    return Plan(**values | changes)


def gathering(state: GatheringState = GatheringState.ANNOUNCED, **changes: Any) -> Gathering:
    """Return a gathering with such a plan."""
    return Gathering(plan(**changes).checked(), state)


def item(gathering_id: str = "g", told: Gathering | None = None) -> Item:
    """Return the item of a gathering."""
    made = Item(
        *Item.key(PROGRAMME, gathering_id), gathering_id=gathering_id, programme_id=PROGRAMME, by=ORGANIZER,
        made_at=clock.iso(NOON), uid=f"{gathering_id}@tandem",
    )  # fmt: skip
    return store.keep(made, told or gathering())


def announced(store: MemoryStore, gathering_id: str = "g", **changes: Any) -> Item:
    """Given: a gathering was announced, with its seats."""
    told = gathering(**changes)
    made = item(gathering_id, told)
    most = {seat: told.plan.seats.get(seat, 0) for seat in Seat}
    seats = GatheringSeats(
        *GatheringSeats.key(gathering_id), programme_id=PROGRAMME, gathering_id=gathering_id,
        most_online=most[Seat.ONLINE], most_in_person=most[Seat.IN_PERSON],
    )  # fmt: skip
    store.put(made, seats)
    return made
