"""JSON of guides: written by organizers at their desk, read by participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import Audience, GuideStage, GuideState
from mentoring.texts import language
from workspace import guides
from workspace.use_cases import guides as use_cases
from workspace.use_cases import reading

if TYPE_CHECKING:
    from mentoring.tables.workspace import Guide, GuideShelf

router = http.Router()

HERE = "/v1/handbook/<programme_id>/guides"
Markdown = Annotated[str, Field(min_length=1, max_length=20_000)]


class GuideText(http.Model):
    """A guide in one language, in Markdown."""

    title: Annotated[Line, Field(min_length=1, max_length=200)]
    text: Markdown


class GuideTexts(http.Model):
    """A guide in both languages; one suffices."""

    pl: GuideText | None = None
    en: GuideText | None = None


class GuideWish(http.Model):
    """A guide to write, or another text of one."""

    audience: Audience = Audience.BOTH
    stage: GuideStage = GuideStage.ALWAYS
    state: GuideState = GuideState.DRAFT
    texts: GuideTexts
    link: Line = Field("", max_length=1000)

    def written(self) -> guides.Written:
        """Return it as a guide."""
        texts = self.texts.model_dump(exclude_none=True)
        return guides.Written(self.audience, self.stage, self.state, texts, self.link)


class PlaceWish(http.Model):
    """Where a guide goes among those of its stage."""

    to: Literal["up", "down"]


class GuideView(http.Versioned):
    """A guide as organizers see it."""

    guide_id: str
    programme_id: str
    audience: str
    stage: str
    state: str
    texts: GuideTexts
    link: str


class GuideInOrder(http.View):
    """A guide in the organizers' list."""

    guide_id: str
    audience: str
    stage: str
    state: str
    titles: dict[str, str]


class GuideOrderView(http.Versioned):
    """The guides of a programme in their order, after a change."""

    items: list[GuideInOrder]
    next: str | None = None

    @classmethod
    def show(cls, item: GuideShelf) -> GuideOrderView:
        """Return the view of a shelf."""
        return cls.of(item, items=[GuideInOrder.model_validate(one) for one in item.entries], next=None)


class GuideEntry(GuideInOrder):
    """The same with how many people have read it, of how many it is for."""

    read: int
    readers: int


class GuideShelfView(http.Versioned):
    """The guides of a programme in their order."""

    items: list[GuideEntry]
    next: str | None = None


class GuideToRead(http.View):
    """A guide in the list of those that somebody may read, in their language."""

    guide_id: str
    stage: str
    title: str
    is_read: bool


class GuidesToRead(http.View):
    """The guides that somebody may read: what helps them now (`now`, a stage) first."""

    now: str
    items: list[GuideToRead]
    next: str | None = None


class GuideReadView(http.View):
    """A guide as participants read it, in their language; `text` in Markdown, `locale` the language it is in."""

    guide_id: str
    stage: str
    locale: str
    title: str
    text: str
    link: str
    is_read: bool


@router.get(HERE)
def list_guides(programme_id: str) -> GuideShelfView:
    """Return the guides of a programme, for its organizers."""
    desk = use_cases.desk(http.context(), programme_id)
    items = [
        GuideEntry.of(one, read=desk.seen[one.guide_id].read, readers=desk.seen[one.guide_id].of)
        for one in desk.shelf.entries
    ]
    return GuideShelfView.of(desk.item, items=items, next=None)


@router.post(HERE, status=201, location="/v1/handbook/{programme_id}/guides/{guide_id}")
def write_guide(programme_id: str, body: GuideWish) -> GuideView:
    """Write a guide."""
    return GuideView.of(use_cases.write(http.context(), programme_id, body.written()))


@router.post(f"{HERE}/starter-set")
def take_starter_set(programme_id: str) -> GuideOrderView:
    """Add the starter guides that aren't there, as drafts; nothing is overwritten."""
    return GuideOrderView.show(use_cases.take_starter_set(http.context(), programme_id))


@router.post(f"{HERE}/publication")
def publish_drafts(programme_id: str) -> GuideOrderView:
    """Publish all drafts."""
    return GuideOrderView.show(use_cases.publish_drafts(http.context(), programme_id))


@router.get(f"{HERE}/<guide_id>")
def read_guide(programme_id: str, guide_id: str) -> GuideView:
    """Return a guide, for organizers."""
    return GuideView.of(use_cases.guide(http.context(), programme_id, guide_id)[1])


@router.put(f"{HERE}/<guide_id>")
def change_guide(programme_id: str, guide_id: str, body: GuideWish) -> GuideView:
    """Change a guide, publish it, or make it a draft again."""
    return GuideView.of(use_cases.change(http.context(), programme_id, guide_id, body.written(), http.expected()))


@router.delete(f"{HERE}/<guide_id>", expects="required")
def delete_guide(programme_id: str, guide_id: str) -> GuideOrderView:
    """Delete a guide; return those that are left."""
    return GuideOrderView.show(use_cases.delete(http.context(), programme_id, guide_id, http.expected()))


@router.put(f"{HERE}/<guide_id>/place")
def move_guide(programme_id: str, guide_id: str, body: PlaceWish) -> GuideOrderView:
    """Move a guide one place up or down among those of its stage; the version is that of the list."""
    by = -1 if body.to == "up" else 1
    return GuideOrderView.show(use_cases.move(http.context(), programme_id, guide_id, by, http.expected()))


@router.get("/v1/guides/<programme_id>")
def list_guides_to_read(programme_id: str) -> GuidesToRead:
    """Return the guides that the user may read as a participant, what helps them now first."""
    context = http.context()
    mine = reading.for_me(context, programme_id)
    items = [
        GuideToRead.of(one, title=one.title(context.locale), is_read=one.guide_id in mine.read) for one in mine.entries
    ]
    return GuidesToRead(now=mine.now, items=items)


@router.get("/v1/guides/<programme_id>/<guide_id>")
def read_guide_as_participant(programme_id: str, guide_id: str) -> GuideReadView:
    """Return a guide, for those it is for."""
    return _to_read(*reading.guide_for_me(http.context(), programme_id, guide_id))


@router.post("/v1/guides/<programme_id>/<guide_id>/reading")
def have_read_guide(programme_id: str, guide_id: str) -> GuideReadView:
    """Mark a guide as read; once is as good as often."""
    return _to_read(*reading.have_read(http.context(), programme_id, guide_id))


def _to_read(mine: reading.Guides, item: Guide) -> GuideReadView:
    locale = language(item.texts, http.context().locale)
    told = item.texts[locale]
    return GuideReadView.of(
        item, locale=locale, title=told["title"], text=told["text"], is_read=item.guide_id in mine.read
    )
