"""Pages behind the links of a proposed address: its reader confirms it, the present one stops it."""

from __future__ import annotations

from typing import Literal

from mentoring import http, links, web
from mentoring.errors import N_, DomainError
from mentoring.joining import AddressOfAnother, Standing
from recruitment.domain.proposed_address import ProposalGiven, ProposalOver
from recruitment.pages.base import PAGES, Html, of_programme
from recruitment.use_cases import proposed_address
from recruitment.use_cases.proposed_address import NEW, OLD

router = http.PageRouter("/programmes/new-address/<token>", "/programmes/old-address/<token>")


class AnswerForm(http.Model):
    """Whether the address is theirs."""

    answer: Literal["yes", "no"]


@router.get("/programmes/new-address/<token>")
def new_address(token: str) -> Html:
    """Show who proposes the address, for whom, and what a yes does; nothing happens yet."""
    return _page(NEW, token)


@router.get("/programmes/old-address/<token>")
def old_address(token: str) -> Html:
    """Show which address is proposed, and by whom; nothing happens yet."""
    return _page(OLD, token)


def _page(purpose: str, token: str, late: ProposalGiven | None = None) -> Html:
    """Return what a link leads to; `late` says that it can't be stopped any more."""
    context = http.context()
    try:
        found = proposed_address.look(context, purpose, token)
    except (ProposalOver, links.LinkExpired) as error:
        return _over(error)
    return of_programme(
        found.programme,
        "new_address.html" if purpose == NEW else "old_address.html",
        409 if late or (found.standing is Standing.ANOTHERS and purpose == NEW) else 200,
        late=late,
        found=found,
        name=found.application.full_name,
        anothers=found.standing is Standing.ANOTHERS,
        signed_in=context.principal.person_id == found.item.person_id,
        token=token,
    )


def _over(error: DomainError) -> Html:
    return PAGES.render("proposal_over.html", http.context(), int(error.status), error=error)


@router.post("/programmes/new-address/<token>")
def answer(token: str) -> Html:
    """Confirm the address, or say that it isn't theirs."""
    context = http.context()
    try:
        if web.form(AnswerForm).answer == "no":
            proposed_address.stop(context, NEW, token)
            return _said(N_("Thank you. Nothing changes, and the organizers see what you said."))
        proposed_address.confirm(context, token)
    except AddressOfAnother:
        return _page(NEW, token)
    except ProposalGiven as error:
        return _page(NEW, token, error)
    except (ProposalOver, links.LinkExpired) as error:
        return _over(error)
    return web.redirect(f"/programmes/new-address/{token}")


@router.post("/programmes/old-address/<token>")
def stop(token: str) -> Html:
    """Stop the change of address."""
    try:
        proposed_address.stop(http.context(), OLD, token)
    except ProposalGiven as error:
        return _page(OLD, token, error)
    except (ProposalOver, links.LinkExpired) as error:
        return _over(error)
    return _said(N_("Stopped. Your address stays as it is, and the organizers see that you stopped it."))


def _said(words: str) -> Html:
    return web.redirect("/programmes", flash=words)
