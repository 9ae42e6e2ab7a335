"""schemathesis over the API's own document: what fits a schema, and what nearly does, never makes a route fail.

It makes the requests; they go through the real handlers without a network in between.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from infra.contracts import openapi
from tests.fakes.nasty import JSON, values
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME
from tests.integration.routes import ROUTES

if TYPE_CHECKING:
    from schemathesis import Case

IDS = {"programme_id": PROGRAMME, "pair_id": PAIR, "organization_id": "org-1", "participant_id": "mentee"}
BY_OPERATION = {(one.method, one.rule.replace("<", "{").replace(">", "}")): one for one in ROUTES if one.json}
SCHEMA = schemathesis.openapi.from_dict(openapi())
WHO = [ORGANIZER, MENTOR, MENTEE, ""]
SERVICES = sorted({one.service for one in BY_OPERATION.values()})


def cases(service: str) -> st.SearchStrategy[Case]:
    """Return requests to the operations of a service, that fit the document or break it in one place."""
    found = [one.ok() for one in SCHEMA.get_all_operations()]
    operations = [one for one in found if BY_OPERATION[one.method.upper(), one.path].service == service]
    return st.sampled_from(operations).flatmap(
        lambda one: st.one_of(*(one.as_strategy(generation_mode=mode) for mode in GenerationMode))
    )


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.usefixtures("agreed")
@settings(
    max_examples=70,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(data=st.data(), who=st.sampled_from(WHO), odd=values)
def test_given_requests_made_of_the_document_when_sent_then_no_route_fails(
    service: str, data: st.DataObject, who: str, odd: Any
) -> None:
    case = data.draw(cases(service))
    route = BY_OPERATION[case.method.upper(), case.path]
    sent = json.dumps(case.body, default=str) if isinstance(case.body, dict | list | str) else json.dumps(odd)
    query = {str(name): str(value) for name, value in (case.query or {}).items()}
    answer = route.send(
        who,
        {name: str(value) for name, value in (case.path_parameters or {}).items()} | IDS,
        body=sent,
        headers={"content-type": JSON, "if-match": "*"},
        queryStringParameters=query or None,
        multiValueQueryStringParameters={name: [value] for name, value in query.items()} or None,
    )
    assert answer["statusCode"] < 500, (case.method, case.path, sent, query, answer["body"])
    if answer["statusCode"] >= 400:
        assert answer["multiValueHeaders"]["Content-Type"] == ["application/problem+json"]
