"""The application form: saved as it is typed, sent when it is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import escape
from pydantic import Field

from mentoring import clock, consents, http, ids, languages, web
from mentoring.errors import N_, Conflict, Stale
from mentoring.http.fields import Version
from mentoring.i18n import weekday_name
from mentoring.letters import plain
from recruitment import answers, domain, imports
from recruitment.answers import BESIDE, LABELS, week
from recruitment.imports import profiles, times
from recruitment.imports.words import DAY_NAMES
from recruitment.pages.base import PAGES, Html, of_programme, words
from recruitment.use_cases import agreeing, applications, changing, late

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.tables.recruitment import Application, Programme
    from recruitment.imports import cells

router = http.PageRouter()

STYLES = {"pytający": N_("asking"), "doradczy": N_("advising"), "pokazujący": N_("showing")}
"""Style, as it is stored → its name."""


class ApplicationForm(http.Model):
    """The application form of either role, as typed; `recruitment.answers` reads it."""

    first_name: str = ""
    last_name: str = ""
    form: str = ""
    city: str = ""
    zone: str = ""
    languages: list[str] = Field(default_factory=list)
    other_language: str = ""
    other_level: str = ""
    department: str = ""
    position: str = ""
    manager_email: str = ""
    topics: list[str] = Field(default_factory=list)
    rank: list[str] = Field(default_factory=list)
    first_topic: str = ""
    own_topics: str = ""
    mode: str = ""
    hours_per_month: str = ""
    availability: str = ""
    week: list[str] = Field(default_factory=list)
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
    paused: str = ""
    submit: str = ""
    elsewhere: str = ""
    late: str = ""
    page: str = ""
    version: Version = ""

    def typed(self) -> dict[str, Any]:
        """Return the answers as they were typed, without the empty ones."""
        return {name: value for name, value in self.model_dump(include={*LABELS, *BESIDE}).items() if value}


class ConsentsForm(http.Model):
    """The kinds of text that somebody agrees to again."""

    kinds: list[str] = Field(default_factory=list)


@router.get("/programmes/<slug>/apply/<role>")
def application_page(slug: str, role: str) -> Html:
    """Show the application form with what was saved, and what of it can't be sent like that."""
    token = http.request().query_string_parameters.get("late", "")
    programme, application = applications.my_application(http.context(), slug, role, token)
    typed = _typed(programme, application)
    wrong = _read(programme, role, typed, send=False)[1] if _drafted(application) else {}
    return _application(programme, role, application, typed=typed, errors=wrong, late=token)


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
        return _application(programme, role, application, 422, typed=sent.typed(), errors=errors, late=sent.late)
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


@router.post("/programmes/<slug>/apply/<role>/consents")
def agree(slug: str, role: str) -> Html:
    """Agree again to texts that the organizers ask about."""
    agreeing.agree(http.context(), slug, role, web.form(ConsentsForm).kinds)
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=N_("Thank you, your consent is kept."))


@router.post("/programmes/<slug>/apply/<role>/profile")
def change_profile(slug: str, role: str) -> Html:
    """Change what somebody said who takes part, for the pairing from now on."""
    context = http.context()
    programme, application = applications.my_application(context, slug, role)
    sent = web.form(ApplicationForm)
    typed = sent.typed()
    values, wrong = _read(programme, role, typed, send=True)
    asked = [name for name in answers.CHANGEABLE if name in answers.asked(role)]
    errors = {name: why for name, why in wrong.items() if name in asked}
    if errors:
        return _application(programme, role, application, 422, typed=typed, errors=errors, paused=sent.paused)
    told = {name: values[name] for name in asked} | {"paused": bool(sent.paused)}
    try:
        changing.change(context, slug, role, told, sent.version)
    except Stale as error:
        programme, application = applications.my_application(context, slug, role)
        shown = {"typed": typed, "errors": {"": error.message}, "paused": sent.paused}
        return _application(programme, role, application, int(error.status), **shown)
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=N_("Your changes are saved; pairing follows them."))


def _save(slug: str, role: str, sent: ApplicationForm, *, send: bool) -> tuple[Programme, Application, dict[str, str]]:
    """Send an application that is complete, else save its draft; return it, and why it couldn't be sent."""
    context = http.context()
    programme, before = applications.my_application(context, slug, role, sent.late)
    typed, now = sent.typed(), clock.iso(context.clock())
    values, errors = _read(programme, role, typed, send=send)
    profile = profiles.profile_of(values, now, context.zone, by=profiles.PERSON)
    given = before.profile["consents"] if before else []
    kinds = [kind for kind in consents.KINDS if values[f"{kind}_consent"]]
    profile["consents"] = consents.renewed(programme.consent_texts, given, kinds, now)
    draft = domain.Draft(typed, sent.page, sent.version, sent.late)
    kept = applications.keep_application(context, slug, role, profile, submit=send and not errors, draft=draft)
    return programme, kept, errors


