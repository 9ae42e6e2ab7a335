"""Whether photos may show somebody: asked at sign-up, changed until the start, taken back at any time."""

from __future__ import annotations

from datetime import datetime

import pytest

from gatherings.domain.signup import NobodyAsksForPhotos, PhotosTaken
from gatherings.use_cases import attending, signing_up
from mentoring.events.gatherings import GatheringTold, PhotosAnswered
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.vocabulary import PhotoConsent
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, world
from tests.unit.gatherings.givens import IN_TEN_DAYS, announced

YES, NO, UNANSWERED = PhotoConsent.ALLOWED, PhotoConsent.REFUSED, PhotoConsent.UNANSWERED


@pytest.fixture
def store() -> MemoryStore:
    """Given: a gathering where photos are taken."""
    store = world()
    announced(store, photos=True)
    return store


def come(store: MemoryStore, who: str, photos: PhotoConsent = UNANSWERED) -> None:
    signing_up.sign_up(context_at(store=store, person_id=who), PROGRAMME, "g", photos=photos)


def say(store: MemoryStore, who: str, answer: PhotoConsent, at: datetime = NOON) -> None:
    signing_up.answer_photos(context_at(at, store=store, person_id=who), PROGRAMME, "g", answer)


def said(store: MemoryStore, who: str) -> PhotoConsent:
    found = store.get(SignUp, *SignUp.key("g", who))
    assert found is not None
    return found.photos


def answered(store: MemoryStore) -> list[str]:
    return [one.data.answer for one in store.events if isinstance(one.data, PhotosAnswered)]


def test_given_photos_when_signing_up_then_the_answer_is_kept_and_shown_to_the_host(store: MemoryStore) -> None:
    come(store, MENTEE, YES)
    come(store, MENTOR)
    rows = attending.attendance_of(context_at(store=store, person_id=ORGANIZER), PROGRAMME, "g").rows
    assert {one.part.participant_id: one.photos for one in rows} == {"mentee": YES, "mentor": UNANSWERED}
    assert answered(store) == ["allowed"]


def test_given_an_answer_when_changed_before_the_start_then_it_holds_and_no_mail_comes(store: MemoryStore) -> None:
    come(store, MENTEE, NO)
    for answer in (YES, YES, NO):
        say(store, MENTEE, answer)
        assert said(store, MENTEE) == answer
    assert answered(store) == ["refused", "allowed", "refused"]
    assert [one.data.news for one in store.events if isinstance(one.data, GatheringTold)] == ["seated"]


def test_given_it_has_begun_when_answered_then_a_yes_is_taken_back_and_none_is_given(store: MemoryStore) -> None:
    come(store, MENTEE, YES)
    come(store, MENTOR)
    say(store, MENTEE, YES, IN_TEN_DAYS)
    say(store, MENTEE, NO, IN_TEN_DAYS)
    assert said(store, MENTEE) == NO
    for who in (MENTEE, MENTOR):
        with pytest.raises(PhotosTaken):
            say(store, who, YES, IN_TEN_DAYS)


def test_given_no_photos_or_no_sign_up_when_answered_then_nobody_asks(store: MemoryStore) -> None:
    with pytest.raises(NobodyAsksForPhotos):
        say(store, MENTEE, YES)
    other = world()
    announced(other)
    come(other, MENTEE, YES)
    assert said(other, MENTEE) == UNANSWERED
    with pytest.raises(NobodyAsksForPhotos):
        say(other, MENTEE, YES)
