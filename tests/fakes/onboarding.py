"""Given: onboarding as gatherings keeps it, for tests of those who read it."""

from __future__ import annotations

from typing import Any

from mentoring import clock
from mentoring.tables.gatherings.onboarding import Onboarding, OnboardingProgress
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PROGRAMME


def head(**values: Any) -> Onboarding:
    """Return that people have their lists, since noon."""
    return Onboarding(*Onboarding.key(PROGRAMME), **{"programme_id": PROGRAMME, "given_at": clock.iso(NOON)} | values)


def progress(who: str = "mentee", *, left: int = 4, **values: Any) -> OnboardingProgress:
    """Return somebody who has done three of seven steps."""
    told = {
        "programme_id": PROGRAMME, "participant_id": who, "person_id": MENTEE if who == "mentee" else MENTOR,
        "role": who, "begun_at": clock.iso(NOON), "arrival": "begun" if left else "settled", "total": 7, "done": 3,
        "left": left, "following": {"step_id": "s", "titles": {"pl": "Poufność", "en": "Confidence"}},
    }  # fmt: skip
    return OnboardingProgress(*OnboardingProgress.key(PROGRAMME, who), **told | values)
