"""What `sam local` needs to reach the local stack."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from infra.operate import samlocal
from infra.operate.stack import Deployed, NothingLikeThat
from infra.template import ROOT, functions


def _stack() -> Deployed:
    """Given: a stack whose functions have two variables."""
    resources = [{"LogicalResourceId": name, "PhysicalResourceId": f"tandem-{name}"} for name in functions()]
    pages = SimpleNamespace(paginate=lambda **_: [{"StackResourceSummaries": resources}])
    clients: dict[str, Any] = {
        "cloudformation": SimpleNamespace(get_paginator=lambda _: pages),
        "lambda": SimpleNamespace(
            get_function_configuration=lambda FunctionName: {  # noqa: N803 - boto3's name
                "Environment": {"Variables": {"CORE_TABLE": "core-1", "NAME": FunctionName}}
            }
        ),
    }
    return Deployed("tandem", clients.__getitem__)


def test_given_the_template_when_declared_then_every_function_may_be_told_the_engines_address(tmp_path: Path) -> None:
    built = tmp_path / "template.yaml"
    built.write_text((ROOT / "template.yaml").read_text("utf-8"), "utf-8")
    template, variables = samlocal.write(_stack(), "http://127.0.0.1:4566", built)
    text = template.read_text("utf-8")
    declared = yaml.compose(text)
    assert declared is not None
    assert text.count("AWS_ENDPOINT_URL: none") == 1
    assert text.index("Globals:") < text.index("AWS_ENDPOINT_URL") < text.index("Resources:")
    found = json.loads(variables.read_text("utf-8"))
    assert set(found) == set(functions())
    assert found["IdentityApi"] == {
        "CORE_TABLE": "core-1", "NAME": "tandem-IdentityApi", "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
    }  # fmt: skip


def test_given_nothing_built_when_asked_for_then_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingLikeThat, match="sam build"):
        samlocal.write(_stack(), "http://127.0.0.1:4566", tmp_path / "template.yaml")
