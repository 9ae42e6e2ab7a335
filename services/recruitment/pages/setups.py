"""Pages of set-up files: download how a programme is set up, and make another one of such a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Day, Line
from mentoring.questions import written
from mentoring.tables.vocabulary import ProgrammeType, Visibility
from recruitment import schemas
from recruitment.pages.audit import FIELD_NAMES
from recruitment.pages.base import DATE_NAMES, MODE_NAMES, PAGES, Html, words
from recruitment.use_cases import editions, organizations

if TYPE_CHECKING:
    from recruitment.use_cases.editions import Setup

router = http.PageRouter()

LARGEST = 2_000_000
"""Bytes of a file."""
TYPE_NAMES = {
    ProgrammeType.COHORT: N_("all together, from the kick-off to the closing"),
    ProgrammeType.ONGOING: N_("at any time: they come and go, and each pair has its own end"),
}
SEEN_BY = {
    Visibility.PUBLIC: N_("everybody; it stands in the catalogue"),
    Visibility.UNLISTED: N_("who has the address"),
    Visibility.INVITATION: N_("nobody; people are imported"),
}


class WhereForm(http.Model):
    """For which organization a file is."""

    organization_id: str


class MakeForm(WhereForm):
    """A programme that is made of a file."""

    name: Line = Field(min_length=1, max_length=200)
    kick_off: Day | None = None
    file_text: str = Field(min_length=1, max_length=LARGEST)


@router.get("/organizer/programmes/<programme_id>/setup.json")
def download(programme_id: str) -> Html:
    """Give the set-up of a programme as a file."""
    text = schemas.SetupFile.show(editions.of(http.context(), programme_id)).text()
    return web.attachment(text.encode(), "application/json", "programme.json")


@router.get("/organizer/setups")
def ask(status: int = 200) -> Html:
    """Ask for a file."""
    return _ask(http.request().query_string_parameters.get("organization", ""), status)


def _ask(organization_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    owner = organizations.edited(context, organization_id)
    return PAGES.render("setup.html", context, status, organization=owner, **{"faults": ()} | values)


def _refused(organization_id: str, error: schemas.SetupUnreadable) -> Html:
    faults = [(one.line, one.text, words(one.why, one.params)) for one in error.faults]
    return _ask(organization_id, 422, faults=faults)


@router.post("/organizer/setups")
def look() -> Html:
    """Show what a file makes; nothing is written yet."""
    where = web.form(WhereForm).organization_id
    organizations.edited(http.context(), where)
    try:
        _, content = web.upload("file", LARGEST)
        setup, text = _read(where, content)
    except web.FormInvalid as error:
        return _ask(where, 422, **web.kept(error))
    except schemas.SetupUnreadable as error:
        return _refused(where, error)
    return _preview(where, setup, text)


def _read(organization_id: str, content: bytes) -> tuple[Setup, str]:
    file, text = schemas.read(content)
    try:
        return editions.ready(http.context(), organization_id, file.setup()), text
    except Invalid as error:
        raise schemas.refused(text, error) from error


def _preview(organization_id: str, setup: Setup, text: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    return PAGES.render(
        "setup_preview.html",
        context,
        status,
        organization=organizations.edited(context, organization_id),
        setup=setup,
        settings=setup.settings,
        text=text,
        field_names=FIELD_NAMES,
        date_names=DATE_NAMES,
        mode_names=MODE_NAMES,
        type_names=TYPE_NAMES,
        seen_by=SEEN_BY,
        worded=lambda texts: written(texts, context.locale),
        **values,
    )


@router.post("/organizer/setups/made")
def make() -> Html:
    """Make the programme of a file, under a name and on a day, and lead to it."""
    context = http.context()
    try:
        sent = web.form(MakeForm)
    except web.FormInvalid as error:
        where, text = (error.values.get(name, "") for name in ("organization_id", "file_text"))
        return _again(where, text, error)
    try:
        file, _ = schemas.read(sent.file_text.encode())
        wish = editions.ready(context, sent.organization_id, file.setup())
        named = editions.Setup(sent.name, wish.settings, wish.form)
        new = editions.make(
            context, sent.organization_id, editions.ready(context, sent.organization_id, named, sent.kick_off)
        )
    except schemas.SetupUnreadable as error:
        return _refused(sent.organization_id, error)
    except Invalid as error:
        return _again(sent.organization_id, sent.file_text, error)
    done = N_("The programme is there, as a draft. Look at its settings and dates, then open recruitment.")
    return web.redirect(f"/organizer/programmes/{new.programme_id}", flash=done)


def _again(organization_id: str, text: str, error: Invalid) -> Html:
    try:
        setup, text = _read(organization_id, text.encode())
    except schemas.SetupUnreadable as unreadable:
        return _refused(organization_id, unreadable)
    return _preview(organization_id, setup, text, 422, **web.kept(error))
