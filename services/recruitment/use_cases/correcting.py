"""Rows of a file that was exported, edited and is imported again: only what was edited changes.

A row says which application it is and what that said when it was exported (`imports.KEY`). A cell was edited if it
neither shows what the export writes nor means what is there. If the application was changed since the export, an edited
row is refused: whose change counts can't be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.errors import N_
from mentoring.values import dataclass
from recruitment import imports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.tables.recruitment import Application
    from recruitment.domain.form import Form
    from recruitment.imports import Row, RowError

SINCE = N_("This application was changed after the file was exported. Export the list again and edit the new file.")
ANOTHER = N_("This row belongs to the application of %(email)s; address and role are corrected on its own page.")


@dataclass(frozen=True)
class Correction:
    """What an edited row changes: profile and comment as they shall be, or why not; nothing of it: no change."""

    profile: dict[str, Any] | None = None
    comment: str = ""
    refused: RowError | None = None


def key_of(one: Application) -> str:
    """Return what an exported row says of its application."""
    return f"{one.application_id}:{imports.fingerprint(one.profile, one.comment)}"


def correction(row: Row, one: Application, form: Form) -> Correction:
    """Return what an exported row changes in its application; `form` is what its programme asks."""
    if (row.email, row.role) != (one.email, one.role):
        return Correction(refused=_refusal(row, "row-of-another", ANOTHER, email=one.email))
    from recruitment.imports import own  # noqa: PLC0415 - the export needs only the key of a row

    shown = [
        imports.as_text(one.profile, one.role, locale) | own.told(one.profile, form.questions, locale)
        for locale in ("pl", "en")
    ]
    edited = {
        name: row.profile[name]  # type: ignore[literal-required]
        for name, text in row.cells.items()
        if name in one.profile or name in ("phone", "prefers")
        if name not in row.asked and text not in [told.get(name, "") for told in shown]
        if not _same(row.profile.get(name), one.profile.get(name))
    }
    answers = _answers(row, one, form, shown)
    if not _same(answers, one.profile.get("answers")):
        edited["answers"] = answers
    comment = row.comment if imports.COMMENT in row.cells else one.comment
    if not edited and comment == one.comment:
        return Correction()
    if row.key != key_of(one):
        return Correction(refused=_refusal(row, "changed-since", SINCE))
    profile = {**one.profile, **edited}
    return Correction({name: value for name, value in profile.items() if name != "answers" or value}, comment)


def _answers(row: Row, one: Application, form: Form, shown: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return the answers to the organizers' questions after the edits of a row; an emptied cell takes one back."""
    given, told = dict(one.profile.get("answers", {})), row.profile.get("answers", {})
    for question in form.asks(one.role):
        text = row.cells.get(question.name)
        if text is None or question.name in row.asked or text in [texts[question.name] for texts in shown]:
            continue
        if (answer := told.get(question.id)) is None:
            given.pop(question.id, None)
        else:
            given[question.id] = answer
    return given


def _same(one: Any, other: Any) -> bool:
    return one == other or (not one and not other)


def _refusal(row: Row, code: str, message: str, **params: object) -> RowError:
    return imports.RowError(row.line, "", code, message, params, row.email, about="email")
