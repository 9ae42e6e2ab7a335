"""The mailbox page: every mail as it would arrive."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from infra.local import answers, invitations, mails, outcomes, pages

if TYPE_CHECKING:
    from infra.local.asgi import Request
    from infra.local.layout import Layout

MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
)
"""A mail brings its own inline styles; it may show, not run."""

ANSWERED = ("answered", "unanswered", "too-large")
"""What the page says of an answer that was sent from it."""
CALENDAR = ("answered", "unanswered", "no-time")
"""What it says of what a calendar answered."""
SHOWN = 300


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: status, body, media type, further headers."""

    status: int
    body: str | bytes
    kind: str = pages.HTML
    headers: dict[str, str] = field(default_factory=lambda: {"content_security_policy": pages.POLICY})


def page(layout: Layout, asked: Request) -> Page:
    """Return the page under a path."""
    locale = pages.language(asked.query.get("lang"), asked.header("accept-language"))
    match asked.path.strip("/").split("/"):
        case [""]:
            return _list(layout, asked.query.get("to", "").strip(), locale)
        case ["mailbox.css"]:
            return Page(200, (pages.FOLDER / "templates" / "mailbox.css").read_bytes(), "text/css; charset=utf-8")
        case ["mails", mail_id]:
            return _one(layout, mail_id, locale, asked.query.get("told", ""), asked.query.get("calendar", ""))
        case ["mails", mail_id, "html"]:
            return _html(layout, mail_id)
        case ["mails", mail_id, "parts", number] if number.isdecimal():
            return _part(layout, mail_id, int(number))
    return Page(404, pages.render("missing.html", locale, layout))


def _list(layout: Layout, to: str, locale: str) -> Page:
    found = mails.listing(layout.mails)
    wanted = mails.readable(to).lower()
    matching = [mail for mail in found if wanted in mail.to.lower()]
    shown = [(mail, pages.moment(_sent(mail), locale)) for mail in matching[:SHOWN]]
    people = sorted({mail.to for mail in found})
    return Page(200, pages.render("list.html", locale, layout, mails=shown, people=people, to=to, total=len(matching)))


def _one(layout: Layout, mail_id: str, locale: str, told: str = "", calendar: str = "") -> Page:
    mail = mails.one(layout.mails, mail_id)
    if mail is None:
        return Page(404, pages.render("missing.html", locale, layout))
    plain = mail.part("text/plain")
    values = {
        "mail": mail,
        "sent": pages.moment(_sent(mail), locale),
        "invitations": invitations.found(mail, locale),
        "plain": plain.text if plain else "",
        "told": told if told in outcomes.KINDS else "",
        "answered": told if told in ANSWERED else "",
        "calendar": calendar if calendar in CALENDAR else "",
        "answers_to": answers.goes_to(mail),
        "door": layout.smtp_url,
        "own_zone": pages.ZONE,
    }
    return Page(200, pages.render("mail.html", locale, layout, **values))


def _sent(mail: mails.Mail) -> datetime:
    return mail.sent or datetime.fromtimestamp(int(mail.id) / 1e9, UTC)


def _html(layout: Layout, mail_id: str) -> Page:
    mail = mails.one(layout.mails, mail_id)
    part = mail.part("text/html") if mail else None
    headers = {"content_security_policy": MAIL_POLICY}
    return Page(200 if part else 404, _opening_outside(part.text) if part else "", headers=headers)


def _opening_outside(html: str) -> str:
    """Let links open in a tab of their own, as a mail program does; the frame itself may not go anywhere."""
    return re.sub(r"<a\s(?![^>]*\btarget=)", '<a target="_blank" ', html)


def _part(layout: Layout, mail_id: str, number: int) -> Page:
    mail = mails.one(layout.mails, mail_id)
    if mail is None or number >= len(mail.parts):
        return Page(404, "")
    part = mail.parts[number]
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", part.name) or f"part-{number}"
    return Page(
        200, part.content, "application/octet-stream", {"content_disposition": f'attachment; filename="{name}"'}
    )
