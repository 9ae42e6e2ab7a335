"""JSON routes of the room and its handler."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import Field, StringConstraints

from mentoring import http
from mentoring.http.fields import DayText, Line
from mentoring.tables.vocabulary import ContractState, GoalState, SeenBy
from mentoring.tables.workspace import Contract, Goal, Summary, Task
from workspace import domain, pages
from workspace.use_cases import contracts, goals, rooms, summaries, tasks

app = http.create_app("workspace", pages.PAGES)
app.include_router(pages.router)

Text = Annotated[str, Field(max_length=4000)]
Level = Annotated[int, Field(ge=0, le=10)]


class ContractView(http.Model):
    """A version of the contract; `sha256` is the hash of `text`, which a signature repeats."""

    number: int
    state: str
    fixed: list[str]
    own: dict[str, str]
    text: str
    sha256: str
    signatures: list[dict[str, str]]
    signed_at: str | None

    @classmethod
    def of(cls, item: Contract) -> ContractView:
        """Show a contract."""
        contract = contracts.text_of(item)
        return cls(
            number=item.number, state=item.state, fixed=list(item.fixed), own=dict(item.own), text=contract.text,
            sha256=contract.hash, signatures=list(item.signatures), signed_at=item.signed_at,
        )  # fmt: skip


class ContractList(http.Model):
    """All versions, oldest first."""

    items: list[ContractView]
    next: str | None = None


class GoalView(http.Model):
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

    @classmethod
    def of(cls, one: Goal) -> GoalView:
        """Show a goal."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class TaskView(http.Model):
    """A task."""

    task_id: str
    author: str
    text: str
    due_on: str | None
    state: str
    visibility: str
    created_at: str

    @classmethod
    def of(cls, one: Task) -> TaskView:
        """Show a task."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class SummaryView(http.Model):
    """The joint summary; `sha256` is the hash of what it says, which an approval repeats."""

    takeaways: list[str]
    helped: str
    hindered: str
    next_steps: list[str]
    thanks: str
    state: str
    approved_by: list[str]
    sha256: str

    @classmethod
    def of(cls, one: Summary) -> SummaryView:
        """Show a summary."""
        parts = {name: getattr(one, name) for name in domain.SUMMARY_PARTS}
        return cls(**parts, state=one.state, approved_by=one.approved_by, sha256=summaries.hash_of(one))


class PartnerView(http.Model):
    """How to reach the partner; `zone` is an IANA name."""

    name: str
    email: str
    city: str
    zone: str


class RoomView(http.Model):
    """A pair's room; `partner` is there as long as the process goes on."""

    pair_id: str
    programme_id: str
    stage: str
    contract: ContractView | None
    goals: list[GoalView]
    tasks: list[TaskView]
    summary: SummaryView | None
    partner: PartnerView | None


class StatusView(http.Model):
    """What organizers see of a room: states and dates, and the text they fixed themselves.

    `contract_…` is about the version in force; `amendment_state` about one that is to replace it, empty without one.
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
    """How far a goal is."""

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
    """Return a room to its pair."""
    pair, found = rooms.room(http.context(), pair_id)
    partner = rooms.contact(http.context(), pair)
    return RoomView(
        pair_id=pair_id,
        programme_id=pair.programme_id,
        stage=pair.stage,
        contract=ContractView.of(found.contract) if found.contract else None,
        goals=[GoalView.of(one) for one in found.goals],
        tasks=[TaskView.of(one) for one in found.tasks],
        summary=SummaryView.of(found.summary) if found.summary else None,
        partner=PartnerView(**asdict(partner)) if partner else None,
    )


@app.get("/v1/rooms/<pair_id>/status")
def status(pair_id: str) -> StatusView:
    """Return states and dates to organizers."""
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
def read_contract(pair_id: str) -> Response[str]:
    """Return the newest version of the contract."""
    item = pages.contract_of(http.context(), pair_id)
    return http.versioned(ContractView.of(item), item)


@app.put("/v1/rooms/<pair_id>/contract")
def edit_contract(pair_id: str, body: OwnClauses) -> Response[str]:
    """Change the pair's own clauses."""
    item = contracts.edit_contract(http.context(), pair_id, body.own, http.expected())
    return http.versioned(ContractView.of(item), item)


@app.post("/v1/rooms/<pair_id>/contract/proposal")
def propose_contract(pair_id: str) -> ContractView:
    """Propose the contract."""
    return ContractView.of(contracts.propose_contract(http.context(), pair_id))


