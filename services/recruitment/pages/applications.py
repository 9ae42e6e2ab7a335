"""The list of applications, decisions, and one application."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from pydantic import Field

from mentoring import http, web, wording
from mentoring.errors import N_, Invalid, Stale
from mentoring.http.fields import Address, Version
from mentoring.tables.recruitment import Job
from mentoring.tables.vocabulary import ApplicationState, PairingMode, Role, Turnout
from recruitment import domain, imports
from recruitment.pages.base import STATE_COLOURS, Html, field_names, of_programme
from recruitment.standing import NoMailsLeft
from recruitment.use_cases import (
    applications,
    deciding,
    decision_jobs,
    gathered,
    listing,
    programmes,
    readdress,
    telling,
)

if TYPE_CHECKING:
    pass

router = http.PageRouter()

PAGE_SIZE = 50
TURNOUTS = {
    Turnout.ATTENDED: (N_("was there"), "green"),
    Turnout.MISSED: (N_("missed it"), "amber"),
    Turnout.SIGNED_UP: (N_("signed up"), "plain"),
    Turnout.WAITS: (N_("on the waiting list"), "plain"),
}
"""What became of a gathering, and its colour."""


class AddressForm(http.Model):
    """Another address of an applicant."""

    email: Address
    version: Version = ""


class DecisionForm(http.Model):
    """A decision on the ticked applications, or on all that wait for one."""

    decision: Literal[
        ApplicationState.ACCEPTED, ApplicationState.WAITLISTED, ApplicationState.REJECTED, ApplicationState.NEEDS_INFO
    ]
    application_ids: list[str] = Field(default_factory=list)
    everybody: Literal["yes", ""] = ""
    comment: str = Field("", max_length=2000)
    message: str = Field("", max_length=2000)


class PreviewForm(http.Model):
    """A decision to preview; the form for the decision itself is below the preview."""

    application_ids: list[str] = Field(default_factory=list, max_length=PAGE_SIZE)
    comment: str = Field("", max_length=2000)
    message: str = Field("", max_length=2000)


@router.get("/organizer/programmes/<programme_id>/applications")
def applications_page(programme_id: str) -> Html:
    """List applications with filters."""
    return _applications(programme_id)


def _applications(programme_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    wanted = _wanted()
    programme = programmes.organized(context, programme_id, *listing.keys(programme_id, wanted))
    tally = listing.tally(context, programme_id, wanted)
    shown, following = http.part_of(partial(listing.page, context, programme_id, wanted), PAGE_SIZE)
    return of_programme(
        programme,
        "applications.html",
        status,
        applications=shown,
        following=following or "",
        mailboxes=readdress.mailboxes(context, shown),
        records=gathered.records_of(context, shown),
        total=None if wanted["q"] else tally.count(),
        fitting=tally.count(wanted["state"], wanted["role"]),
        waiting=tally.undecided if wanted["state"] in ("", ApplicationState.SUBMITTED) else 0,
        wanted=wanted,
        query=urlencode({name: value for name, value in wanted.items() if value}),
        state_names=domain.STATE_NAMES,
        state_colours=STATE_COLOURS,
        **{"ticked": []} | values,
    )


def _wanted() -> dict[str, str]:
    query = http.request().query_string_parameters
    return {name: query.get(name, "") for name in ("q", "state", "role")}


@router.post("/organizer/programmes/<programme_id>/applications")
def decide(programme_id: str) -> Html:
    """Decide on the ticked applications, or on all that wait."""
    sent = web.form(DecisionForm)
    if not sent.application_ids and not sent.everybody:
        return _applications(programme_id, 422, errors={"application_ids": N_("Tick at least one application.")})
    chosen = None if sent.everybody else sent.application_ids
    said = deciding.Remarks(sent.comment, sent.message)
    try:
        done = decision_jobs.decide(http.context(), programme_id, chosen, sent.decision, said)
    except Invalid as error:
        return _applications(programme_id, 422, ticked=sent.application_ids, **web.kept(error))
    if isinstance(done, Job):
        return web.redirect(f"/organizer/programmes/{programme_id}/jobs/{done.job_id}")
    query = urlencode({name: value for name, value in _wanted().items() if value})
    here = f"/organizer/programmes/{programme_id}/applications" + (f"?{query}" if query else "")
    return web.redirect(here, flash=N_("Decided. Everybody gets a mail."))


@router.post("/organizer/programmes/<programme_id>/applications/preview")
def preview(programme_id: str) -> Html:
    """Show the mail of each possible decision, with its message, before anything is decided."""
    context = http.context()
    sent = web.form(PreviewForm)
    if not sent.application_ids:
        return _applications(programme_id, 422, errors={"application_ids": N_("Tick at least one application.")})
    programme, chosen = deciding.chosen(context, programme_id, sent.application_ids)
    chooses = programme.pairing_mode == PairingMode.SELF_MATCHING
    roles = [role for role in Role if any(one.role == role for one in chosen)]
    mails = {
        name: list(dict.fromkeys(wording.of_decision(name, role, chooses=chooses) for role in roles))
        for name in deciding.possible(chosen)
    }
    return of_programme(
        programme,
        "preview.html",
        chosen=chosen,
        mails=mails,
        unconfirmed=deciding.unconfirmed(context, chosen),
        comment=sent.comment.strip(),
        message=sent.message.strip(),
    )


@router.get("/organizer/programmes/<programme_id>/applications/<application_id>")
def one_application(programme_id: str, application_id: str) -> Html:
    """Show all of one application."""
    return _one_application(programme_id, application_id)


def _one_application(programme_id: str, application_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    programme, found = applications.in_programme(context, programme_id, application_id)
    mailbox, is_theirs = readdress.reach(context, found)
    return of_programme(
        programme,
        "application.html",
        status,
        one=found,
        mailbox=mailbox,
        is_theirs=is_theirs,
        told=imports.as_text(found.profile, found.role, context.locale),
        asked=[(field_names(context.locale).get(name, name), text) for name, text in found.asked.items()],
        decisions=deciding.possible([found]),
        gatherings=gathered.of_person(context, programme_id, application_id),
        turnouts=TURNOUTS,
        state_names=domain.STATE_NAMES,
        state_colours=STATE_COLOURS,
        **values,
    )


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/address")
def correct_address(programme_id: str, application_id: str) -> Html:
    """Correct an address that doesn't get mail."""
    try:
        sent = web.form(AddressForm)
        readdress.correct(http.context(), programme_id, application_id, sent.email, sent.version)
    except web.FormInvalid as error:
        return _one_application(programme_id, application_id, 422, **web.kept(error))
    except (readdress.AddressIsTheirs, readdress.AddressTaken, telling.SaidNo, NoMailsLeft, Stale) as error:
        fields = {"email": error.message}
        shown = web.kept(error) | {"errors": fields}
        return _one_application(programme_id, application_id, int(error.status), **shown)
    done = N_("The address is corrected. What could not be sent and is still true is on its way there.")
    return web.redirect(f"/organizer/programmes/{programme_id}/applications/{application_id}", flash=done)


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/address/trust")
def trust_address(programme_id: str, application_id: str) -> Html:
    """Try an address again."""
    readdress.trust(http.context(), programme_id, application_id)
    done = N_("We try this address again; what could not be sent and is still true is on its way.")
    return web.redirect(f"/organizer/programmes/{programme_id}/applications/{application_id}", flash=done)
