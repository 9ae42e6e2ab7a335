"""schemathesis over the API's own document: what fits a schema, and what nearly does, is answered as it says.

It makes the requests; they go through the real handlers without a network in between, as an organizer, a mentor, a
mentee and nobody. No fault, no status that isn't documented, and what is answered fits its schema.
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
from tests.contract.test_document import faults
from tests.fakes.nasty import JSON, values
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER
from tests.integration.furnished import IDS, furnish
from tests.integration.routes import ROUTES

if TYPE_CHECKING:
    from schemathesis import Case

    from mentoring.store.dynamo import DynamoStore

BY_OPERATION = {(one.method, one.rule.replace("<", "{").replace(">", "}")): one for one in ROUTES if one.json}
DOCUMENT = openapi()
REFUSALS = DOCUMENT["components"]["responses"]
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
WHO = [ORGANIZER, MENTOR, MENTEE, ""]
SERVICES = sorted({one.service for one in BY_OPERATION.values()})


def cases(service: str) -> st.SearchStrategy[Case]:
    """Return requests to the operations of a service, that fit the document or break it in one place."""
    found = [one.ok() for one in SCHEMA.get_all_operations()]
    operations = [one for one in found if BY_OPERATION[one.method.upper(), one.path].service == service]
    return st.sampled_from(operations).flatmap(
        lambda one: st.one_of(*(one.as_strategy(generation_mode=mode) for mode in GenerationMode))
    )


@pytest.fixture
def furnished(agreed: DynamoStore) -> None:
    """Given: there is one of everything."""
    furnish(agreed)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.usefixtures("furnished")
@settings(
    max_examples=70,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(data=st.data(), who=st.sampled_from(WHO), odd=values, tag=st.sampled_from(["*", '"1"', '"99"', ""]))
def test_given_requests_made_of_the_document_when_sent_then_they_are_answered_as_it_says(
    service: str, data: st.DataObject, who: str, odd: Any, tag: str
) -> None:
    case = data.draw(cases(service))
    route = BY_OPERATION[case.method.upper(), case.path]
    sent = json.dumps(case.body, default=str) if isinstance(case.body, dict | list | str) else json.dumps(odd)
    query = {str(name): str(value) for name, value in (case.query or {}).items()}
    answer = route.send(
        who,
        {name: str(value) for name, value in (case.path_parameters or {}).items()} | IDS,
        body=sent,
        headers={"content-type": JSON} | ({"if-match": tag} if tag else {}),
        queryStringParameters=query or None,
        multiValueQueryStringParameters={name: [value] for name, value in query.items()} or None,
    )
    status = str(int(answer["statusCode"]))
    told = DOCUMENT["paths"][case.path][case.method.lower()]["responses"]
    assert status in told, (case.method, case.path, sent, query, answer["body"])
    content = (told[status].get("content") or REFUSALS[status]["content"]) if answer["body"] else {}
    assert set(content) == set(answer["multiValueHeaders"].get("Content-Type", []))
    for media in content.values():
        assert faults(media["schema"], json.loads(answer["body"])) == []
    for name in told[status].get("headers", {}):
        assert name in answer["multiValueHeaders"], (case.method, case.path, name)
