"""JSON of breakout rooms: seats, rounds and their clock for the host; one's own room for everybody who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from gatherings.domain.breakout import (
    FEWEST_IN_ROOM,
    MOST_IN_ROOM,
    MOST_LINK,
    MOST_MINUTES,
    MOST_ROUNDS,
    SEATED_TOGETHER,
)
from gatherings.use_cases import following, hosting
from mentoring import clock, http
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import BreakoutState, RoundPress

if TYPE_CHECKING:
    from gatherings.rooms.moving import Tried
    from mentoring.tables.gatherings.breakout import Breakout

router = http.Router()

HERE = "/v1/gatherings/<programme_id>/<gathering_id>"
Link = Annotated[Line, Field(max_length=MOST_LINK)]
Id = Annotated[Line, Field(min_length=1, max_length=64)]


class SpreadView(http.View):
    """How many people meet how many new ones."""

    new_people: int
    people: int


class SeatedRoomView(http.View):
    """A room of a round: who sits there (person ids), and its link."""

    room: int
    person_ids: list[str]
    link: str


class SeatedRoundView(http.View):
    """A round, from 1."""

    round: int
    rooms: list[SeatedRoomView]


class BreakoutView(http.Versioned):
    """All rounds; `nth` is the one that comes or runs, from 1. What they bring: `spread`, and how many meet twice."""

    gathering_id: str
    state: BreakoutState
    nth: int
    minutes: int
    size: int
    pattern: str
    ends_at: str | None
    seconds_left: int
    rounds: list[SeatedRoundView]
    spread: list[SpreadView]
    again: int


class SeatWish(http.Model):
    """What rooms are wanted; `ready` makes links at meet.jit.si, `pattern` is a link with `{room}`."""

    size: int = Field(ge=FEWEST_IN_ROOM, le=MOST_IN_ROOM)
    rounds: int = Field(ge=1, le=MOST_ROUNDS)
    minutes: int = Field(ge=1, le=MOST_MINUTES)
    odd: Literal["more", "less"] = "more"
    pattern: Link = ""
    ready: bool = False


class SeatMove(http.Model):
    """Somebody goes to another room in a round, numbers from 1; `swap_with` takes the place."""

    person_id: Id
    round: int = Field(ge=1, le=99)
    room: int = Field(ge=1, le=999)
    swap_with: Annotated[Line, Field(max_length=64)] = ""

    def hand(self) -> hosting.Hand:
        """Return it with numbers from 0."""
        return hosting.Hand(self.person_id, self.round - 1, self.room - 1, self.swap_with)


class SeatChangeView(http.View):
    """What two pay more for sharing a room, or less, and why."""

    person_ids: list[str]
    reason: str
    points: int


class SeatMoveView(http.View):
    """What a move would bring, in points: `delta` < 0 is better."""

    delta: int
    uneven: bool
    changes: list[SeatChangeView]


class ClockMove(http.Model):
    """What the clock does; `minutes` for `add`."""

    do: RoundPress
    minutes: int = Field(1, ge=1, le=MOST_MINUTES)


class RoomLinks(http.Model):
    """Links of rooms: a pattern with `{room}`, and those of single rooms in their order, empty for the pattern's."""

    pattern: Link = ""
    links: list[Link] = Field(default_factory=list, max_length=SEATED_TOGETHER)


class SatView(http.View):
    """That somebody sat in a room in a round, both from 1."""

    round: int
    room: int
    email: str


class SatList(http.View):
    """Who sat where, in the rounds that took place and the one that runs."""

    items: list[SatView]
    next: str | None = None


class MyRoomView(http.View):
    """My room in the round that comes or runs, from 1; null without a seat. Seconds are from when this was answered."""

    state: BreakoutState | None
    nth: int
    rounds: int
    room: int | None
    link: str
    names: list[str]
    seconds_left: int
    time_is_up: bool
    asks_again: int


