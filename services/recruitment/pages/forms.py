"""The application form: saved as it is typed, sent when it is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import escape

from mentoring import clock, http, ids, web
from mentoring.errors import N_, Conflict, Stale
from mentoring.http.fields import Version
from mentoring.tables.recruitment import Application
from mentoring.tables.vocabulary import Role
from recruitment import domain, imports
from recruitment.imports import cells, profiles
from recruitment.pages.base import PAGES, Html, of_programme, words
from recruitment.use_cases import applications

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.tables.recruitment import Application, Programme

router = http.PageRouter()

STYLES = {"pytający": N_("asking"), "doradczy": N_("advising"), "pokazujący": N_("showing")}
"""Style, as it is stored → its name."""


LABELS = {
    "first_name": N_("First name"),
    "last_name": N_("Surname"),
    "form": N_("How should we write to you?"),
    "city": N_("City"),
    "zone": N_("Time zone"),
    "languages": N_("Languages and levels"),
    "department": N_("Department"),
    "position": N_("Position"),
    "manager_email": N_("Line manager's e-mail"),
    "topics": N_("Topics, most important first"),
    "goal": N_("Your goal"),
    "experience": N_("Your experience and what you help with"),
    "capacity": N_("How many mentees can you take?"),
    "style": N_("Style"),
    "mode": N_("How do you want to meet?"),
    "hours_per_month": N_("Hours a month"),
    "availability": N_("Weekly times in your time zone"),
    "choices": N_("Mentors you would like, best first"),
    "not_with": N_("Whom should we not pair you with?"),
    "phone": N_("Phone"),
    "prefers": N_("How would you rather be reached?"),
    "rules_consent": N_("The rules"),
    "privacy_consent": N_("Use of your data"),
}
"""Field → what it is called, in the order of the form."""


UNREAD: dict[str, Any] = {
    **dict.fromkeys(LABELS, ""), "form": "n", "languages": [], "mode": "online", "hours_per_month": None,
    "availability": [], "capacity": None, "choices": [], "not_with": [], **cells.BLANK,
}  # fmt: skip
"""The value of an answer that a draft doesn't have yet, or not in a form that can be read."""


class ApplicationForm(http.Model):
    """The application form of either role, as typed; its fields are read like the columns of an imported file."""

    first_name: str = ""
    last_name: str = ""
    form: str = ""
    city: str = ""
    zone: str = ""
    languages: str = ""
    department: str = ""
    position: str = ""
    manager_email: str = ""
    topics: str = ""
    mode: str = ""
    hours_per_month: str = ""
    availability: str = ""
    capacity: str = ""
    goal: str = ""
    experience: str = ""
    style: str = ""
    phone: str = ""
    prefers: str = ""
    choices: str = ""
    not_with: str = ""
    rules_consent: str = ""
    privacy_consent: str = ""
    submit: str = ""
    elsewhere: str = ""
    page: str = ""
    version: Version = ""

    def typed(self) -> dict[str, Any]:
        """Return the answers as they were typed, without the empty ones."""
        return {name: value for name, value in self.model_dump(include=set(LABELS)).items() if value}


@router.get("/programmes/<slug>/apply/<role>")
def application_page(slug: str, role: str) -> Html:
    """Show the application form with what was saved, and what of it can't be sent like that."""
    programme, application = applications.my_application(http.context(), slug, role)
    return _application(programme, role, application, typed=_typed(application), errors=_wrong(application))


@router.post("/programmes/<slug>/apply/<role>")
def apply(slug: str, role: str) -> Html:
    """Save what was typed, or send it; what can't be sent is saved and shown again with the reasons."""
    sent = web.form(ApplicationForm)
    try:
        programme, application, errors = _save(slug, role, sent, send=bool(sent.submit))
    except Stale as error:
        return _overtaken(slug, role, sent, error)
    except domain.TooMuchTyped as error:
        return _too_much(slug, role, sent, error)
    here = f"/programmes/{slug}/apply/{role}"
    if sent.submit and errors:
        return _application(programme, role, application, 422, typed=_typed(application), errors=errors)
    if sent.elsewhere:
        return web.redirect("/sign-in", status=307)
    done = N_("Your application is on its way. We will write to you about the decision.")
    return web.redirect(here, flash=done if sent.submit else N_("Your draft is saved."))


@router.post("/programmes/<slug>/apply/<role>/draft")
def save_draft(slug: str, role: str) -> Html:
    """Save what is being typed; the answer is a line that says so."""
    sent, problem, when = web.form(ApplicationForm), "", None
    try:
        when = _save(slug, role, sent, send=False)[1].typed_at
    except Stale:
        problem = N_("Something newer was saved on another device. What you type here is not saved.")
    except (Conflict, domain.TooMuchTyped) as error:
        problem = words(error.message, error.params)
    return PAGES.render("draft_saved.html", http.context(), when=when, problem=problem)


