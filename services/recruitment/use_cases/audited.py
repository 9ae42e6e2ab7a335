"""What organizers did, as its readers may see it: the names are those of today.

Viewers read what was done, when and by whom, but neither names of participants nor reasons.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mentoring import access, texts
from mentoring.errors import N_, Invalid
from mentoring.i18n import instant_in
from mentoring.store import Page
from mentoring.tables.core import Item
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, Audit
from mentoring.tables.vocabulary import Act
from mentoring.tables.workspace import Guide
from mentoring.values import dataclass
from recruitment.use_cases.auditing import Place, organization, programme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.access import Key
    from mentoring.context import Context
    from mentoring.store.port import Part
    from mentoring.tables.vocabulary import OrganizerRole

OF_ORGANIZERS = frozenset({Act.JOINED, Act.ROLE})
"""Acts that are about an organizer."""
OF_GUIDES = frozenset({Act.GUIDE_PUBLISHED, Act.GUIDE_CHANGED, Act.GUIDE_WITHDRAWN})
OF_PAIRS = frozenset({Act.PAIR_PAUSED, Act.PAIR_CLOSED})
OF_PAIRS_OR_PEOPLE = frozenset({Act.REMINDED, Act.MATTERS})
OPEN = OF_ORGANIZERS | OF_GUIDES
"""Acts of which viewers may know, too, whom or what they are about."""
NAMES_THE_TWO = "pair_id"
"""The fact that says whom an act was about: a pair's page has both names."""
NAMED = 5
"""How many of those an entry is about are named, and so read; the others are counted."""


@dataclass(frozen=True)
class Entry:
    """An entry as its reader may see it, with the names of today: who did it, and whom it is about (`ids`).

    `about` are names of the first of these, `form` is the grammatical form of who did it, `title` by language what the
    gathering is called that it is about; `whole` is false for viewers.
    """

    audit: Audit
    by: str
    form: str = "n"
    ids: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    why: str = ""
    title: dict[str, str] = field(default_factory=dict)
    whole: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """Return the facts of the act that its reader may know."""
        return {name: one for name, one in self.audit.facts.items() if self.whole or name != NAMES_THE_TWO}


@dataclass(frozen=True)
class Wanted:
    """Whose acts, which, and from which day to which; what is empty filters nothing."""

    by: str = ""
    act: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def name(self) -> str:
        """Return which of the lists this is."""
        return f"{self.by}&{self.act}&{self.first or ''}&{self.last or ''}"

    def part(self, zone: str) -> Part:
        """Return the part of a list that was done on these days of a zone; raise `Invalid` if the last comes first."""
        if self.first and self.last and self.last < self.first:
            raise Invalid(fields={"/to": N_("This day comes before the first one.")})
        since = instant_in(self.first, zone) if self.first else None
        until = instant_in(self.last + timedelta(days=1), zone) if self.last else None
        return Audit.between(since, until)


def of_programme(context: Context, programme_id: str, wanted: Wanted, after: str = "", limit: int = 50) -> Page[Entry]:
    """Return a page of what was done in a programme, the newest first, to all who organize it; days are in its zone."""
    found = access.organizer(context, programme_id, access.ORGANIZERS)
    read = _Reading(programme(programme_id), wanted, wanted.part(found.zone))
    return read.page(context, access.role(context, found), after, limit)


def of_organization(
    context: Context, organization_id: str, wanted: Wanted, after: str = "", limit: int = 50
) -> Page[Entry]:
    """Return a page of what concerns an organization as a whole, to those who organize all of it.

    An organization has no zone of its own: days are in the reader's.
    """
    role = access.member(context, organization_id, access.ORGANIZERS).role
    read = _Reading(organization(organization_id), wanted, wanted.part(context.zone))
    return read.page(context, role, after, limit)


