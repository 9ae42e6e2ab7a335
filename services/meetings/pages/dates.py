"""The calendar of a programme for everybody in it: a list by months, in the reader's zone."""

from __future__ import annotations

from meetings.pages.base import PAGES, Html
from meetings.use_cases import dates
from mentoring import clock, http
from mentoring.errors import N_
from mentoring.i18n import format_month, in_zone
from mentoring.tables.vocabulary import SignUpState

router = http.PageRouter()

DATE_NAMES = {
    "recruitment_closes": N_("Last day for applications"),
    "kick_off": N_("Kick-off"),
    "mid_review": N_("Mid-term review"),
    "closing": N_("Closing"),
}
SIGN_UP_NAMES = {
    SignUpState.GOING: N_("you are coming"),
    SignUpState.WAITING: N_("on the waiting list"),
    SignUpState.OFFERED: N_("a seat is kept for you"),
}


@router.get("/meetings/programmes/<programme_id>/dates")
def dates_page(programme_id: str) -> Html:
    """Show all that happens in a programme, for who takes part in it or organizes it."""
    context = http.context()
    found = dates.of_programme(context, programme_id)
    today = in_zone(context.clock(), context.zone).date()
    months = [(first, format_month(first, context.locale), entries) for first, entries in found.months()]
    return PAGES.render(
        "dates.html",
        context,
        found=found,
        programme=found.programme,
        accent=found.programme.accent,
        today=today,
        instant=clock.iso(context.clock()),
        ahead=[one[1:] for one in months if one[0] >= today.replace(day=1)],
        past=[one[1:] for one in reversed(months) if one[0] < today.replace(day=1)],
        date_names=DATE_NAMES,
        sign_up_names=SIGN_UP_NAMES,
    )
