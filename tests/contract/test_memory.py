"""`MemorySize` follows from what was counted (`python -m tests.bench cold`), and the page shows the same."""

from __future__ import annotations

import json

import pytest

from infra.template import functions, handlers, template
from tests.bench import cold, page

COUNTS = json.loads(cold.COUNTS.read_text("utf-8"))


@pytest.mark.parametrize("name", handlers())
def test_given_what_was_counted_when_a_function_is_deployed_then_its_memory_is_that_of_the_table(name: str) -> None:
    default = template()["Globals"]["Function"]["MemorySize"]
    assert functions()[name].get("MemorySize", default) == cold.size_of(name, COUNTS["functions"][name])[0]


@pytest.mark.parametrize("name", [name for name in handlers() if name.endswith("Api")])
def test_given_somebody_who_waits_when_an_api_starts_cold_then_it_answers_within_a_second(name: str) -> None:
    assert cold.cold_ms(COUNTS["functions"][name], functions()[name]["MemorySize"]) <= cold.LONGEST_COLD_MS


def test_given_the_functions_of_the_template_when_the_table_is_read_then_it_has_each() -> None:
    assert COUNTS["functions"].keys() == handlers().keys(), "run `python -m tests.bench cold`"


@pytest.mark.parametrize(("mark", "table"), [("cold", cold.starts), ("memory", cold.memory)])
def test_given_what_was_counted_when_the_page_is_made_again_then_it_is_the_same(mark: str, table: page.Table) -> None:
    assert page.between(page.PAGE.read_text("utf-8"), mark) == table(COUNTS), "run `python -m tests.bench page`"
