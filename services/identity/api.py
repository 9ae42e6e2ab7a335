"""JSON routes of identity and its handler."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, model_validator

from identity import pages, use_cases
from identity.domain import ACCESS_LIFETIME, devices
from identity.pages.base import PAGES, device
from mentoring import http, zones
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Address, Instant, Line, Phone, Zone
from mentoring.i18n import format_time
from mentoring.tables.identity import Person
from mentoring.tables.vocabulary import Reached

PUBLIC = ("/v1/sessions/requests", "/v1/sessions/links", "/v1/sessions", "/v1/sessions/refresh")
app = http.create_app("identity", PAGES, public=PUBLIC)
for router in pages.ROUTERS:
    app.include_router(router)


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


class Me(http.Versioned):
    """The signed-in user; no name until they give one.

    A partner reaches them at `contact_email`, or where it is empty at the address they applied with; and by `phone`.
    `prefers` is `by_mail`, `by_phone` or empty.
    """

    person_id: str
    email: str
    name: str
    form: str
    locale: str
    zone: str
    phone: str
    prefers: str
    contact_email: str

    @classmethod
    def show(cls, person: Person) -> Me:
        """Return the view of a person."""
        return cls.of(person, name=person.says("name"), form=person.says("form") or "n")


class MeChanges(http.Model):
    """What people may change about themselves."""

    name: Line | None = Field(None, min_length=1, max_length=120)
    form: Literal["f", "m", "n"] | None = None
    locale: Literal["pl", "en"] | None = None
    zone: Zone | None = None
    phone: Phone | None = None
    prefers: Literal[Reached.ANY, Reached.EMAIL, Reached.PHONE] | None = None
    contact_email: str | None = Field(None, max_length=254)


@app.post("/v1/sessions/requests", status=202)
def request_sign_in(body: SignInWish) -> SignInRequested:
    """Ask for a sign-in mail."""
    request_id = use_cases.request_sign_in(http.context(), body.email, body.locale, key=http.request_key())
    return SignInRequested(request_id=request_id)


@app.post("/v1/sessions/links", status=202)
def renew_link(body: OldLink) -> LinkRenewal:
    """Have a new link mailed in place of one that is older than its life."""
    from identity.use_cases.renewing import renew  # noqa: PLC0415 - only links that are too old need it

    renew(http.context(), body.link, key=http.request_key())
    return LinkRenewal(asked=True)


@app.post("/v1/sessions", status=201)
def sign_in(body: SignIn) -> SessionView:
    """Sign in with the link's token or with the code."""
    context = http.context()
    if body.token:
        return SessionView.of(use_cases.sign_in_by_link(context, body.token, device()))
    return SessionView.of(use_cases.sign_in_by_code(context, body.request_id, body.code, device()))


@app.post("/v1/sessions/refresh", status=201)
def refresh(body: RefreshToken) -> SessionView:
    """Renew a session; each refresh token works once, and gives the same successor again for a minute."""
    return SessionView.of(use_cases.refresh(http.context(), body.refresh_token))


class OpenSessionView(http.View):
    """One of the user's sessions; `browser` and `system` are empty where they aren't known."""

    session_id: str
    browser: str
    system: str
    began_at: Instant | None
    used_at: Instant
    this: bool


class OpenSessionsView(http.View):
    """The user's sessions, this one first."""

    items: list[OpenSessionView]
    next: str | None = None


class Ending(http.Model):
    """Which sessions end: all, or all but the one that asks."""

    but_this: bool


@app.get("/v1/sessions")
def sessions() -> OpenSessionsView:
    """Return the user's sessions, which are at most twenty."""
    found = use_cases.mine(http.context())
    parts = [(one, *devices.parts(one.device)) for one in found]
    return OpenSessionsView(
        items=[
            OpenSessionView.of(one, browser=browser, system=system, began_at=one.began_at or None)
            for one, browser, system in parts
        ]
    )


@app.post("/v1/sessions/endings", status=204)
def end_sessions(body: Ending) -> None:
    """Sign out everywhere, or everywhere else; what an access token opens stays open for 5 minutes at most."""
    use_cases.end_all(http.context(), but_this=body.but_this)


@app.delete("/v1/sessions/<session_id>", status=204)
def end_session(session_id: str) -> None:
    """End one of the user's sessions."""
    use_cases.end(http.context(), session_id)


@app.delete("/v1/sessions", status=204)
def sign_out() -> None:
    """End the session."""
    use_cases.sign_out(http.context())


@app.get("/v1/me")
def me() -> Me:
    """Return the signed-in user."""
    return Me.show(use_cases.me(http.context()))


@app.patch("/v1/me")
def change_me(body: MeChanges) -> Me:
    """Change the signed-in user."""
    changes = body.model_dump(exclude_none=True)
    if not changes:
        raise Invalid(fields={"/": N_("Nothing to change was sent.")})
    return Me.show(use_cases.change_me(http.context(), changes, http.expected()))


class ZoneChoice(http.View):
    """A zone (IANA), what the reader calls it, and the time of day there now, as HH:MM."""

    zone: str
    name: str
    now: str


class ZonesFound(http.View):
    """The zones that somebody may mean, best first; `sure` if their names are what was asked for, not just like it."""

    items: list[ZoneChoice]
    sure: bool
    next: str | None = None


@app.get("/v1/me/zones")
def find_zones(query: Annotated[str, Query(max_length=100)]) -> ZonesFound:
    """Find a time zone by a city, a country, a Windows name, an abbreviation or an offset, in Polish or English."""
    context = http.context()
    found = zones.find(query, context.clock())
    shown = [
        ZoneChoice(
            zone=one,
            name=zones.label(one, context.locale),
            now=format_time(context.clock(), context.locale, one),
        )
        for one in found.zones
    ]
    return ZonesFound(items=shown, sure=found.sure)


handler = http.handler(app)
