"""Parts of what JSON routes and forms take alike."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from mentoring.i18n import zone_of


def _known(name: str) -> str:
    if zone_of(name) is None:
        raise ValueError("unknown zone")
    return name


Zone = Annotated[str, AfterValidator(_known)]
Outcome = Literal["held", "cancelled_early", "cancelled_late", "no_show_mentor", "no_show_mentee", "technical"]