@app.post("/v1/rooms/<pair_id>/contract/signatures")
def sign_contract(pair_id: str, body: SignatureWish) -> ContractView:
    """Sign the contract."""
    return ContractView.of(contracts.sign_contract(http.context(), pair_id, body.sha256))


@app.post("/v1/rooms/<pair_id>/contract/amendment")
def amend_contract(pair_id: str) -> ContractView:
    """Start a new version."""
    return ContractView.of(contracts.amend_contract(http.context(), pair_id))


@app.delete("/v1/rooms/<pair_id>/contract/amendment")
def drop_amendment(pair_id: str) -> ContractView:
    """Give up a new version; the signed one stays in force."""
    return ContractView.of(contracts.drop_amendment(http.context(), pair_id, http.expected()))


@app.get("/v1/rooms/<pair_id>/contract/versions")
def versions(pair_id: str) -> ContractList:
    """Return all versions."""
    _, found = rooms.room(http.context(), pair_id)
    return ContractList(items=[ContractView.of(one) for one in found.contracts])


@app.post("/v1/rooms/<pair_id>/goals")
def propose_goal(pair_id: str, body: GoalWish) -> Response[str]:
    """Write a goal."""
    goal = goals.propose_goal(http.context(), pair_id, body.model_dump())
    return http.created(GoalView.of(goal), f"/v1/rooms/{pair_id}/goals/{goal.goal_id}", goal)


@app.post("/v1/rooms/<pair_id>/goals/<goal_id>/agreement")
def agree_goal(pair_id: str, goal_id: str) -> GoalView:
    """Agree on a goal."""
    return GoalView.of(goals.agree_goal(http.context(), pair_id, goal_id))


@app.patch("/v1/rooms/<pair_id>/goals/<goal_id>")
def move_goal(pair_id: str, goal_id: str, body: GoalMove) -> Response[str]:
    """Say how far a goal is."""
    goal = goals.move_goal(http.context(), pair_id, goal_id, body.current_level, http.expected())
    return http.versioned(GoalView.of(goal), goal)


@app.get("/v1/rooms/<pair_id>/goals/<goal_id>")
def read_goal(pair_id: str, goal_id: str) -> Response[str]:
    """Return a goal."""
    goal = goals.read_goal(http.context(), pair_id, goal_id)
    return http.versioned(GoalView.of(goal), goal)


@app.post("/v1/rooms/<pair_id>/goals/<goal_id>/conclusion")
def conclude_goal(pair_id: str, goal_id: str, body: Conclusion) -> GoalView:
    """End a goal."""
    end = goals.Conclusion(body.state, body.evidence, body.current_level)
    return GoalView.of(goals.conclude_goal(http.context(), pair_id, goal_id, end, http.expected(optional=True)))


@app.post("/v1/rooms/<pair_id>/goals/<goal_id>/withdrawal")
def withdraw_goal(pair_id: str, goal_id: str) -> GoalView:
    """Take a goal off the table that isn't agreed on."""
    return GoalView.of(goals.withdraw_goal(http.context(), pair_id, goal_id))


@app.post("/v1/rooms/<pair_id>/tasks")
def add_task(pair_id: str, body: TaskWish) -> Response[str]:
    """Note homework."""
    task = tasks.add_task(http.context(), pair_id, body.text, body.due_on, body.visibility)
    return http.created(TaskView.of(task), f"/v1/rooms/{pair_id}", task)


@app.post("/v1/rooms/<pair_id>/tasks/<task_id>/done")
def finish_task(pair_id: str, task_id: str) -> TaskView:
    """Tick homework off."""
    return TaskView.of(tasks.finish_task(http.context(), pair_id, task_id))


@app.get("/v1/rooms/<pair_id>/summary")
def read_summary(pair_id: str) -> Response[str]:
    """Return the joint summary."""
    summary = summaries.read_summary(http.context(), pair_id)
    return http.versioned(SummaryView.of(summary), summary)


@app.put("/v1/rooms/<pair_id>/summary")
def propose_summary(pair_id: str, body: SummaryWish) -> Response[str]:
    """Write the joint summary: with `If-None-Match: *` the first one, with If-Match another one."""
    told: dict[str, Any] = body.model_dump()
    summary = summaries.propose_summary(http.context(), pair_id, told, http.expected())
    return http.versioned(SummaryView.of(summary), summary)


@app.post("/v1/rooms/<pair_id>/summary/approval")
def approve_summary(pair_id: str, body: ApprovalWish) -> SummaryView:
    """Approve the joint summary."""
    return SummaryView.of(summaries.approve_summary(http.context(), pair_id, body.sha256))


handler = http.handler(app)
