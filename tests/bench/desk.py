"""What organizers do with an application after its decision, as `walk` asks for it: on pages, and by the API."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.season import acts
from mentoring import links
from mentoring.runtime import ports
from mentoring.tables.recruitment import Application
from tests.bench.handbook import if_match

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER
HERE = "/programmes/<programme_id>/applications/<application_id>"
ADDRESS = "/v1/programmes/<programme_id>/applications/<application_id>/address"
ADDRESS_PAGE = "/organizer/programmes/<programme_id>/applications/<application_id>/address"
WHY = {
    r"GET (/organizer|/v1)/programmes/<programme_id>/applications/<application_id>/removal$": (
        "what ends with somebody are their pairs, proposals and seats: three lists of theirs, which name them"
    ),
    r"POST (/organizer|/v1)/programmes/<programme_id>/applications/<application_id>/removal$": (
        "what was seen is looked at once more, so that nothing ends that nobody saw"
    ),
    r"(GET|POST) /programmes/(new|old)-address/<token>$": (
        "whose the proposed address is and what its account has is a list of that person; who proposes it stands in it, "
        "and under which event it is known when the notice went"
    ),
    r"(GET|PUT) /v1/programmes/<programme_id>/applications/<application_id>/address$": (
        "whether an address is confirmed is asked once it is known, and so are the pairs of its person"
    ),
}
"""Route → why it takes more reads than others."""


def undo(one: Walk, application_id: str) -> None:
    """A refusal is undone on the page, and again by the API."""
    for prefix in ("/organizer", "/v1"):
        told = {"decision": "rejected", "application_ids": [application_id]}
        one.do("POST /v1/programmes/<programme_id>/decisions", ORGANIZER, body=told)
        _press(one, prefix, "reconsideration", application_id)


def take_out(one: Walk, application_id: str) -> None:
    """Somebody is taken out, put back and corrected on pages, and again by the API."""
    which = {"application_id": application_id}
    for prefix in ("/organizer", "/v1"):
        one.do(f"GET {prefix}/programmes/<programme_id>/topics", ORGANIZER)
    for prefix in ("/organizer", "/v1"):
        one.do(f"GET {prefix}{HERE}/removal", ORGANIZER, ids=which)
        seen = one.do(f"GET /v1{HERE}/removal", ORGANIZER, ids=which)["multiValueHeaders"]["ETag"][0].strip('"')
        _press(one, prefix, "removal", application_id, seen)
        _press(one, prefix, "reinstatement", application_id)
    one.do(f"GET /organizer{HERE}/correction", ORGANIZER, ids=which)
    told = {"first_name": "Hanna", "last_name": "Kłos", "city": "Łódź", "reason": "x"}
    form = told | {"version": _tag(one, application_id)}
    one.do(f"POST /organizer{HERE}/correction", ORGANIZER, ids=which, form=form)
    headers = {"if-match": f'"{_tag(one, application_id)}"'}
    one.do(f"PATCH /v1{HERE}", ORGANIZER, ids=which, body={"city": "Opole", "reason": "x"}, headers=headers)


def _press(one: Walk, prefix: str, what: str, application_id: str, tag: str = "") -> None:
    """Do something with an application, by a page's form or as JSON."""
    tag = tag or _tag(one, application_id)
    told: dict[str, Any] = {"form": {"reason": "x", "version": tag}}
    if prefix == "/v1":
        told = {"body": {"reason": "x"}, "headers": {"if-match": f'"{tag}"'}}
    one.do(f"POST {prefix}{HERE}/{what}", ORGANIZER, ids={"application_id": application_id}, **told)


def _tag(one: Walk, application_id: str) -> str:
    found = ports().store.get(Application, *Application.key(one.season.programme_id, application_id))
    assert found is not None
    return found.tag


def readdress(one: Walk) -> None:
    """Two in pairs get other addresses proposed, on the page and by the API; they end in each way but a yes."""
    mine, theirs = (_application(one, pair[2]) for pair in one.pairs[:2])
    _propose(one, mine, "nowy@dom.example", page=True)
    token = {"token": _token(one, mine, "new_address")}
    one.do("GET /programmes/new-address/<token>", ids=token)
    one.do("POST /programmes/new-address/<token>", ids=token, form={"answer": "yes"})
    token = {"token": _token(one, mine, "old_address")}
    one.do("GET /programmes/old-address/<token>", ids=token)
    one.do("POST /programmes/old-address/<token>", ids=token, form={})
    _propose(one, theirs, "nowy@firma.example", page=False)
    token = {"token": _token(one, theirs, "new_address")}
    one.do("POST /programmes/new-address/<token>", ids=token, form={"answer": "no"})
    _propose(one, mine, "nowszy@dom.example", page=True)
    waits = {"proposal_id": _waits(one, mine)}
    one.do(f"POST {ADDRESS_PAGE}/withdrawal", ORGANIZER, ids=mine, form=waits)
    _propose(one, theirs, "nowszy@firma.example", page=False)
    waits = {"proposal_id": _waits(one, theirs)}
    one.do(f"DELETE {ADDRESS}/proposals/<proposal_id>", ORGANIZER, ids=theirs | waits)


def _application(one: Walk, mentee: str) -> dict[str, str]:
    found = next(each for each in one._items("application") if (each.email, each.role) == (mentee, "mentee"))
    return {"programme_id": found.programme_id, "application_id": found.application_id}


def _propose(one: Walk, known: dict[str, str], email: str, *, page: bool) -> None:
    seen = if_match(one.do(f"GET {ADDRESS}", ORGANIZER, ids=known))
    if page:
        form = {"email": email, "why": "nowa firma", "version": seen["if-match"].strip('"')}
        one.do(f"POST {ADDRESS_PAGE}", ORGANIZER, ids=known, form=form)
    else:
        one.do(f"PUT {ADDRESS}", ORGANIZER, ids=known, body={"email": email, "reason": "nowa firma"}, headers=seen)


def _waits(one: Walk, known: dict[str, str]) -> str:
    return str(one.said(f"GET {ADDRESS}", ORGANIZER, ids=known)["proposed"]["proposal_id"])


def _token(one: Walk, known: dict[str, str], purpose: str) -> str:
    until = one.world.now + timedelta(days=9)
    return links.sign(purpose, _waits(one, known), expires_at=until, **known)
