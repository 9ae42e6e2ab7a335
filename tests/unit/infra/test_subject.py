"""Subjects of commits are short and stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from infra.lint import subject

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Read a meeting once when a mail answers it\n\nIt was read twice.\n", []),
        ("a" * 72 + "\n", []),
        ("a" * 73, ["the subject has 73 characters, 1 too many"]),
        ("", ["the first line is empty: say there what the commit does"]),
        ("# Please enter the commit message\n", ["the first line is empty: say there what the commit does"]),
        ("Read once.\n", ["the subject ends with a full stop"]),
        ("Read once\nfor it was read twice\n", ["leave the second line empty"]),
        ("Read once\n# Please enter the commit message\n", []),
    ],
)
def test_given_a_message_when_read_then_what_is_wrong_with_its_subject_is_told(message: str, told: list[str]) -> None:
    assert subject.mistakes(message) == told


def test_given_a_long_subject_when_committed_then_the_hook_refuses_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = tmp_path / "COMMIT_EDITMSG"
    message.write_text("a" * 80, "utf-8")
    assert subject.main([str(message)]) == 1
    assert "8 too many" in capsys.readouterr().out
