"""The one place where the engine does not do what AWS does, and can only be taught from inside.

`core.iam_actions._ses_v2_resource_arn` (private; canary in tests/e2e/stack/test_canaries.py): the engine checks
ses:SendEmail against the resource `*`, so a policy that names identities, as ours does, would never match. AWS checks
the sender's identity. Teaching that keeps the template's policy as it is, and enforced.
"""

from __future__ import annotations

import json
from email.utils import parseaddr
from typing import Any

SEND = "/v2/email/outbound-emails"


def apply() -> None:
    """Apply every patch; once, before the engine answers its first request."""
    from ministack.core import iam_actions  # noqa: PLC0415 - only the engine's process has it

    original = iam_actions._ses_v2_resource_arn  # noqa: SLF001 - see above

    def resource(method: str, path: str, body: bytes, region: str, account_id: str) -> Any:
        if method == "POST" and path.rstrip("/") == SEND:
            return f"arn:aws:ses:{region}:{account_id}:identity/{sender_domain(body)}"
        return original(method, path, body, region, account_id)

    iam_actions._ses_v2_resource_arn = resource  # noqa: SLF001 - see above


def sender_domain(body: bytes) -> str:
    """Return the domain a SendEmail request sends from, which is the identity it needs."""
    _, address = parseaddr(json.loads(body).get("FromEmailAddress", ""))
    return address.rpartition("@")[2]
