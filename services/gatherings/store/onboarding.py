"""Onboarding: items ↔ domain."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gatherings import starter
from gatherings.domain.onboarding import Checklist, Mark, Progress, Question, Step
from mentoring.tables.gatherings.onboarding import Onboarding, OnboardingList, OnboardingProgress
from mentoring.tables.vocabulary import OnboardingKind, OnboardingState, Role

if TYPE_CHECKING:
    from mentoring.context import Context


def head(context: Context, programme_id: str) -> Onboarding:
    """Return what holds for a programme's onboarding, a new item if nobody has said anything yet."""
    key = Onboarding.key(programme_id)
    return context.store.get(Onboarding, *key) or Onboarding(*key, programme_id=programme_id)


def lists(context: Context, programme_id: str) -> dict[Role, OnboardingList]:
    """Return the lists of both roles, the starter ones as new items where nobody has changed anything yet."""
    found = {one.role: one for one in context.store.get_many(OnboardingList, list_keys(programme_id))}
    return {role: found.get(role) or _starter(programme_id, role) for role in Role}


def list_keys(programme_id: str) -> list[tuple[str, str]]:
    """Return the keys of both lists."""
    return [OnboardingList.key(programme_id, role) for role in Role]


def _starter(programme_id: str, role: Role) -> OnboardingList:
    item = OnboardingList(*OnboardingList.key(programme_id, role), programme_id=programme_id, role=role)
    return keep_list(item, starter.checklist(programme_id, role))


def read_list(item: OnboardingList) -> Checklist:
    """Return a list's item as a domain object."""
    return Checklist(tuple(_step(one) for one in item.steps))


def _step(stored: dict[str, Any]) -> Step:
    questions = tuple(Question(one["texts"], int(one["right"])) for one in stored["questions"])
    return Step(**stored | {"what": OnboardingKind(stored["what"]), "questions": questions})


def keep_list(item: OnboardingList, checklist: Checklist) -> OnboardingList:
    """Put a list into its item."""
    item.steps = [asdict(one) for one in checklist.steps]
    return item


def read(item: OnboardingProgress) -> Progress:
    """Return what somebody has done as a domain object."""
    return Progress(
        {
            step_id: Mark(OnboardingState(one["state"]), one["at"], one["why"], one["by"])
            for step_id, one in item.marks.items()
        }
    )


def keep(item: OnboardingProgress, progress: Progress, checklist: Checklist) -> bool:
    """Put what somebody has done into their item, and how far that is by a list; return whether anything changed."""
    standing = progress.standing(checklist)
    step = standing.following
    values = {
        "marks": {step_id: asdict(one) for step_id, one in progress.marks.items()},
        "arrival": standing.arrival,
        "total": standing.total,
        "done": standing.done,
        "left": len(standing.left),
        "following": {"step_id": step.step_id, "titles": step.titles} if step is not None else {},
    }
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    for name, value in changed.items():
        setattr(item, name, value)
    return bool(changed)
