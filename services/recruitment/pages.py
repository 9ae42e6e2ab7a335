"""Pages of recruitment: the catalogue, a programme, the application form, the organizer's board, lists and settings."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response
from markupsafe import escape
from pydantic import Field, ValidationError

from mentoring import access, clock, http, levels, web, wording
from mentoring.errors import N_, DomainError, Invalid, Stale
from mentoring.http.fields import Address, Day, Line, Weight, Zone
from mentoring.i18n import translations
from mentoring.store.bucket import Bucket
from mentoring.tables.recruitment import Application, Job
from mentoring.weights import FULL, GOOD, PART_NAMES, PARTS, Weights
from recruitment import domain, intake
from recruitment.counting import Tally
from recruitment.intake import cells
from recruitment.standing import NoMailsLeft
from recruitment.use_cases import (
    applications,
    boards,
    contacts,
    deciding,
    decision_jobs,
    listing,
    organizations,
    programmes,
    readdress,
    stages,
    telling,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentoring.files import Files
    from mentoring.store import Page
    from mentoring.tables.recruitment import Application, Programme

FILES: Files = Bucket()
PAGES = web.Pages("recruitment")
router = http.PageRouter(
    "/", "/programmes", "/programmes/<slug>", "/programmes/answer/<token>", "/programmes/contact/<token>"
)

Html = Response[str]
PAGE_SIZE = 50

STAGE_NAMES = (
    ("draft", N_("Draft")),
    ("recruiting", N_("Recruitment")),
    ("matching", N_("Pairing")),
    ("running", N_("Running")),
    ("closing", N_("Closing")),
    ("closed", N_("Closed")),
)
STATE_COLOURS = {"accepted": "green", "submitted": "amber", "rejected": "red"}
DATE_NAMES = {
    "recruitment_opens": N_("Applications from"),
    "recruitment_closes": N_("Applications until"),
    "matching_until": N_("Pairs are formed by"),
    "kick_off": N_("Kick-off"),
    "mid_review": N_("Mid-term review"),
    "closing": N_("Closing"),
    "erasure": N_("Data are erased"),
}
STYLES = {"pytający": N_("asking"), "doradczy": N_("advising"), "pokazujący": N_("showing")}
"""Style as applications keep it → its name."""


class OrganizationForm(http.Model):
    """A new organization."""

    name: Line = Field(max_length=200)


class ProgrammeForm(http.Model):
    """A new programme, with what can't wait."""

    organization_id: str
    name: Line = Field(max_length=200)
    purpose: str = Field("", max_length=4000)
    audience: str = Field("", max_length=4000)
    outcomes: str = Field("", max_length=4000)
    contact: Address = ""
    planned_meetings: int = Field(8, ge=1, le=60)
    interval_days: int = Field(21, ge=1, le=120)


class PairingForm(http.Model):
    """How a programme pairs; a weight that isn't typed is the usual one, the threshold is 0–100."""

    pairing_mode: Literal["most_served", "best_quality", "self_matching"] = "most_served"
    threshold: float = Field(GOOD * 100 / FULL, ge=0, le=100, allow_inf_nan=False)
    must_cross: Literal["yes", ""] = ""
    no_juniors: Literal["yes", ""] = ""
    weight_topics: Weight | None = None
    weight_experience: Weight | None = None
    weight_time: Weight | None = None
    weight_crossing: Weight | None = None
    weight_style: Weight | None = None
    weight_choices: Weight | None = None

    @classmethod
    def shown(cls, programme: Programme) -> dict[str, Any]:
        """Return what the fields show of a programme."""
        weights = {f"weight_{part}": f"{value:g}" for part, value in asdict(Weights.of(programme.weights)).items()}
        return weights | {
            "pairing_mode": programme.pairing_mode,
            "threshold": f"{int(programme.threshold) * 100 / FULL:g}",
            "must_cross": "yes" if programme.must_cross else "",
            "no_juniors": "yes" if programme.no_juniors else "",
        }

    @classmethod
    def proposed(cls) -> dict[str, str]:
        """Return the fields the address proposes; nothing when one of them can't be taken."""
        asked = http.request().query_string_parameters
        given = {name: text for name, text in asked.items() if name in cls.model_fields}
        try:
            cls.model_validate(given)
        except ValidationError:
            return {}
        return given

    def pairing(self) -> dict[str, Any]:
        """Return the fields of Programme."""
        weights = {part: getattr(self, f"weight_{part}") for part in PARTS}
        return {
            "pairing_mode": self.pairing_mode,
            "threshold": round(self.threshold * FULL / 100),
            "must_cross": self.must_cross == "yes",
            "no_juniors": self.no_juniors == "yes",
            "weights": {part: value for part, value in weights.items() if value is not None},
        }


