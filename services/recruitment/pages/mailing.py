"""When organizers get their mails, in the form of a programme's settings."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pydantic import Field

from mentoring import http
from mentoring.mailing import Mailing, checked

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme


class MailingForm(http.Model):
    """The hour of the digest, day and hour of the weekly report, in the programme's zone."""

    digest_hour: int = Field(8, ge=0, le=23)
    report_weekday: int = Field(0, ge=0, le=6)
    report_hour: int = Field(8, ge=0, le=23)

    @staticmethod
    def shown(programme: Programme) -> dict[str, Any]:
        """Return the values of the fields for a programme."""
        return {name: str(value) for name, value in asdict(Mailing.of(programme)).items()}

    def mailing(self) -> dict[str, Any]:
        """Return the field of Programme."""
        return {"mailing": checked({name: getattr(self, name) for name in MailingForm.model_fields})}
