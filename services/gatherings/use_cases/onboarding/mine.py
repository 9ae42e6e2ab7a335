"""One's own onboarding: the steps, doing one, answering a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.onboarding import AnswersFirst, Checklist, SaidElsewhere, Step
from gatherings.store import onboarding as store
from gatherings.use_cases.onboarding import standing
from gatherings.use_cases.onboarding.lists import keys
from mentoring import access, clock
from mentoring.errors import NotFound
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.gatherings.onboarding import Onboarding, OnboardingProgress
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import OnboardingKind, OnboardingState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class Part:
    """Somebody's onboarding in one role: their list, and what they have done of it."""

    item: OnboardingProgress
    checklist: Checklist

    @property
    def steps(self) -> list[Step]:
        """Return the steps they see."""
        return store.read(self.item).shown(self.checklist)

    def state(self, step: Step) -> OnboardingState:
        """Return how a step stands."""
        return store.read(self.item).state(step.step_id)

    def step(self, step_id: str) -> Step | None:
        """Return one of the steps they see."""
        return next((one for one in self.steps if one.step_id == step_id), None)

    def after(self, step: Step) -> Step | None:
        """Return the next open step behind another, or from the beginning."""
        shown = self.steps
        place = shown.index(step)
        behind = [*shown[place + 1 :], *shown[:place]]
        return next((one for one in behind if self.state(one) == OnboardingState.TODO), None)


@dataclass(frozen=True)
class Mine:
    """Somebody's onboarding in a programme, in each of their roles; `comes_first` before a first meeting."""

    programme: Programme
    parts: list[Part]
    comes_first: bool

    def find(self, step_id: str) -> tuple[Part, Step]:
        """Return a step, and the role in which it is theirs; raises `NotFound`."""
        both = ((part, part.step(step_id)) for part in self.parts)
        found = next(((part, step) for part, step in both if step is not None), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True)
class Answered:
    """A quiz as it was answered, which nobody stores: of each question the number of the answer, and if it is right."""

    mine: Mine
    part: Part
    step: Step
    answers: tuple[int, ...]
    right: tuple[bool, ...]


def mine(context: Context, programme_id: str) -> Mine:
    """Return the user's onboarding in a programme; raises `NotFound` where they have none."""
    listed = context.store.listed(Item, *Participant.listed(access.person(context), programme_id))
    own = [OnboardingProgress.key(programme_id, one.participant_id) for one in listed if isinstance(one, Participant)]
    found = access.taking_part(context, programme_id, listed, *keys(programme_id), *own)
    lists = {role: store.read_list(one) for role, one in store.lists(context, programme_id).items()}
    items = [one for one in found.read if isinstance(one, OnboardingProgress) and one.role in found.roles]
    if not items:
        raise NotFound
    head = next((one for one in found.read if isinstance(one, Onboarding)), None)
    parts = [Part(one, lists[one.role]) for one in sorted(items, key=lambda one: one.role)]
    return Mine(found.programme, parts, comes_first=head is not None and head.comes_first)


@retrying
def do(context: Context, programme_id: str, step_id: str) -> Mine:
    """Mark one of the user's steps as done; once is as good as often.

    Raises `SaidElsewhere` where only an attendance list says so, `AnswersFirst` for a quiz.
    """
    own = mine(context, programme_id)
    part, step = own.find(step_id)
    if part.state(step) == OnboardingState.DONE:
        return own
    if step.what == OnboardingKind.GATHERING:
        raise SaidElsewhere
    if step.what == OnboardingKind.QUIZ:
        raise AnswersFirst
    _done(context, part, step)
    return own


@retrying
def answer(context: Context, programme_id: str, step_id: str, answers: Sequence[int]) -> Answered:
    """Answer a quiz: it is done, whatever the answers; what they are nobody stores.

    Raises `Invalid` for questions without an answer.
    """
    own = mine(context, programme_id)
    part, step = own.find(step_id)
    if step.what != OnboardingKind.QUIZ:
        raise NotFound
    right = step.mark(answers)
    if part.state(step) != OnboardingState.DONE:
        _done(context, part, step)
    return Answered(own, part, step, tuple(answers), tuple(right))


def _done(context: Context, part: Part, step: Step) -> None:
    uow = context.begin()
    progress = store.read(part.item).do(step.step_id, clock.iso(context.clock()))
    standing.save(uow, part.item, progress, part.checklist)
    uow.commit()
