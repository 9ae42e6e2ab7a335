"""The state of programmes, for their organizers: of one, and how much of each needs them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentoring import access, matters, recruiting
from mentoring.rolling import is_ongoing
from mentoring.tables.core import Item
from mentoring.tables.monitoring import COLOURS, Matter, WatchCounts
from mentoring.tables.pairing import Pair, PairCounts
from mentoring.tables.recruitment import Member, Organization, Participant, Programme, StageChange
from mentoring.tables.vocabulary import PROGRAMME_OVER, ApplicationState
from mentoring.values import dataclass
from recruitment import store
from recruitment.consequences import OVER
from recruitment.counting import Tally
from recruitment.domain import next_steps
from recruitment.use_cases import organizations, programmes, telling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context


LINES_SHOWN = 8
"""Lines of what needs the organizers on a programme's board, the most urgent first."""


@dataclass(frozen=True)
class Mine:
    """An organization of the user, what they may do there, and the programmes of it that they organize.

    `needing` is how much needs its organizers, by programme: the number of the list's lines.
    """

    organization: Organization
    member: Member
    programmes: list[Programme]
    needing: Mapping[str, int]

    @property
    def may_edit(self) -> bool:
        """Return whether they may give it programmes."""
        return self.member.role in access.EDITORS

    def decides(self, programme: Programme) -> bool:
        """Return whether they may decide in a programme: viewers only look on."""
        return self.member.role_in(programme.programme_id) in access.EDITORS


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


def mine(context: Context) -> list[Mine]:
    """Return the user's organizations, each with its programmes by name, and how much of each needs organizers."""
    found = [(one, member, _of_member(context, one, member)) for one, member in organizations.mine(context)]
    needing = _needing(context, [each for _, _, theirs in found for each in theirs])
    return [Mine(one, member, theirs, needing) for one, member, theirs in found]


def _of_member(context: Context, one: Organization, member: Member) -> list[Programme]:
    """Return the programmes of an organization that a member organizes, by name."""
    every = context.store.listed(Programme, *Programme.listed(one.organization_id))
    return sorted((each for each in every if member.role_in(each.programme_id)), key=lambda each: each.name)


def _needing(context: Context, found: Sequence[Programme]) -> dict[str, int]:
    """Return how many lines the list of what needs organizers has, by programme, unless it is over; read together."""
    numbers = {one.programme_id: matters.keys(one.programme_id) for one in found if one.stage not in PROGRAMME_OVER}
    keys = [key for theirs in numbers.values() for key in theirs]
    read = {(one.pk, one.sk): one for one in (context.store.get_many(Item, keys) if keys else [])}
    return {
        one.programme_id: matters.desk(
            one, [read[key] for key in numbers[one.programme_id] if key in read], context.clock()
        ).number
        for one in found
        if one.programme_id in numbers
    }


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
