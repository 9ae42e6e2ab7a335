"""How far somebody is, saved with the event that others need to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import onboarding as store
from mentoring.events.gatherings import OnboardingCompleted, OnboardingWaits

if TYPE_CHECKING:
    from gatherings.domain.onboarding import Checklist, Progress
    from mentoring.store import UnitOfWork
    from mentoring.tables.gatherings.onboarding import OnboardingProgress


def save(
    uow: UnitOfWork, item: OnboardingProgress, progress: Progress, checklist: Checklist, *, reminders: bool = False
) -> bool:
    """Put what somebody has done into the transaction, if it changes anything; return whether it does.

    Whoever reminds people hears when something required is left for them, and when nothing is any more; with
    `reminders`, of all for whom something is left.
    """
    left = bool(item.left)
    if not store.keep(item, progress, checklist) and not item.is_new and not (reminders and left):
        return False
    uow.save(item)
    who = (item.programme_id, item.participant_id, item.person_id, item.role)
    if item.left and (not left or reminders):
        uow.publish(OnboardingWaits(*who, item.begun_at), aggregate=item)
    elif left and not item.left:
        uow.publish(OnboardingCompleted(*who), aggregate=item)
    return True
