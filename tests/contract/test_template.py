"""The template as a contract: who may write what, where failures go, and that rules and code say the same."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from infra.local.figures import CONSUMER_NAMES
from infra.template import ROOT, functions, handlers, resources, template
from mentoring import consumers
from mentoring.events.catalogue import EVENTS
from tests.integration.routes import ROUTES

QUEUED = {name: properties for name, properties in functions().items() if "Deliveries" in properties.get("Events", {})}
ON_THE_BUS = {name for name in QUEUED if name != "NotificationsBounces"}


def _rule(function: str) -> dict[str, Any]:
    return resources("AWS::Events::Rule")[f"{function}Rule"]


def test_given_the_template_when_linted_then_it_is_clean() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "cfn-lint", "-a", "infra/lint", "--", "template.yaml"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("function", sorted(ON_THE_BUS))
def test_given_a_consumer_when_its_rule_is_read_then_it_matches_the_events_the_code_takes(function: str) -> None:
    module = handlers()[function]
    importlib.import_module(module)
    name = CONSUMER_NAMES.get(function, module.split(".")[0])
    assert set(_rule(function)["EventPattern"]["detail-type"]) == set(consumers.CONSUMED[name])
    assert [one["Arn"] for one in _rule(function)["Targets"]] == [{"Fn::GetAtt": [f"{function}Queue", "Arn"]}]


@pytest.mark.parametrize("function", sorted(ON_THE_BUS))
def test_given_a_rule_when_its_pattern_is_read_then_it_names_known_events_of_a_known_version(function: str) -> None:
    pattern = _rule(function)["EventPattern"]
    versions = {EVENTS[name].version for name in pattern["detail-type"]}
    assert versions == set(pattern["detail"]["meta"]["version"])


@pytest.mark.parametrize("function", sorted(functions()))
def test_given_a_function_when_its_handler_is_named_then_it_exists(function: str) -> None:
    module, name = functions()[function]["Handler"].rsplit(".", 1)
    assert callable(getattr(importlib.import_module(module), name))


@cache
def _routes() -> dict[str, str]:
    """Return path in the API → logical id of the function behind it."""
    return {
        event["Properties"]["Path"]: name
        for name, properties in functions().items()
        for event in properties.get("Events", {}).values()
        if event["Type"] == "Api"
    }


@pytest.mark.parametrize(("service", "rule"), sorted({(one.service, one.rule) for one in ROUTES}))
def test_given_a_route_of_any_service_when_it_is_called_then_the_gateway_sends_it_there(
    service: str, rule: str
) -> None:
    """Of JSON and of pages: the gateway knows only the first parts of paths, and sends the rest to one page."""
    assert f"{service}.api.handler" == _handler_of(rule), (
        f"add `{_root(rule)}` and `{_root(rule)}/{{proxy+}}` to the events of {service.capitalize()}Api in template.yaml"
    )


def test_given_a_root_of_the_gateway_when_listed_then_it_is_there_with_everything_below_it() -> None:
    roots = {path.removesuffix("/{proxy+}") for path in _routes()} - {"", "/"}
    lone = {root for root in roots if not {root, f"{root}/{{proxy+}}"} <= set(_routes())}
    assert lone == {"/static"}, "each root has two events in template.yaml, itself and `/{proxy+}`"


def _root(rule: str) -> str:
    """Return the part of a rule that the gateway has to know: `/rooms` of a page, `/v1/rooms` of JSON."""
    parts = rule.split("/")
    return "/".join(parts[: 3 if parts[1] == "v1" else 2])


def _handler_of(rule: str) -> str:
    """Return the handler of the function that the gateway chooses: by the whole path, else by the longest prefix."""
    routes = _routes()
    prefixes = [route.removesuffix("{proxy+}") for route in routes if route.endswith("/{proxy+}")]
    longest = max((prefix for prefix in prefixes if rule.startswith(prefix)), key=len)
    handler: str = functions()[routes.get(rule) or routes[f"{longest}{{proxy+}}"]]["Handler"]
    return handler


def _statements(policy: dict[str, Any]) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return statements


def _own_prefixes() -> dict[str, list[str]]:
    policies = resources("AWS::IAM::ManagedPolicy")
    return {
        name.removesuffix("Writes").lower(): statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        for name, policy in policies.items()
        for statement in _statements(policy)
        if statement["Sid"] == "OwnItems"
    }


def test_given_all_write_policies_when_compared_then_every_prefix_has_exactly_one_writer() -> None:
    prefixes = [prefix for owned in _own_prefixes().values() for prefix in owned]
    assert len(prefixes) == len(set(prefixes))
    assert not [(a, b) for a in prefixes for b in prefixes if a != b and a.startswith(b.removesuffix("*"))]


def _actions(statement: dict[str, Any]) -> list[str]:
    action = statement["Action"]
    return [action] if isinstance(action, str) else action


def test_given_every_policy_when_read_then_nothing_is_allowed_on_everything_and_nobody_scans() -> None:
    allows = [
        statement
        for properties in [*resources("AWS::IAM::ManagedPolicy").values(), *functions().values()]
        for policy in [properties, *properties.get("Policies", [])]
        if isinstance(policy, dict)
        for statement in [*policy.get("PolicyDocument", {}).get("Statement", []), *policy.get("Statement", [])]
    ]
    assert allows
    assert all(statement["Resource"] != "*" for statement in allows)
    assert not [action for statement in allows for action in _actions(statement) if action.endswith("*")]
    assert "dynamodb:Scan" not in {action for statement in allows for action in _actions(statement)}


@pytest.mark.parametrize("function", sorted(functions()))
def test_given_a_function_when_its_policies_are_read_then_it_writes_only_its_own_service_s_items(function: str) -> None:
    service = functions()[function]["Handler"].split(".")[0]
    attached = [policy["Ref"] for policy in functions()[function].get("Policies", []) if "Ref" in policy]
    assert set(attached) <= {"ReadTables", f"{service.capitalize()}Writes"}


def test_given_the_tables_when_read_then_they_are_encrypted_and_can_be_restored() -> None:
    tables = resources("AWS::DynamoDB::Table")
    assert set(tables) == {"CoreTable", "OutboxTable", "OnceTable"}
    assert all(table["SSESpecification"]["SSEEnabled"] for table in tables.values())
    assert tables["CoreTable"]["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_given_the_gateway_when_it_logs_an_access_then_by_the_route_and_without_the_path_or_anything_of_the_person() -> (
    None
):
    """`$context.path` would hold the tokens of links in mails, `$context.authorizer.…` the address of who asks."""
    api = template()["Resources"]["Api"]["Properties"]

    assert set(json.loads(api["AccessLogSetting"]["Format"]).values()) == {
        "$context.requestId",
        "$context.resourcePath",
        "$context.httpMethod",
        "$context.status",
        "$context.responseLatency",
    }
    execution_logs = [one for one in api["MethodSettings"] if {"LoggingLevel", "DataTraceEnabled"} & set(one)]
    assert not execution_logs, "they quote whole requests"
