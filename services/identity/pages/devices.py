"""Pages of identity: where somebody is signed in, and signing out there."""

from __future__ import annotations

from typing import Literal

from aws_lambda_powertools.event_handler import Response

from identity import use_cases
from identity.domain import devices
from identity.pages.base import PAGES, forget
from mentoring import http, web
from mentoring.errors import N_, NotFound

router = http.PageRouter()
HERE = "/session/devices"


class EndForm(http.Model):
    """The session that shall end."""

    session_id: str = ""


class EndAllForm(http.Model):
    """Which sessions shall end."""

    which: Literal["others", "all"]


@router.get(HERE)
def devices_page() -> Response[str]:
    """Show where the user is signed in."""
    context = http.context()
    shown = [(one, *devices.parts(one.device)) for one in use_cases.mine(context)]
    return PAGES.render("devices.html", context, sessions=shown)


@router.post("/session/devices/end")
def end_session() -> Response[str]:
    """Sign out on one device; what has ended meanwhile is what was wanted."""
    try:
        use_cases.end(http.context(), web.form(EndForm).session_id)
    except NotFound:
        return web.redirect(HERE, flash=N_("That device was signed out already."))
    return web.redirect(HERE, flash=N_("Signed out there. A page that is open there closes within 5 minutes."))


@router.post("/session/devices/end-all")
def end_sessions() -> Response[str]:
    """Sign out everywhere, or everywhere else."""
    everywhere = web.form(EndAllForm).which == "all"
    use_cases.end_all(http.context(), but_this=not everywhere)
    if everywhere:
        return web.redirect("/", flash=N_("You are signed out everywhere."), set_cookies=forget())
    said = N_("You are signed out everywhere else. Pages that are open there close within 5 minutes.")
    return web.redirect(HERE, flash=said)
