"""People and settings → the input of pairing; a refusal of pairing → one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.pair import Refused
from infra.pair.applications import email_of, person_id
from pairing.domain import MENTEE, MENTOR
from pairing.matching.given import Input

if TYPE_CHECKING:
    from infra.pair.applications import Applications
    from infra.pair.settings import Pair, Settings
    from pairing.matching.given import InputRefused

RULES = {
    "capacity": "there is no place for it",
    "exclusion": "one of them doesn't want the other, or both are one person",
    "manager": "one is the other's line manager",
    "language": "they have no language in common",
    "mode": "one meets only online, the other only in person",
    "department": "they are of one department",
    "junior": "the mentor's position is lower than the mentee's",
    "time": "they have no hour in common in some week of the programme",
    "forbidden": "it is forbidden as well",
    "question": "their answers to a question of the programme's don't fit",
}


def input_of(people: Applications, settings: Settings, place: str) -> Input:
    """Return the input of pairing; raises `Refused` if a locked or forbidden person isn't among the applications."""
    mentees, mentors = {one.email for one in people.mentees}, {one.email for one in people.mentors}
    for key, pairs in (("locked", settings.locked), ("forbidden", settings.forbidden)):
        for mentee, mentor in pairs:
            for role, email, side in ((MENTEE, mentee, mentees), (MENTOR, mentor, mentors)):
                if email not in side:
                    raise Refused(f"{place}: `{key}`: no {role} with the address {email} is in the applications")
    return Input(
        mentees=people.mentees,
        mentors=people.mentors,
        weights=settings.weights,
        mode=settings.mode,
        start=settings.start,
        end=settings.end,
        locked=_by_id(settings.locked),
        forbidden=_by_id(settings.forbidden),
        threshold=settings.threshold,
        must_cross=settings.must_cross,
        no_juniors=settings.no_juniors,
        levels=settings.levels,
    )


def _by_id(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    return tuple((person_id(mentee, MENTEE), person_id(mentor, MENTOR)) for mentee, mentor in pairs)


def refusal(refused: InputRefused, place: str) -> str:
    """Return a refusal of pairing in words."""
    names = " and ".join(email_of(one) or one for one in refused.ids)
    return f"{place}: `locked`: {names} can't be a pair: {RULES.get(refused.why, refused.why)} ({refused.why})"
