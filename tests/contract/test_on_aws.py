"""Every fact of AWS that matters here has a test that is there, or says why it can have none."""

from __future__ import annotations

import ast
import re

from infra.template import ROOT

PAGE = (ROOT / "docs" / "developers" / "on-aws.md").read_text("utf-8")
ROWS = re.findall(r"(?m)^\| (?!what \||fact \||--)(.+?) \| (.+) \|$", PAGE)
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def _tests(path: str) -> set[str]:
    code = ast.parse((ROOT / "tests" / path).read_text("utf-8"))
    return {one.name for one in ast.walk(code) if isinstance(one, ast.FunctionDef)}


def test_given_a_fact_when_its_row_is_read_then_it_names_a_test_or_why_there_is_none() -> None:
    assert [fact for fact, held in ROWS if not NAMED.search(held) and "no test: " not in held] == []
    assert ROWS


def test_given_a_test_that_a_fact_names_when_looked_for_then_it_is_there() -> None:
    named = sorted({(path, name) for _, held in ROWS for path, name in NAMED.findall(held)})
    assert [f"{path}::{name}" for path, name in named if name not in _tests(path)] == []
    assert PAGE.count("::test_") == sum(len(NAMED.findall(held)) for _, held in ROWS)
