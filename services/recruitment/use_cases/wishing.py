"""Mentors whom mentees may wish for: those who take part and said that they may be listed.

Mentees never see an address. They choose by an id; what they chose stays readable for pairing as an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import NotFound
from mentoring.letters import plain
from mentoring.tables.pairing import Seats
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import FORMING, Role
from mentoring.values import dataclass
from recruitment.use_cases import applications, changing
from recruitment.use_cases.reached import application_id_of, meant_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Application, Programme

TOGETHER = 1000
"""Mentors read at once; DynamoDB gives at most 1 MB, which is about 500."""
MOST_LISTED = 3000


@dataclass(frozen=True)
class Listed:
    """A mentor in the list: what mentees see of one, with the places that are free now."""

    id: str
    name: str
    department: str
    position: str
    topics: tuple[str, ...]
    free: int

    def fits(self, words: str, topic: str) -> bool:
        """Return whether somebody looks for this mentor."""
        text = plain(" ".join((self.name, self.department, self.position, *self.topics)))
        return all(one in text for one in plain(words).split()) and (
            not topic or plain(topic) in {plain(one) for one in self.topics}
        )


def check(context: Context, programme: Programme, application: Application | None, inside: Participant | None) -> None:
    """Raise `NotFound` unless the user may wish for mentors: who applies as a mentee, or takes part as one."""
    refusal, _ = applications.door(context, programme, application)
    if refusal is not None and inside is None:
        raise NotFound


def mentors(context: Context, slug: str) -> tuple[Programme, Application | None, list[Listed]]:
    """Return a programme, the user's application as a mentee, and the mentors who may be wished for, by name."""
    programme, application = applications.my_application(context, slug, Role.MENTEE)
    check(context, programme, application, changing.inside(context, programme, application))
    return programme, application, _listed(context, programme)


def _listed(context: Context, programme: Programme) -> list[Listed]:
    programme_id = programme.programme_id
    found: list[Participant] = []
    after = ""
    while len(found) < MOST_LISTED:
        place = Participant.wish_key(programme_id)
        page = context.store.ranked_page(Participant, place, after=after, limit=TOGETHER, fits=_is_listed)
        found += page.items
        if not (after := page.next):
            break
    taken: dict[str, int] = {}
    if found and programme.stage in FORMING:
        taken = {one.participant_id: one.taken for one in context.store.query(Seats, *Seats.of(programme_id))}
    return [
        Listed(
            one.participant_id,
            one.name,
            one.profile["department"],
            one.profile["position"],
            tuple(one.profile["topics"]),
            max(int(one.profile["capacity"]) - taken.get(one.participant_id, 0), 0),
        )
        for one in found
    ]


def _is_listed(one: Participant) -> bool:
    return one.is_listed


def listed_one(context: Context, programme_id: str, mentor_id: str) -> Participant:
    """Return a mentor who may be wished for; raises `NotFound`."""
    found = context.store.get(Participant, *Participant.key(programme_id, mentor_id))
    if found is None or not found.is_listed:
        raise NotFound
    return found


def tokens(context: Context, programme_id: str, emails: Sequence[str]) -> list[str]:
    """Return the ids by which a mentee's wishes are shown and chosen; those of anybody else tell nothing."""
    return meant_ids(context, programme_id, [(Role.MENTOR, one) for one in emails]) if emails else []


def addresses(context: Context, programme_id: str, wished: Sequence[str], before: Sequence[str]) -> dict[str, str]:
    """Return id → address of wishes: of mentors who are listed, and of those whom somebody wished for `before`."""
    if not wished:
        return {}
    known = dict(zip(tokens(context, programme_id, before), before, strict=True))
    known |= {application_id_of(programme_id, Role.MENTOR, one): one for one in before}
    found = _participants(context, programme_id, [one for one in wished if one not in known])
    return known | {one.participant_id: one.email for one in found if one.is_listed}


def names(context: Context, programme_id: str, wished: Sequence[str]) -> list[tuple[str, str]]:
    """Return id and name of each wish, in order; no name of somebody who isn't listed, an address as it was typed."""
    listed = {one.participant_id: one.name for one in _participants(context, programme_id, wished) if one.is_listed}
    return [(one, one if "@" in one else listed.get(one, "")) for one in wished]


def _participants(context: Context, programme_id: str, wished: Sequence[str]) -> list[Participant]:
    keys = [Participant.key(programme_id, one) for one in dict.fromkeys(wished) if "@" not in one]
    return context.store.get_many(Participant, keys) if keys else []
