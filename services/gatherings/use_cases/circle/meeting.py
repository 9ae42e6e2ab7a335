"""Those of a group meet: they promise confidentiality, pass on and take roles, and follow the steps together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gatherings.domain.circle_meeting import NotArranged, NotConfirmed, NotPromised
from gatherings.store import attendance, gatherings
from gatherings.store import circles as store
from gatherings.use_cases.circle.arranging import history, seed
from gatherings.use_cases.circle.cards import erase_passed
from gatherings.use_cases.circle.ours import Ours, arranged, changed, ours, tell
from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.gatherings import CircleChanged, GatheringAttended, GatheringMoved
from mentoring.store import retrying
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import CircleDeed, CircleNews, CircleRole, CircleState, Noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gatherings.domain.circle_meeting import Meeting
    from gatherings.domain.circle_steps import Steps
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.gatherings.circle import Circle
    from mentoring.tables.vocabulary import CircleTheme, RoundPress


def _met(context: Context, found: Ours) -> Meeting:
    """Return the meeting that is arranged, or lasts longer than it should; raises `NotArranged`."""
    meeting = found.meeting
    lasts = found.item.state == CircleState.MET and meeting is not None and meeting.is_open(context.clock())
    if meeting is None or not (arranged(found) or lasts):
        raise NotArranged
    return meeting


@retrying
def enter(context: Context, programme_id: str, circle_id: str, *, confidential: bool) -> Ours:
    """Promise confidentiality; from half an hour before the start it is noted that the user is there.

    Once more changes nothing. Raises `NotArranged`, `NotPromised`.
    """
    found = ours(context, programme_id, circle_id)
    before, now = _met(context, found), context.clock()
    if not confidential:
        raise NotPromised(fields={"/confidential": NotPromised.message})
    after = before.confirm(found.me, clock.iso(now), now)
    if after == before:
        return found
    uow = context.begin()
    store.keep_meeting(found.item, after)
    changed(uow, found.item, CircleDeed.ENTERED)
    if found.me in after.present - before.present:
        _note_present(context, uow, found)
    uow.commit()
    return found


def _note_present(context: Context, uow: UnitOfWork, found: Ours) -> None:
    item = found.item
    participant_id = store.people_of(item)[found.me]
    key = Attendance.key(item.gathering_id, found.me)
    noted = context.store.get(Attendance, *key)
    if noted is None:
        part = context.store.get(Participant, *Participant.key(item.programme_id, participant_id))
        if part is None:
            raise NotFound
        noted = attendance.new(item.gathering_id, part)
    attendance.note(noted, present=True, noted=Noted.CODE, by=found.me, now=context.clock())
    uow.save(noted)
    who = (item.programme_id, item.gathering_id, found.me, participant_id)
    uow.publish(GatheringAttended(*who), aggregate=noted)


@retrying
def pass_on(context: Context, programme_id: str, circle_id: str) -> Ours:
    """Pass the user's role on to a consultant who had it least; raises `NotYourRole`, `NotArranged`.

    A case card that they wrote for this meeting is erased.
    """
    found = ours(context, programme_id, circle_id)
    before, now = _met(context, found), context.clock()
    after = before.pass_on(found.me, history(context, found.item, now), seed(found.item))
    uow = context.begin()
    _keep_roles(uow, found.item, before, after, found.me)
    if before.roles[found.me] == CircleRole.PRESENTER:
        erase_passed(context, uow, found.item, found.me)
    uow.commit()
    return found


def _keep_roles(uow: UnitOfWork, item: Circle, before: Meeting, after: Meeting, me: str = "") -> None:
    """Put other roles into a transaction, and tell whoever else has a new one that is more than being there."""
    store.keep_meeting(item, after)
    changed(uow, item, CircleDeed.ROLE)
    fresh = [
        one
        for one, role in after.roles.items()
        if role != before.roles.get(one) and role != CircleRole.CONSULTANT and one != me
    ]
    tell(uow, item, fresh, CircleNews.ROLE)


@retrying
def take(context: Context, programme_id: str, circle_id: str, role: CircleRole) -> Ours:
    """Take a role that is free, or whose holder is missing; raises `RoleTaken`, `NotArranged`."""
    found = ours(context, programme_id, circle_id)
    before = _met(context, found)
    after = before.take(found.me, role, context.clock())
    if after == before:
        return found
    uow = context.begin()
    has = before.holder(CircleRole.PRESENTER)
    _keep_roles(uow, found.item, before, after, found.me)
    if has and has != after.holder(CircleRole.PRESENTER):
        erase_passed(context, uow, found.item, has)
    uow.commit()
    return found


def pass_away(context: Context, uow: UnitOfWork, item: Circle, away: Iterable[str]) -> bool:
    """Put into a transaction that people can't come: their roles are passed on; return whether anything changes."""
    before = store.meeting(item)
    fresh = sorted(set(away) & set(store.people_of(item)) - set(item.away))
    if before is None or not fresh:
        return False
    after, had = before, history(context, item, context.clock())
    for one in fresh:
        after = after.stays_away(one, had, seed(item))
        if before.roles.get(one) == CircleRole.PRESENTER:
            erase_passed(context, uow, item, one)
    _keep_roles(uow, item, before, after)
    return True


