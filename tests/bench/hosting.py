"""A gathering that is held, as `walk` asks for it: who is there, breakout rooms, and people who follow them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gatherings.store import attendance, gatherings
from infra.season import acts
from mentoring import clock
from mentoring.runtime import ports
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.vocabulary import GatheringState
from tests.bench.handbook import if_match
from tests.integration.lambdas import keep
from tests.unit.gatherings.givens import gathering

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER
WHY = {
    r"GET /organizer/programmes/<programme_id>/applications.xlsx$": "the list names whose attendance stands in it",
    r"GET /reports/certificates/<programme_id>/<gathering_id>/certificate.pdf$": (
        "what is noted of somebody names the participant, and this the account, whose name of today it bears"
    ),
    r"GET /surveys/results/<programme_id>$": "after which gatherings people were asked is a list, which names them",
    r"POST (/v1)?/gatherings/<programme_id>/<gathering_id>/attendance(/people)?$": (
        "who is on the list is what sign-ups and attendance name; of somebody who isn't on it, their address or the "
        "participants are asked besides"
    ),
    r"POST (/v1)?/gatherings/<programme_id>/<gathering_id>/here$": (
        "only somebody's own list says that they take part, and as what; it names no gathering"
    ),
    r"POST /gatherings/here$": "a code says neither programme nor gathering: those of the user's own list are looked at",
    r"POST /v1/gatherings/<programme_id>/<gathering_id>/check-in$": "its answer says how many are there, as GET does",
    r"(GET|PUT|POST) (/v1)?/gatherings/<programme_id>/<gathering_id>/rooms(/seats|/moves|/moves/preview)?$": (
        "rooms are made and priced of who is there, of pairs, and of the rooms of earlier gatherings: four lists"
    ),
}
"""Why these routes take more round trips than others."""

HERE, HELD = "gatherings/<programme_id>/<gathering_id>", "held"


def walk(one: Walk) -> None:
    """People are noted by the list and by the code; rooms are made, changed, run and followed."""
    item = Gathering(
        *Gathering.key(one.season.programme_id, HELD), gathering_id=HELD, programme_id=one.season.programme_id,
        by=one.people[ORGANIZER], made_at=clock.iso(one.world.now), uid="held@tandem",
    )  # fmt: skip
    told = gathering(starts_at=one.world.now - timedelta(minutes=5), texts={"pl": {"title": "Warsztat"}})
    keep(ports().store, gatherings.keep(item, told))
    _attend(one)
    _rooms(one)
    _afterwards(one)


def _do(one: Walk, route: str, who: str = ORGANIZER, **asked: Any) -> dict[str, Any]:
    method, _, path = route.partition(" ")
    ids = {"gathering_id": HELD} | asked.pop("ids", {})
    return one.do(f"{method} {path.replace('HERE', HERE)}", who, ids=ids, **asked)


def _attend(one: Walk) -> None:
    parts = {each.email: each for each in one._items("participant") if not each.withdrawn_at}
    emails = sorted(set(parts) & set(one.people))
    first, second, third, fourth = emails[:4]
    for prefix in ("/v1", ""):
        _do(one, f"GET {prefix}/HERE/attendance")
        _do(one, f"GET {prefix}/HERE/check-in")
        _do(one, f"GET {prefix}/HERE/here", first)
    there = [parts[each].participant_id for each in emails[4:]]
    _do(one, "POST /v1/HERE/attendance", body={"participant_ids": there, "present": True})
    _do(one, "POST /HERE/attendance", form={"present": parts[third].participant_id})
    _do(one, "POST /HERE/attendance/people", form={"who": fourth})
    _do(one, "POST /v1/HERE/check-in", body={"before": 30, "after": 60})
    _do(one, "POST /HERE/check-in", form={"before": "30", "after": "120"})
    (code, *_) = attendance.codes(HELD, None)
    one.do("GET /gatherings/here", first)
    one.do("POST /gatherings/here", first, form={"code": code})
    _do(one, "GET /HERE/here/<code>", first, ids={"code": code})
    _do(one, "POST /HERE/here", first, form={"code": code})
    _do(one, "POST /v1/HERE/here", second, body={"code": code})


def _rooms(one: Walk) -> None:
    me = min({each.email for each in one._items("participant") if not each.withdrawn_at} & set(one.people))
    wish = {"size": 2, "rounds": 3, "minutes": 10}
    _do(one, "PUT /v1/HERE/rooms", body=wish, headers={"if-none-match": "*"})
    _do(one, "POST /HERE/rooms", form=wish | {"links": "jitsi", "version": "1"})
    shown = _do(one, "GET /v1/HERE/rooms")
    _do(one, "PUT /v1/HERE/rooms/links", body={"pattern": ""}, headers=if_match(shown))
    _do(one, "POST /HERE/rooms/links", form={"pattern": "https://meet.example/{room}", "version": "3"})
    (seats,) = one._items("breakout")
    who = seats.people[0][0]
    here = next(number for number, room in enumerate(seats.rounds[0], 1) if 0 in room)
    move = {"round": 1, "room": 1 if here > 1 else 2}
    _do(one, "POST /v1/HERE/rooms/moves/preview", body=move | {"person_id": who})
    _do(one, "POST /v1/HERE/rooms/moves", body=move | {"person_id": who}, headers={"if-match": '"4"'})
    _do(one, "POST /HERE/rooms/moves", form={"round": 1, "room": here, "person": who, "version": "5"})
    _do(one, "GET /HERE/rooms", query={"person": who, **{name: str(number) for name, number in move.items()}})
    _do(one, "GET /HERE/rooms/now")
    _do(one, "POST /v1/HERE/rooms/seats", headers={"if-match": '"6"'})
    _do(one, "POST /HERE/rooms/seats", form={"version": "7"})
    _do(one, "POST /v1/HERE/rooms/clock", body={"do": "start"}, headers={"if-match": '"8"'})
    _do(one, "POST /HERE/rooms/clock", form={"minutes": "2", "version": "9"})
    _do(one, "GET /HERE/room", me)
    _do(one, "GET /HERE/room/now", me)
    _do(one, "GET /v1/HERE/room", me)
    _do(one, "GET /HERE/rooms.csv")
    _do(one, "GET /v1/HERE/rooms/seated")


def _afterwards(one: Walk) -> None:
    """It is over: somebody is noted after all, and asked how it was; they have a certificate."""
    store = ports().store
    item = store.get(Gathering, *Gathering.key(one.season.programme_id, HELD))
    assert item is not None
    item.state, item.starts_at = GatheringState.ENDED, clock.iso(one.world.now - timedelta(hours=3))
    keep(store, item)
    part = min((each for each in one._items("participant") if not each.withdrawn_at), key=lambda each: each.email)
    for present in (False, True):
        _do(one, "POST /v1/HERE/attendance", body={"participant_ids": [part.participant_id], "present": present})
    _do(one, "GET /HERE/people.csv")
    one.do("GET /surveys/results/<programme_id>", ORGANIZER)
    _do(one, "GET /surveys/results/<programme_id>/<gathering_id>")
    _do(one, "GET /v1/surveys/<programme_id>/gatherings/<gathering_id>/results")
    one.do("GET /reports/certificates", part.email)
    one.do("GET /v1/reports/certificates", part.email)
    _do(one, "GET /reports/certificates/<programme_id>/<gathering_id>/certificate.pdf", part.email)
