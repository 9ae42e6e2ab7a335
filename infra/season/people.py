"""A browser, a mail program and an inbox for each person of the season."""

from __future__ import annotations

import smtplib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import httpx

from infra.local import answers, invitations, mails
from infra.season.forms import form_to, form_with

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

    def __init__(self, public_url: str, control_url: str, smtp_url: str = "") -> None:
        self.public_url = public_url
        self._door = urlsplit(smtp_url)
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
        self._trusted = httpx.create_ssl_context()  # once: to read what is trusted takes as long as ten requests
        self.control = httpx.Client(base_url=control_url, timeout=180, verify=self._trusted)
        self._emls: dict[str, bytes] = {}
        self.moves = 0
        """How often the clock was moved: what was given for minutes has ended with each."""
        self._after = ""
        self._after = max((mail.id for mail in self.mails()), default="")

    def browser(self, locale: str) -> httpx.Client:
        """Return a browser of somebody who reads this language."""
        return httpx.Client(
            base_url=self.public_url, headers={"Accept-Language": locale}, timeout=30, verify=self._trusted
        )

    def settle(self) -> dict[str, Any]:
        """Wait until every event reached every consumer; return the stack's figures."""
        return self._post("/api/settle", {})

    def run(self, schedule: str, instant: str) -> dict[str, Any]:
        """Run a scheduled function at an instant; return what it says it did."""
        return self._post(f"/api/schedules/{schedule}", {"time": instant})

    def move_to(self, instant: str) -> None:
        """Move the stack's clock."""
        self.moves += 1
        self._post("/api/clock", {"to": instant})

    def live_to(self, instant: str) -> None:
        """Let the stack's clock go on to an instant, and what is due on the way be done."""
        self.moves += 1
        self._post("/api/clock", {"to": instant, "living": True})

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


