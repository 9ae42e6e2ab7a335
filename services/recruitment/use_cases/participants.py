"""What participants take over from their applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Application, Participant


def take_over(participant: Participant, application: Application) -> None:
    """Put on a participant what their application says; the caller saves it."""
    profile = application.profile
    participant.name = application.full_name
    participant.form, participant.zone, participant.profile = profile["form"], profile["zone"], profile
    participant.known_as = list(application.known_as)
