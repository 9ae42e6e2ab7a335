"""The input of a round: who can still be paired, with the places they have left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mentoring import addresses, meant
from mentoring.questions import Question
from mentoring.rolling import Rolling, is_ongoing
from mentoring.weights import Weights
from pairing import store
from pairing.domain import MENTEE, MENTOR, Person
from pairing.matching.given import Input

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context
    from mentoring.tables.pairing import Round
    from mentoring.tables.recruitment import Participant, Programme

MOST_CELLS = 250_000_000
"""Largest mentees × mentors: the matrix has two bytes per cell, and solving needs as much again."""
HORIZON = timedelta(days=3653)
"""A programme lasts ten years at most, because every week of it is looked at."""
CALENDAR = (date(1970, 1, 1), date(2200, 1, 1))
"""The range of years with known clock changes."""
SEASON = timedelta(days=270)
"""The length of a programme without dates."""


class DatesRefused(ValueError):
    """The programme's weeks can't all be looked at."""


class TooLarge(ValueError):
    """More people than the machine can pair."""


def input_of(context: Context, programme: Programme, wanted: Round) -> Input:
    """Return everybody who can still be paired, with the places they have left; no pair is proposed twice.

    Raises `DatesRefused`, `TooLarge`.
    """
    people = store.participants(context, programme.programme_id)
    proposals, taken = store.pairing_items(context, programme.programme_id)
    left = store.places(people, proposals, taken)
    known = _known(context, people)
    start, end = _weeks(programme, context.clock().date())
    mentees = tuple(
        _person(one, 1, known[MENTOR]) for one in people if one.role == MENTEE and left[one.participant_id] > 0
    )
    mentors = tuple(
        _person(one, max(left[one.participant_id], 0), known[MENTEE])
        for one in people
        if one.role == MENTOR and not one.withdrawn_at
    )
    if len(mentees) * len(mentors) > MOST_CELLS:
        raise TooLarge
    return Input(
        mentees=mentees,
        mentors=mentors,
        weights=Weights.of(wanted.weights),
        mode=wanted.mode,
        start=start,
        end=end,
        locked=tuple((one, other) for one, other in wanted.locked),
        forbidden=(
            *((one.mentee_id, one.mentor_id) for one in proposals),
            *((one, other) for one, other in wanted.forbidden),
        ),
        threshold=wanted.threshold,
        must_cross=wanted.must_cross,
        no_juniors=wanted.no_juniors,
        levels=wanted.levels,
        questions=tuple(map(Question.of, wanted.questions)),
    )


def _weeks(programme: Programme, today: date) -> tuple[date, date]:
    """Return the first and last day of a programme; without dates, a season from its beginning or from today.

    Whoever is paired in an ongoing programme begins today, for as long as a pair lasts.
    """
    start = _day(programme, "kick_off") or today
    ongoing = is_ongoing(programme)
    if ongoing:
        start = max(start, today)
    if not CALENDAR[0] <= start <= CALENDAR[1] - SEASON:
        raise DatesRefused
    lasts = timedelta(days=Rolling.of(programme).days) if ongoing else timedelta(0)
    end = start + (lasts or SEASON) if ongoing else _day(programme, "closing") or start + SEASON
    if end - start > HORIZON:
        raise DatesRefused
    return start, end


def _day(programme: Programme, name: str) -> date | None:
    text = programme.dates.get(name)
    return date.fromisoformat(text) if text else None


def _known(context: Context, people: Sequence[Participant]) -> dict[str, dict[str, str]]:
    """Return of each role: an address that somebody typed → the present one of whom it means."""
    typed = [email for one in people for email in _typed(one.profile)]
    meant_by = meant.persons(context, people, typed)
    present = {role: {one.person_id: one.email for one in people if one.role == role} for role in (MENTOR, MENTEE)}
    return {
        role: {email: emails[person_id] for email, person_id in meant_by.items() if person_id in emails}
        for role, emails in present.items()
    }


def _typed(profile: Mapping[str, Any]) -> list[str]:
    return [*profile["choices"], *profile["not_with"], profile["manager_email"]]


def _person(one: Participant, left: int, known: Mapping[str, str]) -> Person:
    """Return a person; the people of the other side whom they named are known there by their present addresses."""

    def now(typed: str) -> str:
        return known.get(addresses.compared(typed), typed) if "@" in typed else typed

    profile = one.profile | {name: list(map(now, one.profile[name])) for name in ("choices", "not_with")}
    profile["manager_email"] = now(profile["manager_email"])
    return Person(one.participant_id, one.email, left, profile, one.person_id)
