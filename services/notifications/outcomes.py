"""What SES reports about mails through EventBridge: delivered, bounced, delayed, marked as spam, rejected."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from mentoring import clock, ids
from mentoring.reach import Cause
from mentoring.tables.notifications import Delivery
from notifications import domain, use_cases

if TYPE_CHECKING:
    from datetime import datetime

BLOCKED = ("Suppressed", "OnAccountSuppressionList", "UnsubscribedRecipient")
ABOUT_THE_MAIL = ("MessageTooLarge", "ContentRejected", "AttachmentRejected")
"""Subtypes of transient bounces that say nothing about the address."""
SILENT = ("Send", "DeliveryDelay", "Open", "Click", "Subscription")
"""Nothing is final yet, or it isn't about delivery."""


def outcome(detail: dict[str, Any]) -> use_cases.Outcome | None:
    """Return what an event says (SES, «Event data EventBridge»), or None if it says nothing final.

    Our tags identify mail and address, because the receiving server may write the address differently. Raises KeyError
    or ValueError for an unreadable event.
    """
    mail, kind = detail["mail"], detail["eventType"]
    sent, message_id = clock.parse(mail["timestamp"]), mail["messageId"]
    if kind in SILENT:
        return None
    tags = {name: values[0] for name, values in mail.get("tags", {}).items()}
    mailbox_id = tags.get("mailbox") or ids.address_key(parseaddr(mail["destination"][0])[1])
    known = all(name in tags for name in ("event", "kind", "recipient"))
    delivery = Delivery.key(tags["event"], tags["kind"], tags["recipient"]) if known else None
    to = tags.get("recipient", "")  # a person id, or the address key of people without one
    whose = "" if to == mailbox_id else to
    common: dict[str, Any] = {"mailbox_id": mailbox_id, "sent": sent, "delivery": delivery, "whose": whose}
    match kind:
        case "Delivery":
            return use_cases.Outcome(**common, facts=domain.arrived(sent), arrived=True)
        case "Complaint":
            spam = detail["complaint"].get("complaintFeedbackType") != "not-spam"
            return use_cases.Outcome(**common, facts=domain.marked_as_spam(sent)) if spam else None
        case "Bounce":
            facts, cause = _bounce(detail["bounce"], sent, message_id)
            return use_cases.Outcome(**common, facts=facts, came_back=True, cause=cause)
        case "Reject" | "Rendering Failure":
            return use_cases.Outcome(**common, facts=domain.Facts(), came_back=True, cause=Cause.CONTENT)
    raise ValueError(f"unknown event of SES: {kind}")


def _bounce(bounce: dict[str, Any], sent: datetime, message_id: str) -> tuple[domain.Facts, Cause]:
    kind, subtype = bounce["bounceType"], bounce.get("bounceSubType", "")
    if kind == "Permanent":
        cause = Cause.BLOCKED if subtype in BLOCKED else Cause.NO_MAILBOX
        return domain.came_back(sent, message_id, cause), cause
    if subtype in ABOUT_THE_MAIL:
        return domain.Facts(), Cause.CONTENT
    cause = Cause.FULL if subtype == "MailboxFull" else Cause.UNRELIABLE
    return domain.failed(sent, message_id, cause), cause
