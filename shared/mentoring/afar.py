"""Times somewhere else, in words: «9:40 in New York, 6 hours behind you», «your 15:00 = 09:00 in New York»."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_
from mentoring.i18n import clocks, format_time, in_zone, translations, weekday_name, zone_city

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE = timedelta(minutes=1)


def time_there(instant: datetime, locale: str, here: str, there: str) -> str:
    """Return an instant in the zone `there` as somebody in the zone `here` is told it; both are IANA names."""
    catalogue = translations("mentoring", locale)
    _, time = clocks(instant, locale, here, there)
    told = {"time": time, "city": zone_city(there, locale)}
    ahead = in_zone(instant, there).utcoffset() or timedelta(0)
    ahead -= in_zone(instant, here).utcoffset() or timedelta(0)
    if not ahead:
        return catalogue.gettext("%(time)s, the same time as yours") % told
    hours, minutes = divmod(abs(ahead) // _MINUTE, 60)
    told |= {"hours": str(hours), "minutes": str(minutes)}
    behind = ahead < timedelta(0)
    if not minutes and behind:
        text = catalogue.ngettext(
            "%(time)s in %(city)s, %(hours)s hour behind you", "%(time)s in %(city)s, %(hours)s hours behind you", hours
        )
    elif not minutes:
        text = catalogue.ngettext(
            "%(time)s in %(city)s, %(hours)s hour ahead of you",
            "%(time)s in %(city)s, %(hours)s hours ahead of you",
            hours,
        )
    elif behind:
        text = catalogue.gettext("%(time)s in %(city)s, %(hours)s h %(minutes)s min behind you")
    else:
        text = catalogue.gettext("%(time)s in %(city)s, %(hours)s h %(minutes)s min ahead of you")
    return text % told


BOTH_CLOCKS = {
    -1: N_("your %(here)s = %(there)s the day before in %(city)s"),
    0: N_("your %(here)s = %(there)s in %(city)s"),
    1: N_("your %(here)s = %(there)s the next day in %(city)s"),
}
"""What a time is for the reader and for somebody elsewhere, by the days between the two."""


def other_clock(instant: datetime, locale: str, here: str, there: str) -> str:
    """Return a time in the words of both, as `two_clocks`; nothing if both clocks show the same, or one isn't known."""
    if not there or in_zone(instant, here).replace(tzinfo=None) == in_zone(instant, there).replace(tzinfo=None):
        return ""
    return two_clocks(instant, locale, here, there)


def two_clocks(instant: datetime, locale: str, here: str, there: str) -> str:
    """Return a time in the words of both: «your 22:00 = 04:00 the next day in Kolkata»."""
    mine, theirs = in_zone(instant, here), in_zone(instant, there)
    words = translations("mentoring", locale).gettext
    if mine.replace(tzinfo=None) == theirs.replace(tzinfo=None):
        return words(N_("%(here)s for both of you")) % {"here": format_time(instant, locale, here)}
    days = (theirs.date() - mine.date()).days
    far = "" if days in BOTH_CLOCKS else f"{weekday_name(theirs.weekday(), locale)}, "
    return words(BOTH_CLOCKS.get(days, BOTH_CLOCKS[0])) % {
        "here": format_time(instant, locale, here),
        "there": far + format_time(instant, locale, there),
        "city": zone_city(there, locale),
    }
