"""Given: a programme with a mentor, a mentee and an agreed pair, as the other services would have written them."""

from __future__ import annotations

from typing import Any

from mentoring import clock, ids
from mentoring.tables.core import Item
from mentoring.tables.pairing import Pair, PairMember
from mentoring.tables.recruitment import Member, Participant, Programme
from tests.fakes.context import NOON
from tests.fakes.rooms import Room
from tests.fakes.store import MemoryStore

MENTOR, MENTEE, ORGANIZER, STRANGER = "mentor-person", "mentee-person", "organizer-person", "stranger-person"
PROGRAMME, PAIR = "programme-1", "pair-1"


def profile(**told: Any) -> dict[str, Any]:
    """Return a profile; fields that aren't given are empty."""
    empty = {
        "first_name": "Anna", "last_name": "Krawiec", "form": "f", "city": "Kraków", "zone": "Europe/Warsaw",
        "languages": [{"code": "pl", "level": "C2"}], "department": "IT", "position": "", "manager_email": "",
        "topics": ["negocjacje"], "mode": "online", "hours_per_month": 2.0, "availability": [], "capacity": 0,
        "goal": "", "experience": "", "style": "", "choices": [], "not_with": [], "consents": [],
    }  # fmt: skip
    return empty | told


def participant(name: str, role: str, *, person_id: str = "", **told: Any) -> Participant:
    """Return a participant called `name`, which its id and address are derived from."""
    email = f"{name}@firma.example"
    person_id = person_id or ids.derived("person", email)
    return Participant(
        *Participant.key(PROGRAMME, name), participant_id=name, programme_id=PROGRAMME,
        person_id=person_id, role=role, email=email, name=name.title(), form="f",
        locale="pl", zone="Europe/Warsaw", profile=profile(first_name=name, **told), accepted_at=clock.iso(NOON),
        list_pk=f"PERSON#{person_id}", list_sk=f"PARTICIPANT#{PROGRAMME}#{role}",
    )  # fmt: skip


def programme(**changes: Any) -> Programme:
    """Return the programme."""
    values = {
        "stage": "running",
        "name": "Wiosna",
        "slug": "wiosna",
        "languages": ["pl"],
        "organization_name": "Firma",
    } | changes
    return Programme(*Programme.key(PROGRAMME), programme_id=PROGRAMME, organization_id="org-1", **values)


def pair(**changes: Any) -> Pair:
    """Return the pair."""
    values = {"score": 9000, "agreed_at": clock.iso(NOON), "mentor_name": "Mentor", "mentee_name": "Mentee"} | changes
    made = Pair(
        *Pair.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, organization_id="org-1", mentor_id="mentor",
        mentee_id="mentee", mentor_person_id=MENTOR, mentee_person_id=MENTEE, **values,
    )  # fmt: skip
    made.list_pk, made.list_sk = f"PROGRAMME#{PROGRAMME}", f"PAIR#{PAIR}"
    return made


def everybody(**changes: Any) -> list[Item]:
    """Return all of them, and an organizer, as unwritten items."""
    members = [
        PairMember(
            *PairMember.key(PAIR, person_id), pair_id=PAIR, programme_id=PROGRAMME, person_id=person_id,
            participant_id=role, role=role, partner_name="x", list_pk=f"PERSON#{person_id}", list_sk=f"PAIR#{PAIR}",
        )
        for person_id, role in ((MENTOR, "mentor"), (MENTEE, "mentee"))
    ]  # fmt: skip
    return [
        programme(**changes),
        Member(*Member.key("org-1", ORGANIZER), organization_id="org-1", person_id=ORGANIZER, role="owner"),
        participant("mentor", "mentor", person_id=MENTOR, capacity=2),
        participant("mentee", "mentee", person_id=MENTEE),
        pair(),
        *members,
    ]


def world(store: MemoryStore | None = None, **changes: Any) -> MemoryStore:
    """Return a store with everybody."""
    store = store or MemoryStore()
    store.put(*everybody(**changes), Room(PAIR).item)
    return store


def event(data: Any, store: MemoryStore) -> Any:
    """Return an event with these data, as a consumer gets it."""
    from tests.fakes.context import context_at

    uow = context_at(store=MemoryStore(), service=data.source).begin()
    return uow.publish(data)
