"""Pages of identity: sign-in, session, account, static files."""

from __future__ import annotations

import mimetypes
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, EmailStr, Field

from identity import use_cases
from identity.domain import ACCESS_LIFETIME, SESSION_LIFETIME, WrongCode
from mentoring import http, links, web
from mentoring.errors import N_, NotFound, SignInRequired
from mentoring.i18n import cookies
from mentoring.web.pages import STATIC
from mentoring.web.responses import local

if TYPE_CHECKING:
    from aws_lambda_powertools.shared.cookies import Cookie

PAGES = web.Pages("identity")
router = http.PageRouter()

ACCESS = "tandem_access"
REFRESH = "tandem_refresh"
GONE = timedelta(0)


class AddressForm(BaseModel):
    """The sign-in form."""

    email: EmailStr
    next: str = ""


class CodeForm(BaseModel):
    """The six digits."""

    code: str = Field(pattern=r"^\s*(\d\s*){6}$")


class AccountForm(BaseModel):
    """What a person says of themselves."""

    name: str = Field(max_length=120)
    form: Literal["f", "m", "n"] = "n"
    locale: Literal["pl", "en"] = "pl"


@router.get("/sign-in")
def sign_in_page() -> Response[str]:
    """Ask for the address."""
    next_path = local(http.request().query_string_parameters.get("next", ""), "")
    return PAGES.render("sign_in.html", http.context(), next=next_path)


@router.post("/sign-in")
def request_sign_in() -> Response[str]:
    """Take the address; the same page follows for every address."""
    context = http.context()
    try:
        sent = web.form(AddressForm)
    except web.FormInvalid as error:
        return PAGES.render("sign_in.html", context, 422, next=error.values.get("next", ""), **web.kept(error))
    request_id = use_cases.request_sign_in(context, sent.email, context.locale, local(sent.next, ""))
    return web.redirect(f"/sign-in/code/{request_id}")


@router.get("/sign-in/code/<request_id>")
def code_page(request_id: str) -> Response[str]:
    """Say that a mail is on its way, and take the code."""
    return PAGES.render("code.html", http.context(), request_id=request_id)


@router.post("/sign-in/code/<request_id>")
def sign_in_by_code(request_id: str) -> Response[str]:
    """Sign in with the code."""
    try:
        return _welcome(use_cases.sign_in_by_code(http.context(), request_id, web.form(CodeForm).code))
    except web.FormInvalid as error:
        fields = error.fields
    except WrongCode as error:
        fields = {"code": error.message}
    return PAGES.render("code.html", http.context(), 422, request_id=request_id, errors=fields)


@router.get("/sign-in/answer/<token>")
def link_page(token: str) -> Response[str]:
    """Show one button: opening a link signs nobody in (mail scanners open links)."""
    links.read("sign_in", token, http.context().clock())
    return PAGES.render("link.html", http.context(), token=token)


@router.post("/sign-in/answer/<token>")
def sign_in_by_link(token: str) -> Response[str]:
    """Sign in with the link."""
    return _welcome(use_cases.sign_in_by_link(http.context(), token))


def refresh() -> Response[str]:
    """Renew the session and go back; a form that was being sent goes on (307)."""
    event = http.request()
    target = local(event.query_string_parameters.get("next", ""))
    try:
        session = use_cases.refresh(http.context(), cookies(event).get(REFRESH, ""))
    except SignInRequired:
        return web.redirect(f"/sign-in?next={quote(target, safe='')}", set_cookies=_forget())
    status = 303 if event.http_method == "GET" else 307
    return web.redirect(target, status=status, set_cookies=_remember(session))


router.get("/session/refresh")(refresh)
router.post("/session/refresh")(refresh)


@router.get("/session")
def account_page() -> Response[str]:
    """Show who is signed in."""
    return PAGES.render("account.html", http.context(), me=use_cases.me(http.context()))


@router.post("/session")
def change_account() -> Response[str]:
    """Change who is signed in."""
    context = http.context()
    try:
        sent = web.form(AccountForm)
    except web.FormInvalid as error:
        me = use_cases.me(context)
        return PAGES.render("account.html", context, 422, me=me, **web.kept(error))
    use_cases.change_me(context, sent.model_dump())
    return web.redirect("/session", flash=N_("Saved."))


@router.post("/session/sign-out")
def sign_out() -> Response[str]:
    """End the session."""
    use_cases.sign_out(http.context())
    return web.redirect("/", flash=N_("You are signed out."), set_cookies=_forget())


@router.get("/static/<name>")
def static_file(name: str) -> Response[str]:
    """Return a static file; its address carries its hash, so it may be kept for a year."""
    path = STATIC / name
    if path.parent != STATIC or not path.is_file():
        raise NotFound
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(
        status_code=200,
        content_type=f"{kind}; charset=utf-8",
        body=path.read_text("utf-8"),
        headers={"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"},
    )


def _welcome(session: use_cases.Session) -> Response[str]:
    return web.redirect(local(session.next), set_cookies=_remember(session))


def _remember(session: use_cases.Session) -> tuple[Cookie, ...]:
    return (
        web.set_cookie(ACCESS, session.access_token, lifetime=ACCESS_LIFETIME),
        web.set_cookie(REFRESH, session.refresh_token, lifetime=SESSION_LIFETIME, path="/session"),
    )


def _forget() -> tuple[Cookie, ...]:
    return (web.set_cookie(ACCESS, "", lifetime=GONE), web.set_cookie(REFRESH, "", lifetime=GONE, path="/session"))
