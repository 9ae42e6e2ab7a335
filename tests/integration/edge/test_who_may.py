"""Who may use which route of recruitment and identity: a row for every route, tried by everybody."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from infra.contracts import openapi
from mentoring import runtime
from mentoring.store.dynamo import DynamoStore
from mentoring.tables.recruitment import Invitation, Member, Organization
from tests.fakes.nasty import FORM, JSON
from tests.fakes.people import MENTEE, ORGANIZER, PAIR, PROGRAMME, STRANGER, everybody
from tests.fakes.rooms import Room
from tests.faults.aws import real_enough
from tests.integration.furnished import IDS as FURNISHED
from tests.integration.furnished import furnish
from tests.integration.lambdas import keep
from tests.integration.routes import ROUTES, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.aws import Aws

TABLE = """
[anybody]
DELETE /v1/sessions
GET /
GET /organizer/answer/<token>
GET /privacy
GET /programmes
GET /programmes/<slug>
GET /programmes/<slug>/picture/<mark>
GET /programmes/<slug>/texts/<kind>
GET /programmes/again/<token>
GET /programmes/answer/<token>
GET /programmes/contact/<token>
GET /programmes/late/<token>
GET /programmes/new-address/<token>
GET /programmes/old-address/<token>
GET /programmes/withdraw/<token>
GET /session/refresh
GET /sign-in
GET /sign-in/answer/<token>
GET /sign-in/code/<request_id>
GET /sign-in/links
GET /static/<name>
GET /v1/sessions
POST /programmes/again/<token>
POST /programmes/answer/<token>
POST /programmes/contact/<token>
POST /programmes/new-address/<token>
POST /programmes/old-address/<token>
POST /programmes/withdraw/<token>
POST /session/refresh
POST /session/sign-out
POST /sign-in
POST /sign-in/answer/<token>
POST /sign-in/code/<request_id>
POST /sign-in/links
POST /sign-in/passkey
POST /v1/sessions
POST /v1/sessions/links
POST /v1/sessions/passkeys
POST /v1/sessions/passkeys/challenges
POST /v1/sessions/refresh
POST /v1/sessions/requests
[person]
DELETE /v1/me/addresses/<address_id>
DELETE /v1/me/passkeys/<passkey_id>
DELETE /v1/programmes/<programme_id>/mine/<role>/news
DELETE /v1/sessions/<session_id>
GET /organizer
GET /programmes/<slug>/apply/<role>
GET /programmes/<slug>/mentors
GET /session
GET /session/addresses
GET /session/addresses/answer/<token>
GET /session/devices
GET /session/passkeys
GET /session/zone
GET /v1/me
GET /v1/me/addresses
GET /v1/me/passkeys
GET /v1/me/zones
GET /v1/organizations
GET /v1/programmes/<programme_id>/mentors
GET /v1/programmes/<programme_id>/mine/<role>
PATCH /v1/me
POST /organizer/answer/<token>/accepted
POST /organizer/organizations
POST /programmes/<slug>/apply/<role>
POST /programmes/<slug>/apply/<role>/consents
POST /programmes/<slug>/apply/<role>/draft
POST /programmes/<slug>/apply/<role>/news
POST /programmes/<slug>/apply/<role>/profile
POST /programmes/<slug>/apply/<role>/withdraw
POST /programmes/<slug>/mentors
POST /session
POST /session/addresses
POST /session/addresses/answer/<token>
POST /session/addresses/main
POST /session/addresses/removal
POST /session/devices/end
POST /session/devices/end-all
POST /session/passkeys
POST /session/passkeys/removal
POST /session/zone
POST /v1/me/addresses
POST /v1/me/addresses/links
POST /v1/me/passkeys
POST /v1/me/passkeys/challenges
POST /v1/organizations
POST /v1/organizations/acceptances
POST /v1/programmes/<programme_id>/mine/<role>/news
POST /v1/sessions/endings
PUT /v1/me/addresses/<address_id>/main
PUT /v1/programmes/<programme_id>/mine/<role>
PUT /v1/programmes/<programme_id>/mine/<role>/sent
[member]
GET /organizer/team/<organization_id>
GET /v1/organizations/<organization_id>
GET /v1/organizations/<organization_id>/organizers
POST /organizer/team/<organization_id>/mails
[viewer]
GET /organizer/programmes/<programme_id>
GET /organizer/programmes/<programme_id>/audit
GET /v1/programmes/<programme_id>
GET /v1/programmes/<programme_id>/audit
[viewer of all]
GET /organizer/team/<organization_id>/audit
GET /v1/organizations/<organization_id>/audit
[coordinator]
GET /organizer/programmes/<programme_id>/again
GET /organizer/programmes/<programme_id>/applications
GET /organizer/programmes/<programme_id>/applications.csv
GET /organizer/programmes/<programme_id>/applications.xlsx
GET /organizer/programmes/<programme_id>/applications/<application_id>
GET /organizer/programmes/<programme_id>/applications/<application_id>/correction
GET /organizer/programmes/<programme_id>/applications/<application_id>/removal
GET /organizer/programmes/<programme_id>/form
GET /organizer/programmes/<programme_id>/form/preview/<role>
GET /organizer/programmes/<programme_id>/form/questions
GET /organizer/programmes/<programme_id>/form/questions/<question_id>
GET /organizer/programmes/<programme_id>/import
GET /organizer/programmes/<programme_id>/import/<job_id>
GET /organizer/programmes/<programme_id>/import/<job_id>/mapping.json
GET /organizer/programmes/<programme_id>/jobs/<job_id>
GET /organizer/programmes/<programme_id>/jobs/<job_id>/applications.csv
GET /organizer/programmes/<programme_id>/jobs/<job_id>/report.csv
GET /organizer/programmes/<programme_id>/large-import
GET /organizer/programmes/<programme_id>/late
GET /organizer/programmes/<programme_id>/picture
GET /organizer/programmes/<programme_id>/sample.csv
GET /organizer/programmes/<programme_id>/sample.xlsx
GET /organizer/programmes/<programme_id>/settings
GET /organizer/programmes/<programme_id>/stage
GET /organizer/programmes/<programme_id>/topics
GET /v1/programmes/<programme_id>/again
GET /v1/programmes/<programme_id>/applications
GET /v1/programmes/<programme_id>/applications/<application_id>
GET /v1/programmes/<programme_id>/applications/<application_id>/address
GET /v1/programmes/<programme_id>/applications/<application_id>/removal
GET /v1/programmes/<programme_id>/form
GET /v1/programmes/<programme_id>/jobs/<job_id>
GET /v1/programmes/<programme_id>/jobs/<job_id>/errors
GET /v1/programmes/<programme_id>/late-invitations
GET /v1/programmes/<programme_id>/participants
GET /v1/programmes/<programme_id>/stage
GET /v1/programmes/<programme_id>/topics
DELETE /v1/programmes/<programme_id>/applications/<application_id>/address/proposals/<proposal_id>
PATCH /v1/programmes/<programme_id>
PATCH /v1/programmes/<programme_id>/applications/<application_id>
POST /organizer/programmes/<programme_id>/again
POST /organizer/programmes/<programme_id>/applications
POST /organizer/programmes/<programme_id>/applications.csv
POST /organizer/programmes/<programme_id>/applications.xlsx
POST /organizer/programmes/<programme_id>/applications/<application_id>/address
POST /organizer/programmes/<programme_id>/applications/<application_id>/address/trust
POST /organizer/programmes/<programme_id>/applications/<application_id>/address/withdrawal
POST /organizer/programmes/<programme_id>/applications/<application_id>/correction
POST /organizer/programmes/<programme_id>/applications/<application_id>/reconsideration
POST /organizer/programmes/<programme_id>/applications/<application_id>/reinstatement
POST /organizer/programmes/<programme_id>/applications/<application_id>/removal
POST /organizer/programmes/<programme_id>/applications/preview
POST /organizer/programmes/<programme_id>/contact
POST /organizer/programmes/<programme_id>/first-mails
POST /organizer/programmes/<programme_id>/form/fields/<role>
POST /organizer/programmes/<programme_id>/form/questions
POST /organizer/programmes/<programme_id>/form/questions/<question_id>
POST /organizer/programmes/<programme_id>/form/questions/<question_id>/move
POST /organizer/programmes/<programme_id>/form/questions/<question_id>/remove
POST /organizer/programmes/<programme_id>/form/questions/<question_id>/restore
POST /organizer/programmes/<programme_id>/import
POST /organizer/programmes/<programme_id>/import/<job_id>
POST /organizer/programmes/<programme_id>/jobs/<job_id>
POST /organizer/programmes/<programme_id>/late
POST /organizer/programmes/<programme_id>/late/<invitation_id>/revoke
POST /organizer/programmes/<programme_id>/picture
POST /organizer/programmes/<programme_id>/picture/removal
POST /organizer/programmes/<programme_id>/rules
POST /organizer/programmes/<programme_id>/settings
POST /organizer/programmes/<programme_id>/stage
POST /v1/programmes/<programme_id>/again
POST /v1/programmes/<programme_id>/again/preview
POST /v1/programmes/<programme_id>/applications/<application_id>/reconsideration
POST /v1/programmes/<programme_id>/applications/<application_id>/reinstatement
POST /v1/programmes/<programme_id>/applications/<application_id>/removal
POST /v1/programmes/<programme_id>/contact-requests
POST /v1/programmes/<programme_id>/decisions
POST /v1/programmes/<programme_id>/decisions/preview
POST /v1/programmes/<programme_id>/exports
POST /v1/programmes/<programme_id>/first-mails
POST /v1/programmes/<programme_id>/imports
POST /v1/programmes/<programme_id>/late-invitations
POST /v1/programmes/<programme_id>/late-invitations/<invitation_id>/revoke
POST /v1/programmes/<programme_id>/stage
POST /v1/programmes/<programme_id>/withdrawals
PUT /v1/programmes/<programme_id>/applications/<application_id>/address
PUT /v1/programmes/<programme_id>/form
[coordinator of all]
GET /organizer/programmes
GET /organizer/programmes/<programme_id>/edition
GET /organizer/programmes/<programme_id>/setup.json
GET /organizer/setups
GET /v1/programmes/<programme_id>/setup
POST /organizer/programmes
POST /organizer/programmes/<programme_id>/edition
POST /organizer/setups
POST /organizer/setups/made
POST /v1/organizations/<organization_id>/setups
POST /v1/programmes
POST /v1/programmes/<programme_id>/copies
[owner]
DELETE /v1/organizations/<organization_id>/invitations/<invitation_id>
DELETE /v1/organizations/<organization_id>/organizers/<person_id>
PATCH /v1/organizations/<organization_id>/organizers/<person_id>
POST /organizer/team/<organization_id>/invitations
POST /organizer/team/<organization_id>/invitations/<invitation_id>/again
POST /organizer/team/<organization_id>/invitations/<invitation_id>/withdrawn
POST /organizer/team/<organization_id>/members/<person_id>
POST /organizer/team/<organization_id>/members/<person_id>/owner
POST /organizer/team/<organization_id>/members/<person_id>/removed
POST /v1/organizations/<organization_id>/invitations
POST /v1/organizations/<organization_id>/invitations/<invitation_id>/mails
POST /v1/organizations/<organization_id>/owner
"""
"""Who may, and after it the routes; `of all`: who organizes the whole organization, not this programme alone."""

MAY = {
    "": {"anybody"},
    STRANGER: {"anybody", "person"},
    MENTEE: {"anybody", "person"},
    "foreign-owner": {"anybody", "person"},
    "viewer-here": {"anybody", "person", "member", "viewer"},
    "viewer": {"anybody", "person", "member", "viewer", "viewer of all"},
    "coordinator-here": {"anybody", "person", "member", "viewer", "coordinator"},
    "coordinator": {
        "anybody", "person", "member", "viewer", "viewer of all", "coordinator", "coordinator of all",
    },
    ORGANIZER: {
        "anybody", "person", "member", "viewer", "viewer of all", "coordinator", "coordinator of all", "owner",
    },
}  # fmt: skip
"""Who tries → what they may; the organizer is the owner."""
IDS = FURNISHED | {"slug": "wiosna", "role": "mentee", "person_id": "somebody", "invitation_id": "i"}
SERVICES = ("identity", "recruitment")
OURS = [one for one in ROUTES if one.service in SERVICES]
FIELDS = {
    "role": "viewer", "email": "x@firma.example", "organization_id": "org-1", "name": "Lato", "to": "closing",
    "decision": "rejected", "version": "*", "ids": "a", "do": "import", "visibility": "public", "accent": "forest",
}  # fmt: skip


ABSENT = frozenset(
    {
        "GET /organizer/programmes/<programme_id>/form/questions",
        "GET /organizer/programmes/<programme_id>/form/questions/<question_id>",
        "GET /organizer/programmes/<programme_id>/jobs/<job_id>/applications.csv",
        "GET /organizer/programmes/<programme_id>/jobs/<job_id>/report.csv",
        "PATCH /v1/organizations/<organization_id>/organizers/<person_id>",
        "POST /organizer/programmes/<programme_id>/form/questions/<question_id>",
        "POST /organizer/programmes/<programme_id>/late/<invitation_id>/revoke",
        "POST /organizer/team/<organization_id>/members/<person_id>/owner",
        "POST /v1/organizations/<organization_id>/invitations",
        "POST /v1/organizations/<organization_id>/owner",
        "POST /v1/programmes/<programme_id>/again",
        "POST /v1/programmes/<programme_id>/again/preview",
        "POST /v1/programmes/<programme_id>/decisions",
        "POST /v1/programmes/<programme_id>/decisions/preview",
        "POST /v1/programmes/<programme_id>/late-invitations/<invitation_id>/revoke",
        "POST /v1/programmes/<programme_id>/withdrawals",
    }
)
"""Routes whose example is about somebody or something that isn't there; their own tests say that they work."""


