"""Organizers plan a gathering: a new one, a copy, or a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from gatherings.domain import gathering as domain
from gatherings.pages.base import NAMES, PAGES, Html
from gatherings.pages.gathering import VersionForm
from gatherings.use_cases import planning, reading, telling
from mentoring import gatherings, http, web
from mentoring.errors import N_, Conflict, DomainError, Invalid, Stale
from mentoring.http.fields import AddressOrNone, Line, Place, WallTime
from mentoring.i18n import LOCALES, in_zone
from mentoring.tables.vocabulary import GatheringKind, Invited, Readers, Venue
from mentoring.walltime import moment

if TYPE_CHECKING:
    from mentoring.tables.gatherings.gathering import Gathering
    from mentoring.tables.recruitment import Programme

router = http.PageRouter()

Markdown = Annotated[str, Field(max_length=domain.MOST_TEXT)]
BOXES = ("open", "survey", "certificate", "photos")
Seats = Annotated[int | None, Field(ge=0, le=domain.MOST_SEATS)]


class GatheringForm(VersionForm):
    """A gathering as typed: local times in `zone`, chosen people one a line."""

    what: GatheringKind
    venue: Venue
    starts_at: WallTime
    zone: Place
    minutes: int = Field(90, ge=5, le=domain.MOST_MINUTES)
    place: Line = Field("", max_length=domain.MOST_PLACE)
    link: Line = Field("", max_length=domain.MOST_PLACE)
    seats_online: Seats = None
    seats_in_person: Seats = None
    sign_up_until: WallTime | None = None
    offer_hours: int = Field(domain.OFFER_HOURS, ge=1, le=domain.MOST_OFFER_HOURS)
    audience: Invited = Invited.EVERYBODY
    chosen: str = Field("", max_length=20_000)
    open: str = ""
    survey: str = ""
    certificate: str = ""
    photos: str = ""
    host: Line = Field("", max_length=domain.MOST_PLACE)
    speaker: Line = Field("", max_length=domain.MOST_TITLE)
    speaker_email: AddressOrNone = ""
    before_for: Literal[Readers.AUDIENCE, Readers.SIGNED_UP] = Readers.AUDIENCE
    after_for: Readers = Readers.AUDIENCE
    title_pl: Line = Field("", max_length=domain.MOST_TITLE)
    text_pl: Markdown = ""
    before_pl: Markdown = ""
    after_pl: Markdown = ""
    title_en: Line = Field("", max_length=domain.MOST_TITLE)
    text_en: Markdown = ""
    before_en: Markdown = ""
    after_en: Markdown = ""

    def plan(self) -> domain.Plan:
        """Return what was typed as a plan; raises `NoSuchTime` at the field of a time that a clock change skips."""
        until = moment(self.sign_up_until, self.zone, "/sign_up_until").instant if self.sign_up_until else None
        people = (one.strip() for one in self.chosen.replace(",", "\n").replace(";", "\n").splitlines())
        return domain.Plan(
            what=self.what,
            venue=self.venue,
            starts_at=moment(self.starts_at, self.zone).instant,
            minutes=self.minutes,
            zone=self.zone,
            texts={locale: {name: getattr(self, f"{name}_{locale}") for name in domain.TEXTS} for locale in LOCALES},
            place=self.place,
            link=self.link,
            audience=self.audience,
            chosen=tuple(one for one in people if one),
            seats_online=self.seats_online,
            seats_in_person=self.seats_in_person,
            sign_up_until=until,
            offer_hours=self.offer_hours,
            open=bool(self.open),
            survey=bool(self.survey),
            certificate=bool(self.certificate),
            photos=bool(self.photos),
            host=self.host,
            speaker=self.speaker,
            speaker_email=self.speaker_email,
            before_for=self.before_for,
            after_for=self.after_for,
        )


@router.get("/gatherings/<programme_id>/new")
def new_page(programme_id: str) -> Html:
    """Show an empty form, or that of a gathering to copy."""
    context, asked = http.context(), http.request().query_string_parameters
    programme = planning.desk(context, programme_id)
    of, gathering_id = asked.get("of", ""), asked.get("like", "")
    copied = planning.like(context, of, gathering_id) if of and gathering_id else None
    return _form(programme, None, copied)


@router.get("/gatherings/<programme_id>/copies")
def copies_page(programme_id: str) -> Html:
    """Show what can be copied: gatherings of this programme and the organization's other ones."""
    context = http.context()
    programme = planning.desk(context, programme_id)
    found = reading.earlier(context, programme)
    return PAGES.render(
        "copies.html",
        context,
        programme=programme,
        accent=programme.accent,
        editions=[(one, [(item, gatherings.title(item, context.locale)) for item in items]) for one, items in found],
        **NAMES,
    )


