"""Pages of identity: somebody's passkeys, and signing in with one. They need JavaScript, and say so without it."""

from __future__ import annotations

from dataclasses import replace

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from identity.domain.passkeys import LARGEST, PasskeyRefused, TooManyPasskeys
from identity.pages.base import PAGES, device, remember
from identity.use_cases import passkeys
from mentoring import http, web
from mentoring.errors import N_, NotFound
from mentoring.http.fields import Line
from mentoring.web.responses import local

router = http.PageRouter("/sign-in/passkey")
HERE = "/session/passkeys"


class MakeForm(http.Model):
    """A new passkey: what its owner calls it, and what the browser made."""

    name: Line = Field(min_length=1, max_length=60)
    credential: str = Field("", max_length=LARGEST)


class SignInForm(http.Model):
    """What the browser signed with a passkey."""

    credential: str = Field("", max_length=LARGEST)
    next: str = ""


class RemoveForm(http.Model):
    """The passkey that shall go."""

    passkey_id: str = ""


@router.get(HERE)
def passkeys_page() -> Response[str]:
    """Show the user's passkeys, and offer to make one."""
    return _page()


def _page(status: int = 200, **values: object) -> Response[str]:
    context = http.context()
    found, options = passkeys.shown(context)
    return PAGES.render("passkeys.html", context, status, passkeys=found, options=options, here=HERE, **values)


@router.post(HERE)
def make() -> Response[str]:
    """Keep the passkey that the browser made."""
    try:
        sent = web.form(MakeForm)
        passkeys.make(http.context(), sent.name, sent.credential)
    except web.FormInvalid as error:
        return _page(422, **web.kept(error))
    except (PasskeyRefused, TooManyPasskeys) as error:
        return _page(error.status, problem=error.message)
    return web.redirect(HERE, flash=N_("Done. Next time you can sign in with this passkey, without an email."))


@router.post("/session/passkeys/removal")
def remove() -> Response[str]:
    """Remove a passkey; what is gone already is what was wanted."""
    try:
        passkeys.remove(http.context(), web.form(RemoveForm).passkey_id)
    except NotFound:
        return web.redirect(HERE)
    said = N_("Removed: nobody signs in with it any more. Delete it on your device as well, so that it isn't offered.")
    return web.redirect(HERE, flash=said)


@router.post("/sign-in/passkey")
def sign_in() -> Response[str]:
    """Sign in with what the browser signed; else the page to sign in says so and offers the mail."""
    context, sent = http.context(), web.form(SignInForm)
    try:
        session = passkeys.sign_in(context, sent.credential, device())
    except PasskeyRefused as error:
        values = {"next": local(sent.next, ""), "passkey": passkeys.offered(context), "problem": error.message}
        return PAGES.render("sign_in.html", context, error.status, **values)
    session = replace(session, next=sent.next)
    return web.redirect(local(session.next), set_cookies=remember(session))
