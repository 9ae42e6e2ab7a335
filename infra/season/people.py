"""A browser, a mail program and an inbox for each person of the season."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from infra.season.forms import form_to, form_with
from infra.season.stage import Mail, SeasonFailed, Stage, expect

__all__ = ["Mail", "Person", "SeasonFailed", "Stage", "expect"]


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
        self._token, self._refresh_token, self._moves = "", "", 0
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
