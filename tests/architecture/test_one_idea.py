"""A file is one idea: whoever makes one longer than this asks which two it holds, or says here why it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.template import ROOT

MOST_LINES = 320
MOST_LINES_OF_TESTS = 480

LONG = {
    "services/meetings/domain/meeting.py": "one state machine: a verb for whatever happens to a meeting",
    "infra/examples.py": "one table: a line for each field of the API",
    "infra/repeated.py": "each part of template.yaml that repeats services or kinds, one short function a part",
    "shared/mentoring/events/gatherings.py": "the events of one publisher, a class each",
    "shared/mentoring/events/recruitment.py": "as those of gatherings",
    "shared/mentoring/events/workspace.py": "as those of gatherings",
    "shared/mentoring/tables/recruitment.py": (
        "the items of one service, as for every other one; a package would be five more modules in every cold start"
    ),
    "shared/mentoring/tables/workspace.py": "the items of one service, as recruitment's",
    "shared/mentoring/tables/vocabulary.py": (
        "one list of words, an enum a thing; as a package (measured) it takes a fifth longer to load in every cold start"
    ),
}
"""File that is longer → why it is one idea all the same."""


def _too_long(root: Path, folders: tuple[str, ...], most: int) -> dict[str, int]:
    """Return the Python files under some folders that have more lines, with how many."""
    paths = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    lines = {path.relative_to(root).as_posix(): len(path.read_text("utf-8").splitlines()) for path in paths}
    return {name: number for name, number in lines.items() if number > most}


def test_given_a_file_when_it_grows_long_then_it_is_split_or_says_why_it_is_one_idea() -> None:
    found = _too_long(ROOT, ("services", "shared", "infra"), MOST_LINES)
    assert {name: number for name, number in found.items() if name not in LONG} == {}, "which two ideas does it hold?"


def test_given_a_file_that_may_be_long_when_it_is_short_again_then_its_entry_goes() -> None:
    assert set(LONG) <= set(_too_long(ROOT, ("services", "shared", "infra"), MOST_LINES))


def test_given_a_file_of_tests_when_it_grows_very_long_then_it_is_split() -> None:
    assert _too_long(ROOT, ("tests",), MOST_LINES_OF_TESTS) == {}


@pytest.mark.parametrize(("lines", "found"), [(MOST_LINES, {}), (MOST_LINES + 1, {"services/a/long.py": 321})])
def test_given_files_when_they_are_counted_then_the_long_ones_are_named(
    tmp_path: Path, lines: int, found: dict[str, int]
) -> None:
    module = tmp_path / "services" / "a" / "long.py"
    module.parent.mkdir(parents=True)
    module.write_text("x = 1\n" * lines, "utf-8")
    assert _too_long(tmp_path, ("services",), MOST_LINES) == found
