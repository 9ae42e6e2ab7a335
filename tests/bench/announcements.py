"""Announcements, as `walk` asks for them: written at the desk, handed on, read by participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season import acts

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER
HERE, PAGE, MINE = (
    "/v1/announcements/<programme_id>",
    "/announcements/<programme_id>",
    "desk/<programme_id>/announcements",
)


def walk(one: Walk) -> None:
    """Mentees are told something by JSON, everybody by the pages; somebody looks at both."""
    (_, _, mentee), text = one.pairs[0], {"subject": "Warsztat", "text": "W **środę** o 16:00."}
    wish = {"texts": {"pl": text}, "segment": {"audience": "mentees", "kind": "unsigned"}}
    found = one.said(f"POST {HERE}/preview", ORGANIZER, body=wish)
    meant = {name: found[name] for name in ("count", "digest")}
    first = {"announcement_id": one.said(f"POST {HERE}", ORGANIZER, body=wish | meant)["announcement_id"]}
    form = {"subject_pl": text["subject"], "text_pl": text["text"], "audience": "both", "kind": "everybody"}
    one.do(f"GET {PAGE}/new", ORGANIZER)
    one.do(f"POST {PAGE}/new", ORGANIZER, form=form)
    found = one.said(f"POST {HERE}/preview", ORGANIZER, body={"texts": {"pl": text}})
    one.do(f"POST {PAGE}", ORGANIZER, form=form | {name: found[name] for name in ("count", "digest")})
    for root in (HERE, PAGE):
        one.do(f"GET {root}", ORGANIZER)
        one.do(f"GET {root}/<announcement_id>", ORGANIZER, ids=first)
    one.do(f"GET /v1/{MINE}", mentee)
    mine = {"announcement_id": one.said(f"GET /v1/{MINE}", mentee)["items"][0]["announcement_id"]}
    one.do("GET /home", mentee)
    one.do(f"GET /v1/{MINE}/<announcement_id>", mentee, ids=mine)
    one.do(f"POST /v1/{MINE}/<announcement_id>/seen", mentee, ids=mine)
    one.do(f"GET /{MINE}", mentee)
    one.do(f"GET /{MINE}/<announcement_id>", one.pairs[0][1], ids=mine)
