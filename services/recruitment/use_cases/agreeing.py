"""People agree to the texts of a programme, once or again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, consents
from mentoring.errors import N_, Conflict, NotFound
from mentoring.events.recruitment import ApplicationChanged
from mentoring.store import retrying
from mentoring.tables.recruitment import ConsentText, Participant
from recruitment import counting, store
from recruitment.use_cases.applications import mine, my_application
from recruitment.use_cases.participants import take_over
from recruitment.use_cases.programmes import by_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Application, Consent, Programme


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
    told = [one for one in asked(programme, application) if one in set(kinds)]
    if told:
        now = clock.iso(context.clock())
        given = consents.with_more(programme.consent_texts, application.profile["consents"], told, now)
        _keep(context, programme, application, given)
    return application


class NotAsked(Conflict):
    """Nobody asks people whose application came to nothing."""

    code = "not-asked-again"
    message = N_("Only people who took part, or whose application waits, are asked to come again.")


def may_be_told(application: Application | None) -> bool:
    """Return whether somebody may want to be told of the next editions, as their application stands."""
    return application is not None and application.state in consents.SENT


def is_told(application: Application | None) -> bool:
    """Return whether somebody wants to be told of the next editions."""
    return application is not None and consents.wants_news(application.profile.get("consents", []))


@retrying
def tell_me(context: Context, slug: str, role: str, *, wants: bool) -> Application:
    """Want to be told of the next editions, whatever became of this one, or take that back; again changes nothing.

    Raises `NotAsked` for those who aren't asked anyway.
    """
    return _told(context, *my_application(context, slug, role), wants=wants)


@retrying
def tell_me_there(context: Context, programme_id: str, role: str, *, wants: bool) -> Application:
    """Do the same in a programme that is named by its id."""
    return _told(context, *mine(context, programme_id, role), wants=wants)


def _told(context: Context, programme: Programme, application: Application | None, *, wants: bool) -> Application:
    if application is None:
        raise NotFound
    if wants == is_told(application):
        return application
    if wants and not may_be_told(application):
        raise NotAsked
    before = application.profile.get("consents", [])
    others = [one for one in before if one["kind"] != consents.NEWS]
    now = clock.iso(context.clock())
    given = consents.with_more(programme.consent_texts, others, [consents.NEWS], now) if wants else others
    _keep(context, programme, application, given)
    return application


def _keep(context: Context, programme: Programme, application: Application, given: list[Consent]) -> None:
    application.profile = {**application.profile, "consents": given}
    uow = context.begin()
    key = Participant.key(application.programme_id, application.application_id)
    if (participant := context.store.get(Participant, *key)) is not None:
        take_over(participant, application)
        uow.save(participant)
    uow.save(application)
    counting.note(context, uow, application)
    uow.publish(ApplicationChanged(application.application_id, programme.programme_id), aggregate=application)
    uow.commit()
