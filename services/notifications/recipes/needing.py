"""A matter as mails to organizers show it: why, since when, what was tried, and links with which to act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, links, matters
from mentoring.access import EDITORS
from mentoring.people import by_id
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Watch, Written
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import SAME_DAY, Urgency
from mentoring.values import dataclass
from notifications.recipes.base import sign

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.tables.monitoring import Matter
    from mentoring.tables.recruitment import Programme
    from notifications.mail import Recipient

Line = dict[str, Any]
"""A line as a mail shows it: whom it is about, why, where to look and where to act, what was tried and by whom."""
CHANGES = ("done", "later", "take")
"""What can be done about a matter from a mail; a pair can be reminded, too."""


def told(context: Context, found: Sequence[Matter]) -> list[dict[str, Any]]:
    """Return matters with what was tried about their pairs; one round trip."""
    keys = [Watch.key(one.pair_id) if one.pair_id else Written.key(one.participant_id) for one in found]
    read = context.store.get_many(Item, keys) if keys else []
    tried = {one.pair_id: one.tried for one in read if isinstance(one, Watch)}
    tried |= {one.participant_id: one.tried for one in read if isinstance(one, Written)}
    return [matters.told(one, tried.get(one.about, {})) for one in found]


def names(context: Context, about: Programme, lines: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return whom matters are about, by the id of the pair or participant, and the organizers who have them."""
    pairs = {one["pair_id"] for one in lines if one.get("pair_id")}
    people_ids = {one["participant_id"] for one in lines if one.get("participant_id")}
    keys = [*(Pair.key(one) for one in sorted(pairs))]
    keys += [Participant.key(about.programme_id, one) for one in sorted(people_ids)]
    found = context.store.get_many(Item, keys) if keys else []
    known = {one.pair_id: f"{one.mentee_name} – {one.mentor_name}" for one in found if isinstance(one, Pair)}
    known |= {one.participant_id: one.name for one in found if isinstance(one, Participant)}
    takers = by_id(context, sorted({one["taken_by"] for one in lines if one.get("taken_by")}))
    return known | {key: one.called for key, one in takers.items()}


@dataclass(frozen=True)
class Telling:
    """What mails to the organizers of a programme say of matters as of an instant, and who of them may act on these."""

    context: Context
    about: Programme
    names: Mapping[str, str]
    deciding: frozenset[str]
    at: datetime

    @classmethod
    def of(cls, context: Context, about: Programme, lines: Sequence[Mapping[str, Any]], at: datetime) -> Telling:
        """Return what is needed to tell of these lines; viewers may not act on them."""
        team = access.team(context, about)
        deciding = frozenset(one.person_id for one in team if one.role_in(about.programme_id) in EDITORS)
        return cls(context, about, names(context, about, lines), deciding, at)

    def acts(self, to: Recipient) -> bool:
        """Return whether somebody may act on matters: others read what waits for the organizers."""
        return to.key in self.deciding

    def line(self, told: Mapping[str, Any], to: Recipient) -> Line:
        """Return a matter (`matters.told`) in the language of its reader.

        The link to `page` is theirs alone and good for this one matter; they have none if they don't act.
        """
        desk, pair_id, acts = f"/monitoring/{self.about.programme_id}", told["pair_id"], self.acts(to)
        reminds = ("remind",) if pair_id and told["urgency"] not in (*SAME_DAY, Urgency.ENDED) else ()
        return {
            "name": self.names.get(told["about"], ""),
            "why": "; ".join(matters.said(told["reasons"], self.at, to.locale)),
            "link": links.url(f"{desk}/pairs/{pair_id}" if pair_id else f"{desk}/matters"),
            "page": links.url("/monitoring/matter", self._act(told["about"], to)) if acts else "",
            "deeds": (*reminds, *CHANGES) if acts else (),
            "since": told["since"],
            "tried": told["tried"],
            "written": told.get("written", []),  # reports of before don't say it
            "taker": "you" if told["taken_by"] == to.key else self.names.get(told["taken_by"], ""),
        }

    def _act(self, about: str, to: Recipient) -> str:
        return sign(self.context, "matter", about, to, programme_id=self.about.programme_id)
