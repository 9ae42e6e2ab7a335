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
from mentoring.errors import NotFound
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
    from datetime import date

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
    """A deed before it is done: with which matters, and which are passed over for which reason."""

    programme: Programme
    choice: Choice
    chosen: Sequence[Line]
    skipped: Mapping[Skipped, Sequence[Line]] = field(default_factory=dict)

    @property
    def mails(self) -> int:
        """Return how many mails it causes: a reminder to both of each pair."""
        return 2 * len(self.chosen) if self.choice.deed is Deed.REMIND else 0

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
    chosen: list[Line] = []
    skipped: dict[Skipped, list[Line]] = {}
    for line in desk.lines(context, programme, [found[one] for one in wanted]):
        why = _why_skipped(line, choice.deed)
        (skipped.setdefault(why, []) if why else chosen).append(line)
    return Preview(programme, choice, chosen, skipped)


def _why_skipped(line: Line, deed: Deed) -> Skipped | None:
    if line.matter.state is MatterState.DONE:
        return Skipped.DONE
    if deed is not Deed.REMIND:
        return None
    if line.watched is None or line.watched.verdict.remind is None:
        return Skipped.NOTHING_SAID
    return None if line.watched.may_be_nudged else Skipped.LATELY


def deal(context: Context, programme_id: str, choice: Choice, tag: str) -> list[Matter]:
    """Do what was previewed under a tag; return the matters it was done with.

    Raises `ChangedMeanwhile` unless the preview is still the same. Of somebody in two of the pairs only one is
    reminded.
    """
    found = preview(context, programme_id, choice)
    if found.tag != tag:
        raise domain.ChangedMeanwhile
    tags = {one.matter.about: one.matter.tag for one in found.chosen}
    if choice.deed is not Deed.REMIND:
        return _all(context, found.programme, choice, tags) if tags else []
    reminded, context = [], context.at_one_moment()
    for about, version in tags.items():
        try:
            reminded.append(desk.remind(context, programme_id, about, version))
        except domain.NudgedLately:
            continue
    return reminded


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
