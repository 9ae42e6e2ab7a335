"""A gathering as calendars, mails and pages of several services show it to one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import calendar, clock, links
from mentoring.adding import Coming
from mentoring.i18n import translations
from mentoring.tables.vocabulary import GatheringState, Seat, SignUpState, Venue
from mentoring.texts import language

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.tables.gatherings.gathering import Gathering
    from mentoring.tables.gatherings.signup import SignUp


def title(item: Gathering, locale: str) -> str:
    """Return the title in a reader's language, or in the one there is."""
    return str(item.texts[language(item.texts, locale)]["title"])


def page(item: Gathering) -> str:
    """Return the address of its page."""
    return links.url(f"/gatherings/{item.programme_id}/{item.gathering_id}")


def where(item: Gathering, seat: Seat | None) -> str:
    """Return the place for who has a seat, or how to join; for organizers, who have none, both."""
    here = "" if seat == Seat.ONLINE or item.venue == Venue.ONLINE else item.place
    online = "" if seat == Seat.IN_PERSON or item.venue == Venue.IN_PERSON else item.link
    return ", ".join(one for one in (here, online) if one)


def coming(item: Gathering, sign_up: SignUp | None, locale: str) -> Coming:
    """Return a gathering as somebody else's program may know it who adds it by hand."""
    place = where(item, sign_up.seat if sign_up is not None else None)
    return Coming(title(item, locale), clock.parse(item.starts_at), item.minutes, place, page(item))


def entry(
    item: Gathering,
    sign_up: SignUp | None,
    locale: str,
    now: datetime,
    *,
    organizer: tuple[str, str] | None = None,
    attendees: tuple[calendar.Attendee, ...] = (),
) -> calendar.Entry:
    """Return a gathering as the calendar of somebody who signed up shows it, or, with no sign-up, an organizer's.

    Its sequence rises with every change of the gathering, and with every cancellation of the sign-up. Nobody answers
    it by calendar: that is done on its page, which the entry names.
    """
    words, link = translations("mentoring", locale), page(item)
    place = where(item, sign_up.seat if sign_up is not None else None)
    call = calendar.call_in(place)
    said = [words.gettext("Video call: %(address)s") % {"address": call}] if call else []
    about = words.gettext("Agenda, cancelling and everything else: %(address)s") % {"address": link}
    comes = sign_up is None or sign_up.state == SignUpState.GOING
    stands = item.state in (GatheringState.ANNOUNCED, GatheringState.ENDED)
    return calendar.Entry(
        uid=item.uid,
        sequence=item.sequence + (sign_up.round if sign_up is not None else 0),
        status=calendar.Status.CONFIRMED if comes and stands else calendar.Status.CANCELLED,
        starts_at=clock.parse(item.starts_at),
        minutes=item.minutes,
        summary=title(item, locale),
        place=place,
        description="\n\n".join([*said, about]),
        organizer=organizer,
        attendees=attendees,
        stamp=now,
        link=link,
        locale=locale,
    )
