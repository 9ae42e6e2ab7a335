"""Who is at a gathering: the host's list, and people who confirm it themselves with a code."""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import TYPE_CHECKING

from gatherings.domain import attendance as domain
from gatherings.store import attendance as store
from gatherings.store import gatherings
from gatherings.use_cases.attended import Hosted, Row, by_name, hosted
from gatherings.use_cases.holding import holder
from gatherings.use_cases.looking import viewer
from mentoring import access, people
from mentoring.batches import batched
from mentoring.errors import NotFound
from mentoring.events.gatherings import CheckInChanged, GatheringAttended, GatheringMissed
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.gatherings.attendance import Attendance, CheckIn
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import GatheringState, Noted, SignUpState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gatherings.domain.attendance import Window
    from mentoring.context import Context
    from mentoring.store import UnitOfWork

TOGETHER = 40
"""People noted in one transaction: an item and an event each."""


# The host's list -----------------------------------------------------------------------------------------------------


def attendance_of(context: Context, programme_id: str, gathering_id: str) -> Hosted:
    """Return who signed up to a gathering and who is there, to whoever may hold it."""
    return hosted(context, programme_id, gathering_id)


def listed(context: Context, programme_id: str, gathering_id: str) -> Hosted:
    """Return the same with everybody's address, to an organizer who decides."""
    found = hosted(context, programme_id, gathering_id)
    if not found.organizes:
        raise NotFound
    return found


@retrying
def mark(
    context: Context, programme_id: str, gathering_id: str, participant_ids: Sequence[str], *, present: bool
) -> Hosted:
    """Note participants as present or absent; return the list as it is then.

    Anybody who takes part in the programme can be noted. Raises `NotFound` for others, `AttendanceSettled`.
    """
    context = context.at_one_moment()
    found = hosted(context, programme_id, gathering_id)
    if not found.window.may_correct(context.clock()):
        raise domain.AttendanceSettled
    known = {one.part.participant_id: one for one in found.rows}
    more = [one for one in dict.fromkeys(participant_ids) if one not in known]
    known |= {one.participant_id: Row(one) for one in _taking_part(context, programme_id, more)}
    wanted = [known[one] for one in dict.fromkeys(participant_ids)]
    changed = [one for one in wanted if one.noted is None or one.noted.present != present]
    for some in batched(changed, TOGETHER):
        uow = context.begin()
        for row in some:
            item = row.noted or store.new(gathering_id, row.part)
            store.note(item, present=present, noted=Noted.HOST, by=access.person(context), now=context.clock())
            known[row.part.participant_id] = replace(row, noted=item)
            _save(uow, item)
        uow.commit()
    return replace(found, rows=by_name(known.values()))


def _taking_part(context: Context, programme_id: str, participant_ids: list[str]) -> list[Participant]:
    found = people.participants(context, programme_id, participant_ids) if participant_ids else []
    if any(one.withdrawn_at for one in found):
        raise NotFound
    return found


def _save(uow: UnitOfWork, item: Attendance) -> None:
    who = (item.programme_id, item.gathering_id, item.person_id, item.participant_id)
    uow.save(item)
    uow.publish(GatheringAttended(*who) if item.present else GatheringMissed(*who), aggregate=item)


def add(context: Context, programme_id: str, gathering_id: str, who: str) -> Participant:
    """Note somebody as present who didn't sign up, by address or full name; raises `NobodyLikeThat`."""
    holder(context, programme_id, gathering_id)
    if "@" in who:
        person_id = people.person_id_of(context, who)
        found = context.store.listed(Participant, *Participant.listed(person_id, programme_id))
    else:
        name = " ".join(who.casefold().split())
        every = context.store.query(Participant, *Participant.of(programme_id))
        found = [one for one in every if " ".join(one.name.casefold().split()) == name]
    found = [one for one in found if not one.withdrawn_at]
    if len({one.person_id for one in found}) != 1:
        raise domain.NobodyLikeThat(fields={"/who": domain.NobodyLikeThat.message})
    mark(context, programme_id, gathering_id, [found[0].participant_id], present=True)
    return found[0]


# A code --------------------------------------------------------------------------------------------------------------


