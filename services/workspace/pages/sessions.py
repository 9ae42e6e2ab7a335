"""Session guides at the organizers' desk: which meeting has which, and their editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid, Stale
from mentoring.http.fields import Line
from mentoring.i18n import LOCALES
from mentoring.sessions import FURTHER, LAST, SessionGuide
from workspace.pages.base import PAGES, Html, VersionForm
from workspace.use_cases import sessions

if TYPE_CHECKING:
    from mentoring.errors import DomainError
    from mentoring.sessions import Texts

router = http.PageRouter()

SLOT_NAMES = {FURTHER: N_("Every further meeting"), LAST: N_("The last meeting")}
Lines = Annotated[str, Field(max_length=4000)]


class SessionForm(VersionForm):
    """A session guide as typed: one step or question a line."""

    title_pl: Line = Field("", max_length=200)
    agenda_pl: Lines = ""
    prompts_pl: Lines = ""
    title_en: Line = Field("", max_length=200)
    agenda_en: Lines = ""
    prompts_en: Lines = ""

    def written(self) -> dict[str, SessionGuide]:
        """Return what was typed by language."""
        return {
            "pl": SessionGuide(self.title_pl, _lines(self.agenda_pl), _lines(self.prompts_pl)),
            "en": SessionGuide(self.title_en, _lines(self.agenda_en), _lines(self.prompts_en)),
        }


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in typed.splitlines() if line.strip())


def _home(programme_id: str) -> str:
    return f"/handbook/{programme_id}/sessions"


@router.get("/handbook/<programme_id>/sessions")
def sessions_page(programme_id: str) -> Html:
    """Show which meeting has which guide."""
    context = http.context()
    found = sessions.all_of(context, programme_id)
    return PAGES.render(
        "sessions.html",
        context,
        found=found,
        programme=found.programme,
        home=_home(programme_id),
        slot_names=SLOT_NAMES,
        titles={one.slot: _title(one.texts, context.locale) for one in found.slots},
        accent=found.programme.accent,
    )


def _title(texts: Texts, locale: str) -> str:
    return next((str(texts[one]["title"]) for one in (locale, *LOCALES) if texts.get(one, {}).get("title")), "")


@router.get("/handbook/<programme_id>/sessions/<slot>")
def session_page(programme_id: str, slot: str) -> Html:
    """Show the editor of a session guide."""
    return _editor(programme_id, slot)


def _editor(programme_id: str, slot: str, error: DomainError | None = None) -> Html:
    context = http.context()
    found, one = sessions.one_of(context, programme_id, slot)
    return PAGES.render(
        "session_editor.html",
        context,
        error.status if error else 200,
        found=found,
        programme=found.programme,
        home=_home(programme_id),
        one=one,
        slot_names=SLOT_NAMES,
        written=_written(one.texts),
        locales=LOCALES,
        problem="" if error is None or error.fields else error.message,
        accent=found.programme.accent,
        **(web.kept(error) if error else {}),
    )


def _written(texts: Texts) -> dict[str, dict[str, str]]:
    """Return the texts of a slot as they are typed, empty ones for languages that aren't written."""
    told = {locale: texts.get(locale, SessionGuide("", (), ()).stored()) for locale in LOCALES}
    return {
        locale: {"title": one["title"], "agenda": "\n".join(one["agenda"]), "prompts": "\n".join(one["prompts"])}
        for locale, one in told.items()
    }


@router.post("/handbook/<programme_id>/sessions/<slot>")
def write(programme_id: str, slot: str) -> Html:
    """Write the guide to a meeting."""
    try:
        sent = web.form(SessionForm)
        sessions.write(http.context(), programme_id, slot, sent.written(), sent.version)
    except (Invalid, Stale) as error:
        return _editor(programme_id, slot, error)
    return web.redirect(_home(programme_id), flash=N_("Saved. Pairs see it on the page of that meeting."))


@router.post("/handbook/<programme_id>/sessions/<slot>/reset")
def reset(programme_id: str, slot: str) -> Html:
    """Show the starter guide again."""
    try:
        sessions.reset(http.context(), programme_id, slot, web.form(VersionForm).version)
    except Stale as error:
        return _editor(programme_id, slot, error)
    return web.redirect(_home(programme_id), flash=N_("The starter guide is back."))
