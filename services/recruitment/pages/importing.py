"""Pages of the import: a file, what its columns mean, what will happen to each row."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import http, web
from mentoring.errors import N_
from mentoring.letters import plain
from mentoring.tables.vocabulary import Role
from recruitment import domain, imports
from recruitment.imports import own, sampling, titles, words
from recruitment.imports.mapping import is_own
from recruitment.pages.base import Html, as_msgid, field_names, of_programme, reasons
from recruitment.pages.base import words as in_words
from recruitment.pages.jobs import TASK_NAMES, result, to_job
from recruitment.use_cases import import_jobs, importing, jobs, looking, outcomes, shapes, telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.tables.recruitment import Programme

router = http.PageRouter()

UPLOAD_LIFETIME = timedelta(hours=1)
"""How long a form that uploads to the bucket stays valid."""
SHOWN_ROWS = 200
"""Rows of a file that are listed before it is imported."""
OPTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "role": (("mentor", N_("mentor")), ("mentee", N_("mentee")), (words.BOTH, N_("both: two applications"))),
    "rules_consent": (("tak", N_("yes, given")), ("nie", N_("no"))),
    "privacy_consent": (("tak", N_("yes, given")), ("nie", N_("no"))),
    "mode": (("online", N_("online")), ("hybrid", N_("both")), ("in_person", N_("in person"))),
    "form": (("f", N_("in the feminine")), ("m", N_("in the masculine")), ("n", N_("neutrally"))),
    "prefers": (("by_mail", N_("by email")), ("by_phone", N_("by phone"))),
}
"""Field → what its words can be translated to, and what that is called."""
EXPORTED = (titles.KEY, titles.COMMENT)
"""Columns of a list that was exported: which application a row is isn't asked, nor what organizers noted."""
FATES = {
    looking.NEW: N_("new"),
    looking.THERE: N_("is already there, stays as it is"),
    looking.CORRECTED: N_("corrected"),
    looking.REFUSED: N_("changed since the export, or of another address: stays as it is"),
    looking.DISOWNED: N_("not imported: said that it isn't them"),
}


# Importing -----------------------------------------------------------------------------------------------------------


@router.get("/organizer/programmes/<programme_id>/import")
def import_page(programme_id: str) -> Html:
    """Ask for a file."""
    return _import(telling.with_quota(http.context(), programme_id))


def _import(programme: Programme, status: int = 200, **values: object) -> Html:
    context = http.context()
    known = [titles[0 if context.locale == "pl" else 1] for titles in imports.COLUMNS.values()]
    latest = jobs.latest(context, programme.programme_id)
    closed = "" if import_jobs.may(programme) else domain.RecruitmentClosed.message
    shown = {
        "unreadable": "",
        "closed": closed,
        "known": known,
        "quota": telling.quota(context, programme),
        "jobs": latest,
    }
    return of_programme(programme, "import.html", status, task_names=TASK_NAMES, **shown | values)


@router.post("/organizer/programmes/<programme_id>/import")
def import_file(programme_id: str) -> Html:
    """Take a file, look whether it is a table, and lead to the page that shows what it means."""
    context = http.context()
    try:
        _, content = web.upload("file", import_jobs.THROUGH_THE_API)
        sampling.sample(content)
    except web.FormInvalid as error:
        return _import(telling.with_quota(context, programme_id), 422, errors=error.fields)
    except imports.FileUnreadable as error:
        said = in_words(error.message, error.params)
        return _import(telling.with_quota(context, programme_id), 422, unreadable=said)
    job_id = import_jobs.keep(context, programme_id, content)
    return web.redirect(f"/organizer/programmes/{programme_id}/import/{job_id}")


@router.get("/organizer/programmes/<programme_id>/large-import")
def large_import_page(programme_id: str) -> Html:
    """Ask for a file that is uploaded straight to the bucket."""
    programme = import_jobs.check(http.context(), programme_id)
    form = import_jobs.upload(http.context(), programme_id, UPLOAD_LIFETIME)
    page = of_programme(programme, "large_import.html", form=form, most=import_jobs.LARGEST)
    return web.sending_to(page, form.url)


@router.get("/organizer/programmes/<programme_id>/import/<job_id>")
def mapping_page(programme_id: str, job_id: str) -> Html:
    """Show which column means what and what will happen to each row; nothing happens yet."""
    programme = telling.with_quota(http.context(), programme_id)
    import_jobs.check(http.context(), programme_id)
    return _mapping(programme, job_id)


@router.post("/organizer/programmes/<programme_id>/import/<job_id>")
def choose(programme_id: str, job_id: str) -> Html:
    """Show the same with other choices, or import the file with them."""
    context = http.context()
    programme = telling.with_quota(context, programme_id)
    import_jobs.check(context, programme_id)
    sent = {name: found[-1] for name, found in web.typed().items() if found}
    content = import_jobs.kept(context, programme_id, job_id)
    columns = _chosen(content, sent) if any(name.startswith("column-") for name in sent) else None
    if sent.get("do") == "look":
        return _mapping(programme, job_id, columns)
    try:
        looked = looking.look(context, programme, content, columns, with_fates=False)
    except imports.FileUnreadable:
        return _mapping(programme, job_id, columns, 422)
    if looked.problem:
        return _mapping(programme, job_id, columns, 422)
    if columns is not None:
        shapes.remember(context, programme, looked.sample.signature, columns)
    if not import_jobs.is_small(content):
        return to_job(import_jobs.begin_arrived(context, programme_id, job_id, looked.columns))
    done = importing.import_applications(context, programme_id, content, looked.columns)
    done = outcomes.first(context, programme_id, job_id, done)
    return result(programme, done, web.paged(reasons(done.errors), size=import_jobs.ERRORS))