@retrying
def change_check_in(
    context: Context, programme_id: str, gathering_id: str, before: int, after: int, *, renew: bool
) -> CheckIn:
    """Change when people can confirm that they are there (minutes), or the code."""
    keys = [Gathering.key(programme_id, gathering_id), CheckIn.key(gathering_id)]
    holder(context, programme_id, gathering_id, keys)
    if gatherings.load(context, programme_id, gathering_id) is None:
        raise NotFound
    item = context.store.get(CheckIn, *keys[1]) or CheckIn(
        *keys[1], gathering_id=gathering_id, programme_id=programme_id, before=before, after=after
    )
    item.before, item.after, item.turn = before, after, item.turn + renew
    uow = context.begin()
    uow.save(item)
    uow.publish(CheckInChanged(programme_id, gathering_id), aggregate=item)
    uow.commit()
    return item


@dataclass(frozen=True)
class Here:
    """A gathering to somebody who may confirm that they are there; `noted` if something is noted of them."""

    programme: Programme
    gathering: Gathering
    part: Participant
    window: Window
    codes: tuple[str, ...]
    noted: Attendance | None

    @property
    def present(self) -> bool:
        """Return whether they are noted as present."""
        return self.noted is not None and self.noted.present


def here(context: Context, programme_id: str, gathering_id: str) -> Here:
    """Return a gathering to somebody whom it is for or who signed up; raises `NotFound` for everybody else."""
    me = access.person(context)
    keys = [Attendance.key(gathering_id, me), SignUp.key(gathering_id, me), CheckIn.key(gathering_id)]
    who = viewer(context, programme_id, Gathering.key(programme_id, gathering_id), *keys)
    item = gatherings.load(context, programme_id, gathering_id)
    if item is None or item.state == GatheringState.DRAFT:
        raise NotFound
    told = gatherings.read(item)
    signed_up = context.store.get(SignUp, *keys[1])
    stands = signed_up is not None and signed_up.state != SignUpState.CANCELLED
    part = next((one for one in who.parts if stands or told.plan.is_for(one.role, one.participant_id)), None)
    if part is None:
        raise NotFound
    check_in = context.store.get(CheckIn, *keys[2])
    return Here(
        who.programme,
        item,
        part,
        store.window(told, check_in),
        store.codes(gathering_id, check_in),
        context.store.get(Attendance, *keys[0]),
    )


@retrying
def check_in(context: Context, programme_id: str, gathering_id: str, code: str) -> Here:
    """Note that the user is there; a second time changes nothing.

    Raises `CodeUnknown` or `CheckInClosed`. A code can be tried as often as one likes: there are 887 million, and only
    those for whom the gathering is can try.
    """
    found = here(context, programme_id, gathering_id)
    if not _is_right(code, found.codes):
        raise domain.CodeUnknown(fields={"/code": domain.CodeUnknown.message})
    if found.present:
        return found
    if not found.window.is_open(context.clock()):
        raise domain.CheckInClosed
    item = found.noted or store.new(gathering_id, found.part)
    store.note(item, present=True, noted=Noted.CODE, by=found.part.person_id, now=context.clock())
    uow = context.begin()
    _save(uow, item)
    uow.commit()
    return found


def _is_right(code: str, codes: Sequence[str]) -> bool:
    return any(hmac.compare_digest(domain.typed(code).encode(), one.encode()) for one in codes)


def find(context: Context, code: str) -> Gathering:
    """Return the gathering of the user's programmes that has this code and is held now; raises `CodeUnknown`."""
    mine = context.store.listed(Item, Person.listing(access.person(context)))
    parts = [one for one in mine if isinstance(one, Participant) and not one.withdrawn_at]
    for programme_id in dict.fromkeys(one.programme_id for one in parts):
        held = [one for one in gatherings.of_programme(context, programme_id) if one.state != GatheringState.DRAFT]
        keys = [CheckIn.key(one.gathering_id) for one in held]
        settings = {one.gathering_id: one for one in context.store.get_many(CheckIn, keys)} if keys else {}
        for one in held:
            own = settings.get(one.gathering_id)
            is_open = store.window(gatherings.read(one), own).is_open(context.clock())
            if is_open and _is_right(code, store.codes(one.gathering_id, own)):
                return one
    raise domain.CodeUnknown(fields={"/code": domain.CodeUnknown.message})


typed = domain.typed
