"""The organizers' own questions and one's own application as JSON, as `walk` asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season import acts
from tests.bench.handbook import if_match
from tests.faults.second import JAN

if TYPE_CHECKING:
    from tests.bench.walk import Walk

FORM = "/organizer/programmes/<programme_id>/form"
WHY = {
    r"GET /organizer/programmes/<programme_id>/import/<job_id>/mapping.json$": (
        "hours in a file are in the programme's zone, which is read before it; what was chosen for its titles only the "
        "file tells"
    ),
    r"GET /v1/programmes/<programme_id>/mentors$": (
        "the programme says whether it is open to the user, then mentors are a list; who is asked for names their answers"
    ),
    rf"POST {FORM}/questions/<question_id>$": "of which kind a question is, it says itself, before what is sent is read",
    r"PUT /v1/programmes/<programme_id>/mine/<role>(/sent)?$": (
        "what is asked of a role is read before the answers are checked; whom mentors are, the answer names as GET does"
    ),
}
"""Why these routes take more round trips than others."""


def walk(one: Walk) -> None:
    """A question is asked, changed, moved, removed, asked again; the usual fields are settled."""
    host = acts.ORGANIZER
    read = "GET /v1/programmes/<programme_id>/form"

    def version() -> dict[str, str]:
        return {"version": if_match(one.do(read, host))["if-match"].strip('"')}

    question = {"kind": "short", "text_pl": "Po czym poznasz, że było warto?", "roles": ["mentor", "mentee"]}
    one.do(f"GET {FORM}/questions", host, query={"kind": "short"})
    for _ in range(2):
        one.do(f"POST {FORM}/questions", host, form=question | version())
    asked = one.said(read, host)["questions"]
    ids = {"question_id": asked[1]["id"]}
    one.do(f"GET {FORM}/questions/<question_id>", host, ids=ids)
    one.do(f"POST {FORM}/questions/<question_id>", host, ids=ids, form=question | {"text_en": "Why?"} | version())
    one.do(f"POST {FORM}/questions/<question_id>/move", host, ids=ids, form={"by": "up"} | version())
    for verb in ("remove", "restore"):
        one.do(f"POST {FORM}/questions/<question_id>/{verb}", host, ids=ids, form=version())
    one.do(f"POST {FORM}/fields/<role>", host, ids={"role": "mentee"}, form={"city": "required"} | version())
    seen = one.do(read, host)
    body = {"questions": one.said(read, host)["questions"][:1], "fields": {}}
    one.do("PUT /v1/programmes/<programme_id>/form", host, body=body, headers=if_match(seen))


def apply(one: Walk) -> None:
    """Somebody begins an application, takes a wish back, sends it, and withdraws."""
    who, ids = "json@firma.example", {"role": "mentee"}
    one.people[who] = "json"
    mine = "/v1/programmes/<programme_id>/mine/<role>"
    told = JAN | {"languages": ["pl C2"], "topics": ["negocjacje"]}
    for path in (mine, f"{mine}/sent"):
        seen = one.do(f"GET {mine}", who, ids=ids)
        one.do(f"PUT {path}", who, ids=ids, body={"answers": told}, headers=if_match(seen))
        wish = {"mentor": "nobody", "verb": "drop"}
        one.do("POST /programmes/<slug>/mentors", who, ids={"slug": one.season.slug}, form=wish)
    one.do("POST /v1/programmes/<programme_id>/withdrawals", who, body=ids)
