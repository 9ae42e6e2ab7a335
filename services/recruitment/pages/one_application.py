"""One application, as its organizers see it."""

from __future__ import annotations

from mentoring import http, web
from mentoring.errors import N_, Stale
from mentoring.http.fields import Address, Version
from mentoring.tables.vocabulary import Turnout
from recruitment import domain, imports
from recruitment.imports import own
from recruitment.pages.base import STATE_COLOURS, Html, field_names, of_programme
from recruitment.standing import NoMailsLeft
from recruitment.use_cases import applications, deciding, form_plan, gathered, readdress, telling

router = http.PageRouter()

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


@router.get("/organizer/programmes/<programme_id>/applications/<application_id>")
def one_application(programme_id: str, application_id: str) -> Html:
    """Show all of one application."""
    return _one_application(programme_id, application_id)


def _one_application(programme_id: str, application_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    programme, found = applications.in_programme(context, programme_id, application_id)
    questions = form_plan.of(context, programme_id).questions
    answers = own.told(found.profile, questions, context.locale)
    mailbox, is_theirs = readdress.reach(context, found)
    return of_programme(
        programme,
        "application.html",
        status,
        one=found,
        mailbox=mailbox,
        is_theirs=is_theirs,
        told=imports.as_text(found.profile, found.role, context.locale),
        answers=[(one.says(context.locale, found.role), text) for one in questions if (text := answers[one.name])],
        asked=[(field_names(context.locale, questions).get(name, name), text) for name, text in found.asked.items()],
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