@router.get("/organizer/programmes/<programme_id>/import/<job_id>/mapping.json")
def mapping_file(programme_id: str, job_id: str) -> Html:
    """Save which column means what, for `make pair`, `make season` and the API."""
    context = http.context()
    programme = import_jobs.check(context, programme_id)
    looked = looking.look(context, programme, import_jobs.kept(context, programme_id, job_id), with_fates=False)
    told = looked.columns.told()
    told["columns"] = {
        plain(title): looked.fields.get(place, "") for place, title in enumerate(looked.sample.header) if title
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return web.attachment(f"{text}\n".encode(), "application/json", "mapping.json")


def _mapping(programme: Programme, job_id: str, chosen: imports.Columns | None = None, status: int = 200) -> Html:
    context = http.context()
    content = import_jobs.kept(context, programme.programme_id, job_id)
    try:
        looked = looking.look(context, programme, content, chosen)
    except imports.FileUnreadable as error:
        return _import(programme, 422, unreadable=in_words(error.message, error.params))
    problem = looked.problem
    questions = looked.form.asked
    names = field_names(context.locale, questions)
    columns = _columns(looked)
    found = looked.found
    return of_programme(
        programme,
        "mapping.html",
        status,
        job_id=job_id,
        looked=looked,
        problem=in_words(problem.message, problem.params) if problem else "",
        clear=[one for one in columns if one["sure"]],
        doubtful=[one for one in columns if not one["sure"]],
        fields=[("", N_("not read")), *_fields(names, context.locale)],
        values=_values(looked, names),
        topics=looked.topics,
        everybody_role=looked.columns.everybody.get("role", ""),
        asks_role=titles.ENOUGH[0] not in looked.fields.values(),
        figures=_figures(looked),
        rows=reasons(found.said[: import_jobs.ERRORS]) if found else [],
        people=_people(looked),
        absent=[names[name] for name in found.absent] if found else [],
        size=len(content),
        quota=telling.quota(context, programme),
    )


def _fields(names: dict[str, str], locale: str) -> list[tuple[str, str]]:
    beside = titles.BESIDE[titles.FULL_NAME][0 if locale == "pl" else 1]
    return [(titles.FULL_NAME, beside), *((name, as_msgid(text)) for name, text in names.items())]


def _columns(looked: looking.Look) -> list[dict[str, Any]]:
    """Return the columns of a file: position, title, examples, field, and whether there is nothing to ask about."""
    sure = looked.remembered
    passed = {place for place, title in enumerate(looked.sample.header) if titles.meaning(title)[0] in titles.PASSED}
    return [
        {
            "place": place,
            "title": title,
            "examples": looked.sample.examples[place],
            "field": looked.fields.get(place, ""),
            "guess": bool(looked.sample.suggested[place])
            and looked.fields.get(place) == looked.sample.suggested[place],
            "sure": sure or place in passed or (looked.columns.knows(title) and place in looked.fields),
        }
        for place, title in enumerate(looked.sample.header)
        if title and looked.fields.get(place) not in EXPORTED
    ]


def _values(looked: looking.Look, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return what words of the file could mean; those that were translated before come along unseen."""
    locale = http.context().locale
    choosable = {
        one.name: [(value, as_msgid(text)) for value, text in own.choosable(one, locale)] for one in looked.form.asked
    }
    options = {**OPTIONS, **choosable}
    return [
        {"field": name, "name": names[name], "text": text, "number": number, "options": options[name]}
        for name, some in sorted((looked.unclear or {}).items(), key=lambda one: list(options).index(one[0]))
        for text, number in some
    ]


def _figures(looked: looking.Look) -> list[tuple[str, int]]:
    if looked.found is None:
        return []
    said = imports.counts(looked.found.said)
    figures = [(name, looked.fates.count(name)) for name in FATES]
    counted = [(FATES[name], number) for name, number in figures if number]
    more = ((imports.ASKED, N_("asked for more")), (imports.REPLACED, N_("answered twice")))
    counted += [(name, said[kind]) for kind, name in more if said[kind]]
    return [(N_("rows in the file"), looked.found.count), *counted, (N_("not imported"), said[imports.REFUSED])]


def _people(looked: looking.Look) -> list[dict[str, Any]]:
    """Return the first applications of a file, and what becomes of each."""
    rows: Sequence[imports.Row] = looked.found.good[:SHOWN_ROWS] if looked.found else ()
    return [
        {
            "line": row.line,
            "name": f"{row.profile['first_name']} {row.profile['last_name']}".strip(),
            "role": N_("Mentor") if row.role == Role.MENTOR else N_("Mentee"),
            "email": row.email,
            "fate": FATES[fate],
            "asked": bool(row.asked),
        }
        for row, fate in zip(rows, looked.fates, strict=False)
    ]


def _chosen(content: bytes, sent: dict[str, str]) -> imports.Columns:
    """Return the choices of the form: `column-<n>`, `word-<n>` with `text-<n>` and `field-<n>`, `everybody-role`."""
    header = sampling.sample(content).header
    columns = {
        plain(title): sent[f"column-{place}"]
        for place, title in enumerate(header)
        if title and f"column-{place}" in sent
    }
    values: dict[str, dict[str, str]] = {}
    for name, text in sent.items():
        number = name.removeprefix("text-")
        field, meant = sent.get(f"field-{number}", ""), sent.get(f"word-{number}", "")
        if name != number and (field in imports.COLUMNS or is_own(field)) and meant:
            values.setdefault(field, {})[plain(text)] = meant
    everybody = {"role": sent["everybody-role"]} if sent.get("everybody-role") else {}
    return imports.mapping_of({"columns": columns, "values": values, "everybody": everybody})
