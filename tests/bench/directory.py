"""The directory, as `walk` asks for it: in it, found, asked, answered, at a gathering, out of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from infra.season import acts
from mentoring import clock, links

if TYPE_CHECKING:
    from tests.bench.walk import Walk

WHY = {
    r"GET (/organizer/programmes/<programme_id>/applications\.csv|/v1/programmes/<programme_id>/participants)$": (
        "at which gatherings people were is read of those on the list"
    ),
    r"GET (/v1)?/meetings/programmes/<programme_id>/dates$": (
        "what is somebody's is one list, gatherings another; the list names the calendars of their pairs"
    ),
    r"GET (/v1)?/directory/<programme_id>$": (
        "as what somebody takes part is one list, who can be found another, whom they asked a third"
    ),
    r"GET (/v1)?/directory/<programme_id>/introductions$": (
        "whom somebody asked and who asked them are two lists, and these name participants and their accounts"
    ),
    r"POST (/v1)?/directory/<programme_id>/introductions/<introduction_id>(/answer)?$": (
        "who waits for an answer is a list, which may be old: the wish is read again, then who asks"
    ),
    r"(PUT|DELETE|POST) (/v1)?/directory/<programme_id>/me(/removal)?$": (
        "as what somebody takes part is a list, and their entry names the cards that change with it"
    ),
    r"GET (/v1)?/gatherings/<programme_id>/<gathering_id>/company$": (
        "who signed up is a list, and their entries are known by it"
    ),
    r"POST (/v1)?/directory/<programme_id>/<entry_id>/introduction$": (
        "whom a card is of says which wishes and counters are looked at, in both directions"
    ),
}
"""Why these routes take more round trips than others."""

HERE, PAGE = "/v1/directory/<programme_id>", "/directory/<programme_id>"


def walk(one: Walk) -> None:
    """By JSON and by the pages; three mentees, who are nobody's partners, find each other."""
    first, second, third = (mentee for _, _, mentee in one.pairs[:3])
    first_id = _enter(one, first)
    second_id = _enter(one, second)
    for who in (second, acts.ORGANIZER):
        one.do(f"GET {HERE}", who)
        one.do(f"GET {PAGE}", who)
    one.do(f"GET {HERE}/<entry_id>", second, ids=first_id)
    one.do(f"GET {PAGE}/<entry_id>", second, ids=first_id)
    one.do(f"GET {PAGE}/me", second)
    one.do(f"POST {PAGE}/<entry_id>/introduction", second, ids=first_id, form={"sentence": "Cześć"})
    wish = one.said(f"GET {HERE}/introductions", first)["to_me"][0]
    one.do(f"GET {PAGE}/introductions", first)
    asked = {"introduction_id": wish["introduction_id"]}
    claims = {"programme_id": one.season.programme_id, "asker": one.people[second]}
    until = clock.now() + timedelta(days=9)
    token = {
        "token": links.sign(
            "introduction", asked["introduction_id"], person_id=one.people[first], expires_at=until, **claims
        )
    }
    one.do("GET /directory/answer/<token>", ids=token)
    one.do("POST /directory/answer/<token>", ids=token, form={"answer": "no"})
    again = {"introduction_id": one.said(f"POST {HERE}/<entry_id>/introduction", first, ids=second_id, body={})[
        "introduction_id"
    ]}  # fmt: skip
    one.do(f"POST {HERE}/introductions/<introduction_id>/answer", second, ids=again, body={"answer": "yes"})
    one.do(f"POST {HERE}/<entry_id>/introduction", third, ids=first_id, body={})
    (waiting,) = one.said(f"GET {HERE}/introductions", first)["to_me"]
    ids = {"introduction_id": waiting["introduction_id"]}
    one.do(f"POST {PAGE}/introductions/<introduction_id>", first, ids=ids, form={"answer": "yes"})
    one.do(f"POST {PAGE}/me", second, form={"version": _tag(one, second), "name": "Jan"})
    one.do(f"POST {PAGE}/me/removal", first, form={})
    one.do(f"DELETE {HERE}/me", second)


def _tag(one: Walk, who: str) -> str:
    answer = one.do(f"GET {HERE}/me", who)
    return str(answer["multiValueHeaders"]["ETag"][0]).strip('"')


def _enter(one: Walk, who: str) -> dict[str, str]:
    headers = {"if-match": f'"{_tag(one, who)}"'}
    card = {"name": "Anna", "languages": ["pl"], "at_gatherings": True}
    return {"entry_id": one.said(f"PUT {HERE}/me", who, body=card, headers=headers)["entry_id"]}
