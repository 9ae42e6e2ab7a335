"""An organizer's way with a file: an untouched export comes in, all are decided on, one is corrected in a spreadsheet."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from infra.season import acts
from infra.season.people import Stage
from tests.e2e.members import Member
from tests.e2e.test_pages import CHROMIUM, browser  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.client import RunningStack

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to check the pages"),
]
EXPORT = Path(__file__).parents[1] / "samples" / "field" / "google-forms-30.csv"
PEOPLE = 29
"""Of thirty rows: one person sent the form twice."""
DEPARTMENT = {"pl": "Dział", "en": "Department"}
MOST_CHOICES = 5


def _import(organizer: Member, path: str, name: str, content: bytes) -> dict[str, int]:
    """When: a file is uploaded, looked at and imported; return the figures of the page that says what will happen."""
    page = organizer.page
    organizer.open(f"{path}/import")
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    with page.expect_navigation():
        page.click("main form button")
    organizer.check()
    figures = page.locator(".figures li").all()
    told = {one.locator("span").inner_text(): int(one.locator("strong").inner_text()) for one in figures}
    assert page.locator('select[id^="word-"]:visible, select[id^="column-"]:visible').count() <= MOST_CHOICES
    with page.expect_navigation():
        page.click('button[name="do"][value="import"]')
    page.wait_for_selector("[hx-get]", state="detached", timeout=60_000)
    organizer.check()
    return told


def _edited(workbook: bytes, locale: str, email: str, department: str) -> bytes:
    """Return an exported workbook in which somebody works in another department now."""
    rows = CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0).to_python()
    column = next(place for place, title in enumerate(rows[0]) if title == DEPARTMENT[locale])
    for row in rows[1:]:
        if email in row:
            row[column] = department
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return made.getvalue()


@pytest.fixture(scope="module")
def season(stack: RunningStack) -> Iterator[acts.Season]:
    """Given: an organizer with an organization, signed in once: who asks for many links is asked to wait."""
    layout = stack.layout
    found = acts.Season(Stage(layout.public_url, layout.mailbox_url, layout.smtp_url), print)
    acts.announce(found, "Program bez pliku", "Firma z plikiem")
    yield found
    found.close()


@pytest.fixture(scope="module")
def organizer(season: acts.Season, browser: Any) -> Iterator[Member]:  # noqa: F811
    """Given: their browser; other tests find the account in Polish again."""
    found = Member.signed_in(season.organizer, browser, "pl", (1280, 900), "Ola Nowak")
    yield found
    _read_in(found, "pl")


def _read_in(organizer: Member, locale: str) -> None:
    organizer.page.goto(f"{organizer.person.stage.public_url}/session?lang={locale}")
    organizer.locale = locale
    organizer.send("/session", name="Ola Nowak", locale=locale)


def _programme(season: acts.Season, name: str) -> str:
    """Return the page of a new programme that recruits, for its organizers."""
    (mine, *_) = season.organizer.get("/v1/organizations")["items"]
    wish = {"organization_id": mine["organization_id"], "name": name}
    made = season.organizer.post("/v1/programmes", wish)["programme_id"]
    season.organizer.post(f"/v1/programmes/{made}/stage", {"to": "recruiting"})
    return f"/organizer/programmes/{made}"


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_an_untouched_export_when_an_organizer_imports_it_then_they_decide_correct_and_import_again(
    season: acts.Season, organizer: Member, locale: str
) -> None:
    here, page = _programme(season, f"Program z pliku ({locale})"), organizer.page
    _read_in(organizer, locale)

    assert PEOPLE in _import(organizer, here, EXPORT.name, EXPORT.read_bytes()).values()

    organizer.open(f"{here}/applications")
    page.check('[name="everybody"][value="yes"]')
    with page.expect_navigation():
        page.click('button[name="decision"][value="accepted"]')
    organizer.check()
    assert str(PEOPLE) in organizer.text(), "how many are decided on, before they are"
    with page.expect_navigation():
        page.click('button[name="decision"][value="accepted"]')
    page.wait_for_selector("[hx-get]", state="detached", timeout=60_000)
    organizer.open(f"{here}/applications?state=accepted")
    assert f"{PEOPLE}" in page.inner_text("main nav p > [aria-current]")

    with page.expect_download() as download:
        page.click(f'a[href="{here}/applications.xlsx"]')
    exported = Path(download.value.path()).read_bytes()
    email = "katarzyna.zolc1@firma.example"
    _import(organizer, here, "lista.xlsx", _edited(exported, locale, email, "Nowy dział"))
    organizer.open(f"{here}/applications?q=katarzyna.zolc1")
    assert "Nowy dział" in organizer.text()
    organizer.open(f"{here}/applications?department=Nowy dział")
    assert page.locator("tbody tr").count() == 1, "nobody else was changed"
    assert organizer.complaints == []
