"""The two of a pair, each with a browser of their own, and the pages of their room as they use them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.e2e.browsing import opened, whole

if TYPE_CHECKING:
    from pathlib import Path

    from infra.season.people import Mail, Person


@dataclass
class Member:
    """Somebody with a browser. Forms are found by where they go, so that it works in each language."""

    person: Person
    page: Any
    locale: str
    complaints: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    """Pages that were opened."""

    @classmethod
    def signed_in(cls, person: Person, browser: Any, locale: str, size: tuple[int, int], name: str) -> Member:
        """Open a browser of this size (width, height), sign in with the link of the mail, and choose the language."""
        person.locale = locale
        viewport = {"width": size[0], "height": size[1]}
        page = browser.new_context(locale=locale, viewport=viewport, accept_downloads=True).new_page()
        member = cls(person, page, locale)
        page.on("console", lambda one: member.complaints.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: member.complaints.append(str(error)))
        page.goto(person.sign_in_link())
        page.click("main button")
        page.wait_for_url("**/home")
        page.goto(f"{person.stage.public_url}/session?lang={locale}")
        member.send("/session", name=name, locale=locale)
        return member

    def open(self, path: str) -> None:
        """Open a page of the product."""
        opened(self.page, f"{self.person.stage.public_url}{path}")
        self.seen.append(path)
        self.check()

    def check(self) -> None:
        """The page is in the language of its reader, and no wider than their screen."""
        assert self.page.get_attribute("html", "lang") == self.locale, self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url

    def send(self, action: str, button: str = "", **typed: str) -> None:
        """Fill in the form that goes to `action`, open it first if it is folded, press its button (name=value)."""
        form = self.page.locator(f'form[method="post"][action="{action}"]').first
        folded = form.locator("xpath=ancestor::details[not(@open)]/summary")
        if folded.count():
            folded.first.click()
        for name, value in typed.items():
            one = form.locator(f'[name="{name}"]').first
            kind = one.evaluate("one => one.type")
            if kind in ("radio", "checkbox"):
                form.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "select-one":
                one.select_option(value)
            else:
                one.fill(value)
        pressed = form.locator(f'button[name="{button}"]' if button else "button").first
        with self.page.expect_navigation():
            pressed.click()
        whole(self.page)
        self.check()

    def text(self) -> str:
        """Return what can be read on the page."""
        return str(self.page.inner_text("main"))


@dataclass
class Room:
    """The room of a pair as one of the two sees it."""

    member: Member
    pair_id: str

    @property
    def here(self) -> str:
        """Return the path of the room."""
        return f"/rooms/{self.pair_id}"

    def next_step(self) -> tuple[str, str]:
        """Return what the room says comes next, and where its button leads."""
        self.member.open(self.here)
        button = self.member.page.locator("#next a.button, #next .actions a")
        place = urlsplit(button.first.get_attribute("href")).path if button.count() else ""
        return self.member.page.inner_text("#next h2"), place

    def propose_contract(self, **clauses: str) -> None:
        """Complete the contract and propose it."""
        self.member.open(f"{self.here}/contract")
        self.member.send(f"{self.here}/contract", "propose", **clauses)

    def sign(self) -> None:
        """Sign the contract as it is shown."""
        self.member.open(f"{self.here}/contract")
        self.member.send(f"{self.here}/contract/signature")

    def propose_goal(self, **words: str) -> None:
        """Write a goal."""
        self.member.open(f"{self.here}/goals")
        self.member.send(f"{self.here}/goals", **words)

    def agree_goal(self) -> None:
        """Agree to the goal that waits."""
        self.member.open(f"{self.here}/goals")
        action = self.member.page.get_attribute('form[action$="/agreement"]', "action")
        self.member.send(urlsplit(action).path)

    def bring(self, file: Path, title: str) -> None:
        """Bring a file with the page and keep it for both."""
        self.member.open(f"{self.here}/materials")
        form = self.member.page.locator('form[enctype="multipart/form-data"]')
        form.locator("xpath=ancestor::details/summary").click()
        form.locator("input[type=file]").set_input_files(file)
        with self.member.page.expect_navigation(url=re.compile("/uploads/")):
            form.locator("button").click()
        brought = urlsplit(self.member.page.url).path
        self.member.send(brought, title=title, visibility="pair")

    def download(self, title: str) -> bytes:
        """Open a material by its title and download its file."""
        self.member.open(f"{self.here}/materials")
        self.member.page.click(f"main a:has-text('{title}')")
        self.member.check()
        with self.member.page.expect_download() as download:
            self.member.page.click('a[href$="/file"]')
        return bytes(download.value.path().read_bytes())

    def write(self, text: str) -> None:
        """Write a line."""
        self.member.open(f"{self.here}/messages")
        self.member.send(f"{self.here}/messages", text=text)

    def read(self) -> str:
        """Return the conversation."""
        self.member.open(f"{self.here}/messages")
        return self.member.text()

    def answer_mail(self, mail: Mail, control_url: str, text: str) -> None:
        """Answer a mail in the mailbox, as a mail program would."""
        page = self.member.page
        page.goto(f"{control_url}/mails/{mail.id}?lang={self.member.locale}")
        page.fill("form.answer textarea", text)
        with page.expect_navigation():
            page.click("form.answer button")
        assert page.locator("#answer ~ p[role=status]").count() == 1, page.inner_text("body")
