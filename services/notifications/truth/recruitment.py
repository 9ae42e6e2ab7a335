"""Whether recruitment's events are still true: applications, contacts, background work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock, consents
from mentoring.i18n import day_in
from mentoring.recruiting import takes_applications
from mentoring.tables.recruitment import AddressProposal, Application, AskedBack, Participant, Programme
from mentoring.tables.vocabulary import ApplicationState, Claim, Notice, ProgrammeStage

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import (
        AddressProposed,
        ApplicantAdded,
        ApplicantDisowned,
        ApplicationAccepted,
        ApplicationDecided,
        ApplicationSubmitted,
        AskedToComeAgain,
        ConsentToRenew,
        ContactToConfirm,
        DraftWaits,
        JobFinished,
    )

    About = (
        ApplicationSubmitted | ApplicationAccepted | ApplicationDecided | ApplicantAdded | ApplicantDisowned
        | ConsentToRenew | DraftWaits
    )  # fmt: skip

SLACK = timedelta(minutes=10)
"""Tolerance between the clocks of two machines."""
JOB_LIVES = timedelta(days=7)
"""How long the end of background work is worth a mail."""


def application_waits(context: Context, event: Event[ApplicationSubmitted]) -> bool:
    """It isn't decided or withdrawn."""
    return _is(context, event, "submitted")


def added(context: Context, event: Event[ApplicantAdded]) -> bool:
    """They still take part, and haven't said that it isn't them."""
    one = _application(context, event.data)
    return one is None or (
        one.notice == Notice.TOLD and one.answered != Claim.NOT_ME and one.state != ApplicationState.WITHDRAWN
    )


def disowned(context: Context, event: Event[ApplicantDisowned]) -> bool:
    """They said no."""
    one = _application(context, event.data)
    return one is None or one.answered == Claim.NOT_ME


def address_proposed(context: Context, event: Event[AddressProposed]) -> bool:
    """The address that was proposed still waits to become theirs."""
    key = AddressProposal.key(event.data.programme_id, event.data.application_id)
    one = context.store.get(AddressProposal, *key)
    if one is None or one.proposal_id != event.data.proposal_id or one.given_at:
        return False
    return bool(one.confirmed_at) or clock.iso(context.clock()) < (one.due_at or "")


def contact_asked(context: Context, event: Event[ContactToConfirm]) -> bool:
    """The address is still the contact, and isn't confirmed."""
    one = context.store.get(Programme, *Programme.key(event.data.programme_id))
    return one is None or bool(one.contact and not one.reply_to)


def consent_asked(context: Context, event: Event[ConsentToRenew]) -> bool:
    """They haven't agreed to the text since, nor left."""
    one = _application(context, event.data)
    about = context.store.get(Programme, *Programme.key(event.data.programme_id))
    if one is None or about is None:
        return True
    return consents.asks_again(about.consent_texts, one.state, one.profile["consents"])


def draft_waits(context: Context, event: Event[DraftWaits]) -> bool:
    """It is neither sent nor withdrawn, and can still be sent."""
    one = _application(context, event.data)
    about = context.store.get(Programme, *Programme.key(event.data.programme_id))
    if one is None or about is None:
        return True
    return one.state == ApplicationState.DRAFT and about.stage == ProgrammeStage.RECRUITING


def accepted(context: Context, event: Event[ApplicationAccepted]) -> bool:
    """They are accepted, by this decision, and haven't left."""
    one = context.store.get(Participant, *Participant.key(event.data.programme_id, event.data.participant_id))
    gone = one is not None and one.withdrawn_at
    return not gone and _is(context, event, "accepted") and not _decided_since(context, event)


def decided(context: Context, event: Event[ApplicationDecided]) -> bool:
    """This is the latest decision."""
    return _is(context, event, event.data.state) and not _decided_since(context, event)


def asked_again(context: Context, event: Event[AskedToComeAgain]) -> bool:
    """They haven't answered, still want to be told, and one can still apply."""
    data = event.data
    asked = context.store.get(AskedBack, *AskedBack.key(data.programme_id, data.application_id))
    one = context.store.get(Application, *Application.key(data.earlier_id, data.application_id))
    about = context.store.get(Programme, *Programme.key(data.programme_id))
    if asked is None or one is None or about is None:
        return one is None or about is None
    today = day_in(context.clock(), about.zone)
    may = takes_applications(about.stage, about.dates, today, about.type)
    return not asked.said and consents.wants_news(one.profile["consents"]) and may


def job_is_news(context: Context, event: Event[JobFinished]) -> bool:
    """It ended recently; later nobody waits for it, and its files are gone."""
    return context.clock() <= event.meta.occurred_at + JOB_LIVES


def _is(context: Context, event: Event[About], state: str) -> bool:
    one = _application(context, event.data)
    return one is None or one.state == state


def _decided_since(context: Context, event: Event[About]) -> bool:
    """Return whether there is a later decision, which has its own event."""
    one = _application(context, event.data)
    if one is None or not one.decided_at:
        return False
    return clock.parse(one.decided_at) > event.meta.occurred_at + SLACK


def _application(context: Context, about: About) -> Application | None:
    return context.store.get(Application, *Application.key(about.programme_id, about.application_id))
