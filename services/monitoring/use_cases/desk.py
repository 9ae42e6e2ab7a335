"""The organizers' desk: the list of what needs them, and what they do with it, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import access, matters, walltime
from mentoring.errors import NotFound
from mentoring.events.monitoring import MattersHandled
from mentoring.i18n import instant_in
from mentoring.store import retrying
from mentoring.tables.core import ANY, Item
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import TRIED, Matter, Watch, Written
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import MatterState, Role, StepKind, Worry
from mentoring.values import dataclass
from monitoring import domain, store
from monitoring.domain import Deed
from monitoring.use_cases.organizers import add_nudge, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from mentoring.context import Context
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.recruitment import Programme
    from monitoring.domain.letters import Letter
    from monitoring.use_cases.organizers import Watched

ANSWERED_WITHIN = timedelta(days=7)
"""How long a matter rests after a reminder by hand."""


@dataclass(frozen=True)
class Line:
    """A matter as the list shows it: the pair (`watched`) or the person it is about, and which organizer has it.

    `aside_by` is who put it aside. `unreached` are the names of those whom no mail reaches, `tried` when the two were
    reminded, the latest last, `letters` what organizers wrote to them.
    """

    matter: Matter
    watched: Watched | None
    person: Participant | None
    taker: str
    letters: Sequence[Letter] = ()
    aside_by: str = ""

    @property
    def name(self) -> str:
        """Return whom it is about."""
        if self.watched is not None:
            return f"{self.watched.pair.mentee_name} – {self.watched.pair.mentor_name}"
        return self.person.name if self.person is not None else ""

    @property
    def tried(self) -> list[datetime]:
        """Return when the two were reminded, at most `TRIED` times."""
        return self._nudges[-TRIED:]

    @property
    def wrote(self) -> list[datetime]:
        """Return when organizers wrote to one of the two, or to the person, at most `TRIED` times."""
        return [one.at for one in self.letters][-TRIED:]

    @property
    def reminded(self) -> int:
        """Return how often the two were reminded, as far as is remembered."""
        return len(self._nudges)

    @property
    def _nudges(self) -> list[datetime]:
        history = self.watched.facts.history if self.watched is not None else ()
        return [one.at for one in history if one.step == StepKind.NUDGE]

    @property
    def rules(self) -> set[str]:
        """Return the rules that are its reasons."""
        return {one["rule"] for one in self.matter.reasons}

    @property
    def next_step(self) -> Deed | Worry:
        """Return what usually helps first: a deed, or the wish or rule for which somebody does it on another page."""
        rules = self.rules
        for rule in (Worry.ENDED, Worry.UNREACHABLE, Worry.HELP, Worry.PAUSE, Worry.END, Worry.UNMATCHED):
            if rule in rules:
                return rule
        over = self.watched is not None and self.watched.verdict.over
        if over:
            return Worry.END
        if Worry.RATING not in rules and self.watched is not None and self.watched.may_be_nudged:
            return Deed.REMIND
        return Worry.HELP

    @property
    def left(self) -> str:
        """Return who of the two ended the process by leaving the programme; empty: nobody."""
        pair = self.watched.pair if self.watched is not None and Worry.ENDED in self.rules else None
        if pair is None or not pair.left_by:
            return ""
        return pair.mentee_name if pair.left_by == pair.mentee_id else pair.mentor_name

    @property
    def ended_by(self) -> Role | None:
        """Return which of the two ended the process; none if neither did, or one by leaving the programme."""
        pair = self.watched.pair if self.watched is not None and Worry.ENDED in self.rules and not self.left else None
        if pair is None:
            return None
        return {pair.mentee_person_id: Role.MENTEE, pair.mentor_person_id: Role.MENTOR}.get(pair.closed_by or "")

    @property
    def given(self) -> str:
        """Return why one of the two ended the process, in their words: for those who decide alone."""
        ended = self.watched is not None and Worry.ENDED in self.rules and not self.left
        return self.watched.pair.close_reason if ended and self.watched is not None else ""

    @property
    def unreached(self) -> list[tuple[str, str]]:
        """Return participant id and name of those whom no mail reaches."""
        if self.watched is None:
            return []
        pair, lost = self.watched.pair, {one["cause"] for one in self.matter.reasons}
        both = ((pair.mentee_id, pair.mentee_name), (pair.mentor_id, pair.mentor_name))
        return [(who, name) for who, name in both if who in lost]


@dataclass(frozen=True)
class Desk:
    """The list of what needs the organizers of a programme: its steps and how many lines it has, and some matters.

    `may_decide` is false for viewers.
    """

    programme: Programme
    may_decide: bool
    desk: matters.Desk
    lines: Sequence[Line]


def listed(context: Context, programme_id: str, after: str, limit: int) -> Page[Matter]:
    """Return a page of open matters, the most urgent first, to somebody signed in; `desk` asks who they are."""
    access.person(context)
    return context.store.listed_page(Matter, Matter.listing(programme_id), after=after, limit=limit)


def put_aside(context: Context, programme_id: str, after: str, limit: int) -> Page[Matter]:
    """Return a page of what is put aside, what comes back first, to somebody signed in; `desk` asks who they are."""
    access.person(context)
    return context.store.listed_page(Matter, Matter.aside(programme_id), after=after, limit=limit)


def desk(context: Context, programme_id: str, shown: Iterable[Matter] = ()) -> Desk:
    """Return the desk with the matters that are shown, to a programme's organizers; one round trip."""
    found = list(shown)
    counters, beside = matters.keys(programme_id), _beside(found)
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[*counters, *beside])
    read = context.store.get_many(Item, [*counters, *beside])
    numbers = matters.desk(programme, read, context.clock())
    return Desk(programme, access.decides(context, programme), numbers, _lines(context, programme, found, read))


