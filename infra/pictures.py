"""The pictures of the README: pages of the demonstration as people see them, written to `docs/pictures`.

`make pictures` takes them of the stack that runs (`make up`), or of one that it starts for itself. Needs Chromium.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import sync_playwright

from infra.local import Stack, lock, mails
from infra.local.layout import from_environment
from infra.local.seed import who_is_shown
from infra.season.acts import ORGANIZER
from infra.season.people import Person, Stage
from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local.layout import Layout

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 200 * 1024
COLOURS = 128
"""Of a picture: pages have few, and a palette makes files a quarter as large."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
DESK, PHONE = (1180, 900), (390, 844)
A_PROGRAMME = re.compile(r'"/organizer/programmes/([0-9a-f]{32})')


@dataclass(frozen=True)
class Picture:
    """A page in a window of this size, as one of the people sees it."""

    name: str
    role: str
    path: str
    size: tuple[int, int]


@contextmanager
def _stack() -> Iterator[Layout]:
    """Give the stack that runs, or one that lasts as long as this is taken."""
    layout = from_environment()
    if lock.announced(layout) is not None:
        yield layout
        return
    with tempfile.TemporaryDirectory(prefix="tandem-pictures-") as data, Stack(Path(data), seed=True) as stack:
        yield stack.layout


class Album:
    """Takes pictures of a stack with the demonstration."""

    def __init__(self, layout: Layout) -> None:
        self.stage = Stage(layout.public_url, layout.mailbox_url)
        self.layout = layout
        _, mentee = who_is_shown(layout)
        self.people = {
            role: Person(self.stage, email, "en") for role, email in (("organizer", ORGANIZER), ("mentee", mentee))
        }

    def pictures(self, desk: Any) -> list[Picture]:
        """Return what is to be seen, by what the organizer's page `desk` links to and reads."""

        def read(path: str) -> Any:
            return desk.request.get(f"{self.stage.public_url}{path}").json()

        desk.goto(f"{self.stage.public_url}/organizer")
        known = sorted(set(A_PROGRAMME.findall(desk.content())))
        [runs] = [one for one in known if read(f"/v1/programmes/{one}")["stage"] == "running"]
        pairs = read(f"/v1/pairs?programme_id={runs}&limit=200")["items"]
        people = read(f"/v1/programmes/{runs}/participants?limit=200")["items"]
        mentees = {one["participant_id"] for one in people if one["email"] == self.people["mentee"].email}
        [mine] = [one["pair_id"] for one in pairs if one["mentee_id"] in mentees]
        return [
            Picture("matters", "organizer", f"/monitoring/{runs}/matters", DESK),
            Picture("overview", "organizer", f"/monitoring/{runs}/overview", DESK),
            Picture("pairing", "organizer", f"/pairing/{runs}#pairs", DESK),
            Picture("room", "mentee", f"/rooms/{mine}", PHONE),
        ]

    def take(self) -> None:
        """Take all pictures, the newest weekly report among them."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            pages = {role: self._signed_in(browser, role) for role in ("organizer", "mentee")}
            for one in self.pictures(pages["organizer"]):
                page, (path, _, part) = pages[one.role], one.path.partition("#")
                page.set_viewport_size(dict(zip(("width", "height"), one.size, strict=True)))
                there = f"{self.stage.public_url}{path}?lang=en#{part}"
                answer = page.goto(there, wait_until="networkidle")
                if answer.ok:
                    keep(one.name, page.screenshot())
                else:
                    print(f"{one.name}: {answer.status}, left out", file=sys.stderr)
            page = browser.new_page(viewport={"width": 720, "height": 900})
            report = mails.listing(self.layout.mails, ORGANIZER, "weekly_report")[0]
            page.goto(f"{self.layout.mailbox_url}/mails/{report.id}/html")
            keep("weekly-report", page.screenshot())
            browser.close()

    def _signed_in(self, browser: Any, role: str) -> Any:
        context = browser.new_context(locale="en", timezone_id="Europe/Warsaw", color_scheme="light")
        page = context.new_page()
        page.goto(self.people[role].sign_in_link())
        page.click("main button")
        page.wait_for_url("**/home")
        return page


def keep(name: str, content: bytes) -> None:
    """Write a picture as a small file; raise ValueError if it isn't one."""
    small = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
    if small.tell() > MOST_BYTES:
        raise ValueError(f"{name} has {small.tell()} bytes")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(small.getvalue())


if __name__ == "__main__":
    with _stack() as running:
        Album(running).take()