class Person:
    """Somebody with an address: reads mails, clicks their buttons, and calls the API when signed in."""

    def __init__(self, stage: Stage, email: str, locale: str = "pl") -> None:
        self.stage = stage
        self.email = email
        self.locale = locale
        self.zone = "Europe/Warsaw"
        self.browser = stage.browser(locale)
        self.tag = ""
        """The ETag of what was answered last."""
        self._token = self._refresh_token = ""
        self._moves = 0
        self._read_mails: Counter[str] = Counter()

    @cached_property
    def person_id(self) -> str:
        """Return the id the product knows this person by."""
        return str(self.get("/v1/me")["person_id"])

    def next_mail(self, kind: str) -> Mail:
        """Wait for, and return, the oldest mail of a kind that this person has not read yet."""
        self._read_mails[kind] += 1
        return self.stage.await_mails(kind, self._read_mails[kind], self.email)[self._read_mails[kind] - 1]

    def sign_in_link(self) -> str:
        """Ask for a sign-in link and return it from the mail."""
        self._read_mails["sign_in"] = len(self.stage.mails(self.email, "sign_in"))
        self._send("POST", "/v1/sessions/requests", {"email": self.email, "locale": self.locale}, {202})
        return self.next_mail("sign_in").link("/sign-in/answer/")

    def sign_in(self) -> None:
        """Use a fresh sign-in link."""
        token = urlsplit(self.sign_in_link()).path.rsplit("/", 1)[1]
        session = self._send("POST", "/v1/sessions", {"token": token}, {201})
        self._keep(session)

    def stay_signed_in(self) -> None:
        """Renew the session; use a fresh sign-in link when there is none to renew."""
        if not self._refresh_token:
            return self.sign_in()
        wish = {"refresh_token": self._refresh_token}
        answer = self.browser.post("/v1/sessions/refresh", json=wish)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            return self.sign_in()
        session = self._read(answer, {201})
        self._keep(session)
        return None

    def _keep(self, session: dict[str, Any]) -> None:
        self._token, self._refresh_token = session["access_token"], session["refresh_token"]
        self._moves = self.stage.moves

    def get(self, path: str) -> dict[str, Any]:
        """Return the JSON under a path."""
        return self._signed_in("GET", path, None, {200})

    def post(self, path: str, body: dict[str, Any] | None = None, etag: str = "") -> dict[str, Any]:
        """Send JSON, about what was read under `etag` if one is needed, and return the answer."""
        return self._signed_in("POST", path, body or {}, {200, 201, 202, 204}, etag)

    def put(self, path: str, body: dict[str, Any], etag: str = "", *, first: bool = False) -> dict[str, Any]:
        """Replace what was read under `etag`, or write the `first` of it."""
        return self._signed_in("PUT", path, body, {200, 201}, etag, first=first)

    def patch(self, path: str, body: dict[str, Any], etag: str) -> dict[str, Any]:
        """Change what was read under `etag`."""
        return self._signed_in("PATCH", path, body, {200}, etag)

    def etag(self, path: str) -> str:
        """Return the ETag of what is under a path."""
        answer = self.browser.get(path, headers=self._bearer())
        return str(answer.headers.get("etag", ""))

    def download(self, path: str) -> bytes:
        """Return the bytes under a path."""
        self.get("/v1/me")  # renews the session when the access token has expired
        answer = self.browser.get(path, headers=self._bearer(), follow_redirects=True)
        expect(answer.status_code == httpx.codes.OK, f"GET {path} answered {answer.status_code} to {self.email}")
        return answer.content

    def look(self, path: str) -> httpx.Response:
        """Return how a path answers, signed in: an access token that has expired only leads to where it is renewed."""
        answer = self.browser.get(path, headers=self._bearer())
        if answer.status_code == httpx.codes.UNAUTHORIZED or "/session/refresh" in answer.headers.get("location", ""):
            self.stay_signed_in()
            answer = self.browser.get(path, headers=self._bearer())
        return answer

    def page(self, path: str) -> str:
        """Return a page."""
        answer = self.look(path)
        expect(answer.status_code == httpx.codes.OK, f"GET {path} answered {answer.status_code} to {self.email}")
        return answer.text

    def press(self, path: str, action: str, **typed: str | list[str]) -> None:
        """Open a page, fill in its form that goes to `action`, press its button."""
        under = urlsplit(self.stage.public_url).path
        try:
            sent = form_to(self.page(path), f"{under}{action}", f"{under}{path}").press("", **typed)
        except LookupError as error:
            raise SeasonFailed(f"{path}: {error}") from error
        answer = self.browser.post(action, data=sent, headers=self._bearer() | {"Origin": self.stage.origin})
        good = answer.status_code == httpx.codes.SEE_OTHER
        expect(good, f"{path}: the form to {action} answered {answer.status_code} to {self.email}")

    def status(self, path: str) -> int:
        """Return how a path answers to this person."""
        self.get("/v1/me")
        return self.browser.get(path, headers=self._bearer()).status_code

    def click(self, mail: Mail, link: str, button: str = "", **typed: str) -> str:
        """Open a link of a mail, press a button on its page, return the page that follows."""
        address = mail.link(link)
        page = self.browser.get(address)
        expect(page.status_code == httpx.codes.OK, f"{mail.kind}: {link} answered {page.status_code} to {self.email}")
        try:
            form = form_with(page.text, button)
            sent = form.press(button, **typed)
        except LookupError as error:
            raise SeasonFailed(f"{mail.kind}, {link}: {error}") from error
        answer = self.browser.post(
            urljoin(address, form.action or address), data=sent, headers={"Origin": self.stage.origin}
        )
        expect(
            answer.status_code in (httpx.codes.OK, httpx.codes.SEE_OTHER),
            f"{mail.kind}: pressing «{button}» answered {answer.status_code} to {self.email}",
        )
        return answer.text

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def _signed_in(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        good: set[int],
        etag: str = "",
        *,
        first: bool = False,
    ) -> dict[str, Any]:
        """Send with the access token; renew the session when it has expired, as it has when the clock was moved."""
        headers = {"If-Match": etag} if etag else {"If-None-Match": "*"} if first else {}
        if self._token and self._moves == self.stage.moves:
            answer = self.browser.request(method, path, json=body, headers=headers | self._bearer())
            if answer.status_code != httpx.codes.UNAUTHORIZED:
                return self._read(answer, good)
        self.stay_signed_in()
        return self._read(self.browser.request(method, path, json=body, headers=headers | self._bearer()), good)

    def _send(self, method: str, path: str, body: dict[str, Any], good: set[int]) -> dict[str, Any]:
        return self._read(self.browser.request(method, path, json=body), good)

    def _read(self, answer: httpx.Response, good: set[int]) -> dict[str, Any]:
        request = answer.request
        expect(
            answer.status_code in good,
            f"{request.method} {request.url.path} answered {answer.status_code} to {self.email}: {answer.text[:400]}",
        )
        self.tag = str(answer.headers.get("etag", ""))
        result: dict[str, Any] = answer.json() if answer.content else {}
        return result
