"""Announcements at the organizers' desk: written, previewed, sent, and how far they have got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Conflict, DomainError, Invalid
from mentoring.http.fields import Line
from mentoring.i18n import LOCALES, translations
from mentoring.tables.vocabulary import Audience, PairStage, SegmentKind
from mentoring.texts import ONLY, language
from mentoring.wording import AnnouncementWords
from workspace import announcing
from workspace.pages.base import PAGES, STAGE_NAMES, Html
from workspace.use_cases import announcements as use_cases

if TYPE_CHECKING:
    from workspace.use_cases.announcements import Preview, Shown

router = http.PageRouter()

AUDIENCE_NAMES = {
    Audience.BOTH: N_("Mentors and mentees"),
    Audience.MENTORS: N_("Mentors"),
    Audience.MENTEES: N_("Mentees"),
}
KIND_NAMES = {
    SegmentKind.EVERYBODY: N_("all of them"),
    SegmentKind.STAGE: N_("whose pair is in a certain stage"),
    SegmentKind.UNSIGNED: N_("whose contract isn't signed"),
    SegmentKind.SILENT: N_("whose pair hasn't met for some time"),
    SegmentKind.SURVEY: N_("for whom a survey waits"),
    SegmentKind.UNMATCHED: N_("who have no pair"),
    SegmentKind.CHOSEN: N_("people whom I name"),
}
NAMED = 10
"""People whom the preview names."""
ON_A_PAGE = 20


class AnnouncementForm(http.Model):
    """An announcement as typed, and for whom; the button says where to go from here."""

    subject_pl: Line = Field("", max_length=announcing.MOST_SUBJECT)
    text_pl: str = Field("", max_length=announcing.MOST_TEXT)
    subject_en: Line = Field("", max_length=announcing.MOST_SUBJECT)
    text_en: str = Field("", max_length=announcing.MOST_TEXT)
    audience: Audience = Audience.BOTH
    kind: SegmentKind = SegmentKind.EVERYBODY
    stage: PairStage | None = None
    days: int = Field(30, ge=1, le=announcing.MOST_DAYS)
    chosen: str = Field("", max_length=20_000)
    to: Literal["preview", "change"] = "preview"

    def segment(self) -> announcing.Segment:
        """Return for whom it is; chosen people are typed one a line, or separated by commas."""
        chosen = tuple(one.strip() for one in self.chosen.replace(",", "\n").replace(";", "\n").splitlines())
        return announcing.Segment(self.audience, self.kind, self.stage, self.days, tuple(one for one in chosen if one))

    def texts(self) -> announcing.Texts:
        """Return what was written, by language."""
        return {
            "pl": {"subject": self.subject_pl, "text": self.text_pl},
            "en": {"subject": self.subject_en, "text": self.text_en},
        }


class SendingForm(AnnouncementForm):
    """The same, with what the preview said of who it is for."""

    count: int = Field(0, ge=0)
    digest: str = Field("", max_length=64)


@router.get("/announcements/<programme_id>")
def announcements_page(programme_id: str) -> Html:
    """Show what was announced in a programme."""
    context = http.context()
    items, following = http.part_of(lambda after, limit: use_cases.sent(context, programme_id, after, limit), ON_A_PAGE)
    programme = use_cases.desk(context, programme_id)
    return PAGES.render(
        "announcements.html",
        context,
        programme=programme,
        accent=programme.accent,
        rows=[(one, _subject(one, context.locale), for_whom(one, context.locale)) for one in items],
        senders=use_cases.senders(context, items),
        following=following or "",
    )


def _subject(shown: Shown, locale: str) -> str:
    return announcing.subject(shown.item.texts, locale)


def for_whom(shown: Shown, locale: str) -> str:
    """Return in words for whom an announcement is."""
    item = shown.item
    return segment_words(announcing.Segment(item.audience, item.segment, item.stage or None, item.days), locale)


def segment_words(segment: announcing.Segment, locale: str) -> str:
    """Return a segment in words of a language."""
    said = translations("workspace", locale)
    role = said.gettext(AUDIENCE_NAMES[segment.audience])
    if segment.kind == SegmentKind.EVERYBODY:
        return role
    if segment.kind == SegmentKind.STAGE:
        stage = said.gettext(dict(STAGE_NAMES).get(segment.stage or "", N_("closed early")))
        return said.gettext(N_("%(role)s, stage of the pair: %(stage)s")) % {"role": role, "stage": stage}
    if segment.kind == SegmentKind.SILENT:
        quiet = said.ngettext(
            "%(role)s whose pair hasn't met for %(num)s day",
            "%(role)s whose pair hasn't met for %(num)s days",
            segment.days,
        )
        return quiet % {"role": role, "num": segment.days}
    words = {
        SegmentKind.UNSIGNED: N_("%(role)s whose contract isn't signed"),
        SegmentKind.SURVEY: N_("%(role)s for whom a survey waits"),
        SegmentKind.UNMATCHED: N_("%(role)s without a pair"),
        SegmentKind.CHOSEN: N_("%(role)s, chosen one by one"),
    }
    return said.gettext(words[segment.kind]) % {"role": role}


@router.get("/announcements/<programme_id>/new")
def new_page(programme_id: str) -> Html:
    """Show an empty form."""
    return _form(programme_id)


def _form(programme_id: str, status: int = 200, **values: Any) -> Html:
    context = http.context()
    programme = use_cases.desk(context, programme_id)
    return PAGES.render(
        "announcement_form.html",
        context,
        status,
        programme=programme,
        accent=programme.accent,
        locales=[one for one in LOCALES if one in programme.languages]
        + [one for one in LOCALES if one not in programme.languages],
        audience_names=AUDIENCE_NAMES,
        kind_names=KIND_NAMES,
        stages=STAGE_NAMES,
        **{"problem": "", "problem_values": {}} | values,
    )


@router.post("/announcements/<programme_id>/new")
def preview_page(programme_id: str) -> Html:
    """Show to whom an announcement would go and what they would read; or the form again."""
    try:
        sent = web.form(AnnouncementForm)
        if sent.to == "change":
            return _form(programme_id, typed=sent.model_dump(mode="json", exclude={"to"}, exclude_none=True))
        found = use_cases.preview(http.context(), programme_id, sent.segment(), sent.texts())
    except (Invalid, Conflict) as error:
        return _again(programme_id, error)
    return _preview(found, sent)


def _again(programme_id: str, error: DomainError) -> Html:
    said = {"problem": "" if error.fields else error.message, "problem_values": error.params}
    return _form(programme_id, error.status, **said, **web.kept(error))


def _preview(found: Preview, sent: AnnouncementForm, error: DomainError | None = None) -> Html:
    context = http.context()
    programme, meant = found.programme, found.meant
    return PAGES.render(
        "announcement_preview.html",
        context,
        error.status if error else 200,
        programme=programme,
        accent=programme.accent,
        found=found,
        for_whom=segment_words(found.segment, context.locale),
        names=meant.names(NAMED),
        more=max(meant.count - NAMED, 0),
        readers={locale: meant.readers(locale) for locale in LOCALES},
        mails=[_mail(found, locale) for locale in LOCALES if meant.readers(locale) or locale in found.texts],
        sent=sent.model_dump(mode="json", exclude={"to", "count", "digest"}, exclude_none=True),
        problem=error.message if error else "",
        problem_values=error.params if error else {},
    )


def _mail(found: Preview, locale: str) -> dict[str, Any]:
    """Return the mail as people who read a language get it, in that language."""
    said, words = translations("workspace", locale), AnnouncementWords()
    written = language(found.texts, locale)
    return {
        "locale": locale,
        "written": written,
        "subject": found.texts[written]["subject"],
        "text": found.texts[written]["text"],
        "hello": said.gettext(N_("Hello,")),
        "only": said.gettext(ONLY[written]) if written != locale else "",
        "button": said.gettext(words.button),
        "why": said.gettext(words.why) % {"programme": found.programme.name},
        "questions": said.gettext(N_("Questions? Just reply to this email; the organizers read it.")),
    }


@router.post("/announcements/<programme_id>")
def send(programme_id: str) -> Html:
    """Send an announcement to the people of the preview; show the preview again if they are others meanwhile."""
    context = http.context()
    try:
        sent = web.form(SendingForm)
        item = use_cases.send(context, programme_id, sent.segment(), sent.texts(), sent.count, sent.digest)
    except announcing.PeopleChanged as error:
        return _preview(use_cases.preview(context, programme_id, sent.segment(), sent.texts()), sent, error)
    except (Invalid, Conflict) as error:
        return _again(programme_id, error)
    return web.redirect(f"/announcements/{programme_id}/{item.announcement_id}", flash=N_("On its way."))


@router.get("/announcements/<programme_id>/<announcement_id>")
def announcement_page(programme_id: str, announcement_id: str) -> Html:
    """Show an announcement, to whom it went and how far it has got."""
    context = http.context()
    shown = use_cases.one(context, programme_id, announcement_id)
    programme = use_cases.desk(context, programme_id)
    return PAGES.render(
        "announcement.html",
        context,
        programme=programme,
        accent=programme.accent,
        shown=shown,
        sender=use_cases.senders(context, [shown]).get(shown.item.by, ""),
        item=shown.item,
        subject=_subject(shown, context.locale),
        for_whom=for_whom(shown, context.locale),
        here=f"/announcements/{programme_id}/{announcement_id}",
    )
