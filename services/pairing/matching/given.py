"""What a round is solved from: people, weights and rules of a programme, what an organizer locked or forbade."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import PairingMode
from mentoring.values import dataclass
from mentoring.weights import GOOD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mentoring.questions import Question
    from mentoring.weights import Weights
    from pairing.domain import Person


class InputRefused(ValueError):
    """The input can't be paired.

    `why` is `duplicate` (an id twice on one side), `unknown` (an unknown locked id), `capacity` (no place for a locked
    pair) or the hard rule that a locked pair breaks; `ids` are the people concerned.
    """

    def __init__(self, why: str, ids: Sequence[str]) -> None:
        super().__init__(f"{why}: {', '.join(ids)}")
        self.why = why
        self.ids = tuple(ids)


@dataclass(frozen=True)
class Input:
    """Everything that determines a result; `forbidden` and `locked` are (mentee id, mentor id).

    Common time depends on the programme's weeks from `start` to `end`. `threshold` (0–10 000) counts in the mode
    `best_quality`; `must_cross` forbids pairs within a department, `no_juniors` pairs whose mentor has a lower position
    than the mentee; `levels` are the programme's own words for levels of positions, `questions` the organizers' own
    questions that count.
    """

    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    weights: Weights
    mode: str
    start: date
    end: date
    locked: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
    threshold: int = GOOD
    must_cross: bool = False
    no_juniors: bool = False
    levels: Mapping[str, int] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()

    def least(self) -> int:
        """Return the score below which nobody is paired, unless an organizer locked the pair."""
        return self.threshold if self.mode == PairingMode.BEST_QUALITY else 0

    def fingerprint(self) -> str:
        """Return a SHA-256 that doesn't depend on the order of the input."""
        people = [sorted((p.id, p.email, p.person_id, p.capacity, p.profile) for p in side) for side in self.sides()]
        rest = [repr(self.weights), self.mode, self.start, self.end, self.threshold, self.must_cross]
        rest += [self.no_juniors, sorted(self.levels.items())]
        rest += [[one.told() for one in self.questions]] if self.questions else []
        rest += [sorted(set(pairs)) for pairs in (self.locked, self.forbidden)]
        text = json.dumps([people, rest], sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def sides(self) -> tuple[list[Person], list[Person]]:
        """Return mentees and mentors by address, then id; raises `InputRefused` for an id that occurs twice.

        The order breaks ties, and a file and a programme have the addresses in common: so both pair alike.
        """
        sides = tuple(sorted(side, key=lambda one: (one.email, one.id)) for side in (self.mentees, self.mentors))
        for side in sides:
            if twice := [one for one, times in Counter(one.id for one in side).items() if times > 1]:
                raise InputRefused("duplicate", twice)
        return sides[0], sides[1]
