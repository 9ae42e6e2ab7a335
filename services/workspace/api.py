"""JSON routes of the room and its handler."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from mentoring import http
from mentoring.http.fields import DayText, Line
from mentoring.tables.vocabulary import ContractState, GoalState, SeenBy
from mentoring.tables.workspace import Contract, Summary
from workspace import pages
from workspace.pages import base
from workspace.use_cases import contracts, goals, rooms, summaries, tasks

app = http.create_app("workspace", base.PAGES)
for router in pages.ROUTERS:
    app.include_router(router)

Text = Annotated[str, Field(max_length=4000)]
Level = Annotated[int, Field(ge=0, le=10)]


class ContractView(http.Versioned):
    """A version of the contract; `sha256` is the hash of `text`, to be repeated by a signature."""

    number: int
    state: str
    fixed: list[str]
    own: dict[str, str]
    text: str
    sha256: str
    signatures: list[dict[str, str]]
    signed_at: str | None

    @classmethod
    def show(cls, item: Contract) -> ContractView:
        """Return the view of a contract."""
        contract = contracts.text_of(item)
        return cls.of(item, text=contract.text, sha256=contract.hash)


class ContractList(http.View):
    """All versions, oldest first."""

    items: list[ContractView]
    next: str | None = None


class GoalView(http.Versioned):
    """A goal."""

    goal_id: str
    title: str
    why: str
    measure: str
    start_level: int
    target_level: int
    current_level: int | None
    due_on: str | None
    steps: list[str]
    state: str
    proposed_by: str
    agreed_at: str | None
    evidence: str


class TaskView(http.Versioned):
    """A task."""

    task_id: str
    author: str
    text: str
    due_on: str | None
    state: str
    visibility: str
    created_at: str


class SummaryView(http.Versioned):
    """The joint summary; `sha256` is the hash of its content, to be repeated by an approval."""

    takeaways: list[str]
    helped: str
    hindered: str
    next_steps: list[str]
    thanks: str
    state: str
    approved_by: list[str]
    sha256: str

    @classmethod
    def show(cls, one: Summary) -> SummaryView:
        """Return the view of a summary."""
        return cls.of(one, sha256=summaries.hash_of(one))


class PartnerView(http.View):
    """How to reach the partner; `zone` is an IANA name."""

    name: str
    email: str
    city: str
    zone: str


class RoomView(http.View):
    """A pair's room; `partner` is included until the process ends."""

    pair_id: str
    programme_id: str
    stage: str
    contract: ContractView | None
    goals: list[GoalView]
    tasks: list[TaskView]
    summary: SummaryView | None
    partner: PartnerView | None


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


class OwnClauses(http.Model):
    """The pair's own clauses."""

    own: dict[str, Text]


class SignatureWish(http.Model):
    """A signature under the text with this hash."""

    sha256: str


class ApprovalWish(http.Model):
    """An approval of the summary with this hash."""

    sha256: str


class GoalWish(http.Model):
    """A new goal."""

    title: Annotated[Line, Field(min_length=1, max_length=300)]
    why: Text = ""
    measure: Text = ""
    start_level: Level
    target_level: Level
    due_on: DayText | None = None
    steps: list[Line] = Field(default_factory=list, max_length=20)


class GoalMove(http.Model):
    """The current level of a goal."""

    current_level: Level


class Conclusion(http.Model):
    """How a goal ended."""

    state: Literal[GoalState.ACHIEVED, GoalState.PARTLY, GoalState.CHANGED, GoalState.DROPPED]
    evidence: Text = ""
    current_level: Level | None = None


class TaskWish(http.Model):
    """New homework."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    due_on: DayText | None = None
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


class SummaryWish(http.Model):
    """The joint summary."""

    takeaways: list[Text] = Field(min_length=1, max_length=10)
    helped: Text = ""
    hindered: Text = ""
    next_steps: list[Text] = Field(default_factory=list, max_length=10)
    thanks: Text = ""


@app.get("/v1/rooms/<pair_id>")
def room(pair_id: str) -> RoomView:
    """Return a room, for its pair."""
    pair, found = rooms.room(http.context(), pair_id, with_partner=True)
    partner = rooms.contact(http.context(), pair)
    return RoomView(
        pair_id=pair_id,
        programme_id=pair.programme_id,
        stage=pair.stage,
        contract=ContractView.show(found.contract) if found.contract else None,
        goals=[GoalView.of(one) for one in found.goals],
        tasks=[TaskView.of(one) for one in found.tasks],
        summary=SummaryView.show(found.summary) if found.summary else None,
        partner=PartnerView.of(partner) if partner else None,
    )


@app.get("/v1/rooms/<pair_id>/status")
def status(pair_id: str) -> StatusView:
    """Return states and dates, for organizers."""
    pair, found = rooms.status(http.context(), pair_id)
    contract = found.in_force or found.contract
    return StatusView(
        pair_id=pair_id,
        stage=pair.stage,
        contract_state=ContractState.SIGNED if found.in_force else contract.state if contract else "",
        contract_signed_at=contract.signed_at if contract else None,
        contract_fixed=list(contract.fixed) if contract else [],
        amendment_state=found.amendment.state if found.amendment else "",
        goal_states=[one.state for one in found.goals],
        summary_state=found.summary.state if found.summary else "",
    )


@app.get("/v1/rooms/<pair_id>/contract")
def read_contract(pair_id: str) -> ContractView:
    """Return the newest version of the contract."""
    return ContractView.show(base.contract_of(http.context(), pair_id))


@app.put("/v1/rooms/<pair_id>/contract")
def edit_contract(pair_id: str, body: OwnClauses) -> ContractView:
    """Change the pair's own clauses."""
    return ContractView.show(contracts.edit_contract(http.context(), pair_id, body.own, http.expected()))