def _rows() -> dict[str, str]:
    found, who = {}, ""
    for line in TABLE.strip().splitlines():
        if line.startswith("["):
            who = line.strip("[]")
        else:
            found[line] = who
    return found


ROWS = _rows()


def _name(route: Route) -> str:
    return f"{route.method} {route.rule}"


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    """Given: a furnished programme with all kinds of organizers, and one of another organization."""
    with real_enough() as account:
        store = DynamoStore()
        keep(store, *everybody(), Room(PAIR, runtime.ports().keys).item)
        furnish(store)
        members = [
            ("org-1", "viewer", {"role": "viewer"}),
            ("org-1", "coordinator", {"role": "coordinator"}),
            ("org-1", "viewer-here", {"programmes": {PROGRAMME: "viewer"}}),
            ("org-1", "coordinator-here", {"programmes": {PROGRAMME: "coordinator"}}),
            ("org-1", "somebody", {"role": "viewer"}),
            ("org-2", "foreign-owner", {"role": "owner"}),
        ]
        keep(
            store,
            Organization(*Organization.key("org-2"), organization_id="org-2", name="Inna"),
            Invitation(
                *Invitation.key("org-1", "i@firma.example"), organization_id="org-1", invitation_id="i",
                email="i@firma.example", role="viewer", by=ORGANIZER, at="2026-03-02T12:00:00Z",
            ),
            *(Member(*Member.key(org, one), organization_id=org, person_id=one, **told) for org, one, told in members),
        )  # fmt: skip
        yield account


