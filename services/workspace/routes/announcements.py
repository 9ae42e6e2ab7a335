"""JSON of announcements: previewed and sent by organizers at their desk, read by those who get them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import Audience, PairStage, SegmentKind
from mentoring.texts import language
from workspace import announcing
from workspace.use_cases import announced
from workspace.use_cases import announcements as use_cases

router = http.Router()

HERE, MINE = "/v1/announcements/<programme_id>", "/v1/desk/<programme_id>/announcements"
NAMED = 10
"""People whom a preview names."""


class AnnouncementText(http.Model):
    """An announcement in one language, its text in Markdown."""

    subject: Annotated[Line, Field(min_length=1, max_length=announcing.MOST_SUBJECT)]
    text: str = Field(min_length=1, max_length=announcing.MOST_TEXT)


class AnnouncementTexts(http.Model):
    """An announcement in both languages; one of the programme's suffices."""

    pl: AnnouncementText | None = None
    en: AnnouncementText | None = None


class SegmentWish(http.Model):
    """For whom an announcement is.

    `stage` goes with the kind `stage`, `days` with `silent`, `chosen` (addresses or participant ids) with `chosen`.
    """

    audience: Audience = Audience.BOTH
    kind: SegmentKind = SegmentKind.EVERYBODY
    stage: PairStage | None = None
    days: int = Field(30, ge=1, le=announcing.MOST_DAYS)
    chosen: list[Line] = Field(default_factory=list, max_length=announcing.MOST_CHOSEN)

    def segment(self) -> announcing.Segment:
        """Return it as a segment."""
        return announcing.Segment(self.audience, self.kind, self.stage, self.days, tuple(self.chosen))


class AnnouncementWish(http.Model):
    """What is to be announced, and to whom."""

    texts: AnnouncementTexts
    segment: SegmentWish = Field(default_factory=lambda: SegmentWish.model_validate({}))

    def written(self) -> announcing.Texts:
        """Return its texts by language."""
        found: announcing.Texts = self.texts.model_dump(exclude_none=True)
        return found


class SendingWish(AnnouncementWish):
    """The same, with what the preview said of who it is for; if that is no longer true, nothing is sent."""

    count: int = Field(ge=0)
    digest: str = Field(max_length=64)


class AnnouncementPreview(http.View):
    """How many people an announcement would go to now, the first of them by name, and how many read which language.

    `unconfirmed` of them never confirmed their address and get a mail without the text. `digest` stands for who these
    people are; sending repeats it.
    """

    count: int
    names: list[str]
    readers: dict[str, int]
    unconfirmed: int
    digest: str


class AnnouncementView(http.View):
    """An announcement as organizers see it; `told` of `total` people have it, `seen` of these have looked at it."""

    announcement_id: str
    audience: str
    segment: str
    stage: str
    days: int
    texts: AnnouncementTexts
    state: str
    sent_at: str
    sent_by: str
    total: int
    told: int
    seen: int

    @classmethod
    def show(cls, shown: use_cases.Shown) -> AnnouncementView:
        """Return the view of an announcement."""
        return cls.of(shown.item, seen=shown.seen, sent_by=shown.item.by)


class AnnouncementList(http.View):
    """A part of a programme's announcements, the newest first."""

    items: list[AnnouncementView]
    next: str | None = None


class SentView(http.View):
    """An announcement that is being sent to these `total` people."""

    announcement_id: str
    programme_id: str
    state: str
    total: int


class MyAnnouncementView(http.View):
    """An announcement as somebody gets it: in their language, or in the one there is."""

    announcement_id: str
    language: str
    subject: str
    text: str
    sent_at: str
    seen: bool

    @classmethod
    def show(cls, got: announced.Got, locale: str) -> MyAnnouncementView:
        """Return the view of an announcement in a language."""
        read = language(got.item.texts, locale)
        return cls.of(got.item, seen=got.seen, language=read, **got.item.texts[read])


class MyAnnouncementList(http.View):
    """A part of what was announced to somebody in a programme, the newest first."""

    items: list[MyAnnouncementView]
    next: str | None = None


@router.post(f"{HERE}/preview")
def preview_announcement(programme_id: str, body: AnnouncementWish) -> AnnouncementPreview:
    """Return to whom an announcement would go now; nothing is kept, and nobody hears of it."""
    found = use_cases.preview(http.context(), programme_id, body.segment.segment(), body.written())
    readers = {locale: found.meant.readers(locale) for locale in ("pl", "en")}
    return AnnouncementPreview.of(found.meant, names=found.meant.names(NAMED), readers=readers)


@router.post(HERE, status=201, location="/v1/announcements/{programme_id}/{announcement_id}")
def send_announcement(programme_id: str, body: SendingWish) -> SentView:
    """Send an announcement to everybody whom its preview named; each gets one mail in their language."""
    sent = use_cases.send(http.context(), programme_id, body.segment.segment(), body.written(), body.count, body.digest)
    return SentView.of(sent)


@router.get(HERE, paged=True)
def announcements(programme_id: str) -> AnnouncementList:
    """Return what was announced in a programme, for those who decide there."""
    context = http.context()
    items, following = http.part_of(lambda after, limit: use_cases.sent(context, programme_id, after, limit))
    return AnnouncementList(items=[AnnouncementView.show(one) for one in items], next=following)


@router.get(f"{HERE}/<announcement_id>")
def announcement(programme_id: str, announcement_id: str) -> AnnouncementView:
    """Return an announcement and how far it has got, for those who decide in the programme."""
    return AnnouncementView.show(use_cases.one(http.context(), programme_id, announcement_id))


@router.get(MINE, paged=True)
def my_announcements(programme_id: str) -> MyAnnouncementList:
    """Return what was announced to the user in a programme."""
    context = http.context()
    items, following = http.part_of(lambda after, limit: announced.mine(context, programme_id, after, limit))
    return MyAnnouncementList(items=[MyAnnouncementView.show(one, context.locale) for one in items], next=following)


@router.get(f"{MINE}/<announcement_id>")
def my_announcement(programme_id: str, announcement_id: str) -> MyAnnouncementView:
    """Return an announcement that the user got."""
    context = http.context()
    return MyAnnouncementView.show(announced.one(context, programme_id, announcement_id), context.locale)


@router.post(f"{MINE}/<announcement_id>/seen")
def see_announcement(programme_id: str, announcement_id: str) -> MyAnnouncementView:
    """Note that the user has seen an announcement; organizers see how many have, not who."""
    context = http.context()
    return MyAnnouncementView.show(announced.see(context, programme_id, announcement_id), context.locale)
