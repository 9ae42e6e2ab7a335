"""The room of a pair, as its members see it and as its organizers do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import access, people
from mentoring.errors import NotFound
from mentoring.tables.identity import Person
from mentoring.tables.meetings import PairCalendar
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import SeenBy
from mentoring.tables.workspace import ThreadHead
from mentoring.values import dataclass
from workspace import domain, store
from workspace.sharing import Sharing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentoring.context import Context
    from mentoring.tables.attributes import Opened
    from mentoring.tables.meetings import Arranged
    from mentoring.tables.workspace import Material, Note, RoomHead, Task


def open_pair(context: Context, pair_id: str, *, also: Iterable[access.Key] = ()) -> Pair:
    """Return a pair, for its members; raises `ProcessEnded` if its process has ended.

    `also` as in `access.pair_member`.
    """
    pair = access.pair_member(context, pair_id, also=also)
    if pair.outcome:
        raise domain.ProcessEnded
    return pair


def may_see(task: Task | Opened[Task], person_id: str) -> bool:
    """Return whether a member of the pair may see a task."""
    return bool(task.visibility != SeenBy.AUTHOR or task.author == person_id)


def room(context: Context, pair_id: str, *, with_partner: bool = False) -> tuple[Pair, store.Room]:
    """Return a pair and its room, for its members, without what the partner keeps to themselves.

    The programme, whose colour the pages have, is read in the same round trip; `with_partner`: their `contact` as well.
    """
    me = access.person(context)
    found = store.room(context, pair_id)
    along = _along(found.head, me, with_partner=with_partner) if found.head is not None else []
    pair = access.pair_member(context, pair_id, also=along)
    return pair, _seen(found, me)


def with_meetings(context: Context, pair_id: str) -> tuple[Pair, store.Room, list[Arranged]]:
    """Return a pair, its room as `room` does, and the meetings that stand or took place, soonest first."""
    me = access.person(context)
    found = store.room(context, pair_id)
    along = _along(found.head, me, with_partner=False) if found.head is not None else []
    pair = access.pair_member(context, pair_id, also=[PairCalendar.key(pair_id), *along])
    return pair, _seen(found, me), store.arranged(context, pair_id)


def _seen(found: store.Room, me: str) -> store.Room:
    """Return what a member may see of a room."""
    return replace(
        found,
        tasks=[one for one in found.tasks if may_see(one, me)],
        takeaways=[one for one in found.takeaways if Sharing(one.author, one.visibility).is_seen_by(me)],
        notes=_notes(found.notes, me),
        materials=_materials(found.materials, me),
    )


def _notes(found: list[Opened[Note]], me: str) -> list[Opened[Note]]:
    """Return the notes that a member may see, the last changed first."""
    seen = [one for one in found if Sharing(one.author, one.visibility).is_seen_by(me)]
    return sorted(seen, key=lambda one: (one.changed_at, one.note_id), reverse=True)


def _materials(found: list[Opened[Material]], me: str) -> list[Opened[Material]]:
    """Return the materials that a member may see, the newest first."""
    seen = [one for one in found if Sharing(one.author, one.visibility).is_seen_by(me)]
    return sorted(seen, key=lambda one: (one.created_at, one.material_id), reverse=True)


def _along(head: RoomHead, me: str, *, with_partner: bool) -> list[access.Key]:
    """Return the keys of what members of a pair are shown besides the room."""
    partners = {
        head.mentor_person_id: (head.mentee_id, head.mentee_person_id),
        head.mentee_person_id: (head.mentor_id, head.mentor_person_id),
    }
    if not head.programme_id or me not in partners:
        return []
    if not with_partner:
        return [Programme.key(head.programme_id)]
    participant_id, person_id = partners[me]
    return [
        Programme.key(head.programme_id),
        Participant.key(head.programme_id, participant_id),
        Person.key(person_id),
        ThreadHead.key(head.pair_id),
        PairCalendar.key(head.pair_id),
    ]


@dataclass(frozen=True)
class Contact:
    """What the two of a pair, and nobody else, are told about each other: how to reach them, and when.

    `phone` may be empty; `prefers` is a value of `Reached`.
    """

    name: str
    email: str
    phone: str
    prefers: str
    city: str
    zone: str

    @classmethod
    def of(cls, one: Participant) -> Contact:
        """Return a participant's contact."""
        reach = people.reach(one)
        return cls(one.name, reach.email, reach.phone, reach.prefers, str(one.profile.get("city", "")), one.zone)


def contact(context: Context, pair: Pair) -> Contact | None:
    """Return the partner's contact, for a member of the pair; None once the process has ended."""
    return contacts(context, [pair]).get(pair.pair_id)


def contacts(context: Context, pairs: Sequence[Pair]) -> dict[str, Contact]:
    """Return the partner's contact by pair id, for the user's current pairs."""
    me = context.principal.person_id
    mine = [one for one in pairs if me in (one.mentor_person_id, one.mentee_person_id) and not one.outcome]
    partners = {
        one.pair_id: (one.programme_id, one.mentee_id if me == one.mentor_person_id else one.mentor_id) for one in mine
    }
    keys = list(dict.fromkeys(Participant.key(*partner) for partner in partners.values()))
    found = {(one.programme_id, one.participant_id): one for one in people.known(context, keys)}
    return {pair_id: Contact.of(found[partner]) for pair_id, partner in partners.items() if partner in found}


def status(context: Context, pair_id: str) -> tuple[Pair, store.Room]:
    """Return a pair and its room, for its organizers, who see states and dates only."""
    access.person(context)
    found = store.room(context, pair_id)
    if found.contract is not None:
        access.organizer(context, found.contract.programme_id, access.ORGANIZERS, also=[Pair.key(pair_id)])
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    access.organizer(context, pair.programme_id, access.ORGANIZERS)
    return pair, found


def programme_of(context: Context, pair: Pair) -> Programme | None:
    """Return the programme a pair is in."""
    return store.programme(context, pair.programme_id)