def _send(route: Route, who: str, documented: dict[str, Any]) -> int:
    """Send a request that is good as far as one can know, and return its status; sent to sign in is 401."""
    event: dict[str, Any] = {"headers": {"if-match": "*"}}
    if route.method != "GET" and route.json:
        operation = documented[route.rule.replace("<", "{").replace(">", "}")][route.method.lower()]
        media = operation.get("requestBody", {}).get("content", {}).get(JSON, {"example": {}})
        body = media["example"] | {name: FIELDS[name] for name in ("organization_id",) if name in media["example"]}
        body.pop("filter", None)  # what it says needs a preview, whoever asks
        event |= {"body": json.dumps(body), "headers": {"content-type": JSON, "if-match": "*"}}
    elif route.method != "GET":
        event |= {"body": urlencode(FIELDS), "headers": {"content-type": FORM}}
    event["queryStringParameters"] = {"organization": "org-1", "to": "closing"}
    answer = route.send(who, IDS, **event)
    to_sign_in = "/session/refresh" in str(answer["multiValueHeaders"].get("Location", ""))
    return 401 if to_sign_in else int(answer["statusCode"])


def test_given_the_routes_when_compared_with_the_table_then_each_has_a_row() -> None:
    assert {_name(one) for one in OURS} == set(ROWS), "say in TABLE who may use it"


