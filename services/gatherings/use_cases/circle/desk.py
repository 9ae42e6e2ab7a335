"""Groups as organizers see them: who is in each, when it met, who came, and a word for what it was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import circles as store
from mentoring import access, people
from mentoring.tables.core import Item
from mentoring.tables.gatherings.circle import Circle, CircleRound
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import CircleState, CircleTheme
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class Met:
    """A meeting of a group: an instant, whether it is still to come, who came (names), and its theme."""

    starts_at: str
    present: list[str]
    theme: CircleTheme
    ahead: bool


@dataclass(frozen=True)
class Row:
    """A group: the names of its people, and its meetings, the last one first. Nothing else is an organizer's."""

    circle_id: str
    number: int
    role: str
    formed_at: str
    state: CircleState
    names: list[str]
    meetings: list[Met]


@dataclass(frozen=True)
class Desk:
    """A programme's groups; `rounds` are those that were proposed, the last one first; `edits`: the reader decides."""

    programme: Programme
    edits: bool
    rounds: list[CircleRound]
    groups: list[Row]


def desk(context: Context, programme_id: str) -> Desk:
    """Return a programme's groups to its organizers; two round trips, up to fifty people."""
    access.person(context)
    found = context.store.query(Item, *CircleRound.everything(programme_id))
    circles = sorted(
        (one for one in found if isinstance(one, Circle)), key=lambda one: (one.formed_at, -one.number), reverse=True
    )
    who = {person_id: part for one in circles for person_id, part in store.people_of(one).items()}
    keys, accounts = [Participant.key(programme_id, one) for one in who.values()], [Person.key(one) for one in who]
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[*keys, *accounts])
    known = people.known(context, keys)
    names = {one.person_id: one.name for one in known}
    rounds = [one for one in found if isinstance(one, CircleRound)]
    return Desk(
        programme,
        access.decides(context, programme),
        sorted(rounds, key=lambda one: one.made_at, reverse=True),
        [_row(one, names) for one in circles],
    )


def _row(item: Circle, names: Mapping[str, str]) -> Row:
    met = [
        Met(one["starts_at"], _named(one["present"], names), CircleTheme(one["theme"]), ahead=False)
        for one in item.past
    ]
    if item.state == CircleState.ARRANGED and item.starts_at:
        met.append(Met(item.starts_at, _named(item.present, names), item.theme, ahead=True))
    people_ = _named(list(store.people_of(item)), names)
    return Row(item.circle_id, item.number, item.role.value, item.formed_at, item.state, people_, list(reversed(met)))


def _named(ids: list[str], names: Mapping[str, str]) -> list[str]:
    return sorted((names.get(one, "") for one in ids), key=str.casefold)
