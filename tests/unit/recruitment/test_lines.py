"""In which line of a JSON text something stands."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from recruitment.domain.lines import line_of

TEXT = """{
  "name": "Wiosna",
  "programme": {
    "topics": [
      "Negocjacje: {[",
      "Zarządzanie \\" sobą"
    ],
    "dates": {"kick_off":
      "jutro"}
  }
}"""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_given_a_text_when_a_path_is_asked_then_its_line_is_the_one_of_the_key_or_the_place() -> None:
    assert line_of(TEXT, ["name"]) == 2
    assert line_of(TEXT, ["programme", "topics", 1]) == 6
    assert line_of(TEXT, ["programme", "dates", "kick_off"]) == 8
    assert line_of(TEXT, ["programme", "topics", "1", "dict[str]", "pl"]) == 6
    assert line_of(TEXT, ["programme", "nothing"]) == 3
    assert line_of(TEXT, ["nothing"]) == 1


@given(before=VALUES, after=VALUES, key=st.text(), indent=st.integers(0, 3))
def test_given_any_values_around_when_something_is_looked_for_then_its_line_is_found(
    before: Any, after: Any, key: str, indent: int
) -> None:
    told = {key + "!": before, "list": [before, {key: "HERE!"}, after], key + "?": after}
    text = json.dumps(told, indent=indent)
    lines = text.split("\n")
    here = next(number for number, line in enumerate(lines, 1) if line.strip().endswith('"HERE!"'))
    assert line_of(text, ["list", 1, key]) == here