def _shown(item: Breakout) -> BreakoutView:
    breakout, now = hosting.of(item), http.context().clock()
    return BreakoutView.of(
        item,
        nth=min(breakout.nth + 1, len(breakout.rounds)),
        ends_at=clock.iso(breakout.ends_at) if breakout.ends_at is not None else None,
        seconds_left=following.seconds_left(breakout, now),
        rounds=[
            SeatedRoundView(
                round=nth,
                rooms=[
                    SeatedRoomView(room=number, person_ids=list(room), link=breakout.link_of(number - 1))
                    for number, room in enumerate(rooms, 1)
                ],
            )
            for nth, rooms in enumerate(breakout.rounds, 1)
        ],
        spread=[SpreadView(new_people=new, people=people) for new, people in item.brings.get("spread", [])],
        again=item.brings.get("again", 0),
    )


@router.get(f"{HERE}/rooms")
def rooms(programme_id: str, gathering_id: str) -> BreakoutView:
    """Return the breakout rooms of a gathering, to an organizer who decides."""
    return _shown(hosting.made(http.context(), programme_id, gathering_id))


@router.put(f"{HERE}/rooms")
def seat(programme_id: str, gathering_id: str, body: SeatWish) -> BreakoutView:
    """Seat all who are there: the first time with `If-None-Match: *`, again with If-Match until a round begins."""
    wish = hosting.Wish(body.size, body.rounds, body.minutes, body.odd, body.pattern, body.ready)
    return _shown(hosting.seat_all(http.context(), programme_id, gathering_id, wish, http.expected()))


@router.post(f"{HERE}/rooms/seats", expects="required")
def seat_again(programme_id: str, gathering_id: str) -> BreakoutView:
    """Seat those who came late and free the seats of those who aren't there; as few as can be move."""
    return _shown(hosting.seat_again(http.context(), programme_id, gathering_id, http.expected())[0])


@router.post(f"{HERE}/rooms/moves/preview")
def preview(programme_id: str, gathering_id: str, body: SeatMove) -> SeatMoveView:
    """Return what a move by hand would bring."""
    return _moved(hosting.tried_move(http.context(), programme_id, gathering_id, body.hand())[1])


def _moved(tried: Tried) -> SeatMoveView:
    changes = [SeatChangeView(person_ids=list(one.pair), reason=one.reason, points=one.points) for one in tried.changes]
    return SeatMoveView(delta=tried.delta, uneven=tried.uneven, changes=changes)


@router.post(f"{HERE}/rooms/moves", expects="required")
def move(programme_id: str, gathering_id: str, body: SeatMove) -> BreakoutView:
    """Move somebody to another room by hand."""
    return _shown(hosting.move(http.context(), programme_id, gathering_id, body.hand(), http.expected())[0])


@router.post(f"{HERE}/rooms/clock", expects="required")
def turn(programme_id: str, gathering_id: str, body: ClockMove) -> BreakoutView:
    """Begin, pause, prolong or end a round."""
    found = hosting.turn(http.context(), programme_id, gathering_id, body.do, body.minutes, http.expected())
    return _shown(found)


@router.put(f"{HERE}/rooms/links")
def change_links(programme_id: str, gathering_id: str, body: RoomLinks) -> BreakoutView:
    """Change the links of rooms."""
    found = hosting.change_links(http.context(), programme_id, gathering_id, body.pattern, body.links, http.expected())
    return _shown(found)


@router.get(f"{HERE}/rooms/seated")
def seated(programme_id: str, gathering_id: str) -> SatList:
    """Return who sat where, for organizers."""
    found = hosting.sat(http.context(), programme_id, gathering_id)
    return SatList(items=[SatView.of(one) for one in found])


@router.get(f"{HERE}/room")
def my_room(programme_id: str, gathering_id: str) -> MyRoomView:
    """Return my room, to somebody who is noted as present; ask again after `asks_again` seconds, 0 for never."""
    context = http.context()
    found = following.follow(context, programme_id, gathering_id)
    breakout = found.breakout
    return MyRoomView(
        state=breakout.state if breakout is not None else None,
        nth=min(breakout.nth + 1, len(breakout.rounds)) if breakout is not None else 0,
        rounds=len(breakout.rounds) if breakout is not None else 0,
        room=found.room + 1 if found.room is not None else None,
        link=found.link,
        names=following.names(context, found),
        seconds_left=following.seconds_left(breakout, context.clock()) if breakout is not None else 0,
        time_is_up=breakout is not None and breakout.is_up(context.clock()),
        asks_again=found.asks_again,
    )
