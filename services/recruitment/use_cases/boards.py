"""The state of a programme, for its organizers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentoring import access, matters, recruiting
from mentoring.rolling import is_ongoing
from mentoring.tables.core import Item
from mentoring.tables.monitoring import COLOURS, Matter, WatchCounts
from mentoring.tables.pairing import Pair, PairCounts
from mentoring.tables.recruitment import Participant, Programme, StageChange
from mentoring.tables.vocabulary import ApplicationState
from mentoring.values import dataclass
from recruitment import store
from recruitment.consequences import OVER
from recruitment.counting import Tally
from recruitment.domain import next_steps
from recruitment.use_cases import programmes, telling

if TYPE_CHECKING:
    from mentoring.context import Context


LINES_SHOWN = 8
"""Lines of what needs the organizers on a programme's board, the most urgent first."""


@dataclass(frozen=True)
class Board:
    """Where a programme stands: applications by (role, state), pairs by stage and by colour, what needs somebody.

    `lines` are the first of the organizers' list, each matter with the person or pair it is about; `number` is that of
    all its lines. `step` is what comes next in the season. `following` and `preceding` are the stages it may move to,
    nothing where there is none.
    """

    programme: Programme
    following: str
    preceding: str
    may_edit: bool
    applications: Counter[tuple[str, str]]
    stages: Counter[str]
    colours: Counter[str]
    lines: list[tuple[Matter | matters.Step, str]]
    number: int
    history: list[StageChange]
    quota: telling.Quota
    step: next_steps.Step

    @property
    def pairs(self) -> int:
        """Return how many pairs there are."""
        return self.stages.total()

    def count(self, state: str = "", role: str = "") -> int:
        """Return the number of applications in a state, of a role."""
        return sum(
            number
            for (its_role, its_state), number in self.applications.items()
            if state in ("", its_state) and role in ("", its_role)
        )


def board(context: Context, programme_id: str) -> Board:
    """Return the state of a programme and what needs its organizers."""
    numbers = matters.keys(programme_id)
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=numbers, along=access.organization)
    tally = Tally.of(context, programme_id)
    counted = context.store.get_many(Item, numbers)
    stages, watches = PairCounts.by_stage(counted), WatchCounts.total(counted)
    desk = matters.desk(programme, counted, context.clock())
    stands = store.programme(programme)
    return Board(
        programme=programme,
        following=stands.following,
        preceding=stands.preceding,
        may_edit=access.decides(context, programme),
        applications=tally.by_role_and_state,
        stages=+stages,
        colours=+Counter({str(colour): watches[colour] for colour in COLOURS}),
        lines=_first_lines(context, programme_id, desk),
        number=desk.number,
        history=context.store.query(StageChange, *StageChange.of(programme_id)),
        quota=telling.quota(context, programme, tally),
        step=_now(context, programme, tally, counted).next(),
    )


def _now(context: Context, programme: Programme, tally: Tally, counted: list[Item]) -> next_steps.Now:
    today, dates = programmes.today(context, programme), programme.dates
    stages = PairCounts.by_stage(counted)
    last = dates.get("closing", "")
    return next_steps.Now(
        stage=programme.stage,
        ongoing=is_ongoing(programme),
        applications=sum(tally.count(one) for one in ApplicationState),
        waiting=tally.count(ApplicationState.SUBMITTED),
        unpaired=matters.unpaired(counted),
        proposals=PairCounts.total(counted)["proposals"],
        pairs=stages.total(),
        going_on=sum(number for stage, number in stages.items() if stage not in OVER),
        opens_later=recruiting.opens_later(dates, today),
        ended=recruiting.ended(dates, today),
        closing_passed=bool(last) and last < today,
    )


def _first_lines(context: Context, programme_id: str, desk: matters.Desk) -> list[tuple[Matter | matters.Step, str]]:
    """Return the first lines of what needs the organizers, each matter with the person or pair it is about."""
    place = Matter.listing(programme_id)
    found = context.store.listed_page(Matter, place, limit=LINES_SHOWN).items if desk.open else []
    keys = [one.subject for one in found]
    read = context.store.get_many(Item, keys) if keys else []
    names = {one.pair_id: f"{one.mentee_name} – {one.mentor_name}" for one in read if isinstance(one, Pair)}
    names |= {one.participant_id: one.name for one in read if isinstance(one, Participant)}
    lines = desk.lines(found)[:LINES_SHOWN]
    return [(one, names.get(one.about, "") if isinstance(one, Matter) else "") for one in lines]
