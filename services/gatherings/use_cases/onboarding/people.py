"""Who is how far with their onboarding, for organizers, and steps they waive. Of a quiz they see that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain import onboarding as domain
from gatherings.store import onboarding as store
from gatherings.use_cases.onboarding import standing
from gatherings.use_cases.onboarding.lists import keys
from mentoring import access, clock
from mentoring.errors import N_, Invalid, NotFound
from mentoring.events.gatherings import OnboardingWaived
from mentoring.kickoff import kick_off
from mentoring.store import retrying
from mentoring.tables.gatherings.onboarding import Onboarding, OnboardingCounts, OnboardingProgress
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import Arrival, OnboardingState, Role
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from gatherings.domain.onboarding import Checklist, Step
    from mentoring.context import Context
    from mentoring.store import Page
    from mentoring.tables.recruitment import Programme

TOGETHER = 40
"""People on a page: so many steps are waived in one transaction."""


@dataclass(frozen=True)
class Seen:
    """Somebody's onboarding as organizers see it: each step and how it stands; `late` if the days for it are over."""

    item: OnboardingProgress
    name: str
    steps: list[tuple[Step, OnboardingState]]
    late: bool

    def why(self, step: Step) -> str:
        """Return why a step was waived; nothing of other steps."""
        return store.read(self.item).marks[step.step_id].why if step.step_id in self.item.marks else ""


@dataclass(frozen=True)
class Board:
    """What organizers see beside the people: `numbers` by how far they are, `lists` by role."""

    programme: Programme
    head: Onboarding
    lists: dict[Role, Checklist]
    numbers: Counter[str]
    people: list[Seen]
    may_edit: bool


def listed(context: Context, programme_id: str, arrival: str, after: str, limit: int) -> Page[OnboardingProgress]:
    """Return a page of people, those who haven't begun first, or only those who are that far, to somebody signed in.

    `board` asks who they are and reads what is shown beside.
    """
    access.person(context)
    place = OnboardingProgress.listed(programme_id, Arrival(arrival) if arrival in tuple(Arrival) else None)
    return context.store.listed_page(OnboardingProgress, *place, after=after, limit=limit)


def board(context: Context, programme_id: str, items: Iterable[OnboardingProgress]) -> Board:
    """Return a programme's onboarding for its organizers, with these people; one round trip."""
    shown = list(items)
    names = [Participant.key(programme_id, one.participant_id) for one in shown]
    also = [*keys(programme_id), *OnboardingCounts.keys(programme_id), *names]
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=also)
    head = store.head(context, programme_id)
    lists = {role: store.read_list(one) for role, one in store.lists(context, programme_id).items()}
    counts = context.store.get_many(OnboardingCounts, OnboardingCounts.keys(programme_id))
    known = {one.participant_id: one.name for one in (context.store.get_many(Participant, names) if names else [])}
    return Board(
        programme,
        head,
        lists,
        OnboardingCounts.total(counts),
        [
            Seen(
                one,
                known.get(one.participant_id) or one.name,
                _steps(one, lists[one.role]),
                late=bool(one.left) and _is_late(context, programme, head, one),
            )
            for one in shown
        ],
        may_edit=access.decides(context, programme),
    )


def _steps(item: OnboardingProgress, checklist: Checklist) -> list[tuple[Step, OnboardingState]]:
    progress = store.read(item)
    return [(one, progress.state(one.step_id)) for one in progress.shown(checklist)]


def _is_late(context: Context, programme: Programme, head: Onboarding, item: OnboardingProgress) -> bool:
    begun = clock.parse(item.begun_at)
    return domain.is_late(max(begun, kick_off(programme) or begun), head.remind_after, context.clock())


@retrying
def waive(context: Context, programme_id: str, people: Sequence[str], step_id: str, why: str) -> int:
    """Waive a step, or with an empty `step_id` all open ones, for these participants; return for how many it changed.

    Raises `Invalid` without people or without a reason: who is waived something reads why.
    """
    chosen = list(dict.fromkeys(people))
    wrong = {} if why else {"/why": N_("Say why: the person reads it.")}
    if not 1 <= len(chosen) <= TOGETHER:
        wrong["/people"] = N_("Tick at least one person, and at most forty.")
    own = [OnboardingProgress.key(programme_id, one) for one in chosen[:TOGETHER]]
    access.organizer(context, programme_id, also=[*keys(programme_id), *own])
    if wrong:
        raise Invalid(fields=wrong)
    lists = {role: store.read_list(one) for role, one in store.lists(context, programme_id).items()}
    if step_id and all(one.find(step_id) is None for one in lists.values()):
        raise NotFound
    found = context.store.get_many(OnboardingProgress, own)
    if len(found) != len(chosen):
        raise NotFound
    uow, changed = context.begin(), list[str]()
    for item in found:
        checklist = lists[item.role]
        steps = [one for one in checklist.present if step_id in ("", one.step_id)]
        progress = store.read(item).waive(steps, why, context.principal.person_id, clock.iso(context.clock()))
        if standing.save(uow, item, progress, checklist):
            changed.append(item.participant_id)
    if changed:
        uow.publish(OnboardingWaived(programme_id, step_id, changed))
    uow.commit()
    return len(changed)
