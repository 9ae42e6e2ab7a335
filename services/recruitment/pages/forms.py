"""The application form: saved as it is typed, sent when it is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from mentoring import http, ids, languages, web
from mentoring.errors import N_, Conflict, Stale
from mentoring.http.fields import Version
from mentoring.i18n import weekday_name
from mentoring.letters import plain
from recruitment import answers, domain, imports
from recruitment.answers import BESIDE, LABELS, week
from recruitment.imports import own, times
from recruitment.imports.mapping import is_own
from recruitment.imports.words import DAY_NAMES
from recruitment.pages.base import PAGES, Html, as_msgid, of_programme, words
from recruitment.use_cases import agreeing, answering, applications, changing, form_plan, late, wishing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.tables.recruitment import Application, Programme
    from recruitment.domain.form import Form
    from recruitment.imports import cells

router = http.PageRouter()

UNLISTED = N_("somebody who isn't in the list now")
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
    choices: list[str] = Field(default_factory=list)
    listed: str = ""
    news: str = ""
    mentors: str = ""
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
        """Return the answers as they were typed, without the empty ones; also those to the organizers' questions."""
        own = {name: said for name, found in web.typed().items() if is_own(name) and (said := _filled(found))}
        return {name: value for name, value in self.model_dump(include={*LABELS, *BESIDE}).items() if value} | own


def _filled(found: list[str]) -> str | list[str]:
    """Return what was sent for a field: a text, or a list where there are several."""
    some = [one.strip() for one in found if one.strip()]
    return some[0] if len(some) == 1 else some


class ConsentsForm(http.Model):
    """The kinds of text that somebody agrees to again."""

    kinds: list[str] = Field(default_factory=list)


class NewsForm(http.Model):
    """Whether somebody wants to be told of the next editions."""

    news: Literal["yes", ""] = ""


@router.get("/programmes/<slug>/apply/<role>")
def application_page(slug: str, role: str) -> Html:
    """Show the application form with what was saved, and what of it can't be sent like that."""
    context, token = http.context(), http.request().query_string_parameters.get("late", "")
    programme, application = applications.my_application(context, slug, role, token)
    typed = answering.typed(context, programme, application)
    wrong: Mapping[str, cells.Rejected] = {}
    if answering.drafted(application):
        refused = answering.read(context, programme, role, typed, application)[1]
        wrong = answering.wrong(context, programme, typed, refused)
    return _application(programme, role, application, typed=typed, errors=_in_words(wrong), late=token)


@router.post("/programmes/<slug>/apply/<role>")
def apply(slug: str, role: str) -> Html:
    """Save what was typed, or send it; what can't be sent is saved and shown again with the reasons."""
    sent = web.form(ApplicationForm)
    try:
        kept = _save(slug, role, sent, send=bool(sent.submit))
    except Stale as error:
        return _overtaken(slug, role, sent, error)
    except domain.TooMuchTyped as error:
        return _too_much(slug, role, sent, error)
    here = f"/programmes/{slug}/apply/{role}"
    if sent.submit and kept.refused:
        shown = {"typed": sent.typed(), "errors": _in_words(kept.refused), "late": sent.late}
        return _application(kept.programme, role, kept.application, 422, **shown)
    if sent.mentors:
        return web.redirect(f"/programmes/{slug}/mentors")
    if sent.elsewhere:
        return web.redirect("/sign-in", status=307)
    done = N_("Your application is on its way. We will write to you about the decision.")
    return web.redirect(here, flash=done if sent.submit else N_("Your draft is saved."))


@router.post("/programmes/<slug>/apply/<role>/draft")
def save_draft(slug: str, role: str) -> Html:
    """Save what is being typed; the answer is a line that says so."""
    sent, problem, when = web.form(ApplicationForm), "", None
    try:
        when = _save(slug, role, sent, send=False).application.typed_at
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


@router.post("/programmes/<slug>/apply/<role>/news")
def tell_me(slug: str, role: str) -> Html:
    """Want to be told of the next editions, or take that back, also once this one is over."""
    wants = web.form(NewsForm).news == "yes"
    agreeing.tell_me(http.context(), slug, role, wants=wants)
    said = N_("Thank you, your consent is kept.") if wants else N_("You aren't told of the next editions any more.")
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=said)


@router.post("/programmes/<slug>/apply/<role>/profile")
def change_profile(slug: str, role: str) -> Html:
    """Change what somebody said who takes part, for the pairing from now on."""
    context, sent = http.context(), web.form(ApplicationForm)
    typed, shown = sent.typed(), {"typed": sent.typed(), "paused": sent.paused}
    try:
        refused = answering.change(context, slug, role, typed, sent.version, paused=bool(sent.paused))
    except Stale as error:
        programme, application = applications.my_application(context, slug, role)
        return _application(programme, role, application, int(error.status), **shown, errors={"": error.message})
    if refused:
        programme, application = applications.my_application(context, slug, role)
        return _application(programme, role, application, 422, **shown, errors=_in_words(refused))
    if sent.mentors:
        return web.redirect(f"/programmes/{slug}/mentors")
    return web.redirect(f"/programmes/{slug}/apply/{role}", flash=N_("Your changes are saved; pairing follows them."))


