"""Mail that arrives: what is dangerous, forged or too large is thrown away, of the rest whoever waits for it hears."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import replies
from mentoring.events.notifications import MailReceived
from notifications import arriving
from tests.fakes import MemoryStore, context_at

DOMAIN = "reply.tandem.example"
TOKEN = "abcdefghijklmnopqrstuvwxyz"
CLEAN = {
    "spamVerdict": {"status": "PASS"},
    "virusVerdict": {"status": "PASS"},
    "dmarcVerdict": {"status": "PASS"},
    "recipients": [f"{TOKEN}@{DOMAIN}"],
}


def _told(**verdicts: Any) -> dict[str, Any]:
    return {"mail": {"messageId": "1"}, "receipt": CLEAN | verdicts}


def _store(size: int = 100) -> MemoryStore:
    store = MemoryStore()
    store.files.put("inbound/1", b"x" * size, "message/rfc822")
    return store


def _take(store: MemoryStore, **verdicts: Any) -> arriving.Arrived:
    return arriving.take(context_at(store=store, service="notifications"), _told(**verdicts), DOMAIN)


def _published(store: MemoryStore) -> list[MailReceived]:
    return [one.data for one in store.events if isinstance(one.data, MailReceived)]


def test_given_a_clean_mail_when_it_arrives_then_it_is_kept_and_told_of_once() -> None:
    store = _store()
    assert _take(store).outcome == "kept"
    assert _take(store).outcome == "done before"
    assert _published(store) == [MailReceived("1", replies.reply_id(TOKEN))]
    assert store.files.size("inbound/1") == 100


def test_given_a_mail_to_two_of_ours_in_any_case_when_it_arrives_then_each_is_told_of() -> None:
    store = _store()
    _take(store, recipients=[f"{TOKEN}@{DOMAIN}", f"{TOKEN.upper()}@{DOMAIN.upper()}", f"{TOKEN[::-1]}@{DOMAIN}"])
    assert [one.reply_id for one in _published(store)] == [replies.reply_id(TOKEN), replies.reply_id(TOKEN[::-1])]


@pytest.mark.parametrize(
    "address", [f"anna@{DOMAIN}", f"{TOKEN}@firma.example", f"{TOKEN}2@{DOMAIN}", "", f"@{DOMAIN}"]
)
def test_given_a_mail_to_no_address_of_ours_when_it_arrives_then_nobody_hears(address: str) -> None:
    store = _store()
    assert _take(store, recipients=[address]).why == "addressed to nobody"
    assert not _published(store)


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("virus", {"virusVerdict": {"status": "FAIL"}}),
        ("spam", {"spamVerdict": {"status": "FAIL"}}),
        ("forged", {"dmarcVerdict": {"status": "FAIL"}, "dmarcPolicy": "reject"}),
        ("forged", {"dmarcVerdict": {"status": "FAIL"}, "dmarcPolicy": "QUARANTINE"}),
    ],
)
def test_given_a_mail_that_failed_a_verdict_when_it_arrives_then_it_is_thrown_away(
    why: str, told: dict[str, Any]
) -> None:
    store = _store()
    assert _take(store, **told).why == why
    assert _take(store, **told).why == "gone"
    assert store.files.size("inbound/1") is None
    assert not _published(store)


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
    store = _store()
    assert _take(store, **told).published == 1


def test_given_the_largest_mail_of_ses_when_it_arrives_then_it_is_kept_and_a_larger_one_isnt() -> None:
    assert arriving.refusal(CLEAN, 40_000_000) == ""
    assert arriving.refusal(CLEAN, 40_000_001) == "large"
