"""Who comes to a gathering: sign-ups, the waiting list, and a seat that is offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import SEATED, PhotoConsent, Seat, SignUpState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from gatherings.domain.gathering import Plan

SHORTEST_OFFER = timedelta(minutes=30)
NEAR = 4
"""An offer takes at most this part of the time until the start."""


class SignUpClosed(Conflict):
    """People can't sign up any more."""

    code = "sign-up-closed"
    message = N_("The time for signing up is over.")


class NotAnnounced(Conflict):
    """It is cancelled or over."""

    code = "gathering-over"
    message = N_("This gathering was cancelled or is over.")


class NoSuchSeat(Invalid):
    """Nobody can attend in this way."""

    code = "no-such-seat"
    message = N_("This gathering isn't held in that way. Choose another one.")


class NothingOffered(Conflict):
    """No seat is kept for them."""

    code = "nothing-offered"
    message = N_("No seat is kept for you at the moment; the offer has lapsed, or you have answered it.")


class SeatTaken(Conflict):
    """Who has a seat wants one of the other kind, and there is none."""

    code = "no-seat-left"
    message = N_("There is no seat of the other kind left. You keep the one you have.")


class SeatsInUse(Invalid):
    """More seats are taken than there would be."""

    code = "seats-in-use"
    message = N_("%(taken)s people have a seat of this kind: there can't be fewer seats than that.")


class PhotosTaken(Conflict):
    """Photos may have been taken by now: consent can only be taken back."""

    code = "photos-taken"
    message = N_("It has begun. You can take back that photos may show you, but not allow it any more.")


class NobodyAsksForPhotos(Conflict):
    """No photos are taken, or they haven't signed up."""

    code = "no-photos"
    message = N_("Nobody asks you about photos here.")


@dataclass(frozen=True)
class Room:
    """The seats of one kind: how many there are (None: as many as come), are taken, and are waited for."""

    seat: Seat
    most: int | None
    taken: int = 0
    waiting: int = 0

    @property
    def free(self) -> int | None:
        """Return how many seats are free; None for as many as come."""
        return None if self.most is None else max(self.most - self.taken, 0)

    @property
    def has_free(self) -> bool:
        """Return whether a seat is free."""
        return self.free is None or self.free > 0

    @property
    def admits(self) -> bool:
        """Return whether somebody new gets a seat at once: one is free, and nobody waits for it."""
        return self.has_free and not self.waiting


@dataclass(frozen=True)
class SignUp:
    """Whether somebody comes, and how; `offered_until` while a seat is kept for them.

    `round` rises with every cancellation and change of the seat (see `tables.gatherings.signup`). `photos`: whether
    photos may show them.
    """

    seat: Seat
    state: SignUpState = SignUpState.CANCELLED
    offered_until: datetime | None = None
    round: int = 0
    photos: PhotoConsent = PhotoConsent.UNANSWERED

    @property
    def stands(self) -> bool:
        """Return whether it isn't cancelled."""
        return self.state != SignUpState.CANCELLED

    @property
    def is_seated(self) -> bool:
        """Return whether a seat is taken by them, or kept for them."""
        return self.state in SEATED

    def lets_others_in(self, before: SignUp) -> bool:
        """Return whether a seat became free with this change, or one may have while somebody joined the waiting list.

        Who reads that nothing is free and waits may do so while the last one cancels: then nobody else would look.
        """
        gave_up = before.is_seated and (self.seat != before.seat or not self.is_seated)
        return gave_up or (self.state == SignUpState.WAITING and self != before)

    def ask(self, room: Room) -> SignUp:
        """Return it with the wish for a seat: they have it at once, or wait for it.

        Who has a seat of the other kind keeps it unless one is free: raises `SeatTaken`.
        """
        if self.state == SignUpState.GOING and self.seat == room.seat:
            return self
        if self.state == SignUpState.OFFERED and self.seat == room.seat:
            return replace(self, state=SignUpState.GOING, offered_until=None)
        if self.state == SignUpState.WAITING and self.seat == room.seat:
            return self
        if room.admits:
            changed = self.round + (self.state == SignUpState.GOING)
            return replace(self, seat=room.seat, state=SignUpState.GOING, offered_until=None, round=changed)
        if self.is_seated:
            raise SeatTaken
        return replace(self, seat=room.seat, state=SignUpState.WAITING)

    def offer(self, plan: Plan, now: datetime) -> SignUp:
        """Return it with a seat that is kept for them for some time, shorter near the start."""
        ahead = (plan.starts_at - now) / NEAR
        wait = min(timedelta(hours=plan.offer_hours), max(ahead, SHORTEST_OFFER))
        until = min(now + wait, plan.starts_at)
        return replace(self, state=SignUpState.OFFERED, offered_until=until)

    def answer_photos(self, answer: PhotoConsent, plan: Plan, now: datetime) -> SignUp:
        """Return it with whether photos may show them; after the start only a yes is taken back.

        Raises `NobodyAsksForPhotos`, `PhotosTaken`.
        """
        if not plan.photos or not self.stands:
            raise NobodyAsksForPhotos
        if answer == PhotoConsent.ALLOWED and self.photos != answer and now >= plan.starts_at:
            raise PhotosTaken
        return replace(self, photos=answer)

    def accept(self) -> SignUp:
        """Return it with the seat that was kept; raises `NothingOffered`."""
        if self.state == SignUpState.GOING:
            return self
        if self.state != SignUpState.OFFERED:
            raise NothingOffered
        return replace(self, state=SignUpState.GOING, offered_until=None)

    def cancel(self) -> SignUp:
        """Return it cancelled."""
        if not self.stands:
            return self
        return replace(self, state=SignUpState.CANCELLED, offered_until=None, round=self.round + 1)

    def has_lapsed(self, now: datetime) -> bool:
        """Return whether a seat was kept for them until now."""
        return self.state == SignUpState.OFFERED and self.offered_until is not None and now >= self.offered_until
