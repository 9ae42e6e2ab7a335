"""Who takes part changes what they said: places, a pause, their profile; pairing reads it from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.errors import NotFound
from mentoring.events.recruitment import ApplicationChanged
from mentoring.store import retrying
from mentoring.tables.recruitment import Participant
from recruitment import counting, store
from recruitment.use_cases import form_plan
from recruitment.use_cases.applications import my_application
from recruitment.use_cases.participants import take_over

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.tables.recruitment import Application, Programme


def inside(context: Context, programme: Programme, application: Application | None) -> Participant | None:
    """Return the participant of the user's application, while they take part and may change what they said."""
    over = store.programme(programme).is_over
    if application is None or not store.application(application).may_be_changed(over=over):
        return None
    return _participant(context, application)


def _participant(context: Context, application: Application) -> Participant | None:
    return context.store.get(Participant, *Participant.key(application.programme_id, application.application_id))


@retrying
def change(context: Context, slug: str, role: str, told: Mapping[str, Any], expected: str) -> Participant:
    """Change fields of the user's profile in a programme, in the expected version of the participant.

    Agreed pairs stay, also where there are more than places from now on.
    """
    programme, application = my_application(context, slug, role)
    if application is None:
        raise NotFound
    store.application(application).check_changeable(over=store.programme(programme).is_over)
    participant = _participant(context, application)
    if participant is None:
        raise NotFound
    participant.expect(expected)
    form = form_plan.of(context, programme.programme_id)
    told = form.kept(role, dict(told), participant.profile)
    profile = {name: value for name, value in participant.profile.items() if name != "answers"}
    application.profile = {**profile, **told}
    take_over(participant, application)
    uow = context.begin()
    uow.save(participant)
    uow.save(application)
    counting.note(context, uow, application)
    uow.publish(ApplicationChanged(application.application_id, programme.programme_id), aggregate=application)
    uow.commit()
    return participant
