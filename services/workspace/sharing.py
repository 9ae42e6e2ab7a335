"""Who sees a note or a material, and who may change that (domain.md §2.5): its author alone, and only to more people.

Pure. The author may take back what others of the programme see; what the pair sees can only be deleted.
"""

from __future__ import annotations

from dataclasses import replace

from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import Role, SeenBy
from mentoring.values import dataclass

BEYOND = (SeenBy.MENTORS, SeenBy.MENTEES, SeenBy.PROGRAMME)
"""What others of the programme see, besides the pair."""
WIDER = {
    SeenBy.AUTHOR: (SeenBy.PAIR, *BEYOND),
    SeenBy.PAIR: BEYOND,
    SeenBy.MENTORS: (SeenBy.PROGRAMME,),
    SeenBy.MENTEES: (SeenBy.PROGRAMME,),
    SeenBy.PROGRAMME: (),
}
"""Who sees it → to whom it may be opened as well."""
SEEN_AS = {Role.MENTOR: SeenBy.MENTORS, Role.MENTEE: SeenBy.MENTEES}


class AuthorOnly(Conflict):
    """Only the author opens something to more people, deletes it, or changes what others of the programme see."""

    code = "author-only"
    message = N_("Only the person who wrote this can do that.")


class NotWider(Conflict):
    """Somebody who can see it now couldn't any more."""

    code = "not-wider"
    message = N_("Somebody who can see this now couldn't any more. Take it back, or delete it.")


@dataclass(frozen=True)
class Sharing:
    """Whose it is (a person id), and who sees it."""

    author: str
    visibility: SeenBy

    def is_seen_by(self, member: str) -> bool:
        """Return whether one of the pair may see it."""
        return self.visibility != SeenBy.AUTHOR or member == self.author

    def is_seen_as(self, roles: frozenset[Role]) -> bool:
        """Return whether participants with these roles may see it."""
        return bool(roles) and self.visibility in (SeenBy.PROGRAMME, *(SEEN_AS[role] for role in roles))

    @property
    def is_beyond(self) -> bool:
        """Return whether others than the pair see it."""
        return self.visibility in BEYOND

    @property
    def wider(self) -> tuple[SeenBy, ...]:
        """Return to whom it may be opened as well."""
        return WIDER[self.visibility]

    def is_changed_by(self, member: str) -> bool:
        """Return whether one of the pair may change it: both, unless others see it under the author's name."""
        return member == self.author or self.visibility == SeenBy.PAIR

    def widen(self, by: str, to: SeenBy) -> Sharing:
        """Return it seen by more people; to those who see it already nothing changes."""
        self.own(by)
        if to == self.visibility:
            return self
        if to not in self.wider:
            raise NotWider
        return replace(self, visibility=to)

    def take_back(self, by: str) -> Sharing:
        """Return it seen by the pair alone; what nobody else sees stays as it is."""
        self.own(by)
        return replace(self, visibility=SeenBy.PAIR) if self.is_beyond else self

    def own(self, by: str) -> None:
        """Raise `AuthorOnly` unless somebody is the author."""
        if by != self.author:
            raise AuthorOnly
