"""JSON of the directory: finding people, one's own entry, asking to meet somebody, and answering."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from gatherings.domain.directory import LINE, MOST_LANGUAGES, MOST_TOPICS, SENTENCE, Card
from gatherings.use_cases import reading
from gatherings.use_cases.directory import entering, finding, introducing
from mentoring import http
from mentoring.http.fields import Line, Zone
from mentoring.tables.vocabulary import FoundBy, IntroductionState, Role

if TYPE_CHECKING:
    from gatherings.use_cases.directory.entering import Mine
    from gatherings.use_cases.directory.finding import Found
    from mentoring.tables.gatherings.directory import Introduction

router = http.Router()

HERE = "/v1/directory/<programme_id>"
LanguageCode = Annotated[str, Field(pattern="^[a-z]{2}$")]
"""A language by its code (ISO 639-1)."""


class DirectoryWish(http.Model):
    """What somebody shows of them, and to whom: what is empty isn't shown. `topics` are of the programme's list."""

    name: Line = Field(max_length=LINE)
    job: Line = Field("", max_length=LINE)
    place: Line = Field("", max_length=LINE)
    zone: Zone | Literal[""] = ""
    languages: list[LanguageCode] = Field(default=[], max_length=MOST_LANGUAGES)
    topics: list[str] = Field(default=[], max_length=MOST_TOPICS)
    about: Line = Field("", max_length=SENTENCE)
    found_by: FoundBy = FoundBy.BOTH
    at_gatherings: bool = False

    def card(self) -> Card:
        """Return it as a card."""
        texts = {name: getattr(self, name) for name in ("name", "job", "place", "zone", "about")}
        return Card(languages=tuple(self.languages), topics=tuple(self.topics), **texts)


class IntroductionWish(http.Model):
    """What somebody adds to their wish to meet: no address, link or phone number."""

    sentence: Line = Field("", max_length=SENTENCE)


class IntroductionAnswer(http.Model):
    """Whether somebody would like to meet who asked; a no is told to nobody."""

    answer: Literal["yes", "no"]


class DirectoryCardView(http.View):
    """What somebody shows of them: an empty text or list isn't shown."""

    name: str
    job: str
    place: str
    zone: str
    languages: list[str]
    topics: list[str]
    about: str


class FoundPersonView(DirectoryCardView):
    """Somebody in the directory. `entry_id` is what they are known by here; `may_ask`: the user can ask to meet."""

    entry_id: str
    roles: list[Role]
    may_ask: bool

    @classmethod
    def show(cls, one: Found) -> FoundPersonView:
        """Return the view of somebody."""
        return cls.of(one.card, entry_id=one.entry_id, roles=one.roles, may_ask=one.may_ask)


class FoundPeopleView(http.View):
    """A page of people, by name. It may be shorter than the next ones, even empty."""

    items: list[FoundPersonView]
    next: str | None


class MyDirectoryEntryView(http.Versioned):
    """What the user shows of them; `entry_id` is null while they aren't in the directory."""

    entry_id: str | None
    card: DirectoryCardView
    found_by: FoundBy
    at_gatherings: bool

    @classmethod
    def show(cls, own: Mine) -> MyDirectoryEntryView:
        """Return the view of the user's entry."""
        entry_id = own.entry.entry_id if own.is_in else None
        return cls.of(own.entry, entry_id=entry_id, card=DirectoryCardView.of(own.card))


class AskedIntroductionView(http.View):
    """Whom the user asked to meet: `asked` until then, or `met`, once both said yes. A no is never told."""

    introduction_id: str
    name: str
    state: Literal[IntroductionState.ASKED, IntroductionState.MET]
    asked_at: str
    until: str

    @classmethod
    def show(cls, item: Introduction, *, name: str = "") -> AskedIntroductionView:
        """Return the view of a wish for who had it: they never learn of a no."""
        met = item.state == IntroductionState.MET
        state = IntroductionState.MET if met else IntroductionState.ASKED
        return cls.of(item, state=state, name=name or item.name)


