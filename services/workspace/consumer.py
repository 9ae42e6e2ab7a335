"""Events in."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.pairing import PairAgreed
from mentoring.events.recruitment import ApplicationAccepted, ClausesChanged
from mentoring.events.workspace import (
    AnnouncementSent,
    MaterialAdded,
    MaterialDeleted,
    RoomErased,
    WorkspaceWorkContinued,
)
from workspace.use_cases import contracts, desk, erasure, handing_on, uploads

handler = consumers.handler(
    "workspace",
    on(PairAgreed, contracts.open_room),
    on(ApplicationAccepted, desk.open_desk),
    on(AnnouncementSent, handing_on.hand_on),
    on(ClausesChanged, contracts.follow_clauses),
    on(MaterialAdded, uploads.settle),
    on(MaterialDeleted, uploads.remove),
    on(RoomErased, erasure.clear),
    continued=WorkspaceWorkContinued,
    schedules=erasure.SCHEDULES,
)
