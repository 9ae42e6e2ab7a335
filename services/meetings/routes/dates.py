"""JSON of a programme's calendar, for everybody in it."""

from __future__ import annotations

from meetings.use_cases import dates
from mentoring import http
from mentoring.tables.vocabulary import CalendarKind, SignUpState

router = http.Router()


class CalendarEntryView(http.View):
    """Something on a day (`YYYY-MM-DD`) in the reader's zone; `starts_at` is null for what takes a whole day.

    `name` is that of a date of the programme (`recruitment_closes`, `kick_off`, `mid_review`, `closing`), `title` that
    of a gathering, or of the partner in one of the user's own meetings; `path` leads to its page. `sign_up` is the
    user's to a gathering.
    """

    what: CalendarKind
    day: str
    starts_at: str | None
    minutes: int
    name: str
    title: str
    path: str
    cancelled: bool
    proposed: bool
    sign_up: SignUpState | None

    @classmethod
    def show(cls, one: dates.Entry) -> CalendarEntryView:
        """Return the view of an entry."""
        return cls.of(one, day=one.day.isoformat(), starts_at=one.starts_at or None)


class ProgrammeDatesView(http.View):
    """All that happens in a programme, soonest first: its dates, gatherings for the user, and their own meetings."""

    programme_id: str
    items: list[CalendarEntryView]
    next: str | None = None


@router.get("/v1/meetings/programmes/<programme_id>/dates")
def programme_dates(programme_id: str) -> ProgrammeDatesView:
    """Return the calendar of a programme to who takes part in it or organizes it."""
    found = dates.of_programme(http.context(), programme_id)
    return ProgrammeDatesView(programme_id=programme_id, items=[CalendarEntryView.show(one) for one in found.entries])
