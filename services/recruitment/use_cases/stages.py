"""The stage of a programme: what a change would do, and the change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentoring import access, clock
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.store import retrying
from mentoring.tables.core import ANY, Item
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.recruitment import Application, Participant, Programme, StageChange
from mentoring.tables.vocabulary import OPEN_PROPOSALS, ProgrammeStage
from mentoring.tables.workspace import Summary
from recruitment import consequences, domain
from recruitment.consequences import Consequences, OpenProcess, Standing
from recruitment.use_cases import organizations

if TYPE_CHECKING:
    from mentoring.context import Context


def preview_move(context: Context, programme_id: str, to: str) -> tuple[Programme, Consequences]:
    """Return what a change of stage would do, as things stand now; raise `StageRefused` when there is none."""
    programme = access.organizer(context, programme_id)
    step = domain.move(programme.stage, to, "looked at beforehand")
    return programme, _consequences(context, programme, step.to_stage)


def _consequences(context: Context, programme: Programme, to: ProgrammeStage) -> Consequences:
    programme_id = programme.programme_id
    own = context.store.query(Item, Programme.partition(programme_id))
    pairs = [one for one in context.store.listed(Pair, *Pair.listed(programme_id)) if not one.outcome]
    found = context.store.get_many(Summary, [Summary.key(one.pair_id) for one in pairs]) if pairs else []
    summaries = {one.pair_id: one.state for one in found}
    proposals = [
        one for one in context.store.query(Proposal, *Proposal.of(programme_id)) if one.state in OPEN_PROPOSALS
    ]
    busy = {side for one in pairs for side in (one.mentor_id, one.mentee_id)}
    busy |= {side for one in proposals for side in (one.mentor_id, one.mentee_id)}
    present = [one for one in own if isinstance(one, Participant) and not one.withdrawn_at]
    processes = (
        OpenProcess(
            pair_id=one.pair_id,
            name=f"{one.mentee_name} – {one.mentor_name}",
            people=(one.mentor_person_id, one.mentee_person_id),
            stage=one.stage,
            held=one.meetings_held,
            summary=summaries.get(one.pair_id, ""),
        )
        for one in pairs
    )
    now = Standing(
        stage=programme.stage,
        planned=programme.planned_meetings,
        applications=dict(Counter(one.state for one in own if isinstance(one, Application))),
        proposals=len(proposals),
        alone=sum(one.participant_id not in busy for one in present),
        processes=tuple(sorted(processes, key=lambda one: (one.name, one.pair_id))),
    )
    return consequences.of(now, to)


@retrying
def move_programme(context: Context, programme_id: str, to: str, reason: str = "", expected: str = ANY) -> Programme:
    """Move a programme to the next stage, or back by one with a reason; where it is already, nothing changes.

    What ends, closes or mails something is expected to be what `preview_move` showed: raises `Unconfirmed` where nobody
    looked, and `ChangedMeanwhile` when things stand otherwise by now.
    """
    programme = access.organizer(context, programme_id)
    if programme.stage == to:
        return programme
    step = domain.move(programme.stage, to, reason)
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
    uow.publish(ProgrammeStageChanged(programme_id, step.from_stage, step.to_stage), aggregate=programme)
    uow.commit()
    return programme
