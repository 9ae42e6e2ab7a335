"""The rules of a programme and the answers to a nudge, as `walk` asks for them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from infra.season import acts
from mentoring import ids, links
from tests.bench.handbook import if_match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench.walk import Walk

WHY = {
    r"POST /organizer/programmes/<programme_id>/rules$": (
        "the page shows some of the rules: the others are kept, so the programme is read before its settings are"
    ),
    r"(GET|POST) /meetings/met/<token>$": (
        "the pair says who its people are, these in which zone a day is meant, and its meetings are a list beside them"
    ),
    r"(GET|POST) /pairing/rest/<token>$": "in whose zone the day of a break ends, the participant says whom the pair names",
    r"GET /pairing/end/<token>$": "who is shown is a participant, whom the pair names",
}
"""Why a route needs more than one read: pattern → reason."""


def walk(one: Walk) -> None:
    """Look at the rules, try others, and save them."""
    by_mail(one)
    host, here = acts.ORGANIZER, "/monitoring/<programme_id>/rules"
    one.do(f"GET {here}", host, query={"silence_nudge": "28", "silence_factor": "1"})
    one.do(f"POST /v1{here}/preview", host, body={"rules": {"silence_nudge": 28, "silence_factor": 1}})
    version = if_match(one.do(f"GET /v1{here}", host))["if-match"].strip('"')
    form = {"silence_nudge": "32", "silence_factor": "1.5", "version": version}
    one.do("POST /organizer/programmes/<programme_id>/rules", host, form=form)


def by_mail(one: Walk) -> None:
    """Look after a matter by the link of the weekly report."""
    (about, *_) = [each.about for each in one._items("matter")]
    expires_at, person_id = one.world.now + timedelta(days=9), ids.derived("person", acts.ORGANIZER)
    programme_id = one.season.programme_id
    token = links.sign("matter", about, expires_at=expires_at, person_id=person_id, programme_id=programme_id)
    shown = one.do("GET /monitoring/matter/<token>", ids={"token": token})
    version = re.search(r'name="version" value="([^"]*)"', str(shown))
    form = {"do": "take", "version": version[1] if version else "*"}
    one.do("POST /monitoring/matter/<token>", ids={"token": token}, form=form)


def answers(one: Walk, token: Mapping[str, str]) -> None:
    """Answer a nudge: a meeting that was held, a break and its end, and the end of another process."""
    yesterday = (one.world.now - timedelta(days=1)).date().isoformat()
    one.do("GET /meetings/met/<token>", ids=token)
    one.do("POST /meetings/met/<token>", ids=token, form={"day": yesterday, "at": "11:00", "zone": "Europe/Warsaw"})
    one.do("GET /pairing/rest/<token>", ids=token)
    until = (one.world.now + timedelta(days=20)).date().isoformat()
    for form in ({"until": until}, {}):
        one.do("POST /pairing/rest/<token>", ids=token, form=form)
    one.do("GET /pairing/end/<token>", ids=token)


def end(one: Walk, pair_id: str, person_id: str) -> None:
    """Press the link of a nudge that ends a process, once the organizers have ended it."""
    expires_at = one.world.now + timedelta(days=9)
    token = links.sign("nudge", pair_id, expires_at=expires_at, person_id=person_id, rule="silence")
    one.do("POST /pairing/end/<token>", ids={"token": token}, form={"reason": ""})