@retrying
def press(context: Context, programme_id: str, circle_id: str, do: RoundPress, minutes: int, expected: str) -> Ours:
    """Turn the clock of the steps, in the expected version; raises `NotConfirmed`, `NotYourRole`, `NotNow`.

    Who turns it is there, though their promise may be of an earlier day.
    """
    found = _led(context, programme_id, circle_id, expected)
    return _keep_steps(context, found, found.steps.turned(do, minutes, context.clock()), CircleDeed.STEP, here=True)


@retrying
def change_minutes(context: Context, programme_id: str, circle_id: str, minutes: Sequence[int], expected: str) -> Ours:
    """Change how long the steps are; raises `NotConfirmed`, `NotYourRole`, `MinutesWrong`, `StepsBegan`."""
    found = _led(context, programme_id, circle_id, expected)
    return _keep_steps(context, found, found.steps.with_minutes(minutes), CircleDeed.MINUTES)


def _led(context: Context, programme_id: str, circle_id: str, expected: str) -> Ours:
    found = ours(context, programme_id, circle_id)
    _met(context, found).led_by(found.me)
    if found.clock is None:
        raise NotArranged
    found.clock.expect(expected)
    return found


def _keep_steps(context: Context, found: Ours, after: Steps, deed: CircleDeed, *, here: bool = False) -> Ours:
    now = context.clock()
    item = store.keep_steps(found.item, found.clock, after, now)
    uow = context.begin()
    uow.save(item)
    before = _met(context, found)
    attended = before.confirm(found.me, clock.iso(now), now) if here else before
    if attended != before:
        store.keep_meeting(found.item, attended)
        changed(uow, found.item, CircleDeed.ENTERED)
        _note_present(context, uow, found)
    about = found.item
    uow.publish(CircleChanged(about.programme_id, about.circle_id, deed, about.nth), aggregate=item)
    uow.commit()
    return found


@retrying
def name_theme(context: Context, programme_id: str, circle_id: str, theme: CircleTheme) -> Ours:
    """Say in a word what the case was about, for organizers; anybody who confirmed can, also after the meeting."""
    found = ours(context, programme_id, circle_id)
    if found.meeting is None:
        raise NotArranged
    if not found.is_confirmed:
        raise NotConfirmed
    item = found.item
    item.theme = theme
    item.past = [one | {"theme": theme.value} if one["nth"] == item.nth else one for one in item.past]
    uow = context.begin()
    changed(uow, item, CircleDeed.THEME)
    uow.commit()
    return found


@retrying
def change_link(context: Context, programme_id: str, circle_id: str, link: str) -> Ours:
    """Change where the group meets online; calendars are told. Raises `Invalid` for what is no link."""
    found = ours(context, programme_id, circle_id)
    item, uow = found.item, context.begin()
    gathering = gatherings.load(context, programme_id, item.gathering_id) if arranged(found) else None
    if gathering is not None:
        before = gatherings.read(gathering)
        after = before.change(replace(before.plan, link=link), context.clock())
        gatherings.save(context, uow, gathering, after)
        if after.sequence != before.sequence:
            uow.publish(GatheringMoved(programme_id, item.gathering_id, after.sequence), aggregate=gathering)
    item.link = link
    changed(uow, item, CircleDeed.LINK)
    uow.commit()
    return found
