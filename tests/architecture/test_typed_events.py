"""Events keep their class from the queue to the use case: types prove it, nothing asserts it, and one loop takes all."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "shared").rglob("*.py")])

REGISTERED = """
from mentoring import consumers
from mentoring.consumers import on
from mentoring.context import Context
from mentoring.events import Event
from mentoring.events.base import EventData
from mentoring.events.pairing import PairAgreed, PairClosed

def agreed(context: Context, event: Event[PairAgreed]) -> None: ...
def either(context: Context, event: Event[PairAgreed | PairClosed]) -> None: ...
def anything(context: Context, event: Event[EventData]) -> None: ...
def ended(context: Context, outcome: str) -> None: ...

consumers.handler("x", {})
"""


def _mypy(registration: str, folder: Path) -> str:
    file = folder / "registered.py"
    file.write_text(REGISTERED.format(registration))
    cache = ["--cache-dir", str(ROOT / ".mypy_cache"), "--config-file", str(ROOT / "pyproject.toml")]
    said, trouble, _ = api.run([*cache, "--follow-imports=silent", str(file)])
    assert not trouble
    return said


def test_given_functions_that_take_the_class_or_one_above_when_types_are_proved_then_they_fit(tmp_path: Path) -> None:
    fit = [
        "on(PairAgreed, agreed)",
        "on(PairAgreed, either)",
        "on(PairClosed, either)",
        "on(PairAgreed, anything)",
        "on(PairClosed, lambda context, event: ended(context, event.data.outcome))",
    ]
    assert _mypy(", ".join(fit), tmp_path).startswith("Success")


@pytest.mark.parametrize(
    "wrong",
    [
        "on(PairClosed, agreed)",
        "on(PairAgreed, lambda context, event: ended(context, event.data.outcome))",
    ],
)
def test_given_a_function_of_another_class_when_it_is_registered_then_mypy_refuses(wrong: str, tmp_path: Path) -> None:
    assert re.search(r"PairAgreed.*(incompatible|has no attribute)|incompatible.*PairAgreed", _mypy(wrong, tmp_path))


@pytest.mark.parametrize("path", SOURCES, ids=lambda one: str(one.relative_to(ROOT)))
def test_given_a_source_when_it_is_read_then_no_event_has_lost_its_class(path: Path) -> None:
    assert _lost(path.read_text()) == []


def _lost(text: str) -> list[int]:
    """Return the lines that assert a class, or call the data of an event `Any`."""
    found = []
    for node in ast.walk(ast.parse(text)):
        asserted = isinstance(node, ast.Assert) and "isinstance(" in ast.unparse(node.test)
        untyped = (
            isinstance(node, ast.arg) and node.annotation is not None and "Event[Any]" in ast.unparse(node.annotation)
        )
        forgotten = isinstance(node, ast.AnnAssign) and node.value is not None and ast.unparse(node).endswith(".data")
        if asserted or forgotten or untyped:
            found.append(node.lineno)
    return found


def test_given_a_class_that_is_asserted_or_forgotten_when_it_is_looked_for_then_it_is_found() -> None:
    assert _lost("def f(event):\n    data = event.data\n    assert isinstance(data, PairClosed)") == [3]
    assert _lost("def f(event):\n    data: Any = event.data") == [2]
    assert _lost("def f(event: Event[Any]): ...") == [1]


def test_given_all_queues_when_their_loops_are_looked_for_then_there_is_one() -> None:
    assert [one.name for one in SOURCES if '"batchItemFailures"' in one.read_text()] == ["consumers.py"]
