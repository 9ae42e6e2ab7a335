"""An intervision group as `walk` asks for it: proposed, its date, roles, steps and the case card, by JSON and by page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.season import acts
from mentoring import clock
from mentoring.runtime import ports
from mentoring.tables.gatherings.circle import CaseCard, Circle
from mentoring.tables.vocabulary import CircleRole, CircleState
from tests.bench.handbook import if_match
from tests.integration.lambdas import keep
from tests.unit.pairing.givens import participant

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER
DESK, HERE = "intervision/<programme_id>", "circles/<programme_id>/<circle_id>"
WHY = {
    r"(GET|POST|DELETE) (/v1)?/intervision/<programme_id>/rounds": (
        "groups are made and priced of who takes part, of pairs, and of the groups of this and earlier programmes: a "
        "list each"
    ),
    r"GET /circles$": (
        "in which groups somebody is, and what they wrote, are two lists of theirs; the groups lie in their programmes"
    ),
    r"POST (/v1)?/circles/<programme_id>/<circle_id>/(answers|roles|roles/passing)$": (
        "roles are drawn by how often everybody had them in the groups of the programme, a list"
    ),
    r"POST /v1/circles/<programme_id>/<circle_id>/(entries|themes|links|polls)$": (
        "its answer names the people of the group, as GET does"
    ),
    r"(POST|PUT) (/v1)?/circles/<programme_id>/<circle_id>/card$": (
        "names of everybody who takes part are looked for in it, and they are a list"
    ),
    r"POST /circles/<programme_id>/<circle_id>/(entries|links)$": (
        "what is noted of somebody, or where the meeting is, lies with the gathering that the group names"
    ),
}
"""Why these routes take more round trips than others."""


def walk(one: Walk) -> None:
    """Mentors are put into groups; one of these meets."""
    for number in range(3):
        more = participant(f"iwona{number}", "mentor", one.season.programme_id, department=f"D{number}")
        keep(ports().store, more)
    one.people |= {each.email: each.person_id for each in one._items("participant") if each.role == "mentor"}
    _desk(one)
    group = _circle(one)
    emails = {person_id: email for email, person_id in one.people.items()}
    people = [emails[str(person_id)] for person_id, _ in group.people]
    _date(one, group, people)
    _roles(one, group)
    _meet(one, group)
    _cards(one, people[0])
    _again(one, group, people)


def _do(one: Walk, route: str, who: str = ORGANIZER, **asked: Any) -> dict[str, Any]:
    method, _, path = route.partition(" ")
    return one.do(f"{method} {path.replace('DESK', DESK).replace('HERE', HERE)}", who, **asked)


def _version(answer: dict[str, Any]) -> dict[str, str]:
    return {"version": if_match(answer)["if-match"].strip('"')}


def _desk(one: Walk) -> None:
    wish = {"role": "mentor", "size": 4}
    _do(one, "POST /DESK/rounds", form=wish | {"links": "none"})
    (first,) = one._items("circle_round")
    ids = {"round_id": first.round_id}
    route = "/DESK/rounds/<round_id>"
    who = str(first.people[0][0])
    _do(one, f"POST /v1{route}/moves/preview", ids=ids, body={"person_id": who, "group": 0})
    _do(one, f"GET {route}", ids=ids, query={"person": who, "group": "0"})
    seen = _do(one, f"GET /v1{route}", ids=ids)
    _do(one, f"POST /v1{route}/moves", ids=ids, body={"person_id": who, "group": 0}, headers=if_match(seen))
    _do(
        one,
        f"POST {route}/moves",
        ids=ids,
        form={"person": who, "group": 1} | _version(_do(one, f"GET /v1{route}", ids=ids)),
    )
    _do(one, f"POST {route}/deletion", ids=ids, form=_version(_do(one, f"GET /v1{route}", ids=ids)))
    for last in ("DELETE /v1", "POST /v1", "POST "):
        made = _do(one, "POST /v1/DESK/rounds", body=wish | {"again": True})
        (mine,) = [each for each in one._items("circle_round") if each.state == "draft"]
        ids = {"round_id": mine.round_id}
        if last == "DELETE /v1":
            _do(one, f"{last}{route}", ids=ids, headers=if_match(made))
        elif last == "POST /v1":
            _do(one, f"{last}{route}/sending", ids=ids, headers=if_match(made))
        else:
            _do(one, f"{last}{route}/sending", ids=ids, form=_version(made))
    _do(one, "GET /DESK")
    _do(one, "GET /v1/DESK")


def _circle(one: Walk) -> Circle:
    """Return one of the groups."""
    found = [each for each in one._items("circle") if isinstance(each, Circle)]
    return min(found, key=lambda each: each.circle_id)


def _date(one: Walk, group: Circle, people: list[str]) -> None:
    ids = {"circle_id": group.circle_id}
    at = clock.iso(one.world.now + timedelta(days=2))
    _do(one, "POST /v1/HERE/answers", people[0], ids=ids, body={"times": [at]})
    for who in people[1:]:
        times = one.said(f"GET /v1/{HERE}", who, ids=ids)["times"]
        _do(one, "POST /v1/HERE/answers", who, ids=ids, body={"yes": [each["option_id"] for each in times]})
    for prefix in ("", "/v1"):
        _do(one, f"GET {prefix}/HERE", people[0], ids=ids)
        _do(one, f"GET {prefix}/circles", people[0])


def _now(group: Circle) -> Circle:
    found = ports().store.get(Circle, *Circle.key(group.programme_id, group.circle_id))
    assert found is not None
    return found


def _who(one: Walk, group: Circle, role: CircleRole) -> str:
    emails = {person_id: email for email, person_id in one.people.items()}
    return next((emails[each] for each, its in _now(group).roles.items() if its == role), "")


def _roles(one: Walk, group: Circle) -> None:
    ids = {"circle_id": group.circle_id}
    while who := _who(one, group, CircleRole.PRESENTER):
        _do(one, "POST /v1/HERE/roles/passing", who, ids=ids)
    free = _who(one, group, CircleRole.CONSULTANT)
    _do(one, "POST /v1/HERE/roles", free, ids=ids, body={"role": "presenter"})
    who = _who(one, group, CircleRole.PRESENTER)
    _do(one, "POST /HERE/roles", who, ids=ids, form={})
    _do(one, "POST /HERE/roles", who, ids=ids, form={"role": "presenter"})
    _do(one, "POST /v1/HERE/links", who, ids=ids, body={"link": "https://meet.example/1"})
    _do(one, "POST /HERE/links", who, ids=ids, form={"link": "https://meet.example/2"})


def _meet(one: Walk, group: Circle) -> None:
    ids, item = {"circle_id": group.circle_id}, _now(group)
    item.starts_at = clock.iso(one.world.now)
    keep(ports().store, item)
    presents, leads = (_who(one, group, role) for role in (CircleRole.PRESENTER, CircleRole.MODERATOR))
    _do(one, "POST /HERE/entries", presents, ids=ids, form={"confidential": "yes"})
    _do(one, "POST /v1/HERE/entries", leads, ids=ids, body={"confidential": True})
    words = {"case": "Ktoś odwołuje spotkania.", "question": "Co zrobić?"}
    _do(one, "POST /HERE/card", presents, ids=ids, form=words | {"version": "0"})
    seen = _do(one, "GET /v1/HERE/card", presents, ids=ids)
    _do(one, "PUT /v1/HERE/card", presents, ids=ids, body=words, headers=if_match(seen))
    _do(one, "GET /HERE", leads, ids=ids)
    steps = _do(one, "GET /v1/HERE/steps", leads, ids=ids)
    steps = _do(one, "POST /v1/HERE/steps", leads, ids=ids, body={"do": "start"}, headers=if_match(steps))
    minutes = [5, 15, 5, 10, 15, 10, 5]
    steps = _do(one, "GET /v1/HERE/steps", leads, ids=ids)
    _do(one, "PUT /v1/HERE/steps", leads, ids=ids, body={"minutes": minutes}, headers=if_match(steps))
    steps = _do(one, "GET /v1/HERE/steps", leads, ids=ids)
    _do(one, "POST /HERE/minutes", leads, ids=ids, form={"minutes": minutes} | _version(steps))
    steps = _do(one, "GET /v1/HERE/steps", leads, ids=ids)
    _do(one, "POST /HERE/steps", leads, ids=ids, form={"do": "next"} | _version(steps))
    _do(one, "GET /HERE/now", leads, ids=ids)
    _do(one, "POST /v1/HERE/themes", leads, ids=ids, body={"theme": "goals"})
    _do(one, "POST /HERE/themes", leads, ids=ids, form={"theme": "motivation"})


def _cards(one: Walk, who: str) -> None:
    for prefix in ("/v1", ""):
        for what in ("keeping", "erasure"):
            name = f"{prefix[1:]}{what}"
            made = CaseCard(
                *CaseCard.key(name), card_id=name, programme_id=one.season.programme_id, circle_id="c", nth=1,
                author=one.people[who], written_at=clock.iso(one.world.now),
            )  # fmt: skip
            made.place()
            keep(ports().store, made)
            asked: dict[str, Any] = {} if prefix else {"form": {}}
            _do(one, f"POST {prefix}/circles/cards/<card_id>/{what}", who, ids={"card_id": name}, **asked)
    _do(one, "GET /v1/circles/cards", who)


def _again(one: Walk, group: Circle, people: list[str]) -> None:
    ids = {"circle_id": group.circle_id}
    for prefix in ("/v1", ""):
        item = _now(group)
        item.state = CircleState.MET
        keep(ports().store, item)
        _do(one, f"POST {prefix}/HERE/polls", people[0], ids=ids, **({} if prefix else {"form": {}}))
    at = one.world.now + timedelta(days=3)
    _do(one, "POST /HERE/answers", people[0], ids=ids, form={"time_1": f"{at:%Y-%m-%dT%H:%M}", "zone": "Europe/Warsaw"})