def _too_much(slug: str, role: str, sent: ApplicationForm, error: domain.TooMuchTyped) -> Html:
    """Show again what is too much to be saved."""
    programme, application = applications.my_application(http.context(), slug, role, sent.late)
    shown: dict[str, Any] = {"typed": sent.typed(), "errors": {"": _told(error)}, "late": sent.late}
    return _application(programme, role, application, 422, **shown)


def _overtaken(slug: str, role: str, sent: ApplicationForm, error: Stale) -> Html:
    """Show again what was typed here, with what was saved on another device meanwhile."""
    programme, application = applications.my_application(http.context(), slug, role)
    here, locale = sent.typed(), http.context().locale
    there = answers.told(_typed(programme, application), programme.topics, locale)
    mine = answers.told(here, programme.topics, locale)
    other = {name: there[name] for name in LABELS if there[name] != mine[name]}
    return _application(programme, role, application, int(error.status), typed=here, other=other, overtaken=True)


@router.post("/programmes/<slug>/apply/<role>/withdraw")
def withdraw(slug: str, role: str) -> Html:
    """Withdraw the application."""
    context = http.context()
    programme, _ = applications.my_application(context, slug, role)
    applications.withdraw(context, programme.programme_id, role)
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=N_("Your application is withdrawn."))


def _application(
    programme: Programme, role: str, application: Application | None, status: int = 200, **values: Any
) -> Html:
    context = http.context()
    token = values.setdefault("late", "")
    invited = late.admits(context, programme, role, token, application.late if application else "")
    refusal, withdrawable = applications.door(context, programme, application, invited)
    inside = changing.inside(context, programme, application)
    shown: dict[str, Any] = {"labels": LABELS, "other": {}, "overtaken": False, "page": ids.new(), "inside": inside}
    shown |= {"drafted": _drafted(application), "again": agreeing.asked(programme, application)}
    shown |= {"paused": "yes" if inside and inside.profile.get("paused") else "", "sent": {}}
    if application is not None and application.state in domain.UNDECIDED:
        shown["sent"] = imports.as_text(application.profile, role, context.locale)
    shown |= values
    return of_programme(
        programme,
        "apply.html",
        status,
        role=role,
        application=application,
        refusal=refusal,
        invited=invited,
        withdrawable=withdrawable,
        state_names=domain.STATE_NAMES,
        styles=STYLES,
        **_choices(programme, shown["typed"]),
        **shown,
    )


def _choices(programme: Programme, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what there is to choose from, with what is chosen."""
    locale = http.context().locale
    spoken, left = answers.spoken(typed)
    names = languages.names(locale)
    chosen = answers.topics(typed, programme.topics)
    return {
        "chosen": chosen,
        "own": [one for one in chosen if one not in programme.topics],
        "spoken": spoken,
        "spoken_beside": left,
        "lines": [(code, names[code]) for code in dict.fromkeys((*answers.COMMON, *spoken))],
        "languages": sorted(((code, name) for code, name in names.items() if code not in answers.COMMON), key=_name),
        "levels": answers.LEVEL_NAMES,
        "hours": answers.HOURS,
        "seats": answers.SEATS,
        "week_days": [(day, DAY_NAMES[locale][day], weekday_name(day, locale)) for day in week.DAYS],
        "halves": [(half, times.text(half / 2)) for half in week.SHOWN],
        "marked": set(answers.listed(typed, "week")),
    }


def _name(language: tuple[str, str]) -> str:
    return plain(language[1])


def _drafted(application: Application | None) -> bool:
    """Return whether somebody began to write what they haven't sent, and still may send."""
    return application is not None and application.state in domain.EDITABLE and bool(application.typed)


def _typed(programme: Programme, application: Application | None) -> dict[str, Any]:
    """Return the form's values: those of the draft as they were typed, else those of what was sent."""
    if application is None:
        return {}
    texts = programme.consent_texts
    if _drafted(application):
        typed_at = application.typed_at or ""
        late = [kind for kind in consents.KINDS if (since := consents.asked_at(texts, kind)) and typed_at <= since]
        return {name: one for name, one in application.typed.items() if name not in _ticks(late)}
    late = consents.outdated(texts, application.profile["consents"])
    return _shown(programme, application) | dict.fromkeys(_ticks(late), "")


def _ticks(kinds: list[str]) -> list[str]:
    """Return the boxes of consents; who is asked again ticks them anew."""
    return [f"{kind}_consent" for kind in kinds]


def _shown(programme: Programme, application: Application) -> dict[str, Any]:
    return answers.form_of(application.profile, application.role, http.context().locale, programme.topics)


def _read(
    programme: Programme, role: str, typed: Mapping[str, Any], *, send: bool
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values, and why answers can't be sent; unless it is to be sent, empty ones may stay so."""
    context = http.context()
    values, refused = answers.read(
        typed, role, context.principal.email, programme.topics, own_topics=programme.own_topics
    )
    said = answers.told(typed, programme.topics, context.locale)
    return values, {name: _told(why) for name, why in refused.items() if send or said[name]}


def _told(why: cells.Rejected | domain.TooMuchTyped) -> str:
    """Return a reason in words. The layout translates it once more, so it is made safe for that, without parameters."""
    return str(escape(words(why.message, why.params))).replace("%", "%%")
