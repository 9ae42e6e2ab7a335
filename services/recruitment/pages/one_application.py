"""One application, as its organizers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, DomainError, Invalid, Paused, Stale
from mentoring.http.fields import Address, Line, Version
from mentoring.tables.vocabulary import Done, Turnout
from recruitment import domain, imports
from recruitment.domain.proposed_address import AddressRefused, ProposalGiven, ProposalOver
from recruitment.imports import own
from recruitment.pages.base import STATE_COLOURS, Html, field_names, of_programme
from recruitment.standing import NoMailsLeft
from recruitment.use_cases import (
    address,
    applications,
    deciding,
    form_plan,
    gathered,
    mending,
    proposed_address,
    removing,
    telling,
)

if TYPE_CHECKING:
    from collections.abc import Callable

router = http.PageRouter()

TURNOUTS = {
    Turnout.ATTENDED: (N_("was there"), "green"),
    Turnout.MISSED: (N_("missed it"), "amber"),
    Turnout.SIGNED_UP: (N_("signed up"), "plain"),
    Turnout.WAITS: (N_("on the waiting list"), "plain"),
}
"""What became of a gathering, and its colour."""


DONE = {
    Done.TAKEN_OUT: N_("taken out"),
    Done.PUT_BACK: N_("put back"),
    Done.REFUSAL_UNDONE: N_("refusal undone"),
    Done.MENDED: N_("corrected"),
    Done.READDRESSED: N_("address corrected"),
    Done.READDRESS_ASKED: N_("another address proposed"),
    Done.READDRESS_GIVEN: N_("proposed address confirmed, it holds from now on"),
    Done.READDRESS_WITHDRAWN: N_("proposed address withdrawn"),
    Done.READDRESS_STOPPED: N_("proposed address stopped from the present one"),
    Done.READDRESS_DENIED: N_("proposed address: its reader says that it isn't theirs"),
    Done.READDRESS_LAPSED: N_("proposed address lapsed"),
}
"""What organizers did after a decision, and what became of it."""


class ReasonForm(http.Model):
    """Why organizers do something, and what the person reads of it."""

    reason: str = Field("", max_length=2000)
    message: str = Field("", max_length=2000)
    version: Version = ""


class MendForm(http.Model):
    """What organizers correct in an application; the number of places is a mentor's."""

    first_name: Line = Field(max_length=100)
    last_name: Line = Field(max_length=100)
    department: Line = Field("", max_length=200)
    position: Line = Field("", max_length=200)
    city: Line = Field("", max_length=200)
    capacity: int = Field(0, ge=0, le=20)
    reason: str = Field("", max_length=2000)
    version: Version = ""


class AddressForm(http.Model):
    """Another address of an applicant."""

    email: Address
    why: str = Field("", max_length=2000)
    version: Version = ""


CORRECTED = N_("The address is corrected. What could not be sent and is still true is on its way there.")
THE_SAME = N_("This is the present address, so nothing was changed and no email was sent.")
PROPOSED = N_("An email with a link is on its way to the new address, and a notice to the present one.")


class ProposalForm(http.Model):
    """Which of the addresses that were proposed one after the other."""

    proposal_id: str


@router.get("/organizer/programmes/<programme_id>/applications/<application_id>")
def one_application(programme_id: str, application_id: str) -> Html:
    """Show all of one application."""
    return shown(programme_id, application_id)


def shown(programme_id: str, application_id: str, status: int = 200, **values: object) -> Html:
    """Show all of one application, with what is wrong with one of its forms; `undecided`: with that of the decision."""
    context = http.context()
    programme, found = applications.in_programme(context, programme_id, application_id)
    questions = form_plan.of(context, programme_id).questions
    answers = own.told(found.profile, questions, context.locale)
    mailbox, is_theirs, proposed = address.reach(context, found)
    return of_programme(
        programme,
        "application.html",
        status,
        one=found,
        mailbox=mailbox,
        is_theirs=is_theirs,
        proposed=proposed,
        told=imports.as_text(found.profile, found.role, context.locale),
        answers=[(one.says(context.locale, found.role), text) for one in questions if (text := answers[one.name])],
        asked=[(field_names(context.locale, questions).get(name, name), text) for name, text in found.asked.items()],
        decisions=deciding.possible([found]),
        possible=removing.possible(programme, found),
        done_names=DONE,
        who_did=removing.who_did(context, found),
        gatherings=gathered.of_person(context, programme_id, application_id),
        turnouts=TURNOUTS,
        state_names=domain.STATE_NAMES,
        state_colours=STATE_COLOURS,
        **{"undecided": False} | values,
    )


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/address")
def correct_address(programme_id: str, application_id: str) -> Html:
    """Correct an address, or propose another one to whoever has confirmed theirs."""
    try:
        sent = web.form(AddressForm)
        one = address.correct(http.context(), programme_id, application_id, sent.email, sent.version, reason=sent.why)
    except web.FormInvalid as error:
        return shown(programme_id, application_id, 422, **web.kept(error))
    except Invalid as error:
        kept = web.kept(error) | {"errors": {"why": error.fields["/reason"]}}
        return shown(programme_id, application_id, 422, **kept)
    except (address.AddressTaken, telling.SaidNo, NoMailsLeft, AddressRefused, Paused, Stale) as error:
        fields = {"email": error.message}
        kept = web.kept(error) | {"errors": fields}
        return shown(programme_id, application_id, int(error.status), **kept)
    if one.tag == sent.version:
        return _back_to(programme_id, application_id, THE_SAME)
    return _back_to(programme_id, application_id, CORRECTED if one.email == sent.email else PROPOSED)


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/address/withdrawal")
def withdraw_address(programme_id: str, application_id: str) -> Html:
    """Withdraw an address that waits for its reader to confirm it."""
    sent = web.form(ProposalForm)
    try:
        proposed_address.withdraw(http.context(), programme_id, application_id, sent.proposal_id)
    except (ProposalGiven, ProposalOver) as error:
        return shown(programme_id, application_id, int(error.status), errors={"email": error.message})
    return _back_to(programme_id, application_id, N_("Withdrawn. The present address stays."))


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/address/trust")
def trust_address(programme_id: str, application_id: str) -> Html:
    """Try an address again."""
    address.trust(http.context(), programme_id, application_id)
    done = N_("We try this address again; what could not be sent and is still true is on its way.")
    return web.redirect(f"/organizer/programmes/{programme_id}/applications/{application_id}", flash=done)