def listing(context: Context, programme_id: str, shown: Iterable[Matter] = ()) -> Desk:
    """Return the desk as the list shows it: no line once nothing is open or the programme is over.

    With since when those wait who wrote, one round trip more if some did.
    """
    found = desk(context, programme_id, shown)
    lines = found.lines if found.desk.open else []
    return replace(found, desk=matters.dated(context, programme_id, found.desk), lines=lines)


def lines(context: Context, programme: Programme, shown: Sequence[Matter]) -> list[Line]:
    """Return matters as the list shows them; one round trip."""
    keys = _beside(shown)
    return _lines(context, programme, shown, context.store.get_many(Item, keys) if keys else [])


def _beside(shown: Sequence[Matter]) -> list[access.Key]:
    """Return the keys of what is shown of matters: whom they are about, what is known of them, and who has them."""
    watches = [Watch.key(one.pair_id) if one.pair_id else Written.key(one.participant_id) for one in shown]
    organizers = {who for one in shown for who in (one.taken_by, one.put_aside_by) if who}
    return [*(one.subject for one in shown), *watches, *(Person.key(one) for one in sorted(organizers))]


def _lines(context: Context, programme: Programme, shown: Sequence[Matter], read: Sequence[Item]) -> list[Line]:
    pairs = {one.pair_id: one for one in read if isinstance(one, Pair)}
    watches = {one.pair_id: one for one in read if isinstance(one, Watch)}
    people = {one.participant_id: one for one in read if isinstance(one, Participant)}
    names = {one.person_id: one.called for one in read if isinstance(one, Person)}
    written = {one.participant_id: one.written for one in read if isinstance(one, Written)}
    written |= {pair_id: one.written for pair_id, one in watches.items()}
    rules, now = store.rules_of(programme), context.clock()

    def watched(pair_id: str) -> Watched | None:
        pair, watch = pairs.get(pair_id), watches.get(pair_id)
        return judged(pair, watch, rules, now) if pair is not None and watch is not None else None

    def line(one: Matter) -> Line:
        known = store.letters(written.get(one.about, []))
        taker, aside_by = names.get(one.taken_by, ""), names.get(one.put_aside_by or "", "")
        return Line(one, watched(one.pair_id), people.get(one.participant_id), taker, known, aside_by)

    return [line(one) for one in shown]


