"""What organizers did in other services, as events tell it.

An event names the organizer who did it (`Meta.organizer`); what participants do, or what follows by itself, names none.
What one request does to several people is one entry. `TOLD` is the whole rule: an event that isn't in it is no act.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from mentoring import clock, ids
from mentoring.events import gatherings, monitoring, pairing, workspace
from mentoring.store import retrying
from mentoring.tables.recruitment import Audit
from mentoring.tables.vocabulary import Act
from mentoring.values import dataclass
from recruitment.use_cases import auditing, pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.base import EventData
    from mentoring.events.pairing import PairClosed
    from mentoring.store import UnitOfWork


@dataclass(frozen=True)
class Told:
    """The act an event tells of; `about` are its fields with ids of those it is about, `facts` those with all else."""

    act: Act
    about: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


PAIR, GATHERING, ROUND, GUIDE = ("pair_id",), ("gathering_id",), ("round_id",), ("guide_id",)
TOLD: Mapping[type[EventData], Told] = {
    pairing.PairingRequested: Told(Act.ROUND, facts=ROUND),
    pairing.PairingCancelled: Told(Act.ROUND_CANCELLED, facts=ROUND),
    pairing.PairingPreviewEdited: Told(Act.ROUND_EDITED, ("mentee_id",), (*ROUND, "action")),
    pairing.PairingRoundSent: Told(Act.ROUND_SENT, facts=ROUND),
    pairing.PairPaused: Told(Act.PAIR_PAUSED, PAIR, (*PAIR, "until")),
    pairing.PairClosed: Told(Act.PAIR_CLOSED, PAIR, PAIR),
    pairing.RematchRequested: Told(Act.REMATCHED, ("mentee_ids",)),
    monitoring.PairWentInactive: Told(Act.REMINDED, PAIR),
    monitoring.OnboardingOverdue: Told(Act.REMINDED, ("participant_id",)),
    monitoring.MattersHandled: Told(Act.MATTERS, ("abouts",), ("deed",)),
    gatherings.GatheringAnnounced: Told(Act.GATHERING_ANNOUNCED, facts=GATHERING),
    gatherings.GatheringChanged: Told(Act.GATHERING_CHANGED, facts=GATHERING),
    gatherings.GatheringCancelled: Told(Act.GATHERING_CANCELLED, facts=GATHERING),
    gatherings.GatheringAttended: Told(Act.ATTENDED, ("participant_id",), GATHERING),
    gatherings.GatheringMissed: Told(Act.MISSED, ("participant_id",), GATHERING),
    gatherings.CheckInChanged: Told(Act.CHECK_IN, facts=GATHERING),
    gatherings.BreakoutRoomsChanged: Told(Act.BREAKOUT, facts=GATHERING),
    gatherings.CircleRoundChanged: Told(Act.CIRCLES, facts=("gone",)),
    gatherings.CirclesSent: Told(Act.CIRCLES_SENT),
    gatherings.OnboardingChanged: Told(Act.ONBOARDING),
    gatherings.OnboardingWaived: Told(Act.WAIVED, ("participant_ids",)),
    workspace.AnnouncementSent: Told(Act.ANNOUNCED, facts=("announcement_id",)),
    workspace.DeskMessageWritten: Told(Act.WRITTEN_TO, ("participant_id",)),
    workspace.GuidePublished: Told(Act.GUIDE_PUBLISHED, GUIDE),
    workspace.GuideChanged: Told(Act.GUIDE_CHANGED, GUIDE),
    workspace.GuideWithdrawn: Told(Act.GUIDE_WITHDRAWN, GUIDE),
    workspace.SessionGuideChanged: Told(Act.SESSION_GUIDE, facts=("slot", "own")),
}
"""Event → what the audit keeps of it."""


@retrying
def follow(context: Context, event: Event[EventData]) -> None:
    """Write down what an organizer did."""
    uow = context.begin()
    _enter(context, uow, event)
    uow.commit()


def follow_end(context: Context, event: Event[PairClosed]) -> None:
    """Write down that an organizer ended a pair, and note on both applications that it is over."""
    _enter_first(context, event)
    pairs.follow(context, event)


@retrying
def _enter_first(context: Context, event: Event[EventData]) -> None:
    """Write the entry in a transaction of its own; a second time it is there already."""
    uow = context.step()
    _enter(context, uow, event)
    uow.commit()


def _enter(context: Context, uow: UnitOfWork, event: Event[EventData]) -> None:
    meta, told, data = event.meta, TOLD[type(event.data)], asdict(event.data)
    if not meta.organizer or not meta.programme_id:
        return
    facts = {name: data[name] for name in told.facts}
    about = list(dict.fromkeys(one for name in told.about for one in _ids(data[name])))
    place, at = auditing.programme(meta.programme_id), meta.occurred_at
    same = ids.derived("audit", meta.correlation_id or meta.id, told.act, *map(str, facts.values()))
    known = context.store.get(Audit, *Audit.key(place.id, clock.newest_first(at), auditing.within(at, same)))
    if known is None:
        uow.save(auditing.entry(place, auditing.Deed(told.act, about, facts), meta.organizer, at, same))
    elif more := [one for one in about if one not in known.about]:
        auditing.extend(known, more)
        uow.save(known)


def _ids(told: str | list[str]) -> list[str]:
    return [one for one in ([told] if isinstance(told, str) else told) if one]
