"""JSON routes of identity and its handler."""

from __future__ import annotations

from typing import Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import Field, model_validator

from identity import pages, use_cases
from identity.domain import ACCESS_LIFETIME
from mentoring import http
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Address, Line, Zone
from mentoring.tables.identity import Person

app = http.create_app("identity", pages.PAGES, public=("/v1/sessions/requests", "/v1/sessions", "/v1/sessions/refresh"))
app.include_router(pages.router)


class SignInWish(http.Model):
    """An address to sign in with."""

    email: Address
    locale: Literal["pl", "en"] = "pl"


class SignInRequested(http.Model):
    """The request; the same answer for every address."""

    request_id: str


class SignIn(http.Model):
    """Either the token of the mail's link, or the request and its six digits."""

    token: str = ""
    request_id: str = ""
    code: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> SignIn:
        if not self.token and not (self.request_id and self.code):
            raise ValueError("token, or request_id and code")
        return self


class SessionView(http.Model):
    """Tokens of a session; `expires_in` in seconds."""

    person_id: str
    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a scheme, not a password
    expires_in: int = int(ACCESS_LIFETIME.total_seconds())

    @classmethod
    def of(cls, session: use_cases.Session) -> SessionView:
        """Show a session."""
        return cls(person_id=session.person_id, access_token=session.access_token, refresh_token=session.refresh_token)


class RefreshToken(http.Model):
    """A refresh token."""

    refresh_token: str


class Me(http.Model):
    """Who is signed in; no name until they give one."""

    person_id: str
    email: str
    name: str
    form: str
    locale: str
    zone: str

    @classmethod
    def of(cls, person: Person) -> Me:
        """Show a person."""
        return cls(
            person_id=person.person_id,
            email=person.email,
            name=person.says("name"),
            form=person.says("form") or "n",
            locale=person.locale,
            zone=person.zone,
        )


class MeChanges(http.Model):
    """What a person may change of themselves."""

    name: Line | None = Field(None, min_length=1, max_length=120)
    form: Literal["f", "m", "n"] | None = None
    locale: Literal["pl", "en"] | None = None
    zone: Zone | None = None


@app.post("/v1/sessions/requests")
def request_sign_in(body: SignInWish) -> tuple[SignInRequested, int]:
    """Ask for a sign-in mail."""
    request_id = use_cases.request_sign_in(http.context(), body.email, body.locale, key=http.request_key())
    return SignInRequested(request_id=request_id), 202


@app.post("/v1/sessions")
def sign_in(body: SignIn) -> tuple[SessionView, int]:
    """Sign in with the link's token or with the code."""
    context = http.context()
    if body.token:
        return SessionView.of(use_cases.sign_in_by_link(context, body.token)), 201
    return SessionView.of(use_cases.sign_in_by_code(context, body.request_id, body.code)), 201


@app.post("/v1/sessions/refresh")
def refresh(body: RefreshToken) -> tuple[SessionView, int]:
    """Renew a session; each refresh token works once, and for a minute gives the same successor again."""
    return SessionView.of(use_cases.refresh(http.context(), body.refresh_token)), 201


@app.delete("/v1/sessions")
def sign_out() -> Response[str]:
    """End the session."""
    use_cases.sign_out(http.context())
    return Response(status_code=204, body="")


@app.get("/v1/me")
def me() -> Response[str]:
    """Return who is signed in."""
    person = use_cases.me(http.context())
    return http.versioned(Me.of(person), person)


@app.patch("/v1/me")
def change_me(body: MeChanges) -> Response[str]:
    """Change who is signed in."""
    changes = body.model_dump(exclude_none=True)
    if not changes:
        raise Invalid(fields={"/": N_("Nothing to change was sent.")})
    person = use_cases.change_me(http.context(), changes, http.expected())
    return http.versioned(Me.of(person), person)


handler = http.handler(app)
