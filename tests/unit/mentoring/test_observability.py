"""What a log tells of an exception."""

from __future__ import annotations

from mentoring.observability import Wordless


def _circle() -> BaseException:
    """Return an exception that is, two steps on, its own cause, as libraries leave them that raise again."""
    first, second = ValueError("anna@firma.example"), KeyError("Anna")
    first.__cause__, second.__cause__ = second, first
    return first


def test_given_exceptions_that_cause_each_other_when_told_then_each_is_told_once_without_its_words() -> None:
    error = _circle()
    told = Wordless().formatException((type(error), error, None))
    assert told.splitlines() == ["KeyError", "ValueError"]
