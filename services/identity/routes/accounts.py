"""JSON of the account: what a person says of themselves, and which zone they may mean."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from identity import use_cases
from mentoring import http, zones
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Line, Phone, Zone
from mentoring.i18n import format_time
from mentoring.tables.identity import Person
from mentoring.tables.vocabulary import Reached

router = http.Router()


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


@router.get("/v1/me")
def me() -> Me:
    """Return the signed-in user."""
    return Me.show(use_cases.me(http.context()))


@router.patch("/v1/me")
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


@router.get("/v1/me/zones")
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