@app.post("/v1/rooms/<pair_id>/contract/proposal")
def propose_contract(pair_id: str) -> ContractView:
    """Propose the contract."""
    return ContractView.show(contracts.propose_contract(http.context(), pair_id))


@app.post("/v1/rooms/<pair_id>/contract/signatures", expects="text")
def sign_contract(pair_id: str, body: SignatureWish) -> ContractView:
    """Sign the contract."""
    return ContractView.show(contracts.sign_contract(http.context(), pair_id, body.sha256))


@app.post("/v1/rooms/<pair_id>/contract/amendment")
def amend_contract(pair_id: str) -> ContractView:
    """Start a new version."""
    return ContractView.show(contracts.amend_contract(http.context(), pair_id))


@app.delete("/v1/rooms/<pair_id>/contract/amendment", expects="required")
def drop_amendment(pair_id: str) -> ContractView:
    """Give up a new version; the signed one stays in force."""
    return ContractView.show(contracts.drop_amendment(http.context(), pair_id, http.expected()))


@app.get("/v1/rooms/<pair_id>/contract/versions")
def versions(pair_id: str) -> ContractList:
    """Return all versions."""
    _, found = rooms.room(http.context(), pair_id)
    return ContractList(items=[ContractView.show(one) for one in found.contracts])


@app.post("/v1/rooms/<pair_id>/goals", status=201, location="/v1/rooms/{pair_id}/goals/{goal_id}")
def propose_goal(pair_id: str, body: GoalWish) -> GoalView:
    """Write a goal."""
    return GoalView.of(goals.propose_goal(http.context(), pair_id, body.model_dump()))


@app.post("/v1/rooms/<pair_id>/goals/<goal_id>/agreement")
def agree_goal(pair_id: str, goal_id: str) -> GoalView:
    """Agree on a goal."""
    return GoalView.of(goals.agree_goal(http.context(), pair_id, goal_id))


@app.patch("/v1/rooms/<pair_id>/goals/<goal_id>")
def move_goal(pair_id: str, goal_id: str, body: GoalMove) -> GoalView:
    """Set the current level of a goal."""
    return GoalView.of(goals.move_goal(http.context(), pair_id, goal_id, body.current_level, http.expected()))


@app.get("/v1/rooms/<pair_id>/goals/<goal_id>")
def read_goal(pair_id: str, goal_id: str) -> GoalView:
    """Return a goal."""
    return GoalView.of(goals.read_goal(http.context(), pair_id, goal_id))


@app.post("/v1/rooms/<pair_id>/goals/<goal_id>/conclusion", expects="optional")
def conclude_goal(pair_id: str, goal_id: str, body: Conclusion) -> GoalView:
    """End a goal."""
    end = goals.Conclusion(body.state, body.evidence, body.current_level)
    return GoalView.of(goals.conclude_goal(http.context(), pair_id, goal_id, end, http.expected(optional=True)))


@app.post("/v1/rooms/<pair_id>/goals/<goal_id>/withdrawal")
def withdraw_goal(pair_id: str, goal_id: str) -> GoalView:
    """Withdraw a goal that isn't agreed."""
    return GoalView.of(goals.withdraw_goal(http.context(), pair_id, goal_id))


@app.post("/v1/rooms/<pair_id>/tasks", status=201, location="/v1/rooms/{pair_id}")
def add_task(pair_id: str, body: TaskWish) -> TaskView:
    """Add homework."""
    return TaskView.of(tasks.add_task(http.context(), pair_id, body.text, body.due_on, body.visibility))


@app.post("/v1/rooms/<pair_id>/tasks/<task_id>/done")
def finish_task(pair_id: str, task_id: str) -> TaskView:
    """Mark homework as done."""
    return TaskView.of(tasks.finish_task(http.context(), pair_id, task_id))


@app.get("/v1/rooms/<pair_id>/summary")
def read_summary(pair_id: str) -> SummaryView:
    """Return the joint summary."""
    return SummaryView.show(summaries.read_summary(http.context(), pair_id))


@app.put("/v1/rooms/<pair_id>/summary")
def propose_summary(pair_id: str, body: SummaryWish) -> SummaryView:
    """Write the joint summary: the first one with `If-None-Match: *`, another one with If-Match."""
    told: dict[str, Any] = body.model_dump()
    return SummaryView.show(summaries.propose_summary(http.context(), pair_id, told, http.expected()))


@app.post("/v1/rooms/<pair_id>/summary/approval", expects="text")
def approve_summary(pair_id: str, body: ApprovalWish) -> SummaryView:
    """Approve the joint summary."""
    return SummaryView.show(summaries.approve_summary(http.context(), pair_id, body.sha256))


handler = http.handler(app)