def _save(slug: str, role: str, sent: ApplicationForm, *, send: bool) -> answering.Kept:
    draft = domain.Draft(sent.typed(), sent.page, sent.version, sent.late)
    return answering.keep(http.context(), slug, role, draft, send=send)


def _too_much(slug: str, role: str, sent: ApplicationForm, error: domain.TooMuchTyped) -> Html:
    """Show again what is too much to be saved."""
    programme, application = applications.my_application(http.context(), slug, role, sent.late)
    shown: dict[str, Any] = {"typed": sent.typed(), "errors": {"": _told(error)}, "late": sent.late}
    return _application(programme, role, application, 422, **shown)


def _overtaken(slug: str, role: str, sent: ApplicationForm, error: Stale) -> Html:
    """Show again what was typed here, with what was saved on another device meanwhile."""
    programme, application = applications.my_application(http.context(), slug, role)
    context, here = http.context(), sent.typed()
    asked = form_plan.of(context, programme.programme_id).asks(role)
    there, mine = (
        answers.told(typed, programme.topics, context.locale)
        | answers.said_to(asked, typed, context.locale)
        | {"choices": _wished(programme, answers.listed(typed, "choices"))}
        for typed in (answering.typed(context, programme, application), here)
    )
    other = {name: there[name] for name in (*LABELS, *(one.name for one in asked)) if there[name] != mine[name]}
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
    form, locale = form_plan.of(context, programme.programme_id), context.locale
    labels = {name: as_msgid(text) for name, text in own.labels(form.questions, locale, role).items()}
    shown: dict[str, Any] = {"labels": LABELS | labels, "page": ids.new(), "inside": inside, "refusal": refusal}
    shown |= {"drafted": answering.drafted(application), "again": agreeing.asked(programme, application)}
    shown |= {"paused": "yes" if inside and inside.profile.get("paused") else "", "withdrawable": withdrawable}
    shown["invited"] = invited
    shown["told"], shown["may_be_told"] = agreeing.is_told(application), agreeing.may_be_told(application)
    if application is not None and application.state in domain.UNDECIDED:
        told = application.profile
        shown["sent"] = imports.as_text(told, role, locale) | own.told(told, form.questions, locale)
        shown["sent"]["choices"] = _wished(programme, wishing.tokens(context, programme.programme_id, told["choices"]))
    return _rendered(programme, form, role, status, application=application, **shown | values)


def preview(programme: Programme, form: Form, role: str) -> Html:
    """Show the form as an applicant sees it who hasn't begun; what is typed there goes nowhere."""
    return _rendered(programme, form, role, 200, typed={}, preview=True)


def _rendered(programme: Programme, form: Form, role: str, status: int, **values: Any) -> Html:
    blank: dict[str, Any] = dict.fromkeys(("application", "refusal", "inside"))
    blank |= dict.fromkeys(("preview", "overtaken", "drafted", "withdrawable", "told", "may_be_told"), False)
    blank |= {
        "late": "",
        "invited": "",
        "labels": LABELS,
        "other": {},
        "sent": {},
        "again": [],
        "paused": "",
        "page": "",
    }
    shown = blank | {"styles": STYLES, "state_names": domain.STATE_NAMES} | asking(form, role) | values
    return of_programme(programme, "apply.html", status, role=role, **_choices(programme, values["typed"]), **shown)


def asking(form: Form, role: str) -> dict[str, Any]:
    """Return what the form asks: own questions, and which of the usual fields are hidden or required."""
    return {"questions": form.asks(role), "hidden": form.hidden(role), "required": form.required(role)}


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
        "wished": wishing.names(http.context(), programme.programme_id, answers.listed(typed, "choices")),
        "unlisted": UNLISTED,
    }


def _name(language: tuple[str, str]) -> str:
    return plain(language[1])


def _wished(programme: Programme, wished: list[str]) -> str:
    """Return the names of mentors somebody wishes for, best first."""
    found = wishing.names(http.context(), programme.programme_id, wished)
    return "\n".join(name or words(UNLISTED, {}) for _, name in found)


def _in_words(refused: Mapping[str, cells.Rejected]) -> dict[str, str]:
    return {name: _told(why) for name, why in refused.items()}


def _told(why: cells.Rejected | domain.TooMuchTyped) -> str:
    """Return a reason in words. The layout translates it once more."""
    return as_msgid(words(why.message, why.params))
