"""What is written on the page after a meeting is kept here: the mail's link is the proof, nobody signs in.

The page itself is `meetings`'; its form comes here if it has words (307), for only this service writes in rooms.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mentoring import http, links, web
from mentoring.errors import N_, Conflict, Stale
from mentoring.http.fields import DayText
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import Doer, SeenBy
from workspace.pages.base import PAGES, Html
from workspace.use_cases import afterwards, takeaways, tasks

router = http.PageRouter("/rooms/met/<token>")

ALREADY = N_(
    "You noted something else of this meeting before; change it in your room. Empty that field to keep the rest."
)


class AfterwardsForm(http.Model):
    """What was typed; each part may be left out."""

    takeaway: str = Field("", max_length=takeaways.MOST_TEXT)
    takeaway_for: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR
    homework: str = Field("", max_length=tasks.MOST_TEXT)
    due_on: DayText | None = None
    homework_for: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.PAIR
    doer: Doer = Doer.BOTH
    next: str = Field("", max_length=40)

    def typed(self) -> afterwards.Afterwards:
        """Return what is to be kept."""
        homework = tasks.Written(self.homework, self.due_on, self.homework_for, self.doer) if self.homework else None
        return afterwards.Afterwards(self.takeaway, self.takeaway_for, homework)


def _link(token: str) -> links.Link:
    return links.read("outcome", token, http.context().clock())


@router.get("/rooms/met/<token>")
def back(token: str) -> Html:
    """Lead back to the page of the meeting."""
    _link(token)
    return web.redirect(f"/meetings/outcome/{token}")


@router.post("/rooms/met/<token>")
def note(token: str) -> Html:
    """Note what somebody takes away from the meeting of the link, and homework."""
    link = _link(token)
    context = http.context().acting_as(link.person_id)
    try:
        sent = web.form(AfterwardsForm)
        afterwards.note(context, link.claims["pair_id"], link.subject, sent.typed())
    except (web.FormInvalid, Stale, Conflict) as error:
        return PAGES.render(
            "afterwards.html",
            http.context(),
            error.status,
            token=token,
            problem="" if error.fields else ALREADY if isinstance(error, Stale) else error.message,
            noted=isinstance(error, Stale),
            today=day_in(context.clock(), context.zone),
            **web.kept(error),
        )
    words = N_("Noted, and your partner is asked about the time.") if sent.next else N_("Noted. Thank you.")
    return web.redirect(f"/meetings/outcome/{token}", flash=words)
