"""Consents: to which version, since when, and who is asked again."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import consents

OLD, NEW = "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"


def _texts(again_at: str = "", number: int = 2) -> dict[str, Any]:
    return {"rules": {"number": number, "at": NEW, "again_at": again_at, "empty": False}}


def _given(kind: str = "rules", version: str = "1", at: str = OLD, by: str = "person") -> Any:
    return {"kind": kind, "version": version, "at": at, "by": by}


def test_given_a_changed_text_when_nobody_asks_again_then_the_earlier_consent_holds() -> None:
    assert consents.outdated(_texts(), [_given()]) == []
    assert consents.version(_texts(), "rules") == "2"
    assert consents.version({}, "rules") == consents.USUAL


@pytest.mark.parametrize(
    ("given", "late"),
    [
        ([_given()], ["rules"]),
        ([], ["rules"]),
        ([_given(at=NEW, version="2")], []),
        ([_given(at=NEW)], ["rules"]),
        ([_given(at=NEW, by="file")], ["rules"]),
        ([_given(kind="privacy", at=NEW)], ["rules"]),
    ],
)
def test_given_organizers_who_ask_again_when_looked_at_then_only_a_later_consent_of_the_person_counts(
    given: list[Any], late: list[str]
) -> None:
    assert consents.outdated(_texts(NEW), given) == late


def test_given_a_text_that_was_taken_away_when_looked_at_then_nobody_is_asked() -> None:
    texts = {"rules": {"number": 3, "at": NEW, "again_at": OLD, "empty": True}}
    assert consents.outdated(texts, []) == []


def test_given_a_form_when_sent_again_then_a_consent_keeps_its_day_and_an_earlier_version_stays() -> None:
    once = consents.renewed(_texts(), [_given()], ["rules", "privacy"], NEW)
    assert [(one["kind"], one["version"], one["at"]) for one in once] == [
        ("rules", "1", OLD), ("rules", "2", NEW), ("privacy", consents.USUAL, NEW),
    ]  # fmt: skip

    assert consents.renewed(_texts(), once, ["rules", "privacy"], "2026-04-01T00:00:00Z") == once
    assert [one["kind"] for one in consents.renewed(_texts(), once, ["privacy"], NEW)] == ["privacy"]


def test_given_who_is_asked_again_when_they_agree_to_the_same_version_then_that_counts() -> None:
    texts = _texts("2026-05-01T00:00:00Z")
    before = [_given(version="2", at=NEW)]

    after = consents.renewed(texts, before, ["rules"], "2026-05-02T00:00:00Z")

    assert [one["at"] for one in after] == [NEW, "2026-05-02T00:00:00Z"]
    assert consents.outdated(texts, after) == []
