"""The page on which a programme gets its next edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Day, Line
from recruitment.pages.base import Html, of_programme
from recruitment.use_cases import editions

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme

router = http.PageRouter()


class EditionForm(http.Model):
    """A new edition."""

    name: Line = Field(min_length=1, max_length=200)
    kick_off: Day


@router.get("/organizer/programmes/<programme_id>/edition")
def edition_page(programme_id: str) -> Html:
    """Ask for the name and the kick-off of a new edition, and say what it takes over."""
    return _edition(editions.organized(http.context(), programme_id))


def _edition(programme: Programme, status: int = 200, **values: object) -> Html:
    return of_programme(programme, "edition.html", status, before=programme.dates.get("kick_off", ""), **values)


@router.post("/organizer/programmes/<programme_id>/edition")
def make_edition(programme_id: str) -> Html:
    """Make the new edition and lead to it."""
    context = http.context()
    try:
        sent = web.form(EditionForm)
        new = editions.copy(context, programme_id, sent.name, sent.kick_off)
    except Invalid as error:
        return _edition(editions.organized(context, programme_id), 422, **web.kept(error))
    done = N_("The new edition is there, as a draft. Look at its settings and dates, then open recruitment.")
    return web.redirect(f"/organizer/programmes/{new.programme_id}", flash=done)
