"""Those who are at a gathering talk in breakout rooms, in rounds that the host runs on one page."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

from infra.season.acts.gatherings import confirm
from infra.season.acts.season import MINUTE, iso
from infra.season.people import expect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.season.acts.season import Gathering, Season
    from infra.season.people import Person

IN_ROOM = 4
ROUNDS = 2
TALK = 10


def talk_in_rooms(season: Season, one: Gathering, late: Sequence[Person]) -> None:
    """Two rounds of rooms: who comes late gets a seat in the first one, and everybody sees who else is there."""
    organizer, path = season.organizer, f"{one.path(season)}/rooms"
    organizer.put(path, {"size": IN_ROOM, "rounds": ROUNDS, "minutes": TALK}, first=True)
    turn(season, one, "start")
    if late:
        confirm(season, one, late)
        organizer.post(f"{path}/seats", etag=organizer.etag(path))
    season.stage.settle()
    for nth in range(1, ROUNDS + 1):
        _check_room(season, one, one.present[-1], nth)
        season.stage.move_to(iso(season.now + TALK * MINUTE))
        turn(season, one, "next" if nth < ROUNDS else "end")
    season.stage.settle()
    _count(season, one)


def turn(season: Season, one: Gathering, do: str) -> dict[str, Any]:
    """The host presses a button of the clock."""
    path = f"{one.path(season)}/rooms"
    season.organizer.get(path)
    return season.organizer.post(f"{path}/clock", {"do": do}, season.organizer.tag)


def _check_room(season: Season, one: Gathering, person: Person, nth: int) -> None:
    """Somebody sees their room, and by name who else sits there, as the host does."""
    mine = person.get(f"{one.path(season)}/room")
    shown = season.organizer.get(f"{one.path(season)}/rooms")["rounds"][nth - 1]["rooms"]
    (room,) = [each for each in shown if person.person_id in each["person_ids"]]
    seen, there = (mine["nth"], mine["room"], len(mine["names"])), (nth, room["room"], len(room["person_ids"]) - 1)
    expect(seen == there, f"{person.email} sees round, room and others {seen}, the host {there}")


def _count(season: Season, one: Gathering) -> None:
    """Note who sat where; rounds are numbered over the whole programme."""
    told = season.organizer.get(f"{one.path(season)}/rooms")
    expect(told["state"] == "over", f"the rounds of rooms are {told['state']}")
    rows = season.organizer.get(f"{one.path(season)}/rooms/seated")["items"]
    everybody = Counter({person.email: ROUNDS for person in one.present})
    sat = Counter(row["email"] for row in rows)
    expect(sat == everybody, f"in {ROUNDS} rounds have sat {sat}, of {len(everybody)} who were there")
    again = len(repeated(rows))
    expect(again == told["again"], f"{again} pairs of people met twice, {told['again']} as the host is told")
    before = max((row["round"] for row in season.seated), default=0)
    season.seated += [row | {"round": before + row["round"]} for row in rows]


def repeated(rows: Sequence[dict[str, Any]]) -> set[tuple[str, str]]:
    """Return the pairs of people who shared a room more than once."""
    rooms: dict[tuple[int, int], list[str]] = {}
    for row in rows:
        rooms.setdefault((row["round"], row["room"]), []).append(row["email"])
    met = Counter(pair for people in rooms.values() for pair in combinations(sorted(people), 2))
    return {pair for pair, times in met.items() if times > 1}
