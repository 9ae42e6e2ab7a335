"""Types of fields that JSON routes and forms of several services take."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from mentoring.i18n import zone_of


def _known(name: str) -> str:
    if zone_of(name) is None:
        raise ValueError("unknown zone")
    return name


Zone = Annotated[str, AfterValidator(_known)]
"""The IANA name of a time zone there is."""
