"""What a service's docstring tells of events: those it takes, and those it records."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from infra.local.figures import CONSUMER_NAMES
from infra.repeated import services
from infra.template import handlers, resources
from mentoring import consumers
from mentoring.events.base import Continued
from mentoring.events.catalogue import EVENTS

SERVICES = Path(__file__).parents[2] / "services"
TOLD = {name for name, kind in EVENTS.items() if not issubclass(kind, Continued)}
"""Events that say something: one that continues long work is a service's own business."""


def told(service: str) -> tuple[set[str], set[str]]:
    """Return the events that the docstring of a service names as coming in and as going out."""
    text = ast.get_docstring(ast.parse((SERVICES / service / "__init__.py").read_text("utf-8"))) or ""
    coming, _, going = text.partition("Events in:")[2].partition("Events out:")
    return set(re.findall(r"\w+", coming)) & TOLD, set(re.findall(r"\w+", going.split("\n\n")[0])) & TOLD


def taken(service: str) -> set[str]:
    """Return the events that the consumers of a service take."""
    found: set[str] = set()
    for function, module in handlers().items():
        if module.split(".")[0] == service and f"{function}Rule" in resources("AWS::Events::Rule"):
            importlib.import_module(module)
            found |= consumers.CONSUMED[CONSUMER_NAMES.get(function, service)]
    return found & TOLD


def recorded(service: str) -> set[str]:
    """Return the events that the code of a service makes."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (SERVICES / service).rglob("*.py")]
    called = [node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {getattr(one, "id", getattr(one, "attr", "")) for one in called} & TOLD


@pytest.mark.parametrize("service", services())
def test_given_the_docstring_of_a_service_when_compared_with_its_consumers_then_it_names_the_events_they_take(
    service: str,
) -> None:
    assert told(service)[0] == taken(service)


@pytest.mark.parametrize("service", services())
def test_given_the_docstring_of_a_service_when_compared_with_its_code_then_it_names_the_events_it_records(
    service: str,
) -> None:
    assert told(service)[1] == recorded(service)
