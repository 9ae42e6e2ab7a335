"""Asking people of an earlier edition to come again, as `walk` asks for it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from infra.season import acts
from mentoring import ids, links
from tests.bench.handbook import if_match

if TYPE_CHECKING:
    from tests.bench.walk import Walk

HERE = "/v1/programmes/<programme_id>/again"
PAGE = "/organizer/programmes/<programme_id>/again"
WHY = {
    r"(GET|POST) (/organizer|/v1)/programmes/<programme_id>/again(/preview)?$": (
        "two programmes are read with the rows of both, who was asked before, and the editions to choose from"
    ),
    r"POST /programmes/again/<token>$": "which application the address leads to is asked before that one is read",
}
"""Route → why it takes more reads than others."""


def walk(one: Walk) -> None:
    """A pair wants to be told of the next edition, one opens, both are asked, one begins an application, and says no."""
    host, (_, mentor, mentee) = acts.ORGANIZER, one.pairs[-1]
    for who, role in ((mentor, "mentor"), (mentee, "mentee")):
        mine, seen = "/v1/programmes/<programme_id>/mine/<role>", {"role": role}
        form = one.do(f"GET {mine}", who, ids=seen)
        answers = json.loads(form["body"])["answers"] | {"news": "yes"}
        one.do(f"PUT {mine}/sent", who, ids=seen, body={"answers": answers}, headers=if_match(form))
        page = seen | {"slug": one.season.slug}
        one.do("POST /programmes/<slug>/apply/<role>/news", who, ids=page, form={"news": ""})
        one.do(f"POST {mine}/news", who, ids=seen)
        one.do(f"DELETE {mine}/news", who, ids=seen)
        one.do("POST /programmes/<slug>/apply/<role>/news", who, ids=page, form={"news": "yes"})
    wish = {"name": "Lato", "kick_off": (one.world.now + timedelta(days=90)).date().isoformat()}
    new = {"programme_id": one.said("POST /v1/programmes/<programme_id>/copies", host, body=wish)["programme_id"]}
    dates = {"dates": {"kick_off": wish["kick_off"]}}
    kept = one.do("GET /v1/programmes/<programme_id>", host, ids=new)
    one.do("PATCH /v1/programmes/<programme_id>", host, ids=new, body=dates, headers=if_match(kept))
    one.do("POST /v1/programmes/<programme_id>/stage", host, ids=new, body={"to": "recruiting"})
    earlier = one.season.programme_id
    page = one.do(f"GET {PAGE}", host, ids=new, query={"earlier": earlier, "role": "mentor"})["body"]
    tag = re.findall(r'name="tag" value="([^"]+)"', page)[0]
    one.do(f"POST {PAGE}", host, ids=new, form={"earlier": earlier, "role": "mentor", "tag": tag})
    one.do(f"GET {HERE}", host, ids=new)
    shown = one.do(f"POST {HERE}/preview", host, ids=new, body={"earlier_id": earlier, "role": "mentee"})
    one.do(f"POST {HERE}", host, ids=new, body={"earlier_id": earlier, "role": "mentee"}, headers=if_match(shown))
    before = next(each for each in one._items("application") if (each.email, each.role) == (mentor, "mentor"))
    claims = {**new, "earlier_id": earlier, "address": ids.address_key(mentor)}
    until = one.world.now + timedelta(days=1)
    token = {"token": links.sign("again", before.application_id, expires_at=until, **claims)}
    one.do("GET /programmes/again/<token>", ids=token)
    for said in ("came_again", "not_this_time"):
        one.do("POST /programmes/again/<token>", ids=token, form={"answer": said})