@router.post("/gatherings/<programme_id>/new")
def plan(programme_id: str) -> Html:
    """Plan a gathering."""
    context = http.context()
    try:
        item = planning.create(context, programme_id, web.form(GatheringForm).plan())
    except Invalid as error:
        return _form(planning.desk(context, programme_id), None, None, error)
    words = N_("Saved as a draft. Nobody else sees it yet: look at it, then announce it.")
    return web.redirect(f"/gatherings/{programme_id}/{item.gathering_id}", flash=words)


@router.get("/gatherings/<programme_id>/<gathering_id>/edit")
def edit_page(programme_id: str, gathering_id: str) -> Html:
    """Show the form of a gathering."""
    return _edit(programme_id, gathering_id)


def _edit(programme_id: str, gathering_id: str, error: DomainError | None = None) -> Html:
    programme, item = planning.to_change(http.context(), programme_id, gathering_id)
    return _form(programme, item, planning.plan_of(item), error)


@router.post("/gatherings/<programme_id>/<gathering_id>/edit")
def change(programme_id: str, gathering_id: str) -> Html:
    """Change a gathering."""
    context = http.context()
    try:
        sent = web.form(GatheringForm)
        planning.change(context, programme_id, gathering_id, sent.plan(), sent.version)
    except (Invalid, Conflict, Stale) as error:
        return _edit(programme_id, gathering_id, error)
    return web.redirect(f"/gatherings/{programme_id}/{gathering_id}", flash=N_("Saved."))


def _form(
    programme: Programme, item: Gathering | None, told: domain.Plan | None, error: DomainError | None = None
) -> Html:
    context, again = http.context(), web.kept(error) if error else {}
    given = _given(programme, item, told)
    if again:  # browsers don't send boxes that aren't ticked
        given |= {name: name in again["typed"] for name in BOXES}
    return PAGES.render(
        "editor.html",
        context,
        error.status if error else 200,
        programme=programme,
        accent=programme.accent,
        item=item,
        plan=given,
        people=[one.email for one in reading.chosen(context, item)] if item is not None and item.chosen else [],
        host=telling.host_of(context, item) if item is not None else None,
        lengths=domain.LENGTHS,
        locales=[*programme.languages, *(one for one in LOCALES if one not in programme.languages)],
        problem="" if error is None or error.fields else error.message,
        problem_values=error.params if error else {},
        **NAMES,
        **again,
    )


def _given(programme: Programme, item: Gathering | None, told: domain.Plan | None) -> dict[str, Any]:
    """Return what the fields of the form hold at first; a copy has no time yet."""
    if told is None:
        return {
            "what": GatheringKind.OPENING, "venue": Venue.ONLINE, "starts_at": "", "minutes": 90,
            "zone": programme.zone, "place": "", "link": "", "seats_online": "", "seats_in_person": "",
            "sign_up_until": "",
            "offer_hours": domain.OFFER_HOURS, "audience": Invited.EVERYBODY, "open": False, "survey": True,
            "certificate": True, "photos": False, "speaker": "", "speaker_email": "",
            "texts": {}, "before_for": Readers.AUDIENCE, "after_for": Readers.AUDIENCE,
        }  # fmt: skip
    local = {"starts_at": told.starts_at if item is not None else None, "sign_up_until": told.sign_up_until}
    shown = {name: f"{in_zone(at, told.zone):%Y-%m-%dT%H:%M}" if at else "" for name, at in local.items()}
    names = (
        "what",
        "venue",
        "minutes",
        "zone",
        "place",
        "link",
        "offer_hours",
        "audience",
        *BOXES,
        "texts",
        "speaker",
        "speaker_email",
        "before_for",
        "after_for",
    )
    seats = {
        name: "" if (number := getattr(told, name)) is None else number for name in ("seats_online", "seats_in_person")
    }
    return {name: getattr(told, name) for name in names} | shown | seats
