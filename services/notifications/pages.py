"""Unsubscribing and undoing it: a page for people, one POST for mail programs (RFC 8058)."""

from __future__ import annotations

from typing import Literal

from aws_lambda_powertools.event_handler import Response

from mentoring import http, web
from mentoring.errors import N_
from notifications import use_cases

PAGES = web.Pages("notifications")
router = http.PageRouter("/unsubscribe/<token>", "/unsubscribe/<token>/undo")


DONE = {
    "fewer": N_("You get no more reminders."),
    "all": N_("You get all emails again."),
    "again": N_("We send emails to this address again."),
}


class Wish(http.Model):
    """What the user wants for mails to their own address."""

    wish: Literal["fewer", "all", "again"]


@router.get("/unsubscribe/<token>")
def page(token: str) -> Response[str]:
    """Say what will stop, or, if it has stopped, offer to undo that."""
    return _page(token, done="")


@router.post("/unsubscribe/<token>")
def unsubscribe(token: str) -> Response[str]:
    """Stop reminders, surveys and digests to this address."""
    use_cases.unsubscribe(http.context(), token)
    return _page(token, done="stopped")


@router.post("/unsubscribe/<token>/undo")
def undo(token: str) -> Response[str]:
    """Send them again."""
    use_cases.unsubscribe(http.context(), token, undo=True)
    return _page(token, done="undone")


@router.post("/unsubscribe")
def change_mine() -> Response[str]:
    """Do the same for the user, from their account; or try an address again whose mails bounced."""
    wish = web.form(Wish).wish
    use_cases.change_mine(http.context(), wish)
    return web.redirect("/session", flash=DONE[wish])


def _page(token: str, done: str) -> Response[str]:
    stopped = use_cases.state_of(http.context(), token).fewer
    return PAGES.render("unsubscribe.html", http.context(), token=token, done=done, stopped=stopped)
