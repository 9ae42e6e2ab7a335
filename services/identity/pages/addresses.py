"""Pages of identity: somebody's addresses, and the link that adds one."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response

from identity.domain import SignInPaused
from identity.domain.addresses import AddressLinkOver, LastAddress, TooManyAddresses
from identity.pages.base import PAGES, REFRESH
from identity.use_cases import addresses
from mentoring import http, ids, links, web
from mentoring.errors import N_, Invalid, NotFound, Stale
from mentoring.http.fields import Address, Version
from mentoring.i18n import cookies
from mentoring.joining import AddressOfAnother

router = http.PageRouter()
HERE = "/session/addresses"
MAIN_NOW = N_("%(email)s is your main address now.")


class AddForm(http.Model):
    """An address, and whether it comes beside the others, as the main one, or instead of the main one."""

    email: Address
    wish: Literal["also", "main", "instead"] = "also"


class OneForm(http.Model):
    """One of the user's addresses, in the version of the account that was shown."""

    address_id: str = ""
    version: Version = ""


@router.get(HERE)
def addresses_page() -> Response[str]:
    """Show the user's addresses."""
    return _page()


def _page(status: int = 200, **values: object) -> Response[str]:
    someone = addresses.mine(http.context())
    shown = [(ids.address_key(one), one) for one in (someone.email, *someone.others)]
    return PAGES.render("addresses.html", http.context(), status, me=someone, addresses=shown, here=HERE, **values)


@router.post(HERE)
def add() -> Response[str]:
    """Have a link mailed to an address; the same page follows, whosever the address is."""
    context = http.context()
    try:
        sent = web.form(AddForm)
        addresses.ask(
            context, sent.email, main=sent.wish != "also", instead=sent.wish == "instead", key=http.request_key()
        )
    except web.FormInvalid as error:
        return _page(422, **web.kept(error))
    except (Invalid, TooManyAddresses) as error:
        return _page(error.status, **web.kept(error))
    except SignInPaused as error:
        page = _page(error.status, paused=error, **web.kept(error))
        page.headers.update(error.headers)
        return page
    said = N_("An email is on its way to %(email)s. Its link works once, for a day, where you are signed in.")
    return web.redirect(HERE, flash=said, params={"email": sent.email})


@router.get("/session/addresses/answer/<token>")
def answer_page(token: str) -> Response[str]:
    """Show what the link does, and one button; a link for another account says so."""
    try:
        offer = addresses.look(http.context(), token)
    except (AddressLinkOver, links.LinkExpired) as error:
        return _over(error.status)
    except NotFound:
        return PAGES.render("address_answer.html", http.context(), 404, offer=None, over=False)
    return PAGES.render("address_answer.html", http.context(), offer=offer, over=False, token=token)


@router.post("/session/addresses/answer/<token>")
def answer(token: str) -> Response[str]:
    """Add the address, as the page said."""
    try:
        offer = addresses.confirm(http.context(), token)
    except (AddressLinkOver, links.LinkExpired) as error:
        return _over(error.status)
    except (AddressOfAnother, NotFound):
        return answer_page(token)
    added = N_("%(email)s is one of your addresses now.")
    return _renewed(MAIN_NOW if offer.wish.main else added, offer.wish.email)


def _over(status: int) -> Response[str]:
    return PAGES.render("address_answer.html", http.context(), status, offer=None, over=True)


@router.post("/session/addresses/main")
def make_main() -> Response[str]:
    """Have mail sent to another of the user's addresses."""
    sent = web.form(OneForm)
    try:
        someone = addresses.make_main(http.context(), sent.address_id, sent.version)
    except Stale as error:
        return _page(error.status, problem=error.message)
    return _renewed(MAIN_NOW, someone.email)


@router.post("/session/addresses/removal")
def remove() -> Response[str]:
    """Remove one of the user's addresses."""
    sent = web.form(OneForm)
    try:
        addresses.remove(http.context(), sent.address_id, sent.version)
    except (Stale, LastAddress) as error:
        return _page(error.status, problem=error.message)
    return web.redirect(HERE, flash=N_("Removed. That address leads to your account no more."))


def _renewed(words: str, email: str) -> Response[str]:
    """Redirect to the addresses by way of a new token, which names the main address."""
    renewing = f"/session/refresh?next={quote(HERE, safe='')}"
    page = renewing if REFRESH in cookies(http.request()) else HERE
    return web.redirect(page, flash=words, params={"email": email})
