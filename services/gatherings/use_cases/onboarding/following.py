"""What follows from events: who comes in gets the list, who leaves is off it, and changed lists reach everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.onboarding import Progress
from gatherings.store import onboarding as store
from gatherings.use_cases.onboarding import standing
from mentoring import clock, work
from mentoring.events.gatherings import GatheringAttended
from mentoring.store import retrying
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.onboarding import OnboardingProgress
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import OnboardingKind

if TYPE_CHECKING:
    from gatherings.domain.onboarding import Checklist
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import GatheringMissed, OnboardingChanged
    from mentoring.events.recruitment import ApplicationAccepted, ApplicationWithdrawn
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.vocabulary import Role

TOGETHER = 25
"""People whose standing is saved in one transaction, each with an event."""


@retrying
def come_in(context: Context, event: Event[ApplicationAccepted]) -> None:
    """Give an accepted applicant the list of their role, where people have one."""
    accepted = event.data
    programme_id, participant_id = accepted.programme_id, accepted.participant_id
    uow = context.begin()
    one = context.store.get(Participant, *Participant.key(programme_id, participant_id))
    if store.head(context, programme_id).given_at and one is not None:
        lists = {role: store.read_list(item) for role, item in store.lists(context, programme_id).items()}
        _bring(context, uow, [one], lists, reminders=False)
    uow.commit()


@retrying
def leave(context: Context, event: Event[ApplicationWithdrawn]) -> None:
    """Take who has left off the list: nobody waits for them; who was put back since stays on it."""
    left = event.data
    uow = context.begin()
    who = context.store.get(Participant, *Participant.key(left.programme_id, left.application_id))
    if who is not None and not who.withdrawn_at:
        uow.commit()
        return
    item = context.store.get(OnboardingProgress, *OnboardingProgress.key(left.programme_id, left.application_id))
    if item is not None:
        uow.delete(item)
    uow.commit()


@retrying
def attend(context: Context, event: Event[GatheringAttended | GatheringMissed]) -> None:
    """Do what a host's list says: being there is a step done, and not being there, as it is put right, one to do.

    A host notes a person in one of their roles; they were there in each.
    """
    told = event.data
    uow = context.begin()
    parts = context.store.listed(Participant, *Participant.listed(told.person_id, told.programme_id))
    ids = dict.fromkeys([told.participant_id, *(one.participant_id for one in parts)])
    for item in context.store.get_many(
        OnboardingProgress, [OnboardingProgress.key(told.programme_id, one) for one in ids]
    ):
        checklist = store.read_list(store.lists(context, told.programme_id)[item.role])
        progress = store.read(item)
        for step in checklist.at(told.gathering_id):
            there = isinstance(told, GatheringAttended)
            at = clock.iso(event.meta.occurred_at)
            progress = progress.do(step.step_id, at) if there else progress.undo(step.step_id)
        standing.save(uow, item, progress, checklist)
    uow.commit()


def change(context: Context, event: Event[OnboardingChanged]) -> None:
    """Bring everybody up to date with the lists, in parts: who has none gets one."""
    told = event.data

    def read(after: str, limit: int) -> Page[Participant]:
        return context.store.page(Participant, *Participant.of(told.programme_id), after=after, limit=limit)

    @retrying
    def bring(context: Context, page: list[Participant]) -> None:
        lists = {role: store.read_list(item) for role, item in store.lists(context, told.programme_id).items()}
        uow = context.step()
        _bring(context, uow, page, lists, reminders=told.reminders)
        uow.commit()

    work.in_parts(context, read, lambda page: bring(context, page), together=TOGETHER)


def _bring(
    context: Context, uow: UnitOfWork, people: list[Participant], lists: dict[Role, Checklist], *, reminders: bool
) -> None:
    present = [one for one in people if not one.withdrawn_at]
    keys = [OnboardingProgress.key(one.programme_id, one.participant_id) for one in present]
    known = {one.participant_id: one for one in (context.store.get_many(OnboardingProgress, keys) if keys else [])}
    there = _attended(context, present, lists)
    for one in present:
        item = known.get(one.participant_id) or _new(one, clock.iso(context.clock()))
        progress = Progress() if item.is_new else store.read(item)
        for step in lists[one.role].present:
            if (step.about, one.person_id) in there and step.step_id not in progress.marks:
                progress = progress.do(step.step_id, there[step.about, one.person_id])
        standing.save(uow, item, progress, lists[one.role], reminders=reminders)


def _attended(context: Context, people: list[Participant], lists: dict[Role, Checklist]) -> dict[tuple[str, str], str]:
    """Return since when people were at gatherings that steps are about, by gathering and person; one round trip."""
    pairs = {
        (step.about, one.person_id)
        for one in people
        for step in lists[one.role].present
        if step.what == OnboardingKind.GATHERING
    }
    keys = [Attendance.key(*pair) for pair in sorted(pairs)]
    known = context.store.get_many(Attendance, keys) if keys else []
    return {(one.gathering_id, one.person_id): one.at for one in known if one.present}


def _new(one: Participant, at: str) -> OnboardingProgress:
    return OnboardingProgress(
        *OnboardingProgress.key(one.programme_id, one.participant_id),
        programme_id=one.programme_id,
        participant_id=one.participant_id,
        person_id=one.person_id,
        role=one.role,
        name=one.name,
        begun_at=at,
    )
