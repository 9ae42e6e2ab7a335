"""JSON of signing in: mails are asked for, sessions begun, renewed and ended."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from identity import use_cases
from identity.domain import ACCESS_LIFETIME
from identity.pages.base import device
from mentoring import http
from mentoring.http.fields import Address

router = http.Router()


class SignInWish(http.Model):
    """An address to sign in with."""

    email: Address
    locale: Literal["pl", "en"] = "pl"


class SignInRequested(http.View):
    """The request; the same answer for every address."""

    request_id: str


class OldLink(http.Model):
    """The path of a mail's link that is older than its life."""

    link: str = Field(min_length=1, max_length=2000)


class LinkRenewal(http.View):
    """A new link goes to whom the old one was made for; the same answer whoever that was."""

    asked: bool


class SignIn(http.Model):
    """Either the token from the mail's link, or the request's id and its six digits."""

    token: str = ""
    request_id: str = ""
    code: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> SignIn:
        if not self.token and not (self.request_id and self.code):
            raise ValueError("token, or request_id and code")
        return self


class SessionView(http.View):
    """Tokens of a session; `expires_in` in seconds."""

    person_id: str
    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a scheme, not a password
    expires_in: int = int(ACCESS_LIFETIME.total_seconds())


class RefreshToken(http.Model):
    """A refresh token."""

    refresh_token: str


@router.post("/v1/sessions/requests", status=202)
def request_sign_in(body: SignInWish) -> SignInRequested:
    """Ask for a sign-in mail."""
    request_id = use_cases.request_sign_in(http.context(), body.email, body.locale, key=http.request_key())
    return SignInRequested(request_id=request_id)


@router.post("/v1/sessions/links", status=202)
def renew_link(body: OldLink) -> LinkRenewal:
    """Have a new link mailed in place of one that is older than its life."""
    from identity.use_cases.renewing import renew  # noqa: PLC0415 - only links that are too old need it

    renew(http.context(), body.link, key=http.request_key())
    return LinkRenewal(asked=True)


@router.post("/v1/sessions", status=201)
def sign_in(body: SignIn) -> SessionView:
    """Sign in with the link's token or with the code."""
    context = http.context()
    if body.token:
        return SessionView.of(use_cases.sign_in_by_link(context, body.token, device()))
    return SessionView.of(use_cases.sign_in_by_code(context, body.request_id, body.code, device()))


@router.post("/v1/sessions/refresh", status=201)
def refresh(body: RefreshToken) -> SessionView:
    """Renew a session; each refresh token works once, and gives the same successor again for a minute."""
    return SessionView.of(use_cases.refresh(http.context(), body.refresh_token))


@router.delete("/v1/sessions", status=204)
def sign_out() -> None:
    """End the session."""
    use_cases.sign_out(http.context())