def matter(context: Context, programme_id: str, about: str) -> Matter:
    """Return a matter, open or not, to a programme's organizers."""
    access.organizer(context, programme_id, access.ORGANIZERS, also=[Matter.key(programme_id, about)])
    return _matter(context, programme_id, about)


def _matter(context: Context, programme_id: str, about: str) -> Matter:
    found = context.store.get(Matter, *Matter.key(programme_id, about))
    if found is None:
        raise NotFound
    return found


def deal(
    context: Context, programme_id: str, about: str, deed: Deed, tag: str = ANY, until: date | None = None
) -> Matter:
    """Do something with a matter that is still as it was seen under a tag; put it aside until a day begins.

    Who takes care of it first is remembered. What was said of a pair that may not be a good one is looked after then,
    and colours it no more. Raises as `organizers.nudge` for reminders, `Invalid` unless the day is to come.
    """
    if deed is Deed.REMIND:
        return remind(context, programme_id, about, tag)
    who, now = access.person(context), context.clock()

    def verb(programme: Programme, need: domain.Need) -> domain.Need:
        return need.dealt_with(deed, who, now, back_at(programme, deed, until, now))

    return _changed(context, programme_id, about, tag, deed, verb)


def back_at(programme: Programme, deed: Deed, until: date | None, now: datetime) -> datetime:
    """Return when a matter comes back after a deed, if it does. Raises `Invalid` unless that is to come."""
    if deed is not Deed.LATER:
        return now
    return walltime.coming(instant_in(until, programme.zone) if until is not None else None, now)


@retrying
def remind(context: Context, programme_id: str, about: str, tag: str = ANY) -> Matter:
    """Remind a pair of the reason for its colour, and put its matter aside for a week, in which they may answer.

    Raises as `organizers.nudge`.
    """
    keys = [Matter.key(programme_id, about), Pair.key(about), Watch.key(about)]
    programme = access.organizer(context, programme_id, also=keys)
    item = _matter(context, programme_id, about)
    item.expect(tag)
    now = context.clock()
    uow = context.begin()
    add_nudge(context, uow, programme, about)
    store.keep_need(item, store.need(item).later(now + ANSWERED_WITHIN, access.person(context)))
    uow.save(item)
    uow.commit()
    return item


@retrying
def _changed(
    context: Context,
    programme_id: str,
    about: str,
    tag: str,
    deed: Deed,
    verb: Callable[[Programme, domain.Need], domain.Need],
) -> Matter:
    """Change a matter that is still as it was seen under a tag, for an organizer who may decide."""
    programme = access.organizer(context, programme_id, also=[Matter.key(programme_id, about), Watch.key(about)])
    item = _matter(context, programme_id, about)
    before = store.need(item)
    if deed is Deed.RESUME and before.state is MatterState.OPEN:
        return item  # it is as they wish, from an old page too
    item.expect(tag)
    after = verb(programme, before)
    if after == before:
        return item
    store.keep_need(item, after)
    uow = context.begin()
    uow.save(item)
    uow.publish(MattersHandled(programme_id, deed, [about]))
    watch = store.watch(context, about) if after.looks_after_fit else None
    if watch is not None:
        look_after(context, uow, programme, watch)
    uow.commit()
    return item


def look_after(context: Context, uow: UnitOfWork, programme: Programme, watch: Watch) -> None:
    """Add to the transaction that an organizer has looked after a pair that may not be a good one."""
    store.keep(watch, store.record(watch).look_after(context.clock()))
    store.settle(watch, store.rules_of(programme), context.clock())
    uow.save(watch)
