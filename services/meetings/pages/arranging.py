"""Forms in which times are proposed, and how times that were proposed are shown."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import Field

from meetings import domain, use_cases
from meetings.pages.base import PAGES, Html
from meetings.use_cases import calling
from mentoring import calls, clock, http, web
from mentoring.afar import other_clock
from mentoring.errors import N_, Invalid
from mentoring.http.fields import WallTime, Zone
from mentoring.i18n import zone_of
from mentoring.values import dataclass
from mentoring.walltime import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from meetings.use_cases.suggesting import Suggested
    from mentoring.context import Context
    from mentoring.tables.meetings import Meeting
    from mentoring.tables.pairing import Pair
    from mentoring.walltime import Moment

OWN = ("starts_at", "time_2", "time_3", "time_4", "time_5")
"""Fields in which somebody types times of their own."""


class TimesForm(http.Model):
    """Up to five times as the browser sends them: local times in `zone`, in which the page was shown."""

    suggested: list[WallTime] = Field([], max_length=20)
    starts_at: WallTime | None = None
    time_2: WallTime | None = None
    time_3: WallTime | None = None
    time_4: WallTime | None = None
    time_5: WallTime | None = None
    zone: Zone = ""

    def wanted(self, zone: str) -> Wanted:
        """Return the times that were chosen or typed; raise `Invalid` at the field of a time that can't be."""
        shown = [("suggested", one) for one in self.suggested]
        shown += [(name, one) for name in OWN if (one := getattr(self, name)) is not None]
        found: dict[datetime, tuple[str, Moment]] = {}
        for name, one in shown:
            at = moment(one, zone, f"/{name}")
            found.setdefault(at.instant, (name, at))
        if not found:
            raise Invalid(fields={"/starts_at": N_("This is required.")})
        return Wanted(tuple(found), tuple(name for name, _ in found.values()), tuple(at for _, at in found.values()))


@dataclass(frozen=True)
class Wanted:
    """Times somebody wants to propose: instants, the field of each, and how each was typed."""

    starts: tuple[datetime, ...]
    fields: tuple[str, ...]
    moments: tuple[Moment, ...]

    @property
    def twice(self) -> Moment | None:
        """Return the first of the times that occurs twice that night."""
        return next((one for one in self.moments if one.twice), None)

    @contextmanager
    def at_fields(self) -> Iterator[None]:
        """Say of a time that is refused which field of the form it was in."""
        try:
            yield
        except Invalid as error:
            at = {domain.field_of(number): f"/{name}" for number, name in enumerate(self.fields)}
            at["/more"] = f"/{self.fields[0]}"
            error.fields = {at.get(where, where): why for where, why in error.fields.items()}
            raise


def kept(error: Invalid) -> dict[str, Any]:
    """Return what a form of times needs to be shown again, as `web.kept`; suggestions stay ticked."""
    values = web.kept(error)
    return values | {"typed": values["typed"] | {"suggested": web.forms.typed().get("suggested", [])}}


# What is shown -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Time:
    """A time of a meeting: an instant, what it is on both clocks if they differ, and whether the reader is busy."""

    at: str
    words: str
    clashes: bool


def times(context: Context, pair: Pair, found: Iterable[Meeting]) -> dict[str, list[Time]]:
    """Return when meetings are, or may be, by their ids."""
    beside = use_cases.beside(context, pair, found)
    there = beside.partner_zone
    return {
        meeting_id: [Time(clock.iso(one.starts_at), both(context, one.starts_at, there), one.clashes) for one in known]
        for meeting_id, known in beside.times.items()
    }


def both(context: Context, at: datetime, there: str) -> str:
    """Return what a time is on the clocks of both, empty if that is the same."""
    return other_clock(at, context.locale, context.zone, there)


def as_shown(context: Context) -> Context:
    """Return the context in the zone of the form that was sent.

    The browser sends its zone only after its first page, so the request's zone may differ from the one that was shown.
    """
    shown = zone_shown()
    return replace(context, zone=shown) if shown else context


def zone_shown() -> str:
    """Return the zone a form that was sent was shown in, or nothing."""
    shown = web.forms.typed().get("zone", [""])[-1]
    return shown if shown and zone_of(shown) else ""


router = http.PageRouter()


@router.get("/meetings/pair/<pair_id>/times")
def times_page(pair_id: str) -> Html:
    """Suggest times, and propose up to five at once; with `instead` other times for a meeting."""
    return page(pair_id, instead=http.request().query_string_parameters.get("instead", ""))


def page(pair_id: str, status: int = 200, *, instead: str = "", **values: object) -> Html:
    """Return the page on which times are proposed, for a new meeting or `instead` of the present time of one."""
    from meetings.use_cases import suggesting  # noqa: PLC0415 - few requests ask for times

    context = as_shown(http.context())
    found = suggesting.suggested(context, pair_id, instead)
    meeting = use_cases.meeting_of_link(context, pair_id, instead) if instead else None
    here = f"/meetings/pair/{pair_id}/times" + (f"?instead={instead}" if instead else "")
    kept = calling.kept(context, pair_id)
    host = calls.host(kept.call.link) or calls.host(kept.pattern)
    shown = {"instead": meeting, "own": OWN, "here": here, "call_host": host}
    return PAGES.render("times.html", context, status, **suggestions(context, found), **shown, **values)


def suggestions(context: Context, found: Suggested | None) -> dict[str, Any]:
    """Return what `proposing.html` needs to show suggested times, if there are any: each on both clocks."""
    words = {one.shown: both(context, one.starts_at, found.partner_zone) for one in found.times} if found else {}
    return {"found": found, "words": words}
