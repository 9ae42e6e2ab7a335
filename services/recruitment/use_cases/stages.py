"""The stage of a programme: the effects of a change, and the change itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, matters
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.store import retrying
from mentoring.tables.core import ANY, Item
from mentoring.tables.monitoring import Watch
from mentoring.tables.pairing import Pair, PairCounts
from mentoring.tables.recruitment import Counts, Programme, StageChange
from mentoring.tables.vocabulary import Act, ApplicationState, ProgrammeStage, Role
from mentoring.tables.workspace import Summary
from mentoring.values import dataclass
from recruitment import domain, store
from recruitment.consequences import Consequences, OpenProcess, Standing
from recruitment.counting import Tally
from recruitment.use_cases import auditing, organizations

if TYPE_CHECKING:
    from mentoring.context import Context


FIRST = 20
"""Processes listed beforehand; the others are only counted."""


@dataclass(frozen=True)
class Preview:
    """A programme, the effects of a change of its stage, and the first of the processes that end with it."""

    programme: Programme
    found: Consequences
    first: tuple[OpenProcess, ...]


def preview_move(context: Context, programme_id: str, to: str) -> Preview:
    """Return the effects of a change of stage as of now; raise `StageRefused` if it isn't possible."""
    programme = access.organizer(context, programme_id, also=_numbers(programme_id))
    step = store.programme(programme).move(to, "looked at beforehand")
    found = _consequences(context, programme, step.to_stage)
    return Preview(programme, found, _first(context, programme_id) if found.ending else ())


def _numbers(programme_id: str) -> list[tuple[str, str]]:
    return [*Tally.keys(programme_id), *PairCounts.keys(programme_id)]


def _consequences(context: Context, programme: Programme, to: ProgrammeStage) -> Consequences:
    counted = context.store.get_many(Item, _numbers(programme.programme_id))
    tally, pairs = Tally([one for one in counted if isinstance(one, Counts)]), PairCounts.total(counted)
    mentees, stages = tally.count(ApplicationState.ACCEPTED, Role.MENTEE), PairCounts.by_stage(counted)
    now = Standing(
        stage=programme.stage,
        applications={state: tally.count(state) for state in ApplicationState},
        alone=matters.without_pair(mentees, stages.total(), pairs["undone"]),
        pairs=stages,
        met=pairs["met"],
        proposals=pairs["proposals"],
    )
    return now.move(to)


def _first(context: Context, programme_id: str) -> tuple[OpenProcess, ...]:
    """Return a page of current processes, the ones that need somebody first."""
    watches = context.store.listed_page(Watch, *Watch.listed(programme_id), limit=FIRST).items
    ids = [one.pair_id for one in watches if not one.closed]
    keys = [key for one in ids for key in (Pair.key(one), Summary.key(one))]
    read = context.store.get_many(Item, keys) if keys else []
    summaries = {one.pair_id: one.state for one in read if isinstance(one, Summary)}
    pairs = {one.pair_id: one for one in read if isinstance(one, Pair) and not one.outcome}
    return tuple(
        OpenProcess(
            pair_id=pair.pair_id,
            name=f"{pair.mentee_name} – {pair.mentor_name}",
            held=pair.meetings_held,
            summary=summaries.get(pair.pair_id, ""),
            planned=pair.planned_meetings,
        )
        for one in ids
        if (pair := pairs.get(one)) is not None
    )


@retrying
def move_programme(context: Context, programme_id: str, to: str, reason: str = "", expected: str = ANY) -> Programme:
    """Move a programme to the next stage, or back by one with a reason; to its current stage, nothing changes.

    If anything ends, closes or is mailed, it must be what `preview_move` showed: raises `Unconfirmed` without a
    confirmation, and `ChangedMeanwhile` if the effects have changed.
    """
    programme = access.organizer(context, programme_id, also=_numbers(programme_id), along=organizations.listing_keys)
    if programme.stage == to:
        return programme
    step = store.programme(programme).move(to, reason)
    found = _consequences(context, programme, step.to_stage)
    if found.asks and expected != found.tag:
        raise domain.Unconfirmed if expected in (ANY, "") else domain.ChangedMeanwhile
    organization = organizations.refresh(context, programme.organization_id)
    programme.stage, programme.stage_version = step.to_stage, int(programme.version or 0) + 1
    now = clock.iso(context.clock())
    uow = context.begin()
    uow.save(programme)
    uow.save(
        StageChange(
            *StageChange.key(programme_id, now, programme.version),
            programme_id=programme_id,
            from_stage=step.from_stage,
            to_stage=step.to_stage,
            by=context.principal.person_id,
            at=now,
            reason=step.reason,
        )
    )
    organizations.list_slug(context, uow, programme, organization)
    moved = {"from": step.from_stage, "to": step.to_stage}
    auditing.note(context, uow, auditing.programme(programme_id), Act.STAGE, why=step.reason, **moved)
    uow.publish(ProgrammeStageChanged(programme_id, step.from_stage, step.to_stage), aggregate=programme)
    uow.commit()
    return programme
