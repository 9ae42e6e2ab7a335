"""Mail that arrives: what is dangerous, forged or too large is thrown away, everything else stays."""

from __future__ import annotations

from typing import Any

import pytest

from notifications import inbound
from tests.fakes.files import MemoryFiles

CLEAN = {
    "spamVerdict": {"status": "PASS"},
    "virusVerdict": {"status": "PASS"},
    "dmarcVerdict": {"status": "PASS"},
}


def _told(message_id: str, **verdicts: Any) -> dict[str, Any]:
    return {"Records": [{"ses": {"mail": {"messageId": message_id}, "receipt": CLEAN | verdicts}}]}


def _files(size: int = 100) -> MemoryFiles:
    files = MemoryFiles()
    files.put("inbound/1", b"x" * size, "message/rfc822")
    return files


def test_given_a_clean_mail_when_it_arrives_then_it_is_kept() -> None:
    files = _files(inbound.MOST)
    inbound.take(_told("1"), files)
    assert files.size("inbound/1") == inbound.MOST


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("virus", {"virusVerdict": {"status": "FAIL"}}),
        ("spam", {"spamVerdict": {"status": "FAIL"}}),
        ("forged", {"dmarcVerdict": {"status": "FAIL"}, "dmarcPolicy": "reject"}),
        ("forged", {"dmarcVerdict": {"status": "FAIL"}, "dmarcPolicy": "REJECT"}),
    ],
)
def test_given_a_mail_that_failed_a_verdict_when_it_arrives_then_it_is_thrown_away(
    why: str, told: dict[str, Any]
) -> None:
    files = _files()
    inbound.take(_told("1", **told), files)
    assert files.size("inbound/1") is None
    assert inbound.refusal(CLEAN | told, 100) == why


@pytest.mark.parametrize(
    "told",
    [
        {"virusVerdict": {"status": "PROCESSING_FAILED"}},
        {"spamVerdict": {"status": "GRAY"}},
        {"dmarcVerdict": {"status": "FAIL"}, "dmarcPolicy": "none"},
        {"dmarcVerdict": {"status": "FAIL"}},
    ],
)
def test_given_a_verdict_that_says_nothing_when_a_mail_arrives_then_it_is_kept(told: dict[str, Any]) -> None:
    files = _files()
    inbound.take(_told("1", **told), files)
    assert files.size("inbound/1") == 100


def test_given_a_mail_above_the_bound_when_it_arrives_then_it_is_thrown_away() -> None:
    files = _files(inbound.MOST + 1)
    inbound.take(_told("1"), files)
    assert files.size("inbound/1") is None


def test_given_a_mail_that_was_thrown_away_when_it_is_told_of_again_then_nothing_happens() -> None:
    files = _files()
    spam = _told("1", spamVerdict={"status": "FAIL"})
    inbound.take(spam, files)
    inbound.take(spam, files)
    assert files.kept == {}
