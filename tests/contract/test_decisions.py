"""Decisions are numbered in the order they were made, and whoever names one names one that is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").iterdir())
BY_NUMBER = re.compile(r"\bdecisions?[ /]+(\d{4})\b(?!-)")
BY_NAME = re.compile(r"\bdecisions/(\d{4}-[\w-]+\.md)")


def _texts() -> dict[str, str]:
    """Return every text of the project by its path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    kept = (ROOT / one for one in listed.stdout.split("\0") if one)
    texts = (one for one in kept if one.suffix in {".py", ".md", ".yaml", ".toml", ".html", ".mk"} or not one.suffix)
    return {str(one.relative_to(ROOT)): one.read_text("utf-8") for one in texts if one.is_file()}


def test_given_the_decisions_when_they_are_counted_then_each_number_is_there_once_and_none_is_missing() -> None:
    numbers = [one.name.partition("-")[0] for one in DECISIONS]

    assert numbers == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def test_given_a_decision_when_its_title_is_read_then_it_has_the_number_of_its_file() -> None:
    titles = {one.name: one.read_text("utf-8").splitlines()[0] for one in DECISIONS}

    assert [name for name, title in titles.items() if not title.startswith(f"# {name[:4]} ")] == []


def test_given_every_text_when_it_refers_to_a_decision_then_it_names_a_file_that_is_there() -> None:
    names = {one.name for one in DECISIONS}
    texts = _texts()

    missing = [(path, one) for path, text in texts.items() for one in BY_NAME.findall(text) if one not in names]
    assert missing == []
    assert sum(len(BY_NAME.findall(text)) for text in texts.values()) > 0


def test_given_every_text_when_it_refers_to_a_decision_then_not_by_a_number_that_says_nothing() -> None:
    """A number alone goes on resolving, to another decision, when decisions are numbered anew."""
    assert [(path, one) for path, text in _texts().items() for one in BY_NUMBER.findall(text)] == []
