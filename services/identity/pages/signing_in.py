"""Pages of identity: sign-in, session, static files."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from identity import use_cases
from identity.domain import (
    CodePaused,
    NotSixDigits,
    SignedOut,
    SignInExpired,
    SignInPaused,
    WrongCode,
)
from identity.pages.base import PAGES, REFRESH, device, forget, remember
from identity.use_cases import passkeys
from mentoring import http, links, web
from mentoring.errors import N_, NotFound, SignInRequired
from mentoring.http.fields import Address
from mentoring.http.lapsed import OPTIONAL
from mentoring.i18n import cookies
from mentoring.settings import settings
from mentoring.web.forms import written
from mentoring.web.pages import STATIC
from mentoring.web.responses import local

if TYPE_CHECKING:
    from mentoring.errors import DomainError

router = http.PageRouter(
    "/sign-in",
    "/sign-in/code/<request_id>",
    "/sign-in/answer/<token>",
    "/sign-in/links",
    "/session/refresh",
    "/session/sign-out",
    "/static/<name>",
)


class AddressForm(http.Model):
    """The sign-in form."""

    email: Address
    next: str = ""


class CodeForm(http.Model):
    """The six digits."""

    code: str = ""


class OldLinkForm(http.Model):
    """The path of a link that is older than its life."""

    link: str = Field("", max_length=2000)


@router.get("/sign-in")
def sign_in_page() -> Response[str]:
    """Ask for the address; signed-in users are redirected."""
    context = http.context()
    next_path = local(http.request().query_string_parameters.get("next", ""), "")
    if not context.principal.anonymous:
        return web.redirect(local(next_path))
    return PAGES.render("sign_in.html", context, next=next_path, passkey=passkeys.offered(context))


@router.post("/sign-in")
def request_sign_in() -> Response[str]:
    """Accept the address; the same page follows for every address.

    Who is signed in wants the link for another device, and stays where they are.
    """
    context = http.context()
    try:
        sent = web.form(AddressForm)
        request_id = use_cases.request_sign_in(
            context, sent.email, context.locale, local(sent.next, ""), key=http.request_key()
        )
    except web.FormInvalid as error:
        told = {"next": error.values.get("next", ""), "passkey": None}
        return PAGES.render("sign_in.html", context, 422, **told, **web.kept(error))
    except SignInPaused as error:
        return _paused("sign_in.html", error, next=local(sent.next, ""), passkey=None)
    if not context.principal.anonymous and (here := local(sent.next, "")):
        said = N_("A link is on its way to %(email)s. Open it on the other device, and you go on there.")
        return web.redirect(here, flash=said, params={"email": sent.email})
    return web.redirect(f"/sign-in/code/{request_id}")


@router.get("/sign-in/code/<request_id>")
def code_page(request_id: str) -> Response[str]:
    """Say that a mail is on its way, and ask for the code."""
    if not http.context().principal.anonymous:
        return _already_in()
    return _code(request_id)


def _code(request_id: str, status: int = 200, **values: object) -> Response[str]:
    email, failed = use_cases.mail_of(http.context(), request_id)
    shown = {"request_id": request_id, "email": email, "failed": failed}
    return PAGES.render("code.html", http.context(), status, **shown, **values)


@router.post("/sign-in/code/<request_id>")
def sign_in_by_code(request_id: str) -> Response[str]:
    """Sign in with the code; if the user is already signed in (an old tab), go to their home page."""
    context = http.context()
    try:
        return _welcome(use_cases.sign_in_by_code(context, request_id, web.form(CodeForm).code, device()))
    except SignInExpired as error:
        return _too_late(error)
    except CodePaused as error:
        return _paused("code.html", error, request_id=request_id)
    except NotSixDigits as error:
        return _code(request_id, 422, **web.kept(error))
    except WrongCode as error:
        return _code(request_id, 422, errors={"code": error.message})


@router.get("/sign-in/answer/<token>")
def link_page(token: str) -> Response[str]:
    """Show one button: opening a link signs nobody in, because mail scanners open links."""
    context = http.context()
    try:
        use_cases.check_link(context, token)
    except (SignInExpired, links.LinkExpired) as error:
        return _too_late(error)
    return PAGES.render("link.html", context, token=token)


@router.post("/sign-in/answer/<token>")
def sign_in_by_link(token: str) -> Response[str]:
    """Sign in with the link; if the user is already signed in, go to their home page."""
    context = http.context()
    try:
        return _welcome(use_cases.sign_in_by_link(context, token, device()))
    except (SignInExpired, links.LinkExpired) as error:
        return _too_late(error)


@router.get("/sign-in/links")
def link_sent_page() -> Response[str]:
    """Say that a new link is on its way."""
    return PAGES.render("link_sent.html", http.context())


@router.post("/sign-in/links")
def renew_link() -> Response[str]:
    """Mail a new link to whom an old one was made for; the same page follows, whoever that was."""
    from identity.use_cases.renewing import renew  # noqa: PLC0415 - only links that are too old need it

    link = web.form(OldLinkForm).link
    request_id = renew(http.context(), link, key=http.request_key())
    if links.place_of(link) != links.place_of("/sign-in/answer/"):
        return web.redirect("/sign-in/links")
    return web.redirect(f"/sign-in/code/{request_id}" if request_id else "/sign-in")


def refresh() -> Response[str]:
    """Renew the session and go back; a form that was being sent continues (307).

    On pages that don't need a signed-in user (`optional`), whoever can't be renewed goes back as nobody.
    """
    event = http.request()
    target = local(event.query_string_parameters.get("next", ""))
    status = 303 if event.http_method in ("GET", "HEAD") else 307
    try:
        session = use_cases.refresh(http.context(), cookies(event).get(REFRESH, ""))
    except SignInRequired:
        if OPTIONAL in event.query_string_parameters:
            return web.redirect(target, status=status, set_cookies=forget())
        return _ask_to_sign_in(target)
    return web.redirect(target, status=status, set_cookies=remember(session))


def _ask_to_sign_in(target: str) -> Response[str]:
    """Redirect to sign-in and from there to the page the browser was on, not to a form's or fragment's URL."""
    event = http.request()
    htmx = event.headers.get("hx-current-url", "") if http.is_fragment() else ""
    page = htmx or ("" if event.http_method in ("GET", "HEAD") else event.headers.get("referer", ""))
    here = local(page.removeprefix(settings().public_url), target) if page else target
    sign_in = f"/sign-in?next={quote(here, safe='')}"
    if written() and not htmx:
        return _give_back(sign_in)
    if not htmx:
        return web.redirect(sign_in, set_cookies=forget())
    return Response(status_code=200, body="", headers={"HX-Redirect": sign_in}, cookies=[*forget()])


def _give_back(sign_in: str) -> Response[str]:
    """Show whoever was signed out what they wrote: signing in would take it away."""
    page = PAGES.error(SignedOut(sign_in), http.context())
    page.cookies.extend(forget())
    return page


router.get("/session/refresh")(refresh)
router.post("/session/refresh")(refresh)


@router.post("/session/sign-out")
def sign_out() -> Response[str]:
    """End the session."""
    use_cases.sign_out(http.context(), cookies(http.request()).get(REFRESH, ""))
    return web.redirect("/", flash=N_("You are signed out."), set_cookies=forget())


@router.get("/static/<name>")
def static_file(name: str) -> Response[str]:
    """Return a static file; its URL contains its hash, so it may be cached for a year."""
    path = next((one for one in STATIC.iterdir() if one.name == name and one.is_file()), None)
    if path is None:
        raise NotFound
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(
        status_code=200,
        content_type=f"{kind}; charset=utf-8",
        body=path.read_text("utf-8"),
        headers={"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"},
    )


def _welcome(session: use_cases.Session) -> Response[str]:
    return web.redirect(local(session.next), set_cookies=remember(session))


def _already_in() -> Response[str]:
    return web.redirect("/home", flash=N_("You are signed in already."))


def _too_late(error: DomainError) -> Response[str]:
    """Redirect signed-in users to their home page, and let others ask for another mail."""
    if not http.context().principal.anonymous:
        return _already_in()
    return PAGES.render("too_late.html", http.context(), error.status, link=http.request().path)


def _paused(template: str, error: DomainError, **values: str | None) -> Response[str]:
    """Return the page again with what was typed, and say how long to wait."""
    page = PAGES.render(template, http.context(), error.status, paused=error, **values, **web.kept(error))
    page.headers.update(error.headers)
    return page
