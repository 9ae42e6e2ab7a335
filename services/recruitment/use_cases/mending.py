"""Organizers correct what an application says, with a reason; who takes part is corrected with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.events.recruitment import ApplicationCorrected
from mentoring.store import retrying
from mentoring.tables.recruitment import Application, Participant
from mentoring.tables.vocabulary import Done, Role
from recruitment import counting
from recruitment.use_cases.noting import check_reason, loaded, note
from recruitment.use_cases.participants import take_over

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context

FIELDS = ("first_name", "last_name", "department", "position", "city", "capacity")
"""Fields of a profile that organizers correct here; the address has rules of its own (`address`)."""


@retrying
def mend(
    context: Context, programme_id: str, application_id: str, told: Mapping[str, Any], *, reason: str, expected: str
) -> Application:
    """Correct fields of an application in the expected version; what isn't in `told` stays.

    Pairing reads places, department and city from then on, and pairs show the new name. Agreed pairs stay, also where
    there are more than places now. Nothing changes if all of it is so already.
    """
    check_reason(reason)
    _, one = loaded(context, programme_id, application_id)
    one.expect(expected)
    allowed = FIELDS if one.role == Role.MENTOR else FIELDS[:-1]
    changed = {name: told[name] for name in allowed if name in told and told[name] != one.profile[name]}
    if not changed:
        return one
    one.profile = {**one.profile, **changed}
    one.asked = {name: text for name, text in one.asked.items() if name not in changed}
    uow = context.begin()
    note(context, uow, one, Done.MENDED, reason, fields=sorted(changed))
    who = context.store.get(Participant, *Participant.key(programme_id, application_id))
    if who is not None:
        take_over(who, one)
        uow.save(who)
    uow.save(one)
    counting.note(context, uow, one)
    uow.publish(ApplicationCorrected(application_id, programme_id), aggregate=one)
    uow.commit()
    return one
