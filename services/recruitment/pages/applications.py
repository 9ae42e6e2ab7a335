"""The list of applications, and decisions on those chosen in it, always shown before they are made."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid
from mentoring.i18n import translations
from mentoring.store import Page
from mentoring.tables.recruitment import Application, Job
from mentoring.tables.vocabulary import ApplicationState, Passed
from recruitment import domain, selecting
from recruitment.pages import one_application
from recruitment.pages.base import STATE_COLOURS, Html, of_programme
from recruitment.use_cases import address, deciding, decision_jobs, gathered, listing, previewing

router = http.PageRouter()

PAGE_SIZE = 50
NAMED = 20
"""People of a preview who are named; the others are counted."""
PASSED = {
    Passed.ALREADY: N_("decided so already"),
    Passed.STATE: N_("in a state that doesn't allow it"),
    Passed.UNTOLD: N_("they don't know yet that they were added: their first email is waiting"),
    Passed.CONSENTS: N_("they haven't given their consents yet"),
}
"""Why a decision passes over somebody."""
Decision = Literal[
    ApplicationState.ACCEPTED, ApplicationState.WAITLISTED, ApplicationState.REJECTED, ApplicationState.NEEDS_INFO
]


class DecisionForm(http.Model):
    """A decision on the ticked applications, or on all that fit the filter of the address, as previewed under a tag."""

    decision: Decision
    application_ids: list[str] = Field(default_factory=list)
    everybody: Literal["yes", ""] = ""
    comment: str = Field("", max_length=2000)
    message: str = Field("", max_length=2000)
    tag: str = Field("", max_length=64)


class PreviewForm(http.Model):
    """A decision to preview, or all possible ones; the form for the decision itself is below the preview."""

    decision: Decision | Literal[""] = ""
    application_ids: list[str] = Field(default_factory=list, max_length=PAGE_SIZE)
    everybody: Literal["yes", ""] = ""
    comment: str = Field("", max_length=2000)
    message: str = Field("", max_length=2000)


@router.get("/organizer/programmes/<programme_id>/applications")
def applications_page(programme_id: str) -> Html:
    """List applications with filters."""
    return _applications(programme_id)


def _applications(programme_id: str, status: int = 200, **values: object) -> Html:
    context, wanted = http.context(), _wanted()
    found: list[listing.Listed] = []

    def read(after: str, limit: int) -> Page[Application]:
        found.append(listing.listed(context, programme_id, wanted, after, limit))
        return Page(list(found[0].shown), found[0].following)

    shown, following = http.part_of(read, PAGE_SIZE)
    (list_,) = found
    return of_programme(
        list_.programme,
        "applications.html",
        status,
        applications=shown,
        following=following or "",
        mailboxes=address.mailboxes(context, shown),
        records=gathered.records_of(context, shown),
        lacking=list_.lacking,
        total=list_.selection.total,
        fitting=len(list_.selection.rows),
        states=list_.selection.states,
        choices=list_.choices,
        wanted=wanted,
        query=_query(wanted),
        without=lambda *names: _query({name: text for name, text in wanted.items() if name not in names}),
        filtered=any(wanted[name] for name in selecting.FILTERS),
        state_names=domain.STATE_NAMES,
        state_colours=STATE_COLOURS,
        **{"ticked": []} | values,
    )


def _wanted() -> dict[str, str]:
    query = http.request().query_string_parameters
    return {name: query.get(name, "").strip() for name in selecting.WANTED}


def _query(wanted: dict[str, str]) -> str:
    return urlencode({name: value for name, value in wanted.items() if value})


@router.post("/organizer/programmes/<programme_id>/applications")
def decide(programme_id: str) -> Html:
    """Decide what was previewed; one whose page is open is decided at once."""
    try:
        sent = web.form(DecisionForm)
    except Invalid as error:
        return _refused(programme_id, error)
    if not sent.application_ids and not sent.everybody:
        return _nobody(programme_id)
    context, words = http.context(), deciding.Remarks(sent.comment, sent.message)
    try:
        if sent.tag or sent.everybody:
            done = previewing.decide(context, programme_id, _choice(sent), sent.decision, words, sent.tag)
        else:
            done = decision_jobs.decide(context, programme_id, sent.application_ids, sent.decision, words)
    except domain.ChangedMeanwhile as error:
        return _preview(programme_id, sent, error.status, problem=error.message)
    except Invalid as error:
        return _refused(programme_id, error)
    if isinstance(done, Job):
        return web.redirect(f"/organizer/programmes/{programme_id}/jobs/{done.job_id}")
    query = _query(_wanted())
    here = f"/organizer/programmes/{programme_id}/applications" + (f"?{query}" if query else "")
    return web.redirect(here, flash=N_("Decided. Everybody gets an email."))


@router.post("/organizer/programmes/<programme_id>/applications/preview")
def preview(programme_id: str) -> Html:
    """Show whom a decision concerns, who is passed over, and the mails, before anything is decided."""
    try:
        sent = web.form(PreviewForm)
    except Invalid as error:
        return _refused(programme_id, error)
    if not sent.application_ids and not sent.everybody:
        return _nobody(programme_id)
    return _preview(programme_id, sent)


def _nobody(programme_id: str) -> Html:
    return _refused(programme_id, Invalid(fields={"/application_ids": N_("Tick at least one application.")}))


def _refused(programme_id: str, error: Invalid) -> Html:
    """Show again what was sent, where it was sent from: the page of one application, or the list."""
    ticked, kept = web.typed().get("application_ids", []), web.kept(error)
    if web.typed().get("alone") and len(ticked) == 1:
        return one_application.shown(programme_id, ticked[0], 422, undecided=True, **kept)
    return _applications(programme_id, 422, ticked=ticked, **kept)


def _choice(sent: DecisionForm | PreviewForm) -> previewing.Choice:
    return previewing.Choice(sent.application_ids, everybody=bool(sent.everybody), wanted=_wanted())


def _preview(programme_id: str, sent: DecisionForm | PreviewForm, status: int = 200, problem: str = "") -> Html:
    context = http.context()
    decision = ApplicationState(sent.decision) if sent.decision else None
    programme, previews = previewing.preview(context, programme_id, _choice(sent), decision)
    message = sent.message.strip()
    return of_programme(
        programme,
        "preview.html",
        status,
        previews=previews,
        named=NAMED,
        passed_names=PASSED,
        unconfirmed=previewing.unconfirmed(context, programme_id, _choice(sent)) if message else 0,
        everybody=sent.everybody,
        chosen=sent.application_ids,
        comment=sent.comment.strip(),
        message=message,
        query=_query(_wanted()),
        problem=problem,
        say=_say,
        state_names=domain.STATE_NAMES,
    )


def _say(locale: str, text: str, **values: str) -> str:
    """Return a msgid in the language of a mail, which need not be the reader's."""
    said = translations("recruitment", locale).gettext(text)
    return said % values if values else said
