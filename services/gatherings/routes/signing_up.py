"""JSON of sign-ups."""

from __future__ import annotations

from typing import Literal

from gatherings.routes.gatherings import SignUpView
from gatherings.use_cases import signing_up
from mentoring import http
from mentoring.tables.vocabulary import PhotoConsent, Seat

router = http.Router()

HERE = "/v1/gatherings/<programme_id>/<gathering_id>"


class SignUpWish(http.Model):
    """How somebody would attend; may be left out where there is one way. `photos`: whether these may show them."""

    seat: Seat | None = None
    photos: PhotoConsent = PhotoConsent.UNANSWERED


class PhotosAnswer(http.Model):
    """Whether photos may show somebody."""

    answer: Literal[PhotoConsent.ALLOWED, PhotoConsent.REFUSED]


class OfferAnswer(http.Model):
    """Whether somebody takes the seat that is kept for them."""

    answer: Literal["yes", "no"]


@router.post(f"{HERE}/sign-up")
def sign_up(programme_id: str, gathering_id: str, body: SignUpWish) -> SignUpView:
    """Sign up for a gathering: for a seat, or the waiting list if none is free."""
    return SignUpView.of(signing_up.sign_up(http.context(), programme_id, gathering_id, body.seat, body.photos))


@router.post(f"{HERE}/sign-up/cancellation")
def cancel_sign_up(programme_id: str, gathering_id: str) -> SignUpView:
    """Give up the seat, or the place on the waiting list."""
    return SignUpView.of(signing_up.leave(http.context(), programme_id, gathering_id))


@router.post(f"{HERE}/sign-up/offer")
def answer_offer(programme_id: str, gathering_id: str, body: OfferAnswer) -> SignUpView:
    """Take the seat that is kept for the user, or leave it to the next one."""
    context = http.context()
    use_case = signing_up.accept if body.answer == "yes" else signing_up.leave
    return SignUpView.of(use_case(context, programme_id, gathering_id))


@router.post(f"{HERE}/sign-up/photos")
def answer_photos(programme_id: str, gathering_id: str, body: PhotosAnswer) -> SignUpView:
    """Say whether photos may show the user; once it has begun, a yes can only be taken back."""
    return SignUpView.of(signing_up.answer_photos(http.context(), programme_id, gathering_id, body.answer))
