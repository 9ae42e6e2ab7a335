"""The page to which a mail leads whoever changes their mind: GET shows, POST withdraws, or takes it back."""

from __future__ import annotations

from typing import Literal

from mentoring import http, web
from mentoring.errors import N_
from recruitment.pages.base import Html, of_programme
from recruitment.use_cases import withdrawing

router = http.PageRouter("/programmes/withdraw/<token>")


class LeavingForm(http.Model):
    """What somebody wants: out, or back."""

    answer: Literal["withdraw", "undo"]


@router.get("/programmes/withdraw/<token>")
def leaving_page(token: str) -> Html:
    """Show what withdrawing does; nothing happens yet."""
    found = withdrawing.look(http.context(), token)
    return of_programme(found.programme, "withdraw.html", found=found, one=found.application, token=token)


@router.post("/programmes/withdraw/<token>")
def leave_by_mail(token: str) -> Html:
    """Withdraw, or take it back."""
    if web.form(LeavingForm).answer == "withdraw":
        withdrawing.withdraw(http.context(), token)
        return web.redirect(f"/programmes/withdraw/{token}", flash=N_("Your application is withdrawn."))
    withdrawing.undo(http.context(), token)
    said = N_("Your application is back; the organizers decide on it as if nothing had been.")
    return web.redirect(f"/programmes/withdraw/{token}", flash=said)
