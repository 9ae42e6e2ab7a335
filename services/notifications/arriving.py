"""Incoming mail: dangerous, forged and too large mail is deleted; of other mail the services that wait for it are told.

SES puts each mail into the bucket under its id and then reports what its scanners found (SES, «Lambda action»,
«Contents of notifications»). Only that report is read here: the event names the mail and the hash of the address it
came to, and its consumer decides whose mail it is (docs/decisions/0023-mail-that-arrives.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import ids, replies
from mentoring.errors import AlreadyDone
from mentoring.events.notifications import MailReceived
from mentoring.files import INBOUND
from mentoring.tables.once import OnceItem
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context

MOST = 40_000_000
"""Largest mail that is kept, in bytes: what SES accepts («Service quotas», 40 MB with encoding)."""
MOST_ADDRESSED = 50
"""How many of our addresses one mail may be sent to; people write to one."""

SCANNERS = {"virusVerdict": "virus", "spamVerdict": "spam"}
"""SES verdict → why a mail that failed it isn't kept; GRAY and PROCESSING_FAILED say nothing."""
FORBIDDING = ("reject", "quarantine")
"""Policies by which a domain asks to refuse forged mail in its name (RFC 7489 §6.3); `none` asks to let it pass."""


@dataclass(frozen=True)
class Arrived:
    """What became of a mail: `kept`, and published `published` times; `thrown away`; `done before`."""

    mail_id: str
    outcome: str
    why: str = ""
    bytes: int | None = None
    published: int = 0


def refusal(receipt: dict[str, Any], size: int) -> str:
    """Return why a mail isn't kept, or an empty text: `virus`, `spam`, `forged` or `large`."""
    for verdict, why in SCANNERS.items():
        if receipt.get(verdict, {}).get("status") == "FAIL":
            return why
    forged = receipt.get("dmarcVerdict", {}).get("status") == "FAIL"
    if forged and str(receipt.get("dmarcPolicy", "")).lower() in FORBIDDING:
        return "forged"
    return "large" if size > MOST else ""


def addressed(receipt: dict[str, Any], domain: str) -> list[str]:
    """Return the hashes of the tokens in a mail's envelope addresses, each once."""
    found = (replies.token_of(str(one), domain) for one in receipt.get("recipients", ()))
    return list(dict.fromkeys(replies.reply_id(token) for token in found if token))[:MOST_ADDRESSED]


def take(context: Context, told: dict[str, Any], domain: str) -> Arrived:
    """Keep and publish, or delete, one mail that SES reports; a repeated report changes nothing."""
    mail_id, receipt = str(told["mail"]["messageId"]), told["receipt"]
    key = f"{INBOUND}{mail_id}"
    size = context.files.size(key)
    if size is None:
        return Arrived(mail_id, "thrown away", "gone")
    if why := refusal(receipt, size):
        context.files.remove(key)
        return Arrived(mail_id, "thrown away", why, size)
    found = addressed(receipt, domain)
    uow = context.begin()
    uow.once(OnceItem.inbox("notifications", mail_id))
    for one in found:
        uow.publish(MailReceived(mail_id, one), event_id=ids.derived("mail", mail_id, one))
    try:
        uow.commit()
    except AlreadyDone:
        return Arrived(mail_id, "done before", "", size)
    return Arrived(mail_id, "kept", "" if found else "addressed to nobody", size, len(found))
