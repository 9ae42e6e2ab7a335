"""JSON of a room as a whole: all of it to the pair, its states and dates to organizers."""

from __future__ import annotations

from mentoring import http
from mentoring.clauses import all_in
from mentoring.tables.vocabulary import ContractState
from workspace.routes.contracts import ContractView
from workspace.routes.goals import GoalView
from workspace.routes.materials import MaterialEntry
from workspace.routes.notes import NoteEntry, entry
from workspace.routes.summaries import SummaryView
from workspace.routes.takeaways import TakeawayView
from workspace.routes.tasks import TaskView
from workspace.routes.tasks import shown as task_shown
from workspace.use_cases import entering, rooms

router = http.Router()


class PartnerView(http.View):
    """How to reach the partner: `zone` is an IANA name; `prefers` is `by_mail`, `by_phone` or empty."""

    name: str
    email: str
    phone: str
    prefers: str
    city: str
    zone: str


class NextView(http.View):
    """The next step: `kind` says which, `path` leads to its page, `at` is the instant it is about; both may be empty.

    `number` is how many new messages there are, where it is about them.
    """

    kind: str
    path: str
    at: str
    number: int


class MomentView(http.View):
    """A step of the process: `at` an instant, `by` a person id, empty where it was both or nobody in particular.

    `number` is which meeting or version of the contract it was, 0 for others; `title` that of a goal.
    """

    at: str
    step: str
    by: str
    number: int
    title: str


class RoomView(http.View):
    """A pair's room; `partner` is included until the process ends.

    `unread` is how many new messages there are; `past` and `ahead` are the time line of the process.
    """

    pair_id: str
    programme_id: str
    stage: str
    contract: ContractView | None
    goals: list[GoalView]
    tasks: list[TaskView]
    takeaways: list[TakeawayView]
    notes: list[NoteEntry]
    materials: list[MaterialEntry]
    summary: SummaryView | None
    partner: PartnerView | None
    next: NextView
    unread: int
    past: list[MomentView]
    ahead: list[MomentView]


class StatusView(http.View):
    """What organizers see of a room: states and dates, and the text they fixed themselves.

    `contract_…` is about the version in force; `amendment_state` is about one that is to replace it, empty if there is
    none.
    """

    pair_id: str
    stage: str
    contract_state: str
    contract_signed_at: str | None
    contract_fixed: list[str]
    amendment_state: str
    goal_states: list[str]
    summary_state: str


@router.get("/v1/rooms/<pair_id>")
def room(pair_id: str) -> RoomView:
    """Return a room, for its pair."""
    entered = entering.enter(http.context(), pair_id)
    found, partner = entered.room, entered.contact
    return RoomView(
        pair_id=pair_id,
        programme_id=entered.pair.programme_id,
        stage=entered.pair.stage,
        contract=ContractView.show(found.contract) if found.contract else None,
        goals=[GoalView.show(one) for one in found.goals],
        tasks=[task_shown(one) for one in found.tasks],
        takeaways=[TakeawayView.of(one) for one in found.takeaways],
        notes=[entry(one) for one in found.notes],
        materials=[MaterialEntry.of(one) for one in found.materials],
        summary=SummaryView.show(found.summary) if found.summary else None,
        partner=PartnerView.of(partner) if partner else None,
        next=NextView.of(entered.next),
        unread=entered.process.unread,
        past=[MomentView.of(one) for one in entered.timeline.past],
        ahead=[MomentView.of(one) for one in entered.timeline.ahead],
    )


@router.get("/v1/rooms/status/<pair_id>")
def status(pair_id: str) -> StatusView:
    """Return states and dates, for organizers."""
    pair, found = rooms.status(http.context(), pair_id)
    contract = found.in_force or found.contract
    return StatusView(
        pair_id=pair_id,
        stage=pair.stage,
        contract_state=ContractState.SIGNED if found.in_force else contract.state if contract else "",
        contract_signed_at=contract.signed_at if contract else None,
        contract_fixed=all_in(contract.told, http.context().locale) if contract else [],
        amendment_state=found.amendment.state if found.amendment else "",
        goal_states=[one.state for one in found.goals],
        summary_state=found.summary.state if found.summary else "",
    )