@pytest.mark.parametrize("who", MAY, ids=lambda one: one or "nobody")
def test_given_somebody_when_they_use_any_route_then_what_is_not_theirs_does_not_exist(aws: Aws, who: str) -> None:
    documented, kept, found = openapi()["paths"], aws.tables, []
    for route in OURS:
        aws.tables = copy.deepcopy(kept) if route.method != "GET" else kept
        status = _send(route, who, documented)
        wanted = ROWS[_name(route)]
        if wanted in MAY[who]:
            continue
        refused = (401,) if not who else (404, 422)
        if status not in refused:
            found.append(f"{_name(route)}: {status}")
    aws.tables = kept
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", [one for one in MAY if "viewer" in one or "coordinator" in one or one == ORGANIZER])
def test_given_an_organizer_when_they_use_what_they_may_then_it_exists(aws: Aws, who: str) -> None:
    documented, kept, found = openapi()["paths"], aws.tables, []
    about = {one for one in MAY[who] if one not in ("anybody", "person")}
    for route in [one for one in OURS if ROWS[_name(one)] in about and _name(one) not in ABSENT]:
        aws.tables = copy.deepcopy(kept) if route.method != "GET" else kept
        status = _send(route, who, documented)
        if status in (401, 404) or status >= 500:
            found.append(f"{_name(route)}: {status}")
    aws.tables = kept
    assert not found, "\n".join(found)
