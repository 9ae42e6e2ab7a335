"""One's own entry in the directory: nothing is shown before its owner says so, and nothing after they take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.directory import MOST_LANGUAGES, MOST_TOPICS, Card, DirectoryClosed
from gatherings.store import directory as store
from gatherings.use_cases.directory import removing
from gatherings.use_cases.looking import viewer
from mentoring.errors import NotFound
from mentoring.events.gatherings import DirectoryChanged
from mentoring.store import retrying
from mentoring.tables.gatherings.directory import DirectoryEntry
from mentoring.values import dataclass

if TYPE_CHECKING:
    from gatherings.use_cases.looking import Viewer
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.vocabulary import FoundBy


@dataclass(frozen=True)
class Mine:
    """The user's entry in a programme's directory; a new item, with an empty card, while they aren't in it."""

    viewer: Viewer
    entry: DirectoryEntry

    @property
    def programme(self) -> Programme:
        """Return the programme."""
        return self.viewer.programme

    @property
    def is_in(self) -> bool:
        """Return whether they can be found."""
        return not self.entry.is_new

    @property
    def card(self) -> Card:
        """Return what they show; nothing but their name where they aren't in it."""
        return store.card_of(self.entry.card) if self.is_in else Card(self.viewer.parts[0].name)

    @property
    def topics(self) -> list[str]:
        """Return the topics they can choose: those of the programme, and what they chose when it had others."""
        return list(dict.fromkeys([*self.programme.topics, *self.card.topics]))

    def suggested(self, zone: str) -> Card:
        """Return what their application says, for them to look at before anything is shown; `zone` is theirs."""
        part = self.viewer.parts[0]
        told = part.profile
        job = ", ".join(one for one in (told.get("position"), told.get("department")) if one)
        wanted = [one for one in told.get("topics", ()) if one in self.programme.topics]
        codes = [one["code"] for one in told.get("languages", ())]
        return Card(
            self.card.name,
            job=job,
            place=told.get("city") or "",
            zone=zone,
            languages=tuple(codes[:MOST_LANGUAGES]),
            topics=tuple(wanted[:MOST_TOPICS]),
        )


def mine(context: Context, programme_id: str) -> Mine:
    """Return the user's entry; raises `NotFound` for who doesn't take part in the programme."""
    person_id = context.principal.person_id
    who = viewer(context, programme_id, DirectoryEntry.key(programme_id, person_id))
    if not who.parts:
        raise NotFound
    return Mine(who, store.load(context, programme_id, who.person_id))


@retrying
def enter(
    context: Context, programme_id: str, card: Card, found_by: FoundBy, expected: str, *, at_gatherings: bool
) -> Mine:
    """Show others this card, or change it, in the expected version. Raises `DirectoryClosed`, `Invalid`."""
    own = mine(context, programme_id)
    if own.viewer.is_over:
        raise DirectoryClosed
    entry = own.entry
    entry.expect(expected)
    entry.card = store.kept(card.checked(own.topics))
    entry.roles, entry.participant_id = (
        sorted(one.value for one in own.viewer.roles),
        own.viewer.parts[0].participant_id,
    )
    entry.found_by, entry.at_gatherings = found_by, at_gatherings
    uow = context.begin()
    store.save(context, uow, entry)
    uow.publish(DirectoryChanged(programme_id, own.viewer.person_id), aggregate=entry)
    uow.commit()
    return own


@retrying
def leave(context: Context, programme_id: str) -> None:
    """Take the user out of the directory at once; who isn't in it stays out."""
    own = mine(context, programme_id)
    if own.is_in:
        uow = context.begin()
        removing.remove(context, uow, own.entry)
        uow.commit()
