"""Guides at the organizers' desk: the list, the editor, the starter set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid, Stale
from mentoring.http.fields import Line
from mentoring.i18n import LOCALES
from mentoring.tables.vocabulary import Audience, GuideStage, GuideState
from workspace import guides, starter
from workspace.pages.base import PAGES, Html, VersionForm
from workspace.use_cases import guides as use_cases

if TYPE_CHECKING:
    from mentoring.errors import DomainError
    from mentoring.tables.workspace import Guide

router = http.PageRouter()

STAGE_NAMES = {
    GuideStage.FIRST_MEETING: N_("Before the first meeting"),
    GuideStage.CONTRACT: N_("Contract"),
    GuideStage.GOALS: N_("Goals"),
    GuideStage.WORKING: N_("Working together"),
    GuideStage.CLOSING: N_("Closing"),
    GuideStage.ALWAYS: N_("At any time"),
}
AUDIENCE_NAMES = {
    Audience.MENTORS: N_("for mentors"),
    Audience.MENTEES: N_("for mentees"),
    Audience.BOTH: N_("for mentors and mentees"),
}
Markdown = Annotated[str, Field(max_length=20_000)]


class GuideForm(VersionForm):
    """A guide as typed; the button says whether it is published."""

    audience: Audience
    stage: GuideStage
    state: GuideState
    title_pl: Line = Field("", max_length=200)
    text_pl: Markdown = ""
    title_en: Line = Field("", max_length=200)
    text_en: Markdown = ""
    link: Line = Field("", max_length=1000)

    def written(self) -> guides.Written:
        """Return what was typed as a guide."""
        texts = {
            "pl": {"title": self.title_pl, "text": self.text_pl},
            "en": {"title": self.title_en, "text": self.text_en},
        }
        return guides.Written(self.audience, self.stage, self.state, texts, self.link)


class MoveForm(VersionForm):
    """Where a guide goes; the version is that of the whole list."""

    to: Literal["up", "down"]


def _home(programme_id: str) -> str:
    return f"/handbook/{programme_id}/guides"


@router.get("/handbook/<programme_id>/guides")
def guides_page(programme_id: str) -> Html:
    """Show the guides of a programme to its organizers."""
    return _guides(programme_id)


def _guides(programme_id: str, status: int = 200, problem: str = "") -> Html:
    context = http.context()
    desk = use_cases.desk(context, programme_id)
    return PAGES.render(
        "guides.html",
        context,
        status,
        desk=desk,
        programme=desk.programme,
        home=_home(programme_id),
        may_edit=desk.may_edit,
        stage_names=STAGE_NAMES,
        audience_names=AUDIENCE_NAMES,
        starter_titles={name: starter.guide(name).texts[context.locale]["title"] for name in desk.missing},
        problem=problem,
        accent=desk.programme.accent,
    )


@router.post("/handbook/<programme_id>/guides/starter-set")
def take_starter_set(programme_id: str) -> Html:
    """Add the starter guides that aren't there."""
    use_cases.take_starter_set(http.context(), programme_id)
    return web.redirect(
        _home(programme_id), flash=N_("The starter guides are here, as drafts. Read them, change them, publish them.")
    )


@router.post("/handbook/<programme_id>/guides/publication")
def publish_drafts(programme_id: str) -> Html:
    """Publish all drafts."""
    use_cases.publish_drafts(http.context(), programme_id)
    return web.redirect(_home(programme_id), flash=N_("Published. Participants find them under “Guides”."))


@router.get("/handbook/<programme_id>/guides/new")
def new_page(programme_id: str) -> Html:
    """Show an empty editor."""
    return _editor(programme_id, None)


@router.post("/handbook/<programme_id>/guides/new")
def write(programme_id: str) -> Html:
    """Write a guide."""
    try:
        sent = web.form(GuideForm)
        use_cases.write(http.context(), programme_id, sent.written())
    except (Invalid, guides.TooManyGuides) as error:
        return _editor(programme_id, None, error)
    return _saved(programme_id, sent.state)


def _saved(programme_id: str, state: GuideState) -> Html:
    published = N_("Published. Participants find it under “Guides”.")
    return web.redirect(
        _home(programme_id), flash=published if state == GuideState.PUBLISHED else N_("Saved as a draft.")
    )


@router.get("/handbook/<programme_id>/guides/<guide_id>")
def guide_page(programme_id: str, guide_id: str) -> Html:
    """Show the editor of a guide, and how it looks."""
    return _editor(programme_id, guide_id)


def _editor(programme_id: str, guide_id: str | None, error: DomainError | None = None) -> Html:
    context = http.context()
    if guide_id is None:
        programme, item = use_cases.desk(context, programme_id).programme, None
    else:
        programme, item = use_cases.guide(context, programme_id, guide_id)
    return PAGES.render(
        "guide_editor.html",
        context,
        error.status if error else 200,
        programme=programme,
        home=_home(programme_id),
        guide=item,
        written=_written(item),
        locales=LOCALES,
        stage_names=STAGE_NAMES,
        audience_names=AUDIENCE_NAMES,
        problem="" if error is None or error.fields else error.message,
        problem_values=error.params if error else {},
        accent=programme.accent,
        **(web.kept(error) if error else {}),
    )


def _written(item: Guide | None) -> dict[str, dict[str, str]]:
    """Return the texts of a guide in all languages, empty ones for those that aren't written."""
    texts = item.texts if item is not None else {}
    return {locale: texts.get(locale, {"title": "", "text": ""}) for locale in LOCALES}


@router.post("/handbook/<programme_id>/guides/<guide_id>")
def change(programme_id: str, guide_id: str) -> Html:
    """Change a guide, publish it, or make it a draft again."""
    try:
        sent = web.form(GuideForm)
        use_cases.change(http.context(), programme_id, guide_id, sent.written(), sent.version)
    except (Invalid, Stale) as error:
        return _editor(programme_id, guide_id, error)
    return _saved(programme_id, sent.state)


@router.post("/handbook/<programme_id>/guides/<guide_id>/place")
def move(programme_id: str, guide_id: str) -> Html:
    """Move a guide up or down."""
    sent = web.form(MoveForm)
    try:
        use_cases.move(http.context(), programme_id, guide_id, -1 if sent.to == "up" else 1, sent.version)
    except Stale as error:
        return _guides(programme_id, error.status, error.message)
    return web.redirect(_home(programme_id))


@router.post("/handbook/<programme_id>/guides/<guide_id>/deletion")
def delete(programme_id: str, guide_id: str) -> Html:
    """Delete a guide."""
    try:
        use_cases.delete(http.context(), programme_id, guide_id, web.form(VersionForm).version)
    except Stale as error:
        return _editor(programme_id, guide_id, error)
    return web.redirect(_home(programme_id), flash=N_("Deleted."))
