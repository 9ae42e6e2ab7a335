"""What organizers did, as its readers may see it: the names are those of today.

Viewers read what was done, when and by whom, but neither names of participants nor reasons.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from mentoring import access, people
from mentoring.store import Page
from mentoring.tables.core import Item
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, Audit
from mentoring.tables.vocabulary import Act
from mentoring.values import dataclass
from recruitment.use_cases.auditing import Place, organization, programme

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.vocabulary import OrganizerRole

OF_ORGANIZERS = frozenset({Act.JOINED, Act.ROLE})
"""Acts that are about an organizer, whose name viewers know."""
NAMES_THE_TWO = "pair_id"
"""The fact that says whom an act was about: a pair's page has both names."""


@dataclass(frozen=True)
class Entry:
    """An entry as its reader may see it, with the names of today: who did it, and whom it is about (`ids`).

    `form` is the grammatical form of who did it, `title` by language what the gathering is called that it is about;
    `whole` is false for viewers.
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
    """Whose acts, and which; empty for all."""

    by: str = ""
    act: str = ""


def of_programme(context: Context, programme_id: str, wanted: Wanted, after: str = "", limit: int = 50) -> Page[Entry]:
    """Return a page of what was done in a programme, the newest first, to all who organize it."""
    found = access.organizer(context, programme_id, access.ORGANIZERS)
    return _page(context, programme(programme_id), access.role(context, found), wanted, after, limit)


def of_organization(
    context: Context, organization_id: str, wanted: Wanted, after: str = "", limit: int = 50
) -> Page[Entry]:
    """Return a page of what concerns an organization as a whole, to those who organize all of it."""
    role = access.member(context, organization_id, access.ORGANIZERS).role
    return _page(context, organization(organization_id), role, wanted, after, limit)


def _page(context: Context, place: Place, role: OrganizerRole, wanted: Wanted, after: str, limit: int) -> Page[Entry]:
    """Read from the list that fits: a person's, an act's, or all; with both, the person's own are looked through."""
    if wanted.by:
        found = context.store.listed_page(Audit, Audit.listing(place.id, wanted.by), after=after, limit=limit)
        found = Page([one for one in found.items if wanted.act in ("", one.act)], found.next)
    elif wanted.act:
        found = context.store.ranked_page(Audit, Audit.listing(place.id, wanted.act), after=after, limit=limit)
    else:
        found = context.store.page(Audit, *Audit.of(place.partition), after=after, limit=limit)
    return Page(_named(context, place.id, found.items, whole=role in access.EDITORS), found.next)


def _named(context: Context, place: str, found: list[Audit], *, whole: bool) -> list[Entry]:
    shown = {one.sk: one.about if whole or one.act in OF_ORGANIZERS else [] for one in found}
    named = list(dict.fromkeys(each for about in shown.values() for each in about))
    told = _told(context, place, found, named)
    return [
        Entry(
            one,
            told.names.get(one.by, ""),
            told.forms.get(one.by, "n"),
            shown[one.sk],
            [told.names[each] for each in shown[one.sk] if each in told.names],
            (one.why or told.why(one)) if whole else "",
            told.titles.get(one.facts.get("gathering_id", ""), {}),
            whole,
        )
        for one in found
    ]


@dataclass(frozen=True)
class _Told:
    """What is known today of what entries name: names and forms by id, titles of gatherings by language, reasons."""

    names: dict[str, str]
    forms: dict[str, str]
    titles: dict[str, dict[str, str]]
    reasons: dict[str, str]

    def why(self, one: Audit) -> str:
        """Return the reason that is kept with what an act ended."""
        ended = {Act.PAIR_CLOSED: "pair_id", Act.GATHERING_CANCELLED: "gathering_id"}.get(one.act, "")
        return self.reasons.get(one.facts.get(ended, ""), "")


def _told(context: Context, place: str, found: list[Audit], named: list[str]) -> _Told:
    """Read accounts, and in one more round trip all else that may have these ids."""
    accounts = people.by_id(context, [*(one.by for one in found), *named])
    names = {one: account.called for one, account in accounts.items()}
    gathered = list(dict.fromkeys(one.facts["gathering_id"] for one in found if "gathering_id" in one.facts))
    others = [one for one in named if one not in names]
    keys = [
        *(Gathering.key(place, one) for one in gathered),
        *(Application.key(place, one) for one in others),
        *(Pair.key(one) for one in others),
    ]
    titles: dict[str, dict[str, str]] = {}
    reasons: dict[str, str] = {}
    for one in context.store.get_many(Item, keys) if keys else []:
        if isinstance(one, Application):
            names[one.application_id] = one.full_name or one.email
        elif isinstance(one, Pair):
            names[one.pair_id] = f"{one.mentor_name} & {one.mentee_name}"
            reasons[one.pair_id] = one.close_reason or ""
        elif isinstance(one, Gathering):
            titles[one.gathering_id] = {locale: told["title"] for locale, told in one.texts.items()}
            reasons[one.gathering_id] = one.why or ""
    forms = {one: account.says("form") or "n" for one, account in accounts.items()}
    return _Told(names, forms, titles, reasons)
