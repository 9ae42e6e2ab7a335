"""The lists of onboarding as organizers write them: steps, their order, and what holds for everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gatherings.store import gatherings
from gatherings.store import onboarding as store
from mentoring import access, clock, ids
from mentoring.errors import N_, Invalid, NotFound
from mentoring.events.gatherings import OnboardingChanged
from mentoring.store import retrying
from mentoring.tables.gatherings.onboarding import Onboarding
from mentoring.tables.vocabulary import GatheringState, GuideState, OnboardingKind, Role
from mentoring.tables.workspace import GuideShelf
from mentoring.values import dataclass

if TYPE_CHECKING:
    from gatherings.domain.onboarding import Checklist, Step
    from mentoring.context import Context
    from mentoring.tables.gatherings.onboarding import OnboardingList
    from mentoring.tables.recruitment import Programme
    from mentoring.texts import Texts

MOST_DAYS = 90
"""The longest time until the first reminder."""


@dataclass(frozen=True)
class Desk:
    """The onboarding of a programme as its organizers see it; `may_edit`: viewers only look."""

    programme: Programme
    head: Onboarding
    items: dict[Role, OnboardingList]
    may_edit: bool

    def steps(self, role: Role) -> Checklist:
        """Return the list of a role."""
        return store.read_list(self.items[role])


def keys(programme_id: str) -> list[access.Key]:
    """Return the keys of the lists and of what holds for them."""
    return [Onboarding.key(programme_id), *store.list_keys(programme_id)]


def desk(context: Context, programme_id: str, *also: access.Key) -> Desk:
    """Return the onboarding of a programme, for its organizers."""
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[*keys(programme_id), *also])
    head, items = store.head(context, programme_id), store.lists(context, programme_id)
    return Desk(programme, head, items, may_edit=access.decides(context, programme))


def to_point_at(context: Context, programme_id: str, what: OnboardingKind) -> list[tuple[str, Texts]]:
    """Return the id and titles of what a step can be about: published guides, or gatherings that stand or took place.

    The caller checks the user.
    """
    if what == OnboardingKind.GUIDE:
        shelf = context.store.get(GuideShelf, *GuideShelf.key(programme_id))
        told = shelf.entries if shelf is not None else []
        return [(one["guide_id"], one["titles"]) for one in told if one["state"] == GuideState.PUBLISHED]
    if what == OnboardingKind.GATHERING:
        found = gatherings.of_programme(context, programme_id)
        return [
            (one.gathering_id, {locale: told["title"] for locale, told in one.texts.items()})
            for one in found
            if one.state != GatheringState.CANCELLED
        ]
    return []


def _to_change(context: Context, programme_id: str, *also: access.Key) -> tuple[Onboarding, dict[Role, OnboardingList]]:
    access.organizer(context, programme_id, also=[*keys(programme_id), *also])
    return store.head(context, programme_id), store.lists(context, programme_id)


def _commit(context: Context, head: Onboarding, item: OnboardingList, checklist: Checklist) -> OnboardingList:
    """Save a list; where people have it, everybody's standing follows."""
    uow = context.begin()
    uow.save(store.keep_list(item, checklist))
    if head.given_at:
        uow.publish(OnboardingChanged(head.programme_id, reminders=False), aggregate=item)
    uow.commit()
    return item


@retrying
def add(context: Context, programme_id: str, role: Role, told: Step, expected: str) -> tuple[OnboardingList, Step]:
    """Add a step to a list in the expected version; it is the last one."""
    head, items = _to_change(context, programme_id, GuideShelf.key(programme_id))
    item = items[role]
    item.expect(expected)
    step = replace(_checked(context, programme_id, told), step_id=ids.new())
    return _commit(context, head, item, store.read_list(item).put(step)), step


@retrying
def change(
    context: Context, programme_id: str, role: Role, step_id: str, told: Step, expected: str
) -> tuple[OnboardingList, Step]:
    """Change a step of a list in the expected version; who has done it has done it."""
    head, items = _to_change(context, programme_id, GuideShelf.key(programme_id))
    item = items[role]
    before = found(store.read_list(item), step_id)
    item.expect(expected)
    step = replace(_checked(context, programme_id, replace(told, what=before.what)), step_id=step_id)
    return _commit(context, head, item, store.read_list(item).put(step)), step


def _checked(context: Context, programme_id: str, told: Step) -> Step:
    """Return a step as it can be stored; raise `Invalid`, also if what it is about isn't in this programme."""
    step = told.checked()
    if step.about and step.about not in dict(to_point_at(context, programme_id, step.what)):
        raise Invalid(fields={"/about": N_("Choose which one.")})
    return step


def steps(item: OnboardingList) -> tuple[Step, ...]:
    """Return the steps of a list that aren't gone."""
    return store.read_list(item).present


def found(checklist: Checklist, step_id: str) -> Step:
    """Return a step of a list; raises `NotFound`."""
    step = checklist.find(step_id)
    if step is None:
        raise NotFound
    return step


@retrying
def move(context: Context, programme_id: str, role: Role, step_id: str, by: int, expected: str) -> OnboardingList:
    """Move a step one place up (-1) or down (1) in a list in the expected version."""
    head, items = _to_change(context, programme_id)
    item = items[role]
    checklist = store.read_list(item)
    found(checklist, step_id)
    item.expect(expected)
    return _commit(context, head, item, checklist.move(step_id, by))


@retrying
def remove(context: Context, programme_id: str, role: Role, step_id: str, expected: str) -> OnboardingList:
    """Remove a step from a list in the expected version; who has done it keeps it."""
    head, items = _to_change(context, programme_id)
    item = items[role]
    checklist = store.read_list(item)
    found(checklist, step_id)
    item.expect(expected)
    return _commit(context, head, item, checklist.drop(step_id, kept=bool(head.given_at)))


@retrying
def settle(
    context: Context, programme_id: str, expected: str, *, given: bool, comes_first: bool, remind_after: int
) -> Onboarding:
    """Say what holds for everybody; with `given`, people get their lists now.

    What people were given isn't taken back: they may have done half of it.
    """
    head, items = _to_change(context, programme_id)
    head.expect(expected)
    reminders = bool(head.given_at) and head.remind_after != remind_after
    head.comes_first, head.remind_after = comes_first, remind_after
    uow = context.begin()
    if given and not head.given_at:
        head.given_at = clock.iso(context.clock())
        for item in items.values():  # what people get is the programme's own from now on
            if item.is_new:
                uow.save(item)
        uow.publish(OnboardingChanged(programme_id, reminders=False), aggregate=head)
    elif reminders:
        uow.publish(OnboardingChanged(programme_id, reminders=True), aggregate=head)
    uow.save(head)
    uow.commit()
    return head
