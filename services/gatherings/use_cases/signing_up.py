"""People sign up for a gathering, answer the offer of a seat, and cancel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gatherings.domain.signup import NoSuchSeat, NotAnnounced, SignUpClosed
from gatherings.store import gatherings as store
from gatherings.store import signups
from gatherings.use_cases.looking import parts_of
from gatherings.use_cases.telling import tell
from mentoring import access
from mentoring.errors import NotFound
from mentoring.events.gatherings import PhotosAnswered, SeatsChanged
from mentoring.store import retrying
from mentoring.tables.core import Item as AnyItem
from mentoring.tables.gatherings.gathering import Gathering as Item
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.gatherings.signup import SignUp as SignUpItem
from mentoring.tables.vocabulary import GatheringNews, GatheringState, PhotoConsent, SignUpState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from gatherings.domain.gathering import Gathering
    from gatherings.domain.signup import SignUp
    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant
    from mentoring.tables.vocabulary import Seat

NEWS = {SignUpState.GOING: GatheringNews.SEATED, SignUpState.WAITING: GatheringNews.QUEUED}


@dataclass(frozen=True)
class Ours:
    """A gathering, as what somebody it is for takes part, and their sign-up; a new one if there is none."""

    item: Item
    gathering: Gathering
    part: Participant
    sign_up: SignUpItem


def ours(context: Context, programme_id: str, gathering_id: str) -> Ours:
    """Return a gathering for somebody it is for; raises `NotFound` for everybody else, and for drafts."""
    me = access.person(context)
    keys = [Item.key(programme_id, gathering_id), SignUpItem.key(gathering_id, me), GatheringSeats.key(gathering_id)]
    parts = parts_of(context, programme_id, me)
    context.store.get_many(AnyItem, keys)
    item = store.load(context, programme_id, gathering_id)
    found = signups.load(context, gathering_id, me)
    if item is None or item.state == GatheringState.DRAFT:
        raise NotFound
    gathering = store.read(item)
    part = next((one for one in parts if _concerns(gathering, one, found)), None)
    if part is None:
        raise NotFound
    return Ours(item, gathering, part, found or signups.new(item, part, next(iter(gathering.plan.seats))))


def _concerns(gathering: Gathering, part: Participant, found: SignUpItem | None) -> bool:
    """Return whether a gathering is for somebody, or was when they signed up."""
    signed_up = found is not None and found.participant_id == part.participant_id
    return signed_up or gathering.plan.is_for(part.role, part.participant_id)


@retrying
def sign_up(
    context: Context,
    programme_id: str,
    gathering_id: str,
    seat: Seat | None = None,
    photos: PhotoConsent = PhotoConsent.UNANSWERED,
) -> SignUpItem:
    """Sign the user up for a seat of a kind, or put them on the waiting list; with no kind, for the one there is.

    `photos` is what they say to photos, where these are taken.
    Raises `NotAnnounced`, `SignUpClosed`, `NoSuchSeat`, `SeatTaken`.
    """
    mine = ours(context, programme_id, gathering_id)
    plan, before = mine.gathering.plan, signups.read(mine.sign_up)
    if not mine.gathering.stands:
        raise NotAnnounced
    if context.clock() >= plan.closes_at and not before.stands:
        raise SignUpClosed
    wanted = seat or (before.seat if before.stands else next(iter(plan.seats)))
    room = next((one for one in signups.rooms(plan, signups.seats(context, gathering_id)) if one.seat == wanted), None)
    if room is None:
        raise NoSuchSeat(fields={"/seat": NoSuchSeat.message})
    after = before.ask(room)
    if photos and plan.photos:
        after = after.answer_photos(photos, plan, context.clock())
    return _write(context, mine, after)


@retrying
def answer_photos(context: Context, programme_id: str, gathering_id: str, answer: PhotoConsent) -> SignUpItem:
    """Say whether photos may show the user, who has signed up; raises `NobodyAsksForPhotos`, `PhotosTaken`."""
    mine = ours(context, programme_id, gathering_id)
    after = signups.read(mine.sign_up).answer_photos(answer, mine.gathering.plan, context.clock())
    return _write(context, mine, after)


@retrying
def accept(context: Context, programme_id: str, gathering_id: str) -> SignUpItem:
    """Take the seat that is kept for the user; raises `NothingOffered`."""
    mine = ours(context, programme_id, gathering_id)
    if not mine.gathering.stands:
        raise NotAnnounced
    return _write(context, mine, signups.read(mine.sign_up).accept())


@retrying
def leave(context: Context, programme_id: str, gathering_id: str) -> SignUpItem:
    """Cancel the user's sign-up, their place on the waiting list, or decline the seat that is kept for them."""
    mine = ours(context, programme_id, gathering_id)
    if not mine.gathering.stands:
        raise NotAnnounced
    return _write(context, mine, signups.read(mine.sign_up).cancel())


def _write(context: Context, mine: Ours, after: SignUp) -> SignUpItem:
    before = signups.read(mine.sign_up)
    if after == before:
        return mine.sign_up
    uow = context.begin()
    signups.save(context, uow, mine.sign_up, after, context.clock())
    if before.state == SignUpState.GOING and not after.stands:
        tell(uow, mine.item, mine.sign_up, GatheringNews.LEFT)
    elif after.stands and replace(after, photos=before.photos) != before:
        # who leaves the waiting list or a seat that was kept sees on the page that it is done
        tell(uow, mine.item, mine.sign_up, NEWS[after.state])
    if after.photos != before.photos:
        item = mine.item
        who = (item.programme_id, item.gathering_id, mine.sign_up.person_id, mine.sign_up.participant_id)
        uow.publish(PhotosAnswered(*who, after.photos), aggregate=mine.sign_up)
    if after.lets_others_in(before):
        uow.publish(SeatsChanged(mine.item.programme_id, mine.item.gathering_id))
    uow.commit()
    return mine.sign_up
