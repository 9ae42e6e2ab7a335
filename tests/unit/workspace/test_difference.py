"""What changed between two versions of a contract."""

from __future__ import annotations

from workspace import domain


def test_given_two_versions_when_compared_then_lines_are_marked() -> None:
    assert domain.difference("a\nb", "a\nc") == [("same", "", "a"), ("gone", "", "b"), ("new", "", "c")]


def test_given_two_versions_when_a_clause_of_the_pair_differs_then_its_name_stands_apart_from_its_text() -> None:
    old, new = (domain.canonical_text(["camera: we say"], {"camera": text}) for text in ("on", "off: at times"))
    assert domain.difference(old, new) == [
        ("same", "", "* camera: we say"), ("gone", "camera", "on"), ("new", "camera", "off: at times"),
    ]  # fmt: skip
