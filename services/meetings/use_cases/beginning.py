"""Before a pair's first meeting: what the programme wants to be done first (domain.md §2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain, store
from mentoring.tables.core import Item as Base
from mentoring.tables.gatherings.onboarding import Onboarding, OnboardingProgress
from mentoring.tables.vocabulary import MeetingState

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.tables.meetings import PairCalendar
    from mentoring.tables.pairing import Pair

MET = (MeetingState.HELD, MeetingState.TO_CONFIRM)


def keys(context: Context, pair: Pair) -> list[tuple[str, str]]:
    """Return the keys of what `check` asks for, to be read with what is needed next."""
    own = pair.mentor_id if context.principal.person_id == pair.mentor_person_id else pair.mentee_id
    return [Onboarding.key(pair.programme_id), OnboardingProgress.key(pair.programme_id, own)]


def check(context: Context, pair: Pair, calendar: PairCalendar, *starts: datetime) -> None:
    """Raise `OnboardingFirst` if the user can't arrange a first meeting before they finish their onboarding.

    Each of the two answers for their own; what the other has done is nobody else's business. For pairs that have met
    nothing is read; for others in the round trip that reads what arranging meetings at `starts` asks for next.
    """
    if any(one.state in MET for one in store.known(calendar).values()):
        return
    asked = keys(context, pair)
    store.read_along(context, pair, *starts, also=asked)
    read = context.store.get_many(Base, asked)
    comes_first = any(isinstance(one, Onboarding) and one.given_at and one.comes_first for one in read)
    progress = next((one for one in read if isinstance(one, OnboardingProgress)), None)
    if not comes_first or progress is None or not progress.left:
        return
    titles = progress.following["titles"]
    step = titles.get(context.locale) or next(iter(titles.values()))
    raise domain.OnboardingFirst(pair.programme_id, left=progress.left, step=step)
