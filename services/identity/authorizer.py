"""Turns an access token into a principal, and anything else into nobody; never refuses.

See docs/decisions/0003-the-authorizer-never-refuses.md. Imports neither boto3 nor powertools, because it runs before
every request.
"""

from __future__ import annotations

import json
from typing import Any

from mentoring import clock, cookies, links
from mentoring.errors import DomainError

COOKIE = "tandem_access"


def handler(event: dict[str, Any], _: object = None) -> dict[str, Any]:
    """Return an Allow for the whole stage with the person in its context (API Gateway REQUEST authorizer)."""
    person = _person(event)
    api, stage = event["methodArn"].split("/")[:2]
    print(json.dumps({"service": "identity", "message": "authorized", "person_id": person["person_id"]}))  # noqa: T201 - the one access line, without a logging library
    return {
        "principalId": person["person_id"] or "anonymous",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{api}/{stage}/*"}],
        },
        "context": person,
    }


def _person(event: dict[str, Any]) -> dict[str, str]:
    try:
        link = links.read("access", _token(event), clock.now())
    except DomainError:
        return {"person_id": ""}
    return {"person_id": link.subject, **link.claims}


def _token(event: dict[str, Any]) -> str:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return str(token.strip())
    return cookies.read(str(headers.get("cookie", ""))).get(COOKIE, "")
