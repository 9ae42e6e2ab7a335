"""Field types that JSON routes and forms of several services use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, NaiveDatetime, WithJsonSchema
from pydantic_core import PydanticCustomError

from mentoring import addresses, clock, letters, zones
from mentoring.i18n import zone_of

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Plausible years. In the first and the last year that Python knows, another time zone is out of range."""


def _line(typed: object) -> object:
    return letters.line(typed) if isinstance(typed, str) else typed


def _known(name: str) -> str:
    if zone_of(name) is None:
        raise ValueError("unknown zone")
    return name


def _zone_meant(typed: str) -> str:
    if "/" in typed and zone_of(typed) is not None:
        return typed
    found = zones.find(typed, clock.now())
    if not found.only:
        raise PydanticCustomError("zone_choices" if found.zones else "zone_unknown", "not one zone")
    return found.only


def _address(typed: str) -> str:
    try:
        return addresses.clean(typed)
    except addresses.AddressRefused as refusal:
        raise PydanticCustomError(refusal.code, refusal.message) from refusal


Address = Annotated[str, AfterValidator(_address), WithJsonSchema({"type": "string", "format": "email"})]
"""An e-mail address, cleaned (`mentoring.addresses`)."""

AddressOrNone = Annotated[
    str, AfterValidator(lambda typed: _address(typed) if typed.strip() else ""), WithJsonSchema({"type": "string"})
]
"""An e-mail address that may be left out: an empty text."""


def _phone(typed: str) -> str:
    from mentoring import phones  # noqa: PLC0415 - few forms ask for one

    try:
        return phones.clean(typed)
    except phones.PhoneRefused as refusal:
        raise PydanticCustomError("phone", refusal.message) from refusal


def _call(typed: str) -> str:
    from mentoring import calls  # noqa: PLC0415 - few forms ask for one

    try:
        return calls.clean(typed)
    except calls.CallRefused as refusal:
        raise PydanticCustomError(refusal.code, refusal.message) from refusal


def _pattern(typed: str) -> str:
    from mentoring.calls import CallRefused, patterns  # noqa: PLC0415 - few forms ask for one

    try:
        return patterns.checked(typed)
    except CallRefused as refusal:
        raise PydanticCustomError(refusal.code, refusal.message) from refusal


def _website(typed: str) -> str:
    from mentoring import websites  # noqa: PLC0415 - few forms ask for one

    try:
        return websites.clean(typed)
    except websites.WebsiteRefused as refusal:
        raise PydanticCustomError(refusal.code, refusal.message) from refusal


Phone = Annotated[str, Field(max_length=40), AfterValidator(_phone)]
"""A phone number, or an empty text (`mentoring.phones`)."""

Line = Annotated[str, BeforeValidator(_line)]
"""A name, a title, a place: one line of visible characters (`mentoring.letters`)."""

CallLink = Annotated[
    str, Field(max_length=4000), BeforeValidator(_line), AfterValidator(_call), WithJsonSchema({"type": "string"})
]
"""The link of a video call in whatever somebody pastes, cleaned (`mentoring.calls`), or an empty text."""

Website = Annotated[
    str, Field(max_length=4000), BeforeValidator(_line), AfterValidator(_website), WithJsonSchema({"type": "string"})
]
"""The https address of a page (`mentoring.websites`), cleaned, or an empty text."""

CallPattern = Annotated[str, BeforeValidator(_line), AfterValidator(_pattern), WithJsonSchema({"type": "string"})]
"""A pattern by which links are made (`mentoring.calls.patterns`), or an empty text."""

Text = Annotated[str, Field(max_length=4000)]
"""A long text."""


def _day(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("far_off", "no year anybody means")
    return day


def _instant(instant: datetime) -> datetime:
    _day(instant)
    return instant


def _day_text(text: str) -> str:
    try:
        return _day(date.fromisoformat(text)).isoformat()
    except ValueError as error:
        raise PydanticCustomError("date_parsing", "not a day") from error


Version = Annotated[str, Field(max_length=64)]
"""The version on which a form is based (`Item.tag`), from its hidden field; empty if there was none."""

Zone = Annotated[str, AfterValidator(_known)]
"""The IANA name of an existing time zone."""

Place = Annotated[str, AfterValidator(_zone_meant), WithJsonSchema({"type": "string"})]
"""A time zone in a form, as people say it (`mentoring.zones`): its IANA name, or a city, a country, «CET» …"""

Day = Annotated[date, AfterValidator(_day)]
"""A day of the calendar."""

DayText = Annotated[str, AfterValidator(_day_text), WithJsonSchema({"type": "string", "format": "date"})]
"""A date as it is stored: `YYYY-MM-DD`."""

Instant = Annotated[AwareDatetime, AfterValidator(_instant)]
"""An instant with its offset from UTC."""

WallTime = Annotated[NaiveDatetime, AfterValidator(_instant)]
"""A local date and time in a zone given beside it."""

Weight = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
"""A weight."""
