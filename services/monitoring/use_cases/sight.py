"""What organizers can see of one pair: facts and what was done about them, nothing the two wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, gatherings
from mentoring.errors import NotFound
from mentoring.tables.core import Item
from mentoring.tables.gatherings.attendance import GatheringRecord
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.notifications import Mailbox
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.reporting import Document
from mentoring.tables.vocabulary import Edition, Happened, MatterState, Sighting
from mentoring.values import dataclass
from monitoring import store
from monitoring.domain import moments
from monitoring.use_cases.organizers import Watched, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class PairSeen:
    """A pair as organizers see it; `may_decide` is false for viewers.

    `people` are mentee and mentor as far as they still take part, `lost` the mailboxes that mails don't reach, by
    participant id. `ahead` and `past` are the time line. `planned` is how many meetings the two plan, `answered` how
    many surveys they answered. `has_report` once the report of the process is made. `matter` is what needs an organizer
    now or later, `taker` the one who looks after it, `aside_by` the one who put it aside.
    """

    programme: Programme
    may_decide: bool
    one: Watched
    people: tuple[Participant, ...]
    lost: Mapping[str, Mailbox]
    ahead: Sequence[moments.Moment]
    past: Sequence[moments.Moment]
    planned: int
    answered: int
    has_report: bool
    matter: Matter | None
    taker: str
    aside_by: str


def pair(context: Context, programme_id: str, pair_id: str) -> PairSeen:
    """Return a pair of a programme to its organizers; another programme's is `NotFound`."""
    report = Document.key(pair_id, Edition.ORGANIZER)
    about = Matter.key(programme_id, pair_id)
    keys = [Pair.key(pair_id), Watch.key(pair_id), report, about]
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=keys)
    found, watch = context.store.get(Pair, *Pair.key(pair_id)), store.watch(context, pair_id)
    if found is None or watch is None or found.programme_id != programme_id:
        raise NotFound
    matter = context.store.get(Matter, *about)
    people, records, names = _people(context, found, matter)
    lost, attended = _beside(context, found, people, records)
    document = context.store.get(Document, *report)
    made = [moments.Moment(clock.parse(document.made_at), Happened.REPORT)] if document is not None else []
    now = context.clock()
    settled = _settled(matter, names)
    ahead, past = moments.in_order([*_moments(found, watch), *attended, *made, *settled], now)
    return PairSeen(
        programme=programme,
        may_decide=access.decides(context, programme),
        one=judged(found, watch, store.rules_of(programme), now, people),
        people=people,
        lost=lost,
        ahead=ahead,
        past=past,
        planned=found.plans(programme),
        answered=watch.answered,
        has_report=document is not None,
        matter=matter if matter is not None and matter.state != MatterState.DONE else None,
        taker=names.get(matter.taken_by, "") if matter is not None else "",
        aside_by=names.get(matter.put_aside_by or "", "") if matter is not None else "",
    )


def meetings(one: Watched) -> list[tuple[Sighting, datetime]]:
    """Return how a pair's meetings stand and when they begin, the first one first; those without a day are left out."""
    known = store.record(one.watch).meetings.values()
    found = [(each.state, each.starts_at) for each in known if each.starts_at is not None]
    return sorted(found, key=lambda each: each[1])


def _settled(matter: Matter | None, names: Mapping[str, str]) -> list[moments.Moment]:
    """Return when the pair's last matter was done, and who did it: nobody where facts did."""
    if matter is None or not matter.handled_at:
        return []
    return [
        moments.Moment(clock.parse(matter.handled_at), Happened.HANDLED, who=names.get(matter.handled_by or "", ""))
    ]


def _people(
    context: Context, found: Pair, matter: Matter | None
) -> tuple[tuple[Participant, ...], list[GatheringRecord], dict[str, str]]:
    """Return mentee and mentor, what was noted of them at gatherings, and the names of the matter's organizers.

    One round trip.
    """
    known_by = (matter.taken_by, matter.handled_by, matter.put_aside_by) if matter is not None else ()
    organizers = {one for one in known_by if one}
    sides = (found.mentee_id, found.mentor_id)
    keys = [key(found.programme_id, who) for who in sides for key in (Participant.key, GatheringRecord.key)]
    read = context.store.get_many(Item, [*keys, *(Person.key(one) for one in sorted(organizers))])
    names = {one.person_id: one.called for one in read if isinstance(one, Person)}
    known = {one.participant_id: one for one in read if isinstance(one, Participant)}
    records = [one for one in read if isinstance(one, GatheringRecord)]
    return tuple(known[who] for who in sides if who in known), records, names


def _beside(
    context: Context, found: Pair, people: Sequence[Participant], records: Sequence[GatheringRecord]
) -> tuple[dict[str, Mailbox], list[moments.Moment]]:
    """Return the mailboxes that mails don't reach, and the gatherings the two attended; one round trip."""
    mailboxes = {} if found.outcome else {Mailbox.key(one.email): one.participant_id for one in people}
    places = [Gathering.key(found.programme_id, which) for one in records for which in one.attended]
    keys = [*mailboxes, *places]
    read = context.store.get_many(Item, keys) if keys else []
    boxes = [one for one in read if isinstance(one, Mailbox) and one.unreachable]
    known = {one.gathering_id: one for one in read if isinstance(one, Gathering)}
    names = {found.mentee_id: found.mentee_name, found.mentor_id: found.mentor_name}
    there: dict[str, list[str]] = {}
    for one in records:
        for which in one.attended:
            there.setdefault(which, []).append(names[one.participant_id])
    attended = [
        moments.Moment(
            clock.parse(known[which].starts_at),
            Happened.ATTENDED,
            who=who[0] if len(who) == 1 else "",
            text=gatherings.title(known[which], context.locale),
        )
        for which, who in there.items()
        if which in known
    ]
    return {mailboxes[one.pk, one.sk]: one for one in boxes}, attended


def _moments(found: Pair, watch: Watch) -> Iterator[moments.Moment]:
    """Yield what pair and watch know, in no order."""
    known = store.record(watch)
    dates = {
        Happened.AGREED: found.agreed_at,
        Happened.PROPOSED: found.contract_proposed_at,
        Happened.SIGNED: found.contract_signed_at,
        Happened.GOAL: found.goal_agreed_at,
        Happened.CLOSING: found.closing_at,
        Happened.CLOSED: found.closed_at,
    }
    for what, at in dates.items():
        if at:
            yield moments.Moment(clock.parse(at), what)
    yield from moments.of_meetings(known.meetings.values())
    yield from moments.of_steps(known.history)
    names = {found.mentee_id: found.mentee_name, found.mentor_id: found.mentor_name}
    yield from moments.of_letters(store.letters(watch.written), names)
    yield from moments.of_pauses((clock.parse(one["at"]), _until(one["until"])) for one in watch.pauses)
    for asked in known.surveys.values():
        if asked is not None:
            yield moments.Moment(asked, Happened.ASKED)


def _until(text: str) -> datetime | None:
    return clock.parse(text) if text else None
