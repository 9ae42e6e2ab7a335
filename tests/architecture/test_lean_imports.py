"""What a cold start pays for: every handler may load only the big packages its work needs.

Sizes relative to `boto3.client("dynamodb")` are in docs/decisions; a package that isn't in the table is free of
charge, one that is must be allowed by name.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from infra.template import ROOT, handlers

HEAVY = {
    "aws_encryption_sdk", "aws_lambda_powertools", "babel", "boto3", "botocore", "cryptography", "icalendar", "jinja2",
    "linkify_it", "markdown_it", "nh3", "numpy", "pydantic", "pynamodb", "reportlab", "scipy", "xhtml2pdf", "openpyxl",
}  # fmt: skip
TABLES = {"aws_lambda_powertools", "botocore", "pynamodb"}
EDGE = TABLES | {"babel", "jinja2", "pydantic"}

ALLOWED = {
    "IdentityAuthorizer": set(),
    "RelayStream": {"aws_lambda_powertools", "botocore"},
    "RelaySweep": {"aws_lambda_powertools", "botocore"},
    "PairingWorker": TABLES | {"numpy"},
    "NotificationsConsumer": TABLES | {"babel", "jinja2"},
    "NotificationsRoomConsumer": TABLES | {"babel", "jinja2"},
    "ReportingConsumer": TABLES,
}

SOURCES = sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "shared").rglob("*.py")])
PUTS_OFF = {ROOT / "shared/mentoring/http/models.py", ROOT / "shared/mentoring/web/forms.py"}
"""The base itself, and a type that takes any model."""

PROBE = """
import importlib, sys
sys.modules["OpenSSL"] = None  # botocore imports it where it is installed, which no function's layer is
importlib.import_module(sys.argv[1])
print(" ".join(sorted(name for name, one in sys.modules.items() if one is not None)))
"""
COUNTED = json.loads((ROOT / "tests/bench/cold.json").read_text("utf-8"))["functions"]
MORE = 12
"""Modules that may come to those counted at the last measurement before somebody looks and measures again."""


@cache
def _loaded(module: str) -> set[str]:
    path = os.pathsep.join([str(ROOT / "services"), str(ROOT / "shared")])
    environment = os.environ | {"PYTHONPATH": path, "AWS_REGION": "eu-central-1"}
    run = subprocess.run(
        [sys.executable, "-c", PROBE, module], env=environment, capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


@pytest.mark.parametrize(("function", "module"), handlers().items(), ids=list(handlers()))
def test_given_a_handler_when_it_is_imported_then_it_loads_only_what_it_needs(function: str, module: str) -> None:
    allowed = ALLOWED.get(function, EDGE if function.endswith("Api") else TABLES)
    assert {name.partition(".")[0] for name in _loaded(module)} & HEAVY <= allowed


@pytest.mark.parametrize(("function", "module"), handlers().items(), ids=list(handlers()))
def test_given_a_handler_when_it_is_imported_then_it_loads_no_more_than_was_measured(
    function: str, module: str
) -> None:
    """More may be right; then `python -m tests.bench cold` says what it costs."""
    loaded = [name for name in _loaded(module) if name.partition(".")[0] not in sys.stdlib_module_names]
    assert len(loaded) <= COUNTED[function]["beyond_python"] + MORE


@pytest.mark.parametrize(("function", "module"), handlers().items(), ids=list(handlers()))
def test_given_a_handler_when_it_is_imported_then_only_the_one_that_takes_mail_loads_the_parser(
    function: str, module: str
) -> None:
    assert ("mentoring.incoming.mail" in _loaded(module)) == (function in ("WorkspaceInbound", "MeetingsInbound"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_given_a_module_when_read_then_its_classes_are_compiled_only_when_needed(path: Path) -> None:
    """`mentoring.values.dataclass` and `http.Model` cost nothing before the first instance; what they put off does."""
    at_once = {("dataclasses", "dataclass"), ("pydantic", "BaseModel")}
    imported = {
        (node.module, alias.name)
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert path in PUTS_OFF or not imported & at_once
