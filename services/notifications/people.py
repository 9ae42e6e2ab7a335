"""Recipients of a mail, and what it is about: reads the items that an event names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.access import EDITORS, team
from mentoring.errors import NotFound
from mentoring.i18n import DEFAULT_ZONE, LOCALES
from mentoring.people import participants, reach
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from mentoring.values import dataclass
from notifications.mail import Recipient

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant


__all__ = ["PairToTell", "of_account", "of_pair", "of_participant", "organizers", "participants", "programme"]


@dataclass(frozen=True)
class PairToTell:
    """A pair with its programme and both recipients."""

    pair: Pair
    programme: Programme
    mentor: Recipient
    mentee: Recipient

    @property
    def both(self) -> tuple[Recipient, Recipient]:
        """Return mentor and mentee."""
        return self.mentor, self.mentee

    def one(self, person_id: str) -> Recipient:
        """Return the one of the two with this person id."""
        return self.mentor if self.mentor.key == person_id else self.mentee

    def other(self, person_id: str) -> Recipient:
        """Return the other one."""
        return self.mentee if self.mentor.key == person_id else self.mentor


def programme(context: Context, programme_id: str) -> Programme:
    """Return a programme."""
    found = context.store.get(Programme, *Programme.key(programme_id))
    if found is None:
        raise NotFound
    return found


def of_participant(one: Participant) -> Recipient:
    """Return a participant as a recipient."""
    city = str(one.profile.get("city", ""))
    return Recipient(one.person_id, one.email, one.name, one.form, one.locale, one.zone, city, reach(one))


def of_pair(context: Context, pair_id: str) -> PairToTell:
    """Return a pair with everybody whom a mail about it concerns."""
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    mentor, mentee = participants(context, pair.programme_id, [pair.mentor_id, pair.mentee_id])
    return PairToTell(pair, programme(context, pair.programme_id), of_participant(mentor), of_participant(mentee))


def organizers(context: Context, about: Programme) -> list[Recipient]:
    """Return the organizers who are told: those who decide, and viewers who want to know, too."""
    members = team(context, about)
    keys = [Person.key(one.person_id) for one in members if one.mailed or one.role_in(about.programme_id) in EDITORS]
    people = context.store.get_many(Person, keys) if keys else []
    return [of_account(one) for one in people]


def of_account(one: Person) -> Recipient:
    """Return somebody as a recipient, with the name from their own account only."""
    name, form = one.says("name"), one.says("form") or "n"
    return Recipient(one.person_id, one.email, name, form, one.locale or LOCALES[0], one.zone or DEFAULT_ZONE)
