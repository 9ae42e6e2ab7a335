"""What the local mailbox tells of a mail is what the product understands, and what its rule lets through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from infra.local import mails, outcomes
from infra.template import resources
from mentoring.reach import Reach
from notifications import outcomes as heard_of

TAGS = {
    "event": ["e"],
    "kind": ["nudge"],
    "recipient": ["p"],
    "mailbox": ["k"],
    "ses:configuration-set": ["tandem-mail"],
}
SENT = b"From: a@tandem.example\r\nDate: Mon, 02 Mar 2026 12:00:00 +0000\r\nX-Tandem-Mail: nudge\r\n\r\nDzie\xc5\x84 dobry\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Given: a mail as the gate keeps it."""
    envelope = f"X-Envelope-To: jan@firma.example\r\nX-Envelope-Tags: {json.dumps(TAGS)}\r\n"
    (tmp_path / "1.eml").write_bytes(envelope.encode() + SENT)
    return tmp_path


@pytest.mark.parametrize(
    ("kind", "reach"),
    [
        ("delivered", Reach.GOOD),
        ("bounced", Reach.BOUNCED),
        ("full", Reach.SOFT),
        ("spam", Reach.COMPLAINED),
    ],
)
def test_given_a_mail_when_it_is_said_what_becomes_of_it_then_the_product_hears_it(
    folder: Path, kind: str, reach: Reach
) -> None:
    mail = mails.one(folder, "1")
    assert mail is not None
    event = outcomes.event(mail, kind)
    heard = heard_of.outcome(event["detail"])
    assert heard is not None
    assert (heard.mailbox_id, heard.delivery) == ("k", ("MAIL#e", "nudge#p"))
    assert heard.facts.standing.reach == reach
    pattern = resources("AWS::Events::Rule")["NotificationsBouncesRule"]["EventPattern"]
    assert event["detail-type"] in pattern["detail-type"]
    assert [event["source"]] == pattern["source"]
    assert set(pattern["detail"]["mail"]["tags"]) <= set(event["detail"]["mail"]["tags"])


def test_given_a_kept_mail_when_downloaded_then_it_is_as_it_was_sent(folder: Path) -> None:
    assert mails.raw(folder, "1") == SENT


def test_given_every_kind_when_compared_then_the_page_offers_it() -> None:
    page = (Path(outcomes.__file__).parent / "templates" / "mail.html").read_text("utf-8")
    assert all(f'("{kind}", _(' in page for kind in outcomes.KINDS)
