"""What organizers do with several matters at once, always shown before it is done.

A preview has a tag. Who confirms it sends the tag back, and if any of these matters has changed since, nothing is done:
the organizer sees what would be done now. Only reminders go out one by one: whoever changed one of these matters keeps
nobody from the others, and it is said which one it was.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import field
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import DomainError, NotFound, Stale
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
LONGEST_TAG = 400
"""Letters of a tag at most: a digest, and a version for each matter."""
A_MOMENT = timedelta(minutes=5)
"""How long a request may take that begins anew after a conflict."""


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
    def lines(self) -> dict[str, Line]:
        """Return all these matters by what they are about, in the order in which they were chosen."""
        known = {one.matter.about: one for those in (self.chosen, *self.skipped.values()) for one in those}
        return {about: known[about] for about in self.choice.abouts if about in known}

    @property
    def tag(self) -> str:
        """Return what a confirmation repeats: it changes with any of the matters, and says their versions."""
        until = self.choice.until.isoformat() if self.choice.until is not None else ""
        told: list[object] = [self.choice.deed, until, _versions(self.chosen)]
        told += [[reason, _versions(lines)] for reason, lines in self.skipped.items()]
        digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
        versions = {one.matter.about: one.matter.tag for one in self.chosen}
        return ".".join([digest, *(versions.get(about, "") for about in sorted(self.lines))])

    def looked_at(self, tag: str) -> dict[str, str]:
        """Return the versions in which matters were seen under a tag, without those that were passed over then.

        Raises `ChangedMeanwhile` for a tag of other matters.
        """
        _, *versions = tag.split(".")
        if len(versions) != len(self.lines):
            raise domain.ChangedMeanwhile
        return {about: version for about, version in zip(sorted(self.lines), versions, strict=True) if version}


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

    found: Preview
    done: Sequence[Matter] = ()
    failed: Sequence[tuple[str, DomainError]] = ()


def deal(context: Context, programme_id: str, choice: Choice, tag: str) -> Outcome:
    """Do what was previewed under a tag. Raises `ChangedMeanwhile` unless the preview is still the same.

    Of reminders, those are sent whose matter is.
    """
    found = preview(context, programme_id, choice)
    if choice.deed is Deed.REMIND:
        return _remind(context.at_one_moment(), found, found.looked_at(tag))
    if found.tag != tag:
        raise domain.ChangedMeanwhile
    tags = {one.matter.about: one.matter.tag for one in found.chosen}
    return Outcome(found, _all(context, found.programme, choice, tags) if tags else [])


def _remind(context: Context, found: Preview, seen: Mapping[str, str]) -> Outcome:
    """Remind the pairs of matters that are as they were seen, each on its own; say of the others why not."""
    me, now = access.person(context), context.clock()
    reminded: list[Matter] = []
    failed: list[tuple[str, DomainError]] = []
    for about, line in found.lines.items():
        if about not in seen:
            continue
        if _just_reminded(line, me, now):
            reminded.append(line.matter)
            continue
        try:
            reminded.append(desk.remind(context, found.programme.programme_id, about, seen[about]))
        except (domain.NudgedLately, domain.NothingToRemindOf, domain.AlreadyDone, Stale) as error:
            failed.append((about, error))
    return Outcome(found, reminded, failed)


def _just_reminded(line: Line, by: str, now: datetime) -> bool:
    """Return whether it was reminded of by the same organizer a moment ago: by this request, before it began anew."""
    rests = line.matter.state is MatterState.LATER and line.matter.put_aside_by == by
    return rests and bool(line.tried) and line.tried[-1] >= now - A_MOMENT


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
