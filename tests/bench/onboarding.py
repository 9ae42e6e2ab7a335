"""Onboarding, as `walk` asks for it: written and given by organizers, taken by people, waived and reminded of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from infra.season import acts
from tests.bench.handbook import if_match

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER
HERE, ROLE = "onboarding/<programme_id>/lists", {"role": "mentee"}


def walk(one: Walk) -> None:
    """Lists are written and given; a mentee takes steps and answers a quiz; somebody is reminded, and spared the rest."""
    _write(one)
    shown = one.do(f"GET /v1/{HERE}", ORGANIZER)
    one.do(f"PUT /v1/{HERE}", ORGANIZER, body={"given": True, "comes_first": False}, headers=if_match(shown))
    version = one._items("onboarding")[0].tag
    one.do(f"POST /{HERE}", ORGANIZER, form={"version": version, "remind_after": 3})
    _take(one, one.pairs[0][2])
    for path in ("onboarding/<programme_id>/people", HERE):
        one.do(f"GET /{path}", ORGANIZER)
    one.do("GET /v1/onboarding/<programme_id>/people", ORGANIZER)
    _care(one)


def _write(one: Walk) -> None:
    text = {"title": "Regulamin", "text": "Przeczytaj."}
    shown = one.do(f"GET /v1/{HERE}/<role>", ORGANIZER, ids=ROLE)
    added = one.said(
        f"POST /v1/{HERE}/<role>", ORGANIZER, ids=ROLE, body={"texts": {"pl": text}}, headers=if_match(shown)
    )
    step = ROLE | {"step_id": added["step_id"]}
    body = {"texts": {"pl": text}}
    for method, rest, asked in (("PUT", "", body), ("PUT", "/place", {"to": "up"})):
        shown = one.do(f"GET /v1/{HERE}/<role>", ORGANIZER, ids=ROLE)
        one.do(f"{method} /v1/{HERE}/<role>/<step_id>{rest}", ORGANIZER, ids=step, body=asked, headers=if_match(shown))
    form = {"title_pl": "Regulamin", "text_pl": "Przeczytaj.", "required": "yes"}
    one.do(f"GET /{HERE}/<role>/new", ORGANIZER, ids=ROLE)
    one.do(f"GET /{HERE}/<role>/<step_id>", ORGANIZER, ids=step)
    for rest, asked in (
        ("new", form),
        ("<step_id>", form),
        ("<step_id>/place", {"to": "down"}),
        ("<step_id>/deletion", {}),
    ):
        version = {"version": _version(one)}
        one.do(f"POST /{HERE}/<role>/{rest}", ORGANIZER, ids=step, form=asked | version)
    listed = one.said(f"GET /v1/{HERE}/<role>", ORGANIZER, ids=ROLE)["items"]
    shown = one.do(f"GET /v1/{HERE}/<role>", ORGANIZER, ids=ROLE)
    last = ROLE | {"step_id": listed[-1]["step_id"]}
    one.do(f"DELETE /v1/{HERE}/<role>/<step_id>", ORGANIZER, ids=last, headers=if_match(shown))


def _version(one: Walk) -> str:
    return str(next(item.tag for item in one._items("onboarding_list") if item.role == "mentee"))


def _take(one: Walk, who: str) -> None:
    mine = one.said("GET /v1/onboarding/<programme_id>", who)["items"][0]["steps"]
    one.do("GET /onboarding/<programme_id>", who)
    page, json = "onboarding/<programme_id>/steps/<step_id>", "v1/onboarding/<programme_id>/steps/<step_id>"
    first, second = ({"step_id": step["step_id"]} for step in mine[:2])
    quiz = {"step_id": next(step["step_id"] for step in mine if step["what"] == "quiz")}
    one.do(f"GET /{page}", who, ids=first)
    one.do(f"POST /{page}", who, ids=first, form={})
    one.do(f"POST /{json}/done", who, ids=second)
    one.do(f"POST /{json}/answers", who, ids=quiz, body={"answers": [0, 0, 0]})
    one.do(f"POST /{page}/answers", who, ids=quiz, form={"answer_1": 1, "answer_2": 1, "answer_3": 1})


def _care(one: Walk) -> None:
    some = [item.participant_id for item in one._items("onboarding_progress") if item.left]
    nudge = "monitoring/<programme_id>/onboarding/<participant_id>/nudge"
    one.world.now += timedelta(days=6)
    one.do(f"POST /{nudge}", ORGANIZER, ids={"participant_id": some[0]}, form={})
    one.do(f"POST /v1/{nudge}", ORGANIZER, ids={"participant_id": some[1]})
    wish = {"people": some[:1], "why": "Masz za sobą jesienną edycję."}
    one.do("POST /onboarding/<programme_id>/people", ORGANIZER, form=wish | {"step": ""})
    one.do("POST /v1/onboarding/<programme_id>/people/waiving", ORGANIZER, body=wish | {"people": some[1:2]})
