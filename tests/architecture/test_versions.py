"""A version travels into the use case, and is held against each read that a decision rests on."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USE_CASES = sorted([*ROOT.glob("services/*/use_cases.py"), *ROOT.glob("services/*/use_cases/*.py")])
VERSIONS = {"expected", "sequence"}
"""What a use case calls the version that somebody read."""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def unheld(text: str) -> Iterator[str]:
    """Yield functions that take a version and hold no item against it, or do so where a retry doesn't read again."""
    for one in ast.walk(ast.parse(text)):
        if not isinstance(one, ast.FunctionDef):
            continue
        taken = {arg.arg for arg in [*one.args.args, *one.args.kwonlyargs]} & VERSIONS
        held = {ast.unparse(call.args[0]) for call in _calls(one) if _called(call) == "expect" and call.args}
        handed_on = {ast.unparse(arg) for call in _calls(one) if _called(call) != "expect" for arg in call.args}
        compared = {ast.unparse(node.left) for node in ast.walk(one) if isinstance(node, ast.Compare)}
        if taken - held - handed_on - compared or (held & VERSIONS and not _is_retried(one)):
            yield one.name


def _calls(function: ast.FunctionDef) -> list[ast.Call]:
    inner = {node for one in ast.walk(function) if one is not function and isinstance(one, ast.FunctionDef)
             for node in ast.walk(one)}  # fmt: skip
    return [one for one in ast.walk(function) if isinstance(one, ast.Call) and one not in inner]


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _is_retried(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(one).endswith("retrying") for one in function.decorator_list)


@pytest.mark.parametrize("path", USE_CASES, ids=_name)
def test_given_a_use_case_that_takes_a_version_when_read_then_every_attempt_holds_what_it_loads_against_it(
    path: Path,
) -> None:
    assert list(unheld(path.read_text("utf-8"))) == []


def test_given_the_use_cases_when_read_then_many_take_a_version() -> None:
    assert sum(path.read_text("utf-8").count(".expect(") for path in USE_CASES) > 12


@pytest.mark.parametrize(
    "breach",
    [
        "def change(context, expected):\n    item = load(context)\n    save(item)",
        "def change(context, expected):\n    load(context).expect(expected)\n    @retrying\n    def again():\n        save(load())",
    ],
)
def test_given_a_version_that_is_dropped_or_held_once_only_when_read_then_it_is_found(breach: str) -> None:
    assert list(unheld(breach))


def test_given_a_version_that_each_attempt_is_held_against_when_read_then_nothing_is_found() -> None:
    assert not list(unheld("@retrying\ndef change(context, expected):\n    load(context).expect(expected)"))
    assert not list(unheld("def change(context, expected):\n    return other(context, expected)"))
