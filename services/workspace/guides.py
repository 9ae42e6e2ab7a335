"""Guides of a programme: their order, whom they are for, and what has to be written. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import Audience, GuideStage, GuideState, PairStage, Role
from mentoring.texts import language
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_GUIDES = 40
"""So many, that all drafts can be published in one transaction."""
READS = {Role.MENTOR: Audience.MENTORS, Role.MENTEE: Audience.MENTEES}
NOW_AT = {
    PairStage.ACTIVE: GuideStage.FIRST_MEETING,
    PairStage.CONTRACTING: GuideStage.CONTRACT,
    PairStage.GOALS: GuideStage.GOALS,
    PairStage.WORKING: GuideStage.WORKING,
    PairStage.CLOSING: GuideStage.CLOSING,
    PairStage.COMPLETED: GuideStage.CLOSING,
}
"""Where a pair is → whose guides help it now."""
SCHEMES = ("https://", "http://")

Texts = dict[str, dict[str, str]]
"""Language → `{title, text}`, as stored."""


class TooManyGuides(Conflict):
    """A programme has as many guides as it may."""

    code = "too-many-guides"
    message = N_("There are %(most)s guides, which is as many as anybody would read. Delete one first.")


@dataclass(frozen=True)
class Entry:
    """What a list shows of a guide; `titles` by language."""

    guide_id: str
    audience: Audience
    stage: GuideStage
    state: GuideState
    titles: dict[str, str]

    def is_read_by(self, roles: Iterable[Role]) -> bool:
        """Return whether participants with these roles may read it."""
        return self.state == GuideState.PUBLISHED and any(
            self.audience in (Audience.BOTH, READS[role]) for role in roles
        )

    def title(self, locale: str) -> str:
        """Return its title in a reader's language, or in the other one."""
        return self.titles[language(self.titles, locale)]


@dataclass(frozen=True)
class Shelf:
    """The guides of a programme in the order in which organizers put them."""

    entries: tuple[Entry, ...] = ()

    def put(self, entry: Entry) -> Shelf:
        """Return the shelf with a guide: in its place, or as the last one; raises `TooManyGuides`."""
        if entry.guide_id not in self.ids:
            if len(self.entries) >= MOST_GUIDES:
                raise TooManyGuides(most=MOST_GUIDES)
            return Shelf((*self.entries, entry))
        return Shelf(tuple(entry if one.guide_id == entry.guide_id else one for one in self.entries))

    def drop(self, guide_id: str) -> Shelf:
        """Return the shelf without a guide."""
        return Shelf(tuple(one for one in self.entries if one.guide_id != guide_id))

    def move(self, guide_id: str, by: int) -> Shelf:
        """Return the shelf with a guide one place up (-1) or down (1) among those of its stage; the ends stay ends."""
        mine = next(one for one in self.entries if one.guide_id == guide_id)
        places = [place for place, one in enumerate(self.entries) if one.stage == mine.stage]
        here = places.index(self.entries.index(mine))
        if not 0 <= here + by < len(places):
            return self
        moved = list(self.entries)
        one, other = places[here], places[here + by]
        moved[one], moved[other] = moved[other], moved[one]
        return Shelf(tuple(moved))

    @property
    def ids(self) -> set[str]:
        """Return the ids of all guides."""
        return {one.guide_id for one in self.entries}

    @property
    def drafts(self) -> list[Entry]:
        """Return the guides that nobody sees yet."""
        return [one for one in self.entries if one.state == GuideState.DRAFT]

    def by_stage(self) -> list[tuple[GuideStage, list[Entry]]]:
        """Return the guides of each stage that has any, in the order of the process."""
        found = [(stage, [one for one in self.entries if one.stage == stage]) for stage in GuideStage]
        return [(stage, entries) for stage, entries in found if entries]

    def for_readers(self, roles: Iterable[Role], now: GuideStage) -> list[Entry]:
        """Return what participants may read, what helps them now first, then in the order of the process."""
        stages = sorted(GuideStage, key=lambda one: one != now)
        mine = [one for one in self.entries if one.is_read_by(roles)]
        return [one for stage in stages for one in mine if one.stage == stage]


@dataclass(frozen=True)
class Written:
    """What organizers wrote of a guide: `texts` by language, `link` to a material or empty."""

    audience: Audience
    stage: GuideStage
    state: GuideState
    texts: Texts
    link: str = ""

    def checked(self) -> Written:
        """Return it with the languages that are written; raise `Invalid` if none is whole, or the link is none."""
        written = {locale: one for locale, one in self.texts.items() if any(one.values())}
        wrong = {
            f"/{name}_{locale}": N_("This is required.")
            for locale, one in (written or dict(list(self.texts.items())[:1])).items()
            for name, value in one.items()
            if not value
        }
        if self.link and not self.link.startswith(SCHEMES):
            wrong["/link"] = N_("A link begins with https://.")
        if wrong or not written:
            raise Invalid(fields=wrong)
        return replace(self, texts=written)

    def publish(self) -> Written:
        """Return it for participants to read."""
        return replace(self, state=GuideState.PUBLISHED)

    def entry(self, guide_id: str) -> Entry:
        """Return what a list shows of it."""
        titles = {locale: one["title"] for locale, one in self.texts.items()}
        return Entry(guide_id, self.audience, self.stage, self.state, titles)


def now_at(stages: Iterable[str]) -> GuideStage:
    """Return which guides help somebody whose pairs are in these stages: those of the least advanced pair."""
    known = [NOW_AT[PairStage(one)] for one in stages if PairStage(one) in NOW_AT]
    return min(known, key=list(GuideStage).index, default=GuideStage.FIRST_MEETING)