class IntroductionWishView(http.View):
    """Somebody who would like to meet the user, and what they wrote."""

    introduction_id: str
    name: str
    role: Role
    sentence: str
    asked_at: str
    until: str


class IntroductionsView(http.View):
    """Whom the user asked, the last one first, and who waits for their answer (`to_me`)."""

    items: list[AskedIntroductionView]
    to_me: list[IntroductionWishView]
    next: str | None = None


class AnsweredIntroductionView(http.View):
    """What the user answered."""

    introduction_id: str
    answer: Literal["yes", "no"]


@router.get(HERE, paged=True)
def directory(programme_id: str, topic: str = "", speaks: str = "") -> FoundPeopleView:
    """Return who can be found in a programme: by a topic of its list, a language they speak (its code), or both."""
    context = http.context()
    seen = finding.directory(context, programme_id)
    items, following = http.part_of(partial(finding.found, context, seen, topic, speaks))
    return FoundPeopleView(items=[FoundPersonView.show(one) for one in items], next=following)


@router.get(f"{HERE}/me")
def my_entry(programme_id: str) -> MyDirectoryEntryView:
    """Return what the user shows of them in the directory."""
    return MyDirectoryEntryView.show(entering.mine(http.context(), programme_id))


@router.put(f"{HERE}/me")
def enter_directory(programme_id: str, body: DirectoryWish) -> MyDirectoryEntryView:
    """Let others find the user, or change what they see; nothing was shown before."""
    enter = partial(entering.enter, http.context(), programme_id, body.card(), body.found_by, http.expected())
    return MyDirectoryEntryView.show(enter(at_gatherings=body.at_gatherings))


@router.delete(f"{HERE}/me", status=204)
def leave_directory(programme_id: str) -> None:
    """Take the user out of the directory, at once."""
    entering.leave(http.context(), programme_id)


@router.get(f"{HERE}/introductions")
def introductions(programme_id: str) -> IntroductionsView:
    """Return whom the user asked to meet, and who waits for their answer."""
    found = introducing.wishes(http.context(), programme_id)
    to_me = [IntroductionWishView.of(one.item, name=one.asker.name, role=one.asker.role) for one in found.to_me]
    return IntroductionsView(items=[AskedIntroductionView.show(one) for one in found.mine], to_me=to_me)


@router.post(f"{HERE}/introductions/<introduction_id>/answer")
def answer_introduction(programme_id: str, introduction_id: str, body: IntroductionAnswer) -> AnsweredIntroductionView:
    """Say yes or no to who would like to meet the user: with a yes, both get a mail with each other's address."""
    yes = body.answer == "yes"
    item = introducing.to_me(http.context(), programme_id, introduction_id, yes=yes)
    return AnsweredIntroductionView(introduction_id=item.introduction_id, answer=body.answer)


@router.get(f"{HERE}/<entry_id>")
def found_person(programme_id: str, entry_id: str) -> FoundPersonView:
    """Return somebody who can be found."""
    return FoundPersonView.show(finding.one(http.context(), programme_id, entry_id)[2])


@router.post(f"{HERE}/<entry_id>/introduction")
def ask_introduction(programme_id: str, entry_id: str, body: IntroductionWish) -> AskedIntroductionView:
    """Ask somebody whether they would like to meet the user; once is as good as often."""
    return AskedIntroductionView.show(introducing.ask(http.context(), programme_id, entry_id, body.sentence))


@router.get("/v1/gatherings/<programme_id>/<gathering_id>/company", paged=True)
def company(programme_id: str, gathering_id: str) -> FoundPeopleView:
    """Return who else comes to a gathering, of those in the directory who let the user know it."""
    context = http.context()
    who, _ = reading.one(context, programme_id, gathering_id)
    items, following = http.part_of(partial(finding.company, context, who, gathering_id))
    return FoundPeopleView(items=[FoundPersonView.show(one) for one in items], next=following)
