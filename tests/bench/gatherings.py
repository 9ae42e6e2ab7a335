"""Gatherings, as `walk` asks for them: planned, announced, signed up for, moved, cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.season import acts
from mentoring import clock, links

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER
HERE, PAGE = "/v1/gatherings/<programme_id>", "/gatherings/<programme_id>"
ONE, ITS_PAGE = f"{HERE}/<gathering_id>", f"{PAGE}/<gathering_id>"


def walk(one: Walk) -> None:
    """By JSON and by the pages; the one seat goes from the mentor to the mentee by way of the waiting list."""
    _, mentor, mentee = one.pairs[0]
    gathering = _by_json(one)
    one.do(f"POST {ONE}/sign-up", mentor, ids=gathering, body={"seat": "online"})
    one.do(f"POST {ONE}/sign-up", mentee, ids=gathering, body={})
    one.do(f"POST {ONE}/sign-up/photos", mentor, ids=gathering, body={"answer": "allowed"})
    for who in (mentee, ORGANIZER):
        one.do(f"GET {HERE}", who)
        one.do(f"GET {ONE}", who, ids=gathering)
        one.do(f"GET {PAGE}", who)
        one.do(f"GET {ITS_PAGE}", who, ids=gathering)
    one.do(f"GET {ONE}/company", mentee, ids=gathering)
    one.do(f"GET {ITS_PAGE}/company", mentee, ids=gathering)
    one.do(f"POST {ONE}/sign-up/cancellation", mentor, ids=gathering)
    one.do(f"POST {ONE}/sign-up/offer", mentee, ids=gathering, body={"answer": "yes"})
    one.do(f"GET {ITS_PAGE}/gathering.ics", mentee, ids=gathering)
    one.do("GET /gatherings/about/<programme_id>/<gathering_id>", ids=gathering)
    one.do(f"GET {ONE}/people", ORGANIZER, ids=gathering)
    one.do(f"GET {ITS_PAGE}/people", ORGANIZER, ids=gathering)
    one.do("GET /home", mentee)
    _by_mail(one, gathering, mentee)
    _end(one, gathering)
    _by_pages(one, mentee)


def _wish() -> dict[str, Any]:
    starts = clock.iso(clock.now() + timedelta(days=20))
    texts = {"pl": {"title": "Otwarcie", "text": "## Program"}}
    return {
        "what": "opening",
        "venue": "online",
        "starts_at": starts,
        "texts": texts,
        "seats_online": 1,
        "open": True,
        "photos": True,
    }


def _tag(one: Walk, gathering: dict[str, str]) -> dict[str, str]:
    answer = one.do(f"GET {ONE}/plan", ORGANIZER, ids=gathering)
    return {"if-match": answer["multiValueHeaders"]["ETag"][0]}


def _by_json(one: Walk) -> dict[str, str]:
    gathering = {"gathering_id": one.said(f"POST {HERE}", ORGANIZER, body=_wish())["gathering_id"]}
    one.do(f"PUT {ONE}/plan", ORGANIZER, ids=gathering, body=_wish(), headers=_tag(one, gathering))
    one.do(f"POST {ONE}/announcement", ORGANIZER, ids=gathering, headers=_tag(one, gathering))
    return gathering


def _by_mail(one: Walk, gathering: dict[str, str], mentee: str) -> None:
    until = clock.now() + timedelta(days=9)
    claims = {"programme_id": one.season.programme_id}
    token = {
        "token": links.sign(
            "gathering", gathering["gathering_id"], person_id=one.people[mentee], expires_at=until, **claims
        )
    }
    one.do("GET /gatherings/answer/<token>", ids=token)
    one.do("POST /gatherings/answer/<token>", ids=token, form={"answer": "no"})


def _end(one: Walk, gathering: dict[str, str]) -> None:
    copied = {"of": one.season.programme_id, "starts_at": _wish()["starts_at"]} | gathering
    copy = {"gathering_id": one.said(f"POST {HERE}/copies", ORGANIZER, body=copied)["gathering_id"]}
    one.do(f"DELETE {ONE}/plan", ORGANIZER, ids=copy, headers=_tag(one, copy))
    one.do(f"POST {ONE}/cancellation", ORGANIZER, ids=gathering, body={"why": "Burza"}, headers=_tag(one, gathering))


def _by_pages(one: Walk, mentee: str) -> None:
    there = f"{clock.now() + timedelta(days=30):%Y-%m-%dT18:00}"
    form = {
        "version": "0", "what": "workshop", "venue": "in_person", "starts_at": there, "zone": "Europe/Warsaw",
        "minutes": "90", "place": "Rynek 1, Kraków", "offer_hours": "24", "audience": "everybody", "title_pl": "Warsztat",
    }  # fmt: skip

    def planned() -> dict[str, str]:
        made = one.do(f"POST {PAGE}/new", ORGANIZER, form=form)
        return {"gathering_id": made["multiValueHeaders"]["Location"][0].rpartition("/")[2]}

    def version(gathering: dict[str, str]) -> dict[str, str]:
        return {"version": _tag(one, gathering)["if-match"].strip('"')}

    one.do(f"GET {PAGE}/new", ORGANIZER)
    one.do(f"GET {PAGE}/copies", ORGANIZER)
    draft, kept = planned(), planned()
    one.do(f"POST {ITS_PAGE}/deletion", ORGANIZER, ids=draft, form=version(draft))
    one.do(f"GET {ITS_PAGE}/edit", ORGANIZER, ids=kept)
    one.do(f"POST {ITS_PAGE}/edit", ORGANIZER, ids=kept, form=form | version(kept))
    one.do(f"POST {ITS_PAGE}/announcement", ORGANIZER, ids=kept, form=version(kept))
    one.do(f"POST {ITS_PAGE}/sign-up", mentee, ids=kept, form={"answer": "come"})
    one.do(f"POST {ITS_PAGE}/cancellation", ORGANIZER, ids=kept, form=version(kept))
