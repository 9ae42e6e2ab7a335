"""What time it is somewhere else, in words: «9:40 in New York, 6 hours behind you»."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.i18n import clocks, in_zone, translations, zone_city

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
