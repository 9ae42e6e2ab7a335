"""The application form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import escape

from mentoring import clock, http, web
from mentoring.errors import N_
from mentoring.tables.recruitment import Application
from mentoring.tables.vocabulary import Role
from recruitment import domain, imports
from recruitment.imports import cells, profiles
from recruitment.pages.base import Html, of_programme, words
from recruitment.use_cases import applications

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Application, Programme

router = http.PageRouter()

STYLES = {"pytający": N_("asking"), "doradczy": N_("advising"), "pokazujący": N_("showing")}
"""Style, as it is stored → its name."""


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


@router.get("/programmes/<slug>/apply/<role>")
def application_page(slug: str, role: str) -> Html:
    """Show the application form with what was saved."""
    programme, application = applications.my_application(http.context(), slug, role)
    return _application(programme, role, application, typed=_typed(application) if application else {})


@router.post("/programmes/<slug>/apply/<role>")
def apply(slug: str, role: str) -> Html:
    """Save the draft or send the application; invalid input is shown again with the reasons."""
    context = http.context()
    programme, application = applications.my_application(context, slug, role)
    sent = web.form(ApplicationForm)
    values, errors = _read(sent, role)
    if errors:
        return _application(programme, role, application, status=422, typed=sent.model_dump(), errors=errors)
    profile = profiles.profile_of(values, clock.iso(context.clock()), context.zone, by=profiles.PERSON)
    applications.keep_application(context, slug, role, profile, submit=bool(sent.submit))
    done = N_("Your application is on its way. We will write to you about the decision.")
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=done if sent.submit else N_("Your draft is saved."))


@router.post("/programmes/<slug>/apply/<role>/withdraw")
def withdraw(slug: str, role: str) -> Html:
    """Withdraw the application."""
    context = http.context()
    programme, _ = applications.my_application(context, slug, role)
    applications.withdraw(context, programme.programme_id, role)
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=N_("Your application is withdrawn."))


def _application(
    programme: Programme, role: str, application: Application | None, *, status: int = 200, **values: object
) -> Html:
    refusal, withdrawable = applications.door(http.context(), programme, application)
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
        **values,
    )


def _typed(application: Application) -> dict[str, str]:
    """Return the form's values for an application: choices by value, everything else as it would be typed.

    A consent that only a file reports isn't ticked: people give it themselves, or not.
    """
    own = [one for one in application.profile["consents"] if one.get("by") != profiles.FILE]
    profile: Any = {**application.profile, "consents": own}
    chosen = {"form": "" if profile["form"] == "n" else profile["form"], "mode": profile["mode"]}
    chosen["prefers"] = profile.get("prefers", "")
    return imports.as_text(profile, application.role, http.context().locale) | chosen


def _read(sent: ApplicationForm, role: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the typed values, and why they can't be sent or (as a draft, which may have gaps) saved."""
    raw = sent.model_dump() | {"role": role, "email": http.context().principal.email}
    values, refused = cells.read_cells(raw)
    if role == Role.MENTEE and not sent.goal:
        refused["goal"] = cells.Rejected("missing", N_("Write your goal in one to three sentences."))
    if "zone" in refused and refused["zone"].params:
        refused["zone"] = cells.Rejected("zone", N_("Which one do you mean? Choose below."))
    wrong = {name: words(why.message, why.params) for name, why in refused.items() if sent.submit or raw[name]}
    # The layout translates messages beside fields: it treats these as msgids, already safe and without parameters.
    return cells.BLANK | values, {name: str(escape(why)).replace("%", "%%") for name, why in wrong.items()}
