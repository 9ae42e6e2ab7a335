"""JSON of gatherings, as everybody sees them whom they are for."""

from __future__ import annotations

from gatherings.use_cases import reading
from mentoring import http
from mentoring.tables.vocabulary import GatheringKind, GatheringState, PhotoConsent, Seat, SignUpState, Venue
from mentoring.texts import language

router = http.Router()

HERE = "/v1/gatherings/<programme_id>"


class SeatsView(http.View):
    """The seats of one kind: null for as many as come. Seats that are kept for somebody who was asked are taken."""

    seat: Seat
    most: int | None
    taken: int
    waiting: int
    free: int | None


class SignUpView(http.View):
    """Whether the user comes, and how; `offered_until` while a seat is kept for them.

    `photos`: whether photos may show them, empty as long as they haven't said.
    """

    seat: Seat
    state: SignUpState
    offered_until: str | None
    photos: PhotoConsent


class GatheringView(http.View):
    """A gathering, its texts (Markdown) in the reader's language, or in the one there is (`language`).

    `link` is how to join online, for who comes and for organizers; `closes_at` until when people can sign up; `photos`
    whether photos are taken; `hosts` whether the user is its host; `speaker` is somebody from outside.
    """

    gathering_id: str
    programme_id: str
    what: GatheringKind
    state: GatheringState
    venue: Venue
    starts_at: str
    minutes: int
    zone: str
    place: str
    link: str
    language: str
    title: str
    text: str
    before: str
    after: str
    closes_at: str
    seats: list[SeatsView]
    sign_up: SignUpView | None
    may_sign_up: bool
    photos: bool
    hosts: bool
    speaker: str
    speaker_email: str
    why: str


class GatheringList(http.View):
    """The gatherings of a programme, soonest first."""

    items: list[GatheringView]
    next: str | None = None


def shown(seen: reading.Seen, *, organizes: bool) -> GatheringView:
    """Return the view of a gathering."""
    context = http.context()
    read = language(seen.item.texts, context.locale)
    texts = {"title": "", "text": "", "before": "", "after": ""} | seen.item.texts.get(read, {})
    texts |= {name: "" for name in ("before", "after") if not organizes and name not in seen.reads}
    return GatheringView.of(
        seen.item,
        link=seen.item.link if organizes or seen.knows_link else "",
        language=read,
        closes_at=seen.closes_at,
        seats=[SeatsView.of(one) for one in seen.rooms],
        sign_up=SignUpView.of(seen.mine) if seen.mine is not None else None,
        hosts=seen.hosts,
        may_sign_up=seen.may_sign_up(context.clock()),
        **texts,
    )


@router.get(HERE)
def gatherings(programme_id: str) -> GatheringList:
    """Return the gatherings of a programme, to who takes part in it or organizes it."""
    found = reading.of_programme(http.context(), programme_id)
    return GatheringList(items=[shown(one, organizes=found.viewer.organizes) for one in found.gatherings])


@router.get(f"{HERE}/<gathering_id>")
def gathering(programme_id: str, gathering_id: str) -> GatheringView:
    """Return a gathering, to its organizers and those whom it is for."""
    who, seen = reading.one(http.context(), programme_id, gathering_id)
    return shown(seen, organizes=who.organizes)
