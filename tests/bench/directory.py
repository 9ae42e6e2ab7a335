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
        "as what somebody takes part is one list, who can be found another, whom they asked a third; then their pairs"
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
    """By JSON and by the pages; the mentor of a pair is found by another mentee, and the other way round."""
    (_, mentor, _), (_, _, mentee) = one.pairs[:2]
    mentor_id = _enter(one, mentor)
    mentee_id = _enter(one, mentee)
    for who in (mentee, acts.ORGANIZER):
        one.do(f"GET {HERE}", who)
        one.do(f"GET {PAGE}", who)
    one.do(f"GET {HERE}/<entry_id>", mentee, ids=mentor_id)
    one.do(f"GET {PAGE}/<entry_id>", mentee, ids=mentor_id)
    one.do(f"GET {PAGE}/me", mentee)
    one.do(f"POST {PAGE}/<entry_id>/introduction", mentee, ids=mentor_id, form={"sentence": "Cześć"})
    wish = one.said(f"GET {HERE}/introductions", mentor)["to_me"][0]
    one.do(f"GET {PAGE}/introductions", mentor)
    asked = {"introduction_id": wish["introduction_id"]}
    claims = {"programme_id": one.season.programme_id, "asker": one.people[mentee]}
    until = clock.now() + timedelta(days=9)
    token = {
        "token": links.sign(
            "introduction", asked["introduction_id"], person_id=one.people[mentor], expires_at=until, **claims
        )
    }
    one.do("GET /directory/answer/<token>", ids=token)
    one.do("POST /directory/answer/<token>", ids=token, form={"answer": "no"})
    again = {"introduction_id": one.said(f"POST {HERE}/<entry_id>/introduction", mentor, ids=mentee_id, body={})[
        "introduction_id"
    ]}  # fmt: skip
    one.do(f"POST {HERE}/introductions/<introduction_id>/answer", mentee, ids=again, body={"answer": "yes"})
    third = one.pairs[2][2]
    one.do(f"POST {HERE}/<entry_id>/introduction", third, ids=mentor_id, body={})
    (waiting,) = one.said(f"GET {HERE}/introductions", mentor)["to_me"]
    ids = {"introduction_id": waiting["introduction_id"]}
    one.do(f"POST {PAGE}/introductions/<introduction_id>", mentor, ids=ids, form={"answer": "yes"})
    one.do(f"POST {PAGE}/me", mentee, form={"version": _tag(one, mentee), "name": "Jan"})
    one.do(f"POST {PAGE}/me/removal", mentor, form={})
    one.do(f"DELETE {HERE}/me", mentee)


def _tag(one: Walk, who: str) -> str:
    answer = one.do(f"GET {HERE}/me", who)
    return str(answer["multiValueHeaders"]["ETag"][0]).strip('"')


def _enter(one: Walk, who: str) -> dict[str, str]:
    headers = {"if-match": f'"{_tag(one, who)}"'}
    card = {"name": "Anna", "languages": ["pl"], "at_gatherings": True}
    return {"entry_id": one.said(f"PUT {HERE}/me", who, body=card, headers=headers)["entry_id"]}
