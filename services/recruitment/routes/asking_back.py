"""JSON of coming again: which earlier editions there are, whom of one it concerns, asking them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mentoring import http
from mentoring.tables.vocabulary import Came, Role
from recruitment.routes.jobs import JOB, JobView
from recruitment.use_cases import again_mails, asking_back

router = http.Router()


class EditionView(http.View):
    """A programme whose people can be asked to come to another one; `copied`: that one was made of it."""

    programme_id: str
    name: str
    copied: bool


class EditionList(http.View):
    """Programmes of the same organization that the user organizes, the one this was made of first."""

    items: list[EditionView]
    next: str | None = None


class AgainWish(http.Model):
    """Whom of an earlier edition to ask."""

    earlier_id: str = Field(max_length=100, description="Its `programme_id`.")
    role: Literal["", Role.MENTOR, Role.MENTEE] = Field("", description="Empty: mentors and mentees.")
    came: Came = Field(Came.TOOK_PART, description="What became of them there.")

    def wanted(self) -> asking_back.Wanted:
        """Return whom it means."""
        return asking_back.Wanted(self.earlier_id, self.role, self.came)


class AgainMail(http.View):
    """A mail that asks people: to how many, in which language, what it says."""

    number: int
    locale: str
    subject: str
    lines: list[str]


class AgainPreview(http.Versioned):
    """Who would be asked; the ETag is the If-Match with which they are."""

    asked: int
    names: list[str] = Field(description="The first 20 of them.")
    silent: int = Field(description="Left out: they never agreed to be told of the next editions.")
    asked_before: int
    here_already: int
    mails: list[AgainMail]


@router.get("/v1/programmes/<programme_id>/again")
def list_editions(programme_id: str) -> EditionList:
    """Return the programmes whose people can be asked to come to this one."""
    programme, others = asking_back.editions(http.context(), programme_id)
    items = [EditionView.of(one, copied=one.programme_id == programme.copied_from) for one in others]
    return EditionList(items=items)


@router.post("/v1/programmes/<programme_id>/again/preview")
def preview(programme_id: str, body: AgainWish) -> AgainPreview:
    """Return who would be asked, who is left out, and the mails. Nothing is sent."""
    programme, found = asking_back.look(http.context(), programme_id, body.wanted())
    mails = [
        AgainMail(number=number, locale=locale, subject=subject, lines=lines)
        for locale, number, subject, lines in again_mails.of(programme, found)
    ]
    return AgainPreview.of(
        found,
        asked=len(found.asked),
        names=[one.called for one in found.asked[: asking_back.NAMED]],
        asked_before=found.before,
        here_already=found.here,
        mails=mails,
    )


@router.post("/v1/programmes/<programme_id>/again", status=202, location=JOB, expects="required")
def ask(programme_id: str, body: AgainWish) -> JobView:
    """Ask whom the preview showed, once each: its ETag is the If-Match, so nobody else is; 202 and the job."""
    return JobView.show(asking_back.ask(http.context(), programme_id, body.wanted(), http.expected()))
