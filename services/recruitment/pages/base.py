"""What the pages of recruitment share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response
from markupsafe import escape

from mentoring import http, web
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import ApplicationState, ProgrammeMode
from recruitment import imports

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentoring.questions import Question
    from mentoring.tables.recruitment import Programme

PAGES = web.Pages("recruitment")
Html = Response[str]
LINK_LIFETIME = timedelta(minutes=5)
"""How long a URL of the bucket is valid; a click gives a new one."""
STAGE_NAMES = (
    ("draft", N_("Draft")),
    ("recruiting", N_("Recruitment")),
    ("matching", N_("Pairing")),
    ("running", N_("Running")),
    ("closing", N_("Closing")),
    ("closed", N_("Closed")),
)
STATE_COLOURS = {
    ApplicationState.ACCEPTED: "green",
    ApplicationState.SUBMITTED: "amber",
    ApplicationState.REJECTED: "red",
}
MODE_NAMES = {
    ProgrammeMode.ONLINE: N_("online"),
    ProgrammeMode.IN_PERSON: N_("in person"),
    ProgrammeMode.MIXED: N_("online and in person"),
}
DATE_NAMES = {
    "recruitment_opens": N_("Applications from"),
    "recruitment_closes": N_("Applications until"),
    "matching_until": N_("Pairs are formed by"),
    "kick_off": N_("Kick-off"),
    "mid_review": N_("Mid-term review"),
    "closing": N_("Closing"),
    "erasure": N_("Data are erased"),
}


def field_names(locale: str, questions: Iterable[Question] = ()) -> dict[str, str]:
    """Return field → its title in a reader's language; for those of own questions, what they say."""
    usual = {name: titles[0 if locale == "pl" else 1] for name, titles in imports.COLUMNS.items()}
    return usual | {one.name: one.says(locale) for one in questions}


def words(message: str, params: Mapping[str, object]) -> str:
    """Return a msgid with its parameters in the reader's language."""
    said = translations("recruitment", http.context().locale).gettext(message)
    return said % dict(params) if params else said


def as_msgid(text: str) -> str:
    """Return a text that templates may take for one of our msgids and translate: escaped, without parameters."""
    return str(escape(text)).replace("%", "%%")


def reasons(errors: Iterable[imports.RowError]) -> list[dict[str, Any]]:
    """Return line, column, code, reason in the reader's language, value and kind of each thing said of a row."""
    return [
        {
            "line": one.line,
            "column": one.column,
            "code": one.code,
            "reason": words(one.message, one.params),
            "value": one.value,
            "kind": one.kind,
        }
        for one in errors
    ]


def of_programme(programme: Programme, template: str, status: int = 200, **values: object) -> Html:
    """Render a page of a programme in its colours."""
    return PAGES.render(template, http.context(), status, programme=programme, accent=programme.accent, **values)
