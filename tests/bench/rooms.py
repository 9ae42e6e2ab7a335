"""What the two of a pair do with goals, homework, takeaways and links, each by JSON and by its page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.bench.handbook import if_match

if TYPE_CHECKING:
    from tests.bench.walk import Walk

WHY = {
    r"(GET|POST) /pairing/pair/<pair_id>/break$": "in whose zone its day ends, the participant says whom the pair names",
    r"GET /pairing/pair/<pair_id>/end$": "its colour is that of the programme, which the pair names",
    r"(POST |PUT /v1)/meetings/pair/<pair_id>/call$": (
        "meetings ahead get the new link with it: which they are stands in the pair's calendar, read with the old one"
    ),
}
"""Why a route takes more than it should (`tests.bench.reasons.WHY`)."""


def goals(
    walk: Walk, mentor: str, mentee: str, first: dict[str, str], second: dict[str, str], third: dict[str, str]
) -> None:
    """What becomes of three goals that the mentee wrote."""
    goal, page = "/v1/rooms/<pair_id>/goals/<goal_id>", "POST /rooms/<pair_id>/goals/<goal_id>"
    written = {"title": "Mówię spokojnie", "start_level": 3, "target_level": 8}

    def seen(ids: dict[str, str]) -> dict[str, str]:
        return if_match(walk.do(f"GET {goal}", mentee, ids=ids))

    def tag(ids: dict[str, str]) -> dict[str, str]:
        return {"version": seen(ids)["if-match"].strip('"')}

    walk.do(f"PUT {goal}", mentee, ids=first, body=written | {"title": "Mówię"}, headers=seen(first))
    walk.do(page, mentee, ids=first, form=written | tag(first))
    walk.do(f"{page}/agreement", mentor, ids=first, form=tag(first))
    walk.do(f"PATCH {goal}", mentee, ids=first, body={"current_level": 5}, headers=seen(first))
    walk.do(f"{page}/level", mentee, ids=first, form={"current_level": 6} | tag(first))
    walk.do(f"PUT {goal}/due", mentee, ids=first, body={"due_on": "2027-03-01"}, headers=seen(first))
    walk.do(f"{page}/due", mentee, ids=first, form={"due_on": "2027-04-01"} | tag(first))
    end = {"state": "partly", "current_level": 6}
    walk.do(f"POST {goal}/conclusion", mentee, ids=first, body=end, headers=seen(first))
    walk.do(f"{page}/conclusion/answer", mentor, ids=first, form={"answer": "not_yet"} | tag(first))
    walk.do(f"{page}/conclusion", mentee, ids=first, form=end | tag(first))
    walk.do(f"POST {goal}/conclusion/answer", mentor, ids=first, body={"answer": "yes"}, headers=seen(first))
    walk.do(f"POST {goal}/withdrawal", mentee, ids=second)
    walk.do(f"POST {goal}/agreement", mentor, ids=third, headers=seen(third))
    walk.do("GET /rooms/<pair_id>/goals", mentor, ids=third)


def homework(walk: Walk, pair: dict[str, str], mentor: str, mentee: str) -> None:
    """Homework of the mentor, and what becomes of it."""
    task, page = "/v1/rooms/<pair_id>/tasks", "POST /rooms/<pair_id>/tasks/<task_id>"
    homework = {"text": "Przeczytać rozdział.", "visibility": "pair"}
    first, second = (
        {"task_id": walk.said(f"POST {task}", mentor, ids=pair, body=homework)["task_id"]} | pair for _ in range(2)
    )

    def seen(ids: dict[str, str]) -> dict[str, str]:
        return if_match(walk.do(f"GET {task}/<task_id>", mentor, ids=ids))

    for each in (first, second):
        walk.do(f"PUT {task}/<task_id>", mentor, ids=each, body=homework | {"text": "Dwa"}, headers=seen(each))
        walk.do(page, mentor, ids=each, form=homework | {"version": seen(each)["if-match"].strip('"')})
        walk.do(f"POST {task}/<task_id>/done", mentee, ids=each)
        walk.do(f"POST {task}/<task_id>/reopening", mentee, ids=each)
        walk.do(f"{page}/done", mentee, ids=each, form={})
        walk.do(f"{page}/reopening", mentee, ids=each, form={})
    walk.do(f"DELETE {task}/<task_id>", mentor, ids=first, headers=seen(first))
    walk.do(f"{page}/deletion", mentor, ids=second, form={"version": seen(second)["if-match"].strip('"')})
    walk.said(f"POST {task}", mentor, ids=pair, body=homework)


def takeaways(walk: Walk, pair: dict[str, str], meeting_id: str, mentor: str, mentee: str) -> None:
    """What each takes away from a meeting."""
    one, page = "/v1/rooms/<pair_id>/takeaways/<meeting_id>", "/rooms/<pair_id>/takeaways/<meeting_id>"
    ids, told = pair | {"meeting_id": meeting_id}, {"text": "Pytać.", "visibility": "pair"}
    walk.do(f"PUT {one}", mentor, ids=ids, body=told, headers={"if-none-match": "*"})
    walk.do(f"GET {page}", mentee, ids=ids)
    walk.do(f"POST {page}", mentee, ids=ids, form=told | {"version": "0"})
    walk.do("GET /v1/rooms/<pair_id>/takeaways", mentor, ids=pair)
    walk.do("GET /rooms/<pair_id>/takeaways", mentor, ids=pair)
    seen = if_match(walk.do(f"GET {one}", mentor, ids=ids))
    walk.do(f"DELETE {one}", mentor, ids=ids, headers=seen)
    tag = if_match(walk.do(f"GET {one}", mentee, ids=ids))["if-match"].strip('"')
    walk.do(f"POST {page}/deletion", mentee, ids=ids, form={"version": tag})


def calls(walk: Walk, ids: dict[str, str], who: str) -> None:
    """The link of all meetings is changed, and the place of one, whose guide is read."""
    here = "meetings/pair/<pair_id>/call"
    walk.do(f"GET /{here}", who, ids=ids)
    walk.do(f"POST /{here}", who, ids=ids, form={"link": "https://meet.example.org/a", "version": "0"})
    known = walk.do(f"GET /v1/{here}", who, ids=ids)
    walk.do(f"PUT /v1/{here}", who, ids=ids, body={"link": "https://meet.example.org/b"}, headers=if_match(known))
    place = "meetings/pair/<pair_id>/<meeting_id>"

    def seen() -> dict[str, str]:
        return if_match(walk.do(f"GET /v1/{place}", who, ids=ids))

    walk.do(f"GET /v1/{place}/guide", who, ids=ids)
    walk.do(f"GET /{place}/place", who, ids=ids)
    version = seen()["if-match"].strip('"')
    walk.do(f"POST /{place}/place", who, ids=ids, form={"place": "Biblioteka", "version": version})
    walk.do(f"PUT /v1/{place}/place", who, ids=ids, body={"place": ""}, headers=seen())


def breaks(walk: Walk, ids: dict[str, str], mentor: str, mentee: str) -> None:
    """One of the two takes a break, and the other one ends it."""
    here = "/pairing/pair/<pair_id>/break"
    walk.do(f"GET {here}", mentee, ids=ids)
    until = (walk.world.now + timedelta(days=20)).date().isoformat()
    walk.do(f"POST {here}", mentee, ids=ids, form={"until": until})
    walk.do(f"POST {here}", mentor, ids=ids, form={})


def end(walk: Walk, ids: dict[str, str], mentee: str) -> None:
    """One of the two reads what an early end means, and sends it once the organizers have ended the process."""
    here = "/pairing/pair/<pair_id>/end"
    walk.do(f"GET {here}", mentee, ids=ids)
    walk.do(f"POST {here}", mentee, ids=ids, form={"reason": ""})