def _save(slug: str, role: str, sent: ApplicationForm, *, send: bool) -> tuple[Programme, Application, dict[str, str]]:
    """Send an application that is complete, else save its draft; return it, and why it couldn't be sent."""
    context = http.context()
    programme, _ = applications.my_application(context, slug, role)
    typed = sent.typed()
    values, errors = _read(typed, role, send=send)
    profile = profiles.profile_of(values, clock.iso(context.clock()), context.zone, by=profiles.PERSON)
    draft = domain.Draft(typed, sent.page, sent.version)
    kept = applications.keep_application(context, slug, role, profile, submit=send and not errors, draft=draft)
    return programme, kept, errors


def _too_much(slug: str, role: str, sent: ApplicationForm, error: domain.TooMuchTyped) -> Html:
    """Show again what is too much to be saved."""
    programme, application = applications.my_application(http.context(), slug, role)
    return _application(programme, role, application, 422, typed=sent.typed(), errors={"": _said(error)})


def _overtaken(slug: str, role: str, sent: ApplicationForm, error: Stale) -> Html:
    """Show again what was typed here, with what was saved on another device meanwhile."""
    programme, application = applications.my_application(http.context(), slug, role)
    there, here = _typed(application), sent.typed()
    other = {name: there.get(name, "") for name in LABELS if there.get(name, "") != here.get(name, "")}
    return _application(programme, role, application, int(error.status), typed=here, other=other, overtaken=True)


@router.post("/programmes/<slug>/apply/<role>/withdraw")
def withdraw(slug: str, role: str) -> Html:
    """Withdraw the application."""
    context = http.context()
    programme, _ = applications.my_application(context, slug, role)
    applications.withdraw(context, programme.programme_id, role)
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=N_("Your application is withdrawn."))


def _application(
    programme: Programme, role: str, application: Application | None, status: int = 200, **values: object
) -> Html:
    refusal, withdrawable = applications.door(http.context(), programme, application)
    shown: dict[str, object] = {"labels": LABELS, "other": {}, "overtaken": False, "page": ids.new()}
    return of_programme(
        programme,
        "apply.html",
        status,
        role=role,
        application=application,
        refusal=refusal,
        withdrawable=withdrawable,
        state_names=domain.STATE_NAMES,
        styles=STYLES,
        **shown | values,
    )


def _typed(application: Application | None) -> dict[str, Any]:
    """Return the form's values: those of the draft as they were typed, else those of what was sent.

    There choices stand by value, everything else as it would be typed. A consent that only a file reports isn't ticked:
    people give it themselves, or not.
    """
    if application is None:
        return {}
    if application.typed:
        return dict(application.typed)
    own = [one for one in application.profile["consents"] if one.get("by") != profiles.FILE]
    profile: Any = {**application.profile, "consents": own}
    chosen = {"form": "" if profile["form"] == "n" else profile["form"], "mode": profile["mode"]}
    chosen["prefers"] = profile.get("prefers", "")
    return imports.as_text(profile, application.role, http.context().locale) | chosen


def _wrong(application: Application | None) -> dict[str, str]:
    """Return what of a draft can't be sent as it is typed; gaps are no mistakes yet."""
    if application is None or not application.typed:
        return {}
    return _read(application.typed, application.role, send=False)[1]


def _read(typed: Mapping[str, Any], role: str, *, send: bool) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values, and why answers can't be sent; unless it is to be sent, empty ones may stay so."""
    raw = {name: typed.get(name, "") for name in LABELS} | {"role": role, "email": http.context().principal.email}
    values, refused = cells.read_cells(raw)
    if role == Role.MENTEE and not raw["goal"]:
        refused["goal"] = cells.Rejected("missing", N_("Write your goal in one to three sentences."))
    if "zone" in refused and refused["zone"].params:
        refused["zone"] = cells.Rejected("zone", N_("Which one do you mean? Choose below."))
    wrong = {name: refused[name] for name in LABELS if name in refused and (send or raw[name])}
    return UNREAD | values, {name: _told(why) for name, why in wrong.items()}


def _told(why: cells.Rejected) -> str:
    """Return a reason in words. The layout translates it once more, so it is made safe for that, without parameters."""
    return str(escape(words(why.message, why.params))).replace("%", "%%")


def _said(error: domain.TooMuchTyped) -> str:
    return str(escape(words(error.message, error.params))).replace("%", "%%")
