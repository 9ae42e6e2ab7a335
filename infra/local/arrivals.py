"""The SMTP door: what a mail program sends to the domain for answers comes in here, as SES takes it in on AWS.

The mail goes into the bucket with the lines SES puts above it, then `NotificationsInbound` starts with what SES would
say. Here it is waited for, so that whoever has sent a mail can rely on its event; SES doesn't wait, and tries again by
itself, where this door lets the sender do so (451).
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP
from botocore.exceptions import BotoCoreError, ClientError

from infra.local import clock
from infra.local.deploy import INBOUND_DOMAIN, client
from infra.local.layout import HOST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiosmtpd.smtp import Envelope, Session

    from infra.local.layout import Layout

FOLDER = "inbound/"
"""Where SES puts mails (`mentoring.files.INBOUND`, which the stack doesn't load)."""
MOST = 40_000_000
"""Bytes of a mail, as SES has it."""

PROVOKED = re.compile(rb"(?im)^X-Tandem-Verdicts:[ \t]*([^\r\n]*)\r?$")
"""A header with which a test lets a scanner find something: `spam=FAIL dmarc=FAIL dmarcPolicy=reject`."""
SCANNED = ("spam", "virus", "spf", "dkim", "dmarc")


class NotTaken(Exception):
    """The function that takes mail failed."""


class Arrivals:
    """Takes mails in as SES does."""

    def __init__(self, layout: Layout, bucket: str, function: str) -> None:
        self._layout = layout
        self._bucket = bucket
        self._function = function
        self._s3, self._lambda = client(layout, "s3"), client(layout, "lambda")

    def take(self, raw: bytes, sender: str, recipients: list[str]) -> str:
        """Keep a mail, tell the function, and return the mail's id; raises `NotTaken`."""
        mail_id, now = secrets.token_hex(20), clock.now(self._layout.clock)
        told = verdicts(raw)
        above = (
            f"Return-Path: <{sender}>\r\n"
            f"Received: from mail-program (localhost [{HOST}])\r\n"
            f" by inbound-smtp.tandem.example with SMTP id {mail_id}\r\n"
            f" for {recipients[0]};\r\n {format_datetime(now)}\r\n"
            f"X-SES-Spam-Verdict: {told['spamVerdict']['status']}\r\n"
            f"X-SES-Virus-Verdict: {told['virusVerdict']['status']}\r\n"
        )
        self._s3.put_object(Bucket=self._bucket, Key=f"{FOLDER}{mail_id}", Body=above.encode() + raw)
        at = clock.text(now)
        mail = {"timestamp": at, "source": sender, "messageId": mail_id, "destination": recipients}
        receipt = told | {"timestamp": at, "processingTimeMillis": 1, "recipients": recipients}
        record = {"eventSource": "aws:ses", "eventVersion": "1.0", "ses": {"mail": mail, "receipt": receipt}}
        payload = json.dumps({"Records": [record]}).encode()
        answer = self._lambda.invoke(FunctionName=self._function, Payload=payload)
        if "FunctionError" in answer:
            raise NotTaken(mail_id)
        return mail_id


def verdicts(raw: bytes) -> dict[str, Any]:
    """Return what SES's scanners say of a mail: that all is well, but for what its own header provokes."""
    header = PROVOKED.search(raw.partition(b"\r\n\r\n")[0])
    words = header[1].decode("ascii", "replace").split() if header else []
    asked = dict(word.split("=", 1) for word in words if "=" in word)
    told: dict[str, Any] = {f"{name}Verdict": {"status": asked.get(name, "PASS")} for name in SCANNED}
    return told | ({"dmarcPolicy": asked["dmarcPolicy"]} if "dmarcPolicy" in asked else {})


class Door:
    """What aiosmtpd asks about each mail; nothing is taken before `open`."""

    def __init__(self) -> None:
        self._arrivals: Arrivals | None = None

    def open(self, arrivals: Arrivals) -> None:
        """Begin to take mails."""
        self._arrivals = arrivals

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and arguments
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take mail to the domain for answers, and to no other: nothing goes out from here."""
        del server, session, rcpt_options
        if address.rpartition("@")[2].lower() != INBOUND_DOMAIN:
            return f"550 5.7.1 Mail to {INBOUND_DOMAIN} is taken here and no other"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a whole mail."""
        del server, session
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        sender = (envelope.mail_from or "").strip("<>")  # a bounce has none, which aiosmtpd calls «<>»
        if self._arrivals is None:
            return "451 4.3.2 The stack is starting"
        try:
            mail_id = await asyncio.to_thread(self._arrivals.take, raw, sender, envelope.rcpt_tos)
        except (NotTaken, ClientError, BotoCoreError):
            return "451 4.3.0 The function that takes mail failed; its log says why"
        return f"250 2.0.0 OK {mail_id}"


async def serve(door: Door, port: int, ended: Callable[[], Awaitable[None]]) -> None:
    """Serve on loopback until `ended` returns."""
    loop = asyncio.get_running_loop()

    def connected() -> SMTP:
        return SMTP(door, data_size_limit=MOST, enable_SMTPUTF8=True, hostname=HOST, ident="Tandem", loop=loop)

    server = await loop.create_server(connected, HOST, port)
    async with server:
        await ended()
