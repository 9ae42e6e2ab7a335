"""What the pages of gatherings share: words, and a gathering in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from gatherings.domain.gathering import TEXTS
from mentoring import web
from mentoring.errors import N_
from mentoring.tables.vocabulary import GatheringKind, GatheringState, Invited, PhotoConsent, Seat, SignUpState, Venue
from mentoring.texts import language

if TYPE_CHECKING:
    from gatherings.use_cases.reading import Seen

PAGES = web.Pages("gatherings")
Html = Response[str]

KIND_NAMES = {
    GatheringKind.OPENING: N_("opening"),
    GatheringKind.WORKSHOP: N_("workshop"),
    GatheringKind.INTERVISION: N_("intervision"),
    GatheringKind.NETWORKING: N_("networking"),
    GatheringKind.CLOSING: N_("closing"),
}
VENUE_NAMES = {
    Venue.ONLINE: N_("online"),
    Venue.IN_PERSON: N_("in person"),
    Venue.BOTH: N_("online and in person"),
}
SEAT_NAMES = {Seat.ONLINE: N_("online"), Seat.IN_PERSON: N_("in person")}
STATE_NAMES = {
    GatheringState.DRAFT: N_("draft"),
    GatheringState.ANNOUNCED: N_("announced"),
    GatheringState.CANCELLED: N_("cancelled"),
    GatheringState.ENDED: N_("has taken place"),
}
SIGN_UP_NAMES = {
    SignUpState.GOING: N_("you are coming"),
    SignUpState.WAITING: N_("you are on the waiting list"),
    SignUpState.OFFERED: N_("a seat is kept for you"),
    SignUpState.CANCELLED: N_("you aren't coming"),
}
AUDIENCE_NAMES = {
    Invited.EVERYBODY: N_("Everybody who takes part"),
    Invited.MENTORS: N_("Mentors"),
    Invited.MENTEES: N_("Mentees"),
    Invited.CHOSEN: N_("People whom I name"),
}
PHOTO_NAMES = {
    PhotoConsent.ALLOWED: N_("yes"),
    PhotoConsent.REFUSED: N_("no"),
    PhotoConsent.UNANSWERED: N_("didn't say"),
}
PHOTO_WORDS = {
    PhotoConsent.ALLOWED: N_("photos: yes"),
    PhotoConsent.REFUSED: N_("photos: no"),
    PhotoConsent.UNANSWERED: N_("photos: didn't say"),
}
NAMES: dict[str, Any] = {
    "kind_names": KIND_NAMES,
    "venue_names": VENUE_NAMES,
    "seat_names": SEAT_NAMES,
    "gathering_names": STATE_NAMES,
    "sign_up_names": SIGN_UP_NAMES,
    "audience_names": AUDIENCE_NAMES,
    "photo_names": PHOTO_NAMES,
}
"""The words of states, for templates."""


def texts_of(seen: Seen, locale: str) -> dict[str, str]:
    """Return what is written of a gathering in the reader's language, or in the one there is: `language`."""
    read = language(seen.item.texts, locale)
    written: dict[str, str] = seen.item.texts.get(read, {})
    return dict.fromkeys(TEXTS, "") | written | {"language": read}
