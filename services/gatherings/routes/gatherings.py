"""JSON of gatherings."""

from __future__ import annotations

from gatherings.domain.texts import language
from gatherings.use_cases import reading
from mentoring import http
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.vocabulary import GatheringKind, GatheringState, Venue

router = http.Router()


class GatheringView(http.Versioned):
    """A gathering; its title is in the reader's language, or in the one there is (`language`)."""

    gathering_id: str
    programme_id: str
    what: GatheringKind
    state: GatheringState
    venue: Venue
    starts_at: str
    minutes: int
    zone: str
    title: str
    language: str


class GatheringList(http.View):
    """The gatherings of a programme, soonest first."""

    items: list[GatheringView]
    next: str | None = None


def shown(item: Gathering, locale: str) -> GatheringView:
    """Return the view of a gathering."""
    read = language(item.texts, locale)
    return GatheringView.of(item, language=read, title=item.texts.get(read, {}).get("title", ""))


@router.get("/v1/gatherings/<programme_id>")
def gatherings(programme_id: str) -> GatheringList:
    """Return the gatherings of a programme, to who takes part in it or organizes it."""
    context = http.context()
    found = reading.of_programme(context, programme_id)
    return GatheringList(items=[shown(one, context.locale) for one in found.gatherings])
