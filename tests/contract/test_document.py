"""The document of the API: what every operation tells of itself."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from infra.document import REFUSALS, openapi

JSON, PROBLEM = "application/json", "application/problem+json"


class Told(NamedTuple):
    """An operation of the document."""

    method: str
    path: str

    @property
    def operation(self) -> dict[str, Any]:
        found: dict[str, Any] = openapi()["paths"][self.path][self.method]
        return found

    @property
    def successes(self) -> dict[str, Any]:
        return {status: one for status, one in self.operation["responses"].items() if status.startswith("2")}


OPERATIONS = [Told(method, path) for path, methods in openapi()["paths"].items() for method in methods]


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    """Return why a value doesn't fit a schema of the document."""
    whole = schema | {"components": openapi()["components"]}
    return [one.message for one in Draft202012Validator(whole).iter_errors(value)]


def schema_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = openapi()["components"]["schemas"][name]
    return found


@pytest.mark.parametrize("told", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_given_an_operation_when_read_then_each_success_is_an_object_with_named_fields_and_an_example_that_fits(
    told: Told,
) -> None:
    assert told.operation["summary"]
    assert told.successes
    for status, answer in told.successes.items():
        if status == "204":
            assert "content" not in answer
            continue
        content = answer["content"][JSON]
        schema = schema_of(content["schema"]["$ref"].rpartition("/")[2])
        assert schema["type"] == "object"
        assert schema["properties"]
        assert ("items" in schema["properties"]) <= ("next" in schema["properties"])
        assert faults(content["schema"], content["example"]) == []


@pytest.mark.parametrize("told", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_given_an_operation_when_read_then_its_refusals_are_told_as_problems_by_what_it_is(told: Told) -> None:
    refused = {int(status) for status in told.operation["responses"]} - {int(one) for one in told.successes}
    assert refused <= set(REFUSALS)
    assert {400, 401, 404, 429} <= refused
    names = {one["name"] for one in told.operation["parameters"]}
    assert ("If-Match" in names) <= (412 in refused)
    assert (told.method in ("put", "patch")) <= ({412, 428} <= refused)
    assert ("requestBody" in told.operation) <= ({413, 415, 422} <= refused)
    assert ("Idempotency-Key" in names) == (told.method != "get") == ({403, 409} <= refused and 415 in refused)


@pytest.mark.parametrize("told", [one for one in OPERATIONS if "requestBody" in one.operation], ids=str)
def test_given_an_operation_with_a_body_when_read_then_its_example_fits(told: Told) -> None:
    content = told.operation["requestBody"]["content"][JSON]
    assert faults(content["schema"], content["example"]) == []


def test_given_the_document_when_read_then_every_schema_there_is_named_and_every_one_that_is_named_is_there() -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(openapi())))
    assert named == set(openapi()["components"]["schemas"])


@pytest.mark.parametrize("status", REFUSALS)
def test_given_a_refusal_when_read_then_its_example_is_a_problem(status: int) -> None:
    content = openapi()["components"]["responses"][str(status)]["content"][PROBLEM]
    assert content["example"]["status"] == status
    assert faults(content["schema"], content["example"]) == []
