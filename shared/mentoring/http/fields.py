"""Types of fields that JSON routes and forms of several services take."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from mentoring import addresses, letters
from mentoring.i18n import zone_of


def _line(typed: object) -> object:
    return letters.line(typed) if isinstance(typed, str) else typed


def _known(name: str) -> str:
    if zone_of(name) is None:
        raise ValueError("unknown zone")
    return name


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
"""An e-mail address that may be left out: nothing is the empty text."""

Line = Annotated[str, BeforeValidator(_line)]
"""A name, a title, a place: one line of letters that can be seen (`mentoring.letters`)."""

Zone = Annotated[str, AfterValidator(_known)]
"""The IANA name of a time zone there is."""
