"""JSON of groups as organizers propose and see them; what a group says to each other is in none of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gatherings.domain.breakout import MOST_LINK
from gatherings.domain.circle_round import LEAST, MOST_TOGETHER, Hand
from gatherings.rooms.intervision import REASONS
from gatherings.use_cases.circle import desk, proposing
from mentoring import http
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import CircleRoundState, CircleState, CircleTheme, Role

router = http.Router()

HERE = "/v1/intervision/<programme_id>"
ROUND = f"{HERE}/rounds/<round_id>"
Id = Annotated[Line, Field(min_length=1, max_length=64)]


class GroupsWish(http.Model):
    """What groups are wanted: of mentors (intervision) or mentees (peer circles), for meetings of so many minutes.

    A group has `answer_days` to find a date. `ready` makes links at meet.jit.si, `pattern` is a link with `{group}`.
    Who is in a group that goes on is left out, unless `again` says they may be in two.
    """

    role: Role
    size: int = Field(5, ge=LEAST, le=MOST_TOGETHER)
    minutes: int = Field(90, ge=60, le=180)
    answer_days: int = Field(5, ge=1, le=30)
    pattern: Annotated[Line, Field(max_length=MOST_LINK)] = ""
    ready: bool = False
    again: bool = False


class GroupMove(http.Model):
    """Somebody goes to another group, from 1, or to none (0); `swap_with` takes the place."""

    person_id: Id
    group: int = Field(ge=0, le=99)
    swap_with: Annotated[Line, Field(max_length=64)] = ""

    def hand(self) -> Hand:
        """Return it with numbers from 0."""
        return Hand(self.person_id, self.group - 1, self.swap_with)


class GroupPersonView(http.View):
    """Somebody in a proposed group."""

    person_id: str
    participant_id: str
    name: str


class GroupPointsView(http.View):
    """How many points a reason costs: 0 is best."""

    reason: str
    points: int


class ProposedGroupView(http.View):
    """A proposed group, from 1, with what it costs by reason; `number` is what it is called."""

    group: int
    number: int
    people: list[GroupPersonView]
    points: list[GroupPointsView]


class ApartView(http.View):
    """Two in one group who must not be, and why: `shared`, `managers` or `apart`."""

    person_ids: list[str]
    why: str


class AloneView(http.View):
    """Somebody in no group, and why: `few`, `odd`, `apart`, `hand` or `later`."""

    person_id: str
    name: str
    why: str


class GroupsView(http.Versioned):
    """Proposed groups; `cost` are points, 0 is best."""

    round_id: str
    programme_id: str
    role: Role
    state: CircleRoundState
    size: int
    minutes: int
    answer_days: int
    pattern: str
    cost: int
    groups: list[ProposedGroupView]
    together: list[ApartView]
    alone: list[AloneView]


class GroupMoveView(http.View):
    """What a move would bring, in points: `delta` < 0 is better."""

    delta: int
    uneven: bool
    reasons: list[GroupPointsView]
    together: list[ApartView]


class GroupRoundView(http.View):
    """Groups that were proposed, in short."""

    round_id: str
    role: Role
    state: CircleRoundState
    made_at: str
    sent_at: str | None


class CircleMetView(http.View):
    """A meeting: when, whether it is still to come, who came, and a word for what it was about."""

    starts_at: str
    ahead: bool
    present: list[str]
    theme: CircleTheme


class DeskCircleView(http.View):
    """A group as organizers see it: its people, when it met, who came."""

    circle_id: str
    number: int
    role: Role
    formed_at: str
    state: CircleState
    names: list[str]
    meetings: list[CircleMetView]


class CirclesView(http.View):
    """A programme's groups, and those that were proposed."""

    rounds: list[GroupRoundView]
    groups: list[DeskCircleView]


def _together(found: proposing.Proposed) -> list[ApartView]:
    return [ApartView(person_ids=list(pair), why=why) for why, pair in found.broken]


def _shown(found: proposing.Proposed) -> GroupsView:
    return GroupsView.of(
        found.item,
        cost=found.cost,
        groups=[
            ProposedGroupView(
                group=number,
                number=found.item.first + number - 1,
                people=[
                    GroupPersonView(
                        person_id=one,
                        participant_id=found.parts[one].participant_id if one in found.parts else "",
                        name=found.name(one),
                    )
                    for one in group.ids
                ],
                points=[GroupPointsView(reason=why, points=points) for why, points in group.points.items() if points],
            )
            for number, group in enumerate(found.groups, 1)
        ],
        together=_together(found),
        alone=[
            AloneView(person_id=one, name=found.name(one), why=why)
            for one, why in sorted(found.alone.items(), key=lambda each: found.name(each[0]).casefold())
        ],
    )


@router.get(HERE)
def circles(programme_id: str) -> CirclesView:
    """Return a programme's groups, to its organizers."""
    found = desk.desk(http.context(), programme_id)
    return CirclesView(
        rounds=[GroupRoundView.of(one) for one in found.rounds],
        groups=[
            DeskCircleView.of(one, meetings=[CircleMetView.of(met) for met in one.meetings]) for one in found.groups
        ],
    )


@router.post(f"{HERE}/rounds", status=201, location="/v1/intervision/{programme_id}/rounds/{round_id}")
def propose(programme_id: str, body: GroupsWish) -> GroupsView:
    """Have groups proposed, as a draft that only organizers see."""
    return _shown(proposing.propose(http.context(), programme_id, proposing.Wish(**body.model_dump())))


@router.get(ROUND)
def proposed(programme_id: str, round_id: str) -> GroupsView:
    """Return proposed groups, to an organizer who decides."""
    return _shown(proposing.proposed(http.context(), programme_id, round_id))


@router.post(f"{ROUND}/moves/preview")
def preview(programme_id: str, round_id: str, body: GroupMove) -> GroupMoveView:
    """Return what a move by hand would bring."""
    found = proposing.tried(http.context(), programme_id, round_id, body.hand())
    changes = [(why, found.points(why)) for why in REASONS]
    return GroupMoveView(
        delta=found.delta,
        uneven=found.uneven,
        reasons=[GroupPointsView(reason=why, points=points) for why, points in changes if points],
        together=_together(found.after),
    )


@router.post(f"{ROUND}/moves", expects="required")
def move(programme_id: str, round_id: str, body: GroupMove) -> GroupsView:
    """Move somebody to another group by hand, or to none."""
    return _shown(proposing.move(http.context(), programme_id, round_id, body.hand(), http.expected()))


@router.post(f"{ROUND}/sending", expects="required")
def send(programme_id: str, round_id: str) -> GroupRoundView:
    """Send the groups: each is formed in a moment, looks for a date, and its people are told."""
    return GroupRoundView.of(proposing.send(http.context(), programme_id, round_id, http.expected()))


@router.delete(ROUND, status=204, expects="required")
def discard(programme_id: str, round_id: str) -> None:
    """Throw proposed groups away that weren't sent."""
    proposing.discard(http.context(), programme_id, round_id, http.expected())