class SettingsForm(PairingForm):
    """The settings of a programme; lists are typed one item per line."""

    version: int
    name: Line = Field(max_length=200)
    purpose: str = Field("", max_length=4000)
    audience: str = Field("", max_length=4000)
    outcomes: str = Field("", max_length=4000)
    contact: Address = ""
    visibility: Literal["public", "unlisted", "invitation"]
    accent: Literal["forest", "ocean", "plum", "brick", "slate"]
    zone: Zone
    planned_meetings: int = Field(ge=1, le=60)
    meeting_minutes: int = Field(ge=15, le=240)
    interval_days: int = Field(ge=1, le=120)
    topics: str = Field("", max_length=20_000)
    clauses: str = Field("", max_length=40_000)
    levels: str = Field("", max_length=20_000)
    recruitment_opens: Day | None = None
    recruitment_closes: Day | None = None
    matching_until: Day | None = None
    kick_off: Day | None = None
    mid_review: Day | None = None
    closing: Day | None = None
    erasure: Day | None = None

    def changes(self) -> dict[str, Any]:
        """Return the fields of Programme this form speaks of."""
        typed = self.model_dump(mode="json", exclude=set(PairingForm.model_fields))
        dates = {name: day for name in domain.DATES if (day := typed.pop(name))}
        lists = {
            name: [line.strip() for line in typed.pop(name).splitlines() if line.strip()]
            for name in ("topics", "clauses")
        }
        del typed["version"]
        own = levels.typed(typed.pop("levels"))
        return typed | lists | self.pairing() | {"dates": dates, "levels": own}

    def check(self, programme: Programme) -> None:
        """Raise `Stale` when the programme isn't the one that was on the page."""
        if programme.version != self.version:
            raise Stale


class StageForm(http.Model):
    """A change of stage."""

    to: str = ""
    reason: str = Field("", max_length=2000)
    seen: str = ""


class AddressForm(http.Model):
    """Another address of an applicant; `version` is the application's on the page."""

    email: Address
    version: int


class DecisionForm(http.Model):
    """A decision on the ticked applications, or on everybody who waits for one."""

    decision: Literal["accepted", "waitlisted", "rejected", "needs_info"]
    application_ids: list[str] = Field(default_factory=list)
    everybody: Literal["yes", ""] = ""
    comment: str = Field("", max_length=2000)
    message: str = Field("", max_length=2000)


class AnswerForm(http.Model):
    """An answer to the first mail."""

    answer: Literal["me", "not_me"]


class PreviewForm(http.Model):
    """What is about to be decided; the decision follows under the preview."""

    application_ids: list[str] = Field(default_factory=list, max_length=PAGE_SIZE)
    comment: str = Field("", max_length=2000)
    message: str = Field("", max_length=2000)


class ApplicationForm(http.Model):
    """The application form of either role, as typed; each field is read as the same column of an imported file."""

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
    choices: str = ""
    not_with: str = ""
    rules_consent: str = ""
    privacy_consent: str = ""
    submit: str = ""


def words(message: str, params: Mapping[str, object]) -> str:
    """Return a msgid with its parameters in the reader's language."""
    said = translations("recruitment", http.context().locale).gettext(message)
    return said % dict(params) if params else said


def reasons(errors: Iterable[intake.RowError]) -> list[dict[str, Any]]:
    """Return line, column, code, reason in the reader's language, and value of each error of an import."""
    return [
        {
            "line": one.line,
            "column": one.column,
            "code": one.code,
            "reason": words(one.message, one.params),
            "value": one.value,
        }
        for one in errors
    ]


