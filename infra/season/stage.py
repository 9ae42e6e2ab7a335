"""The stack a season is played on, and the mails that come of it."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from infra.local import answers, invitations, mails

if TYPE_CHECKING:
    from email.message import EmailMessage

PATIENCE = 60.0
"""Seconds until a mail that doesn't come stops the season."""


class SeasonFailed(Exception):
    """The first thing that isn't as it should be."""


def expect(condition: object, message: str) -> None:
    """Stop the season with `message` unless `condition` holds."""
    if not condition:
        raise SeasonFailed(message)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it lies in the mailbox."""

    id: str
    to: str
    kind: str
    subject: str
    links: list[str]

    def link(self, part: str) -> str:
        """Return the link whose path has `part`, which begins with a slash; the product may answer under a path."""
        for link in self.links:
            if part in urlsplit(link).path:
                return link
        raise SeasonFailed(f"mail {self.kind} to {self.to} has no link to {part}: {self.links}")


class Stage:
    """The stack the season is played on: its public address, and its controls (mailbox, clock, schedules, figures).

    `smtp_url`: where mail programs send answers (`smtp://host:port`); without it nobody answers by mail. Mails that lie
    there already are of somebody else's programmes.
    """

    moves = 0
    """How often the clock was moved: what was given for minutes has ended with each."""

    def __init__(self, public_url: str, control_url: str, smtp_url: str = "") -> None:
        self.public_url = public_url
        self._door = urlsplit(smtp_url)
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
        self._trusted = httpx.create_ssl_context()  # once: to read what is trusted takes as long as ten requests
        self.control = httpx.Client(base_url=control_url, timeout=180, verify=self._trusted)
        self._browsers: list[httpx.Client] = []
        self._emls: dict[str, bytes] = {}
        self._after = ""
        self._after = max((mail.id for mail in self.mails()), default="")

    def browser(self, locale: str) -> httpx.Client:
        """Return a browser of somebody who reads this language."""
        given = httpx.Client(
            base_url=self.public_url, headers={"Accept-Language": locale}, timeout=30, verify=self._trusted
        )
        self._browsers.append(given)
        return given

    def close(self) -> None:
        """Close every browser that was given to somebody, and the controls."""
        for one in (*self._browsers, self.control):
            one.close()

    def settle(self) -> dict[str, Any]:
        """Wait until every event reached every consumer; return the stack's figures."""
        return self._post("/api/settle", {})

    def run(self, schedule: str, instant: str) -> dict[str, Any]:
        """Run a scheduled function at an instant; return what it says it did."""
        return self._post(f"/api/schedules/{schedule}", {"time": instant})

    def move_to(self, instant: str, *, living: bool = False) -> None:
        """Move the stack's clock: at once, or `living`, so that what is due on the way is done."""
        self.moves += 1
        self._post("/api/clock", {"to": instant, "living": living})

    def come_back(self, to: str) -> None:
        """Let the last mail to somebody come back, as to an address that is no more."""
        self._post(f"/api/mails/{self.mails(to)[-1].id}/outcome", {"kind": "bounced"})

    def now(self) -> str:
        """Return the stack's current instant."""
        return str(self.control.get("/api/clock").raise_for_status().json()["now"])

    def mails(self, to: str = "", kind: str = "", least: int = 0) -> list[Mail]:
        """Return the stage's mails, oldest first; wait until there are at least so many, but not for ever."""
        asked: dict[str, str | float] = {
            "to": to, "kind": kind, "after": self._after, "limit": 100000, "least": least, "seconds": PATIENCE,
        }  # fmt: skip
        answer = self.control.get("/api/mails", params=asked)
        found = [
            Mail(one["id"], one["to"], one["kind"], one["subject"], one["links"])
            for one in answer.raise_for_status().json()["mails"]
        ]
        return sorted(found, key=lambda mail: mail.id)

    def eml(self, mail: Mail) -> bytes:
        """Return the mail as it was sent."""
        if mail.id not in self._emls:
            self._emls[mail.id] = self.control.get(f"/api/mails/{mail.id}.eml").raise_for_status().content
        return self._emls[mail.id]

    def part(self, mail: Mail, kind: str) -> bytes:
        """Return the part of a mail that is of this media type, or nothing."""
        found = mails.parsed(mail.id, self.eml(mail)).part(kind)
        return found.content if found else b""

    def reply(self, mail: Mail, text: str, *files: tuple[str, str, bytes]) -> None:
        """Answer a mail as its reader's mail program does: what was asked stands below; files as name, type, bytes."""
        asked = replace(mails.parsed(mail.id, self.eml(mail)), to=mail.to)
        expect(answers.goes_to(asked), f"answers to mail {mail.kind} to {mail.to} go to «{asked.reply_to}»")
        self._send(answers.written(asked, text, list(files), "pl", datetime.fromisoformat(self.now())))

    def send_calendar(self, sender: str, to: str, subject: str, method: str, content: bytes) -> None:
        """Send what somebody's calendar answers, as their mail program does."""
        self._send(invitations.posted(sender, to, subject, method, content, datetime.fromisoformat(self.now())))

    def _send(self, message: EmailMessage) -> None:
        with smtplib.SMTP(self._door.hostname or "", self._door.port or 0, timeout=PATIENCE) as door:
            door.send_message(message)

    def bring(self, form: dict[str, Any], name: str, content: bytes) -> None:
        """Bring a file to the bucket with a form, `url` and `fields`, as a browser does that was shown it."""
        answer = httpx.post(form["url"], data=form["fields"], files={"file": (name, content)}, verify=self._trusted)
        expect(answer.status_code == httpx.codes.SEE_OTHER, f"the bucket answered {answer.status_code}: {answer.text}")

    def fetch(self, url: str) -> bytes:
        """Return a file from the bucket by its signed address."""
        return httpx.get(url, verify=self._trusted).raise_for_status().content

    def calendar(self, mail: Mail) -> str:
        """Return the calendar part of a mail, unfolded (RFC 5545 §3.1), or nothing."""
        answer = self.control.get(f"/api/mails/{mail.id}").raise_for_status().json()
        return str(answer["texts"].get("text/calendar", "")).replace("\r\n ", "").replace("\n ", "")

    def await_mails(self, kind: str, count: int, to: str = "") -> list[Mail]:
        """Wait for at least `count` mails of a kind; more or fewer in the end is for the caller to judge."""
        found = self.mails(to, kind, count)
        expect(len(found) >= count, f"{count} mails «{kind}» {to} expected, {len(found)} came")
        return found

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.control.post(path, json=body)
        expect(answer.is_success, f"{path} answered {answer.status_code}: {answer.text[:300]}")
        result: dict[str, Any] = answer.json()
        return result
