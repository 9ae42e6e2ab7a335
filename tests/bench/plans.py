"""A walk through the plans of a pair, and behind the mail after a meeting, so that their round trips are counted."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from infra.season import acts
from mentoring import links

if TYPE_CHECKING:
    from tests.bench.walk import Walk

WHY = {
    r"GET /v1/meetings/pair/<pair_id>/plans/dates$|POST (/meetings/pair/<pair_id>/plan|/v1/meetings/pair/<pair_id>/plans)$": (
        "on which days the two may be busy, and where the partner is, follows from the pair, whose rhythm says which "
        "days they are"
    ),
    r"(GET|POST) ((/v1)?/meetings/pair/<pair_id>/plans/<plan_id>(/answers)?|/meetings/plan/<token>)$": (
        "a plan names its meetings, which say on which days of both they take up time"
    ),
}
"""Routes → why they take more trips than most."""


def arrange(walk: Walk, pair: dict[str, str], mentor: str, mentee: str) -> None:
    """Several meetings are proposed at once, three times: by JSON, on the page, and answered behind the mail."""
    here, root = "meetings/pair/<pair_id>", "/v1/meetings/pair/<pair_id>/plans"
    first = walk.world.now.replace(hour=11, minute=0, second=0, microsecond=0) + timedelta(days=20)
    wish = {"starts_at": acts.iso(first), "zone": "Europe/Warsaw", "every": 1, "number": 2}
    walk.do(f"GET {root}/dates", mentor, ids=pair, query={name: str(one) for name, one in wish.items()})
    plan = pair | {"plan_id": walk.said(f"POST {root}", mentor, ids=pair, body=wish)["plan_id"]}
    walk.do(f"GET /{here}/plans/<plan_id>", mentee, ids=plan)
    match = {"if-match": walk.do(f"GET {root}/<plan_id>", mentee, ids=plan)["multiValueHeaders"]["ETag"][0]}
    walk.do(f"POST {root}/<plan_id>/answers", mentee, ids=plan, body={"answer": "accept"}, headers=match)
    walk.do(f"POST /{here}/plans/<plan_id>/answers", mentor, ids=plan, form={"answer": "decline"})
    walk.do(f"GET /{here}/plan", mentor, ids=pair)
    form = {"starts_at": f"{first + timedelta(days=1):%Y-%m-%dT%H:%M}", "every": "1", "number": "2"}
    form |= {"zone": "Europe/Warsaw"}
    page = walk.do(f"POST /{here}/plan", mentor, ids=pair, form=form)["body"]
    days, shown = (re.findall(rf'name="{name}" value="([^"]+)"', page) for name in ("dates", "shown"))
    walk.do(f"POST /{here}/plan", mentor, ids=pair, form=form | {"do": "propose", "shown": shown[0], "dates": days})
    plan_id = re.findall(r"/plans/([0-9a-f]{32})", walk.do(f"GET /{here}", mentee, ids=pair)["body"])[0]
    until = {"expires_at": walk.world.now + timedelta(days=9), "person_id": walk.people[mentee]}
    token = links.sign("plan", plan_id, **until, **pair)
    page = walk.do("GET /meetings/plan/<token>", ids={"token": token})["body"]
    ticked = re.findall(r'name="meetings" value="([^"]+)"', page)
    walk.do("POST /meetings/plan/<token>", ids={"token": token}, form={"answer": "accept", "meetings": ticked})
    walk.do(
        f"POST /{here}/plans/<plan_id>/answers", mentor, ids=pair | {"plan_id": plan_id}, form={"answer": "decline"}
    )


def after(walk: Walk, token: str) -> None:
    """Behind the mail's link something is taken away, homework is noted, and the next time proposed."""
    page = walk.do("GET /meetings/outcome/<token>", ids={"token": token})["body"]
    form = {"takeaway": "Pytać", "homework": "Lista", "next": re.findall(r'name="next" value="([^"]+)"', page)[0]}
    walk.do("POST /meetings/outcome/<token>/after", ids={"token": token}, form=form)
    walk.do("POST /rooms/met/<token>", ids={"token": token}, form=form)
    walk.do("GET /rooms/met/<token>", ids={"token": token})
