"""What SES would tell of a mail, told by hand: nothing here leaves the machine, so no mail comes back by itself."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infra.local.mails import Mail

KINDS = ("delivered", "bounced", "full", "spam")
"""It arrived; there is no such mailbox; the mailbox is full for the moment; its reader marked it as spam."""

_DETAIL_TYPES = {
    "delivered": "Email Delivered",
    "bounced": "Email Bounced",
    "full": "Email Bounced",
    "spam": "Email Complaint Received",
}
_TOLD: dict[str, dict[str, Any]] = {
    "delivered": {"eventType": "Delivery", "delivery": {}},
    "bounced": {"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "General"}},
    "full": {"eventType": "Bounce", "bounce": {"bounceType": "Transient", "bounceSubType": "MailboxFull"}},
    "spam": {"eventType": "Complaint", "complaint": {"complaintFeedbackType": "abuse"}},
}


def event(mail: Mail, kind: str) -> dict[str, Any]:
    """Return what EventBridge brings of a mail (SES, «Event data EventBridge»); `kind` is one of KINDS."""
    about = {"timestamp": mail.sent_at, "messageId": mail.id, "destination": [mail.to], "tags": mail.tags}
    return {
        "id": uuid.uuid4().hex,
        "source": "aws.ses",
        "detail-type": _DETAIL_TYPES[kind],
        "account": "000000000000",
        "region": "eu-central-1",
        "time": mail.sent_at,
        "resources": [],
        "detail": _TOLD[kind] | {"mail": about},
    }
