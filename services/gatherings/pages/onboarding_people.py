"""Who is how far with their onboarding: the organizers' list, with what they waive."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from pydantic import Field

from gatherings.pages.base import PAGES, Html
from gatherings.use_cases.onboarding import people as use_cases
from mentoring import http, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import Arrival
from mentoring.texts import language
from mentoring.web.forms import typed

if TYPE_CHECKING:
    from gatherings.domain.onboarding import Step
    from mentoring.errors import DomainError

router = http.PageRouter()

ARRIVALS = {
    Arrival.NOT_BEGUN: N_("haven't begun"),
    Arrival.BEGUN: N_("on their way"),
    Arrival.SETTLED: N_("ready"),
}


class WaivingForm(http.Model):
    """For whom a step is waived (participant ids) and why; without a step all that is open."""

    people: list[Annotated[str, Field(max_length=64)]] = Field(default_factory=list, max_length=use_cases.TOGETHER)
    step: Annotated[str, Field(max_length=64)] = ""
    why: Annotated[Line, Field(max_length=300)] = ""


@router.get("/onboarding/<programme_id>/people")
def people_page(programme_id: str) -> Html:
    """Show who is how far."""
    return _people(programme_id)


def _people(programme_id: str, error: DomainError | None = None) -> Html:
    context = http.context()
    arrival = http.request().query_string_parameters.get("arrival", "")
    items, following = http.part_of(partial(use_cases.listed, context, programme_id, arrival), use_cases.TOGETHER)
    board = use_cases.board(context, programme_id, items)
    return PAGES.render(
        "onboarding_people.html",
        context,
        error.status if error else 200,
        board=board,
        programme=board.programme,
        accent=board.programme.accent,
        home=f"/onboarding/{programme_id}",
        arrivals=ARRIVALS,
        arrival=arrival if arrival in tuple(Arrival) else "",
        following=following or "",
        kept=urlencode({"arrival": arrival}) if arrival in tuple(Arrival) else "",
        title=lambda step: _title(step, context.locale),
        ticked=typed().get("people", []) if error else [],
        **(web.kept(error) if error else {}),
    )


def _title(step: Step, locale: str) -> str:
    return step.texts[language(step.texts, locale)]["title"]


@router.post("/onboarding/<programme_id>/people")
def waive(programme_id: str) -> Html:
    """Waive steps for the people who are ticked."""
    try:
        sent = web.form(WaivingForm)
        use_cases.waive(http.context(), programme_id, sent.people, sent.step, sent.why)
    except Invalid as error:
        return _people(programme_id, error)
    return web.redirect(f"/onboarding/{programme_id}/people", flash=N_("Waived. They read why on their own page."))
