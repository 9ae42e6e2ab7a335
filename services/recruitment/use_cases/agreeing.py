"""People agree to the texts of a programme, once or again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, consents
from mentoring.errors import NotFound
from mentoring.events.recruitment import ApplicationChanged
from mentoring.store import retrying
from mentoring.tables.recruitment import ConsentText, Participant
from recruitment import counting, store
from recruitment.use_cases.applications import my_application
from recruitment.use_cases.participants import take_over
from recruitment.use_cases.programmes import by_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Application, Programme


def read(context: Context, slug: str, kind: str, number: int = 0) -> tuple[Programme, ConsentText]:
    """Return a programme and a text people agree to, the current one or one of a number; raises `NotFound`.

    Whoever has the address may read it, people who are invited, too; before the announcement only organizers.
    """
    key = (kind, number)
    programme = by_slug(context, slug, lambda programme_id: [ConsentText.key(programme_id, *key)])
    if not store.programme(programme).is_announced:
        access.organizer(context, programme.programme_id, access.ORGANIZERS)
    found = context.store.get(ConsentText, *ConsentText.key(programme.programme_id, *key))
    if kind not in consents.KINDS or found is None or not found.texts:
        raise NotFound
    return programme, found


def asked(programme: Programme, application: Application | None) -> list[str]:
    """Return the kinds that somebody who has applied is asked to agree to again."""
    if application is None or application.state not in consents.SENT:
        return []
    return consents.outdated(programme.consent_texts, application.profile["consents"])


@retrying
def agree(context: Context, slug: str, role: str, kinds: Iterable[str]) -> Application:
    """Agree again to the present texts; what is agreed to already stays as it is."""
    programme, application = my_application(context, slug, role)
    if application is None:
        raise NotFound
    told = set(kinds) & set(asked(programme, application))
    if not told:
        return application
    given = application.profile["consents"]
    kept = told | {one["kind"] for one in given}
    now = clock.iso(context.clock())
    renewed = consents.renewed(programme.consent_texts, given, kept, now)
    application.profile = {**application.profile, "consents": renewed}
    uow = context.begin()
    key = Participant.key(application.programme_id, application.application_id)
    if (participant := context.store.get(Participant, *key)) is not None:
        take_over(participant, application)
        uow.save(participant)
    uow.save(application)
    counting.note(context, uow, application)
    uow.publish(ApplicationChanged(application.application_id, programme.programme_id), aggregate=application)
    uow.commit()
    return application
