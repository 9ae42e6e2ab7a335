"""What organizers do with an application after its decision, as `walk` asks for it: on pages, and by the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.season import acts
from mentoring.runtime import ports
from mentoring.tables.recruitment import Application

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER
HERE = "/programmes/<programme_id>/applications/<application_id>"
WHY = {
    r"GET (/organizer|/v1)/programmes/<programme_id>/applications/<application_id>/removal$": (
        "what ends with somebody are their pairs, proposals and seats: three lists of theirs, which name them"
    ),
    r"POST (/organizer|/v1)/programmes/<programme_id>/applications/<application_id>/removal$": (
        "what was seen is looked at once more, so that nothing ends that nobody saw"
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
