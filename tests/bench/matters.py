"""The organizers' desk, as it is walked through for the table of round trips."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from infra.season import acts

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER


def walk(one: Walk, pair_id: str) -> None:
    """An organizer takes a matter, gives it back, puts it aside, ticks it off, alone and with others; the pair rests."""
    matter = next(each for each in one._items("matter") if each.about == pair_id)
    told = {"about": matter.about}
    one.do("GET /monitoring/<programme_id>/matters", ORGANIZER)
    one.do("GET /v1/monitoring/<programme_id>/matters", ORGANIZER)
    one.do("GET /v1/monitoring/<programme_id>/matters/<about>", ORGANIZER, ids=told)
    form = {"do": "take", "version": matter.tag, "then": ""}
    one.do("POST /monitoring/<programme_id>/matters/<about>", ORGANIZER, ids=told, form=form)
    several = {"do": "take", "abouts": [matter.about]}
    seen = one.said("POST /v1/monitoring/<programme_id>/matters/preview", ORGANIZER, body=several)
    one.do("POST /v1/monitoring/<programme_id>/matters", ORGANIZER, body=several | {"tag": seen["tag"]})
    ticked = {"do": "give_back", "about": matter.about}
    one.do("POST /monitoring/<programme_id>/matters/preview", ORGANIZER, form=ticked)
    one.do("GET /monitoring/<programme_id>/matters/preview", ORGANIZER, query=ticked)
    asked = {"do": "give_back", "abouts": [matter.about]}
    tag = one.said("POST /v1/monitoring/<programme_id>/matters/preview", ORGANIZER, body=asked)["tag"]
    one.do("POST /monitoring/<programme_id>/matters", ORGANIZER, form=ticked | {"tag": tag})
    there = "POST /v1/monitoring/<programme_id>/matters/<about>"
    mine = {"do": "pause", "pairs": pair_id}
    page = one.do("GET /pairing/<programme_id>/several", ORGANIZER, query=mine)["body"]
    pair = re.findall(r'name="pair" value="([^"]+)"', page)
    rest = {"do": "pause", "pair": pair, "until": str((one.world.now + timedelta(days=3)).date())}
    one.do("POST /pairing/<programme_id>/several", ORGANIZER, form=rest)
    one.do("POST /v1/pairs/<pair_id>/resume", ORGANIZER, ids={"pair_id": pair_id})
    looked_at = one.said("POST /v1/pairing/<programme_id>/pairs/preview", ORGANIZER, body={"pairs": [pair_id]})
    chosen = [{"pair_id": each["pair_id"], "tag": each["tag"]} for each in looked_at["pairs"]]
    rests = {"do": "pause", "pairs": chosen, "until": acts.iso(one.world.now + timedelta(days=3))}
    one.do("POST /v1/pairing/<programme_id>/pairs", ORGANIZER, body=rests)
    one.do("POST /v1/pairs/<pair_id>/resume", ORGANIZER, ids={"pair_id": pair_id})
    until = {"until": str((one.world.now + timedelta(days=10)).date())}
    for deed, body in (("given-back", None), ("taken", None), ("later", until)):
        one.do(f"{there}/{deed}", ORGANIZER, ids=told, body=body)
    one.do("GET /monitoring/<programme_id>/put-aside", ORGANIZER)
    one.do("GET /v1/monitoring/<programme_id>/put-aside", ORGANIZER)
    one.do(f"{there}/resumed", ORGANIZER, ids=told)
    one.do(f"{there}/later", ORGANIZER, ids=told, body=until)
    aside = next(each for each in one._items("matter") if each.about == pair_id)
    form = {"do": "resume", "version": aside.tag}
    one.do("POST /monitoring/<programme_id>/put-aside/<about>", ORGANIZER, ids=told, form=form)
    one.do(f"{there}/done", ORGANIZER, ids=told)


def match_again(one: Walk, pair: dict[str, str]) -> None:
    """An organizer looks for another mentor for the mentee of a process that ended, and asks twice."""
    here = "/pairing/<programme_id>/pairs/<pair_id>"
    (seen, *_) = re.findall(r'name="version" value="(\w+)"', one.do(f"GET {here}/close", ORGANIZER, ids=pair)["body"])
    one.do(f"POST {here}/rematch", ORGANIZER, ids=pair, form={"version": seen})
    one.do("POST /v1/pairs/<pair_id>/rematch", ORGANIZER, ids=pair)