# What the public sees ----------------------------------------------------------------------------------------------


@router.get("/")
def catalogue() -> Html:
    """Show the public programmes."""
    return PAGES.render("catalogue.html", http.context(), programmes=programmes.catalogue(http.context()))


@router.get("/programmes")
def to_the_catalogue() -> Html:
    """Lead to the catalogue."""
    return web.redirect("/")


@router.get("/programmes/<slug>")
def programme_page(slug: str) -> Html:
    """Show a programme."""
    context = http.context()
    programme = programmes.public_programme(context, slug)
    taking = programmes.takes_applications(context, programme)
    return of_programme(programme, "programme.html", date_names=DATE_NAMES, takes_applications=taking)


@router.get("/programmes/<slug>/apply/<role>")
def application_page(slug: str, role: str) -> Html:
    """Show the application form with what was saved before."""
    programme, application = applications.my_application(http.context(), slug, role)
    return _application(programme, role, application, typed=_typed(application) if application else {})


@router.post("/programmes/<slug>/apply/<role>")
def apply(slug: str, role: str) -> Html:
    """Save the draft or send the application; what can't be read comes back with the reasons."""
    context = http.context()
    programme, application = applications.my_application(context, slug, role)
    sent = web.form(ApplicationForm)
    values, errors = _read(sent, role)
    if errors:
        return _application(programme, role, application, status=422, typed=sent.model_dump(), errors=errors)
    profile = cells.profile_of(values, clock.iso(context.clock()), context.zone, by=cells.PERSON)
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
    state = application.state if application else None
    try:
        domain.check_apply(programme.stage, state, programme.dates, programmes.today(http.context(), programme))
        refusal = None
    except DomainError as error:
        refusal = error
    return of_programme(
        programme,
        "apply.html",
        status,
        role=role,
        application=application,
        refusal=refusal,
        withdrawable=state is not None and domain.may_withdraw(programme.stage, state),
        state_names=domain.STATE_NAMES,
        styles=STYLES,
        **values,
    )


def _typed(application: Application) -> dict[str, str]:
    """Return what the form shows of an application: choices by their value, everything else as it would be typed.

    A consent that only a file tells of is not ticked: they give it themselves, or not.
    """
    own = [one for one in application.profile["consents"] if one.get("by") != cells.FILE]
    profile: Any = {**application.profile, "consents": own}
    chosen = {"form": "" if profile["form"] == "n" else profile["form"], "mode": profile["mode"]}
    return intake.as_text(profile, application.role, http.context().locale) | chosen


