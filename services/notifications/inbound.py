"""Mail that arrives at `InboundDomain`: what is dangerous or too large is thrown away, the rest stays as it came.

SES puts each mail under `inbound/<message id>` and then starts this function with what its scanners say (SES, «Lambda
action», «Contents of notifications»). Nothing reads the mails yet: docs/decisions/0017-mail-that-arrives-is-kept.md.
Whoever does may rely on this: what lies there an hour after it came holds no known virus, isn't what SES takes for
spam, was not forged in the name of a domain that forbids it, and has at most `MOST` bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import runtime
from mentoring.observability import access_line

if TYPE_CHECKING:
    from mentoring.files import Files

FOLDER = "inbound/"
MOST = 2_000_000
"""Bytes of a mail that is kept: an answer with a picture, not an archive (SES itself takes 40 MB)."""

SCANNERS = {"virusVerdict": "virus", "spamVerdict": "spam"}
"""Verdict of SES → why a mail that failed it is not kept; GRAY and PROCESSING_FAILED say nothing."""


def refusal(receipt: dict[str, Any], size: int) -> str:
    """Return why a mail is not kept, or an empty text: `virus`, `spam`, `forged` or `large`."""
    for verdict, why in SCANNERS.items():
        if receipt.get(verdict, {}).get("status") == "FAIL":
            return why
    forged = receipt.get("dmarcVerdict", {}).get("status") == "FAIL"
    if forged and str(receipt.get("dmarcPolicy", "")).lower() == "reject":
        return "forged"
    return "large" if size > MOST else ""


def take(event: dict[str, Any], files: Files) -> None:
    """Keep or throw away each mail that SES tells of; told again, a mail that is gone stays gone."""
    for record in event["Records"]:
        message_id = record["ses"]["mail"]["messageId"]
        key = f"{FOLDER}{message_id}"
        size = files.size(key)
        why = "gone" if size is None else refusal(record["ses"]["receipt"], size)
        if why and size is not None:
            files.remove(key)
        outcome = "thrown away" if why else "kept"
        access_line("notifications", "mail arrived", outcome, message_id=message_id, why=why, bytes=size)


def handler(event: dict[str, Any], _: object = None) -> dict[str, Any]:
    """See `take`; a failure is tried twice more, then kept in ScheduleFailures."""
    take(event, runtime.ports().files)
    return {}
