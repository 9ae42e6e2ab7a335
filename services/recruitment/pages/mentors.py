"""The list of mentors from which mentees choose whom they wish for."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from pydantic import Field

from mentoring import http, web
from mentoring.errors import Stale
from recruitment import answers, domain
from recruitment.pages.base import Html, of_programme
from recruitment.pages.forms import UNLISTED
from recruitment.use_cases import answering, wishing

router = http.PageRouter()

PAGE_SIZE = 20


class WishForm(http.Model):
    """A mentor, and what is done with the wish for them."""

    mentor: str = Field(max_length=100)
    verb: Literal["add", "drop", "up"]


@router.get("/programmes/<slug>/mentors")
def mentors_page(slug: str) -> Html:
    """Show the mentors who may be wished for, and the user's wishes."""
    return _mentors(slug)


def _mentors(slug: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    programme, application, listed = wishing.mentors(context, slug)
    wanted = _wanted()
    wished = answers.listed(answering.typed(context, programme, application), "choices")
    found = [one for one in listed if one.fits(wanted["q"], wanted["topic"])]
    return of_programme(
        programme,
        "mentors.html",
        status,
        wanted=wanted,
        query=urlencode({name: value for name, value in wanted.items() if value}),
        found=found,
        total=len(listed),
        paged=web.paged(found, size=PAGE_SIZE),
        topics=sorted({topic for one in listed for topic in one.topics}, key=str.casefold),
        wished=wishing.names(context, programme.programme_id, wished),
        chosen=set(wished),
        unlisted=UNLISTED,
        **values,
    )


def _wanted() -> dict[str, str]:
    query = http.request().query_string_parameters
    return {name: query.get(name, "")[:100] for name in ("q", "topic", "page")}


@router.post("/programmes/<slug>/mentors")
def wish(slug: str) -> Html:
    """Add a wish, take one away, or put one further up."""
    sent = web.form(WishForm)
    try:
        answering.wish(http.context(), slug, sent.mentor, sent.verb)
    except (domain.TooManyWished, Stale) as error:
        return _mentors(slug, int(error.status), errors={"wished": error.message})
    found = {name: value for name, value in _wanted().items() if value}
    here = f"/programmes/{slug}/mentors" + (f"?{urlencode(found)}" if found else "")
    place = "#wished" if sent.verb != domain.ADD else "#m-" + sent.mentor
    return web.redirect(here + place)