@dataclass(frozen=True)
class _Reading:
    """What is read, and where."""

    place: Place
    wanted: Wanted
    part: Part

    def page(self, context: Context, role: OrganizerRole, after: str, limit: int) -> Page[Entry]:
        found = self._found(context, after, limit)
        return Page(_named(context, self.place.id, found.items, whole=role in access.EDITORS), found.next)

    def _found(self, context: Context, after: str, limit: int) -> Page[Audit]:
        """Read from the list that fits: a person's, an act's, or all; with both, a person's acts are looked through."""
        store, wanted, part = context.store, self.wanted, self.part
        if wanted.by:
            listing = Audit.listing(self.place.id, wanted.by)
            found = store.listed_page(Audit, listing, part, after=after, limit=limit)
            return Page([one for one in found.items if wanted.act in ("", one.act)], found.next)
        if wanted.act:
            listing = Audit.listing(self.place.id, wanted.act)
            return store.ranked_page(Audit, listing, part, after=after, limit=limit)
        return store.page(Audit, self.place.partition, part, after=after, limit=limit)


def _named(context: Context, place: str, found: list[Audit], *, whole: bool) -> list[Entry]:
    shown = {one.sk: one.about if whole or one.act in OPEN else [] for one in found}
    told = _told(context, place, found, shown)
    return [
        Entry(
            one,
            told.names.get(one.by, ""),
            told.forms.get(one.by, "n"),
            shown[one.sk],
            [told.names[each] for each in shown[one.sk][:NAMED] if each in told.names],
            (one.why or told.why(one)) if whole else "",
            told.titles.get(one.facts.get("gathering_id", ""), {}),
            whole,
        )
        for one in found
    ]


@dataclass(frozen=True)
class _Told:
    """What is known today of what entries name: names and forms by id, titles of gatherings by language, reasons."""

    names: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def why(self, one: Audit) -> str:
        """Return the reason that is kept with what an act ended."""
        ended = {Act.PAIR_CLOSED: "pair_id", Act.GATHERING_CANCELLED: "gathering_id"}.get(one.act, "")
        return self.reasons.get(one.facts.get(ended, ""), "")

    def add(self, one: Item, locale: str) -> None:
        """Take over what an item says of itself."""
        if isinstance(one, Person):
            self.names[one.person_id], self.forms[one.person_id] = one.called, one.says("form") or "n"
        elif isinstance(one, Application):
            self.names[one.application_id] = one.full_name or one.email
        elif isinstance(one, Pair):
            self.names[one.pair_id] = f"{one.mentor_name} & {one.mentee_name}"
            self.reasons[one.pair_id] = one.close_reason or ""
        elif isinstance(one, Guide):
            self.names[one.guide_id] = one.texts[texts.language(one.texts, locale)]["title"]
        elif isinstance(one, Gathering):
            self.titles[one.gathering_id] = {language: told["title"] for language, told in one.texts.items()}
            self.reasons[one.gathering_id] = one.why or ""


def _told(context: Context, place: str, found: list[Audit], shown: dict[str, list[str]]) -> _Told:
    """Read whoever did something, and what is shown of that it is about."""
    keys = [Person.key(one.by) for one in found]
    keys += [Gathering.key(place, one.facts["gathering_id"]) for one in found if "gathering_id" in one.facts]
    keys += [key for one in found for each in shown[one.sk][:NAMED] for key in _keys(place, one.act, each)]
    told = _Told()
    for one in context.store.get_many(Item, keys) if keys else []:
        told.add(one, context.locale)
    return told


def _keys(place: str, act: Act, about: str) -> Iterable[Key]:
    """Return where that lies which an act is about."""
    if act in OF_ORGANIZERS:
        return [Person.key(about)]
    if act in OF_GUIDES:
        return [Guide.key(place, about)]
    if act in OF_PAIRS:
        return [Pair.key(about)]
    person = Application.key(place, about)
    return [Pair.key(about), person] if act in OF_PAIRS_OR_PEOPLE else [person]
