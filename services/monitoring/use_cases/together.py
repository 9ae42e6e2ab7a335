"""What organizers do with several matters at once, always shown before it is done.

A preview has a tag. Who confirms it sends the tag back, and if any of these matters has changed since, nothing is done:
the organizer sees what would be done now.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import field
from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import DomainError, NotFound
from mentoring.events.monitoring import MattersHandled
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.vocabulary import MatterState
from mentoring.values import dataclass
from monitoring import domain, store
from monitoring.domain import Deed, Skipped
from monitoring.use_cases import desk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from monitoring.use_cases.desk import Line

MOST = 30
"""Matters of one deed: they fit into one transaction."""


@dataclass(frozen=True)
class Choice:
    """What shall be done with which matters; `until` is the day until which they are put aside."""

    deed: Deed
    abouts: Sequence[str]
    until: date | None = None


@dataclass(frozen=True)
class Preview:
    """A deed before it is done: with which matters, and which are passed over for which reason.

    `mails` is how many it causes: a reminder to everybody in these pairs whom mail reaches and who wants reminders.
    """

    programme: Programme
    choice: Choice
    chosen: Sequence[Line]
    skipped: Mapping[Skipped, Sequence[Line]] = field(default_factory=dict)
    mails: int = 0

    @property
    def tag(self) -> str:
        """Return what a confirmation repeats: it changes with any of the matters."""
        until = self.choice.until.isoformat() if self.choice.until is not None else ""
        told: list[object] = [self.choice.deed, until, _versions(self.chosen)]
        told += [[reason, _versions(lines)] for reason, lines in self.skipped.items()]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _versions(lines: Sequence[Line]) -> list[list[str]]:
    return sorted([one.matter.about, one.matter.tag] for one in lines)


def preview(context: Context, programme_id: str, choice: Choice) -> Preview:
    """Return what a deed would do, to somebody who may decide. Raises `NotFound` for a foreign id."""
    wanted = list(dict.fromkeys(choice.abouts))[:MOST]
    keys = [Matter.key(programme_id, one) for one in wanted]
    programme = access.organizer(context, programme_id, also=keys)
    found = {one.about: one for one in (context.store.get_many(Matter, keys) if keys else [])}
    if not all(one in found for one in wanted):
        raise NotFound
    desk.back_at(programme, choice.deed, choice.until, context.clock())
    lines = desk.lines(context, programme, [found[one] for one in wanted])
    reminders = Reminders.read(context, programme, lines) if choice.deed is Deed.REMIND else None
    chosen: list[Line] = []
    skipped: dict[Skipped, list[Line]] = {}
    for line in lines:
        why = Skipped.DONE if line.matter.state is MatterState.DONE else reminders.add(line) if reminders else None
        (skipped.setdefault(why, []) if why else chosen).append(line)
    return Preview(programme, choice, chosen, skipped, reminders.mails if reminders else 0)


class Reminders:
    """The reminders of one deed as they would be sent one after the other: `mails` is how many go out."""

    def __init__(self, rules: domain.Rules, now: datetime, reached: Mapping[str, store.Reached]) -> None:
        self._rules, self._now, self._reached = rules, now, reached
        self._reminded: set[str] = set()
        self.mails = 0

    @classmethod
    def read(cls, context: Context, programme: Programme, lines: Sequence[Line]) -> Reminders:
        """Return those of a programme, with whom mail reaches of the pairs that lines are about; two round trips."""
        watches = [one.watched.watch for one in lines if one.watched is not None]
        reached = store.all_reached(context, watches)
        return cls(store.rules_of(programme), context.clock(), reached)

    def add(self, line: Line) -> Skipped | None:
        """Count the reminder to a pair, or return why it gets none; maybe one of the two is reminded already."""
        if line.watched is None:
            return Skipped.NOTHING_SAID
        theirs, watch = self._reached[line.watched.pair.pair_id], line.watched.watch
        facts = store.facts(watch, theirs.nudged, unreached=bool(watch.people) and not theirs.nudged)
        verdict, people = self._rules.judge(facts, self._now), {one.person_id for one in theirs.nudged}
        if verdict.remind is None:
            return Skipped.NOTHING_SAID
        if facts.unreached:
            return Skipped.UNREACHED
        if people & self._reminded or not verdict.may_be_nudged(facts, self._now):
            return Skipped.LATELY
        self._reminded |= people
        self.mails += theirs.mails
        return None


@dataclass(frozen=True)
class Outcome:
    """The matters with which a deed was done, and those with which it couldn't be any more, each with the reason."""

    done: Sequence[Matter] = ()
    failed: Sequence[tuple[str, DomainError]] = ()


def deal(context: Context, programme_id: str, choice: Choice, tag: str) -> Outcome:
    """Do what was previewed under a tag. Raises `ChangedMeanwhile` unless the preview is still the same."""
    found = preview(context, programme_id, choice)
    if found.tag != tag:
        raise domain.ChangedMeanwhile
    tags = {one.matter.about: one.matter.tag for one in found.chosen}
    if choice.deed is not Deed.REMIND:
        return Outcome(_all(context, found.programme, choice, tags) if tags else [])
    context = context.at_one_moment()
    reminded: list[Matter] = []
    failed: list[tuple[str, DomainError]] = []
    for about, version in tags.items():
        try:
            reminded.append(desk.remind(context, programme_id, about, version))
        except (domain.NudgedLately, domain.NothingToRemindOf) as error:
            failed.append((about, error))
    return Outcome(reminded, failed)


@retrying
def _all(context: Context, programme: Programme, choice: Choice, tags: Mapping[str, str]) -> list[Matter]:
    """Do the same with matters that are still as they were looked at, in one transaction."""
    programme_id, now = programme.programme_id, context.clock()
    keys = [key for one in tags for key in (Matter.key(programme_id, one), Watch.key(one))]
    read = context.store.get_many(Item, keys)
    known = {one.about: one for one in read if isinstance(one, Matter)}
    watches = {one.pair_id: one for one in read if isinstance(one, Watch)}
    until = desk.back_at(programme, choice.deed, choice.until, now)
    uow = context.begin()
    for about, tag in tags.items():
        item = known[about]
        item.expect(tag)
        after = store.need(item).dealt_with(choice.deed, access.person(context), now, until)
        store.keep_need(item, after)
        uow.save(item)
        if after.looks_after_fit and about in watches:
            desk.look_after(context, uow, programme, watches[about])
    uow.publish(MattersHandled(programme_id, choice.deed, list(tags)))
    uow.commit()
    return [known[one] for one in tags]