def _read(sent: ApplicationForm, role: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what was typed as values, and why it can't be sent or, as a draft that may have gaps, kept."""
    raw = sent.model_dump() | {"role": role, "email": http.context().principal.email}
    values, refused = cells.read_cells(raw)
    if role == domain.MENTEE and not sent.goal:
        refused["goal"] = cells.Rejected("missing", N_("Write your goal in one to three sentences."))
    wrong = {name: words(why.message, why.params) for name, why in refused.items() if sent.submit or raw[name]}
    # The layout translates what it says beside a field: to it these are msgids, already safe and without parameters.
    return cells.BLANK | values, {name: str(escape(why)).replace("%", "%%") for name, why in wrong.items()}


@router.get("/programmes/answer/<token>")
def added_page(token: str) -> Html:
    """Show somebody who was imported who added them, where, and what is stored; nothing happens yet."""
    return _added(telling.look(http.context(), token), token)


@router.post("/programmes/answer/<token>")
def answer_added(token: str) -> Html:
    """Hear «that's me» or «that's not me»."""
    me = web.form(AnswerForm).answer == "me"
    return _added(telling.answer(http.context(), token, me=me), token)


def _added(added: telling.Added, token: str) -> Html:
    told = intake.as_text(added.application.profile, added.application.role, http.context().locale)
    return of_programme(added.programme, "added.html", added=added, one=added.application, told=told, token=token)


@router.get("/programmes/contact/<token>")
def contact_page(token: str) -> Html:
    """Ask whether this is the contact address of a programme."""
    programme, done = contacts.look(http.context(), token)
    return of_programme(programme, "contact.html", token=token, done=done)


@router.post("/programmes/contact/<token>")
def confirm_contact(token: str) -> Html:
    """Confirm the contact address."""
    programme = contacts.confirm(http.context(), token)
    return of_programme(programme, "contact.html", token=token, done=True)


# What organizers see -----------------------------------------------------------------------------------------------


@router.get("/organizer")
def organizer_page() -> Html:
    """Show my organizations and programmes."""
    return _organizer()


def _organizer(status: int = 200, **values: object) -> Html:
    context = http.context()
    mine = organizations.my_organizations(context)
    shown = {"may_found": organizations.may_found(context), "trusted": organizations.trusted} | values
    return PAGES.render("organizer.html", context, status, mine=mine, stage_names=dict(STAGE_NAMES), **shown)


@router.post("/organizer/organizations")
def found_organization() -> Html:
    """Found an organization and go on to its first programme."""
    try:
        one = organizations.found(http.context(), web.form(OrganizationForm).name)
    except Invalid as error:
        return _organizer(422, **web.kept(error))
    done = N_("The organization is there. Now create its first programme.")
    return web.redirect(f"/organizer/programmes?organization={one.organization_id}", flash=done)


@router.get("/organizer/programmes")
def new_programme_page() -> Html:
    """Show the form for a new programme of an organization."""
    return _new_programme(http.request().query_string_parameters.get("organization", ""))


def _new_programme(organization_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    access.member(context, organization_id)
    owner = organizations.organization(context, organization_id)
    return PAGES.render("new_programme.html", context, status, organization=owner, **values)


@router.post("/organizer/programmes")
def create_programme() -> Html:
    """Create a programme."""
    try:
        settings = web.form(ProgrammeForm).model_dump()
    except web.FormInvalid as error:
        return _new_programme(error.values.get("organization_id", ""), 422, **web.kept(error))
    organization_id = settings.pop("organization_id")
    try:
        programme = programmes.create_programme(http.context(), organization_id, settings)
    except Invalid as error:
        return _new_programme(organization_id, 422, **web.kept(error))
    done = N_("The programme is there, as a draft. Look at its settings, then open recruitment.")
    return web.redirect(f"/organizer/programmes/{programme.programme_id}", flash=done)


@router.get("/organizer/programmes/<programme_id>")
def board(programme_id: str) -> Html:
    """Show where a programme stands and what needs the organizer today."""
    context = http.context()
    found = boards.board(context, programme_id)
    return of_programme(
        found.programme,
        "board.html",
        board=found,
        stage_names=STAGE_NAMES,
        names_of_stages=dict(STAGE_NAMES),
        next_stage=domain.following(found.programme.stage),
        previous_stage=domain.preceding(found.programme.stage),
        state_names=domain.STATE_NAMES,
        ended=found.programme.stage == "recruiting" and not programmes.takes_applications(context, found.programme),
    )


@router.get("/organizer/programmes/<programme_id>/stage")
def stage_page(programme_id: str) -> Html:
    """Show what a change of stage would do, and ask."""
    return _stage(programme_id, http.request().query_string_parameters.get("to", ""))


def _stage(programme_id: str, to: str, status: int = 200, **values: object) -> Html:
    programme, found = stages.preview_move(http.context(), programme_id, to)
    return of_programme(
        programme,
        "stage.html",
        status,
        found=found,
        names_of_stages=dict(STAGE_NAMES),
        **{"problem": ""} | values,
    )


@router.post("/organizer/programmes/<programme_id>/stage")
def move(programme_id: str) -> Html:
    """Move the programme to another stage."""
    sent = web.form(StageForm)
    try:
        stages.move_programme(http.context(), programme_id, sent.to, sent.reason, sent.seen)
    except (domain.Unconfirmed, domain.ReasonNeeded) as error:
        problem = "" if error.fields else error.message
        return _stage(programme_id, sent.to, error.status, problem=problem, **web.kept(error))
    return web.redirect(f"/organizer/programmes/{programme_id}", flash=N_("The stage is changed."))


@router.get("/organizer/programmes/<programme_id>/settings")
def settings_page(programme_id: str) -> Html:
    """Show the settings of a programme."""
    programme = access.organizer(http.context(), programme_id)
    own = set(SettingsForm.model_fields) - set(PairingForm.model_fields) - set(domain.DATES)
    kept = {name: getattr(programme, name) for name in own} | PairingForm.shown(programme)
    proposed = PairingForm.proposed()
    lists = {name: "\n".join(getattr(programme, name)) for name in ("topics", "clauses")}
    lists["levels"] = levels.shown(programme.levels)
    return _settings(programme, typed=kept | lists | programme.dates | proposed, proposed=bool(proposed))


@router.post("/organizer/programmes/<programme_id>/settings")
def change_settings(programme_id: str) -> Html:
    """Change the settings, unless somebody else did since the page was opened."""
    context = http.context()
    programme = access.organizer(context, programme_id)
    try:
        sent = web.form(SettingsForm)
    except web.FormInvalid as error:
        return _settings(programme, 422, **web.kept(error))
    try:
        programmes.change_programme(context, programme_id, sent.changes(), sent.check)
    except (Invalid, Stale) as error:
        fields = web.kept(error)["errors"] or {"settings": error.message}
        typed = sent.model_dump(mode="json", exclude_none=True) | {"version": programme.version}
        return _settings(programme, int(error.status), errors=fields, typed=typed)
    return web.redirect(f"/organizer/programmes/{programme_id}", flash=N_("The settings are saved."))


def _settings(programme: Programme, status: int = 200, **values: object) -> Html:
    shown: dict[str, object] = {"date_names": DATE_NAMES, "parts": PART_NAMES, "proposed": False}
    shown |= {
        "level_names": levels.NAMES,
        "level_words": {**levels.TABLE, 1: levels.ASSISTING + levels.TABLE[1]},
    } | values
    return of_programme(programme, "settings.html", status, **shown)


@router.post("/organizer/programmes/<programme_id>/contact")
def ask_contact(programme_id: str) -> Html:
    """Ask the contact address once more to confirm itself."""
    contacts.ask_again(http.context(), programme_id)
    here = f"/organizer/programmes/{programme_id}/settings"
    return web.redirect(here, flash=N_("We have written to the contact address."))


@router.post("/organizer/programmes/<programme_id>/first-mails")
def send_first_mails(programme_id: str) -> Html:
    """Send the first mails that wait."""
    _, waiting = telling.send_waiting(http.context(), programme_id)
    some = N_("The first mails are on their way; some people still wait, because only so many may be mailed a day.")
    done = some if waiting else N_("The first mails are on their way.")
    return web.redirect(f"/organizer/programmes/{programme_id}", flash=done)


@router.get("/organizer/programmes/<programme_id>/applications")
def applications_page(programme_id: str) -> Html:
    """List applications with filters."""
    return _applications(programme_id)


def _applications(programme_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    programme = access.organizer(context, programme_id)
    wanted = _wanted()
    tally = Tally([]) if wanted["q"] else Tally.of(context, programme_id)  # nobody counts who fits a search

    def read(after: str, limit: int) -> Page[Application]:
        return listing.page(context, programme_id, wanted, after, limit)

    shown, following = http.part_of(read, PAGE_SIZE)
    return of_programme(
        programme,
        "applications.html",
        status,
        applications=shown,
        following=following or "",
        mailboxes=readdress.mailboxes(context, shown),
        total=None if wanted["q"] else tally.count(),
        fitting=tally.count(wanted["state"], wanted["role"]),
        waiting=tally.undecided if wanted["state"] in ("", "submitted") else 0,
        wanted=wanted,
        query=urlencode({name: value for name, value in wanted.items() if value}),
        state_names=domain.STATE_NAMES,
        state_colours=STATE_COLOURS,
        **{"ticked": []} | values,
    )


def _wanted() -> dict[str, str]:
    query = http.request().query_string_parameters
    return {name: query.get(name, "") for name in ("q", "state", "role")}


@router.post("/organizer/programmes/<programme_id>/applications")
def decide(programme_id: str) -> Html:
    """Decide the ticked applications, or all that wait."""
    sent = web.form(DecisionForm)
    if not sent.application_ids and not sent.everybody:
        return _applications(programme_id, 422, errors={"application_ids": N_("Tick at least one application.")})
    chosen = None if sent.everybody else sent.application_ids
    said = deciding.Words(sent.comment, sent.message)
    try:
        done = decision_jobs.decide(http.context(), FILES, programme_id, chosen, sent.decision, said)
    except Invalid as error:
        return _applications(programme_id, 422, ticked=sent.application_ids, **web.kept(error))
    if isinstance(done, Job):
        return web.redirect(f"/organizer/programmes/{programme_id}/jobs/{done.job_id}")
    query = urlencode({name: value for name, value in _wanted().items() if value})
    here = f"/organizer/programmes/{programme_id}/applications" + (f"?{query}" if query else "")
    return web.redirect(here, flash=N_("Decided. Everybody gets a mail."))


@router.post("/organizer/programmes/<programme_id>/applications/preview")
def preview(programme_id: str) -> Html:
    """Show the mail of every decision that is possible, with the message in it, before anything is decided."""
    context = http.context()
    sent = web.form(PreviewForm)
    if not sent.application_ids:
        return _applications(programme_id, 422, errors={"application_ids": N_("Tick at least one application.")})
    programme = access.organizer(context, programme_id)
    chosen = deciding.chosen(context, programme_id, sent.application_ids)
    chooses = programme.pairing_mode == "self_matching"
    roles = [role for role in domain.ROLES if any(one.role == role for one in chosen)]
    mails = {
        name: list(dict.fromkeys(wording.of_decision(name, role, chooses=chooses) for role in roles))
        for name, states in domain.DECISIONS.items()
        if all(one.state in states for one in chosen)
    }
    return of_programme(
        programme,
        "preview.html",
        chosen=chosen,
        mails=mails,
        unconfirmed=deciding.unconfirmed(context, chosen),
        comment=sent.comment.strip(),
        message=sent.message.strip(),
    )


@router.get("/organizer/programmes/<programme_id>/applications/<application_id>")
def one_application(programme_id: str, application_id: str) -> Html:
    """Show one application whole."""
    return _one_application(programme_id, application_id)


def _one_application(programme_id: str, application_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    programme, found = applications.in_programme(context, programme_id, application_id)
    return of_programme(
        programme,
        "application.html",
        status,
        one=found,
        mailbox=readdress.mailboxes(context, [found]).get(str(found.email)),
        is_theirs=readdress.is_theirs(context, found),
        told=intake.as_text(found.profile, found.role, context.locale),
        decisions=[name for name, states in domain.DECISIONS.items() if found.state in states],
        state_names=domain.STATE_NAMES,
        state_colours=STATE_COLOURS,
        **values,
    )


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/address")
def correct_address(programme_id: str, application_id: str) -> Html:
    """Correct an address that no mail reaches."""
    try:
        sent = web.form(AddressForm)
        readdress.correct(http.context(), programme_id, application_id, sent.email, sent.version)
    except web.FormInvalid as error:
        return _one_application(programme_id, application_id, 422, **web.kept(error))
    except (readdress.AddressIsTheirs, readdress.AddressTaken, telling.SaidNo, NoMailsLeft, Stale) as error:
        fields = {"email": error.message}
        typed = {"email": sent.email}
        return _one_application(programme_id, application_id, int(error.status), errors=fields, typed=typed)
    done = N_("The address is corrected. What could not be sent and is still true is on its way there.")
    return web.redirect(f"/organizer/programmes/{programme_id}/applications/{application_id}", flash=done)


@router.post("/organizer/programmes/<programme_id>/applications/<application_id>/address/trust")
def trust_address(programme_id: str, application_id: str) -> Html:
    """Try an address again."""
    readdress.trust(http.context(), programme_id, application_id)
    done = N_("We try this address again; what could not be sent and is still true is on its way.")
    return web.redirect(f"/organizer/programmes/{programme_id}/applications/{application_id}", flash=done)


def of_programme(programme: Programme, template: str, status: int = 200, **values: object) -> Html:
    """Render a page of a programme in its colours."""
    return PAGES.render(template, http.context(), status, programme=programme, accent=programme.accent, **values)
