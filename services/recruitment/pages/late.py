"""Applying after the last day: the links organizers make, and the page to which they lead."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from mentoring import http, web
from mentoring.errors import N_, Conflict, Invalid
from mentoring.http.fields import Day
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import Role
from recruitment.pages.base import Html, of_programme, words
from recruitment.use_cases import late

router = http.PageRouter("/programmes/late/<token>")

USUAL = timedelta(days=7)
"""How long a new link is valid unless its organizer says otherwise."""


class LateForm(http.Model):
    """For whom a link is, and its last day."""

    role: Role
    until: Day


@router.get("/programmes/late/<token>")
def invited(token: str) -> Html:
    """Show who was invited to what, and lead to the form; whoever isn't signed in signs in first."""
    context = http.context()
    found = late.read(context, token)
    way = found.form if not context.principal.anonymous else f"/sign-in?next={quote(found.form, safe='')}"
    return of_programme(found.programme, "invited.html", found=found, way=way)


@router.get("/organizer/programmes/<programme_id>/late")
def links_page(programme_id: str) -> Html:
    """Show the links with which people may apply late."""
    return _links(programme_id)


def _links(programme_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    programme, found = late.invitations(context, programme_id)
    now = context.clock()
    shown = [(one, late.url(one), late.holds(one, now), late.last_day(one, programme.zone)) for one in found]
    proposed = day_in(now + USUAL, programme.zone)
    return of_programme(programme, "late.html", status, shown=shown, proposed=proposed, **values)


@router.post("/organizer/programmes/<programme_id>/late")
def make_link(programme_id: str) -> Html:
    """Make a link."""
    try:
        sent = web.form(LateForm)
        late.invite(http.context(), programme_id, sent.role, sent.until)
    except Invalid as error:
        return _links(programme_id, 422, **web.kept(error))
    except Conflict as error:
        return _links(programme_id, int(error.status), errors={"": words(error.message, error.params)})
    here = f"/organizer/programmes/{programme_id}/late"
    return web.redirect(here, flash=N_("The link is there. Copy it and send it to whom you want to invite."))


@router.post("/organizer/programmes/<programme_id>/late/<invitation_id>/revoke")
def revoke(programme_id: str, invitation_id: str) -> Html:
    """Take a link back."""
    late.revoke(http.context(), programme_id, invitation_id)
    said = N_("The link is taken back: nobody applies by it any more. Applications that were sent stay.")
    return web.redirect(f"/organizer/programmes/{programme_id}/late", flash=said)