def _kept(error: DomainError) -> dict[str, Any]:
    """Return what shows a form again; that somebody else was quicker stands beside the reason."""
    late = isinstance(error, Stale) and not isinstance(error, domain.ChangedMeanwhile)
    return web.kept(error) | ({"errors": {"reason": error.message}} if late else {})


def _back_to(programme_id: str, application_id: str, flash: str) -> Html:
    return web.redirect(f"/organizer/programmes/{programme_id}/applications/{application_id}", flash=flash)


@router.get("/organizer/programmes/<programme_id>/applications/<application_id>/removal")
def removal_page(programme_id: str, application_id: str) -> Html:
    """Show what ends when somebody is taken out, and ask."""
    return _removal(programme_id, application_id)


def _removal(programme_id: str, application_id: str, status: int = 200, **values: object) -> Html:
    found = removing.parting(http.context(), programme_id, application_id)
    told = {"one": found.application, "parting": found, "problem": ""} | values
    return of_programme(found.programme, "removal.html", status, **told)


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/removal")
def take_out(programme_id: str, application_id: str) -> Html:
    """Take somebody out who takes part."""
    try:
        sent = web.form(ReasonForm)
        removing.take_out(
            http.context(), programme_id, application_id, reason=sent.reason, message=sent.message, tag=sent.version
        )
    except (Invalid, domain.ChangedMeanwhile) as error:
        problem = "" if error.fields else error.message
        return _removal(programme_id, application_id, error.status, problem=problem, **_kept(error))
    return _back_to(programme_id, application_id, N_("They no longer take part, and are told by email."))


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/reinstatement")
def put_back(programme_id: str, application_id: str) -> Html:
    """Put somebody back who was taken out."""
    done = N_("They take part again, and are told by email.")
    return _taken_back(removing.put_back, programme_id, application_id, done)


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/reconsideration")
def undo_refusal(programme_id: str, application_id: str) -> Html:
    """Undo a refusal."""
    done = N_("The refusal is undone; the application waits for your decision.")
    return _taken_back(removing.undo_refusal, programme_id, application_id, done)


def _taken_back(act: Callable[..., object], programme_id: str, application_id: str, done: str) -> Html:
    """Take back what organizers did, with a reason and a message; say that it is done."""
    try:
        sent = web.form(ReasonForm)
        told = {"reason": sent.reason, "message": sent.message, "expected": sent.version}
        act(http.context(), programme_id, application_id, **told)
    except (Invalid, Stale) as error:
        return shown(programme_id, application_id, error.status, **_kept(error))
    return _back_to(programme_id, application_id, done)


@router.get("/organizer/programmes/<programme_id>/applications/<application_id>/correction")
def correction_page(programme_id: str, application_id: str) -> Html:
    """Show the form with which organizers correct an application."""
    return _correction(programme_id, application_id)


def _correction(programme_id: str, application_id: str, status: int = 200, **values: object) -> Html:
    programme, found = applications.in_programme(http.context(), programme_id, application_id)
    return of_programme(programme, "correction.html", status, one=found, **values)


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/correction")
def correct(programme_id: str, application_id: str) -> Html:
    """Correct an application."""
    try:
        sent = web.form(MendForm)
        told = sent.model_dump(include=set(mending.FIELDS))
        mending.mend(http.context(), programme_id, application_id, told, reason=sent.reason, expected=sent.version)
    except (web.FormInvalid, Invalid, Stale) as error:
        return _correction(programme_id, application_id, error.status, **_kept(error))
    return _back_to(programme_id, application_id, N_("Corrected. Pairing and pairs follow."))
